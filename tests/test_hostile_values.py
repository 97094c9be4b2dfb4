"""Values are never markup: whatever a name or a text holds comes out as it was written, in every format.

From the decision file to the finished bytes, read back: Word's own XML, the PDF's text, the HTML as a browser
parses it, and the plain text.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from lettergen import Language, Letter, Library, check, compose, load, render, reporting
from lettergen.checking import Checked
from lettergen.letter import Run, leaves
from lettergen.office import Office
from lettergen.rendering import FORMATS
from lettergen.source import dotted
from tests.conftest import answered, as_json, check_data, codes, data_of, example
from tests.sample_letter import HOSTILE

GRANT, REFUSAL = "innvilgelse-nb-fiskeindustri", "avslag-nb-fylt-67"
NAMES = (
    "Máret Čáhcesuolu-Ŋálak Šuoŋŋá Ŧeđđi Žuoka",
    "Åse Ærlig Øst-d'Été",
    '<b>Ola</b> & "Co" <!-- x --> &lt;',
    "*Kari* _Prøve_ **to** #en |to|",
    "{{ mottaker.navn }} {% if true %}ja{% endif %}",
    "1. mai 2. pinsedag",
    "# Ikke en tittel",
    "- Ikke et punkt",
)
# Only signs and no word is a prompt left standing, and has its own finding.
VALUES = tuple(value for value in (*NAMES, *HOSTILE) if any(sign.isalnum() for sign in value))
LINES = 5


# Letters with such values in every place


@dataclass
class Placed:
    """Gives each value that is placed a number of its own, so that it is known again, and remembers it."""

    part: int = 0
    values: list[str] = field(default_factory=list)

    def one(self, number: int = 0) -> str:
        return self._numbered(VALUES[(self.part * LINES + number) % len(VALUES)])

    def some(self) -> list[str]:
        return [self.one(number) for number in range(LINES)]

    def all(self) -> str:
        """Every value, each a paragraph."""
        return "\n\n".join(self._numbered(value) for value in VALUES)

    def _numbered(self, value: str) -> str:
        self.values.append(f"{value} ({len(self.values)})")
        return self.values[-1]


def grant(put: Placed) -> dict[str, Any]:
    """A grant with some of the values as names, address and table, and all of them as texts."""
    data = data_of(example(GRANT))
    data["mottaker"]["navn"], *data["mottaker"]["adresse"] = put.some()
    data["saksbehandler"] = {"navn": put.one(1), "tittel": put.one(2), "telefon": put.one(3)}
    data["godkjenner"] = {"navn": put.one(3), "tittel": put.one(4)}
    data["saksnummer"] = put.one()
    data["vedlegg"], data["kopi"] = put.some(), put.some()
    data["unntatt_offentlighet"] = put.one(2)
    data["brukers_syn"] |= {"tekst": put.all(), "vekt": put.all()}
    for condition in ("nedsatt-arbeids-og-inntektsevne", "tett-og-koordinert-bistand"):
        assessed = data["vilkaar"][condition]["vurdering"]
        assessed |= {name: put.all() for name in assessed}
    facts = data["opplysninger"]
    facts["arbeidsevnevurdering"] |= {"konklusjon": f"at {put.one(3)}", "maal": f"at {put.one(4)}"}
    facts["kontakt"] = {"navn": put.one(), "rytme": f"ved {put.one(1)}"}
    facts["program"] |= {"maal": f"at {put.one(2)}", "timer_forklaring": put.one(3)}
    for number, activity in enumerate(facts["program"]["aktiviteter"]):
        activity |= {"hva": put.one(number), "ansvarlig": put.one(-number)}
    return data


def refusal(put: Placed) -> dict[str, Any]:
    """A refusal for a representative: texts without a source, a condition not assessed, and why."""
    data = data_of(example(REFUSAL))
    data["fullmektig"] = {"navn": put.one(), "adresse": put.some()}
    data["mottaker"]["navn"] = put.one(3)
    data["vilkaar"]["alder"]["vurdering"] = put.all()
    data["vilkaar"]["arbeidsevnevurdering"]["hvorfor"] = put.all()
    data["brukers_syn"] = {"vil_ikke_uttale_seg": put.all()}
    data["opplysninger"] = {"oppsummert_grunn": f"at {put.one(4)}", "annen_hjelp": put.all()}
    return data


PARTS = -(-len(VALUES) // LINES)
CASES = [(make, part) for make in (grant, refusal) for part in range(PARTS if make is grant else 2)]


# Finished letters read back, as paragraphs


def from_docx(content: bytes) -> list[str]:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tree = ET.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in found.iter(f"{word}t")) for found in tree.iter(f"{word}p")]


class _Reader(HTMLParser):
    """The text of each element that holds any, and the elements there are."""

    INLINE = frozenset({"a", "b", "br", "em", "i", "span", "strong"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = [""]
        self.tags: set[str] = set()
        self.silent = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.silent = tag in ("style", "title")
        if tag not in self.INLINE:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self.silent = False
        if tag not in self.INLINE:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.paragraphs[-1] += data


def read_html(content: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(content.decode())
    reader.close()
    return reader


def spaced(text: str) -> str:
    """White space made single; a no-break space is a space here, as a reader of a PDF gives it."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0].__name__} {case[1]}")
