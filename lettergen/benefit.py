"""A benefit as a table of stretches, which break where a rate, the person, a reduction or what was paid changes.

Amounts are kroner. Each amount per day is rounded to øre, half up, as it is printed, and every sum
is made of the printed ones, so that a reader can check it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lettergen.days import age_on, birthday, weekdays
from lettergen.rates import NoRateError, RateRow, Series

ONE_DAY = timedelta(days=1)
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Person:
    """What the benefit needs of the person: birth date, and the children's periods (first and last day)."""

    born: date
    children: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class BenefitRates:
    """The series a benefit is worked out from."""

    basis: Series
    factor: Series
    days_per_year: Series
    share: Series
    per_child: Series

    def all(self) -> tuple[Series, ...]:
        """Every series, for the days where any of them changes."""
        return (self.basis, self.factor, self.days_per_year, self.share, self.per_child)

    def row(self, series: Series, day: date, known_on: date) -> RateRow:
        """The rate of a day. Raises `NoRateError`."""
        if (row := series.on(day, known_on)) is None:
            raise NoRateError(series, day)
        return row


@dataclass(frozen=True, slots=True)
class Reduction:
    """Days (first and last) with less benefit: `amount` kroner a benefit day, or `hours` of `full_hours` where it is None."""

    first: date
    last: date
    includes_children: bool
    amount: Decimal | None = None
    hours: Decimal = Decimal(0)
    full_hours: Decimal = Decimal(1)

    def of(self, per_day: Decimal, child_per_day: Decimal) -> Decimal:
        """Kroner off a benefit day; never more than what it is taken from."""
        whole = per_day + (child_per_day if self.includes_children else NOTHING)
        return min(whole, rounded(whole * self.hours / self.full_hours) if self.amount is None else self.amount)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What comes off the benefit, what was paid before (first day, last day, kroner a day), and on which days it is paid."""

    reductions: tuple[Reduction, ...] = ()
    paid: tuple[tuple[date, date, Decimal], ...] = ()
    every_day: bool = False

    def breaks(self) -> Iterator[date]:
        """The days on which a reduction or a paid period begins, or is over."""
        for start, end in (
            *((each.first, each.last) for each in self.reductions),
            *((first, last) for first, last, _ in self.paid),
        ):
            yield start
            yield end + ONE_DAY


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days (first and last) with one rate: amounts in kroner, per benefit day unless said.

    `per_year` is exact. `days` are the benefit days; `hours` those the benefit is reduced for.
    `was_paid` tells that something, or nothing, was
    paid before for just these days; `unverified` are the series whose rate nobody has held against the law.
    """

    first: date
    last: date
    basis: Decimal
    factor: Decimal
    per_year: Decimal
    per_day: Decimal
    child_per_day: Decimal
    children: int
    reduced: bool
    days: int
    hours: Decimal
    deduction_per_day: Decimal
    paid_per_day: Decimal
    was_paid: bool = False
    unverified: tuple[Series, ...] = ()

    @property
    def total_per_day(self) -> Decimal:
        """The benefit of a day with the children's supplement, before anything comes off."""
        return self.per_day + self.child_per_day

    @property
    def payable_per_day(self) -> Decimal:
        """What is paid for a day."""
        return self.total_per_day - self.deduction_per_day

    def values(self) -> dict[str, Any]:
        """The stretch under the names that texts and tables use."""
        return {
            "fra": self.first,
            "til": self.last,
            "grunnlag": self.basis,
            "faktor": self.factor,
            "per_aar": self.per_year,
            "per_dag": self.per_day,
            "barn_per_dag": self.child_per_day,
            "antall_barn": self.children,
            "redusert": self.reduced,
            "i_alt_per_dag": self.total_per_day,
            "dager": self.days,
            "sum": self.total_per_day * self.days,
            "timer": self.hours,
            "trekk_per_dag": self.deduction_per_day,
            "trekk": self.deduction_per_day * self.days,
            "utbetales_per_dag": self.payable_per_day,
            "til_utbetaling": self.payable_per_day * self.days,
            "utbetalt_per_dag": self.paid_per_day,
            "utbetalt": self.paid_per_day * self.days,
            "forskjell_per_dag": self.payable_per_day - self.paid_per_day,
            "forskjell": (self.payable_per_day - self.paid_per_day) * self.days,
        }


SUMS = ("dager", "sum", "trekk", "til_utbetaling", "utbetalt", "forskjell")
"""The columns of a table of stretches that have a total."""
ROWS = ("strekk", "med_trekk", "med_forskjell", "betalt")
"""All rows, those with a deduction, those with a difference, those of days that were paid before."""
TOTALS = (*SUMS, "etterbetaling", "betalte_dager")
"""The totals of all rows; the difference and the days of those that were paid before."""


