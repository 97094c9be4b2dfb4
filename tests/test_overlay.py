"""An office's own folders in front of the shipped ones: what wins, what warns, and what stops before any letter."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from lettergen import InvalidLibrary, Library, check, compose, load, load_library, render
from lettergen.command_line import main
from lettergen.reasons import version_of
from tests.conftest import ROOT, codes, example

REFUSAL = "avslag-nb-fylt-67"
RUNNING_TEXT = "templates/nb/kvp/avslag.md"
BLOCK = "reasons/kvp/alder/fylt-67.md"
APPEAL = "reasons/felles/klage.md"


def build(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a folder of content files; the test shows them all."""
    for relative, text in files.items():
        file = folder / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def shipped(relative: str) -> str:
    return (ROOT / relative).read_text(encoding="utf-8")


def letter(library: Library, name: str = REFUSAL) -> str:
    checked = check(load(example(name)), library)
    assert codes(checked) == []
    return " ".join(render(compose(checked), "txt", library).decode().split())


def broken(folder: Path, files: Mapping[str, str]) -> Mapping[str, list[tuple[str, int | None]]]:
    """What keeps a library with these files from loading: code and line of each finding, by file in the folder.

    A finding names an office's file by its whole path, so that it cannot be taken for the shipped one.
    """
    with pytest.raises(InvalidLibrary) as raised:
        load_library((build(folder, files),))
    found: dict[str, list[tuple[str, int | None]]] = {}
    for finding in raised.value.report:
        place = Path(finding.location.file).relative_to(folder).as_posix()
        found.setdefault(place, []).append((finding.code, finding.location.line))
    return found


# Single files: the nearest wins, whole


def test_a_running_text_is_replaced_whole_and_in_one_language(tmp_path: Path, library: Library) -> None:
    text = shipped(RUNNING_TEXT).replace("# Du får ikke kvalifiseringsprogram", "# Svaret vårt er nei")
    text = text.replace("## Hva du selv mener", "## Din egen mening")
    mine = load_library((build(tmp_path, {RUNNING_TEXT: text}),))
    assert "Svaret vårt er nei" in letter(mine)
    assert "Hva du selv mener" not in letter(mine)
    assert letter(mine, "avslag-nn-moette-ikkje") == letter(library, "avslag-nn-moette-ikkje")
    assert mine.version != library.version


def test_a_block_is_replaced_whole(tmp_path: Path) -> None:
    text = shipped(BLOCK)
    head, _, _ = text.partition("# nb")
    mine = load_library(
        (build(tmp_path, {BLOCK: f"{head}# nb\nDu fylte 67 {{{{ fyller_67 | dato }}}}.\n# nn\nDu fylte 67.\n"}),)
    )
    assert "Du fylte 67 14. mars 2026." in letter(mine).replace("\u00a0", " ")
    assert mine.schemes["kvp"].blocks["alder/fylt-67"].newest.version != version_of(text)


def test_a_new_block_stands_beside_the_shipped_ones(tmp_path: Path, library: Library) -> None:
    mine = load_library((build(tmp_path, {"reasons/kvp/alder/over-67.md": shipped(BLOCK)}),))
    assert mine.schemes["kvp"].blocks.keys() - library.schemes["kvp"].blocks.keys() == {"alder/over-67"}


def test_labels_letterhead_and_layouts_are_files_too(tmp_path: Path, library: Library) -> None:
    files = {
        "templates/nb/ledetekster.yaml": shipped("templates/nb/ledetekster.yaml").replace(
            "Med vennlig hilsen", "Hilsen oss på torget"
        ),
        "templates/layout/letter.typ": shipped("templates/layout/letter.typ"),
    }
    mine = load_library((build(tmp_path, files),))
    assert "Hilsen oss på torget" in letter(mine)
    assert mine.layout("letter.typ") == tmp_path / "templates/layout/letter.typ"
    assert mine.layout("letter.html") == library.layout("letter.html")


def test_a_later_version_of_a_text_counts_from_its_day(tmp_path: Path, library: Library) -> None:
    text = shipped(RUNNING_TEXT).replace("# Du får ikke kvalifiseringsprogram", "# Nytt år, samme svar")
    for day, counts in (("2026-09-04", True), ("2026-09-05", False)):
        name = RUNNING_TEXT.replace(".md", f"@{day}.md")
        mine = load_library((build(tmp_path / day, {name: text}),))
        assert ("Nytt år, samme svar" in letter(mine)) is counts
    assert "Nytt år" not in letter(library)


