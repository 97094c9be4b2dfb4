"""Which characters the shipped fonts can print: typst stops on one that they lack."""

from functools import lru_cache
from pathlib import Path
from struct import unpack_from
from unicodedata import normalize

_DRAWN_WITHOUT_GLYPH = frozenset("\u00ad\u034f\u200b\u200c\u200d\u2060") | {chr(code) for code in range(0xFE00, 0xFE10)}
"""Soft hyphen, joiners, zero-width spaces and variation selectors: they steer the line, nothing is drawn for them."""

_STAND_INS = {"\u2011": "\u2010"}
"""The no-break hyphen is drawn with the hyphen's glyph (Unicode 16, chapter 6.2)."""

_FORMAT_BY_RANGE, _FORMAT_BY_GROUP = 4, 12


def missing_characters(text: str, fonts: Path) -> frozenset[str]:
    """Find the characters of a text that some font in a folder cannot print.

    Accents written apart count as the letter they make (`c` and U+030C as `č`). Line breaks, tabs and
    other control signs are missing: a `Run` holds none.
    """
    printable = _printable(fonts)
    return frozenset(sign for sign in set(normalize("NFC", text)) if not _prints(sign, printable))


def _prints(sign: str, printable: frozenset[str]) -> bool:
    if sign in printable or sign in _DRAWN_WITHOUT_GLYPH:
        return True
    parts = _STAND_INS.get(sign) or normalize("NFD", sign)
    return all(part in printable for part in parts)


@lru_cache(maxsize=8)
def _printable(fonts: Path) -> frozenset[str]:
    files = sorted(path for path in fonts.iterdir() if path.suffix.lower() in (".ttf", ".otf"))
    if not files:
        raise FileNotFoundError(f"no font in {fonts}")
    return frozenset.intersection(*(_characters(path.read_bytes()) for path in files))


def _characters(font: bytes) -> frozenset[str]:
    """Read which characters an OpenType font has glyphs for (OpenType 1.9, the table `cmap`)."""
    tables = (unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(unpack_from(">H", font, 4)[0]))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    found: set[int] = set()
    for index in range(unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = unpack_from(">HHL", font, cmap + 4 + 8 * index)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
            found |= _code_points(font, cmap + offset)
    return frozenset(map(chr, found))


def _code_points(font: bytes, start: int) -> set[int]:
    match unpack_from(">H", font, start)[0]:
        case format_ if format_ == _FORMAT_BY_RANGE:
            return _by_range(font, start)
        case format_ if format_ == _FORMAT_BY_GROUP:
            groups = (
                unpack_from(">LLL", font, start + 16 + 12 * i) for i in range(unpack_from(">L", font, start + 12)[0])
            )
            return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first}
        case _:
            return set()


def _by_range(font: bytes, start: int) -> set[int]:
    count = unpack_from(">H", font, start + 6)[0] // 2
    last = unpack_from(f">{count}H", font, start + 14)
    first = unpack_from(f">{count}H", font, start + 16 + 2 * count)
    delta = unpack_from(f">{count}H", font, start + 16 + 4 * count)
    offsets = start + 16 + 6 * count
    offset = unpack_from(f">{count}H", font, offsets)
    found = set()
    for i in range(count):
        for code in range(first[i], last[i] + 1):
            glyph = code
            if offset[i]:
                glyph = unpack_from(">H", font, offsets + 2 * i + offset[i] + 2 * (code - first[i]))[0]
                if not glyph:
                    continue
            if (glyph + delta[i]) % 0x10000:
                found.add(code)
    return found
