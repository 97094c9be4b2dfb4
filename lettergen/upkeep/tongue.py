"""Each text in its own language: texts that have changed places, and words of the other language.

The marker list of the content says which words part the languages. Words of an act's name are let
be: some acts have a name in one language only. So are words in « », which are another's.
"""

import re
from collections.abc import Iterator, Mapping

from lettergen.findings import Code, Finding
from lettergen.names import NORWEGIAN
from lettergen.scope import FILTERS, LAW_FILTERS, shapes
from lettergen.shapes import Group, Items, Shape
from lettergen.upkeep.sayings import Saying, sayings
from lettergen.upkeep.shelf import Shelf, Shelved
from lettergen.wordlists import Markers, Verdict
from lettergen.words import WORD, Word

FEWEST = 3
"""With fewer words of the other language a text is not taken to be in it."""
CODES: Mapping[Verdict, Code] = {"raad": Code.PERHAPS_OTHER_LANGUAGE, "feil": Code.OTHER_LANGUAGE}
QUOTED = re.compile(r"«[^»]*»")
KEYS = re.compile(r"\{[^{}]*\}|\S*(?:[_/\\]|\.\w)\S*|\w+:(?=\s|$)")
"""Gaps, and in words for staff paths and keys of files."""


def check_tongue(shelf: Shelf) -> Iterator[Finding]:
    """Texts in the wrong language, and words of the other one in texts, headings, names, messages and labels."""
    markers = shelf.library.lists.tongues
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


def _in_text(text: Shelved, markers: Markers) -> Iterator[Finding]:
    quoted = [found.span() for found in QUOTED.finditer(text.prose.masked)]
    words = [word for word in text.prose.words if not any(start <= word.at < end for start, end in quoted)]
    found = list(markers.found_in(words))
    wrong = sum(marker.verdict == "feil" for _, marker in found)
    if wrong >= FEWEST and wrong > sum(word.text in markers.own for word in words):
        other = text.language.other
        yield Finding.of(Code.SWAPPED_LANGUAGES, text.at(), problem=text.language.value, reason=other.value)
        return
    for word, marker in found:
        yield Finding.of(CODES[marker.verdict], text.at(word.at), word=word.text, right=marker.right)


def _in_saying(saying: Saying, markers: Markers, code: frozenset[str]) -> Iterator[Finding]:
    words = (word.casefold() for word in WORD.findall(KEYS.sub(" ", QUOTED.sub(" ", saying.words))))
    for word, marker in markers.found_in([Word(word, 0) for word in words if word not in code]):
        yield Finding.of(CODES[marker.verdict], saying.place(), word=word.text, right=marker.right)