def totals(table: tuple[Stretch, ...]) -> dict[str, Any]:
    """The whole table under the names that texts use: `ROWS` and `TOTALS`."""
    rows = [stretch.values() for stretch in table]
    paid = [row for row, stretch in zip(rows, table, strict=True) if stretch.was_paid]
    return {
        "strekk": rows,
        "med_trekk": [row for row in rows if row["trekk"] and row["dager"]],
        "med_forskjell": [row for row in rows if row["forskjell"]],
        "betalt": paid,
        **{name: sum((row[name] for row in rows), NOTHING) for name in SUMS},
        "etterbetaling": sum((row["forskjell"] for row in paid), NOTHING),
        "betalte_dager": sum((row["dager"] for row in paid), NOTHING),
    }


@dataclass(frozen=True, slots=True)
class _Terms:
    person: Person
    rates: BenefitRates
    known_on: date
    adjustments: Adjustments = field(default_factory=Adjustments)

    def value(self, series: Series, day: date) -> Decimal:
        if (value := self.rates.row(series, day, self.known_on).value) is None:
            raise NoRateError(series, day)
        return value


def stretches(
    first: date,
    last: date,
    person: Person,
    rates: BenefitRates,
    known_on: date,
    adjustments: Adjustments | None = None,
) -> tuple[Stretch, ...]:
    """A benefit from `first` to `last` (both included). Raises `NoRateError`.

    Neighbouring stretches that come out alike are one.
    """
    terms = _Terms(person, rates, known_on, adjustments or Adjustments())
    starts = sorted({first, *(day for day in _changes(terms) if first < day <= last)})
    ends = [start - ONE_DAY for start in starts[1:]] + [last]
    table: list[Stretch] = []
    for start, end in zip(starts, ends, strict=True):
        stretch = _stretch(start, end, terms)
        if table and _amounts(table[-1]) == _amounts(stretch):
            before = table.pop()
            stretch = _stretch(before.first, end, terms)
        table.append(stretch)
    return tuple(table)


def _amounts(stretch: Stretch) -> tuple[object, ...]:
    return (
        stretch.basis,
        stretch.factor,
        stretch.per_year,
        stretch.child_per_day,
        stretch.children,
        stretch.hours,
        stretch.deduction_per_day,
        stretch.paid_per_day,
        stretch.was_paid,
    )


def _changes(terms: _Terms) -> Iterator[date]:
    for series in terms.rates.all():
        yield from (row.from_date for row in series.rate_rows if row.known <= terms.known_on)
    for row in terms.rates.share.rate_rows:
        if row.under_age:
            yield birthday(terms.person.born, row.under_age)
    for start, end in terms.person.children:
        yield start
        yield end + ONE_DAY
    yield from terms.adjustments.breaks()


def _stretch(first: date, last: date, terms: _Terms) -> Stretch:
    rates, adjustments = terms.rates, terms.adjustments
    basis, factor = terms.value(rates.basis, first), terms.value(rates.factor, first)
    per_year = basis * factor
    share = rates.row(rates.share, first, terms.known_on)
    reduced = share.under_age is not None and age_on(terms.person.born, first) < share.under_age
    if reduced:
        per_year = per_year * Decimal(share.numerator or 1) / Decimal(share.denominator or 1)
    children = sum(start <= first <= end for start, end in terms.person.children)
    per_day = rounded(per_year / terms.value(rates.days_per_year, first))
    child_per_day = rounded(children * terms.value(rates.per_child, first)) if children else NOTHING
    off = [each for each in adjustments.reductions if each.first <= first <= each.last]
    paid = [amount for start, end, amount in adjustments.paid if start <= first <= end]
    return Stretch(
        first=first,
        last=last,
        basis=basis,
        factor=factor,
        per_year=per_year,
        per_day=per_day,
        child_per_day=child_per_day,
        children=children,
        reduced=reduced,
        days=(last - first).days + 1 if adjustments.every_day else weekdays(first, last),
        hours=sum((each.hours for each in off), Decimal(0)),
        deduction_per_day=_deduction(off, per_day, child_per_day),
        paid_per_day=sum(paid, NOTHING),
        was_paid=bool(paid),
        unverified=tuple(
            series
            for series in rates.all()
            if (series is not rates.per_child or children) and not rates.row(series, first, terms.known_on).verified
        ),
    )


def _deduction(off: Sequence[Reduction], per_day: Decimal, child_per_day: Decimal) -> Decimal:
    """Kroner off a day: what takes the supplement along first; the rest only from the benefit that is then left."""
    of_all = min(
        sum((each.of(per_day, child_per_day) for each in off if each.includes_children), NOTHING),
        per_day + child_per_day,
    )
    of_benefit = sum((each.of(per_day, NOTHING) for each in off if each.includes_children), NOTHING)
    left = max(per_day - of_benefit, NOTHING)
    return of_all + min(
        sum((each.of(per_day, child_per_day) for each in off if not each.includes_children), NOTHING), left
    )


def rounded(amount: Decimal) -> Decimal:
    """Kroner and øre, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
