"""A Word file holds the letter's words, all of them, exactly and in order, and survives being edited."""

import bz2
import importlib.util
import json
import re
import subprocess
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from jinja2 import UndefinedError
from lxml import etree
from pypdf import PdfReader

from lettergen.formats.docx import LetterheadError, pack, render_docx
from lettergen.formats.docx_body import Style
from lettergen.language import Language
from lettergen.letter import Align, Passage, lines
from lettergen.provenance import paragraph_hash
from tests.conftest import require
from tests.sample_letter import HOSTILE, column, h, hostile, leftover_words, ol, p, plain_letter, run, sample, table, ul

TEMPLATES = Path(__file__).parent.parent / "templates"
LETTERHEAD = TEMPLATES / "nb" / "letter.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# What docxtpl itself gives a meaning: tags, its escapes for them, and the body's own tag.
TAGS = ("{{ body }} {% if x %} {# note #} {{p body }}", "{_{ x }_} {_% y %_} {{r z }}", "]]> <!-- --> &#65; \\a")

LISTS = (
    ul((p("Norsk"), ul("muntlig")), (p("Praksis"), p("Hos Døme AS."), ol("Møt presis.", "Gi beskjed."))),
    p("Slik gjør du:"),
    ol("Ring oss.", "Send skjemaet."),
    p("Så:"),
    ol("Vent.", "Les svaret.", "Ta kontakt."),
)
SUMS = table(
    (column("Periode", 3), column("Per dag", 2, Align.RIGHT), column("I alt", 2, Align.RIGHT)),
    (("Desember", "1\u00a0001,23", "1\u00a0037,23"), ("Januar", "1\u00a0001,23", "1\u00a0073,23")),
    ("Sum", "", "2\u00a0110,46"),
)
PASSAGES = (
    Passage("livsalder", (h(3, "Alder"), p("Du er 36 år."))),
    p("Imellom."),
    Passage("arbeidsevne", (p("Først."), ul("Punkt."), SUMS)),
    Passage("arbeidsevne", (p("Mer."),)),
)


def part(docx, name):
    with ZipFile(BytesIO(docx)) as package:
        return package.read(name)


def tree(docx, name="word/document.xml"):
    return etree.fromstring(part(docx, name))


def words(paragraph):
    """A paragraph's words; a tab or line break separates as a space does."""
    signs = {f"{W}tab": "\n", f"{W}br": "\n"}
    found = (node.text or "" if node.tag == f"{W}t" else signs.get(node.tag, "") for node in paragraph.iter())
    return "".join(found)


def read_lines(docx):
    """Each line of words in the body, read back from the file."""
    texts = (words(paragraph) for paragraph in tree(docx).iter(f"{W}p"))
    return [line for text in texts for line in text.split("\n") if line]


def render(letter, letterhead=LETTERHEAD):
    return render_docx(letter, letterhead)


def with_text(text):
    """A letter with one text in each place that the shared hostile letter or docxtpl may stumble on."""
    return replace(
        hostile(),
        case_number=text,
        sender=(text, text),
        recipient=(text,),
        references=(),
        title=p(text).runs,
        body=(
            h(2, text),
            p(text, run(text, bold=True), run(text, link="https://a.no/?x=1&y={2}")),
            ol(text),
            Passage(text, (p(text),)),
        ),
        exemption=text,
        page_label=text + " {side}/{sider}",
        draft_label=text,
    )


