"""Rates by date: what each was from which day, and since when that was known."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

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
        """The rate of a day as it is known on another; None before the first.

        Days after the last known change keep the last known rate.
        """
        rows = [row for row in self.rate_rows if row.from_date <= day and row.known <= known_on]
        return max(rows, key=lambda row: row.from_date, default=None)

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
    """A series has no rate for a day."""

    def __init__(self, series: Series, day: date) -> None:
        super().__init__(series.name.nb)
        self.series, self.day = series, day
