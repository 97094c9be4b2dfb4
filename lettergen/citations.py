"""How Norwegian letters cite law, written and read, in both languages: one printer and one parser of one grammar.

    citation   = list [", jf. " list]
    list       = group, groups joined by "," and "og"
    group      = act place          an act by its name in the letter's language
    place      = "§" section [part] | "§§" sections joined by "," and "og"
    part       = ledd joined by "," and "og", each perhaps with "bokstav a" and "første punktum"

Acts come in the order of first use, regulations after them; sections by size; a no-break space stands after § and
inside «14 a». Several sections of one act drop ledd and what is finer.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from lettergen.language import NO_BREAK_SPACE, Language, enumeration
from lettergen.law import Act, ActKind, Provision, Reference

_TO_SIXTH = ("første", "andre", "tredje", "fjerde", "femte", "sjette")
_ORDINALS = {
    Language.NB: (*_TO_SIXTH, "sjuende", "åttende", "niende", "tiende", "ellevte", "tolvte"),
    Language.NN: (*_TO_SIXTH, "sjuande", "åttande", "niande", "tiande", "ellevte", "tolvte"),
}
_Group: TypeAlias = list[Reference]
"""References to one act, in the order given."""


# written


def sections(provisions: Iterable[Provision | Reference], language: Language) -> str:
    """Write the law sentence's list: acts in order of first use, regulations after them, sections sorted.

    Where all provisions are of one section and one ledd, the ledd (and what is finer) is printed, else
    sections only. ValueError for no provisions.
    """
    given = _references(provisions)
    single = len({(reference.act.id, reference.section, reference.ledd) for reference in given}) == 1
    return _named(given, language, _place if single else _sections)


def cite(
    provisions: Iterable[Provision | Reference], language: Language, supported_by: Iterable[Provision | Reference] = ()
) -> str:
    """Name provisions in a passage: act, section, ledd, letter and sentence; several sections drop what is finer.

    Those that support them follow after «jf.». ValueError for no provisions.
    """
    cited, support = _named(_references(provisions), language, _place), _references(supported_by)
    return f"{cited}, jf. {_named(support, language, _place)}" if support else cited


def section_only(provisions: Iterable[Provision | Reference], language: Language) -> str:
    """As `cite`, without the act. ValueError for no provisions, and for several acts: a bare section is of one act."""
    groups = _by_act(_references(provisions))
    if len(groups) > 1:
        raise ValueError("sections of several acts cannot stand without the acts' names")
    return _place(groups[0], language)


def _references(provisions: Iterable[Provision | Reference]) -> tuple[Reference, ...]:
    return tuple(each.place if isinstance(each, Provision) else each for each in provisions)


def _named(given: Sequence[Reference], language: Language, write: Callable[[_Group, Language], str]) -> str:
    groups = _by_act(given)
    return enumeration((f"{group[0].act.name[language]} {write(group, language)}" for group in groups), language)


def _by_act(given: Sequence[Reference]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for reference in given:
        groups.setdefault(reference.act.id, []).append(reference)
    if not groups:
        raise ValueError("no provisions to cite")
    return sorted(groups.values(), key=lambda group: group[0].act.kind is ActKind.REGULATION)


def _sections(group: _Group, language: Language) -> str:
    numbers = sorted({reference.section for reference in group}, key=_section_order)
    sign = "§" if len(numbers) == 1 else "§§"
    written = (number.replace(" ", NO_BREAK_SPACE) for number in numbers)
    return f"{sign}{NO_BREAK_SPACE}{enumeration(written, language)}"


def _place(group: _Group, language: Language) -> str:
    """Section, and where there is only one, the parts that all of the group names."""
    text = _sections(group, language)
    several = len({reference.section for reference in group}) > 1
    if several or any(each.ledd is None and each.letter is None and each.sentence is None for each in group):
        return text
    parts: dict[int, set[tuple[str | None, int | None]]] = {}
    for each in group:
        parts.setdefault(each.ledd or 0, set()).add((each.letter, each.sentence))
    whole = all((None, None) in named for named in parts.values())
    if whole:
        return f"{text} {enumeration((_ordinal(ledd, language) for ledd in sorted(parts)), language)} ledd"
    return f"{text} {enumeration((_ledd(ledd, parts[ledd], language) for ledd in sorted(parts)), language)}"


def _ledd(ledd: int, finer: set[tuple[str | None, int | None]], language: Language) -> str:
    """«tredje ledd bokstav a og c», «første ledd andre punktum»; ledd 0 is a section without ledd.

    Letters with other sentences than their fellows are named one by one.
    """
    head = f"{_ordinal(ledd, language)} ledd" if ledd else ""
    if (None, None) in finer:
        return head
    by_sentences: dict[tuple[bool, tuple[int, ...]], list[str]] = {}
    for letter in sorted({letter or "" for letter, _ in finer}):
        sentences = {sentence or 0 for each, sentence in finer if (each or "") == letter}
        told = (0,) if 0 in sentences else tuple(sorted(sentences))
        by_sentences.setdefault((bool(letter), told), []).append(letter)
    return enumeration(
        (_finest(head, letters, told, language) for (_, told), letters in by_sentences.items()), language
    )


def _finest(head: str, letters: Sequence[str], sentences: Sequence[int], language: Language) -> str:
    words = [head] if head else []
    if letters != [""]:
        words.append(f"bokstav{NO_BREAK_SPACE}{enumeration(letters, language)}")
    if sentences != (0,):
        words.append(f"{enumeration((_ordinal(each, language) for each in sentences), language)} punktum")
    return " ".join(words)


def _ordinal(number: int, language: Language) -> str:
    words = _ORDINALS[language]
    return words[number - 1] if number <= len(words) else f"{number}."


def _section_order(section: str) -> list[tuple[int, int, str]]:
    """Numbers by size, «14 a» after «14» and before «15»."""
    return [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"\d+|[^\W\d]+", section)
    ]


# read


@dataclass(frozen=True, slots=True)
class Citation:
    """What a text cites: the places, and those that support them (after «jf.»)."""

    references: tuple[Reference, ...]
    supported_by: tuple[Reference, ...] = ()


class CitationError(ValueError):
    """A text that is no citation in the grammar above. `at` is the place in it, from 0."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(f"{text[:at]}▸{text[at:]}")
        self.at = at