class TestWords:
    @pytest.mark.parametrize(
        "letter", [sample(), sample(Language.NN), hostile(), plain_letter(*LISTS, SUMS, *PASSAGES)]
    )
    def test_all_lines_in_order(self, letter):
        assert read_lines(render(letter)) == list(filter(None, lines(letter)))

    @pytest.mark.parametrize("text", [*TAGS, *HOSTILE])
    def test_hostile_text_comes_out_exactly(self, text):
        """docxtpl must neither evaluate, drop nor rewrite a sign, in the text or in the headers."""
        letter = with_text(text)
        docx = render(letter)
        assert read_lines(docx) == list(lines(letter))
        first, rest = ([words(p) for p in tree(docx, f"word/header{n}.xml").iter(f"{W}p") if words(p)] for n in (1, 2))
        assert (first, rest) == ([text] * 3, [text] * 2)
        assert words(tree(docx, "word/footer1.xml")) == f"{text} 1/1"
        assert tree(docx, "docProps/core.xml").findtext("{http://purl.org/dc/elements/1.1/}title") == text

    def test_spaces_at_the_ends_of_runs_are_kept(self):
        assert "a  b" in read_lines(render(plain_letter(p(run("a "), run(" b", bold=True)))))

    @pytest.mark.parametrize("sign", ["\x00", "\x0b", "\n", "\t", "\ufffe", "\ud800"])
    def test_a_sign_that_word_cannot_hold_is_refused(self, sign):
        with pytest.raises(ValueError, match=r"U\+"):
            render(plain_letter(p(f"a{sign}b")))

    def test_looks_and_links(self):
        look = (
            run("b", bold=True),
            run("c", italic=True),
            run("d", link='https://a.no/?x="1"&y=2'),
            run("e", link="tel:+4755"),
        )
        docx = render(plain_letter(p("a", *look)))
        paragraph = next(p for p in tree(docx).iter(f"{W}p") if words(p) == "abcde")
        looks = [[look.tag.removeprefix(W) for look in run.iterfind(f"{W}rPr/*")] for run in paragraph.iter(f"{W}r")]
        assert looks == [[], ["b"], ["i"], ["rStyle"], ["rStyle"]]
        fields = [field.get(f"{W}instr") for field in paragraph.iter(f"{W}fldSimple")]
        assert fields == [' HYPERLINK "https://a.no/?x=%221%22&y=2" ', ' HYPERLINK "tel:+4755" ']


class TestHeaders:
    def test_sender_on_the_first_page_and_case_number_on_the_others(self):
        docx = render(sample())
        first, rest = (list(filter(None, map(words, tree(docx, f"word/header{n}.xml").iter(f"{W}p")))) for n in (1, 2))
        assert first == [*sample().sender]
        assert rest == ["Saksnummer 2026/1234"]

    def test_page_numbers_are_fields_in_the_words_of_the_letter(self):
        docx = render(replace(sample(), page_label="{sider} sider, side {side}"))
        for number in (1, 2):
            footer = tree(docx, f"word/footer{number}.xml")
            assert words(footer) == "1 sider, side 1"
            assert [field.get(f"{W}instr") for field in footer.iter(f"{W}fldSimple")] == [" NUMPAGES ", " PAGE "]

    def test_draft_is_marked_on_every_page(self):
        for letter, mark in ((sample(draft=True), ["UTKAST"]), (sample(), [])):
            docx = render(letter)
            for number in (1, 2):
                found = [words(p) for p in tree(docx, f"word/header{number}.xml").iter(f"{W}p")]
                assert [text for text in found if text == "UTKAST"] == mark


def numbering(paragraph):
    found = paragraph.find(f"{W}pPr/{W}numPr")
    return found if found is None else tuple(int(found.find(W + tag).get(f"{W}val")) for tag in ("numId", "ilvl"))


class TestLists:
    def test_each_numbered_list_starts_at_one(self):
        docx = render(plain_letter(*LISTS))
        numbered = [numbering(p) for p in tree(docx).iter(f"{W}p") if numbering(p)]
        bullet, nested, within, second, third = used = list(dict.fromkeys(numbered))
        assert numbered == [bullet, nested, bullet, within, within, second, second, third, third, third]
        assert [level for _, level in used] == [0, 1, 1, 0, 0]
        definitions = {num.get(f"{W}numId"): num for num in tree(docx, "word/numbering.xml").iter(f"{W}num")}
        for number, level in (within, second, third):
            override = definitions[str(number)].find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride")
            assert override.get(f"{W}val") == "1"

    def test_more_lists_than_numberings_are_refused(self):
        with pytest.raises(ValueError, match="numbered lists"):
            render(plain_letter(*[ol("a")] * 51))

    def test_an_item_that_begins_with_a_list_keeps_its_marker(self):
        docx = render(plain_letter(ul((ul("inni"),), "ute")))
        assert [numbering(p)[1] for p in tree(docx).iter(f"{W}p") if numbering(p)] == [0, 1, 0]


