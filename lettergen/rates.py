"""Rates by date, and a benefit as a table of stretches that break where a rate or a person changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from lettergen.expressions import age_on, birthday
from lettergen.fields import CENTS, Bilingual, Date, FileModel, Number, Text, Whole, YesNo, decimals, to_list, wrong
from lettergen.reasons import Names


class RateRow(FileModel):
    """One rate: from which day, since when it was known, and the value or the share under an age."""

    from_date: Date
    to_date: Date | None = None
    known_from: Date | None = None
    value: Number | None = None
    under_age: Whole | None = None
    numerator: Whole | None = None
    denominator: Whole | None = None
    verified: YesNo
    source: Text | None = None
    note: Text | None = None

    @property
    def known(self) -> date:
        """The day from which a letter may use the rate."""
        return self.known_from or self.from_date


class Series(FileModel):
    """One kind of rate over time."""

    unit: Literal["kroner", "tall", "andel"]
    name: Bilingual
    provision: Names = ()
    rate_rows: Annotated[tuple[RateRow, ...], BeforeValidator(to_list)]

    def on(self, day: date, known_on: date) -> RateRow | None:
        """The rate of a day as it is known on another; only verified rows.

        Days after the last known change keep the last known rate.
        """
        rows = [row for row in self.rate_rows if row.from_date <= day and row.known <= known_on]
        row = max(rows, key=lambda row: row.from_date, default=None)
        return row if row and row.verified else None

    @model_validator(mode="after")
    def _no_thousands_sign(self) -> "Series":
        """`142.000` is no amount: a thousands point must not become øre."""
        if self.unit == "kroner" and any(
            row.value is not None and decimals(row.value) > CENTS for row in self.rate_rows
        ):
            raise wrong("kroner")
        return self


class RatesFile(FileModel):
    """`satser.yaml`."""

    series: dict[str, Series]


class NoRateError(Exception):
    """A series has no verified rate for a day."""

    def __init__(self, series: Series, day: date) -> None:
        super().__init__(series.name.nb)
        self.series, self.day = series, day


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
class Stretch:
    """Days (first and last) with one rate: amounts in kroner, per benefit day unless said.

    `per_year` is exact; the amounts per day are rounded to øre, half up, as they are printed,
    and the total is the sum of the printed ones.
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

    @property
    def total_per_day(self) -> Decimal:
        """What is paid for a day."""
        return self.per_day + self.child_per_day

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
        }


def stretches(first: date, last: date, person: Person, rates: BenefitRates, known_on: date) -> tuple[Stretch, ...]:
    """A benefit from `first` to `last` (both included). Raises `NoRateError`.

    Neighbouring stretches that come out alike are one.
    """
    starts = sorted({first, *(day for day in _changes(person, rates, known_on) if first < day <= last)})
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    table: list[Stretch] = []
    for start, end in zip(starts, ends, strict=True):
        stretch = _stretch(start, end, person, rates, known_on)
        if table and _amounts(table[-1]) == _amounts(stretch):
            before = table.pop()
            stretch = _stretch(before.first, end, person, rates, known_on)
        table.append(stretch)
    return tuple(table)


def _amounts(stretch: Stretch) -> tuple[object, ...]:
    return (stretch.basis, stretch.factor, stretch.per_year, stretch.child_per_day, stretch.children)


def _changes(person: Person, rates: BenefitRates, known_on: date) -> Iterator[date]:
    for series in rates.all():
        yield from (row.from_date for row in series.rate_rows if row.known <= known_on)
    for row in rates.share.rate_rows:
        if row.under_age:
            yield birthday(person.born, row.under_age)
    for start, end in person.children:
        yield start
        yield end + timedelta(days=1)


def _stretch(first: date, last: date, person: Person, rates: BenefitRates, known_on: date) -> Stretch:
    basis = _value(rates, rates.basis, first, known_on)
    factor = _value(rates, rates.factor, first, known_on)
    per_year = basis * factor
    share = rates.row(rates.share, first, known_on)
    reduced = share.under_age is not None and age_on(person.born, first) < share.under_age
    if reduced:
        per_year = per_year * Decimal(share.numerator or 1) / Decimal(share.denominator or 1)
    children = sum(start <= first <= end for start, end in person.children)
    return Stretch(
        first=first,
        last=last,
        basis=basis,
        factor=factor,
        per_year=per_year,
        per_day=rounded(per_year / _value(rates, rates.days_per_year, first, known_on)),
        child_per_day=rounded(children * _value(rates, rates.per_child, first, known_on) if children else Decimal(0)),
        children=children,
        reduced=reduced,
    )


def _value(rates: BenefitRates, series: Series, day: date, known_on: date) -> Decimal:
    if (value := rates.row(series, day, known_on).value) is None:
        raise NoRateError(series, day)
    return value


def rounded(amount: Decimal) -> Decimal:
    """Kroner and øre, half up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
