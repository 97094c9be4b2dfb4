"""What a decision pays: its scheme's benefit, worked out from the facts that the scheme points at."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lettergen.benefit import ROWS, TOTALS, Adjustments, Person, Reduction, stretches, totals
from lettergen.library import Scheme
from lettergen.rates import Series
from lettergen.scheme import BenefitOf, LetterType, ReductionOf
from lettergen.source import value_at

NOT_WORKED_OUT: Mapping[str, Any] = dict.fromkeys((*ROWS, *TOTALS))


def entitlement(
    values: Mapping[str, Any], scheme: Scheme, letter: LetterType, day: date
) -> tuple[Mapping[str, Any], tuple[Series, ...]]:
    """The benefit under the names that texts use, and the series of which it uses an unverified rate.

    Nothing is worked out where its days are not given. `values` is what texts see; rates are those known
    on `day`. Raises `NoRateError`.
    """
    benefit, rates = scheme.file.benefit, scheme.benefit_rates()
    if letter.benefit is None or benefit is None or rates is None:
        return NOT_WORKED_OUT, ()
    first, last, born = (
        _at(values, path) for path in (letter.benefit.from_date, letter.benefit.to_date, benefit.birth_date)
    )
    if not first or not last or not born or last < first:
        return NOT_WORKED_OUT, ()
    children = tuple((row["fra"], row["til"]) for row in _rows(values, benefit.children))
    adjustments = Adjustments(
        tuple(_reductions(values, benefit)),
        tuple(
            (row["fra"], row["til"], row["per_dag"])
            for row in _rows(values, benefit.paid)
            if row["per_dag"] is not None
        ),
        every_day=benefit.benefit_days == "alle",
    )
    table = stretches(first, last, Person(born, children), rates, day, adjustments)
    doubted = {series.name.nb: series for stretch in table for series in stretch.unverified}
    return totals(table), tuple(doubted.values())


def _reductions(values: Mapping[str, Any], benefit: BenefitOf) -> Iterator[Reduction]:
    for reduction in benefit.reductions.values():
        for row in _rows(values, reduction.rows) if grounded(values, reduction) else ():
            if reduction.full_hours is None:
                if row["per_dag"] is not None:
                    yield Reduction(row["fra"], row["til"], reduction.includes_children, amount=row["per_dag"])
            elif row["timer"] is not None:
                yield Reduction(
                    row["fra"],
                    row["til"],
                    reduction.includes_children,
                    hours=row["timer"],
                    full_hours=reduction.full_hours,
                )


def grounded(values: Mapping[str, Any], reduction: ReductionOf) -> bool:
    """Whether the decision finds met what it must before anything comes off."""
    return reduction.condition is None or _at(values, f"vilkaar.{reduction.condition}.utfall") == "oppfylt"


def bad_rows(values: Mapping[str, Any], benefit: BenefitOf) -> Iterator[tuple[str, int]]:
    """Rows that amounts would be worked out from and that lack a day or a number, or end before they begin."""
    lists = {benefit.children: "", benefit.paid or "": "per_dag"}
    lists |= {each.rows: "per_dag" if each.full_hours is None else "timer" for each in benefit.reductions.values()}
    for path, amount in lists.items():
        for index, row in enumerate(_at(values, path) or ()):
            whole = row["fra"] and row["til"] and row["fra"] <= row["til"]
            if not whole or (amount and row[amount] is None):
                yield path, index


def _rows(values: Mapping[str, Any], path: str | None) -> Iterator[Mapping[str, Any]]:
    """The rows of a list of periods that have both their days, in order."""
    yield from (row for row in _at(values, path or "") or () if row["fra"] and row["til"] and row["fra"] <= row["til"])


def _at(values: Mapping[str, Any], path: str) -> Any:
    return value_at(values, tuple(path.split(".")))