def read_citation(text: str, acts: Iterable[Act], language: Language, act: Act | None = None) -> Citation:
    """Read what `sections`, `cite` and `section_only` write; `act` is whose section a bare § is.

    Of two acts with one name the first counts. Raises `CitationError`.
    """
    names: dict[str, Act] = {}
    for each in acts:
        names.setdefault(each.name[language], each)
    return _Reader(text, names, language, act).citation()


T = TypeVar("T")
_Part: TypeAlias = tuple[int | None, str | None, int | None]
"""Ledd, letter, sentence."""
LETTER = r"[a-zæøå]"


@dataclass
class _Reader:
    """Reads the grammar from left to right; what does not fit is left for the next rule to try."""

    text: str
    acts: Mapping[str, Act]
    language: Language
    act: Act | None
    at: int = 0

    def citation(self) -> Citation:
        references = self.groups()
        supported_by = self.groups() if self.take(r", jf\.") else ()
        if self.text[self.at :].strip():
            raise CitationError(self.text, self.at)
        return Citation(references, supported_by)

    def groups(self) -> tuple[Reference, ...]:
        return tuple(reference for group in self.listed(self.group) for reference in group)

    def group(self) -> list[Reference]:
        names = "|".join(re.escape(name) for name in sorted(self.acts, key=len, reverse=True))
        act = self.acts[named] if names and (named := self.take(names)) else self.act
        sign = self.needed("§§|§")
        if act is None:
            raise CitationError(self.text, self.at)
        if sign == "§§":
            return [Reference(act, section) for section in self.listed(self.section)]
        section = self.section()
        return [Reference(act, section, *part) for part in self.parts()]

    def section(self) -> str:
        return self.needed(rf"\d+(?:-\d+)?(?:{NO_BREAK_SPACE}{LETTER}(?!\w))?").replace(NO_BREAK_SPACE, " ")

    def parts(self) -> list[_Part]:
        """What follows a section: its ledd with letters and sentences, or nothing."""
        before = self.at
        try:
            return [part for parts in self.listed(self.part) for part in parts]
        except CitationError:
            self.at = before
            return [(None, None, None)]

    def part(self) -> list[_Part]:
        *whole, last = self.ordinals("ledd") or [None]
        letters = self.listed(lambda: self.needed(LETTER)) if self.take("bokstav") else [None]
        sentences = self.ordinals("punktum") or [None]
        if last is None and letters == [None] and sentences == [None]:
            raise CitationError(self.text, self.at)
        finest = ((last, letter, sentence) for letter in letters for sentence in sentences)
        return [*((each, None, None) for each in whole), *finest]

    def ordinals(self, unit: str) -> list[int | None]:
        """«første og andre ledd» as numbers; nothing, and nothing taken, where no such words stand."""
        before = self.at
        try:
            numbers: list[int | None] = [*self.listed(self.ordinal)]
            self.needed(unit)
        except CitationError:
            self.at = before
            return []
        return numbers

    def ordinal(self) -> int:
        words = _ORDINALS[self.language]
        word = self.needed("|".join(words) + r"|\d+\.")
        return words.index(word) + 1 if word in words else int(word[:-1])

    def listed(self, one: Callable[[], T]) -> list[T]:
        """One or more of the same, joined by "," and "og"."""
        found = [one()]
        while True:
            before = self.at
            try:
                self.needed(",|og")
                found.append(one())
            except CitationError:
                self.at = before
                return found

    def take(self, pattern: str) -> str:
        """The words that fit here, or nothing."""
        match = re.compile(rf"[ {NO_BREAK_SPACE}]*({pattern})(?!\w)").match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[1]

    def needed(self, pattern: str) -> str:
        """The words that must stand here. Raises `CitationError`."""
        if word := self.take(pattern):
            return word
        raise CitationError(self.text, self.at)
