"""The PDF: every word in its place, nothing read as markup, and a page that can be archived, sent and read aloud."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from lettergen.fonts import missing_characters
from lettergen.formats.pdf import render_pdf
from lettergen.language import Language
from lettergen.letter import Align, Block, Letter, lines
from tests.conftest import require
from tests.sample_letter import (
    FONTS,
    HOSTILE,
    LAYOUT,
    column,
    h,
    hostile,
    leftover_words,
    ol,
    p,
    plain_letter,
    run,
    sample,
    sender_words,
    table,
    ul,
)
from tests.verapdf.validate import validate

MILLIMETRE = 72 / 25.4
SAMPLES = {
    "nb": sample(Language.NB),
    "nn": sample(Language.NN),
    "draft": sample(draft=True),
    "hostile": hostile(),
    "bare": plain_letter(),
}


def render(letter: Letter) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(letter, LAYOUT / "letter.typ", FONTS)))


def text_of(made: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in made.pages)


def placed(page: PageObject) -> list[tuple[str, float, float]]:
    """A page's words with how far from the left and from the top they stand, in millimetres."""
    found: list[tuple[str, float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / MILLIMETRE, 297 - y / MILLIMETRE))

    page.extract_text(visitor_text=note)
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", Language)
def test_words_and_their_order_are_the_letters(language: Language) -> None:
    letter = sample(language)
    made = render(letter)

    extra = leftover_words(text_of(made), letter)

    pages = len(made.pages)
    footers = Counter(f"Side {page} av {pages}" for page in range(1, pages + 1))
    expected = Counter(word for footer in footers for word in footer.split()) + Counter({"2026/1234": pages})
    marks = Counter({"•": 3, "–": 2} if language is Language.NB else {"•": 2, "–": 1}) + Counter(["1.", "2."])
    assert extra == expected + sender_words(letter) + marks


def test_values_are_never_markup() -> None:
    letter = hostile()

    text = squeezed(text_of(render(letter)))

    wanted = Counter(squeezed(line) for line in lines(letter))
    assert {line: text.count(line) >= count for line, count in wanted.items()} == dict.fromkeys(wanted, True)


def test_spaces_that_hold_words_together_stay() -> None:
    made = render(plain_letter(*(p("a " * size + "8\u00a0500\u00a0kroner") for size in range(60, 110))))

    assert text_of(made).count("8\u00a0500\u00a0kroner") == 50


def test_words_joined_over_two_runs_are_one_word() -> None:
    assert "foran bakover." in text_of(render(plain_letter(p("for", run("an bak", bold=True), "over", "."))))


def test_same_letter_gives_same_bytes_in_every_thread() -> None:
    letters = [sample(), sample(Language.NN), hostile(), sample(draft=True)]

    def made(letter: Letter) -> bytes:
        return render_pdf(letter, LAYOUT / "letter.typ", FONTS)

    alone = [made(letter) for letter in letters]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(made, letters * 3))

    assert together == alone * 3


def test_the_layout_may_be_given_as_bytes() -> None:
    layout = LAYOUT / "letter.typ"

    assert render_pdf(sample(), layout.read_bytes(), FONTS) == render_pdf(sample(), layout, FONTS)


def test_a_layout_may_show_a_picture_that_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "vaapen.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9V9z"/></svg>'
    )
    (tmp_path / "letter.typ").write_bytes(b'#set document(title: [a])\n#image("vaapen.svg", alt: "b")')

    assert tags(PdfReader(BytesIO(render_pdf(sample(), tmp_path / "letter.typ", FONTS)))).count("Figure") == 1


def test_an_edited_layout_counts_at_once(tmp_path: Path) -> None:
    layout = tmp_path / "letter.typ"
    layout.write_bytes(b"#set document(title: [a])\n= Ett")
    first = render_pdf(sample(), layout, FONTS)
    layout.write_bytes(b"#set document(title: [a])\n= To")

    assert render_pdf(sample(), layout, FONTS) != first


def test_the_file_says_what_it_is_and_nothing_of_who() -> None:
    made = render(sample(Language.NN))

    assert made.pdf_header == "%PDF-1.7"
    assert made.root_object["/Lang"] == "nn-NO"
    assert made.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata.title == "Du får kvalifiseringsprogram"
    assert made.metadata.author is None
    assert made.metadata.creation_date.date() == date(2026, 11, 20)
    assert not made.is_encrypted