def letter(request: pytest.FixtureRequest, library: Library, office: Office) -> tuple[Letter, list[str]]:
    """A complete letter and the values put in it."""
    make, part = request.param
    put = Placed(part)
    return compose(answered(make(put), library, office)), put.values


def test_every_value_is_put_in_a_name_once() -> None:
    assert len(VALUES) > 20
    placed = [Placed(part) for part in range(PARTS)]
    firsts = [value for put in placed for value in put.some()]
    assert {value.rpartition(" ")[0] for value in firsts} == set(VALUES)


def test_word_holds_every_value_exactly(letter: tuple[Letter, list[str]], library: Library) -> None:
    paragraphs = from_docx(render(letter[0], "docx", library))
    assert [value for value in letter[1] if not any(value in each for each in paragraphs)] == []


def test_html_holds_every_value_exactly(letter: tuple[Letter, list[str]], library: Library) -> None:
    reader = read_html(render(letter[0], "html", library))
    assert [value for value in letter[1] if not any(value in each for each in reader.paragraphs)] == []
    assert not reader.tags & {"script", "b", "img", "merke", "iframe", "code", "h4"}


def test_plain_text_holds_every_value(letter: tuple[Letter, list[str]], library: Library) -> None:
    """Lines are broken at spaces only."""
    text = spaced(render(letter[0], "txt", library).decode())
    assert [value for value in letter[1] if spaced(value) not in text] == []


def test_the_pdf_holds_every_value(letter: tuple[Letter, list[str]], library: Library) -> None:
    """Every sign in its order; where a line is broken says nothing of the text."""
    pages = PdfReader(BytesIO(render(letter[0], "pdf", library))).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    assert [value for value in letter[1] if squeezed(value) not in text] == []


def test_a_text_is_paragraphs_and_nothing_else(library: Library, office: Office) -> None:
    """A blank line makes a paragraph; the signs at its start make no list, heading or number."""
    put = Placed()
    letter = compose(answered(refusal(put), library, office))
    paragraphs = from_docx(render(letter, "docx", library))
    starts = {value for value in put.all().split("\n\n") if value[:1] in "#-|1*"}
    assert starts
    for value in (value.rpartition(" ")[0] for value in starts):
        assert sum(each.startswith(f"{value} (") for each in paragraphs) >= 4
    assert not [run for run in runs_of(letter) if run.text in put.values and (run.bold or run.italic or run.link)]


def runs_of(letter: Letter) -> Iterator[Run]:
    for leaf, _ in leaves(letter.body):
        yield from leaf if isinstance(leaf, tuple) else leaf.runs


# What may not stand there


PLACES: dict[str, Callable[[dict[str, Any], str], None]] = {
    "mottaker.navn": lambda data, text: data["mottaker"].update(navn=text),
    "mottaker.adresse[0]": lambda data, text: data["mottaker"]["adresse"].__setitem__(0, text),
    "saksnummer": lambda data, text: data.update(saksnummer=text),
    "vedlegg[0]": lambda data, text: data.update(vedlegg=[text]),
    "opplysninger.program.aktiviteter[0].hva": lambda data, text: data["opplysninger"]["program"]["aktiviteter"][
        0
    ].update(hva=text),
    "opplysninger.kontakt.navn": lambda data, text: data["opplysninger"]["kontakt"].update(navn=text),
}
LONG: dict[str, Callable[[dict[str, Any], str], None]] = {
    "brukers_syn.tekst": lambda data, text: data["brukers_syn"].update(tekst=text),
    "vilkaar.tett-og-koordinert-bistand.vurdering.behov": lambda data, text: data["vilkaar"][
        "tett-og-koordinert-bistand"
    ]["vurdering"].update(behov=text),
}


def stops(data: dict[str, Any], library: Library, office: Office) -> list[tuple[str, str]]:
    """Code and path of what stops the letter; each with a line, and in words that do not repeat the value."""
    checked = check_data(data, library, office)
    found = [finding for finding in checked.report if finding.stops]
    for finding in found:
        assert finding.location.line
        for language in Language:
            words = library.catalogue.words(finding, language)
            assert words.message.isprintable()
            assert "Kari" not in words.message + words.do
    return [(finding.code, dotted(finding.path)) for finding in found]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\n\n"], ids=repr)
