"""Whether the Nynorsk of a text has been read against the Bokmål it stands beside today.

A block's front matter says it (`nn_lest_mot`), as a version of its Bokmål. A running text has no
front matter: `templates/nn/lest_mot.yaml`, in the same layer as the text, has a row for each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from lettergen.documents import read_text
from lettergen.findings import Code, Finding
from lettergen.json_places import LINE_BREAK
from lettergen.library import Library
from lettergen.names import norwegian
from lettergen.reasons import version_of
from lettergen.source import Location
from lettergen.upkeep.shelf import Pair, Shelf

TABLE = "templates/nn/lest_mot.yaml"
KEY = norwegian("nn_read_against")


@dataclass(frozen=True, slots=True)
class Reading:
    """A Nynorsk text and its Bokmål: `read` is the version it was last read against, `present` today's.

    `name` is the text's path in the content; `location` is where its Nynorsk begins.
    """

    name: str
    location: Location
    present: str
    read: str | None
    is_block: bool

    @property
    def outdated(self) -> bool:
        """Whether the Bokmål has changed since the Nynorsk was read."""
        return self.read is not None and self.read != self.present


def read_against(shelf: Shelf) -> tuple[Reading, ...]:
    """How each Nynorsk text stands, blocks first."""
    tables: dict[FilePath, Mapping[str, str]] = {}
    return tuple(_reading(pair, shelf.library, tables) for pair in shelf.pairs)


def _reading(pair: Pair, library: Library, tables: dict[FilePath, Mapping[str, str]]) -> Reading:
    name = pair.nn.text.name
    if pair.block:
        read = pair.block.head.nn_read_against
    else:
        table = layer_of(name, library) / TABLE
        if table not in tables:
            tables[table] = (library.stack.document(table).data or {}) if table.is_file() else {}
        read = tables[table].get(name)
    return Reading(name, pair.nn.at(), version_of(pair.nb.text.source), read, pair.block is not None)


def check_accepted(shelf: Shelf) -> Iterator[Finding]:
    """Nynorsk that is older than its Bokmål, and how much of it nobody has read against it."""
    readings = read_against(shelf)
    for layer in shelf.library.stack.layers:
        if (layer / TABLE).is_file():
            yield from shelf.library.stack.document(layer / TABLE).findings
    for reading in readings:
        if reading.outdated:
            yield Finding.of(Code.NN_OUTDATED, reading.location, present=reading.present)
    if unread := [reading for reading in readings if reading.read is None]:
        count, total = str(len(unread)), str(len(readings))
        yield Finding.of(Code.NN_NOT_READ, unread[0].location, count=count, total=total)


def accept(readings: Iterable[Reading], library: Library) -> Mapping[FilePath, str]:
    """The files that say these texts are read against today's Bokmål, with their new contents; nothing is written."""
    changed: dict[FilePath, str] = {}
    for reading in readings:
        layer = layer_of(reading.name, library)
        file = layer / (reading.name if reading.is_block else TABLE)
        text = changed.get(file)
        if text is None:
            text = read_text(file)[0] if file.is_file() else ""
        key = KEY if reading.is_block else reading.name
        changed[file] = with_row(text, key, reading.present, in_front_matter=reading.is_block)
    return changed


def with_row(text: str, key: str, value: str, *, in_front_matter: bool) -> str:
    """A file's text with `key: value`, in the row's own place or as the last one; all else as it was."""
    lines = text.splitlines(keepends=True)
    ending = next((found[0] for found in map(LINE_BREAK.search, lines) if found), "\n")
    row = f"{key}: {value}{ending}"
    end = len(lines)
    if in_front_matter:
        end = next(number for number, line in enumerate(lines) if number and line.rstrip() == "---")
    old = next((number for number, line in enumerate(lines[:end]) if re.match(rf"{re.escape(key)}\s*:", line)), None)
    if old is not None:
        return "".join((*lines[:old], row, *lines[old + 1 :]))
    if end and not LINE_BREAK.search(lines[end - 1]):
        lines[end - 1] += ending
    return "".join((*lines[:end], row, *lines[end:]))


def layer_of(name: str, library: Library) -> FilePath:
    """The folder whose version of a text counts."""
    return next(layer for layer in library.stack.layers if (layer / name).is_file())
