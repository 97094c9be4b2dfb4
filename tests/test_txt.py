"""The plain text: readable in an e-mail, steady in a diff."""

from collections import Counter
from dataclasses import replace

import pytest

from lettergen.formats.txt import WIDTH, render_txt
from lettergen.language import Language
from lettergen.letter import Align, Block, Letter, Signature, Table, lines
from tests.sample_letter import (
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


def render(letter: Letter) -> str:
    return render_txt(letter).decode()


def without_heads(letter: Letter) -> Letter:
    """The letter as its words stand where a table is too wide: heads are labels before each value."""

    def stripped(block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, columns=tuple(replace(each, head=()) for each in block.columns))
        return block

    return replace(letter, body=tuple(stripped(block) for block in letter.body))


@pytest.mark.parametrize("language", Language)
def test_words_and_their_order_are_the_letters(language: Language) -> None:
    letter = sample(language)

    extra = leftover_words(render(letter), without_heads(letter))

    words = Counter({word: count for word, count in extra.items() if set(word) - set("-=")})
    heads = {
        Language.NB: "Fra og med Til og med Per dag Barnetillegg I alt per dag"
        " Aktivitet | Ansvarlig | Periode | Timer i uka" + 4 * " Aktivitet: Ansvarlig: Periode:",
        Language.NN: "Aktivitet Timar i veka",
    }[language]
    hours = " Timer i uka:" * 5 if language is Language.NB else ""
    assert words == Counter((heads + hours).split()) + Counter(["1.", "2."]) + sender_words(letter)


def test_a_letter_looks_like_this() -> None:
    letter = replace(
        plain_letter(
            h(2, "Overskrift"),
            p("Vi har ", run("sett", bold=True), " på saken:"),
            ul("ett", (p("to"), ol("tre", "fire")), (p("fem"), p("seks"))),
            h(3, "Under"),
            table(
                (column("Hva"), column("Timer", 1, Align.RIGHT)),
                (("Kurs", "30"), ("Samtaler", "7,5")),
                ("I alt", "37,5"),
            ),
        ),
        signatures=(Signature("Ola Døme", "veileder"),),
    )

    assert render(letter) == (
        "Nav Prøvedal\n\nKari Prøve\n\n\nPrøve\n=====\n\n\nOverskrift\n----------\n\n"
        "Vi har sett på saken:\n\n- ett\n- to\n  1. tre\n  2. fire\n- fem\n\n  seks\n\nUnder\n\n"
        "Hva       Timer\n---------------\nKurs         30\nSamtaler    7,5\n---------------\nI alt      37,5\n\n\n"
        "Hilsen\n\nOla Døme\nveileder\n"
    )


def test_a_table_too_wide_for_the_page_becomes_labels_and_values() -> None:
    letter = plain_letter(
        table((column("Hva"), column("Hvor")), (("kurs " * 9, "sted " * 9), ("mer", "")), ("I alt", "mye")),
    )

    assert (
        "Hva: kurs kurs kurs kurs kurs kurs kurs kurs kurs\n"
        "Hvor: sted sted sted sted sted sted sted sted sted\n\n"
        "Hva: mer\n\n"
        "I alt\n"
        "Hvor: mye\n"
    ) in render(letter)


def test_values_are_never_markup() -> None:
    text = render(hostile())

    wanted = {" ".join(line.split(" ")) for line in lines(hostile())}
    assert [line for line in wanted if line not in " ".join(text.replace("\n", " ").split(" "))] == []


def test_lines_keep_the_width_and_end_with_a_line_feed_only() -> None:
    content = render_txt(sample())

    assert max(map(len, content.decode().splitlines())) <= WIDTH
    assert b"\r" not in content
    assert content.endswith(b"voksenoppl\xc3\xa6ring\n")
    assert not any(line.endswith(" ") for line in content.decode().split("\n"))


def test_no_line_breaks_at_a_no_break_space_or_inside_a_word() -> None:
    text = render(
        plain_letter(*(p("a" * size + " 8\u00a0500\u00a0kroner barne-hage " + "o" * 100) for size in range(40, 90)))
    )

    assert text.count("8\u00a0500\u00a0kroner") == text.count("barne-hage") == text.count("o" * 100) == 50


def test_a_draft_says_so_first() -> None:
    assert render(sample(draft=True)).startswith("UTKAST\n\n")
    assert "UTKAST" not in render(sample())
