"""A letter edited after it was written: what is told of it, what stops it, and what is left alone."""

import itertools
import json
import subprocess
import sys
import time
import unicodedata

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lettergen import CheckedLetter, check, check_edited, compose, compose_draft, load, render, render_draft
from lettergen.command_line import main
from lettergen.edited.alignment import aligned
from lettergen.edited.checks import figures
from lettergen.edited.files import read_letter
from lettergen.edited.own import edited_texts
from lettergen.edited.reading import Paragraphs, Place
from lettergen.edited.reporting import differences, letter_as_text
from lettergen.language import Language
from lettergen.provenance import paragraph_hash, same_words
from lettergen.reporting import as_data, as_lines
from tests.conftest import EXAMPLES, ROOT, example, require
from tests.edited_files import (
    DOCUMENT,
    NAMESPACE,
    W,
    delete,
    delete_passage,
    edited,
    insert_after,
    move,
    parts_of,
    place,
    replace,
    rewrite,
    saved_by_libreoffice,
    split_runs,
    texts,
    with_parts,
)

NAME = "innvilgelse-nb-fiskeindustri"
HEADING = "3. Arbeidsevnen"
RULE = "Du må ha både vesentlig nedsatt arbeidsevne"
FIRST, SECOND = "Arbeidsevnen: Du sto", "Vinteren 2024"
VIEW = "I samtalen 3. september"
CASE = "2026/1041"
ITEM, PROPERTIES = "customXml/item1.xml", "docProps/custom.xml"


@pytest.fixture(scope="module")
def letter(library):
    """A grant as Word, as it was written."""
    return render(compose(check(load(example(NAME)), library)), "docx", library)


@pytest.fixture(scope="module")
def look(library, office):
    """Check a file, and tell what was found: codes with the number of the paragraph or the condition."""

    def looked(data):
        return check_edited(data, library, office)

    return looked


def told(checked):
    return [(finding.code, finding.path[1] if finding.path else None) for finding in checked.report]


def manifest_of(data):
    return json.loads(etree.fromstring(parts_of(data)[ITEM]).text)


def with_manifest(data, **values):
    """A file whose full manifest says something else; a value of None is taken out."""
    content = {key: value for key, value in (manifest_of(data) | values).items() if value is not None}
    root = etree.fromstring(parts_of(data)[ITEM])
    root.text = json.dumps(content)
    return with_parts(data, {ITEM: etree.tostring(root)})


def bookmark_of(data, condition):
    return next(name for name, id in manifest_of(data)["bookmarks"].items() if id == condition)


def without_full_manifest(data):
    return with_parts(data, {ITEM: None, "customXml/itemProps1.xml": None})