def test_a_line_break_in_a_one_line_field(path: str, sign: str, library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    PLACES[path](data, f"Kari{sign}Prøve")
    found = stops(data, library, office)
    assert ("LG112", path) in found
    assert {code for code, where in found if where == path} <= {"LG112", "LG108"}


@pytest.mark.parametrize("path", PLACES | LONG)
@pytest.mark.parametrize(
    "sign",
    [
        *("\0", "\a", "\b", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff"),
        *("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u200e", "\u061c"),
        *("\U000f0000", "\U000fffff", "\ufffe"),
    ],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_control_and_direction_signs(path: str, sign: str, library: Library, office: Office) -> None:
    """Each told by its number, at the value it stands in, and only once."""
    data = data_of(example(GRANT))
    (PLACES | LONG)[path](data, f"Kari {sign}Prøve som har mye å fortelle om seg selv og om hva hun vil.")
    assert stops(data, library, office).count(("LG108", path)) == 1


@pytest.mark.parametrize("path", PLACES | LONG)
@pytest.mark.parametrize("sign", ["漢", "😀", "ش", "🇳🇴", "𝔎"], ids=lambda sign: f"U+{ord(sign[0]):04X}")
def test_signs_that_the_fonts_lack(path: str, sign: str, library: Library, office: Office) -> None:
    """The PDF could not show them, so no format is written."""
    data = data_of(example(GRANT))
    (PLACES | LONG)[path](data, f"Kari {sign} Prøve som har mye å fortelle om seg selv og om hva hun vil.")
    found = stops(data, library, office)
    assert set(found) == {("LG109", path)}
    assert len(found) == len(set(sign))


def _yaml(name: str) -> str:
    text = example(GRANT).read_text(encoding="utf-8")
    assert text.count("  navn: Grete Mønster\n") == 1
    return text.replace("  navn: Grete Mønster\n", f"  navn: {name}\n")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ('"Kari\\nPrøve"', "LG112"),
        ("|\n    Kari\n    Prøve", "LG112"),
        ('"Kari\\u202EPrøve"', "LG108"),
        ('"Kari\\0Prøve"', "LG108"),
        ("Kari\u202ePrøve", "LG108"),
        ("Kari\x07Prøve", "LG108"),
        ("Kari\u2028Prøve", "LG108"),
        ('"Kari \\U0001F600"', "LG109"),
        ("Kari 😀", "LG109"),
    ],
)
def test_the_same_from_yaml(name: str, code: str, library: Library, office: Office) -> None:
    """Written as they are, or with an escape: found at the line of the name."""
    checked = check(load(_yaml(name), office, name="sak.yaml"), library)
    first = next(finding for finding in checked.report if finding.stops)
    assert (first.code, dotted(first.path), first.location.line) == (code, "mottaker.navn", 8)


def test_folded_lines_and_edges_are_no_line_breaks(library: Library, office: Office) -> None:
    for name in ("Kari\n    Prøve", ">-\n    Kari\n    Prøve", '" Kari Prøve "', "|\n    Kari Prøve"):
        checked = check(load(_yaml(name), office, name="sak.yaml"), library)
        assert codes(checked) == []
        assert compose(checked).recipient[0] == "Kari Prøve"


def test_a_bad_sign_in_a_key_or_an_id(library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    data["kilder"]["l\u202eege"] = {"hva": "samtale", "dato": "2026-08-26"}
    number = len(data["kilder"]) - 1  # an id that someone made up is told by its number
    assert ("LG108", f"kilder[{number}]") in stops(data, library, office)
    assert "\u202e" not in shown(check_data(data, library, office))


def shown(checked: Checked) -> str:
    """All that the command line could print of a report."""
    lines = reporting.as_lines(checked.report, checked.library, Language.NB)
    data = reporting.as_json([checked.report], checked.library, Language.NB)
    return reporting.as_text(checked, Language.NB) + lines + json.loads(json.dumps(data))


def test_accents_written_apart_are_the_letter_they_make(library: Library, office: Office) -> None:
    """`č` as `c` and a caron, as some keyboards and systems send it: no finding, and it comes out."""
    data = data_of(example(GRANT))
    data["mottaker"]["navn"] = "Ma\u0301ret C\u030cuođđi"
    checked = check(load(as_json(data), office, name="sak.json"), library)
    assert codes(checked) == []
    for format in FORMATS:
        assert render(compose(checked), format, library)
