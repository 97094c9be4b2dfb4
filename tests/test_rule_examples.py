"""Every rule carries its own tests: what it accepts breaks nothing, what it refuses breaks something."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lettergen.documents import read_document
from lettergen.fields import read_strict
from lettergen.library import Scheme
from lettergen.loading import load_library
from lettergen.rules import Rule, parse_rule
from lettergen.scheme import RulesFile
from lettergen.source import Location
from lettergen.upkeep.rule_examples import ENOUGH, breaks

ROOT = Path(__file__).parents[1]


def read_rules(file: Path) -> list[Rule]:
    document = read_document(file, name=file.relative_to(ROOT).as_posix())
    rules, troubles = read_strict(RulesFile, document.data)
    assert rules is not None, troubles
    assert not document.findings
    return [
        parse_rule(rule, file.relative_to(ROOT / "reasons").parts[0], Location(document.name)) for rule in rules.rules
    ]


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


@pytest.mark.parametrize(("scheme", "rule", "example", "accepted"), EXAMPLES)
def test_a_rule_accepts_and_refuses_what_it_says(
    scheme: str,
    rule: Rule,
    example: Mapping[str, Any],
    accepted: bool,  # noqa: FBT001  # a parameter of the table, not a flag
) -> None:
    assert breaks(rule, scheme_of(scheme), example) is not accepted


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