class TestNothingIsSaidOfWhatSaysTheSame:
    def test_as_it_was_written(self, letter, look):
        checked = look(letter)
        assert told(checked) == []
        assert checked.complete
        assert {state for _, state in checked.conditions} == {"held"}

    def test_runs_divided_spelling_marks_and_bold(self, letter, look):
        assert told(look(edited(letter, split_runs))) == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("18 år", "18\u00a0år"),
            ("filetlinja", "filet\u00adlinja"),
            ("på", unicodedata.normalize("NFD", "på")),
            ("Du sto ved", "Du  sto   ved "),
            ("rolig", "ro\u200blig"),
        ],
    )
    def test_what_a_word_processor_does_by_itself(self, letter, look, old, new):
        changed = edited(letter, replace(f"Du sto ved{''}", f"Du sto ved{''}"), replace(old, new))
        assert told(look(changed)) == []

    def test_quotes_and_dashes_by_autocorrect(self):
        assert same_words("«Ja» - sa du ... 'nei'") == same_words("”Ja” – sa du … ‘nei’")
        assert same_words("ikke oppfylt") != same_words("oppfylt")
        assert paragraph_hash("a\u202eb") != paragraph_hash("ab")

    def test_a_paragraph_divided_or_two_joined(self, letter, look):
        middle = "Det stenger det meste"
        text = texts(letter)[place(letter, FIRST) - 1]
        start, _, rest = text.partition(middle)
        divided = edited(letter, rewrite(FIRST, start), insert_after(FIRST, middle + rest))
        assert told(look(divided)) == []
        assert told(look(without_full_manifest(divided))) == []
        second = texts(letter)[place(letter, SECOND) - 1]
        assert told(look(edited(letter, rewrite(FIRST, f"{text} {second}"), delete(SECOND)))) == []

    def test_a_letter_whose_bookmarks_are_gone(self, letter, look):
        def unmarked(root):
            for each in [*root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                each.getparent().remove(each)

        assert told(look(edited(letter, unmarked))) == []


class TestGone:
    @pytest.mark.parametrize("start", [RULE, FIRST, SECOND])
    def test_part_of_a_passage(self, letter, look, start):
        """The first after the heading, one in the middle; each is named by the number it had."""
        checked = look(edited(letter, delete(start)))
        assert told(checked) == [("LG702", place(letter, start))]
        assert not checked.complete
        assert dict(checked.conditions)["nedsatt-arbeids-og-inntektsevne"] == "partly"
        assert dict(checked.conditions)["alder"] == "held"

    def test_the_last_of_a_passage(self, letter, look):
        start = "Vurderingen din er fra"
        assert told(look(edited(letter, delete(start)))) == [("LG702", place(letter, start))]

    def test_the_only_one_of_a_passage(self, letter, look):
        """The heading alone is no passage."""
        checked = look(edited(letter, delete("Programmet er for personer")))
        assert told(checked) == [("LG701", "alder")]
        assert dict(checked.conditions)["alder"] == "lost"

    @pytest.mark.parametrize("condition", ["soeknad", "alder", "tett-og-koordinert-bistand"])
    def test_a_whole_passage(self, letter, look, condition):
        checked = look(edited(letter, delete_passage(bookmark_of(letter, condition))))
        assert told(checked) == [("LG701", condition)]

    def test_headings_and_conclusions_are_an_advice(self, letter, look):
        checked = look(edited(letter, delete(HEADING)))
        assert told(checked) == [("LG709", place(letter, HEADING))]
        assert checked.complete

    @pytest.mark.parametrize("start", ["Er du uenig", "Send klagen", "Du har rett til å se", "Vedtaket er gjort", VIEW])
    def test_what_every_letter_must_say(self, letter, look, start):
        """The appeal, access to the documents, the law sentence, the person's own view."""
        assert told(look(edited(letter, delete(start)))) == [("LG702", place(letter, start))]

    @pytest.mark.parametrize("start", ["Hva du selv mener", "Målet er fast arbeid", "Med vennlig hilsen"])
    def test_other_text_is_an_advice(self, letter, look, start):
        assert told(look(edited(letter, delete(start)))) == [("LG709", place(letter, start))]

    def test_what_stood_together_is_told_once(self, letter, look):
        checked = look(edited(letter, delete("Er du uenig", "Send klagen")))
        assert told(checked) == [("LG702", place(letter, "Er du uenig"))]
        assert "2 avsnitt" in as_lines(checked.report, checked.library, Language.NB)

    def test_a_condition_that_the_letter_type_must_have(self, letter, look):
        """A record that forgets a condition does not make the letter whole."""
        gone = bookmark_of(letter, "alder")
        names = {name: id for name, id in manifest_of(letter)["bookmarks"].items() if name != gone}
        assert ("LG701", "alder") in told(look(with_manifest(letter, bookmarks=names)))

    def test_the_address(self, letter, look):
        first = texts(letter)[0]
        assert told(look(edited(letter, delete(*texts(letter)[:3])))) == [("LG716", None)], first


class TestChanged:
    def test_the_offices_own_words(self, letter, look):
        checked = look(edited(letter, replace("rolig arbeid", "lett arbeid")))
        assert told(checked) == [("LG703", place(letter, FIRST))]
        assert checked.complete

    def test_numbers_in_the_offices_own_words_are_its_own(self, letter, look):
        assert told(look(edited(letter, replace("filetlinja i 18 år", "filetlinja i 19 år")))) == [
            ("LG703", place(letter, FIRST))
        ]

    @pytest.mark.parametrize(
        ("old", "new", "start"),
        [
            ("vesentlig nedsatt arbeidsevne og", "nedsatt arbeidsevne og", RULE),
            ("Vi har innvilget søknaden", "Vi har avslått søknaden", "Vi har innvilget"),
            ("innen", "etter", None),
        ],
    )
    def test_the_librarys_words(self, letter, look, old, new, start):
        codes = [code for code, _ in told(look(edited(letter, replace(old, new))))]
        assert codes == ["LG710"], start

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("18 og 67 år", "18 og 70 år"),
            ("18. august 2026", "18. juli 2026"),
            ("278 696,51", "288 696,51"),
            ("11. september 2026", "12. september 2026"),
            ("§§ 29, 30", "§§ 29, 31"),
        ],
    )
    def test_numbers_dates_and_amounts(self, letter, look, old, new):
        """In a rule, in running text, in a table, in the references, in the law sentence."""
        codes = [code for code, _ in told(look(edited(letter, replace(old, new))))]
        assert codes == ["LG711"]

    def test_a_letter_that_only_has_the_marks_tells_of_the_place(self, letter, look):
        """As an odt has: without the words, what was the library's is taken to be changed."""
        bare = without_full_manifest(letter)
        assert told(look(bare)) == []
        changed = look(edited(bare, replace("18 og 67 år", "18 og 70 år"), delete(SECOND)))
        assert told(changed) == [
            ("LG710", place(letter, "Programmet er for personer")),
            ("LG702", place(letter, SECOND)),
        ]

    def test_an_assessment_written_anew_is_read_again(self, letter, look):
        """It is the same paragraph, and every check of the office's words is made of it."""
        checked = look(edited(letter, rewrite("Behovet for tett", "Behovet for tett oppfølging: Ja.")))
        codes = [code for code, _ in told(checked)]
        assert "LG703" in codes
        assert "LG601" in codes
        assert not checked.complete

    def test_the_librarys_label_is_not_the_offices_word(self, letter, look):
        """What is asked of an assessment is asked of the words alone."""
        checked = look(edited(letter, rewrite("Behovet for tett", "Behovet for tett oppfølging: Ja.")))
        own = edited_texts(checked.comparison, checked.scheme)
        (text,) = [each for each in own.texts if each.path in own.edited]
        assert (text.text, text.condition, text.part, text.outcome) == (
            "Ja.",
            "tett-og-koordinert-bistand",
            "behov",
            "oppfylt",
        )

    def test_the_persons_own_view_is_never_the_offices(self, letter, look):
        checked = look(edited(letter, replace("helst vil lære data", "helst vil lære alt")))
        assert [code for code, _ in told(checked)] == ["LG703"]
        own = edited_texts(checked.comparison, checked.scheme)
        assert not own.edited
        assert not any("lære data" in text.text or "lære alt" in text.text for text in own.texts)

    def test_a_rule_written_anew_is_gone(self, letter, look):
        codes = {
            code for code, _ in told(look(edited(letter, rewrite(RULE, "Noe helt annet om vær og vind i fjæra."))))
        }
        assert codes == {"LG702", "LG705"}


