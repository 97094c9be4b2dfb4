"""Both languages must do the same: print the same values, take the same branches, cite the same law, and so on.

Who reads Nynorsk shall not be told less, or something else, than who reads Bokmål. Places are in
the Nynorsk text where there is one: it follows the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Library
from lettergen.upkeep.outline import Kind, Mark, outline
from lettergen.upkeep.shelf import Pair, Shelf

VERSION = "same_versions"
"""The word for a whole version, beside those of `Kind`."""


def check_parity(shelf: Shelf) -> Iterator[Finding]:
    """Where a text does not do in one language what it does in the other, once for each kind of difference."""
    for alone in shelf.alone:
        sides = ([alone.file], []) if alone.language is Language.NB else ([], [alone.file])
        difference = _said(shelf.library, VERSION, *sides)
        yield Finding.of(Code.UNLIKE_LANGUAGES, alone.at(), difference=difference)
    for pair in (*shelf.pairs, *shelf.cells):
        yield from _differences(shelf.library, pair)
        yield from _negations(pair, shelf.markers.negations)


def _negations(pair: Pair, negations: Sequence[str]) -> Iterator[Finding]:
    nb, nn = (sum(word.text in negations for word in text.prose.words) for text in pair)
    if nb != nn:
        yield Finding.of(Code.UNLIKE_NEGATIONS, pair.nn.at(), nb=str(nb), nn=str(nn))


def _differences(library: Library, pair: Pair) -> Iterator[Finding]:
    both = [outline(each.text, each.prose) for each in pair]
    if both[0] == both[1]:
        return
    if Counter(_of_kind(Kind.BRANCH, both[0])) != Counter(_of_kind(Kind.BRANCH, both[1])):
        both = [tuple(replace(mark, branch="") for mark in marks) for marks in both]  # said once, not of all inside
    for kind in Kind:
        nb, nn = (_of_kind(kind, marks) for marks in both)
        only_nb, only_nn = _left(nb, nn), _left(nn, nb)
        if only_nb or only_nn:
            at = pair.nn.line(only_nn[0].line) if only_nn else pair.nn.at()
            difference = _said(library, kind, _whats(only_nb), _whats(only_nn))
            yield Finding.of(Code.UNLIKE_LANGUAGES, at, difference=difference)
        elif nb != nn:
            moved = next(second for first, second in zip(nb, nn, strict=True) if first != second)
            difference = _said(library, kind, (), ())
            yield Finding.of(Code.OTHER_ORDER, pair.nn.line(moved.line), difference=difference, moved=moved.what)


def _of_kind(kind: Kind, marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.kind is kind]


def _left(marks: Sequence[Mark], others: Sequence[Mark]) -> list[Mark]:
    """The marks that have no fellow among the others; where one is there more often, its last ones."""
    left = Counter(marks) - Counter(others)
    found: list[Mark] = []
    for mark in reversed(marks):
        if left[mark] > 0:
            left[mark] -= 1
            found.insert(0, mark)
    return found


def _whats(marks: Iterable[Mark]) -> list[str]:
    return list(dict.fromkeys(mark.what for mark in marks))


def _said(library: Library, kind: str, only_nb: Iterable[str], only_nn: Iterable[str]) -> str:
    """The difference as a finding's value, in both languages."""

    def said(ui: Language) -> str:
        word = library.catalogue.word
        sides = {"only_in_nb": ", ".join(only_nb), "only_in_nn": ", ".join(only_nn)}
        told = [word(side, ui).format(what=what) for side, what in sides.items() if what]
        return f"{word(kind, ui)}: {'; '.join(told)}" if told else word(kind, ui)

    return f"{said(Language.NB)}¦{said(Language.NN)}"
