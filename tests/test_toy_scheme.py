"""A second scheme made only of content files: an invented benefit whose law and texts change on 1 July 2026.

What holds here holds for any scheme: the engine has no word of either.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lettergen import Language, Library, candidates, check, compose, load, load_library, questions, render
from lettergen.checking import Checked
from lettergen.command_line import main
from lettergen.office import Office
from lettergen.rendering import FORMATS
from lettergen.schema import json_schema
from lettergen.skeleton import skeleton
from tests.conftest import EXAMPLES, as_json, check_data, codes, data_of, example

TOY = Path(__file__).parent / "toy"
BEFORE, ON, AFTER = "2026-06-30", "2026-07-01", "2026-09-15"


@pytest.fixture(scope="module")
def both() -> Library:
    """The shipped content with the toy's folders in front."""
    return load_library((TOY,))


def grant(**changes: Any) -> dict[str, Any]:
    return {
        "skjema": "toy/1",
        "brev": "innvilgelse",
        "maalform": "nb",
        "saksnummer": "2026/77",
        "dato": BEFORE,
        "mottaker": {"navn": "Eva Hjul", "adresse": ["Svingen 1", "5999 Prøvevik"]},
        "soeknad": {"mottatt": "2026-03-02"},
        "kilder": {"kart": {"hva": "kart", "dato": "2026-03-05"}},
        "vilkaar": {
            "bosted": {},
            "reisevei": {
                "begrunnelser": ["reisevei/til-skolen"],
                "vurdering": {
                    "strekning": "Kartet viser 3,5 km asfalt og 12 meter stigning.",
                    "trygghet": "Kartet viser gangfelt og lys i 3 kryss.",
                },
                "kilder": ["kart"],
            },
        },
        "opplysninger": {
            "innflyttet": "2020-05-01",
            "sykkel": {"kjoept": "2026-03-20", "pris": 4200, "kjoretoy": "lastesykkel"},
            "turer": [{"maalsted": "skolen", "km": "3,5"}, {"maalsted": "butikken", "km": 2}],
        },
        **changes,
    }


def refusal(**changes: Any) -> dict[str, Any]:
    conditions = {
        "bosted": {"utfall": "ikke_vurdert"},
        "reisevei": {
            "utfall": "ikke_oppfylt",
            "begrunnelser": ["reisevei/motorvei"],
            "vurdering": {
                "strekning": "Kartet viser E39 i 6 km og fart 80.",
                "trygghet": "Kartet viser skilt 306 langs E39.",
            },
            "kilder": ["kart"],
        },
    }
    return grant(brev="avslag", vilkaar=conditions, **changes)


def using(block: str, **changes: Any) -> dict[str, Any]:
    """A grant in which another block argues for the road."""
    data = grant(**changes)
    data["vilkaar"]["reisevei"]["begrunnelser"] = [block]
    return data


def words(checked: Checked) -> str:
    """The plain letter with each run of white space as one space."""
    return " ".join(render(compose(checked), "txt", checked.library).decode().split())


# Letters


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("make", [grant, refusal])
def test_letters_come_out_in_both_languages(make: Any, language: Language, both: Library, office: Office) -> None:
    checked = check_data(make(maalform=language), both, office)
    assert codes(checked) == []
    letter = compose(checked)
    assert all(render(letter, format, both) for format in FORMATS)
    assert letter.manifest.scheme == "toy/1"
    text = words(checked)
    title = {
        (grant, "nb"): "Du får sykkelstøtte",
        (grant, "nn"): "Du får sykkelstønad",
        (refusal, "nb"): "Du får ikke sykkelstøtte",
        (refusal, "nn"): "Du får ikkje sykkelstønad",
    }[make, language]
    assert title in text
    assert {"nb": "sykkelloven § 8 første ledd", "nn": "sykkellova § 8 første ledd"}[language] in text.replace(
        "\u00a0", " "
    )


def test_tables_sums_and_choices_are_the_schemes_own(both: Library, office: Office) -> None:
    text = words(check_data(grant(maalform="nn"), both, office))
    assert "til ein lastesykkel." in text
    assert "skolen 3,5 butikken 2" in text
    assert "I alt 5,5" in text


def test_an_optional_fact_shows_where_it_is_given(both: Library, office: Office) -> None:
    data = grant()
    data["opplysninger"]["sykkel"]["utstyr"] = "hjelm"
    assert "lastesykkel og til hjelm." in words(check_data(data, both, office))


# What counts on which day