class TestMovedAndAdded:
    def test_moved(self, letter, look):
        checked = look(edited(letter, move("Målet er fast arbeid", after="Hva du selv mener")))
        assert [code for code, _ in told(checked)] == ["LG704"]
        assert checked.complete

    def test_added(self, letter, look):
        checked = look(edited(letter, insert_after(SECOND, "Vi la også vekt på at du har lappen.")))
        assert told(checked) == [("LG705", place(letter, SECOND) + 1)]
        assert checked.complete

    def test_words_that_may_not_stand_are_found_in_what_is_added(self, letter, look):
        """Also where it is nobody's field: an office that is no more."""
        checked = look(
            edited(letter, insert_after("Målet er fast arbeid", "Dette er gjort etter § 4 i loven, sier fylkesmannen."))
        )
        assert "FELLES-R23" in {code for code, _ in told(checked)}

    def test_words_of_the_letter_as_it_was_written_are_not_asked_about_again(self, letter, look):
        """They were checked with the facts and the answers of the decision."""
        assert not any(
            code.startswith("LG6") for code, _ in told(look(edited(letter, replace("18 og 67", "18 og 68"))))
        )


class TestWhatElseAFileHolds:
    def test_struck_out_words_are_gone_and_new_ones_count(self, letter, look):
        def tracked(root):
            (paragraph,) = [each for each in root.iter(f"{W}p") if "".join(each.itertext()).startswith(RULE)]
            for run in paragraph.findall(f"{W}r"):
                struck = etree.SubElement(paragraph, f"{W}del")
                struck.append(run)

        checked = look(
            edited(letter, tracked, insert_after(SECOND, "<w:p><w:ins><w:r><w:t>Nytt her.</w:t></w:r></w:ins></w:p>"))
        )
        assert told(checked) == [
            ("LG713", None),
            ("LG702", place(letter, RULE)),
            ("LG705", place(letter, SECOND)),
        ]

    def test_a_struck_out_paragraph_mark_joins_two(self, letter, look):
        def joined(root):
            (paragraph,) = [each for each in root.iter(f"{W}p") if "".join(each.itertext()).startswith(FIRST)]
            properties = paragraph.find(f"{W}pPr")
            etree.SubElement(etree.SubElement(properties, f"{W}rPr"), f"{W}del")

        assert told(look(edited(letter, joined))) == [("LG713", None)]

    def test_hidden_words_are_gone(self, letter, look):
        def hidden(root):
            (paragraph,) = [each for each in root.iter(f"{W}p") if "".join(each.itertext()).startswith(RULE)]
            for run in paragraph.findall(f"{W}r"):
                run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{NAMESPACE}"><w:vanish/></w:rPr>'))

        assert told(look(edited(letter, hidden))) == [("LG715", None), ("LG702", place(letter, RULE))]

    def test_words_hidden_by_a_style(self, letter, look):
        def hiding(root):
            style = f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph" w:styleId="Borte"><w:rPr><w:vanish/></w:rPr></w:style>'
            root.append(etree.fromstring(style))

        def styled(root):
            (paragraph,) = [each for each in root.iter(f"{W}p") if "".join(each.itertext()).startswith(RULE)]
            paragraph.find(f"{W}pPr/{W}pStyle").set(f"{W}val", "Borte")

        changed = edited(edited(letter, hiding, part="word/styles.xml"), styled)
        assert told(look(changed)) == [("LG715", None), ("LG702", place(letter, RULE))]

    def test_a_passage_in_a_text_box_is_no_passage(self, letter, look):
        text = texts(letter)[place(letter, "Programmet er for personer") - 1]
        box = f"<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        checked = look(edited(letter, delete("Programmet er for personer"), insert_after(HEADING, box)))
        assert [code for code, _ in told(checked)] == ["LG701", "LG717"]

    def test_comments_and_notes(self, letter, look):
        parts = parts_of(letter)
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        types = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/>'
            for name in ("comments", "footnotes")
        )
        holders = {
            f"word/{name}s.xml": (
                f'<w:{name}s xmlns:w="{NAMESPACE}"><w:{name} w:id="2"><w:p><w:r><w:t>Husk dette.</w:t></w:r></w:p>'
                f"</w:{name}></w:{name}s>"
            ).encode()
            for name in ("comment", "footnote")
        }
        listed = parts["[Content_Types].xml"].replace(b"</Types>", types.encode() + b"</Types>")
        checked = look(with_parts(letter, {"[Content_Types].xml": listed, **holders}))
        assert [code for code, _ in told(checked)] == ["LG714", "LG717"]

    def test_a_draft(self, library, look):
        draft = render_draft(compose_draft(check(load(example(NAME)), library)), "docx", library)
        assert told(look(draft)) == [("LG707", None)]
        assert told(look(with_manifest(draft, draft=None))) == [("LG707", None)], "the header says so too"

    def test_the_library_has_moved_on(self, letter, look):
        blocks = manifest_of(letter)["blocks"]
        blocks[1][1] = "0" * 12
        checked = look(with_manifest(letter, blocks=blocks))
        assert told(checked) == [("LG712", None)]
        assert "alder/mellom-18-og-67" in as_lines(checked.report, checked.library, Language.NB)

    def test_a_record_that_does_not_say_whose_words_they_are(self, letter, look):
        """As the first letters had it: the same, but what carries a passage is taken to be all of it."""
        first = with_manifest(letter, sources=None)
        assert told(look(first)) == []
        assert told(look(edited(first, delete(FIRST)))) == [("LG702", place(letter, FIRST))]
        assert told(look(edited(first, replace("rolig arbeid", "lett arbeid")))) == [("LG710", place(letter, FIRST))]

    @pytest.mark.parametrize(
        "change",
        [
            {ITEM: None, PROPERTIES: None},
            {ITEM: b"<x/>", PROPERTIES: b"<x/>"},
        ],
    )
    def test_not_a_letter_of_ours(self, letter, look, change):
        assert told(look(with_parts(letter, change))) == [("LG706", None)]

    @pytest.mark.parametrize("values", [{"scheme": "annet/1"}, {"letter": "skjema"}, {"manifest": 2, "date": "i går"}])
    def test_a_record_of_something_else(self, letter, look, values):
        bare = with_parts(letter, {PROPERTIES: b"<x/>"})
        assert told(look(with_manifest(bare, **values))) == [("LG706", None)]


