"""What the shipped fonts can print: the same as fontTools reads from them, and what typst accepts."""

from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from lettergen.fonts import _printable, missing_characters
from tests.sample_letter import FONTS, HOSTILE


def test_coverage_is_what_fonttools_reads() -> None:
    each = [{chr(code) for code in TTFont(path).getBestCmap()} for path in FONTS.glob("*.ttf")]

    assert len(each) == 4
    assert _printable(FONTS) == set.intersection(*each)


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "čđŋšŧž ČĐŊŠŦŽ áÁïÏ åäöæøÅÄÖÆØ",
        normalize("NFD", "čšžéåñ"),
        "a\u00a0b\u202fc d\u2009e",
        "no\u00adhy\u2011phen ze\u200bro jo\u2060ined",
        "Łódź Željko Đorđe Αθήνα Київ",
    ],
)
def test_what_letters_hold_can_be_printed(text: str) -> None:
    assert missing_characters(text, FONTS) == set()


def test_what_is_missing_is_named_once() -> None:
    assert missing_characters("😀 王王 क", FONTS) == {"😀", "王", "क"}


def test_control_signs_cannot_be_printed() -> None:
    assert missing_characters("a\tb\x01", FONTS) == {"\t", "\x01"}


def test_a_folder_without_fonts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no font"):
        missing_characters("a", tmp_path)


def test_the_licence_stands_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text(encoding="utf-8")
