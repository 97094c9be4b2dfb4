"""The benefit as stretches, against figures worked out by hand from the rates.

G 124 028 from 1.5.2024, 130 160 from 1.5.2025, 136 549 from 1.5.2026 (known 22.5.2026); factor 2.041;
260 days a year; two thirds under 25; 36/37/38 kroner a child and day in 2024/2025/2026.
"""

from datetime import date
from decimal import Decimal

import pytest

from lettergen import Library, load_library
from lettergen.benefit import Adjustments, Person, Reduction, Stretch, stretches, totals
from lettergen.days import birthday, weekdays, working_day, working_days
from lettergen.rates import NoRateError


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


def test_an_unverified_rate_is_told(rates):
    """The supplement of 2024 and the factor before July are not verified: who uses them must know it."""
    child = Person(OLD, ((date(2024, 1, 1), date(2025, 1, 1)),))
    [june, july] = stretches(date(2024, 6, 1), date(2024, 7, 31), child, rates, date(2024, 8, 1))
    assert {series.name.nb for series in june.unverified} == {rates.factor.name.nb, rates.per_child.name.nb}
    assert [series.name.nb for series in july.unverified] == [rates.per_child.name.nb]
    [plain] = stretches(date(2026, 6, 1), date(2026, 6, 30), Person(OLD), rates, date(2026, 6, 1))
    assert not plain.unverified


def test_days_before_the_first_rate_have_none(rates):
    with pytest.raises(NoRateError):
        stretches(date(2006, 1, 1), date(2006, 1, 31), Person(OLD), rates, date(2026, 6, 1))


def test_a_leap_day_birthday(rates):
    assert birthday(date(2004, 2, 29), 25) == date(2029, 3, 1)
    assert birthday(date(2004, 2, 29), 24) == date(2028, 2, 29)


def table(rates, first, last, person, known_on, **adjustments) -> dict:
    return totals(stretches(first, last, person, rates, known_on, Adjustments(**adjustments)))


def picked(worked: dict, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(str(row[column]) for column in columns) for row in worked["strekk"]]


def test_over_1_july_2024_in_a_later_letter(rates):
    """The factor went from 2 to 2.041: a letter that works June and July out afterwards shows both."""
    worked = table(rates, date(2024, 6, 1), date(2024, 7, 31), Person(OLD), date(2024, 9, 2))
    assert picked(worked, "fra", "til", "faktor", "per_dag", "dager", "sum") == [
        ("2024-06-01", "2024-06-30", "2.0", "954.06", "20", "19081.20"),
        ("2024-07-01", "2024-07-31", "2.041", "973.62", "23", "22393.26"),
    ]
    assert str(worked["sum"]) == "41474.46"


def test_back_payment_over_a_change_of_g(rates):
    """Paid at the rate of May 2025 through May 2026; the new G is known on 22 May: 21 days at 50.15 more."""
    worked = table(
        rates,
        date(2026, 4, 1),
        date(2026, 6, 30),
        Person(OLD),
        date(2026, 6, 2),
        paid=((date(2026, 4, 1), date(2026, 5, 31), Decimal("1021.76")),),
    )
    assert picked(worked, "fra", "utbetales_per_dag", "utbetalt_per_dag", "forskjell_per_dag", "dager") == [
        ("2026-04-01", "1021.76", "1021.76", "0.00", "22"),
        ("2026-05-01", "1071.91", "1021.76", "50.15", "21"),
        ("2026-06-01", "1071.91", "0.00", "1071.91", "22"),
    ]
    assert [str(row["forskjell"]) for row in worked["med_forskjell"]] == ["1053.15", "23582.02"]


def test_a_child_born_in_the_period(rates):
    """The supplement counts from the day of birth, and what was paid before it is made up for."""
    born = date(2026, 9, 10)
    worked = table(
        rates,
        date(2026, 9, 1),
        date(2026, 10, 31),
        Person(OLD, ((born, date(2026, 10, 31)),)),
        date(2026, 11, 2),
        paid=((date(2026, 9, 1), date(2026, 10, 31), Decimal("1071.91")),),
    )
    assert picked(worked, "fra", "i_alt_per_dag", "forskjell_per_dag", "dager", "forskjell") == [
        ("2026-09-01", "1071.91", "0.00", "7", "0.00"),
        ("2026-09-10", "1109.91", "38.00", "37", "1406.00"),
    ]


def test_two_parents_in_the_programme_each_get_the_supplement(rates):
    """Both are paid for the same child."""
    child = ((date(2026, 8, 1), date(2026, 8, 31)),)
    for parent in (Person(OLD, child), Person(date(2003, 1, 1), child)):
        worked = table(rates, date(2026, 8, 3), date(2026, 8, 28), parent, date(2026, 8, 3))
        assert str(worked["strekk"][0]["barn_per_dag"]) == "38.00"


def test_part_time_work_with_child_supplement(rates):
    """15 of 37.5 hours are two fifths; the supplement is reduced with the benefit."""
    worked = table(
        rates,
        date(2026, 8, 1),
        date(2026, 8, 31),
        Person(OLD, ((date(2026, 1, 1), date(2027, 1, 1)),) * 2),
        date(2026, 8, 1),
        reductions=(
            Reduction(
                date(2026, 8, 10),
                date(2026, 8, 31),
                includes_children=True,
                hours=Decimal(15),
                full_hours=Decimal("37.5"),
            ),
        ),
    )
    assert picked(worked, "fra", "i_alt_per_dag", "timer", "trekk_per_dag", "utbetales_per_dag", "dager", "trekk") == [
        ("2026-08-01", "1147.91", "0", "0.00", "1147.91", "5", "0.00"),
        ("2026-08-10", "1147.91", "15", "459.16", "688.75", "16", "7346.56"),
    ]


def test_absence_and_other_benefits_leave_the_supplement_alone(rates):
    """A whole day, three hours, and an amount a day; never more than the benefit of the day."""
    day = date(2026, 8, 3)
    person = Person(OLD, ((day, day),))
    for reduction, left in (
        ({"hours": Decimal("7.5"), "full_hours": Decimal("7.5")}, "38.00"),
        ({"hours": Decimal(3), "full_hours": Decimal("7.5")}, "681.15"),
        ({"amount": Decimal(412)}, "697.91"),
        ({"amount": Decimal(5000)}, "38.00"),
    ):
        off = Reduction(day, day, includes_children=False, **reduction)
        [row] = table(rates, day, day, person, day, reductions=(off,))["strekk"]
        assert str(row["utbetales_per_dag"]) == left


def test_days_as_the_law_counts_them():
    """Easter 2026: 2, 3 and 6 April are holidays; a deadline on a day off runs to the next working day."""
    assert weekdays(date(2026, 3, 30), date(2026, 4, 10)) == 10
    assert working_days(date(2026, 3, 30), date(2026, 4, 10)) == 7
    assert working_day(date(2026, 4, 2)) == date(2026, 4, 7)
    assert working_day(date(2026, 5, 16)) == date(2026, 5, 18)
    assert working_day(date(2026, 11, 20)) == date(2026, 11, 20)