def document(letter, body):
    start, _, rest = parts_of(letter)[DOCUMENT].partition(b"<w:body>")
    return with_parts(letter, {DOCUMENT: start + b"<w:body>" + body + b"</w:body></w:document>" if rest else b""})


def xml(data):
    return data[data.index(b"<w:document") :]


HOSTILE = {
    "nothing": lambda _: b"",
    "junk": lambda _: b"PK" + b"x" * 500,
    "words": lambda _: "Kjære deg".encode(),
    "half": lambda letter: letter[: len(letter) // 2],
    "old Word": lambda _: b"\xd0\xcf\x11\xe0" + bytes(600),
    "huge": lambda _: b"PK" + bytes(25_000_000),
    "zip bomb": lambda letter: document(letter, b" " * 200_000_000),
    "bombs beside": lambda letter: with_parts(
        letter, {f"customXml/item{n}.xml": b" " * 3_900_000 for n in range(1, 99)}
    ),
    "many parts": lambda letter: with_parts(letter, {f"x/{number}": b"" for number in range(5000)}),
    "many elements": lambda letter: document(letter, b"<w:p/>" * 500_000),
    "many paragraphs": lambda letter: document(letter, b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 20_000),
    "endless words": lambda letter: document(letter, b"<w:p><w:r><w:t>" + b"ord " * 900_000 + b"</w:t></w:r></w:p>"),
    "deep": lambda letter: document(letter, b"<w:p>" * 50_000 + b"</w:p>" * 50_000),
    "entity": lambda letter: with_parts(
        letter,
        {DOCUMENT: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xml(parts_of(letter)[DOCUMENT])},
    ),
    "entities": lambda letter: with_parts(letter, {ITEM: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
    "other signs": lambda letter: with_parts(
        letter, {DOCUMENT: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}
    ),
    "no text": lambda letter: with_parts(letter, {DOCUMENT: None}),
    "no types": lambda letter: with_parts(letter, {"[Content_Types].xml": None}),
    "no relations": lambda letter: with_parts(letter, {"_rels/.rels": None}),
    "wrong type": lambda letter: with_parts(
        letter,
        {
            "[Content_Types].xml": parts_of(letter)["[Content_Types].xml"].replace(
                b"document.main+xml", b"template.main+xml"
            )
        },
    ),
    "macros": lambda letter: with_parts(letter, {"word/vbaProject.bin": b"x"}),
    "outside": lambda letter: with_parts(letter, {"../../x": b"x"}),
    "from another file": lambda letter: edited(letter, insert_after(SECOND, '<w:altChunk w:val="x"/>')),
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_is_refused_in_plain_words(self, letter, look, name):
        data = HOSTILE[name](letter)
        start = time.perf_counter()
        checked = look(data)
        assert time.perf_counter() - start < 2
        assert told(checked) == [("LG708", None)]
        assert not checked.complete
        for ui in Language:
            message = checked.library.catalogue.words(checked.report.findings[0], ui).message
            problem = dict(checked.report.findings[0].values)["problem"]
            assert problem not in message, "each problem has its words"

    @pytest.mark.parametrize(
        "body",
        [
            b"<w:r/><w:tr/><w:tc/><w:bookmarkEnd w:id='9'/><w:bookmarkStart/><w:txbxContent/><w:t>borte</w:t>",
            b"<w:p><w:r><w:t>a<?x?>b<!-- c --></w:t></w:r></w:p>",
            b"<w:tbl><w:tr><w:tc>" * 50 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 50,
            b"<w:p><w:r><w:t>15</w:t></w:r></w:p>" * 3_900,
        ],
    )
    def test_an_odd_text_is_read_as_far_as_it_goes(self, letter, look, body):
        start = time.perf_counter()
        checked = look(document(letter, body))
        assert time.perf_counter() - start < 2
        assert "LG701" in {code for code, _ in told(checked)}

    @pytest.mark.parametrize(
        "text", ["[" * 500_000, '{"manifest": 1}', '{"manifest": 1, "paragraphs": 3}', "x", "9" * 9000]
    )
    def test_an_odd_record_gives_way_to_the_compact_one(self, letter, look, text):
        root = etree.fromstring(parts_of(letter)[ITEM])
        root.text = text
        assert {code for code, _ in told(look(with_parts(letter, {ITEM: etree.tostring(root)})))} <= {"LG706"}

    def test_memory_stays_small(self, letter, tmp_path):
        """In a process of its own, above what the library itself takes."""
        for name in ("zip bomb", "bombs beside", "many elements", "endless words", "huge"):
            (tmp_path / f"{name}.docx").write_bytes(HOSTILE[name](letter))
        code = (
            "import resource, sys; from pathlib import Path\n"
            "from lettergen import check_edited, load_library\n"
            "library = load_library()\n"
            "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "before = used()\n"
            "for file in Path(sys.argv[1]).glob('*.docx'): check_edited(file.read_bytes(), library)\n"
            "print((used() - before) // 1024)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
        )
        assert int(done.stdout) < 200

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4))
    def test_any_bytes_of_a_file_may_be_wrong(self, letter, look, changes):
        data = bytearray(letter)
        for at, new in changes:
            start = int(at * len(data))
            data[start : start + len(new)] = new
        assert isinstance(look(bytes(data)), CheckedLetter)

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        changes=st.lists(
            st.tuples(st.floats(0, 0.999), st.sampled_from((b"<", b">", b"/", b"p", b"w:", b"x", b"&", b""))),
            min_size=1,
            max_size=4,
        )
    )
    def test_any_sign_of_the_text_may_be_wrong(self, letter, look, changes):
        text = parts_of(letter)[DOCUMENT]
        for at, new in changes:
            start = int(at * len(text))
            text = text[:start] + new + text[start + 1 :]
        assert isinstance(look(with_parts(letter, {DOCUMENT: text})), CheckedLetter)


SECRET = "Hemmeligvik Skjultesen 01019012345"


class TestPrivacy:
    @pytest.mark.parametrize("show_text", [False, True])
    def test_no_words_of_the_letter_but_where_they_are_asked_for(self, letter, look, show_text):
        """Words put in everywhere: text, headings, tables, the address, notes, names of bookmarks, the record."""
        blocks = [[SECRET, SECRET, SECRET], *manifest_of(letter)["blocks"]]
        changed = edited(
            letter,
            rewrite("Hvorfor du får programmet", SECRET),
            rewrite(HEADING, f"3. {SECRET}"),
            rewrite("Randi", SECRET),
            replace("rolig arbeid", SECRET),
            replace("278 696,51", SECRET),
            insert_after(SECOND, f"{SECRET} er fylkesmann og uegnet."),
            insert_after(SECOND, f'<w:p><w:bookmarkStart w:id="77" w:name="lg_{SECRET}"/></w:p>'),
            insert_after(RULE, f"<w:p><w:ins w:author='{SECRET}'><w:r><w:t>{SECRET}</w:t></w:r></w:ins></w:p>"),
            delete(VIEW),
        )
        checked = look(with_manifest(changed, blocks=blocks, letter="innvilgelse", case=SECRET))
        assert len(checked.report) > 5
        said = [letter_as_text(checked, ui, show_text=show_text) for ui in Language]
        assert any(SECRET.split(maxsplit=1)[0] in text for text in said) == show_text
        others = [
            as_lines(checked.report, checked.library, Language.NB),
            json.dumps(as_data([checked.report], checked.library, Language.NN)),
        ]
        others += [str(list(checked.report)), repr(checked.report)]
        for word in (*SECRET.split(), "filetlinja", "Liksomvåg"):
            assert not any(word in text for text in others)

    def test_what_was_and_what_is(self, letter, look):
        changed = edited(letter, replace("rolig arbeid", "lett arbeid"), delete(SECOND))
        one, other = differences(look(changed), Language.NB)
        assert "rolig arbeid" in one.before
        assert "lett arbeid" in one.after
        assert other.before.startswith(SECOND)
        assert other.after is None
        bare = differences(look(without_full_manifest(changed)), Language.NB)
        assert [each.before for each in bare] == [None, None]


class TestCommandLine:
    @pytest.fixture
    def file(self, letter, tmp_path):
        (tmp_path / "lettergen.toml").write_bytes((EXAMPLES / "lettergen.toml").read_bytes())

        def written(name="brev.docx", *changes):
            path = tmp_path / name
            path.write_bytes(edited(letter, *changes) if changes else letter)
            return str(path)

        return written

    def test_exit_codes(self, file):
        assert CliRunner().invoke(main, ["check", file()]).exit_code == 0
        assert CliRunner().invoke(main, ["check", file("b.docx", delete(SECOND))]).exit_code == 1
        advised = file("c.docx", delete("Hva du selv mener"))
        assert CliRunner().invoke(main, ["check", advised]).exit_code == 0
        assert CliRunner().invoke(main, ["check", advised, "--strict"]).exit_code == 1

    def test_beside_decisions(self, file):
        call = ["check", str(example(NAME)), file("b.docx", delete(SECOND)), "--format", "json"]
        done = CliRunner().invoke(main, call)
        found = json.loads(done.stdout)["findings"]
        assert {finding["code"] for finding in found if finding["severity"] == "error"} == {"LG702"}
        assert done.exit_code == 1

    def test_text_tells_the_conditions_and_the_places(self, file):
        told = (
            CliRunner()
            .invoke(main, ["check", file("b.docx", delete(SECOND), replace("rolig arbeid", "lett arbeid"))])
            .stdout
        )
        assert "Nedsatt arbeids- og inntektsevne: en del er borte" in told
        assert "avsnitt 4 under «Arbeidsevnen og inntektsevnen din er vesentlig nedsatt»" in told
        assert "lett arbeid" not in told

    def test_show_text(self, file):
        changed = file("b.docx", replace("rolig arbeid", "lett arbeid"))
        told = CliRunner().invoke(main, ["check", changed, "--show-text"]).stdout
        assert "Før: Arbeidsevnen: Du sto" in told
        assert "lett arbeid" in told
        refused = CliRunner().invoke(main, ["check", changed, "--show-text", "--format", "json"])
        assert refused.exit_code == 2

    def test_nynorsk(self, file):
        told = CliRunner().invoke(main, ["--ui", "nn", "check", file("b.docx", delete(SECOND))]).stdout
        assert "ein del er borte" in told
        assert "Eit avsnitt er borte frå brevet" in told


class TestParts:
    def test_a_bookmark_with_two_starts_and_two_ends(self):
        """As LibreOffice writes one over several paragraphs: the first start counts, and any end closes."""
        paragraphs = Paragraphs()
        for step in ("start", "Inni.", "start", "end", "Utenfor.", "end", "start", "Fortsatt."):
            if step == "start":
                paragraphs.start_bookmark("lg_1")
            elif step == "end":
                paragraphs.end_bookmark("lg_1")
            else:
                paragraphs.open(Place.BODY, None)
                paragraphs.add(step)
                paragraphs.close()
        assert [seen.bookmark for seen in paragraphs.finish()] == ["lg_1", None, None]

    def test_alignment_keeps_order_and_finds_most(self):
        assert aligned("abcde", "abxde") == [(0, 0), (1, 1), (3, 3), (4, 4)]
        assert aligned("", "abc") == aligned("abc", "") == []
        assert aligned("aabaa", "aaaa") == [(0, 0), (1, 1), (3, 2), (4, 3)]

    @given(old=st.text("abc", max_size=30), new=st.text("abc", max_size=30))
    def test_alignment_is_in_order_and_of_the_same(self, old, new):
        pairs = aligned(old, new)
        assert all(old[a] == new[b] for a, b in pairs)
        assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))
        assert len(aligned(old, old)) == len(old)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("1\u00a0071,91 kroner", ["1071,91"]),
            ("1. mai 2026.", ["1", "mai", "2026"]),
            ("§§ 29, 30 og 31", ["29", "30", "31"]),
            ("Du er 47 år, 3 barn.", ["47", "3"]),
        ],
    )
    def test_figures(self, text, found):
        assert figures(text) == found


