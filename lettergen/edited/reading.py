"""What is read from an edited letter, whatever word processor saved it: its paragraphs as they stand, and what to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

LARGEST_FILE = 20_000_000
MOST_PARAGRAPHS = 4_000
MOST_SIGNS = 200_000
Cell: TypeAlias = tuple[int, int, int]
"""A table's number in the letter, a row and a column of it, from 0."""
RECIPIENT: Cell = (0, 0, 0)
"""The cell of the address block."""


class UnsafeFileError(Exception):
    """A file that cannot be read, or that we will not read: `problem` is the word for why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Place(StrEnum):
    """Whether a paragraph stands in the letter's own text, or beside it."""

    BODY = "body"
    BOX = "box"
    NOTE = "note"


class Mark(StrEnum):
    """What else a file holds that someone should know of."""

    TRACKED = "tracked"
    COMMENTS = "comments"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Seen:
    """A paragraph as it now stands: its words if all changes are accepted, and its bookmark of lettergen's."""

    text: str
    bookmark: str | None = None
    place: Place = Place.BODY
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """An edited letter: its paragraphs with words, what it was made of as it says itself, and what to know.

    `manifest` is the full one where the file still has it, else the compact copy, else None.
    """

    paragraphs: tuple[Seen, ...]
    manifest: Any
    bookmarks: frozenset[str]
    headers: tuple[str, ...] = ()
    marks: frozenset[Mark] = frozenset()


@dataclass(slots=True)
class Writing:
    """A paragraph while it is read: its words, and whether any of them stand in a bookmark."""

    place: Place
    cell: Cell | None
    words: list[str]
    bookmark: str | None = None

    def add(self, text: str, bookmark: str | None) -> None:
        """Take some words that stand in a bookmark, or in none."""
        self.words.append(text)
        if text.strip() and bookmark:
            self.bookmark = self.bookmark or bookmark


class Paragraphs:
    """Collects the paragraphs of a letter and follows the bookmarks.

    LibreOffice writes a bookmark over several paragraphs as two starts and two ends of one name, so the first
    start counts and any end of the name closes.
    """

    def __init__(self) -> None:
        self.done: list[Seen] = []
        self.started: set[str] = set()
        self._open: list[str] = []
        self._stack: list[Writing] = []
        self._pending = ""
        self._signs = 0

    def start_bookmark(self, name: str) -> None:
        """Open a bookmark of lettergen's, unless it has been open before."""
        if name.startswith("lg_") and name not in self.started:
            self.started.add(name)
            self._open.append(name)

    def end_bookmark(self, name: str) -> None:
        """Close a bookmark."""
        if name in self._open:
            self._open.remove(name)

    def open(self, place: Place, cell: Cell | None) -> None:
        """Begin a paragraph; one inside another (a text box, a note) is its own."""
        self._stack.append(Writing(place, cell, []))

    def add(self, text: str) -> None:
        """Take words of the innermost paragraph."""
        self._signs += len(text)
        if self._signs > MOST_SIGNS:
            raise UnsafeFileError("too_big")
        if self._stack:
            self._stack[-1].add(text, self._open[-1] if self._open else None)

    def close(self, *, joins_next: bool = False) -> None:
        """End a paragraph and keep it if it has words. One whose end is struck out joins the next."""
        writing = self._stack.pop()
        text = self._pending + "".join(writing.words)
        self._pending = text if joins_next else ""
        if joins_next or not text.split():
            return
        if len(self.done) >= MOST_PARAGRAPHS:
            raise UnsafeFileError("too_big")
        body = writing.place is Place.BODY
        self.done.append(Seen(text, writing.bookmark if body else None, writing.place, writing.cell))

    def finish(self) -> tuple[Seen, ...]:
        """All paragraphs, in the order of the file."""
        if self._pending.split():
            self.done.append(Seen(self._pending))
        return tuple(self.done)


@dataclass(slots=True)
class Tables:
    """Where in which table one stands; tables may stand in each other."""

    count: int = 0
    stack: list[list[int]] | None = None

    @property
    def cell(self) -> Cell | None:
        """The cell one stands in."""
        return (self.stack[-1][0], self.stack[-1][1], self.stack[-1][2]) if self.stack else None

    def start_table(self) -> None:
        """Enter a table."""
        self.stack = [*(self.stack or []), [self.count, -1, -1]]
        self.count += 1

    def start_row(self) -> None:
        """Enter a row."""
        if self.stack:
            self.stack[-1][1:] = [self.stack[-1][1] + 1, -1]

    def start_cell(self) -> None:
        """Enter a cell."""
        if self.stack:
            self.stack[-1][2] += 1

    def end_table(self) -> None:
        """Leave a table."""
        if self.stack:
            self.stack.pop()


def joined(texts: Iterable[str]) -> str:
    """Some texts as one line of words."""
    return " ".join(" ".join(texts).split())
