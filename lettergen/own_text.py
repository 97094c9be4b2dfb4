"""What the office itself wrote in a decision, and where: the only words that text checks look at.

Words of others are let be: quotations, the person's own view, what someone is said to have said, names and addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lettergen.case import Case
from lettergen.facts import Fact
from lettergen.source import Path
from lettergen.words import WORD, Rows, Sentence, Word, rows_of, sentences, word_list, words_in

QUOTED = re.compile("«[^«»]*»|“[^“”]*”|”[^“”]*”|„[^„“”]*[“”]|\"[^\"\n]*\"|(?<!\\w)'[^'\n]*'(?!\\w)|‘[^‘’\n]*’")
"""No alternative may pass its own opening sign: a text of opening signs alone would take time by its square."""
LONGEST_LINK = 4
"""Words of a course or a firm that are no longer («til», «for») are words like others."""
ASSESSMENT, WHY, WEIGHT = "vurdering", "hvorfor", "vekt"


@dataclass(frozen=True)
class OwnText:
    """Words that the office wrote: `field` is an assessment, a reason why not, the weight of a view, or a fact's path.

    `condition`, `part` and `outcome` tell what an assessment is about. In an edited letter `path` is the paragraph's.
    """

    path: Path
    text: str
    field: str
    condition: str | None = None
    part: str | None = None
    outcome: str | None = None
    names: frozenset[str] = frozenset()

    @property
    def is_assessment(self) -> bool:
        """Whether it weighs a condition."""
        return self.field == ASSESSMENT

    @cached_property
    def unquoted(self) -> str:
        """The text with quotations blanked, sign for sign."""
        return QUOTED.sub(lambda quoted: " " * len(quoted[0]), self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words with their places, names and quotations left out."""
        return tuple(word for word in word_list(self.unquoted) if word.text not in self.names)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The same words without their places."""
        return tuple(word for word in WORD.findall(self.unquoted.casefold()) if word not in self.names)

    @cached_property
    def rows(self) -> Rows:
        """The rows of words that the text is compared by."""
        return rows_of(self.tokens)

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.tokens)

    @cached_property
    def said(self) -> tuple[Sentence, ...]:
        """The sentences as words, quotations blanked."""
        return tuple(sentences(self.unquoted))

    @cached_property
    def lowered(self) -> str:
        """All of it in lower case, quotations blanked, white space single: what no sentence holds is not here either."""
        return " ".join(self.unquoted.casefold().split())

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences in lower case, quotations blanked."""
        starts = [sentence.at for sentence in self.said]
        ends = (*starts[1:], len(self.unquoted))
        return tuple(
            " ".join(self.unquoted[start:end].casefold().split()) for start, end in zip(starts, ends, strict=False)
        )


def own_texts(case: Case) -> tuple[OwnText, ...]:
    """All that the office wrote in a decision, in the order of its file."""
    return tuple(_own_texts(case, names_of(case)))


def _own_texts(case: Case, names: frozenset[str]) -> Iterator[OwnText]:
    for id, entry in case.file.conditions.items():
        if (condition := case.scheme.conditions.get(id)) is None:
            continue  # told as unknown
        outcome = case.outcome(id)
        path: Path = ("vilkaar", id)
        if outcome == "ikke_vurdert":
            if entry.why:
                yield OwnText((*path, WHY), entry.why, WHY, id, None, outcome, names)
            continue  # an assessment here is not printed
        for part, text in entry.assessment.items():
            if part and part not in condition.parts:
                continue
            place: Path = (*path, ASSESSMENT, part) if part else (*path, ASSESSMENT)
            yield OwnText(place, text, ASSESSMENT, id, part or None, outcome, names)
    if case.file.user_view.weight:
        yield OwnText(("brukers_syn", WEIGHT), case.file.user_view.weight, WEIGHT, names=names)
    for key, value in case.given.items():
        fact = case.scheme.facts.facts.get(key)
        if fact:
            yield from _in_fact(fact, value, (key,), names)


def _in_fact(fact: Fact, value: Any, path: Path, names: frozenset[str]) -> Iterator[OwnText]:
    match value:
        case str() if fact.is_own_words:
            field = ".".join(str(part) for part in path if not isinstance(part, int))
            yield OwnText(("opplysninger", *path), value, field, names=names)
        case dict():
            for key, inner in value.items():
                if fact.fields and key in fact.fields:
                    yield from _in_fact(fact.fields[key], inner, (*path, key), names)
        case list() if fact.element:
            for index, inner in enumerate(value):
                yield from _in_fact(fact.element, inner, (*path, index), names)


def names_of(case: Case) -> frozenset[str]:
    """The words of the names and addresses that a decision holds, in lower case."""
    file = case.file
    people = (file.recipient, file.case_handler, file.approver, file.guardian, file.representative)
    held: list[str | None] = [person.name for person in people if person]
    held += file.recipient.address
    held += [value for value in case.values["kontor"].values() if isinstance(value, str)]
    held += [case.values["saksbehandler"]["navn"], case.values["godkjenner"]["navn"]]
    named = words_in(_names_in(case.scheme.facts.facts, case.given))
    return words_in(held) | {word for word in named if len(word) > LONGEST_LINK}


def _names_in(declared: Any, given: Any) -> Iterator[str]:
    for key, value in given.items():
        if (fact := declared.get(key)) is not None:
            yield from _names_of_fact(fact, value)


def _names_of_fact(fact: Fact, value: Any) -> Iterator[str]:
    match value:
        case str() if (
            fact.type == "tekst" and not fact.is_own_words and fact.written_by is None and value[:1].isupper()
        ):
            yield value
        case dict():
            yield from _names_in(fact.fields or {}, value)
        case list() if fact.element:
            for inner in value:
                yield from _names_of_fact(fact.element, inner)