def test_the_first_folder_is_nearest(tmp_path: Path) -> None:
    def titled(title: str) -> dict[str, str]:
        return {RUNNING_TEXT: shipped(RUNNING_TEXT).replace("# Du får ikke kvalifiseringsprogram", f"# {title}")}

    near, far = build(tmp_path / "a", titled("Nær")), build(tmp_path / "b", titled("Fjern"))
    assert " Nær " in letter(load_library((near, far)))
    assert " Fjern " in letter(load_library((far, near)))


# replaces.yaml


def test_a_replacement_warns_when_the_original_moved_on(tmp_path: Path) -> None:
    files = {BLOCK: shipped(BLOCK), APPEAL: shipped(APPEAL)}
    known = f"# ok\n{BLOCK}: {version_of(shipped(BLOCK))}\n"
    assert load_library((build(tmp_path / "a", {**files, "replaces.yaml": known}),)).warnings == ()

    old = f"{known}{APPEAL}: 0123456789ab\nreasons/felles/borte.md: 0123456789ab\n"
    library = load_library((build(tmp_path / "b", {**files, "replaces.yaml": old}),))
    warned = [(finding.code, str(finding.severity), finding.path, finding.location) for finding in library.warnings]
    assert [(code, severity, path, at.line) for code, severity, path, at in warned] == [
        ("LG307", "warning", (APPEAL,), 3),
        ("LG307", "warning", ("reasons/felles/borte.md",), 4),
    ]
    assert letter(library)


def test_white_space_alone_is_no_new_version() -> None:
    assert version_of("a  b\r\nc\n\n") == version_of("\na b\nc")
    assert version_of("a b\nc") != version_of("a b\nd")


# Tables: the union of all layers by id


def test_tables_are_joined(tmp_path: Path, library: Library) -> None:
    files = {
        "reasons/spraak/lover.yaml": "lover:\n  by:\n    nummer: LOV-1\n    slag: lov\n    navn: {nb: byloven, nn: bylova}\n",
        "reasons/kvp/hjemler.yaml": (
            'hjemler:\n  by-1:\n    lov: by\n    paragraf: "1"\n    emne: {nb: x, nn: x}\n'
            "    gjelder_fra: 2020-01-01\n    kontrollert: ja\n    kilde: oppdiktet\n"
        ),
        "reasons/kvp/opplysninger.yaml": "opplysninger:\n  hund: {type: tekst, navn: {nb: Hund, nn: Hund}}\n",
    }
    mine = load_library((build(tmp_path, files),))
    assert mine.schemes["kvp"].provisions.keys() - library.schemes["kvp"].provisions.keys() == {"by-1"}
    assert mine.schemes["kvp"].facts.facts.keys() - library.schemes["kvp"].facts.facts.keys() == {"hund"}
    assert letter(mine) == letter(library)


RULE = """regler:
  - id: {id}
    kortnavn: egen-regel
    gjelder: [avslag]
    krav: har_tekst(brukers_syn.tekst)
    alvor: raad
    hjemler: [sotjl-42]
    melding: {{nb: x, nn: x}}
    gjoer: {{nb: x, nn: x}}
    godtar: []
    avviser: []
"""


def test_an_offices_own_rule_runs_beside_the_shipped(tmp_path: Path) -> None:
    mine = load_library((build(tmp_path, {"reasons/kvp/regler.yaml": RULE.format(id="X1")}),))
    runs = [run.rule.code for run in check(load(example(REFUSAL)), mine).rules]
    assert "KVP-X1" in runs
    assert "KVP-R09" in runs


def test_an_id_in_two_layers_is_an_error(tmp_path: Path) -> None:
    """Each where it stands the second time. What an office may change is a setting; a table's row is not."""
    files = {
        "reasons/spraak/lover.yaml": "lover:\n  sotjl: {nummer: x, slag: lov, navn: {nb: x, nn: x}}\n",
        "reasons/felles/hjemler.yaml": "hjemler:\n\n  efv-8: {lov: fvl, paragraf: x}\n",
        "reasons/felles/satser.yaml": "satser:\n  grunnbeloep: {enhet: tall, rader: []}\n",
        "reasons/felles/funn.yaml": "funn:\n  LG401: {tittel: {nb: x, nn: x}}\n",
        "reasons/kvp/opplysninger.yaml": "opplysninger:\n  hindringer: {type: tekst}\nberegnet: {alder: {type: tall}}\n",
        "reasons/kvp/ordning.yaml": "skjema: kvp/1\nvilkaar:\n  alder: {}\nbrev: {avslag: {}}\n",
        "reasons/kvp/regler.yaml": RULE.format(id="R09"),
    }
    assert broken(tmp_path, files) == {
        "reasons/spraak/lover.yaml": [("LG103", 2)],
        "reasons/felles/hjemler.yaml": [("LG103", 3)],
        "reasons/felles/satser.yaml": [("LG103", 2)],
        "reasons/felles/funn.yaml": [("LG103", 2)],
        "reasons/kvp/opplysninger.yaml": [("LG103", 2), ("LG103", 3)],
        "reasons/kvp/ordning.yaml": [("LG103", 1), ("LG103", 3), ("LG103", 4)],
        "reasons/kvp/regler.yaml": [("LG103", 2)],
    }