@pytest.mark.parametrize(
    ("day", "title", "rule", "section", "rate"),
    [
        (BEFORE, "Du får sykkelstøtte", "Den som bor i kommunen,", "§ 2", "2 900 kroner"),
        (ON, "Du får støtte til sykkel", "Den som har folkeregistrert adresse", "§ 2 a", "3 450,50 kroner"),
        (AFTER, "Du får støtte til sykkel", "Den som har folkeregistrert adresse", "§ 2 a", "3 450,50 kroner"),
    ],
)
def test_the_day_chooses_texts_law_and_rates(
    day: str, title: str, rule: str, section: str, rate: str, both: Library, office: Office
) -> None:
    checked = check_data(grant(dato=day), both, office)
    assert codes(checked) == []
    text = words(checked).replace("\u00a0", " ")
    assert compose(checked).title_text == title
    assert rule in text
    assert f"Vedtaket er gjort etter sykkelloven §§ {section.removeprefix('§ ')} og 3." in text
    assert rate in text
    versions = {use.id: use.version for use in compose(checked).manifest.blocks}
    block = both.schemes["toy"].blocks["bosted/bor-her"]
    assert versions["bosted/bor-her"] == dict(block.by_date)[None if day == BEFORE else block.by_date[1][0]].version


@pytest.mark.parametrize(
    ("block", "day", "expected"),
    [
        ("reisevei/proeveordning", BEFORE, []),
        ("reisevei/proeveordning", ON, ["LG204"]),
        ("reisevei/ny-sykkelvei", BEFORE, ["LG204"]),
        ("reisevei/ny-sykkelvei", ON, []),
        ("reisevei/etter-gammel-lov", BEFORE, []),
        ("reisevei/etter-gammel-lov", ON, ["LG405"]),  # repealed
        ("reisevei/elsykkel", AFTER, ["LG405"]),  # not in force
        ("reisevei/utleie", AFTER, ["LG405"]),  # nobody has read it
        ("reisevei/til-byen", AFTER, ["LG201"]),
        ("reisevei/motorvei", AFTER, ["LG203"]),
        ("bosted/bor-her", AFTER, ["LG202"]),
    ],
)
def test_a_block_counts_only_while_it_and_its_law_are_in_force(
    block: str, day: str, expected: list[str], both: Library, office: Office
) -> None:
    """Once, at the block's own place, naming the leg that falls."""
    report = check_data(using(block, dato=day), both, office).report
    found = [finding for finding in report if finding.stops]
    assert [finding.code for finding in found] == expected
    for finding in found:
        assert finding.path == ("vilkaar", "reisevei", "begrunnelser", 0)
        assert finding.missing == ("regel",)
        assert finding.location.line


def test_law_that_changes_under_a_block_takes_the_block_with_it(both: Library, office: Office) -> None:
    """A block without a newer version falls the day its section is repealed."""
    data = refusal()
    data["vilkaar"]["bosted"] = {"utfall": "ikke_oppfylt", "begrunnelser": ["bosted/flyttet-ut"]}
    assert codes(check_data({**data, "dato": BEFORE}, both, office)) == []
    assert codes(check_data({**data, "dato": ON}, both, office)) == ["LG405"]


def test_a_provision_older_than_its_known_words_is_only_a_warning(both: Library, office: Office) -> None:
    """The section of the appeal took its known wording in March; before that it may have said something else."""
    checked = check_data(grant(dato="2026-02-15"), both, office)
    assert codes(checked) == ["LG406"]
    assert checked.complete


def test_a_decision_before_the_library_serves_is_refused(both: Library, office: Office) -> None:
    report = check_data(grant(dato="2025-12-31"), both, office).report
    finding = next(finding for finding in report if finding.code == "LG116")
    assert finding.path == ("dato",)
    assert dict(finding.values) == {"first": "2026-01-01"}
    assert "LG116" not in codes(check_data(grant(dato="2026-01-01"), both, office))


# Rules


def test_rules_are_broken_where_they_point(both: Library, office: Office) -> None:
    data = grant(soeknad={"mottatt": "2026-03-21"})
    data["opplysninger"]["turer"].append({"maalsted": "hytta", "km": 20.5})
    checked = check_data(data, both, office)
    found = {finding.code: finding for finding in checked.report if finding.stops}
    assert set(found) == {"TOY-T1", "TOY-T2"}
    assert found["TOY-T1"].path == ("opplysninger", "sykkel", "kjoept")
    assert found["TOY-T1"].law == ("sykkel-3-2",)
    assert found["TOY-T2"].path == ("opplysninger", "turer", 2, "km")
    assert both.catalogue.words(found["TOY-T1"], Language.NN).message == "Sykkelen er kjøpt før søknaden kom inn."


def test_a_question_is_answered_and_an_error_is_not(both: Library, office: Office) -> None:
    data = grant()
    data["opplysninger"]["turer"][0]["km"] = 25
    (asked,) = (finding for finding in check_data(data, both, office).report if finding.stops)
    answer = {"sti": "opplysninger.turer[0].km", "hvorfor": "Det er slik.", "av": "Eli Døme", "dato": "2026-06-29"}
    data["svar"] = [{"kode": asked.code, "gjelder": asked.mark, **answer}]
    assert codes(check_data(data, both, office)) == []
    data["opplysninger"]["turer"][0]["km"] = 26
    assert sorted(codes(check_data(data, both, office))) == ["LG411", "TOY-T2"]


