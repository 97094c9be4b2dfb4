"""The cells of a library: letter type × condition × outcome × language, and the blocks one can choose for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Scheme
from lettergen.prose import Prose
from lettergen.reasons import ReasonBlock
from lettergen.scheme import Condition, LetterType
from lettergen.source import Path
from lettergen.upkeep.likeness import pairs_alike
from lettergen.upkeep.shelf import Shelf
from lettergen.wording import both
from lettergen.words import rows_of


@dataclass(frozen=True)
class Cell:
    """One letter type's condition with one outcome on a day, and the blocks that carry it."""

    scheme: Scheme
    letter: str
    condition: str
    outcome: str
    blocks: tuple[ReasonBlock, ...]

    def distinct(self, language: Language, share: float) -> int:
        """How many of the blocks differ in substance: of those nearly the same, one counts."""
        sets = [rows_of([word.text for word in Prose(block.texts[language].source).words]) for block in self.blocks]
        return len(sets) - len({max(pair[:2]) for pair in pairs_alike(sets, share)})


@dataclass(frozen=True)
class Coverage:
    """All cells of a library on a day."""

    schemes: Mapping[str, Scheme]
    day: date

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells in the order of the schemes' letter types and conditions."""
        return tuple(cell for scheme in self.schemes.values() for cell in _cells(scheme, self.day))


def argued(letter: LetterType, id: str, condition: Condition) -> tuple[str, ...]:
    """The outcomes that a decision of a letter type may state of a condition and that a block must carry."""
    return tuple(outcome for outcome in letter.outcomes_of(id, condition) if outcome != "ikke_vurdert")


def _cells(scheme: Scheme, day: date) -> Iterator[Cell]:
    by_cell: dict[tuple[str, str], list[ReasonBlock]] = {}
    for id in sorted(scheme.blocks):
        block = scheme.block(id, day)
        if block and block.head.condition and block.head.outcome:
            by_cell.setdefault((block.head.condition, block.head.outcome), []).append(block)
    for letter, kind in scheme.letter_types.items():
        for id, condition in scheme.conditions_of(letter).items():
            for outcome in argued(kind, id, condition):
                yield Cell(scheme, letter, id, outcome, tuple(by_cell.get((id, outcome), ())))


def check_cells(shelf: Shelf, day: date) -> Iterator[Finding]:
    """A cell without a block: a decision that cannot be written. Told once for each condition and outcome.

    Bad: a letter type that may find a condition not met, and no block says why. Good: at least one does.
    """
    told: set[tuple[str, str, str]] = set()
    for cell in Coverage(shelf.library.schemes, day).cells:
        key = (cell.scheme.id, cell.condition, cell.outcome)
        if not cell.blocks and key not in told:
            told.add(key)
            path: Path = ("vilkaar", cell.condition)
            at, name = shelf.place(cell.scheme, "ordning.yaml", path), both(cell.scheme.conditions[cell.condition].name)
            yield Finding.of(Code.EMPTY_CELL, at, path, letter=cell.letter, condition=name, outcome=cell.outcome)
