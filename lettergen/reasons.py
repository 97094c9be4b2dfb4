"""Reason blocks and running texts as they stand on disk, and which version counts on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field

from lettergen.fields import Bilingual, Date, FileModel, Text, to_list
from lettergen.language import Language
from lettergen.source import Location
from lettergen.texts import Text as ParsedText


def _to_names(value: object) -> object:
    """A list; a key with nothing after it is an empty one."""
    return () if value is None else to_list(value)


Names = Annotated[tuple[Text, ...], BeforeValidator(_to_names)]
Met = Literal["oppfylt", "ikke_oppfylt"]


class Basis(FileModel):
    """Which provisions a block rests on (`basis` makes the law sentence) and which it only names."""

    basis: Names = ()
    mentions: Names = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.basis, *self.mentions)


class Reviewed(FileModel):
    """Which jurist went through a text, and when; both empty until one has."""

    by: Text | None = None
    date: Date | None = None


class BlockHead(FileModel):
    """A reason block's front matter."""

    condition: Text | None = None
    outcome: Met | None = None
    parts: Names = ()
    title: Bilingual
    law: Basis = Field(default_factory=Basis)
    facts: Names = ()
    events: Names = ()
    covers: Names = ()
    appeal_body: Text | None = None
    valid_to: Date | None = None
    reviewed: Reviewed = Field(default_factory=Reviewed)
    nn_read_against: Text | None = None


@dataclass(frozen=True, slots=True)
class ReasonBlock:
    """One version of one block: a rule with its content and the facts it carries, in both languages."""

    id: str
    head: BlockHead
    texts: Mapping[Language, ParsedText]
    version: str
    location: Location
    valid_from: date | None = None


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Versions(Generic[T]):
    """The versions of one file, by the day each counts from (None: from the beginning)."""

    by_date: tuple[tuple[date | None, T], ...]

    @classmethod
    def of(cls, versions: Iterable[tuple[date | None, T]]) -> "Versions[T]":
        """Versions in order of their days."""
        return cls(tuple(sorted(versions, key=lambda version: version[0] or date.min)))

    def on(self, day: date) -> T | None:
        """The newest version whose day is not after `day`; None when all come later."""
        counting = [version for start, version in self.by_date if start is None or start <= day]
        return counting[-1] if counting else None

    @property
    def newest(self) -> T:
        """The last version, whatever the day."""
        return self.by_date[-1][1]


def version_of(text: str) -> str:
    """A version's number: the first 12 signs of the SHA-256 of the text, its white space normalised."""
    normal = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    return sha256(normal.encode()).hexdigest()[:12]