class TestTables:
    def table(self):
        docx = render(plain_letter(SUMS))
        return next(table for table in tree(docx).iter(f"{W}tbl") if table.find(f".//{W}tblHeader") is not None)

    def test_head_repeats_and_rows_are_whole(self):
        rows = self.table().findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)

    def test_numbers_stand_right_and_the_sum_is_bold(self):
        head, first, _, last = self.table().findall(f"{W}tr")
        styles = [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in first.iter(f"{W}p")]
        assert styles == ["LGTabelltekst", "LGTabelltall", "LGTabelltall"]
        assert [p.find(f"{W}pPr/{W}jc") is not None for p in head.iter(f"{W}p")] == [False, True, True]
        assert all(run.find(f"{W}rPr/{W}b") is not None for run in last.iter(f"{W}r"))

    def test_columns_share_the_page_width(self):
        widths = [int(column.get(f"{W}w")) for column in self.table().iter(f"{W}gridCol")]
        assert sum(widths) == 9355
        assert widths == pytest.approx([9355 * share / 7 for share in (3, 2, 2)], abs=1)

    def test_a_row_of_wrong_length_is_refused(self):
        with pytest.raises(ValueError, match="shorter"):
            render(plain_letter(table((column("a"), column("b")), (("c",),))))

    def test_tables_that_follow_each_other_are_kept_apart(self):
        tags = [child.tag.removeprefix(W) for child in tree(render(plain_letter(SUMS, SUMS)))[0]]
        assert tags == ["tbl", "p", "tbl", "p", "tbl", "p", "p", "sectPr"]


def keeps(*blocks):
    docx = render(plain_letter(*blocks))
    return [words(p) for p in tree(docx).iter(f"{W}p") if words(p) and p.find(f"{W}pPr/{W}keepNext") is not None]


class TestPages:
    def test_the_last_two_lines_stay_with_the_signatures(self):
        long = "Langt avsnitt. " * 10
        assert keeps(p("En."), p("To."), p("Tre.")) == ["To.", "Tre.", "Hilsen"]
        assert keeps(p("En."), p(long)) == [long, "Hilsen"]
        assert keeps(p("En."), SUMS)[-4:] == ["1\u00a0073,23", "Sum", "2\u00a0110,46", "Hilsen"]

    def test_all_that_ends_the_letter_stays_together(self):
        letter = sample()
        kept = [words(p) for p in tree(render(letter)).iter(f"{W}p") if p.find(f"{W}pPr/{W}keepNext") is not None]
        assert kept[kept.index(letter.closing) + 5 :] == [letter.approval, "Vedlegg\nProgramplan\nSkjema for klage"]

    def test_what_introduces_a_list_a_table_or_a_part_stays_with_it(self):
        kept = keeps(p("Til liste:"), ul("a"), p("Til tabell:"), SUMS, p("b"), p("c"), p("d"))
        assert kept[:2] == ["Til liste:", "Til tabell:"]
        assert style_of(render(plain_letter(p(run("Del", bold=True)), p("b"))), "Del") == "LGDelnavn"

    def test_headings_are_words_own(self):
        docx = render(plain_letter(h(2, "To"), h(3, "Tre")))
        assert [style_of(docx, text) for text in ("Prøve", "To", "Tre")] == ["heading 1", "heading 2", "heading 3"]


