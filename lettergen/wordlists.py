"""The word lists of the content (`reasons/spraak/`): what parts the languages, what plain language asks, what an assessment must hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BeforeValidator

from lettergen.fields import FileModel, Number, Text, Whole, YesNo, to_list
from lettergen.language import Language
from lettergen.reasons import Names
from lettergen.words import Word

Verdict = Literal["feil", "raad", "ok"]


class MarkerRow(FileModel):
    """A word in both languages, and what it is when the one stands in the other's text, but not after some words."""

    nb: Text
    nn: Text
    kind: Text
    nb_in_nn: Verdict
    nn_in_nb: Verdict
    not_after: Names = ()
    also_nn: YesNo = False

    def word(self, language: Language) -> str:
        """The word in a language."""
        return self.nb if language is Language.NB else self.nn

    def verdict(self, language: Language) -> Verdict:
        """What the other language's word is in a text of this one."""
        return self.nn_in_nb if language is Language.NB else self.nb_in_nn


class MarkersFile(FileModel):
    """`nb-nn-ord.yaml`. `negations` are the words that say no, in either language."""

    negations: Names
    words: Annotated[tuple[MarkerRow, ...], BeforeValidator(to_list)]


class PlainRow(FileModel):
    """A heavy word or phrase, and what to write instead."""

    word: Text
    nb: Text
    nn: Text
    why: Text
    allowed_in_brackets: YesNo = False


class Limits(FileModel):
    """When a text is too heavy. A text with fewer words than `least_words` has no LIX and no share of passives.

    `passive_share` is how many of the sentences may be passive, `likeness` how much of two texts may be equal.
    """

    sentence_words: Whole
    least_words: Whole
    lix: Whole
    passive_share: Number
    likeness: Number


class PassiveWords(FileModel):
    """How a language makes passives: verbs that end so (after one of `after`, where there are any), or a participle after an auxiliary."""

    endings: Names
    after: Names = ()
    auxiliaries: Names
    participles: Names
    never: Names = ()


class Passive(FileModel):
    """The passives of both languages."""

    nb: PassiveWords
    nn: PassiveWords

    def __getitem__(self, language: Language) -> PassiveWords:
        """The passives of one language."""
        return self.nb if language is Language.NB else self.nn


class PlainFile(FileModel):
    """`klarspraak.yaml`."""

    limits: Limits
    passive: Passive
    words: Annotated[tuple[PlainRow, ...], BeforeValidator(to_list)]


@dataclass(frozen=True, slots=True)
class Marker:
    """A word of the other language: what it is called here, how wrong it is, and the words it may follow after all.

    `house_style` are words that only our own texts let be.
    """

    right: str
    verdict: Verdict
    not_after: frozenset[str]
    house_style: bool = False


@dataclass(frozen=True, slots=True)
class Markers:
    """What one language may not say, and the words of its `own` that mark it."""

    foreign: Mapping[str, Marker]
    own: frozenset[str]

    @classmethod
    def of(cls, language: Language, rows: Sequence[MarkerRow], allowed: frozenset[str]) -> "Markers":
        """The markers of a language; a word that it also has itself is none. The worse verdict counts."""
        other = language.other
        own = {row.word(language) for row in rows} | allowed
        verdicts: tuple[Verdict, ...] = ("raad", "feil")
        foreign = {
            row.word(other): Marker(row.word(language), verdict, frozenset(row.not_after), row.also_nn)
            for verdict in verdicts
            for row in reversed(rows)  # of several rows of a word the first counts
            if row.verdict(language) == verdict and row.word(other) not in own
        }
        theirs = {row.word(other) for row in rows}
        marking = {row.word(language) for row in rows if row.verdict(other) == "feil"} - theirs
        return cls(foreign, frozenset(marking))

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[Word, Marker]]:
        """The words of the other language among some words."""
        for index, word in enumerate(words):
            marker = self.foreign.get(word.text)
            if marker and not (index and words[index - 1].text in marker.not_after):
                yield word, marker


class Limit(FileModel):
    """A limit that an office may set for itself, and why it is what it is."""

    value: Number
    why: Text


class AssessingFile(FileModel):
    """`vurdering.yaml`: what an assessment must hold.

    `limits` by the names an office uses; `giving_reason` are words that give a reason, `discretion` those that ask for
    one, `reported` those that begin what someone else says; `numerals` are numbers in letters, `common` words that tell nothing of a case.
    """

    limits: dict[Text, Limit]
    giving_reason: Names
    discretion: Names
    reported: Names
    numerals: Names
    common: Names


class AppealBody(FileModel):
    """The names that an appeal body of a kind may have, and whether they have been held against a source."""

    names: Names
    verified: YesNo = False


class AppealBodiesFile(FileModel):
    """`klageinstanser.yaml`."""

    appeal_bodies: dict[Text, AppealBody]


@dataclass(frozen=True, slots=True)
class WordLists:
    """All word lists of a library; what its content does not have is None, and what needs it is not checked.

    `tongues` are the markers made ready for each language.
    """

    markers: MarkersFile | None = None
    plain: PlainFile | None = None
    assessing: AssessingFile | None = None
    tongues: Mapping[Language, Markers] = field(default_factory=dict)
    appeal_bodies: Mapping[str, AppealBody] = field(default_factory=dict)
