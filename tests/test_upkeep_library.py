"""A library held against itself: dates, cells, law, use. Each fault is put into an office's folder and must be found there."""

import re
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from lettergen import InvalidLibrary, Library, check, load, load_library
from lettergen.command_line import main
from lettergen.findings import Code, Finding, Severity
from lettergen.upkeep.review import review
from tests.conftest import ROOT, example
from tests.test_overlay import build, shipped

DAY = date(2026, 11, 22)
BLOCK = "reasons/kvp/alder/fylt-67.md"
LATER = "reasons/kvp/alder/fylt-67@2027-01-01.md"


@pytest.fixture(scope="module")
def shipped_report(library: Library) -> tuple[Finding, ...]:
    return review(library, DAY).findings


def added(
    folder: Path, files: Mapping[str, str], shipped_report: tuple[Finding, ...], day: date = DAY
) -> list[Finding]:
    """What a library with these files has wrong that the shipped one has not."""
    report = review(load_library((build(folder, files),)), day)
    known = {(finding.code, finding.path, finding.location.file) for finding in shipped_report}
    return [each for each in report if (each.code, each.path, each.location.file) not in known]


def only(found: list[Finding], code: Code, file: str) -> None:
    """One fault gives one finding of its code, in the file where it was put."""
    own = [finding for finding in found if finding.code == code.number]
    assert [finding.location.file.endswith(file) for finding in own] == [True], [str(each) for each in found]


def test_the_shipped_library_has_no_error_and_no_question(shipped_report: tuple[Finding, ...]) -> None:
    stopping = [finding for finding in shipped_report if finding.severity in (Severity.ERROR, Severity.QUESTION)]
    assert stopping == []


