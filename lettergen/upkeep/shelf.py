"""The texts of a library, set up once for all checks: each in its language, beside its fellow in the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from lettergen.content_files import COMMON
from lettergen.errors import MissingPart
from lettergen.language import Language
from lettergen.library import Library, Scheme
from lettergen.prose import Prose
from lettergen.reasons import ReasonBlock
from lettergen.source import Location, Path, value_at
from lettergen.texts import Text
from lettergen.wordlists import MarkersFile, PlainFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One text in one language. `file` is what findings call the file it stands in."""

    text: Text
    language: Language
    file: str
    prose: Prose

    @classmethod
    def of(cls, text: Text, language: Language, file: str) -> "Shelved":
        """A text with its own words."""
        return cls(text, language, file, Prose(text.source))

    def at(self, place: int = 0) -> Location:
        """Where a sign of the text's source stands."""
        return self.line(self.prose.line(place) + 1)

    def line(self, number: int) -> Location:
        """The place of one of the text's own lines, from 1."""
        return Location(self.file, self.text.line + number - 1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What should be the same text in both languages: a block's version, or a version of a running text."""

    nb: Shelved
    nn: Shelved
    block: ReasonBlock | None = None

    def __iter__(self) -> Iterator[Shelved]:
        yield self.nb
        yield self.nn


@dataclass(frozen=True)
class Shelf:
    """A library's texts: `pairs` of blocks and running texts, `cells` of tables, and what stands `alone`."""

    library: Library

    @property
    def plain(self) -> PlainFile:
        """What plain language asks. Raises `MissingPart`."""
        return _there(self.library.lists.plain, "klarspraak")

    @property
    def markers(self) -> MarkersFile:
        """The words that part the languages. Raises `MissingPart`."""
        return _there(self.library.lists.markers, "nb-nn-ord")

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """The schemes of the library."""
        return tuple(self.library.schemes.values())

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every version of every block, those that schemes share once, and of every running text."""
        blocks = {pair.nb.file: pair for scheme in self.schemes for pair in _blocks(scheme)}
        return (*blocks.values(), *(pair for scheme in self.schemes for pair in self._running_texts(scheme)))

    @cached_property
    def cells(self) -> tuple[Pair, ...]:
        """The cells of the declared tables that are written apart for each language."""
        return tuple(
            Pair(Shelved.of(nb, Language.NB, nb.name), Shelved.of(nn, Language.NN, nn.name))
            for scheme in self.schemes
            for table in scheme.tables.values()
            for by_language in (table.cells, table.sums)
            for nb, nn in zip(by_language[Language.NB], by_language[Language.NN], strict=True)
            if nb.source != nn.source
        )

    @cached_property
    def alone(self) -> tuple[Shelved, ...]:
        """Versions of running texts that stand in one language only."""
        return tuple(
            self._shelved(text, language)
            for scheme in self.schemes
            for (id, language), versions in scheme.letters.items()
            for start, text in versions.by_date
            if start not in self._dates(scheme, id, language)
        )

    def at(self, text: Text, line: int) -> Location:
        """A line of a running text's file, under the name that findings give it."""
        file = self.library.stack.find(text.name)
        return Location(self.library.stack.name(file) if file else text.name, line)

    def place(self, scheme: Scheme, table: str, path: Path) -> Location:
        """Where a row of a scheme's table stands, or of the common table where the scheme's own lacks it."""
        for folder in (scheme.id, COMMON):
            document = self.library.stack.table(f"reasons/{folder}/{table}")
            if value_at(document.data, path) is not None:
                return document.location(path)
        return Location(f"reasons/{scheme.id}/{table}")

    def _dates(self, scheme: Scheme, id: str, language: Language) -> dict[object, Text]:
        """The versions that a letter type's running text has in the other language than this, by day."""
        versions = scheme.letters.get((id, language.other))
        return dict(versions.by_date) if versions else {}

    def _running_texts(self, scheme: Scheme) -> Iterator[Pair]:
        for (id, language), versions in scheme.letters.items():
            if language is Language.NB:
                others = self._dates(scheme, id, language)
                for start, text in versions.by_date:
                    if other := others.get(start):
                        yield Pair(self._shelved(text, Language.NB), self._shelved(other, Language.NN))

    def _shelved(self, text: Text, language: Language) -> Shelved:
        return Shelved.of(text, language, self.at(text, text.line).file)


def _there(read: T | None, name: str) -> T:
    if read is None:
        raise MissingPart(f"reasons/spraak/{name}.yaml")
    return read


def _blocks(scheme: Scheme) -> Iterator[Pair]:
    for versions in scheme.blocks.values():
        for _, block in versions.by_date:
            nb, nn = (Shelved.of(block.texts[language], language, block.location.file) for language in Language)
            yield Pair(nb, nn, block)
