"""The words of findings: every code has them, both languages say the same, codes stay, near names are told."""

import os
import re
import string
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lettergen import InvalidLibrary, Language, Library, load_library, read_office
from lettergen.command_line import main
from lettergen.fields import Bilingual
from lettergen.findings import Code, Finding
from lettergen.manual import pages
from lettergen.office import Office
from lettergen.source import Location, dotted
from tests.conftest import EXAMPLES, ROOT, check_data, data_of, example
from tools.write_docs import DOCS, PAGES

RELEASED = ROOT / "tests" / "released_codes.txt"
SENTENCE = re.compile(r"[.?!](?:\s|$)")
GAPS = string.Formatter()


def words_of(library: Library) -> list[tuple[str, Bilingual]]:
    """Every message, next step and title, and the engine's own words, each with what it belongs to."""
    found = [
        (f"{page.code} {part}", getattr(page.entry, part)) for page in pages(library) for part in ("message", "do")
    ]
    file = library.catalogue.file
    found += [(f"{code} title", entry.title) for code, entry in file.findings.items()]
    for table in (file.expected, file.leg_names, file.core_names, file.words):
        found += table.items()
    return found


def test_every_code_has_words_and_no_words_are_without_a_code(library: Library) -> None:
    engine = {code.number for code in Code}
    assert len(engine) == len(Code), "a number is used twice"
    assert set(library.catalogue.file.findings) == engine
    assert {page.code for page in pages(library)} == engine | set(library.catalogue.rules)


def test_both_languages_say_as_much(library: Library) -> None:
    """The same gaps, as many sentences, nothing empty."""
    for what, words in words_of(library):
        assert words.nb.strip(), what
        assert words.nn.strip(), what
        gaps = [sorted(name for _, name, _, _ in GAPS.parse(text) if name) for text in (words.nb, words.nn)]
        assert gaps[0] == gaps[1], what
        assert len(SENTENCE.findall(words.nb)) == len(SENTENCE.findall(words.nn)), what


def test_every_code_tells_what_to_do_in_whole_sentences(library: Library) -> None:
    for page in pages(library):
        for language in Language:
            for text in (page.message(language), page.do(language)):
                assert text[0].isupper() or text[0] in "«…", (page.code, text)
                assert text.endswith((".", "?", "!", "…", "»", "-05-01", "-11-20", "new")), (page.code, text)


def test_every_value_that_a_message_shows_has_a_gap_that_is_filled(library: Library) -> None:
    """A gap that no finding ever fills would leave a hole in the sentence."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "lettergen").rglob("*.py"))
    for page in pages(library):
        for text in (page.entry.message.nb, page.entry.do.nb):
            for name in {name for _, name, _, _ in GAPS.parse(text) if name}:
                assert re.search(rf'\b{name.removesuffix("_hint")}\b(=|":)', source), (page.code, name)


def test_released_codes_stay() -> None:
    """A code never disappears, and never changes its short name or severity unseen.

    `LETTERGEN_ACCEPT=1 pytest tests/test_messages.py` adds new codes to the list; it changes none.
    """
    library = load_library()
    now = {page.code: f"{page.code} {page.slug} {page.severity}" for page in pages(library)}
    kept = RELEASED.read_text(encoding="utf-8").split("\n") if RELEASED.exists() else []
    released = {line.split()[0]: line for line in kept if line}
    assert {code: now.get(code) for code in released} == released
    if os.environ.get("LETTERGEN_ACCEPT"):
        RELEASED.write_text("\n".join(sorted((released | now).values())) + "\n", encoding="utf-8")
    else:
        assert sorted(now.keys() - released.keys()) == [], "new codes are not in tests/released_codes.txt"


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str, library: Library) -> None:
    """`make docs` writes it."""
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](library)


# Near names


def near(findings: Any, code: str) -> str:
    """The suggestion of the first finding of a code."""
    values = [dict(finding.values) for finding in findings if finding.code == code]
    assert values, f"no {code} in {[finding.code for finding in findings]}"
    return values[0].get("nearest", "") or values[0].get("near_line", "")


GRANT = "innvilgelse-nb-fiskeindustri"


@pytest.mark.parametrize(
    ("path", "value", "code", "meant"),
    [
        (("skjema",), "kpv/1", "LG115", "kvp/1"),
        (("brev",), "innvilgels", "LG115", "innvilgelse"),
        (("maalform",), "nbb", "LG111", "nb"),
        (("motaker",), {"navn": "x"}, "LG110", "mottaker"),
        (("mottaker", "nvan"), "x", "LG110", "navn"),
        (("vilkaar", "aldr"), {}, "LG118", "alder"),
        (("vilkaar", "alder", "utfall"), "opfylt", "LG111", "oppfylt"),
        (("vilkaar", "alder", "begrunnelser"), ["alder/melom-18-og-67"], "LG201", "alder/mellom-18-og-67"),
        (("vilkaar", "alder", "begrunelser"), [], "LG110", "begrunnelser"),
        (("vilkaar", "tett-og-koordinert-bistand", "vurdering", "behv"), "x", "LG110", "behov"),
        (("vilkaar", "tett-og-koordinert-bistand", "kilder"), ["samtal"], "LG114", "samtale"),
        (("kilder", "samtale", "hva"), "samtal", "LG111", "samtale"),
        (("opplysninger", "progam"), {}, "LG110", "program"),
        (("opplysninger", "program", "slut"), "2027-01-01", "LG110", "slutt"),
        (("opplysninger", "ytelser"), [{"ytelse": "dagpengr"}], "LG111", "dagpenger"),
    ],
)
def test_a_misspelt_name_in_a_decision_has_its_near_one(
    path: tuple[str, ...], value: Any, code: str, meant: str, library: Library, office: Office
) -> None:
    data = data_of(example(GRANT))
    group = data
    for part in path[:-1]:
        group = group.setdefault(part, {})
    group[path[-1]] = value
    found = [each for each in check_data(data, library, office).report if each.path and dotted(each.path)]
    assert near(found, code) == meant
    for ui in Language:
        said = [library.catalogue.words(finding, ui) for finding in found if finding.code == code]
        assert any(f"«{meant}»" in words.message + words.do for words in said)


def test_a_misspelt_code_in_an_answer(library: Library, office: Office) -> None:
    answer = {"kode": "KPV-R13", "sti": "dato", "gjelder": "0", "hvorfor": "x", "av": "y", "dato": "2026-09-11"}
    found = check_data(data_of(example(GRANT)) | {"svar": [answer]}, library, office).report
    assert near(found, "LG412") == "KVP-R13"


def test_a_source_with_a_name_of_its_own_is_told_by_its_line(library: Library, office: Office) -> None:
    """Its id may be a person's name."""
    data = data_of(example(GRANT))
    data["kilder"] = {"kari": {"hva": "samtale", "dato": "2026-08-26"}, **data["kilder"]}
    data["vilkaar"]["tett-og-koordinert-bistand"]["kilder"] = ["kary"]
    checked = check_data(data, library, office)
    line = str(checked.decision.document.key_location(("kilder", "kari")).line)
    assert near(checked.report, "LG114") == line
    words = library.catalogue.words(next(each for each in checked.report if each.code == "LG114"), Language.NB)
    assert words.message.endswith(f"Mente du den på linje {line}?")