def test_versions_that_overlap(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    files = {
        BLOCK: shipped(BLOCK).replace("gjelder_til: null", "gjelder_til: 2027-06-30"),
        LATER: shipped(BLOCK),
    }
    found = added(tmp_path, files, shipped_report)
    only(found, Code.OVERLAP, LATER)
    overlap = next(finding for finding in found if finding.code == Code.OVERLAP.number)
    assert dict(overlap.values) == {"first": "2027-01-01", "last": "2027-06-30"}


def test_days_no_version_counts(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    files = {
        BLOCK: shipped(BLOCK).replace("gjelder_til: null", "gjelder_til: 2026-11-30"),
        LATER: shipped(BLOCK),
    }
    found = added(tmp_path, files, shipped_report)
    only(found, Code.GAP, LATER)
    assert dict(found[0].values) == {"first": "2026-12-01", "last": "2026-12-31"}


def test_a_version_that_takes_over_on_its_day_is_no_fault(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    assert added(tmp_path, {LATER: shipped(BLOCK)}, shipped_report) == []


def test_a_version_that_ends_before_it_begins(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    files = {LATER: shipped(BLOCK).replace("gjelder_til: null", "gjelder_til: 2026-12-01")}
    only(added(tmp_path, files, shipped_report), Code.ENDS_TOO_EARLY, LATER)


RATES = """satser:
  proevesats:
    enhet: kroner
    navn: {nb: Prøvesatsen, nn: Prøvesatsen}
    rader:
      - {fra: 2026-05-01, til: null, verdi: 20, kontrollert: ja}
      - {fra: 2025-01-01, til: %s, verdi: 10, kontrollert: ja}
"""


@pytest.mark.parametrize(
    ("last", "code"), [("2026-05-01", Code.OVERLAP), ("2026-03-31", Code.GAP), ("2026-04-30", None)]
)
def test_rates_follow_one_another(
    last: str, code: Code | None, tmp_path: Path, shipped_report: tuple[Finding, ...]
) -> None:
    found = added(tmp_path, {"reasons/kvp/satser.yaml": RATES % last}, shipped_report)
    assert [finding.code for finding in found] == ([code.number] if code else [])
    if code:
        assert found[0].location.file.endswith("reasons/kvp/satser.yaml")
        assert found[0].location.line


def test_a_provision_twice_in_force(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    law = """hjemler:
  sotjl-29-1-ny:
    lov: sotjl
    paragraf: "29"
    ledd: 1
    bokstav: null
    emne: {nb: retten, nn: retten}
    gjelder_fra: 2026-01-01
    gjelder_til: null
    kontrollert: ja
    kilde: prøve
"""
    only(added(tmp_path, {"reasons/kvp/hjemler.yaml": law}, shipped_report), Code.OVERLAP, "reasons/kvp/hjemler.yaml")


def test_a_provision_that_does_not_exist_stops_the_library(tmp_path: Path) -> None:
    text = shipped(BLOCK).replace("'sotjl-29-1'", "'sotjl-29-9'")
    with pytest.raises(InvalidLibrary) as raised:
        load_library((build(tmp_path, {BLOCK: text}),))
    assert {finding.code for finding in raised.value.report if finding.stops} == {Code.UNKNOWN_NAME.number}


def test_a_block_without_law(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    text = (
        shipped(BLOCK).replace("grunnlag: [sotjl-29-1]", "grunnlag: []").replace(" ({{ 'sotjl-29-1' | paragraf }})", "")
    )
    only(added(tmp_path, {BLOCK: text}, shipped_report), Code.NO_LAW, BLOCK)


def test_a_fact_nothing_reads(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    file = "reasons/kvp/opplysninger/proeve.yaml"
    facts = "opplysninger:\n  skostoerrelse: {type: heltall, navn: {nb: Skostørrelse, nn: Skostorleik}}\n"
    found = added(tmp_path, {file: facts}, shipped_report)
    only(found, Code.UNUSED_FACT, file)
    assert found[0].location.line == 2


def test_a_field_nothing_reads(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    facts = """opplysninger:
  sko:
    type: gruppe
    navn: {nb: Sko, nn: Sko}
    felt:
      merke: {type: tekst, navn: {nb: Merke, nn: Merke}}
      farge: {type: tekst, navn: {nb: Farge, nn: Farge}}
"""
    text = shipped(BLOCK).replace("# nn", "{{ sko.merke }}\n# nn") + "\n{{ sko.merke }}\n"
    found = added(tmp_path, {"reasons/kvp/opplysninger/sko.yaml": facts, BLOCK: text}, shipped_report)
    assert [dict(each.values)["name"] for each in found if each.code == Code.UNUSED_FACT.number] == ["sko.farge"]


def test_a_block_no_decision_can_choose(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    common = "reasons/felles/glemt.md"
    text = shipped("reasons/felles/hjelp.md").replace("dekker: [hjelp]", "dekker: []")
    only(added(tmp_path, {common: text}, shipped_report), Code.UNREACHABLE_BLOCK, common)


def test_a_cell_without_a_block(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    scheme = """vilkaar:
  hobby:
    navn: {nb: Hobby, nn: Hobby}
    overskrift:
      oppfylt: {nb: Du har en hobby, nn: Du har ein hobby}
      ikke_oppfylt: {nb: Du har ikke en hobby, nn: Du har ikkje ein hobby}
    hjemler: [sotjl-29-1]
    utfall: [oppfylt, ikke_oppfylt]
    krever: [regel]
brev:
  hobbybrev:
    navn: {nb: Hobbybrev, nn: Hobbybrev}
    er_vedtak: ja
    krever_utfall: minst_ett_ikke_oppfylt
    vilkaar: [hobby]
"""
    files = {
        "reasons/kvp/ordning/hobby.yaml": scheme,
        "templates/nb/kvp/hobbybrev.md": shipped("templates/nb/kvp/avslag.md"),
        "templates/nn/kvp/hobbybrev.md": shipped("templates/nn/kvp/avslag.md"),
    }
    found = [each for each in added(tmp_path, files, shipped_report) if each.code == Code.EMPTY_CELL.number]
    assert [dict(each.values)["outcome"] for each in found] == ["oppfylt", "ikke_oppfylt"]
    result = CliRunner().invoke(main, ["--library", str(tmp_path), "library", "coverage"])
    assert "hobby      " in result.output
    assert ", 4 tomme." in result.output


def test_a_replacement_that_asks_for_less(tmp_path: Path, shipped_report: tuple[Finding, ...]) -> None:
    weaker = shipped(BLOCK).replace("opplysninger: [alder, fyller_67]", "opplysninger: [alder]")
    found = added(tmp_path, {BLOCK: weaker}, shipped_report)
    only(found, Code.WEAKER_REPLACEMENT, BLOCK)
    assert dict(found[0].values) == {"lost": "fyller_67"}
    stronger = shipped(BLOCK).replace("opplysninger: [alder, fyller_67]", "opplysninger: [alder, fyller_67, fyller_18]")
    again = added(tmp_path / "b", {BLOCK: stronger}, shipped_report)
    assert Code.WEAKER_REPLACEMENT.number not in {each.code for each in again}


def test_an_office_cannot_lower_a_shipped_rule(tmp_path: Path) -> None:
    """A rule's severity is the library's own: the same id again, as advice, is refused."""
    rules = shipped("reasons/kvp/regler.yaml")
    start = rules.index("  - id: R01b")
    rule = rules[start : rules.index("  - id: R02\n")].replace("alvor: feil", "alvor: raad")
    with pytest.raises(InvalidLibrary) as raised:
        load_library((build(tmp_path, {"reasons/kvp/regler.yaml": f"regler:\n{rule}"}),))
    assert [finding.code for finding in raised.value.report if finding.stops] == [Code.DUPLICATE_KEY.number]


def test_law_read_long_ago(library: Library) -> None:
    """Fifteen months on, somebody should read it again; three months on, not yet."""
    later = [finding.code for finding in review(library, date(2027, 12, 1))]
    assert Code.LAW_READ_LONG_AGO.number in later
    assert Code.LAW_READ_LONG_AGO.number not in [finding.code for finding in review(library, date(2026, 12, 1))]


# The commands


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_check_takes_the_content_folders() -> None:
    output = run("check", ROOT / "reasons", ROOT / "templates")
    assert "0 feil, 0 spørsmål" in output


def test_check_of_an_offices_folder_tells_of_its_own_files(tmp_path: Path) -> None:
    build(tmp_path, {BLOCK: shipped(BLOCK).replace("grunnlag: [sotjl-29-1]", "grunnlag: []")})
    result = CliRunner().invoke(main, ["check", str(tmp_path / "reasons")])
    assert result.exit_code == 1
    files = {line.split(":")[0] for line in result.output.splitlines() if " LG" in line}
    assert files == {str(tmp_path / BLOCK)}


def test_check_of_a_folder_without_texts_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert "ingen mappe med tekster" in result.output


def test_list_and_show() -> None:
    listed = run("library", "list")
    assert "alder/fylt-67: Fylt 67 år (ikke gjennomgått)" in listed
    shown = run("library", "show", "alder/fylt-67")
    assert "sosialtjenesteloven §" in shown
    assert "# nn" in shown
    result = CliRunner().invoke(main, ["library", "show", "alder/fylt-76"])
    assert result.exit_code == 2
    assert "alder/fylt-67" in result.output


def test_no_cell_of_the_shipped_library_is_empty() -> None:
    assert ", 0 tomme." in run("library", "coverage")


def test_outdated_on_a_day(tmp_path: Path) -> None:
    """A version that ends and a law that is replaced are told before the day comes."""
    build(tmp_path, {BLOCK: shipped(BLOCK).replace("gjelder_til: null", "gjelder_til: 2026-12-31")})
    assert "Alt gjelder 2026-12-31." in run("--library", tmp_path, "library", "outdated", "--on", "2026-12-31")
    told = run("--library", tmp_path, "library", "outdated", "--on", "2027-01-01")
    assert "fylt-67.md: gjelder ikke 2027-01-01" in told
    assert len(told.splitlines()) == 1


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Prøve", "-c", "user.email=proeve@example.org")
    subprocess.run(["git", "-C", folder, *names, *arguments], check=True, capture_output=True)


def test_diff_tells_which_letters_an_edit_changes(tmp_path: Path) -> None:
    """The changed sentences of the letters that have them, and how many letters that is."""
    build(tmp_path, {BLOCK: shipped(BLOCK)})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "start")
    build(tmp_path, {BLOCK: shipped(BLOCK).replace("Grensen hindrer deg ikke", "Den grensen hindrer deg ikke")})
    total = len(list((ROOT / "examples").glob("*.yaml")))
    output = run("library", "diff", "HEAD", "--content", tmp_path, "--cases", ROOT / "examples")
    lines = output.splitlines()
    assert lines[-1] == f"Endrer 1 av {total} brev."
    assert lines[0].endswith("avslag-nb-fylt-67.yaml")
    gone, come = (line.strip() for line in lines[1:-1])
    assert gone.startswith("- Grensen hindrer deg ikke")
    assert come.startswith("+ Den grensen hindrer deg ikke")
    result = CliRunner().invoke(main, ["library", "diff", "finnes-ikke", "--content", str(tmp_path)])
    assert result.exit_code == 2
    assert "finnes-ikke" in result.output


def test_accept_writes_one_line(tmp_path: Path) -> None:
    """The version of today's bokmål stands in the file, and nothing else is touched."""
    build(tmp_path, {BLOCK: re.sub(r"nn_lest_mot: \w+", "nn_lest_mot: 000000000000", shipped(BLOCK))})
    before = (tmp_path / BLOCK).read_text(encoding="utf-8").splitlines()
    assert "nynorsk ikke lest" in run("--library", tmp_path, "library", "show", "alder/fylt-67")
    run("--library", tmp_path, "library", "accept", BLOCK)
    after = (tmp_path / BLOCK).read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [old for old, _ in changed] == ["nn_lest_mot: 000000000000"]
    assert "nynorsk lest mot dagens bokmål" in run("--library", tmp_path, "library", "show", "alder/fylt-67")


def test_accept_wants_to_know_which() -> None:
    for arguments in ((), ("reasons/kvp/finnes-ikke.md",)):
        result = CliRunner().invoke(main, ["library", "accept", *arguments])
        assert result.exit_code == 2


def test_an_office_may_require_review(tmp_path: Path, library: Library) -> None:
    """With `require_review` a text no jurist has gone through stops the letter; without, it is a note."""
    office = (ROOT / "examples/lettergen.toml").read_text(encoding="utf-8")
    build(
        tmp_path,
        {"lettergen.toml": f"require_review = true\n{office}", "sak.yaml": example("avslag-nb-fylt-67").read_text()},
    )
    report = check(load(tmp_path / "sak.yaml"), library).report
    assert [finding.code for finding in report if finding.stops] == [Code.REVIEW_REQUIRED.number]
    assert "alder/fylt-67" in dict(next(iter(report)).values)["blocks"]


def test_accept_writes_in_the_offices_folder_only(tmp_path: Path) -> None:
    """The shipped texts are not the office's to sign for; a file may be named as one types it."""
    build(tmp_path, {BLOCK: re.sub(r"nn_lest_mot: \w+", "nn_lest_mot: 000000000000", shipped(BLOCK))})
    before = {file: file.read_bytes() for file in (ROOT / "reasons").rglob("*.md")}
    run("--library", tmp_path, "library", "accept", "--all")
    assert {file: file.read_bytes() for file in before} == before
    typed = tmp_path / BLOCK
    run("--library", tmp_path, "library", "accept", typed)
    run("--library", tmp_path, "library", "accept", BLOCK.replace("/", "\\"))
    result = CliRunner().invoke(
        main, ["--library", str(tmp_path), "library", "accept", "reasons/kvp/alder/under-18.md"]
    )
    assert result.exit_code == 2


def test_diff_tells_of_a_letter_that_an_edit_stops(tmp_path: Path) -> None:
    """A closing that no longer covers what it must stops every decision: that is a change, and the worst."""
    closing = "reasons/felles/innsyn.md"
    build(tmp_path, {closing: shipped(closing)})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "start")
    build(tmp_path, {closing: shipped(closing).replace("dekker: [innsyn]", "dekker: [hjelp]")})
    cases = tmp_path / "saker"
    build(cases, {"sak.yaml": example("avslag-nb-fylt-67").read_text()})
    build(cases, {"lettergen.toml": (ROOT / "examples/lettergen.toml").read_text(encoding="utf-8")})
    output = run("library", "diff", "HEAD", "--content", tmp_path, "--cases", cases)
    assert "kan ikke skrives nå" in output
    assert output.splitlines()[-1] == "Endrer 1 av 1 brev."
