"""A rule's own examples, held against it: what it says it accepts and refuses must be so."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from lettergen.case import ABSENT
from lettergen.expressions import ExpressionError, NotGivenError, Scope
from lettergen.fields import to_date, to_month, to_number, to_text, to_whole, to_yes_no
from lettergen.findings import Code, Finding
from lettergen.library import Library, Scheme
from lettergen.rules import Rule, breaches
from lettergen.scope import shapes
from lettergen.shapes import Group, Items, Leaf, Shape
from lettergen.source import dotted

ENOUGH = 2
"""How many examples a rule has of each kind: one on each side of its limit, and one further off."""
CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "dato": to_date,
    "maaned": to_month,
    "heltall": to_whole,
    "tall": to_number,
    "kroner": to_number,
    "timer": to_number,
    "prosent": to_number,
    "ja_nei": to_yes_no,
}


class ExampleError(Exception):
    """An example that cannot be tried: it names what nothing declares, or gives a value of another kind."""


def check_rule_examples(library: Library) -> Iterator[Finding]:
    """Examples that do not go as their rule says, cannot be tried, or are too few.

    Bad: under `godtar`, a programme that starts the day before the decision. Good: one that starts on its day.
    """
    for scheme in library.schemes.values():
        for layer in scheme.rules:
            for rule in (rule for _, listed in layer.by_date for rule in listed):
                yield from _of_rule(scheme, rule)


def _of_rule(scheme: Scheme, rule: Rule) -> Iterator[Finding]:
    at, path = rule.location, ("regler", rule.file.id)
    if min(len(rule.file.accepts), len(rule.file.refuses)) < ENOUGH:
        yield Finding.of(Code.FEW_EXAMPLES, at, path, name=rule.code, count=str(ENOUGH))
    for accepted, examples in ((True, rule.file.accepts), (False, rule.file.refuses)):
        for index, example in enumerate(examples, 1):
            number = str(index)
            try:
                stopped = breaks(rule, scheme, example)
            except (ExampleError, ExpressionError, NotGivenError) as error:
                kind, field = ("godtar" if accepted else "avviser"), _field(error)
                yield Finding.of(Code.EXAMPLE_UNTRIED, at, path, name=rule.code, kind=kind, number=number, field=field)
                continue
            if stopped is accepted:
                code = Code.EXAMPLE_STOPPED if accepted else Code.EXAMPLE_PASSED
                yield Finding.of(code, at, path, name=rule.code, number=number)


def breaks(rule: Rule, scheme: Scheme, example: Mapping[str, Any]) -> bool:
    """Whether a rule finds something in an example. Raises what keeps it from being tried."""
    return any(True for _ in breaches(rule, example_scope(scheme, example), rule.file.settings))


def example_scope(scheme: Scheme, example: Mapping[str, Any]) -> Scope:
    """What a rule sees in an example; what it does not give is absent, as in a decision. Raises `ExampleError`."""
    values = _filled(Group(shapes(scheme)), example, "")
    conditions = values["vilkaar"] or {}
    values["vilkaar"] = {id: _as_in_a_decision(conditions.get(id) or {"utfall": ABSENT}) for id in scheme.conditions}
    return Scope(values)


def _as_in_a_decision(condition: Mapping[str, Any]) -> Mapping[str, Any]:
    lists = {name: condition.get(name) or [] for name in ("begrunnelser", "kilder")}
    return {**condition, **lists}


def _filled(shape: Shape, written: Any, where: str) -> Any:
    """Written values as the declared type."""
    if written is None:
        return None
    match shape:
        case Group():
            if not isinstance(written, Mapping):
                raise ExampleError(where)
            if unknown := sorted(set(written) - set(shape.members)):
                raise ExampleError(f"{where}.{unknown[0]}".lstrip("."))
            return {
                key: _filled(inner, written.get(key), f"{where}.{key}".lstrip("."))
                for key, inner in shape.members.items()
            }
        case Items():
            if not isinstance(written, list | tuple):
                raise ExampleError(where)
            return [_filled(shape.of, item, f"{where}[{index}]") for index, item in enumerate(written)]
        case Leaf():
            convert: Callable[[Any], Any] = CONVERT.get(shape.kind, to_text)
            try:
                return convert(written)
            except PydanticCustomError:
                raise ExampleError(where) from None


def _field(error: ExampleError | ExpressionError | NotGivenError) -> str:
    if isinstance(error, NotGivenError):
        return dotted(error.path)
    return error.detail if isinstance(error, ExpressionError) else str(error)
