"""Acts and their provisions, when they can be cited, and how a letter writes them.

Names of acts, sections and dates are content; here stand only the words and the order in which
Norwegian letters cite law.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from lettergen.language import NO_BREAK_SPACE, Bilingual, Language, enumeration

_TO_SIXTH = ("første", "andre", "tredje", "fjerde", "femte", "sjette")
_ORDINALS = {
    Language.NB: (*_TO_SIXTH, "sjuende", "åttende", "niende", "tiende", "ellevte", "tolvte"),
    Language.NN: (*_TO_SIXTH, "sjuande", "åttande", "niande", "tiande", "ellevte", "tolvte"),
}


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
class Provision:
    """One place in an act: section («29», «14 a»), ledd (1 is the first) and letter, as far as they go.

    `in_force_from` is the day the present wording took effect, None where it is not in force yet;
    `in_force_to` is the last day, None where it still stands. `verified` tells that its text was read.
    """

    id: str
    act: Act
    section: str
    ledd: int | None
    letter: str | None
    in_force_from: date | None
    in_force_to: date | None
    verified: bool
    subject: Bilingual
    source: str
    note: str | None = None

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


_Group: TypeAlias = list[Provision]
"""Provisions of one act, in the order given."""


def sections(provisions: Iterable[Provision], language: Language) -> str:
    """Write the law sentence's list: acts in order of first use, regulations after them, sections sorted.

    Where all provisions are of one section and one ledd, the ledd (and letter) is printed, else
    sections only. ValueError for no provisions.
    """
    given = tuple(provisions)
    single = len({(provision.act.id, provision.section, provision.ledd) for provision in given}) == 1
    return _named(given, language, _place if single else _sections)


def cite(provisions: Iterable[Provision], language: Language) -> str:
    """Name provisions in a passage: act, section, ledd and letter; several sections drop the ledd.

    ValueError for no provisions.
    """
    return _named(provisions, language, _place)


def section_only(provisions: Iterable[Provision], language: Language) -> str:
    """As `cite`, without the act. ValueError for no provisions, and for several acts: a bare section is of one act."""
    groups = _by_act(provisions)
    if len(groups) > 1:
        raise ValueError("sections of several acts cannot stand without the acts' names")
    return _place(groups[0], language)


def _named(provisions: Iterable[Provision], language: Language, write: Callable[[_Group, Language], str]) -> str:
    groups = _by_act(provisions)
    return enumeration((f"{group[0].act.name[language]} {write(group, language)}" for group in groups), language)


def _by_act(provisions: Iterable[Provision]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for provision in provisions:
        groups.setdefault(provision.act.id, []).append(provision)
    if not groups:
        raise ValueError("no provisions to cite")
    return sorted(groups.values(), key=lambda group: group[0].act.kind is ActKind.REGULATION)


def _sections(group: _Group, language: Language) -> str:
    numbers = sorted({provision.section for provision in group}, key=_section_order)
    sign = "§" if len(numbers) == 1 else "§§"
    written = (number.replace(" ", NO_BREAK_SPACE) for number in numbers)
    return f"{sign}{NO_BREAK_SPACE}{enumeration(written, language)}"


def _place(group: _Group, language: Language) -> str:
    """Section, and where there is only one, the ledd and letters that all of the group names."""
    text = _sections(group, language)
    several = len({provision.section for provision in group}) > 1
    if several or any(provision.ledd is None and provision.letter is None for provision in group):
        return text
    letters: dict[int, set[str | None]] = {}
    for provision in group:
        letters.setdefault(provision.ledd or 0, set()).add(provision.letter)
    return f"{text} {_ledd(dict(sorted(letters.items())), language)}"


def _ledd(letters: dict[int, set[str | None]], language: Language) -> str:
    """«første og andre ledd», «tredje ledd bokstav a og c»; ledd 0 is a section without ledd."""
    if all(None in named for named in letters.values()):
        return f"{enumeration((_ordinal(ledd, language) for ledd in letters), language)} ledd"
    parts = []
    for ledd, named in letters.items():
        words = [f"{_ordinal(ledd, language)} ledd"] if ledd else []
        if None not in named:
            listed = enumeration(sorted(letter for letter in named if letter), language)
            words.append(f"bokstav{NO_BREAK_SPACE}{listed}")
        parts.append(" ".join(words))
    return enumeration(parts, language)


def _ordinal(ledd: int, language: Language) -> str:
    words = _ORDINALS[language]
    return words[ledd - 1] if ledd <= len(words) else f"{ledd}."


def _section_order(section: str) -> list[tuple[int, int, str]]:
    """Numbers by size, «14 a» after «14» and before «15»."""
    return [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"\d+|[^\W\d]+", section)
    ]
