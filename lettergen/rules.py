"""Rules as data: what a decision must satisfy beyond coverage, each an expression with its own examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lettergen.expressions import (
    ITEM,
    OUTER,
    Expression,
    Scope,
    evaluate,
    holds,
    parse_expression,
    path_of,
    paths_read,
)
from lettergen.findings import Severity
from lettergen.scheme import RuleFile
from lettergen.source import Location, Path

SETTINGS = "innstillinger"
SEVERITIES = {
    "feil": Severity.ERROR,
    "spoersmaal": Severity.QUESTION,
    "raad": Severity.WARNING,
    "merknad": Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule. `code` is what people see: the scheme's id and the rule's; `location` is where it is written."""

    code: str
    file: RuleFile
    location: Location
    severity: Severity
    requirement: Expression
    for_each: Expression | None
    when: Expression | None
    unless: Expression | None
    points_at: Path | None

    @property
    def reads(self) -> tuple[Path, ...]:
        """The paths the rule looks at, items of lists apart; those of its requirement first."""
        read = (each for each in (self.requirement, self.when, self.unless) if each)
        paths = (path for expression in read for path in paths_read(expression.node))
        return tuple(dict.fromkeys(path for path in paths if path[0] not in (ITEM, OUTER, SETTINGS)))


def parse_rule(file: RuleFile, scheme: str, location: Location) -> Rule:
    """Parse a rule's expressions. Raises `ExpressionError`."""

    def parsed(source: str | None) -> Expression | None:
        return parse_expression(source) if source else None

    points_at = path_of(parse_expression(file.points_at).node) if file.points_at else None
    return Rule(
        f"{scheme.upper()}-{file.id}",
        file,
        location,
        SEVERITIES[file.severity],
        parse_expression(file.requirement),
        parsed(file.for_each),
        parsed(file.when),
        parsed(file.unless),
        points_at,
    )


def breaches(rule: Rule, scope: Scope, settings: Mapping[str, Any]) -> Iterator[Path]:
    """Where a rule is broken. Raises `NotGivenError` when a fact it needs is not given.

    A list to go through that is not given has no items: a rule about each of nothing is kept.
    """
    scope = scope.with_values(**{SETTINGS: dict(settings)})
    if rule.when and not holds(rule.when, scope):
        return
    if rule.unless and holds(rule.unless, scope):
        return
    if rule.for_each is None:
        if not holds(rule.requirement, scope):
            yield rule.points_at or next(iter(rule.reads), ())
        return
    place = path_of(rule.for_each.node) or ()
    listed = evaluate(rule.for_each, scope) or ()  # of a list that is not given, there is nothing to try
    for index, item in enumerate(listed):
        if not holds(rule.requirement, scope.with_item(item)):
            inside = rule.points_at[1:] if rule.points_at and rule.points_at[0] == "punkt" else ()
            yield (*place, index, *inside)
