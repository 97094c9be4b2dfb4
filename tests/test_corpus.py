"""The corpus: no sound decision is stopped, and each unsound one gets the finding it must."""

from functools import cache

import pytest
import yaml

from lettergen import Library
from lettergen.source import dotted
from tests.conftest import ROOT
from tests.corpus.building import HALVES, Unsound, checked, sound, unsound

NOT_SEEN = {
    "vurdering-ubrukt-nb-ikke-nedsatt": "that a conclusion says the opposite of the decision takes a reader",
    "vurdering-ubrukt-nn-tett-oppfoelging": "the same",
    "hvem-som-helst-nb-trekket": "it is long, fluent and for anybody, but speaks of the deduction that the facts hold too",
}
"""What no rule finds, each with why: counted as missed in the figures, and told in the docs."""


@cache
def codes_of(requirement: str) -> tuple[str, ...]:
    """The codes that catch what a requirement of the law's list asks (`tilsyn.yaml`); an engine code is its own."""
    table = yaml.safe_load((ROOT / "reasons/kvp/tilsyn.yaml").read_text(encoding="utf-8"))["krav"]
    return tuple(table[requirement]["koder"]) if requirement in table else (requirement,)


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for half in HALVES for file in sound(half)])
def test_no_sound_decision_is_stopped(file, library: Library) -> None:
    report = checked(file.read_text(encoding="utf-8"), file.name, library).report
    assert [(each.code, dotted(each.path)) for each in report if each.stops] == []


def found(case: Unsound, library: Library) -> bool:
    """Whether the finding came, at the place of the fault or inside it."""
    place = case.path.replace("[", ".").replace("]", "")
    report = checked(case.text, f"{case.name}.yaml", library).report
    return any(
        each.code in codes_of(case.code) and dotted(each.path).replace("[", ".").replace("]", "").startswith(place)
        for each in report
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for half in HALVES for case in unsound(half)])
def test_each_unsound_decision_gets_its_finding(case: Unsound, library: Library) -> None:
    assert found(case, library) is (case.name not in NOT_SEEN)


def test_the_corpus_is_large_and_halved() -> None:
    for make in (sound, unsound):
        seen, unseen = (len(make(half)) for half in HALVES)
        assert seen + unseen >= 60
        assert abs(seen - unseen) <= 2
