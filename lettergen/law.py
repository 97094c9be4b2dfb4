"""Acts, places in them, and whether a provision can be cited on a day. Names, sections and dates are content."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lettergen.language import Bilingual, Language


class ActKind(StrEnum):
    """An act of parliament or a regulation, by the words content files use."""

    ACT = "lov"
    REGULATION = "forskrift"


@dataclass(frozen=True, slots=True)
class Act:
    """An act or regulation: `number` is Lovdata's (LOV-… or FOR-…), `name` the short name that letters print.

    The full name stands only in the languages in which it is known.
    """

    id: str
    number: str
    kind: ActKind
    name: Bilingual
    full_name_nb: str | None = None
    full_name_nn: str | None = None

    def full_name(self, language: Language) -> str:
        """Give the full name with date and number, or the short one where that is all we have."""
        full = self.full_name_nb if language is Language.NB else self.full_name_nn
        return full or self.name[language]


class Standing(StrEnum):
    """Whether a provision can be cited on a day, and if not, why."""

    IN_FORCE = "in_force"
    CHANGED_SINCE = "changed_since"
    """The day lies before the wording we know; the text may have existed with another. A warning, no more."""
    REPEALED = "repealed"
    NOT_IN_FORCE = "not_in_force"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in an act, as far as it goes: section («29», «14 a»), ledd (1 is the first), letter, sentence (punktum)."""

    act: Act
    section: str
    ledd: int | None = None
    letter: str | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """A place in an act with what we know of it.

    `in_force_from` is the day the present wording took effect, None where it is not in force yet;
    `in_force_to` is the last day, None where it still stands. `verified` tells that its text was read, `checked` when it last was.
    """

    id: str
    place: Reference
    in_force_from: date | None
    in_force_to: date | None
    verified: bool
    subject: Bilingual
    source: str
    note: str | None = None
    checked: date | None = None

    @property
    def act(self) -> Act:
        """The act it stands in."""
        return self.place.act

    def standing(self, on: date) -> Standing:
        """How the provision stands on a day."""
        if self.in_force_from is None:
            return Standing.NOT_IN_FORCE
        if self.in_force_to is not None and self.in_force_to < on:
            return Standing.REPEALED
        if not self.verified:
            return Standing.UNVERIFIED
        return Standing.CHANGED_SINCE if on < self.in_force_from else Standing.IN_FORCE

    def covers(self, on: date) -> bool:
        """Whether it may be printed in a letter of that day (perhaps with a warning)."""
        return self.standing(on) in (Standing.IN_FORCE, Standing.CHANGED_SINCE)