# A broken text stops every letter, before the first

FAULTS = {
    "misspelt name in if": ("{% if mottaker.namn %}Hei.{% endif %}", "LG303"),
    "misspelt name in elif": ("{% if dato %}Hei.{% elif soeknaden.mottatt %}Hei.{% endif %}", "LG303"),
    "misspelt name in for": ("{% for x in aktivitetar %}Hei.{% endfor %}", "LG303"),
    "misspelt name in output": ("Hei {{ mottaker.namn }}.", "LG303"),
    "misspelt name inside an unlikely branch": ("{% if not dato %}{{ finnes_ikke }}{% endif %}", "LG303"),
    "misspelt condition": ("{% if vilkaar['aldar'].utfall == 'oppfylt' %}Hei.{% endif %}", "LG303"),
    "unknown filter": ("Hei {{ dato | datoen }}.", "LG303"),
    "unknown provision": ("Hei {{ 'sotjl-999' | hjemmel }}.", "LG303"),
    "python attribute": ("{{ ''.__class__ }}", "LG304"),
    "python attribute of a value": ("{{ mottaker.navn.__class__ }}", "LG303"),
    "python attribute by index": ("{{ mottaker['__class__'] }}", "LG303"),
    "power": ("{{ 'x' * 10**9 }}", "LG304"),
    "macro": ("{% macro m() %}Hei.{% endmacro %}", "LG304"),
    "include": ("{% include 'hei.md' %}", "LG304"),
    "import": ("{% import 'hei.md' as hei %}", "LG304"),
    "extends": ("{% extends 'hei.md' %}", "LG304"),
    "set": ("{% set x = 1 %}", "LG304"),
    "block statement": ("{% block b %}Hei.{% endblock %}", "LG304"),
    "filter block": ("{% filter stor %}hei{% endfilter %}", "LG304"),
    "with": ("{% with x = 1 %}Hei.{% endwith %}", "LG304"),
    "method call": ("{{ mottaker.navn.upper() }}", "LG304"),
    "index by a value": ("{{ mottaker[saksnummer] }}", "LG304"),
    "slice": ("{{ saksnummer[0:2] }}", "LG304"),
    "test": ("{% if dato is defined %}Hei.{% endif %}", "LG304"),
    "text pasted together": ("{{ saksnummer ~ saksnummer }}", "LG304"),
    "filter with a named argument": ("{{ dato | dato(form='kort') }}", "LG304"),
    "loop with a test": ("{% for x in kilder if x.dato %}Hei.{% endfor %}", "LG304"),
    "unknown statement": ("{% gjenta %}Hei.{% endgjenta %}", "LG302"),
    "open statement": ("{% if dato %}Hei.", "LG302"),
    "open output": ("Hei {{ dato | dato.", "LG302"),
    "date without filter": ("Hei {{ dato }}.", "LG306"),
    "number without filter": ("Hei {{ satser.faktor }}.", "LG306"),
    "yes or no": ("Hei {{ opphold_i_tvil }}.", "LG306"),
    "list without filter": ("Hei {{ hindringer }}.", "LG306"),
    "group": ("Hei {{ mottaker }}.", "LG306"),
}


