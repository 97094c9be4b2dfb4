"""A second real scheme made only of content files: økonomisk sosialhjelp, beside the shipped one.

The toy scheme tries what an engine can be asked; this one tries what the law asks: two grounds of which
either is enough, a grant of less than was asked for, and the same authority and appeal body as the shipped scheme.
"""

import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lettergen import Language, Library, Severity, check, compose, load, load_library, render
from lettergen.command_line import main
from lettergen.office import Office
from lettergen.upkeep.cells import Coverage
from lettergen.upkeep.review import review
from lettergen.upkeep.rule_examples import ENOUGH, breaks
from tests.conftest import check_data, codes, data_of, told

FOLDER = Path(__file__).parent / "sosialhjelp"
OWN_EXAMPLES = tuple(sorted((FOLDER / "examples").glob("*.yaml")))
DAY = date(2026, 11, 22)
STOPS = (Severity.ERROR, Severity.QUESTION)


@pytest.fixture(scope="module")
def both() -> Library:
    """The shipped content with this scheme's folder in front."""
    return load_library((FOLDER,))


def named(name: str) -> dict[str, Any]:
    return data_of(FOLDER / "examples" / f"{name}.yaml")


def letter_of(data: dict[str, Any], library: Library, office: Office) -> str:
    """The plain letter with each run of white space as one space."""
    checked = check_data(data, library, office)
    assert codes(checked) == []
    return " ".join(render(compose(checked), "txt", library).decode().split())


# The letters


def test_there_is_a_grant_and_a_refusal_in_each_language() -> None:
    assert [path.stem for path in OWN_EXAMPLES] == ["avslag-nb", "avslag-nn", "innvilgelse-nb", "innvilgelse-nn"]


@pytest.mark.parametrize("path", OWN_EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_complete_and_its_letter_can_be_written(path: Path, both: Library) -> None:
    checked = check(load(path), both)
    assert codes(checked) == []
    letter = compose(checked)
    assert letter.manifest.scheme == "sosialhjelp/1"
    assert letter.language == path.stem.rpartition("-")[2]
    assert render(letter, "txt", both)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "innvilgelse-nb",
            [
                "Du får økonomisk sosialhjelp",
                "Du får 12 699 kroner i alt. Det er mindre enn du søkte om",
                "Vedtaket er gjort etter sosialtjenesteloven §§ 2, 3 og 18.",
                "Du har derfor krav på økonomisk stønad.",
                "klage til Statsforvalteren i Vestland",
            ],
        ),
        (
            "innvilgelse-nn",
            [
                "Du får økonomisk sosialhjelp",
                "I alt 6 400,00 3 200,00",
                "Vedtaket er gjort etter sosialtenestelova §§ 18 og 19.",
                "Du har difor ikkje krav på økonomisk stønad etter hovudregelen.",
                "Vi meiner difor at dette er eit særleg tilfelle.",
                "klage til Statsforvaltaren i Vestland",
            ],
        ),
        (
            "avslag-nb",
            [
                "Du får ikke økonomisk sosialhjelp",
                "(sosialtjenesteloven § 18 første ledd)",
                "Vedtaket er gjort etter sosialtjenesteloven §§ 18 og 19.",
                "klage til Statsforvalteren i Vestland",
            ],
        ),
        (
            "avslag-nn",
            [
                "Du får ikkje økonomisk sosialhjelp",
                "(sosialtenestelova § 18 første ledd)",
                "Vedtaket er gjort etter sosialtenestelova §§ 18 og 19.",
                "klage til Statsforvaltaren i Vestland",
            ],
        ),
    ],
)
def test_a_letter_says_its_result_its_law_and_where_to_appeal(
    name: str, expected: list[str], both: Library, office: Office
) -> None:
    text = letter_of(named(name), both, office)
    assert [words for words in expected if words not in text] == []


def test_a_grant_of_all_that_was_asked_for_says_nothing_of_less(both: Library, office: Office) -> None:
    data = named("innvilgelse-nb")
    for item in data["opplysninger"]["poster"]:
        item["soekt"] = item["beloep"]
        item.pop("grunn", None)
    assert "mindre enn du søkte om" not in letter_of(data, both, office)


# Nothing may be taken away


def removals() -> Iterator[Any]:
    """Each condition of each example, and each part of each assessment, with the finding it must give without it."""
    for path in OWN_EXAMPLES:
        data = data_of(path)
        for condition, entry in data["vilkaar"].items():
            optional = data["brev"] == "innvilgelse" and condition == "saerlige-tilfeller"
            if not optional:
                yield pytest.param(path, condition, None, "LG401", id=f"{path.stem}-{condition}")
            for part in entry.get("vurdering", {}):
                yield pytest.param(path, condition, part, "LG402", id=f"{path.stem}-{condition}-{part}")


@pytest.mark.parametrize(("path", "condition", "part", "code"), list(removals()))
def test_what_is_taken_away_stops_the_letter(
    path: Path,
    condition: str,
    part: str | None,
    code: str,
    both: Library,
    office: Office,
) -> None:
    data = data_of(path)
    if part is None:
        del data["vilkaar"][condition]
    else:
        del data["vilkaar"][condition]["vurdering"][part]
    found = [each for each in told(check_data(data, both, office)) if each[1] == f"vilkaar.{condition}"]
    assert (code, f"vilkaar.{condition}") in [each[:2] for each in found]
    if part:
        assert found == [(code, f"vilkaar.{condition}", ("vurdering",))]