def test_the_office_sets_what_the_rule_lets_it_set(both: Library, tmp_path: Path) -> None:
    (tmp_path / "lettergen.toml").write_text(
        '[kontor]\nkommune = "Prøvevik"\nnavn = "Torget"\n[saksbehandler]\nnavn = "Ola Døme"\n'
        "[innstillinger]\nlengste_reise = 3\n",
        encoding="utf-8",
    )
    (tmp_path / "sak.json").write_text(as_json(grant()), encoding="utf-8")
    assert codes(check(load(tmp_path / "sak.json"), both)) == ["TOY-T2"]


def test_the_command_line_takes_the_folders(tmp_path: Path) -> None:
    """An office that has a scheme of its own names its folder, and everything else is as for the shipped one."""
    (tmp_path / "sak.json").write_text(as_json(grant(maalform="nn")), encoding="utf-8")
    options = ["--library", str(TOY), "--office", str(EXAMPLES / "lettergen.toml")]
    done = CliRunner().invoke(main, [*options, "write", str(tmp_path / "sak.json"), "-f", "txt"])
    assert done.exit_code == 0, done.output
    assert "Du får sykkelstønad" in (tmp_path / "2026-77-innvilgelse.txt").read_text(encoding="utf-8")
    explained = CliRunner().invoke(main, [*options, "explain", "toy-t2"])
    assert explained.exit_code == 0
    assert "sykkelloven § 3 andre ledd" in explained.output.replace("\u00a0", " ")


# Two schemes in one library


def test_only_the_schemes_own_conditions_are_asked_for(both: Library, office: Office) -> None:
    """An empty decision lacks each of its own conditions, once, and none of the other scheme's."""
    checked = check_data({**grant(vilkaar={}), "opplysninger": {}}, both, office)
    uncovered = [finding.path for finding in checked.report if finding.code == "LG401"]
    assert uncovered == [("vilkaar", "bosted"), ("vilkaar", "reisevei")]
    others = both.schemes["kvp"]
    text = " ".join(str(finding) for finding in checked.report) + str(questions(checked))
    strange = {*others.conditions, *others.facts.facts} - {*both.schemes["toy"].conditions}
    assert [word for word in strange if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] == []


def test_the_other_schemes_words_are_unknown(both: Library, office: Office) -> None:
    data = using("alder/mellom-18-og-67")
    data["vilkaar"]["alder"] = {}
    data["opplysninger"]["program"] = {"start": "2026-12-01"}
    data["kilder"]["kart"]["hva"] = "samtale"
    assert sorted(codes(check_data(data, both, office))) == ["LG110", "LG111", "LG118", "LG201"]


def test_the_first_scheme_is_untouched_by_the_second(
    both: Library, library: Library, examples: tuple[Path, ...]
) -> None:
    for path in examples:
        mine, alone = check(load(path), both), check(load(path), library)
        assert mine.report == alone.report
        assert compose(mine) == compose(alone)
        assert [run.rule.code for run in mine.rules] == [run.rule.code for run in alone.rules]


def test_a_decision_of_one_scheme_is_not_read_by_the_other(both: Library, office: Office) -> None:
    data = {**data_of(example("avslag-nb-fylt-67")), "skjema": "toy/1"}
    found = codes(check_data(data, both, office))
    assert "LG118" in found
    assert "LG401" in found
    unknown = check_data(grant(skjema="toy/2"), both, office)
    (finding,) = unknown.report
    assert finding.code == "LG115"
    assert dict(finding.values)["choices"] == "kvp/1, toy/1"


def test_candidates_schema_and_skeleton_are_the_schemes_own(both: Library) -> None:
    toy = both.schemes["toy"]
    on = {
        day: {each.id for each in candidates(toy, "reisevei", "oppfylt", date.fromisoformat(day), Language.NB)}
        for day in (BEFORE, ON)
    }
    assert on[BEFORE] - on[ON] == {"reisevei/proeveordning"}
    assert on[ON] - on[BEFORE] == {"reisevei/ny-sykkelvei"}
    schema = json_schema(toy, "innvilgelse")
    assert set(schema["properties"]["vilkaar"]["properties"]) == {"bosted", "reisevei"}
    assert "program" not in schema["properties"]["opplysninger"]["properties"]
    text = skeleton(both, toy, "innvilgelse", Language.NN, Language.NN)
    assert "skjema: toy/1" in text
    assert "reisevei:" in text
    assert "nedsatt" not in text
