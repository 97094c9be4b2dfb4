"""Every rule carries its own tests: what it accepts breaks nothing, what it refuses breaks something."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lettergen.documents import read_document
from lettergen.expressions import Scope
from lettergen.fields import read_strict, to_date, to_month, to_number, to_text, to_whole, to_yes_no
from lettergen.library import Scheme
from lettergen.loading import load_library
from lettergen.rules import Rule, breaches, parse_rule
from lettergen.scheme import RulesFile
from lettergen.scope import shapes
from lettergen.shapes import Group, Items, Leaf, Shape

ROOT = Path(__file__).parents[1]
ENOUGH = 2
CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "dato": to_date,
    "maaned": to_month,
    "heltall": to_whole,
    "tall": to_number,
    "kroner": to_number,
    "timer": to_number,
    "prosent": to_number,
    "ja_nei": to_yes_no,
    "tekst": to_text,
    "valg": to_text,
}


def read_rules(file: Path) -> list[Rule]:
    document = read_document(file, name=file.relative_to(ROOT).as_posix())
    rules, troubles = read_strict(RulesFile, document.data)
    assert rules is not None, troubles
    assert not document.findings
    return [parse_rule(rule, file.relative_to(ROOT / "reasons").parts[0]) for rule in rules.rules]


FILES = sorted((*ROOT.glob("reasons/*/regler*.yaml"), *ROOT.glob("reasons/*/regler/*.yaml")))
RULES = [(file.relative_to(ROOT / "reasons").parts[0], rule) for file in FILES for rule in read_rules(file)]
EXAMPLES = [
    pytest.param(scheme, rule, example, accepted, id=f"{rule.code}-{'godtar' if accepted else 'avviser'}-{number}")
    for scheme, rule in RULES
    for accepted, examples in ((True, rule.file.accepts), (False, rule.file.refuses))
    for number, example in enumerate(examples, 1)
]


@cache
def scheme_of(name: str) -> Scheme:
    return load_library().schemes[name]


def filled(shape: Shape, written: Any, where: str) -> Any:
    """An example's text as the declared type; what it does not give is None, as in a decision."""
    if written is None:
        return None
    match shape:
        case Leaf():
            return CONVERT[shape.kind](written)
        case Items():
            return [filled(shape.of, item, f"{where}[]") for item in written]
        case Group():
            assert set(written) <= set(shape.members), f"{where} has no {set(written) - set(shape.members)}"
            return {key: filled(inner, written.get(key), f"{where}.{key}") for key, inner in shape.members.items()}


def broken(scheme: Scheme, rule: Rule, example: Mapping[str, Any]) -> list[Any]:
    values = filled(Group(shapes(scheme)), dict(example), rule.code)
    return list(breaches(rule, Scope(values), rule.file.settings))


@pytest.mark.parametrize(("scheme", "rule", "example", "accepted"), EXAMPLES)
def test_a_rule_accepts_and_refuses_what_it_says(
    scheme: str,
    rule: Rule,
    example: Mapping[str, Any],
    accepted: bool,  # noqa: FBT001  # a parameter of the table, not a flag
) -> None:
    places = broken(scheme_of(scheme), rule, example)
    assert not places if accepted else places


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=lambda rule: rule.code)
def test_a_rule_shows_both_sides_of_its_limit(rule: Rule) -> None:
    assert len(rule.file.accepts) >= ENOUGH
    assert len(rule.file.refuses) >= ENOUGH


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=lambda rule: rule.code)
def test_a_rule_says_where_it_points(rule: Rule) -> None:
    assert rule.points_at


def test_there_are_rules_and_no_code_or_slug_twice() -> None:
    codes = [rule.code for _, rule in RULES]
    slugs = [(scheme, rule.file.slug) for scheme, rule in RULES]
    assert codes
    assert len(set(codes)) == len(codes)
    assert len(set(slugs)) == len(slugs)


def test_an_office_can_change_each_setting_by_itself() -> None:
    """Settings share one table in lettergen.toml, so a name may mean one thing only."""
    names = [name for _, rule in RULES for name in rule.file.settings]
    assert len(set(names)) == len(names)
