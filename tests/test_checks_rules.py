"""How rules are parsed, tried and told, each by itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lettergen.case import Case
from lettergen.checks.rules import file_path, run_rules
from lettergen.findings import Severity
from lettergen.rules import breaches, parse_rule
from lettergen.scheme import RuleFile
from lettergen.source import Location, Path
from tests.check_cases import GONE, Changes, both, case_of, grant, refusal, told

TOO_FAR = {"opplysninger.turer.1.km": 25}


def rule_of(**changes: Any) -> RuleFile:
    """A rule of the toy scheme, changed."""
    rule = next(rule for version in both().schemes["toy"].rules for rule in version.newest if rule.file.id == "T2")
    return rule.file.model_copy(update=changes)


def with_rule(case: Case, **changes: Any) -> Case:
    """A case whose scheme has one rule."""
    rule = parse_rule(rule_of(**changes), "toy", Location("regler.yaml", 7))
    versions = replace(case.scheme.rules[0], by_date=((None, (rule,)),))
    return replace(case, scheme=replace(case.scheme, rules=(versions,)))


def broken(case: Case) -> list[str]:
    return told(case, (finding for run in run_rules(case) for finding in run.findings))


def test_rules_are_tried_on_the_letters_they_are_about() -> None:
    changes = {"soeknad.mottatt": "2026-03-21", **TOO_FAR}
    assert broken(case_of(grant())) == []
    assert broken(case_of(grant(), changes)) == [
        'TOY-T1 | opplysninger.sykkel.kjoept | "2026-03-20" | law sykkel-3-2',
        "TOY-T2 | opplysninger.turer[1].km | 25 | law sykkel-3-2 | marked",
    ]
    assert [run.rule.code for run in run_rules(case_of(grant()))] == ["TOY-T1", "TOY-T2"]
    assert run_rules(case_of(refusal(), changes)) == ()


def test_a_broken_rule_tells_its_own_slug_and_severity() -> None:
    (run,) = run_rules(with_rule(case_of(grant(), TOO_FAR), severity="raad"))
    (finding,) = run.findings
    assert (finding.slug, finding.severity, finding.mark) == ("lang-reise", Severity.WARNING, None)
    assert (run.rule.code, run.not_tried) == ("TOY-T2", None)


def test_a_rule_that_lacks_a_fact_is_not_tried() -> None:
    one, other = run_rules(case_of(grant(), {"soeknad.mottatt": GONE}))
    assert (one.rule.code, one.not_tried, one.findings) == ("TOY-T1", ("soeknad", "mottatt"), ())
    assert (other.rule.code, other.not_tried, other.findings) == ("TOY-T2", None, ())


def test_a_rule_that_does_not_fit_its_values_is_a_fault_of_the_content() -> None:
    (run,) = run_rules(with_rule(case_of(grant()), requirement="punkt.km > dato"))
    (finding,) = run.findings
    assert (finding.code, finding.location, finding.path) == ("LG301", Location("regler.yaml", 7), ("regler", "T2"))
    assert dict(finding.values)["name"]
    assert (run.rule.code, run.not_tried) == ("TOY-T2", ())


def test_a_rule_counts_from_its_day() -> None:
    case = with_rule(case_of(grant(), TOO_FAR))
    (versions,) = case.scheme.rules
    for day, found in ((date(2026, 7, 1), ()), (date(2026, 6, 30), ("TOY-T2",))):
        later = replace(versions, by_date=((None, ()), (day, versions.newest)))
        runs = run_rules(replace(case, scheme=replace(case.scheme, rules=(later,))))
        assert tuple(run.rule.code for run in runs) == found


def mark_of(case: Case) -> str | None:
    (finding,) = (finding for run in run_rules(case) for finding in run.findings)
    return finding.mark


def test_an_answer_to_a_rule_is_bound_to_what_the_rule_reads() -> None:
    mark = mark_of(case_of(grant(), TOO_FAR))
    assert mark_of(case_of(grant(), {**TOO_FAR, "saksnummer": "2026/78"})) == mark
    assert mark_of(case_of(grant(), {"opplysninger.turer.1.km": 26})) != mark
    assert mark_of(case_of(grant(), {**TOO_FAR, "opplysninger.turer.1.maalsted": "hytta"})) != mark
    assert mark_of(case_of(grant(), {**TOO_FAR, "opplysninger.turer.0.maalsted": "jobben"})) == mark
    assert mark_of(case_of(grant(), {"opplysninger.turer": [{"km": 25, "maalsted": "butikken"}]})) != mark
    whole = {"for_each": None, "requirement": "sykkel.pris > 5000", "points_at": "sykkel.pris"}
    assert mark_of(with_rule(case_of(grant()), **whole)) not in (None, mark)
    with_price = {"when": "sykkel.pris > 1"}
    one, other = (
        with_rule(case_of(grant(), {**TOO_FAR, "opplysninger.sykkel.pris": price}), **with_price) for price in (5, 6)
    )
    assert mark_of(one) != mark_of(other) != mark


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        ({"when": "sykkel.pris > 5000"}, []),
        ({"when": "sykkel.pris > 4000"}, [("turer", 1, "km")]),
        ({"unless": "sykkel.pris > 5000"}, [("turer", 1, "km")]),
        ({"unless": "sykkel.pris > 4000"}, []),
        ({"points_at": None}, [("turer", 1)]),
        ({"points_at": "sykkel.pris"}, [("turer", 1)]),
        ({"points_at": "punkt"}, [("turer", 1)]),
        ({"settings": {"lengste_reise": 1}}, [("turer", 0, "km"), ("turer", 1, "km")]),
        ({"for_each": "[1, 2]", "requirement": "punkt == 2", "points_at": None}, [(0,)]),
        ({"for_each": "sykkel.utstyr"}, []),
        ({"for_each": None, "requirement": "sykkel.pris > 5000", "points_at": None}, [("sykkel", "pris")]),
        ({"for_each": None, "requirement": "sykkel.pris > 5000", "points_at": "innflyttet"}, [("innflyttet",)]),
        ({"for_each": None, "requirement": "1 == 2", "points_at": None}, [()]),
        ({"for_each": None, "requirement": "sykkel.pris > 4000", "points_at": "innflyttet"}, []),
    ],
)
def test_where_a_rule_is_broken(rule: Changes, at: list[Path]) -> None:
    parsed = parse_rule(rule_of(**rule), "toy", Location("regler.yaml"))
    scope = case_of(grant(), TOO_FAR).scope()
    assert list(breaches(parsed, scope, parsed.file.settings)) == at


def test_a_rule_is_parsed_whole() -> None:
    file = rule_of(when="sykkel.pris > 1", unless="innflyttet == dato", severity="merknad", settings={})
    rule = parse_rule(file, "toy", Location("regler.yaml", 3))
    assert (rule.code, rule.file, rule.location) == ("TOY-T2", file, Location("regler.yaml", 3))
    assert rule.severity is Severity.NOTE
    sources = [each.source for each in (rule.requirement, rule.for_each, rule.when, rule.unless) if each]
    assert sources == [file.requirement, "turer", "sykkel.pris > 1", "innflyttet == dato"]
    assert rule.points_at == ("punkt", "km")
    bare = parse_rule(rule_of(for_each=None, points_at=None, severity="feil"), "toy", Location("regler.yaml"))
    assert (bare.for_each, bare.when, bare.unless, bare.points_at) == (None, None, None, None)
    assert bare.severity is Severity.ERROR


def test_what_a_rule_reads_is_told_once_and_its_requirement_first() -> None:
    rule = rule_of(
        requirement="punkt.km < sykkel.pris", when="dato > innflyttet", unless="sykkel.pris == innstillinger.x"
    )
    parsed = parse_rule(rule, "toy", Location("regler.yaml"))
    assert parsed.reads == (("sykkel", "pris"), ("dato",), ("innflyttet",))


def test_a_path_that_rules_see_has_its_place_in_the_file() -> None:
    case = case_of(grant())
    for path, place in (
        (("sykkel", "pris"), ("opplysninger", "sykkel", "pris")),
        (("km_i_alt",), ("opplysninger", "km_i_alt")),
        (("soeknad", "mottatt"), ("soeknad", "mottatt")),
        (("kilder", 0, "dato"), ("kilder", "kart", "dato")),
        (("kilder", 0), ("kilder", "kart")),
        (("kilder",), ("kilder",)),
        ((), ()),
    ):
        assert file_path(case, path) == place
