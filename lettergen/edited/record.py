"""What a letter was when it was written, as its manifest tells: read with distrust, for anyone may have changed the file."""

import binascii
import bz2
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lettergen.language import Language
from lettergen.provenance import Span

LARGEST_MANIFEST = 2_000_000
MOST_PARAGRAPHS = 4_000


@dataclass(frozen=True, slots=True)
class Original:
    """A paragraph as it was written. Only the full manifest has its words; only newer ones tell whose they are."""

    mark: str
    text: str | None
    bookmark: str | None
    spans: tuple[Span, ...] | None

    @property
    def kinds(self) -> frozenset[int | str] | None:
        """Whose words it held."""
        return None if self.spans is None else frozenset(kind for kind, _, _ in self.spans)


@dataclass(frozen=True, slots=True)
class UsedBlock:
    """A text that went into the letter."""

    id: str
    version: str
    condition: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """What a letter was made of, and its paragraphs."""

    scheme: str
    letter: str
    language: Language
    day: date
    case: str
    library: str
    blocks: tuple[UsedBlock, ...]
    bookmarks: Mapping[str, str]
    answers: tuple[tuple[str, str], ...]
    paragraphs: tuple[Original, ...]
    draft: bool = False

    @property
    def has_text(self) -> bool:
        """Whether the words of the paragraphs are there, not only their marks."""
        return all(paragraph.text is not None for paragraph in self.paragraphs)


def from_json(text: str) -> Any:
    """A manifest's values; None where it is none."""
    try:
        return json.loads(text) if len(text) <= LARGEST_MANIFEST else None
    except (ValueError, RecursionError):
        return None


def from_pieces(pieces: Mapping[int, str]) -> Any:
    """The compact copy from its numbered pieces; None where it is not whole."""
    if not pieces or sorted(pieces) != list(range(1, len(pieces) + 1)):
        return None
    try:
        packed = b64decode("".join(pieces[number] for number in sorted(pieces)), validate=True)
        unpacker = bz2.BZ2Decompressor()
        content = unpacker.decompress(packed, LARGEST_MANIFEST)
        return from_json(content.decode()) if unpacker.eof else None
    except (binascii.Error, OSError, ValueError):
        return None


def record_of(data: Any) -> Record | None:
    """A manifest's values as a record; None where they are not a manifest's."""
    if not isinstance(data, dict) or data.get("manifest") != 1:
        return None
    try:
        paragraphs = data["paragraphs"]
        sources = data.get("sources") or [None] * len(paragraphs)
        if len(paragraphs) > MOST_PARAGRAPHS or len(sources) != len(paragraphs):
            return None
        return Record(
            scheme=_text(data["scheme"]),
            letter=_text(data["letter"]),
            language=Language(data["language"]),
            day=date.fromisoformat(data["date"]),
            case=_text(data["case"]),
            library=_text(data["library"]),
            blocks=tuple(
                UsedBlock(_text(id), _text(version), _maybe(condition)) for id, version, condition in data["blocks"]
            ),
            bookmarks={_text(name): _text(condition) for name, condition in data["bookmarks"].items()},
            answers=tuple((_text(code), _text(mark)) for code, mark in data["answers"]),
            paragraphs=tuple(_original(entry, source) for entry, source in zip(paragraphs, sources, strict=True)),
            draft=data.get("draft") is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _original(entry: Any, source: Any) -> Original:
    mark, *words, bookmark = entry
    text = _text(words[0]) if words else None
    return Original(_text(mark), text, _maybe(bookmark), None if source is None else tuple(map(_span, source)))


def _span(entry: Any) -> Span:
    kind, start, end = entry
    if not isinstance(kind, int | str) or not isinstance(start, int) or not isinstance(end, int):
        raise TypeError
    return kind, start, end


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)