def style_of(docx, text):
    styles = tree(docx, "word/styles.xml").iter(f"{W}style")
    names = {style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val") for style in styles}
    paragraph = next(p for p in tree(docx).iter(f"{W}p") if words(p) == text)
    return names[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]


class TestBookmarks:
    def test_each_passage_has_its_own_beside_its_paragraphs(self):
        docx = render(plain_letter(*PASSAGES))
        found, inside, number = {}, [], None
        for child in tree(docx)[0]:
            if child.tag == f"{W}bookmarkStart":
                number, inside = child.get(f"{W}id"), found.setdefault(child.get(f"{W}name"), [])
            elif child.tag == f"{W}bookmarkEnd":
                assert child.get(f"{W}id") == number
                inside = []
            else:
                inside += [words(p) for p in child.iter(f"{W}p") if words(p)]
        first, second, third = found
        assert found[first] == ["Alder", "Du er 36 år."]
        assert found[second][:3] == ["Først.", "Punkt.", "Periode"]
        assert found[third] == ["Mer."]
        assert all(re.fullmatch(r"lg_[0-9a-f]{8}", name) for name in found)
        manifest = read_manifest(docx)
        assert manifest["bookmarks"] == {first: "livsalder", second: "arbeidsevne", third: "arbeidsevne"}
        noted = {text: name for _, text, name in manifest["paragraphs"]}
        assert [noted[text] for text in ("Alder", "Imellom.", "Sum", "Mer.")] == [first, None, second, third]

    def test_names_stay_when_other_passages_come_and_go(self):
        some, all_ = (read_manifest(render(plain_letter(*blocks)))["bookmarks"] for blocks in (PASSAGES[1:], PASSAGES))
        assert some.items() < all_.items()


def read_manifest(docx):
    return json.loads(tree(docx, "customXml/item1.xml").text)


def read_properties(docx):
    return {entry.get("name"): entry[0].text for entry in tree(docx, "docProps/custom.xml")}


def read_compact(docx):
    found = {name: text for name, text in read_properties(docx).items() if name.startswith("lettergen.manifest.")}
    packed = "".join(found[f"lettergen.manifest.{number}"] for number in range(1, len(found) + 1))
    return json.loads(bz2.decompress(b64decode(packed)))


class TestManifest:
    def test_both_copies_tell_what_the_letter_was_made_of(self):
        docx = render(sample())
        full = read_manifest(docx)
        made_of = sample().manifest
        assert full["blocks"] == [[block.id, block.version, block.condition] for block in made_of.blocks]
        assert full["answers"] == [list(answer) for answer in made_of.answers]
        assert (full["engine"], full["library"], full["scheme"]) == (made_of.engine, made_of.library, made_of.scheme)
        assert (full["letter"], full["language"], full["date"], full["case"]) == (
            "innvilgelse",
            "nb",
            "2026-11-20",
            "2026/1234",
        )
        assert read_compact(docx) == full | {"paragraphs": [[mark, name] for mark, _, name in full["paragraphs"]]}

    def test_paragraphs_are_those_of_the_file_but_for_the_recipient(self):
        docx = render(sample())
        written = [words(p) for p in tree(docx).iter(f"{W}p") if words(p)]
        noted = read_manifest(docx)["paragraphs"]
        assert [text for _, text, _ in noted] == written[len(sample().recipient) :]
        assert all(mark == paragraph_hash(text) for mark, text, _ in noted)
        assert not any(
            "Kari Prøve" in part(docx, name).decode() for name in ("customXml/item1.xml", "docProps/custom.xml")
        )

    def test_properties_are_short_enough_for_word(self):
        properties = read_properties(render(sample()))
        assert len(properties) > 1
        assert all(len(text) <= 255 for text in properties.values())

    def test_properties_of_an_offices_letterhead_are_kept(self):
        first = render(sample())
        marked = changed(first, "docProps/custom.xml", b'name="lettergen.manifest.1"', b'name="Kontor"')
        letterhead = changed(LETTERHEAD.read_bytes())
        with ZipFile(BytesIO(marked)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with ZipFile(BytesIO(letterhead)) as package:
            parts["word/document.xml"] = package.read("word/document.xml")
        again = render(replace(sample(), case_number="2026/2"), pack(parts))
        assert "Kontor" in read_properties(again)
        assert read_compact(again)["case"] == "2026/2"
        with ZipFile(BytesIO(again)) as package:
            assert [name for name in package.namelist() if re.match(r"customXml/item\d", name)] == [
                "customXml/item1.xml"
            ]

    def test_core_properties(self):
        core = part(render(sample()), "docProps/core.xml").decode()
        assert "2026-11-20T12:00:00Z" in core
        assert "<dc:language>nb-NO<" in core
        assert "creator" not in core
        assert "lastModifiedBy" not in core


def changed(docx, name="", old=b"", new=b""):
    with ZipFile(BytesIO(docx)) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    if name:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)
    return pack(parts)


class TestSameBytes:
    def test_two_runs(self):
        assert render(sample()) == render(sample())
        with ZipFile(BytesIO(render(sample()))) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_threads(self):
        letters = [
            replace(sample(), case_number=f"2026/{number}", recipient=(f"Prøve {number}",)) for number in range(6)
        ]
        alone = [render(letter) for letter in letters]
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(render, letters * 2)) == alone * 2

    def test_bytes_and_path_of_a_letterhead_are_the_same(self):
        assert render(sample(), LETTERHEAD.read_bytes()) == render(sample())