@pytest.mark.parametrize(
    ("line", "meant"),
    [('[kontoor]\nnavn = "x"', "kontor"), ('[kontor]\nkommmune = "x"', "kommune"), ("[innstilinger]", "innstillinger")],
)
def test_a_misspelt_setting_of_the_office(line: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "lettergen.toml").write_text(line, encoding="utf-8")
    assert near(read_office(tmp_path / "lettergen.toml").findings, "LG501") == meant


@pytest.mark.parametrize(
    ("expression", "meant"),
    [
        ("{{ program.sart | dato }}", "program.start"),
        ("{{ program.start | dat }}", "|dato"),
        ("{{ 'sotjl-29-11' | hjemmel }}", "sotjl-29-1"),
    ],
)
def test_a_misspelt_name_in_a_text(expression: str, meant: str, tmp_path: Path) -> None:
    block = ROOT / "reasons" / "felles" / "hjelp.md"
    own = tmp_path / "reasons" / "felles" / "hjelp.md"
    own.parent.mkdir(parents=True)
    own.write_text(block.read_text(encoding="utf-8").replace("# nb", f"# nb\n\n{expression}", 1), encoding="utf-8")
    with pytest.raises(InvalidLibrary) as error:
        load_library([tmp_path])
    assert near(error.value.report, "LG303") == meant


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (("chekc", "x"), "check"),
        (("library", "shw"), "show"),
        (("check", "--formt", "json", "x"), "--format"),
        (("check", "--format", "sarf", str(EXAMPLES / "lettergen.toml")), "sarif"),
        (("--ui", "nbb", "check"), "nb"),
        (("new", "invilgelse"), "innvilgelse"),
        (("schema", "avlsag"), "avslag"),
        (("explain", "LG413X"), "LG413"),
        (("explain", "KPV-R10"), "KVP-R10"),
        (("library", "show", "alder/fylt-76"), "alder/fylt-67"),
    ],
)
def test_a_misspelt_word_on_the_command_line(call: tuple[str, ...], meant: str) -> None:
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 2
    assert re.search(rf"Mente du «?{re.escape(meant)}»?\?", result.output), result.output


def test_a_finding_without_a_near_name_has_no_hint(library: Library) -> None:

    finding = Finding.of(Code.UNKNOWN_KEY, Location("a.yaml"), nearest="")
    assert library.catalogue.words(finding, Language.NB).message == "Vi kjenner ikke denne nøkkelen her."
