"""A letter as a value, in no format: what is said, in which order, and where each word comes from.

Everything from the recipient to the signatures stands here once; the formats only dress it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from lettergen.language import Language


class OriginKind(StrEnum):
    """Who wrote some words: the library's texts, the office, the person, or the data."""

    TEMPLATE = "template"
    BLOCK = "block"
    ASSESSMENT = "assessment"
    VIEW = "view"
    VALUE = "value"
    LABEL = "label"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run's words come from: `name` is a text's file or id, or a value's path.

    `typed` is set on a value that someone wrote as words, not one that is a date, a number or a choice.
    """

    kind: OriginKind
    name: str
    line: int | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Some words with one look and one origin. Never markup; no line breaks, tabs or control signs."""

    text: str
    origin: Origin
    bold: bool = False
    italic: bool = False
    link: str | None = None


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An ordinary paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is the letter's title and stands only in `Letter.title`; the body uses 2 and 3."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; an item is one or more blocks (nested lists among them)."""

    ordered: bool
    items: tuple[tuple["Block", ...], ...]


class Align(StrEnum):
    """How a column stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, how it stands, and its share of the width (any positive number)."""

    head: Runs
    align: Align = Align.LEFT
    width: Any = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heads repeat on each page. `footer` is the sum row, where there is one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    footer: tuple[Runs, ...] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What the letter says of one condition: bookmarked, so that an edited letter can be checked again."""

    condition: str
    blocks: tuple["Block", ...]


Block: TypeAlias = Paragraph | Heading | ListBlock | Table | Passage


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what belongs to it: («Saksnummer», «2026/1234»)."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """One who signs: name, and title where there is one."""

    name: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class BlockUse:
    """A text that went into the letter: its id, version and the condition it covers."""

    id: str
    version: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the letter was made of, kept in the Word file and in brev.json. No personal data."""

    engine: str
    library: str
    scheme: str
    blocks: tuple[BlockUse, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter (or, as `Draft`, one with gaps).

    The reading order is: recipient, references, title, body, closing, signatures, attachments,
    copies. `sender` is the letterhead's lines and stands outside that order, on the page's top.
    """

    language: Language
    letter_type: str
    case_number: str
    date: date
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    references: tuple[Labelled, ...]
    title: Runs
    body: tuple[Block, ...]
    closing: str
    signatures: tuple[Signature, ...]
    approval: str
    attachments: Labelled | None
    copies: Labelled | None
    exemption: str | None
    page_label: str
    manifest: Manifest = field(compare=False)
    draft_label: str | None = None

    @property
    def title_text(self) -> str:
        """The title as plain words."""
        return plain(self.title)


class Draft(Letter):
    """A letter with gaps: UTKAST on each page, and no final format takes it."""


def plain(runs: Runs) -> str:
    """The words of some runs."""
    return "".join(run.text for run in runs)


def leaves(blocks: tuple[Block, ...]) -> Iterator[tuple[Paragraph | Heading | Runs, str | None]]:
    """Each paragraph, heading and table cell in reading order, with the condition it speaks of."""
    yield from _leaves(blocks, None)


def _leaves(
    blocks: tuple[Block, ...], condition: str | None
) -> Iterator[tuple[Paragraph | Heading | Runs, str | None]]:
    for block in blocks:
        match block:
            case Passage():
                yield from _leaves(block.blocks, block.condition)
            case ListBlock():
                for item in block.items:
                    yield from _leaves(item, condition)
            case Table():
                yield from ((column.head, condition) for column in block.columns)
                yield from ((cell, condition) for row in (*block.rows, block.footer or ()) for cell in row)
            case _:
                yield block, condition


def lines(letter: Letter) -> Iterator[str]:
    """Every line of words from the recipient to the copies, in the order every format must keep."""
    yield from letter.recipient
    for reference in letter.references:
        yield reference.label
        yield from reference.values
    yield letter.title_text
    for leaf, _ in leaves(letter.body):
        yield plain(leaf if isinstance(leaf, tuple) else leaf.runs)
    yield letter.closing
    for signature in letter.signatures:
        yield signature.name
        if signature.title:
            yield signature.title
    yield letter.approval
    for end in (letter.attachments, letter.copies):
        if end:
            yield end.label
            yield from end.values