IN_A_BLOCK = {
    "conditions": ("{{ vilkaar() }}", "LG303"),
    "common block": ("{{ blokk('klage') }}", "LG303"),
    "table": ("{{ tabell('aktiviteter') }}", "LG303"),
    "law sentence": ("{{ lovhenvisning() }}", "LG303"),
}
IN_A_RUNNING_TEXT = {
    "unknown block": ("{{ blokk('finnes-ikke') }}", "LG303"),
    "unknown table": ("{{ tabell('finnes-ikke') }}", "LG303"),
    "unknown group": ("{{ vilkaar('kanskje') }}", "LG303"),
    "unknown call": ("{{ hent('klage') }}", "LG303"),
    "argument that is no constant": ("{{ blokk(saksnummer) }}", "LG304"),
}
CASES = [
    *((fault, BLOCK, *case) for fault, case in (FAULTS | IN_A_BLOCK).items()),
    *((fault, RUNNING_TEXT, *case) for fault, case in (FAULTS | IN_A_RUNNING_TEXT).items()),
]


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[tuple[str, int | None]]]:
    """The findings of one library with every fault, each in a version of its own, by file name."""
    files = {}
    for number, (_, original, text, _) in enumerate(CASES):
        # In a block the Bokmål text is the broken one, in the middle of the file.
        before, mark, after = shipped(original).partition("# nn\n" if original == BLOCK else "\n## Du kan klage\n")
        files[_version(original, number)] = f"{before.rstrip()}\n\n{text}\n\n{mark.lstrip()}{after}"
    return broken(tmp_path_factory.mktemp("faults"), files)


def _version(original: str, number: int) -> str:
    return original.replace(".md", f"@{2100 + number}-01-01.md")


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{Path(case[1]).stem}: {case[0]}" for case in CASES])
def test_a_broken_text_stops_every_letter(number: int, faults: Mapping[str, list[tuple[str, int | None]]]) -> None:
    """One finding, at the line where it stands, before any decision is read."""
    _, original, _, code = CASES[number]
    mark = "# nn" if original == BLOCK else "## Du kan klage"
    line = shipped(original).partition(f"\n{mark}\n")[0].rstrip().count("\n") + 3
    found = faults.get(_version(original, number), [])
    assert [each for each, _ in found] == [code]
    # What is left open can only be told where it should have been closed.
    assert found[0][1] == line or (CASES[number][0].startswith("open") and (found[0][1] or 0) > line)


BROKEN_FILES = {
    "reasons/kvp/alder/a.md": "ingen ramme\n",
    "reasons/kvp/alder/b.md": "---\nvilkaar: alder\n",
    "reasons/kvp/alder/c.md": shipped(BLOCK).partition("# nn")[0],
    "reasons/kvp/alder/d.md": shipped(BLOCK).replace("vilkaar: alder", "vilkaar: aldar"),
    "reasons/kvp/alder/e.md": shipped(BLOCK).replace("utfall: ikke_oppfylt", "utfall: kanskje"),
    "reasons/kvp/alder/f.md": shipped(BLOCK).replace("opplysninger: [", "opplysninger: [finnes_ikke, "),
    "reasons/kvp/alder/g.md": shipped(BLOCK).replace("tittel:", "titel:"),
    "reasons/kvp/alder/h@2026-13-01.md": shipped(BLOCK),
    "templates/nb/ledetekster.yaml": "hilsen: Hei\n",
    "templates/nb/ledetekster@i-morgen.yaml": shipped("templates/nb/ledetekster.yaml"),
    "templates/nb/kvp/avslag@snart.md": shipped(RUNNING_TEXT),
    "reasons/kvp/hjemler.yaml": "hjemler: [\n",
    "reasons/kvp/regler.yaml": RULE.format(id="X1").replace("brukers_syn.tekst", "brukars_syn.tekst"),
    "reasons/kvp/regler@2027-01-01.yaml": RULE.format(id="X2").replace("sotjl-42", "sotjl-999"),
    "reasons/kvp/regler@2027.yaml": RULE.format(id="X3"),
    "replaces.yaml": "a: [\n",
}


def test_a_broken_file_is_named_and_so_is_every_other(tmp_path: Path) -> None:
    """All faults of all files at once, and nothing said of files that are right."""
    found = broken(tmp_path, BROKEN_FILES)
    assert sorted(found) == sorted(BROKEN_FILES)
    without_line = {file for file, findings in found.items() if not all(line for _, line in findings)}
    assert without_line <= {file for file in BROKEN_FILES if file.endswith(("c.md", "h@2026-13-01.md", "snart.md"))}


def test_a_letter_type_has_its_text_in_both_languages(tmp_path: Path) -> None:
    """A text for a letter type that no scheme has would never be printed; one that lacks would stop a letter."""
    types = "brev:\n  henlegging: {navn: {nb: x, nn: x}, er_vedtak: nei, krever_utfall: ingen}\n"
    files = {
        "reasons/kvp/ordning.yaml": types,
        "templates/nb/kvp/henlegging.md": "# Vi avslutter saken\n",
        "templates/nn/kvp/henleggjing.md": "# Vi avsluttar saka\n",
    }
    with pytest.raises(InvalidLibrary) as raised:
        load_library((build(tmp_path, files),))
    assert sorted(dict(finding.values)["name"] for finding in raised.value.report) == [
        "templates/nn/kvp/henlegging.md",
        "templates/nn/kvp/henleggjing.md",
    ]