@pytest.fixture(scope="module")
def letters(library, examples):
    """Every example as Word."""
    return {file.stem: render(compose(check(load(file), library)), "docx", library) for file in examples}


@pytest.mark.libreoffice
class TestLibreOffice:
    @pytest.mark.parametrize("kind", ["docx", "odt"])
    def test_no_letter_is_suspected_because_libreoffice_saved_it(self, letters, look, tmp_path, kind):
        program = require("libreoffice")
        saved = saved_by_libreoffice(program, tmp_path, letters, kind)
        assert {name: told(look(data)) for name, data in saved.items()} == {key: [] for key in letters}
        for name, data in saved.items():
            bookmarks = [[seen.bookmark for seen in read_letter(each).paragraphs] for each in (data, letters[name])]
            assert bookmarks[0] == bookmarks[1], name

    @pytest.mark.parametrize("kind", ["docx", "odt"])
    def test_what_is_gone_is_found_after_it_too(self, letter, look, tmp_path, kind):
        program = require("libreoffice")
        done = {
            "first": edited(letter, delete(RULE)),
            "middle": edited(letter, delete(FIRST)),
            "only": edited(letter, delete("Programmet er for personer")),
            "passage": edited(letter, delete_passage(bookmark_of(letter, "arbeidsevnevurdering"))),
            "closing": edited(letter, delete("Er du uenig")),
        }
        saved = saved_by_libreoffice(program, tmp_path, done, kind)
        assert {name: told(look(data)) for name, data in saved.items()} == {
            "first": [("LG702", place(letter, RULE))],
            "middle": [("LG702", place(letter, FIRST))],
            "only": [("LG701", "alder")],
            "passage": [("LG701", "arbeidsevnevurdering")],
            "closing": [("LG702", place(letter, "Er du uenig"))],
        }


def test_every_example_is_told_to_be_whole(letters, look):
    """All letter types, both languages: what was just written needs nothing."""
    found = {name: told(look(data)) for name, data in letters.items()}
    assert found == {key: [] for key in letters}