def test_either_ground_carries_a_grant_and_neither_is_no_grant(both: Library, office: Office) -> None:
    """The optional ground may be left out only where the main one is met."""
    data = named("innvilgelse-nn")
    del data["vilkaar"]["saerlige-tilfeller"]
    assert codes(check_data(data, both, office)) == ["LG404"]
    data = named("innvilgelse-nn")
    data["vilkaar"]["livsopphold"] = {"utfall": "ikke_vurdert", "hvorfor": "Vi har ikkje sett på økonomien din."}
    assert codes(check_data(data, both, office)) == ["LG404"]


def test_a_refusal_tries_both_grounds(both: Library, office: Office) -> None:
    data = named("avslag-nb")
    data["vilkaar"]["saerlige-tilfeller"] = {"utfall": "ikke_vurdert"}
    assert set(codes(check_data(data, both, office))) == {"LG404"}
    data = named("avslag-nb")
    data["vilkaar"]["saerlige-tilfeller"]["utfall"] = "oppfylt"
    assert "LG404" in codes(check_data(data, both, office))


def test_less_than_was_asked_for_must_be_explained(both: Library, office: Office) -> None:
    data = named("innvilgelse-nb")
    place = ("opplysninger", "poster", 2, "grunn")
    del data["opplysninger"]["poster"][2]["grunn"]
    (finding,) = (each for each in check_data(data, both, office).report if each.stops)
    assert (finding.code, finding.path) == ("SOSIALHJELP-S4", place)


# The content itself


def test_the_library_check_finds_nothing_that_stops(both: Library) -> None:
    own = [finding for finding in review(both, DAY) if "sosialhjelp" in finding.location.file]
    assert [str(finding) for finding in own if finding.severity in STOPS] == []


def test_no_cell_is_empty(both: Library) -> None:
    own = [cell for cell in Coverage(both.schemes, DAY).cells if cell.scheme.id == "sosialhjelp"]
    assert len(own) == 10
    assert [(cell.letter, cell.condition, cell.outcome) for cell in own if not cell.blocks] == []


def test_the_rules_hold_their_own_examples(both: Library) -> None:
    scheme = both.schemes["sosialhjelp"]
    rules = scheme.rules_on(DAY)
    assert len(rules) == 7
    for rule in rules:
        accepted = [copy.deepcopy(dict(example)) for example in rule.file.accepts]
        refused = [copy.deepcopy(dict(example)) for example in rule.file.refuses]
        assert min(len(accepted), len(refused)) >= ENOUGH, rule.code
        assert rule.points_at, rule.code
        assert [example for example in accepted if breaks(rule, scheme, example)] == [], rule.code
        assert [example for example in refused if not breaks(rule, scheme, example)] == [], rule.code


def test_law_that_both_schemes_cite_is_said_the_same(both: Library) -> None:
    """Until schemes can share an act's provisions, the copies must not drift apart."""
    mine, other = (both.schemes[id].provisions for id in ("sosialhjelp", "kvp"))
    shared = [id for id in mine if id in other and id.startswith("sotjl-")]
    assert len(shared) >= 7
    assert [id for id in shared if mine[id] != other[id]] == []


# Beside the shipped scheme


def test_the_shipped_letters_stay_word_for_word_the_same(
    both: Library, library: Library, examples: tuple[Path, ...]
) -> None:
    changed = []
    for path in examples:
        mine, alone = check(load(path), both), check(load(path), library)
        same = mine.report == alone.report and (not mine.complete or compose(mine) == compose(alone))
        if not same:
            changed.append(path.stem)
    assert changed == []


def test_a_skeleton_is_asked_for_by_scheme_and_letter(tmp_path: Path) -> None:
    """Here the office's settings name the folder, as an office would do it."""
    options = ["--office", str(FOLDER / "examples" / "lettergen.toml")]
    file = tmp_path / "sak.yaml"
    made = CliRunner().invoke(main, [*options, "new", "sosialhjelp/innvilgelse", "-o", str(file)])
    assert made.exit_code == 0, made.output
    text = file.read_text(encoding="utf-8")
    assert "skjema: sosialhjelp/1" in text
    assert "brev: innvilgelse" in text
    assert all(f"\n  {word}" in text for word in ("livsopphold:", "poster:"))
    assert "tett-og-koordinert-bistand" not in text
    ambiguous = CliRunner().invoke(main, [*options, "new", "innvilgelse", "-o", str(tmp_path / "x.yaml")])
    assert ambiguous.exit_code == 2
    assert "sosialhjelp/innvilgelse" in ambiguous.output


@pytest.mark.parametrize("language", Language)
def test_a_letter_can_be_written_in_the_other_language(language: Language, both: Library, office: Office) -> None:
    """The content is whole in both languages whatever language the example's own words are in."""
    other = replace(office, file=office.file.model_copy(update={"settings": {"fremmede_ord": 10_000}}))
    for path in OWN_EXAMPLES:
        assert codes(check_data({**data_of(path), "maalform": language.value}, both, other)) == []
