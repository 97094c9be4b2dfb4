"""The scheme's own rules, run over a case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lettergen.case import Case
from lettergen.expressions import ExpressionError, NotGivenError, path_of
from lettergen.findings import Code, Finding, Severity
from lettergen.office import settings
from lettergen.rules import Rule, breaches
from lettergen.source import Path


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One rule on one case: what it found, or the fact that kept it from being tried."""

    rule: Rule
    findings: tuple[Finding, ...] = ()
    not_tried: Path | None = None


def run_rules(case: Case) -> tuple[RuleRun, ...]:
    """Every rule of the decision's day that applies to its letter type."""
    return tuple(_run(case, rule) for rule in case.scheme.rules_on(case.day) if case.letter_id in rule.file.applies)


def _run(case: Case, rule: Rule) -> RuleRun:
    try:
        places = list(breaches(rule, case.scope(), settings(rule.file.settings, case.decision.office)))
    except NotGivenError as gap:
        return RuleRun(rule, not_tried=gap.path)
    except ExpressionError as error:
        # the rule does not fit the declared types: the letter waits until the rule is mended
        finding = Finding.of(Code.BAD_CONTENT, rule.location, ("regler", rule.file.id), name=error.detail)
        return RuleRun(rule, (finding,), ())
    return RuleRun(rule, tuple(_findings(case, rule, places)))


def _findings(case: Case, rule: Rule, places: list[Path]) -> Iterator[Finding]:
    for place in places:
        path = file_path(case, place)
        at = case.decision.document.location(path)
        finding = Finding(rule.code, rule.file.slug, rule.severity, at, case.told(path), law=rule.file.law)
        if rule.severity is Severity.QUESTION:
            finding = replace(finding, mark=case.mark(rule.code, (place, *_about(case, rule, place))))
        yield finding


def _about(case: Case, rule: Rule, place: Path) -> Iterator[Any]:
    """The values a breach turns on: all the rule reads, and the item of a list where it goes through one."""
    yield from (case.value(read) for read in rule.reads)
    listed = path_of(rule.for_each.node) if rule.for_each else None
    if listed is not None:
        yield case.value(place[: len(listed) + 1])


def file_path(case: Case, path: Path) -> Path:
    """Where a name that rules and texts see stands in the decision file."""
    declared = path and (path[0] in case.scheme.facts.facts or path[0] in case.scheme.facts.computed)
    if path and path[0] == "kilder" and len(path) > 1 and isinstance(path[1], int):
        return ("kilder", list(case.file.sources)[path[1]], *path[2:])
    return ("opplysninger", *path) if declared else path