class TestLetterhead:
    def test_script_makes_the_files(self):
        """The Word files are never edited by hand: what a reviewer reads is the script."""
        spec = importlib.util.spec_from_file_location("make_letterhead", TEMPLATES / "layout" / "make_letterhead.py")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for language in ("nb", "nn"):
            made = script.letterhead(language)
            assert made == script.letterhead(language)
            with ZipFile(BytesIO(made)) as new, ZipFile(TEMPLATES / language / "letter.docx") as kept:
                assert {n: new.read(n) for n in new.namelist()} == {n: kept.read(n) for n in kept.namelist()}

    @pytest.mark.parametrize("language", ["nb", "nn"])
    def test_it_has_no_words_of_its_own(self, language):
        with ZipFile(TEMPLATES / language / "letter.docx") as package:
            for name in package.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    text = "".join(etree.fromstring(package.read(name)).itertext(f"{W}t"))
                    assert re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text) == "", name

    @pytest.mark.parametrize("language", list(Language))
    def test_language_of_the_document(self, language):
        docx = render(sample(language), TEMPLATES / language / "letter.docx")
        assert tree(docx, "word/styles.xml").find(f".//{W}lang").get(f"{W}val") == f"{language}-NO"
        assert [s.get(f"{W}val") for s in tree(docx).iter(f"{W}lang")] == []

    def test_style_ids_that_word_has_translated(self):
        """A Norwegian Word saves `Heading1` as `Overskrift1`; the style's name stays."""
        letterhead = changed(LETTERHEAD.read_bytes(), "word/styles.xml", b'"Heading1"', b'"Overskrift1"')
        assert b'w:pStyle w:val="Overskrift1"' in part(render(sample(), letterhead), "word/document.xml")

    @pytest.mark.parametrize("style", list(Style))
    def test_a_missing_style_is_named(self, style):
        letterhead = changed(
            LETTERHEAD.read_bytes(), "word/styles.xml", f'name w:val="{style}"'.encode(), b'name w:val="Annet"'
        )
        with pytest.raises(LetterheadError, match=style):
            render(sample(), letterhead)

    def test_a_missing_body_is_told(self):
        letterhead = changed(LETTERHEAD.read_bytes(), "word/document.xml", b"{{p body }}", b"{{p boddy }}")
        with pytest.raises(LetterheadError, match="body"):
            render(sample(), letterhead)

    def test_an_unknown_tag_stops_the_letter(self):
        letterhead = changed(LETTERHEAD.read_bytes(), "word/header2.xml", b"{{ reference }}", b"{{ referanse }}")
        with pytest.raises(UndefinedError, match="referanse"):
            render(sample(), letterhead)

    def test_python_docx_opens_the_letter(self):
        document = Document(BytesIO(render(sample())))
        section = document.sections[0]
        assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
        assert document.core_properties.title == sample().title_text


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert a file with LibreOffice; where it is absent, skip, but in CI fail."""
    program = require("libreoffice")
    place = tmp_path_factory.mktemp("libreoffice")

    def run(content, source, target, form=None):
        (place / f"letter.{source}").write_bytes(content)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", form or target, "--outdir", place / "out"]
        subprocess.run([*command, place / f"letter.{source}"], check=True, capture_output=True, timeout=120)
        return (place / "out" / f"letter.{target}").read_bytes()

    return run


@pytest.mark.libreoffice
class TestLibreOffice:
    def test_it_reads_the_same_words(self, convert):
        text = convert(render(sample()), "docx", "txt", "txt:Text (encoded):UTF8").decode("utf-8-sig")
        assert set(leftover_words(text, sample())) <= {"•", "◦", "–", "1.", "2.", "3."}

    def test_numbered_lists_start_afresh(self, convert):
        text = convert(render(plain_letter(*LISTS)), "docx", "txt", "txt:Text (encoded):UTF8").decode("utf-8-sig")
        marks = [line.split()[0] for line in text.splitlines() if re.match(r"\s*(\d+|[a-z])\. ", line)]
        assert marks == ["a.", "b.", "1.", "2.", "1.", "2.", "3."]

    def test_evidence_survives_odt(self, convert):
        docx = render(sample())
        back = convert(convert(docx, "docx", "odt"), "odt", "docx")
        assert read_compact(back) == read_compact(docx)
        names = {start.get(f"{W}name") for start in tree(back).iter(f"{W}bookmarkStart")}
        assert names >= set(read_manifest(docx)["bookmarks"])

    def test_the_address_stands_alone_in_its_field(self, convert):
        """Nothing but the address in the first page's top left 125 x 89 mm, and nothing in the left 18 mm."""
        reader = PdfReader(BytesIO(convert(render(sample()), "docx", "pdf")))
        assert len(reader.pages) >= 2
        found = []
        for number, page in enumerate(reader.pages):
            page.extract_text(
                visitor_text=lambda text, _, at, *__, number=number: found.append(
                    (number, text.strip(), at[4] / 72 * 25.4, 297 - at[5] / 72 * 25.4)
                )
            )
        placed = [(number, text, x, y) for number, text, x, y in found if text]
        assert all(x >= 18 for *_, x, _ in placed)
        field = [(text, y) for number, text, x, y in placed if number == 0 and x < 125 and y < 89]
        assert " ".join(text for text, _ in field).split() == " ".join(sample().recipient).split()
        assert all(45 < y < 80 for _, y in field)
