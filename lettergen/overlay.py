"""A stack of folders: an office's own in front of the shipped ones.

Single files (texts, labels, letterheads, layouts): the nearest layer's file wins, by relative
path. Tables (schemes, facts, rules, law, rates, findings): the union of all layers by id; an id
that stands in two layers is a finding.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath

from lettergen.documents import Document, parse_text, read_document, read_text
from lettergen.findings import Code, Finding
from lettergen.source import Location, Path

_parsed = lru_cache(maxsize=1024)(parse_text)
"""Content read again unchanged (an office's library is mostly the shipped one) is not parsed again."""
VERSIONED = re.compile(r"(?P<name>[^@]+)(@(?P<date>\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers, nearest first; the last is the shipped content."""

    layers: tuple[FilePath, ...]
    read: dict[FilePath | str, Document] = field(default_factory=dict, compare=False, repr=False)
    """The files and tables read so far: a library and its checks see one state of them, and read each once."""

    def find(self, relative: str) -> FilePath | None:
        """The file that wins for a relative path."""
        return next((layer / relative for layer in self.layers if (layer / relative).is_file()), None)

    def all(self, relative: str) -> tuple[FilePath, ...]:
        """A table's file in every layer that has it, the shipped one first, each with its parts after it.

        `regler.yaml` has its parts in the folder `regler`.
        """
        return tuple(
            file for layer in reversed(self.layers) for file in _with_parts(layer / relative) if file.is_file()
        )

    def versions(self, relative: str) -> Iterator[list[FilePath]]:
        """As `all`, with the versions (`regler@2027-01-01.yaml`) of each file beside it, a list a file."""
        for layer in reversed(self.layers):
            whole = layer / relative
            named: dict[FilePath, list[FilePath]] = {}
            for file in (*sorted(whole.parent.glob(f"{whole.stem}*{whole.suffix}")), *_with_parts(whole)[1:]):
                named.setdefault(file.with_name(file.stem.partition("@")[0]), []).append(file)
            yield from named.values()

    def files(self, folder: str, pattern: str) -> Mapping[str, FilePath]:
        """Every file below a folder, by relative path, the nearest layer's where several have it."""
        found: dict[str, FilePath] = {}
        for layer in reversed(self.layers):
            for file in sorted((layer / folder).rglob(pattern)):
                found[file.relative_to(layer).as_posix()] = file
        return dict(sorted(found.items()))

    def folders(self, folder: str) -> tuple[str, ...]:
        """The names of the folders just below a folder, in any layer."""
        return tuple(
            sorted({child.name for layer in self.layers for child in (layer / folder).glob("*") if child.is_dir()})
        )

    def name(self, file: FilePath) -> str:
        """What a file is called in findings: a shipped one by its path in the content, an office's own by its whole path."""
        layer = self.layer_of(file)
        return file.relative_to(layer).as_posix() if layer == self.layers[-1] else file.as_posix()

    def layer_of(self, file: FilePath) -> FilePath:
        """The nearest layer a file lies in; an office's folder may lie below the shipped one."""
        return next((layer for layer in self.layers if file.is_relative_to(layer)), self.layers[-1])

    def table(self, relative: str) -> Document:
        """One table of all layers together, as one document with each value's own place."""
        if relative not in self.read:
            self.read[relative] = merged(relative, [self.document(file) for file in self.all(relative)])
        return self.read[relative]

    def document(self, file: FilePath) -> Document:
        """A YAML file of a layer, under the name that findings give it."""
        if file not in self.read:
            name = self.name(file)
            text, findings = read_text(file, name=name)
            self.read[file] = read_document(file, name=name) if findings else _parsed(text, name)
        return self.read[file]


def _with_parts(file: FilePath) -> list[FilePath]:
    return [file, *sorted(file.with_suffix("").glob(f"*{file.suffix}"))]


def version_date(stem: str) -> tuple[str, date | None] | None:
    """`name@2027-01-01` is a name and the day it counts from; None when that is no date."""
    match = VERSIONED.fullmatch(stem)
    if not match:
        return None
    try:
        return match["name"], date.fromisoformat(match["date"]) if match["date"] else None
    except ValueError:
        return None


def merged(name: str, documents: Iterable[Document]) -> Document:
    """Tables as one: entries of each top-level mapping side by side, an id that comes twice a finding."""
    data: dict[str, object] = {}
    places: dict[Path, Location] = {}
    key_places: dict[Path, Location] = {}
    findings: list[Finding] = []
    for document in documents:
        findings += document.findings
        taken = set(_ids(data))
        repeated = [path for path in _ids(document.data) if path in taken]
        findings += [
            Finding.of(
                Code.DUPLICATE_KEY,
                document.key_location(path),
                path,
                key=str(path[-1]),
                first_line=str(key_places.get(path, "")),
            )
            for path in repeated
        ]
        for key, value in (document.data or {}).items():
            if isinstance(value, dict) and isinstance(kept := data.get(key), dict):
                data[key] = {**kept, **{id: own for id, own in value.items() if id not in kept}}
            elif isinstance(value, list) and isinstance(kept := data.get(key), list):
                places |= _shifted(document.places, key, len(kept))
                data[key] = [*kept, *value]
            else:
                data.setdefault(key, value)
        places = {**document.places, **places}
        key_places = {**document.key_places, **key_places}
    return Document(name, data or None, places, key_places, tuple(findings))


def _shifted(places: Mapping[Path, Location], key: str, by: int) -> dict[Path, Location]:
    """The places of a list's items when the list follows on another with `by` items."""
    return {
        (key, by + path[1], *path[2:]): at
        for path, at in places.items()
        if len(path) > 1 and path[0] == key and isinstance(path[1], int)
    }


def _ids(data: object) -> Iterator[Path]:
    """What may stand in one layer only: entries of a top-level mapping, list items by id, single values."""
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ((key, inner) for inner in value)
        elif isinstance(value, list):
            yield from ((key, item["id"]) for item in value if isinstance(item, dict) and "id" in item)
        else:
            yield (key,)