def test_the_machines_fonts_are_never_used() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for page in render(sample()).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts == {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic"}


def test_a_character_the_fonts_lack_stops_the_letter_as_foretold() -> None:
    letter = plain_letter(p("Tegnet 王"))

    assert missing_characters("Tegnet 王", FONTS) == {"王"}
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        render(letter)


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
def test_nothing_stands_where_printing_services_print(letter: Letter) -> None:
    """A4; the outermost 18 mm on the left; the address field of 125 × 89 mm, which holds the recipient alone."""
    made = render(letter)

    for page in made.pages:
        assert [round(float(side) / MILLIMETRE) for side in page.mediabox] == [0, 0, 210, 297]
        assert all(24.9 < x < 190 and 8 < y < 287 for _, x, y in placed(page))
    field = "".join(text for text, x, y in placed(made.pages[0]) if x < 125 and y < 89)
    assert squeezed(field) == squeezed("".join(letter.recipient))


def test_each_page_says_that_a_draft_is_one() -> None:
    made = render(sample(draft=True))

    assert all(page.extract_text().count("UTKAST") == 1 for page in made.pages)
    assert made.metadata.title == "UTKAST – Du får kvalifiseringsprogram"
    assert "UTKAST" not in text_of(render(sample()))


def test_a_heading_never_stands_alone_at_the_end_of_a_page() -> None:
    for size in range(20, 34):
        body = (*(p("Linje") for _ in range(size)), h(2, "Overskrift"), h(3, "Underoverskrift"), p("Teksten " * 60))
        first = render(plain_letter(*body)).pages[0].extract_text().split("2026/1")[0].rstrip()
        assert not first.endswith(("Overskrift", "Underoverskrift")), size


def test_a_label_and_a_lead_stay_with_what_follows() -> None:
    for size in range(20, 34):
        body = (
            *(p("Linje") for _ in range(size)),
            p(run("Merkelapp", bold=True)),
            p("Innledning:"),
            ul("Et punkt", "Et til"),
        )
        first = render(plain_letter(*body)).pages[0].extract_text().split("2026/1")[0].rstrip()
        assert not first.endswith(("Merkelapp", "Innledning:", "•")), size


def test_a_short_table_is_not_parted_and_its_heading_goes_with_it() -> None:
    rows = [(f"Rad{number}", "7,5") for number in range(8)]
    for size in range(8, 34, 3):
        small = table((column("Aktivitet"), column("Timer", 1, Align.RIGHT)), rows, ("Sum", "37,5"))
        made = render(plain_letter(*(p("Linje") for _ in range(size)), h(2, "Overskrift"), p("Innledning:"), small))
        wanted = ["Overskrift", "Innledning:", "Aktivitet", *(f"Rad{number}" for number in range(8)), "Sum"]
        assert any(set(wanted) <= set(page.extract_text().split()) for page in made.pages), size


def test_a_long_table_repeats_its_head_but_not_its_sum_and_parts_no_row() -> None:
    rows = [(f"Rad{number} " + "ord " * 60 + f"slutt{number}", "7,5") for number in range(40)]
    made = render(plain_letter(table((column("Aktivitet", 3), column("Timer", 1, Align.RIGHT)), rows, ("Sum", "300"))))

    texts = [page.extract_text().split() for page in made.pages]

    assert len(texts) > 3
    assert all(text.count("Aktivitet") == 1 for text in texts)
    assert [word for text in texts for word in text].count("Sum") == 1
    assert all((f"Rad{number}" in text) == (f"slutt{number}" in text) for number in range(40) for text in texts)


def test_a_row_longer_than_a_page_is_printed_whole() -> None:
    cell = " ".join(f"ord{number}" for number in range(1500))
    letter = plain_letter(table((column("En"), column("To")), (("kort", cell),)))

    leftover_words(text_of(render(letter)), letter)


def test_a_wide_word_gets_a_wide_column_and_pushes_no_other() -> None:
    heads = ("Fra og med", "Til og med", "Grunnbeløp", "Barnetillegg", "Per dag", "Stønad i alt per dag")
    made = render(plain_letter(table([column(head) for head in heads], [("Kvalifiseringsprogrammets", *"12345")])))

    second = next(x for text, x, _ in placed(made.pages[0]) if text.startswith("Til"))
    assert second > 25 + 1.5 * 165 / 6


def test_a_word_without_end_does_not_run_off_the_page() -> None:
    text = text_of(render(plain_letter(p("o" * 300), table((column("a"), column("b")), (("n" * 200, "x"),)))))

    assert max(len(line.replace("\u200b", "")) for line in text.splitlines()) <= 90
    assert text.replace("\u200b", "").replace("\n", "").count("o" * 300) == 1


@pytest.mark.parametrize(
    "end", [p("Linje"), ul("Linje", "Linje"), table((column("Linje"),), (("Linje",),))], ids=["text", "list", "table"]
)
def test_the_signatures_stand_with_the_closing_and_not_alone_on_a_page(end: Block) -> None:
    for size in range(18, 36):
        last = render(plain_letter(*(p("Ord") for _ in range(size)), end)).pages[-1].extract_text()
        assert last.split().count("Linje") > 0, size
        assert "Hilsen" in last, size
        assert "Ola Døme" in last, size


def test_long_references_and_addresses_push_the_title_down() -> None:
    letter = hostile()

    page = placed(render(letter).pages[0])

    references = max(y for _, x, y in page if x >= 130 and y < 280)
    title = next(y for text, x, y in page if x < 26 and y > 95)
    assert title > references


def test_headings_go_down_one_step_at_a_time() -> None:
    """PDF/UA-1 refuses a level three straight under the title; the letter is made all the same."""
    assert tags(render(plain_letter(h(3, "Under"), h(2, "Over"), h(3, "Under")))).count("H3") == 1


def test_the_tags_tell_a_screen_reader_what_everything_is() -> None:
    found = Counter(tags(render(sample())))

    assert {
        name: found[name] for name in ("H1", "H2", "H3", "L", "LI", "Table", "THead", "TBody", "TFoot", "TH", "Link")
    } == {
        "H1": 1,
        "H2": 5,
        "H3": 3,
        "L": 3,
        "LI": 7,
        "Table": 2,
        "THead": 2,
        "TBody": 2,
        "TFoot": 1,
        "TH": 9,
        "Link": 2,
    }


def tags(made: PdfReader) -> list[str]:
    def walk(node: object) -> list[str]:
        if isinstance(node, ArrayObject):
            return [name for child in node for name in walk(child.get_object())]
        if isinstance(node, DictionaryObject):
            own = [str(node["/S"])[1:]] if "/S" in node else []
            return own + (walk(node["/K"].get_object()) if "/K" in node else [])
        return []

    return walk(made.root_object["/StructTreeRoot"].get_object())


def test_lists_number_anew_and_nest() -> None:
    text = text_of(render(plain_letter(ol("Ett", (p("To"), ol("To-ett"), ul("punkt"))), p("Mellom"), ol("Ett igjen"))))

    assert text.split("2026/1")[0].split()[5:-3] == [
        *("1.", "Ett", "2.", "To", "1.", "To-ett", "•", "punkt", "Mellom", "1.", "Ett", "igjen")
    ]


@pytest.mark.verapdf
def test_verapdf_passes_every_letter_and_fails_what_is_no_such_file(tmp_path: Path) -> None:
    """PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), as far as a machine can tell."""
    require("verapdf")
    letters = {
        **SAMPLES,
        "blocks": plain_letter(h(3, HOSTILE[0]), ul("a", (p("b"), ol("c", "d"))), table((column("e"),), [["f"]] * 90)),
    }
    files = {name: tmp_path / f"{name}.pdf" for name in letters}
    for name, letter in letters.items():
        files[name].write_bytes(render_pdf(letter, LAYOUT / "letter.typ", FONTS))
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(typst.Compiler().compile(input=b"Hei", format="pdf", pdf_tags=False))

    verdicts = validate([*files.values(), plain])

    assert [str(verdict) for verdict in verdicts if not verdict.passed and verdict.file != str(plain)] == []
    assert [verdict.passed for verdict in verdicts if verdict.file == str(plain)] == [False, False]
