"""Rules on words (`ordvalg.yaml`): words that may not stand in what the office writes, and acts that must be proved.

They recognise words, so none of them is an error; each carries texts it must let be and texts it must see.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from lettergen.expressions import Expression, parse_expression
from lettergen.fields import Bilingual, Date, FileModel, LongText, Text, YesNo, to_list
from lettergen.findings import Severity
from lettergen.reasons import Names
from lettergen.rules import SEVERITIES
from lettergen.words import pattern_of

LongTexts = Annotated[tuple[LongText, ...], BeforeValidator(to_list)]


class WordingFile(FileModel):
    """Words that may not stand: where to look, what makes them innocent (`unless_words` in the same sentence), since when.

    `places` are `vurdering`, `hvorfor`, `vekt` and paths of facts; none means everywhere. `outcomes` are those of
    the condition that the words are about. What others are said to have said is looked at only with `also_reported`.
    """

    id: Text
    slug: Text
    applies: Names = ()
    places: Names = ()
    outcomes: Names = ()
    words: Names
    unless_words: Names = ()
    unless: LongText | None = None
    from_date: Date | None = None
    also_reported: YesNo = False
    severity: Literal["spoersmaal", "raad", "merknad"]
    law: Names
    message: Bilingual
    do: Bilingual
    accepts: LongTexts
    refuses: LongTexts


class Proof(FileModel):
    """What proves that an act has happened: dated facts, or a source of a kind."""

    facts: Names = ()
    sources: Names = ()


class DeedFile(FileModel):
    """An act that a text may say has happened, and what proves it."""

    id: Text
    name: Bilingual
    words: Names
    unless_words: Names = ()
    proof: Proof
    accepts: LongTexts
    refuses: LongTexts


class WordingsFile(FileModel):
    """`ordvalg.yaml`. `halves` are the words that each part of a condition is recognised by."""

    wordings: Annotated[tuple[WordingFile, ...], BeforeValidator(to_list)] = ()
    deeds: Annotated[tuple[DeedFile, ...], BeforeValidator(to_list)] = ()
    halves: dict[Text, dict[Text, Names]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """Words to find in a sentence, and those that excuse them."""

    words: re.Pattern[str]
    excuse: re.Pattern[str]

    def may_be_in(self, text: str) -> bool:
        """Whether the words stand anywhere in a text in lower case: a quick look before its sentences."""
        return bool(self.words.search(text))

    def found_in(self, sentence: str) -> bool:
        """Whether a sentence in lower case holds the words, and none that excuses them."""
        return bool(self.words.search(sentence)) and not self.excuse.search(sentence)


@dataclass(frozen=True, slots=True)
class Wording:
    """A parsed rule on words. `code` is what people see."""

    code: str
    file: WordingFile
    severity: Severity
    sought: Sought
    unless: Expression | None


@dataclass(frozen=True, slots=True)
class Deed:
    """A parsed act."""

    file: DeedFile
    sought: Sought


@dataclass(frozen=True, slots=True)
class WordRules:
    """The rules on words of one file, or of all files of a scheme joined."""

    wordings: tuple[Wording, ...] = ()
    deeds: tuple[Deed, ...] = ()
    halves: Mapping[str, Mapping[str, re.Pattern[str]]] = field(default_factory=dict)

    def with_more(self, other: "WordRules") -> "WordRules":
        """These and others."""
        halves = {**self.halves, **other.halves}
        return WordRules((*self.wordings, *other.wordings), (*self.deeds, *other.deeds), halves)


def parse_word_rules(file: WordingsFile, folder: str) -> WordRules:
    """Parse a file's expressions and patterns. Raises `ExpressionError`."""
    return WordRules(
        tuple(
            Wording(
                f"{folder.upper()}-{each.id}",
                each,
                SEVERITIES[each.severity],
                Sought(pattern_of(each.words), pattern_of(each.unless_words)),
                parse_expression(each.unless) if each.unless else None,
            )
            for each in file.wordings
        ),
        tuple(Deed(each, Sought(pattern_of(each.words), pattern_of(each.unless_words))) for each in file.deeds),
        {
            condition: {part: pattern_of(words) for part, words in parts.items()}
            for condition, parts in file.halves.items()
        },
    )
