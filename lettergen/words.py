"""Words and sentences of plain text, and what can be told from them: phrases, rows of words, LIX."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

WORD = re.compile(r"\w+(?:-\w+)*")
BREAK = re.compile(r"\0+|\n[ \t]*\n|\n(?=[ \t]*(?:[-+*]|\d+\.)[ \t])|[.!?][»\")]*\s+(?=[«(*]*[A-ZÆØÅ])")
"""Where a sentence ends: at a heading, a blank line, a list item, or a stop with a capital after it («22. mai» is none)."""
VALUE = "X"
"""A printed value: one short word."""
LONG = 6
"""LIX calls a word long that has more letters than this."""
STEM = 5
"""Two words that begin with so many equal letters are taken for forms of one."""
ROW = 3
"""How many words in a row are compared as one."""
Rows = frozenset[int]
NOTHING = re.compile(r"(?!)")


class Word(NamedTuple):
    """A word in lower case and where it begins."""

    text: str
    at: int


class Sentence(NamedTuple):
    """A sentence's words, values among them, and where it begins."""

    words: tuple[str, ...]
    at: int

    @property
    def says(self) -> bool:
        """Whether there is more in it than values and numbers."""
        return any(word != VALUE and not word.isdecimal() for word in self.words)


def sentences(masked: str) -> Iterator[Sentence]:
    """The sentences of some masked words."""
    start = 0
    for end in (*(found.end() for found in BREAK.finditer(masked)), len(masked)):
        found = list(WORD.finditer(masked, start, end))
        if found:
            yield Sentence(tuple(word[0] for word in found), found[0].start())
        start = end


def lix_of(said: Sequence[Sentence]) -> float:
    """The LIX of some sentences."""
    return lix_of_words([word for sentence in said for word in sentence.words], len(said))


def lix_of_words(words: Sequence[str], count: int) -> float:
    """The LIX of some words in so many sentences."""
    if not words:
        return 0.0
    return len(words) / count + 100 * sum(len(word) > LONG for word in words) / len(words)


def word_list(text: str) -> tuple[Word, ...]:
    """The words of a text, in lower case."""
    return tuple(Word(found[0].casefold(), found.start()) for found in WORD.finditer(text))


def words_in(texts: Iterable[str | None]) -> frozenset[str]:
    """The words of some texts, in lower case."""
    return frozenset(word.casefold() for text in texts if text for word in WORD.findall(text))


def rows_of(words: Sequence[str]) -> Rows:
    """A text as the set of its rows of words; figures count alike, so that another date makes no other text."""
    plain = ["0" if word[0].isdigit() else word for word in words]
    rows = (" ".join(plain[index : index + ROW]) for index in range(max(1, len(plain) - ROW + 1)))
    return frozenset(crc32(row.encode()) for row in rows)  # not hash(): it varies from run to run


GAP = "…"
"""In a pattern: up to four words between."""


@lru_cache(maxsize=1024)
def pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of some phrases in a text in lower case; `*` stands for the rest of a word, «…» for up to four words."""
    written = sorted((_phrase(phrase.casefold().split()) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?![\w-])") if written else NOTHING


def _phrase(tokens: Sequence[str]) -> str:
    pattern = ""
    for token in tokens:
        if token == GAP:
            pattern += r"(?:[\s,]+[\w-]+){0,4}?"
        else:
            pattern += (r"[\s,]+" if pattern else "") + re.escape(token).replace(r"\*", r"[\w-]*")
    return pattern


class Phrases:
    """Words and phrases to look for; the longest one that fits at a place counts."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            first, *rest = WORD.findall(phrase.casefold())
            self._by_first.setdefault(first, []).append((tuple(rest), phrase))

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Whether some words hold all of any phrase: a quick look before they are gone through in order."""
        return any(
            words.issuperset(rest) for first in words & self._by_first.keys() for rest, _ in self._by_first[first]
        )

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[Word, str]]:
        """Each phrase that stands in some words, with its first word."""
        for index, word in enumerate(words):
            for rest, phrase in self._by_first.get(word.text, ()):
                following = words[index + 1 : index + 1 + len(rest)]
                if tuple(each.text for each in following) == rest:
                    yield word, phrase
                    break
