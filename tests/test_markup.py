"""What Markdown loses without a word, and what may not be typed: found in the library before a letter is made."""

import pytest

from lettergen.expressions import Scope
from lettergen.language import Language
from lettergen.letter import OriginKind, plain
from lettergen.markup import check_markup
from lettergen.texts import parse_text, render_text

TRAPS = {
    "1. mai er en fridag.": "tall",
    "Tekst.\n\n22. november er en søndag.": "tall",
    "Liste:\n- en\n- to": "liste",
    "- en\n  - to": "innrykk",
    "<b>Viktig</b>": "html",
    "| a | b |": "tabell",
    "[her](http://a.example)": "lenke",
    "[her](javascript:x)": "lenke",
    "Etter § 29.": "paragraf",
    "a * b": "stjerne",
    "**halvt": "stjerne",
    "#### For dypt": "overskrift",
    "[her](xhttps://a.example)": "lenke",
    "[her] (https://a.example)": "lenke",
    "[her][der]": "lenke",
    "![bilde](https://a.example/b.png)": "lenke",
    "- 1. januar er en fridag": "tall",
    "før | etter": "tabell",
    "skriv `kode`": "tegn",
    "> sitat": "tegn",
    "1) først": "tegn",
    "---": "tegn",
    "\t- innrykk": "tegn",
}
SOUND = (
    "Vanlig **fet** og *kursiv* tekst.",
    "**Fet setning.** Så mer tekst.",
    "Liste:\n\n- en\n- to",
    "Liste:\n\n- en\n    - under",
    "1. en\n2. to",
    "{{ dato | dato }} er dagen.",
    "{% if a %}\n- en\n{% endif %}\n- to",
    "[her](https://a.example) og [der]({{ kontor.klageadresse }})",
    "5 < 6, og {{ navn }} * er en verdi",
)


@pytest.mark.parametrize(("source", "trap"), TRAPS.items())
def test_a_trap_is_found_on_its_line(source, trap):
    text = parse_text("Første linje.\n\n" + source, "blokk.md", OriginKind.BLOCK, line=10)
    found = [(error.detail, error.line) for error in check_markup(text)]
    lines = [number for number, line in enumerate(source.split("\n"), 12) if line.strip()]
    assert trap in [name for name, _ in found]
    assert all(line in lines for _, line in found)


@pytest.mark.parametrize("source", SOUND[:-1])
def test_sound_text_is_left_alone(source):
    assert not list(check_markup(parse_text(source, "blokk.md", OriginKind.BLOCK)))


def test_the_traps_are_real():
    """Python-Markdown really loses the number: the reason for the check."""
    [block] = render_text(parse_text("1. mai er fri.", "t", OriginKind.BLOCK), Scope({}), Language.NB)
    assert "1." not in plain(block.items[0][0].runs)
