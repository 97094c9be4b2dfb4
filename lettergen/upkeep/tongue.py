"""Each text in its own language: texts that have changed places, and words of the other language.

The marker list of the content says which words part the languages. Words of an act's name are let
be: some acts have a name in one language only. So are words in « », which are another's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Library
from lettergen.names import NORWEGIAN
from lettergen.scope import FILTERS, LAW_FILTERS, shapes
from lettergen.shapes import Group, Items, Shape
from lettergen.upkeep.prose import WORD, Word
from lettergen.upkeep.sayings import Saying, sayings
from lettergen.upkeep.shelf import Shelf, Shelved, other_than
from lettergen.upkeep.wordlists import MarkerRow

FEWEST = 3
"""With fewer words of the other language a text is not taken to be in it."""
VERDICTS = (("raad", Code.PERHAPS_OTHER_LANGUAGE), ("feil", Code.OTHER_LANGUAGE))
QUOTED = re.compile(r"«[^»]*»")
KEYS = re.compile(r"\{[^{}]*\}|\S*(?:[_/\\]|\.\w)\S*|\w+:(?=\s|$)")
"""Gaps, and in words for staff paths and keys of files."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A word of the other language: what it is called here, how wrong it is, and the words it may follow after all."""

    right: str
    code: Code
    not_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Markers:
    """What one language may not say, and the words of its `own` that mark it."""

    foreign: Mapping[str, Marker]
    own: frozenset[str]

    @classmethod
    def of(cls, language: Language, rows: Sequence[MarkerRow], allowed: frozenset[str]) -> "Markers":
        """The markers of a language; a word that it also has itself is none. The worse verdict counts."""
        other = other_than(language)
        own = {row.word(language) for row in rows} | allowed
        foreign = {
            row.word(other): Marker(row.word(language), code, frozenset(row.not_after))
            for verdict, code in VERDICTS
            for row in reversed(rows)  # of several rows of a word the first counts
            if row.verdict(language) == verdict and row.word(other) not in own
        }
        theirs = {row.word(other) for row in rows}
        marking = {row.word(language) for row in rows if row.verdict(other) == "feil"} - theirs
        return cls(foreign, frozenset(marking))

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[Word, Marker]]:
        """The words of the other language among some words."""
        for index, word in enumerate(words):
            marker = self.foreign.get(word.text)
            if marker and not (index and words[index - 1].text in marker.not_after):
                yield word, marker


def check_tongue(shelf: Shelf) -> Iterator[Finding]:
    """Texts in the wrong language, and words of the other one in texts, headings, names, messages and labels."""
    rows = shelf.markers.words
    markers = {language: Markers.of(language, rows, _names_of_acts(shelf.library, language)) for language in Language}
    texts = [*(text for pair in (*shelf.pairs, *shelf.cells) for text in pair), *shelf.alone]
    for text in texts:
        yield from _in_text(text, markers[text.language])
    code = frozenset(_code(shelf))
    for saying in sayings(shelf):
        yield from _in_saying(saying, markers[saying.language], code if saying.for_staff else frozenset())


def _code(shelf: Shelf) -> Iterator[str]:
    """What staff write in files, and find named in words for them: keys, facts and filters."""
    yield from (*NORWEGIAN.values(), *FILTERS, *LAW_FILTERS)
    for scheme in shelf.schemes:
        yield from _keys(Group(shapes(scheme)))


def _keys(shape: Shape) -> Iterator[str]:
    match shape:
        case Group(members):
            yield from members
            for inner in members.values():
                yield from _keys(inner)
        case Items(of):
            yield from _keys(of)


def _names_of_acts(library: Library, language: Language) -> frozenset[str]:
    names = {provision.act.name[language] for provision in library.provisions().values()}
    return frozenset(word.casefold() for name in names for word in WORD.findall(name))


def _in_text(text: Shelved, markers: Markers) -> Iterator[Finding]:
    quoted = [found.span() for found in QUOTED.finditer(text.prose.masked)]
    words = [word for word in text.prose.words if not any(start <= word.at < end for start, end in quoted)]
    found = list(markers.found_in(words))
    wrong = sum(marker.code is Code.OTHER_LANGUAGE for _, marker in found)
    if wrong >= FEWEST and wrong > sum(word.text in markers.own for word in words):
        other = other_than(text.language)
        yield Finding.of(Code.SWAPPED_LANGUAGES, text.at(), problem=text.language.value, reason=other.value)
        return
    for word, marker in found:
        yield Finding.of(marker.code, text.at(word.at), word=word.text, right=marker.right)


def _in_saying(saying: Saying, markers: Markers, code: frozenset[str]) -> Iterator[Finding]:
    words = (word.casefold() for word in WORD.findall(KEYS.sub(" ", QUOTED.sub(" ", saying.words))))
    for word, marker in markers.found_in([Word(word, 0) for word in words if word not in code]):
        yield Finding.of(marker.code, saying.place(), word=word.text, right=marker.right)
