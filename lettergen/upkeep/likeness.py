"""Blocks of one cell (same condition, same outcome) that are nearly the same text, or are called the same.

Who chooses between two blocks must see what parts them. Texts are compared as sets of three words
in a row; pairs are found through the rarest of those, so that thousands of blocks cost little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Scheme
from lettergen.prose import Prose
from lettergen.reasons import ReasonBlock
from lettergen.source import Location
from lettergen.upkeep.shelf import Shelf
from lettergen.words import Rows, rows_of


def check_likeness(shelf: Shelf) -> Iterator[Finding]:
    """Blocks of one cell that hardly differ, once for each pair, and titles used twice in a cell."""
    share = float(shelf.plain.limits.likeness)
    prose = {
        pair.block.location.file: {text.language: text.prose for text in pair} for pair in shelf.pairs if pair.block
    }
    for scheme in shelf.schemes:
        for cell in _cells(scheme).values():
            yield from _like_texts(cell, prose, share)
            yield from _same_titles(cell)


def _cells(scheme: Scheme) -> Mapping[tuple[str, str | None], Sequence[ReasonBlock]]:
    """The newest version of each block, by condition and outcome."""
    cells: dict[tuple[str, str | None], list[ReasonBlock]] = defaultdict(list)
    for versions in scheme.blocks.values():
        block = versions.newest
        if block.head.condition:
            cells[block.head.condition, block.head.outcome].append(block)
    return cells


def _like_texts(
    cell: Sequence[ReasonBlock], prose: Mapping[str, Mapping[Language, Prose]], share: float
) -> Iterator[Finding]:
    told: set[tuple[int, int]] = set()
    for language in Language:
        sets = [_rows(prose[block.location.file][language]) for block in cell]
        for first, second, likeness in sorted(pairs_alike(sets, share)):
            if (first, second) not in told:
                told.add((first, second))
                block, other = cell[second], cell[first]
                at = Location(block.location.file, block.texts[language].line)
                percent = str(round(100 * likeness))
                yield Finding.of(Code.NEARLY_EQUAL, at, other=other.id, percent=percent)


def _rows(prose: Prose) -> Rows:
    return rows_of([word.text for word in prose.words])


def pairs_alike(sets: Sequence[Rows], share: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of sets whose common part is at least `share` of both together (Jaccard), with that share.

    Two such sets have one in common among the rarest of each, so only those are looked up.
    """
    frequency = Counter(each for shingle_set in sets for each in shingle_set)
    holders: dict[int, list[int]] = defaultdict(list)
    for index, mine in enumerate(sets):
        rarest = sorted(mine, key=lambda each: (frequency[each], each))[: len(mine) - ceil(share * len(mine)) + 1]
        candidates = {other for each in rarest for other in holders[each]}
        for other in candidates:
            common = len(mine & sets[other])
            likeness = common / (len(mine) + len(sets[other]) - common)
            if likeness >= share:
                yield other, index, likeness
        for each in rarest:
            holders[each].append(index)


def _same_titles(cell: Sequence[ReasonBlock]) -> Iterator[Finding]:
    for language in Language:
        called: dict[str, ReasonBlock] = {}
        for block in cell:
            title = block.head.title[language]
            first = called.setdefault(title.casefold(), block)
            if first is not block:
                yield Finding.of(Code.SAME_TITLE, block.location, other=first.id, title=title)
