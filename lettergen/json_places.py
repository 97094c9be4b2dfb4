"""What stands where in a JSON text. What the text means is left to the standard `json` module."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

LINE_BREAK: Final = re.compile(r"\r\n|\n|\r")
MAX_DIGITS: Final = 100
"""Of a number written out: enough for any amount, too few to stall a calculation."""

# A string, closed or not on its own line; a bracket; or a bare word (number, true, false, null).
_TOKEN = re.compile(r'"(?:[^"\\\n\r]++|\\[^\n\r])*+("?)|[\[\]{}]|[^\s",:\[\]{}]++')
_SPACE: Final = " \t\n\r"
_WORDS: Final = {"true": True, "false": False, "null": None}


class Lines:
    """The lines of a text: turns an offset into a line and a column, both from 1."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        """Find where each line of `text` starts."""
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Give the line and column of the code point at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def find_problem(text: str, max_depth: int) -> tuple[str, int] | None:
    """Name the first thing that keeps a text from being read, and its offset; "depth" is one of the names."""
    too_deep, open_string = _look_over(text, max_depth)
    if too_deep is not None:
        return "depth", too_deep
    try:
        # Not strict about control signs inside strings: the caller reports those one by one.
        json.loads(text, strict=open_string is not None, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        return _syntax_problem(text, error, open_string)
    return None


def parts(text: str) -> Iterator[tuple[int, str, Any]]:
    """Walk through a valid JSON text: each bracket, key and value with its offset, in order.

    The second is a bracket, "text", "word" or "number"; the third the value, None for a number that is
    no number or is longer than MAX_DIGITS.
    """
    for found in _TOKEN.finditer(text):
        raw = found[0]
        if raw in "{}[]":
            yield found.start(), raw, None
        elif raw.startswith('"'):
            yield found.start(), "text", json.loads(raw, strict=False)
        elif raw in _WORDS:
            yield found.start(), "word", _WORDS[raw]
        else:
            yield found.start(), "number", _number(raw)


def _number(raw: str) -> int | Decimal | None:
    mantissa, _, exponent = raw.lower().partition("e")
    if "n" in mantissa or len(mantissa) > MAX_DIGITS or len(exponent) > MAX_DIGITS:  # NaN, Infinity
        return None
    if abs(int(exponent or 0)) > MAX_DIGITS:
        return None
    return int(raw) if raw.lstrip("-").isdecimal() else Decimal(raw)


def _look_over(text: str, max_depth: int) -> tuple[int | None, int | None]:
    """Find what goes too deep, or a string not closed on its line, without recursion; then stop."""
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        if sign in "[{":
            depth += 1
            if depth > max_depth:
                return token.start(), None
        elif sign in "]}":
            depth -= 1
        elif sign == '"' and not token[1]:
            return None, token.start()
    return None, None


def _syntax_problem(text: str, error: json.JSONDecodeError, open_string: int | None) -> tuple[str, int]:
    """Name what is wrong, and the offset where a person would mend it.

    `json` points at the token it could not use; a comma is missed after the one before, often a line above.
    """
    said, at = error.msg, error.pos
    end_of_previous = len(text[:at].rstrip(_SPACE))
    previous, sign = text[end_of_previous - 1 : end_of_previous], text[at : at + 1]
    closes = sign in ("]", "}")
    if open_string is not None and at >= open_string:
        problem, at = "unclosed", open_string
    elif not text[at:].strip(_SPACE):
        problem, at = "unclosed", max(end_of_previous - 1, 0)
    elif closes and previous == ",":
        problem, at = "comma", end_of_previous - 1
    elif at == end_of_previous and previous.isdigit() and (sign.isalnum() or sign == "."):
        problem = "number"  # 01, 1., 0x1
    elif "',' delimiter" in said:
        # On the same line the stray sign itself is the best place: `[1 2]`, `{"a": 1;}`.
        at = end_of_previous if LINE_BREAK.search(text, end_of_previous, at) and not closes else at
        problem = "unclosed" if closes else "comma"
    else:
        problem = next((name for words, name in _SAID if words in said), "")
    return problem or _problem_of(sign, key_is_due="property name" in said), at


_SAID: Final = (
    ("escape", "escape"),
    ("Extra data", "after_end"),
    ("trailing comma", "comma"),  # Python 3.13 and later
    ("':' delimiter", "missing_colon"),
)


def _problem_of(sign: str, *, key_is_due: bool) -> str:
    """Name the problem by the sign that stands where a value or a key was due."""
    if sign == ",":
        return "comma"
    return "quotes" if sign == "'" or sign.isalpha() or (key_is_due and sign.isdigit()) else "other"