@pytest.mark.parametrize("text", ["{{ dato | kroner }}", "{% if dato == 3 %}Hei.{% endif %}", "{{ 'x' * 1000000000 }}"])
def test_values_that_do_not_fit_are_told_in_the_text_where_they_stand(text: str, tmp_path: Path) -> None:
    """Seen when a decision is checked: at the block's own line, not at the running text that asks for the block."""
    before, mark, after = shipped(BLOCK).partition("# nn\n")
    mine = load_library((build(tmp_path, {BLOCK: f"{before.rstrip()}\n\n{text}\n\n{mark}{after}"}),))
    checked = check(load(example(REFUSAL)), mine)
    assert not checked.complete
    found = [(finding.code, str(finding.location)) for finding in checked.report if finding.stops]
    assert found == [("LG302", f"{BLOCK}:{len(before.rstrip().splitlines()) + 2}")]


def test_the_command_line_stops_at_a_broken_library(tmp_path: Path) -> None:
    """Exit code 2, each fault on a line with its place, and no letter of a decision that is in order."""
    text = shipped(RUNNING_TEXT) + "\n{{ mottakar.navn }}\n"
    mine, out = build(tmp_path / "mine", {RUNNING_TEXT: text}), tmp_path / "ut"
    done = CliRunner().invoke(main, ["--library", str(mine), "write", str(example(REFUSAL)), "-o", str(out)])
    assert done.exit_code == 2
    assert f"{mine}/{RUNNING_TEXT}:{len(text.splitlines())}: " in done.output
    assert "LG303" in done.output
    assert not out.exists()


RUNNING_TEXT_FAULTS = {
    "no law sentence": ("{{ lovhenvisning() }}", "", "LG409"),
    "no appeal": ("{{ blokk('klage') }}", "", "LG408"),
    "no own view": ("{{ brukers_syn.tekst }}", "", "LG407"),
    "conditions twice": ("{{ vilkaar() }}", "{{ vilkaar() }}\n\n{{ vilkaar() }}", "LG407"),
    "no conditions": ("{{ vilkaar() }}", "", "LG407"),
}


@pytest.mark.parametrize("fault", RUNNING_TEXT_FAULTS)
def test_a_running_text_that_leaves_something_out_is_no_letter(fault: str, tmp_path: Path) -> None:
    """The finished letter is looked at: what must stand there stands there, once."""
    old, new, code = RUNNING_TEXT_FAULTS[fault]
    relative = "templates/nb/kvp/innvilgelse.md"
    text = (ROOT / relative).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / relative).parent.mkdir(parents=True)
    (tmp_path / relative).write_text(text.replace(old, new), encoding="utf-8")
    checked = check(load(example("innvilgelse-nb-fiskeindustri")), load_library((tmp_path,)))
    assert code in codes(checked)
    assert not checked.complete


@pytest.mark.parametrize(
    "call",
    [
        "{% if blokk('klage') %}\nHei.\n{% endif %}",
        "{{ tabell() }}",
        "{{ vilkaar('oppfylt', 'b') }}",
        "{{ lovhenvisning('x') }}",
    ],
)
def test_calls_of_running_texts_print_and_decide_nothing(call: str, tmp_path: Path) -> None:
    relative = "templates/nb/kvp/innvilgelse.md"
    text = (ROOT / relative).read_text(encoding="utf-8")
    (tmp_path / relative).parent.mkdir(parents=True)
    (tmp_path / relative).write_text(f"{text}\n\n{call}\n", encoding="utf-8")
    with pytest.raises(InvalidLibrary) as caught:
        load_library((tmp_path,))
    assert "LG304" in {finding.code for finding in caught.value.report}


def test_a_block_without_text_in_a_language_is_refused(tmp_path: Path) -> None:
    relative = "reasons/kvp/alder/mellom-18-og-67.md"
    text = (ROOT / relative).read_text(encoding="utf-8")
    (tmp_path / relative).parent.mkdir(parents=True)
    (tmp_path / relative).write_text(text.split("# nn")[0] + "# nn\n", encoding="utf-8")
    with pytest.raises(InvalidLibrary):
        load_library((tmp_path,))
