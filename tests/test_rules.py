"""How rules are tried on a decision, and how `lettergen check reasons/` tries them on their own examples."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lettergen import Library, load_library
from lettergen.checking import Checked
from lettergen.checks.rules import RuleRun
from lettergen.office import Office
from lettergen.upkeep.review import review
from lettergen.upkeep.rule_examples import check_rule_examples
from tests.conftest import check_data, codes, data_of, example, told

HEAD = """regler:
  - id: NY1
    kortnavn: min-regel
    gjelder: [innvilgelse]
    alvor: feil
    hjemler: [sotjl-29-1]
    peker_paa: dato
    melding: {nb: Noe er galt., nn: Noko er gale.}
    gjoer: {nb: Rett det., nn: Rett det.}
"""
EXAMPLES = """    godtar:
      - {dato: 2026-11-20}
      - {dato: 2026-11-21}
    avviser:
      - {dato: 2026-11-18}
      - {dato: 2026-11-19}
"""
PLACE = "reasons/kvp/regler/mine.yaml"


def library_with(folder: Path, rule: str, examples: str = EXAMPLES) -> Library:
    """The shipped content with one more rule."""
    file = folder / PLACE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + rule + examples, encoding="utf-8")
    return load_library((folder,))


def grant(name: str = "innvilgelse-nb-fiskeindustri") -> dict[str, Any]:
    return data_of(example(name))


def run_of(checked: Checked, code: str = "KVP-NY1") -> RuleRun:
    return next(run for run in checked.rules if run.rule.code == code)


@pytest.mark.parametrize(
    ("requirement", "broken"),
    [
        ("vilkaar['opphold'].utfall == 'oppfylt'", True),
        ("vilkaar['opphold'].utfall != 'ikke_oppfylt'", False),
        ("'opphold/eoes-borger' not in vilkaar['opphold'].begrunnelser", False),
        ("antall(vilkaar['opphold'].kilder) > 0", True),
    ],
)
def test_a_condition_that_the_decision_does_not_speak_of_is_like_no_other(
    tmp_path: Path, office: Office, requirement: str, *, broken: bool
) -> None:
    """So a rule that asks of it is tried, and needs no guard."""
    checked = check_data(grant(), library_with(tmp_path, f'    krav: "{requirement}"\n'), office)
    assert run_of(checked).not_tried is None
    assert bool(run_of(checked).findings) is broken


def test_of_a_list_that_is_not_given_there_is_nothing_to_try(tmp_path: Path, office: Office) -> None:
    library = library_with(tmp_path, "    for_hver: fravaer\n    krav: punkt.fra <= dato\n")
    checked = check_data(grant(), library, office)
    assert run_of(checked).not_tried is None
    assert "KVP-NY1" not in codes(checked)
    data = grant()
    data["opplysninger"]["fravaer"] = [
        {"fra": "2027-10-05", "til": "2027-10-06", "timer": "7,5", "grunn": "du var borte"}
    ]
    assert "KVP-NY1" in codes(check_data(data, library, office))


def test_a_rule_that_lacks_a_single_fact_is_not_passed_over(tmp_path: Path, office: Office) -> None:
    """Nothing else asks for the fact, so the letter waits and says which it is."""
    checked = check_data(grant(), library_with(tmp_path, "    krav: opphold_til >= dato\n"), office)
    assert run_of(checked).not_tried == ("opphold_til",)
    assert ("LG403", "opplysninger.opphold_til", ()) in told(checked)


def test_a_rule_that_does_not_fit_its_values_is_pointed_at_where_it_is_written(tmp_path: Path, office: Office) -> None:
    checked = check_data(grant(), library_with(tmp_path, "    krav: dato > 3\n"), office)
    fault = next(finding for finding in checked.report if finding.code == "LG301")
    assert fault.location.file.endswith(PLACE)
    assert fault.location.line == 2


@pytest.mark.parametrize(
    ("requirement", "examples", "found"),
    [
        ("dato >= '2026'", EXAMPLES, [("LG325", "1"), ("LG325", "2"), ("LG325", "1"), ("LG325", "2")]),
        ("alder_paa(dato, dato) == 0", EXAMPLES, [("LG324", "1"), ("LG324", "2")]),
        ("alder_paa(dato, dato) > 0", EXAMPLES, [("LG323", "1"), ("LG323", "2")]),
        (
            "har_tekst(levd_av_siden)",
            EXAMPLES.replace("dato: 2026-11-2", "dato: i går "),
            [("LG325", "1"), ("LG325", "2")],
        ),
        (
            "har_tekst(dato)",
            "    godtar: [{dato: 2026-11-20}]\n    avviser: [{dager: 3}]\n",
            [("LG325", "1"), ("LG326", "")],
        ),
    ],
)
def test_examples_that_do_not_go_as_their_rule_says_are_found(
    tmp_path: Path, requirement: str, examples: str, found: list[tuple[str, str]]
) -> None:
    """By `lettergen check reasons/`, without pytest: a lawyer sees it."""
    library = library_with(tmp_path, f'    krav: "{requirement}"\n', examples)
    report = sorted(
        (finding for finding in check_rule_examples(library) if finding.path == ("regler", "NY1")),
        key=lambda finding: finding.code,
    )
    assert [(finding.code, dict(finding.values).get("number", "")) for finding in report] == found
    assert {finding.location.file.endswith(PLACE) for finding in report} == {True}


def test_the_review_of_a_library_tries_the_examples_of_its_rules(tmp_path: Path) -> None:
    library = library_with(tmp_path, "    krav: alder_paa(dato, dato) > 0\n")
    found = [finding for finding in review(library, date(2026, 11, 22)) if finding.code.startswith("LG32")]
    assert [(finding.code, dict(finding.values)["name"]) for finding in found] == [("LG323", "KVP-NY1")] * 2


def test_the_examples_of_the_shipped_rules_go_as_they_say(library: Library) -> None:
    assert list(check_rule_examples(library)) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [("nedsatt-arbeids-og-inntektsevne", "KVP-R03"), ("tett-og-koordinert-bistand", "KVP-R03b")],
)
def test_the_assessment_is_used_and_not_only_mentioned(
    library: Library, office: Office, condition: str, code: str
) -> None:
    data = grant()
    assert code not in codes(check_data(data, library, office))
    data["vilkaar"][condition]["kilder"].remove("aev")
    assert code in codes(check_data(data, library, office))


@pytest.mark.parametrize(
    ("name", "text", "lacks"),
    [
        ("innvilgelse", "{{ blokk('program/fravaer') }}", "forbehold_om_trekk"),
        ("innvilgelse", "{{ blokk('program/individuell-plan') }}", "individuell_plan"),
        ("avslag", "{{ blokk('klage-arbeidsevnevurdering') }}", "klage_arbeidsevnevurdering"),
    ],
)
def test_an_office_cannot_leave_out_what_the_person_must_be_told(
    tmp_path: Path, office: Office, name: str, text: str, lacks: str
) -> None:
    """The reservation on absence, the individual plan, and the other appeal route when the refusal rests on the assessment."""
    shipped = Path(__file__).parents[1] / f"templates/nb/kvp/{name}.md"
    own = tmp_path / f"templates/nb/kvp/{name}.md"
    own.parent.mkdir(parents=True)
    own.write_text(shipped.read_text(encoding="utf-8").replace(text, "Mer om dette får du av oss."), encoding="utf-8")
    data = grant("innvilgelse-nb-fiskeindustri" if name == "innvilgelse" else "avslag-nb-resepsjonist")
    checked = check_data(data, load_library((tmp_path,)), office)
    closing = [finding for finding in checked.report if finding.code == "LG408"]
    assert [dict(finding.values)["missing_items"] for finding in closing] == [lacks]
