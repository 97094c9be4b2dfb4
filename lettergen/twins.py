"""Assessments that stand in several decisions of a run.

Each decision leaves a sketch of one size for each of its assessments (one-permutation minhash: the least
hash in each slot), so that a run of any length fits in memory. Whom an assessment is likest is settled
from the sketches, before any decision is checked; how alike the two are is told from the words themselves.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from lettergen.decision import Decision
from lettergen.source import Location, Path, dotted, value_at
from lettergen.words import Rows, rows_of, word_list

SLOTS = 16
EMPTY = 0xFFFFFFFF
WIDTH, MASK = 32, 0xFFFFFFFF
"""An entry of the index: a hash of file and path, then the assessment's number."""
FEWEST_EQUAL = 3
"""Sketches with fewer equal slots are of texts that have little in common."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The assessment of another decision that one is likest: its file and place, and its rows of words."""

    file: str
    location: Location
    path: Path
    rows: Rows


class Twins:
    """The sketches of a run. `add` every decision, then ask for `twin`; `read` fetches a decision again by its name."""

    def __init__(self, read: Callable[[str], Decision]) -> None:
        self._read = lru_cache(maxsize=8)(read)
        self._sketches = array("I")
        self._files: list[str] = []
        self._file, self._path, self._case = array("I"), array("I"), array("I")
        self._paths: dict[Path, int] = {}
        self._nearest: array[int] | None = None
        self._index = array("Q")

    def add(self, decision: Decision) -> None:
        """Sketch a decision's assessments; nothing else of it is kept."""
        if self._nearest is not None:
            raise RuntimeError("a run is settled once a twin has been asked for")
        file = len(self._files)
        self._files.append(decision.name)
        data = decision.document.data
        case = crc32(repr([value_at(data, (key,)) for key in ("saksnummer", "brev", "dato")]).encode())
        for path, text in assessments(data):
            self._sketches.extend(_sketch(_rows(text)))
            self._file.append(file)
            self._path.append(self._paths.setdefault(path, len(self._paths)))
            self._case.append(case)

    def twin(self, name: str, path: Path) -> Twin | None:
        """The likest assessment of another decision; None where none is near."""
        if self._nearest is None:
            self._settle()
        assert self._nearest is not None
        key = _key(name, path)
        place = bisect_left(self._index, key << WIDTH)
        if place == len(self._index) or self._index[place] >> WIDTH != key:
            return None
        at = self._index[place] & MASK
        other = self._nearest[at]
        where = next(each for each, number in self._paths.items() if number == self._path[other])
        decision = self._read(self._files[self._file[other]])
        text = value_at(decision.document.data, where)
        if not isinstance(text, str):
            return None  # the file has changed since it was sketched
        return Twin(decision.name, decision.document.location(where), where, _rows(text))

    def _settle(self) -> None:
        """Find whom each is likest, and let go of what is not needed after that."""
        self._nearest = self._settled()
        paths = list(self._paths)
        found = (at for at, near in enumerate(self._nearest) if near >= 0)
        keys = (_key(self._files[self._file[at]], paths[self._path[at]]) << WIDTH | at for at in found)
        self._index = array("Q", sorted(keys))
        self._sketches, self._case = array("I"), array("I")

    def _settled(self) -> "array[int]":
        """For each assessment the number of the likest one of another decision, or -1."""
        count = len(self._file)
        nearest, equal = array("i", [-1]) * count, array("B", [0]) * count
        for slot in range(SLOTS):
            for one, other in self._neighbours(slot):
                if self._file[one] == self._file[other] or self._case[one] == self._case[other]:
                    continue
                alike = self._equal_slots(one, other)
                for mine, theirs in ((one, other), (other, one)):
                    if alike >= FEWEST_EQUAL and alike > equal[mine]:
                        nearest[mine], equal[mine] = theirs, alike
        return nearest

    def _neighbours(self, slot: int) -> Iterator[tuple[int, int]]:
        """Pairs with one value in a slot: each with the one before it, so that many copies cost no more than few."""
        values = self._sketches[slot::SLOTS]
        before: int | None = None
        for at in sorted(range(len(values)), key=values.__getitem__):
            if values[at] == EMPTY:
                break
            if before is not None and values[before] == values[at]:
                yield before, at
            before = at

    def _equal_slots(self, one: int, other: int) -> int:
        mine = self._sketches[one * SLOTS : (one + 1) * SLOTS]
        theirs = self._sketches[other * SLOTS : (other + 1) * SLOTS]
        return sum(left == right != EMPTY for left, right in zip(mine, theirs, strict=True))


def _key(file: str, path: Path) -> int:
    return crc32(f"{file}\n{dotted(path)}".encode())


def assessments(data: object) -> Iterator[tuple[Path, str]]:
    """The assessments of a decision file as it was read, with their paths."""
    conditions = value_at(data, ("vilkaar",))
    if not isinstance(conditions, dict):
        return
    for id, entry in conditions.items():
        held = entry.get("vurdering") if isinstance(entry, dict) else None
        path: Path = ("vilkaar", id, "vurdering")
        if isinstance(held, str):
            yield path, held
        elif isinstance(held, dict):
            yield from (((*path, part), text) for part, text in held.items() if isinstance(text, str))


def _rows(text: str) -> Rows:
    return rows_of([word.text for word in word_list(text)])


def _sketch(rows: Rows) -> list[int]:
    slots = [EMPTY] * SLOTS
    for row in rows:
        slot, value = row % SLOTS, row // SLOTS
        slots[slot] = min(slots[slot], value)
    return slots
