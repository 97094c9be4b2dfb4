"""The benefit as stretches, against figures worked out by hand from the rates.

G 124 028 from 1.5.2024, 130 160 from 1.5.2025, 136 549 from 1.5.2026 (known 22.5.2026); factor 2.041;
260 days a year; two thirds under 25; 36/37/38 kroner a child and day in 2024/2025/2026.
"""

from datetime import date
from decimal import Decimal

import pytest

from lettergen import Library, load_library
from lettergen.expressions import birthday
from lettergen.rates import NoRateError, Person, Stretch, stretches


@pytest.fixture(scope="module")
def rates():
    library: Library = load_library()
    return library.schemes["kvp"].benefit_rates()


OLD = date(1985, 2, 3)


def row(stretch: Stretch) -> tuple[str, str, str, str, str, str]:
    return tuple(
        str(value)
        for value in (
            stretch.first,
            stretch.last,
            stretch.basis,
            stretch.per_day,
            stretch.child_per_day,
            stretch.total_per_day,
        )
    )


WORKED = {
    "over new year, one child: the supplement changes from 37 to 38": (
        date(2025, 12, 1),
        date(2026, 2, 28),
        Person(OLD, ((date(2025, 1, 1), date(2030, 1, 1)),)),
        date(2026, 1, 5),
        [
            ("2025-12-01", "2025-12-31", "130160", "1021.76", "37.00", "1058.76"),
            ("2026-01-01", "2026-02-28", "130160", "1021.76", "38.00", "1059.76"),
        ],
    ),
    "over 1 May 2026, letter after the new G was decided": (
        date(2026, 4, 1),
        date(2026, 6, 30),
        Person(OLD),
        date(2026, 6, 1),
        [
            ("2026-04-01", "2026-04-30", "130160", "1021.76", "0.00", "1021.76"),
            ("2026-05-01", "2026-06-30", "136549", "1071.91", "0.00", "1071.91"),
        ],
    ),
    "a 25th birthday: two thirds until the day before": (
        date(2026, 6, 1),
        date(2026, 12, 31),
        Person(date(2001, 9, 15)),
        date(2026, 6, 1),
        [
            ("2026-06-01", "2026-09-14", "136549", "714.61", "0.00", "714.61"),
            ("2026-09-15", "2026-12-31", "136549", "1071.91", "0.00", "1071.91"),
        ],
    ),
    "two children, one supported to the end of August": (
        date(2026, 8, 1),
        date(2026, 9, 30),
        Person(OLD, ((date(2026, 1, 1), date(2026, 8, 31)), (date(2026, 1, 1), date(2027, 1, 1)))),
        date(2026, 7, 1),
        [
            ("2026-08-01", "2026-08-31", "136549", "1071.91", "76.00", "1147.91"),
            ("2026-09-01", "2026-09-30", "136549", "1071.91", "38.00", "1109.91"),
        ],
    ),
    "nothing changes: one stretch": (
        date(2026, 6, 1),
        date(2027, 5, 31),
        Person(OLD),
        date(2026, 6, 1),
        [("2026-06-01", "2027-05-31", "136549", "1071.91", "0.00", "1071.91")],
    ),
}


@pytest.mark.parametrize(("first", "last", "person", "known_on", "expected"), WORKED.values(), ids=WORKED)
def test_worked_figures(rates, first, last, person, known_on, expected):
    assert [row(stretch) for stretch in stretches(first, last, person, rates, known_on)] == expected


@pytest.mark.parametrize(
    ("letter", "basis"), [(date(2026, 5, 10), 130160), (date(2026, 5, 21), 130160), (date(2026, 5, 23), 136549)]
)
def test_a_letter_uses_only_rates_known_on_its_date(rates, letter, basis):
    """The G from 1 May 2026 was decided on 22 May: a letter of 10 May pays at the rate then known."""
    [stretch] = stretches(date(2026, 5, 25), date(2026, 11, 30), Person(OLD), rates, letter)
    assert stretch.basis == Decimal(basis)


def test_one_g_for_full_and_two_thirds(rates):
    """Full rate from one G and two thirds from another, as one municipality's page once had, cannot happen."""
    young, old = (
        stretches(date(2026, 6, 1), date(2026, 6, 30), Person(born), rates, date(2026, 6, 1))[0]
        for born in (date(2003, 1, 1), OLD)
    )
    assert young.basis == old.basis
    assert young.per_year == old.per_year * 2 / 3


def test_year_and_day_of_the_published_rates(rates):
    """The figures of the rate table: full year, two thirds, day."""
    for day, year, third, per_day in (
        (date(2026, 5, 1), "278697", "185798", "1071.91"),
        (date(2025, 5, 1), "265657", "177104", "1021.76"),
        (date(2024, 7, 1), "253141", "168761", "973.62"),
    ):
        [stretch] = stretches(day, day, Person(OLD), rates, date(2026, 6, 1))
        assert stretch.per_year.quantize(Decimal(1)) == Decimal(year)
        assert (stretch.per_year * 2 / 3).quantize(Decimal(1)) == Decimal(third)
        assert stretch.per_day == Decimal(per_day)


def test_an_unverified_rate_is_not_used(rates):
    """The supplement of 2024 is not verified: no amount is printed from it."""
    with pytest.raises(NoRateError):
        stretches(
            date(2024, 8, 1),
            date(2024, 8, 31),
            Person(OLD, ((date(2024, 1, 1), date(2025, 1, 1)),)),
            rates,
            date(2024, 8, 1),
        )


def test_a_leap_day_birthday(rates):
    assert birthday(date(2004, 2, 29), 25) == date(2029, 3, 1)
    assert birthday(date(2004, 2, 29), 24) == date(2028, 2, 29)
