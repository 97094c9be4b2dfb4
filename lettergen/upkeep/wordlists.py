"""The word lists of the content (`reasons/spraak/`): what parts the languages, and what plain language asks."""

from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator

from lettergen.content_files import ContentReader
from lettergen.errors import InvalidLibrary
from lettergen.fields import FileModel, Number, Text, Whole, YesNo, to_list
from lettergen.findings import Report
from lettergen.language import Language
from lettergen.library import Library
from lettergen.reasons import Names

Verdict = Literal["feil", "raad", "ok"]
M = TypeVar("M", bound=FileModel)


class MarkerRow(FileModel):
    """A word in both languages, and what it is when the one stands in the other's text, but not after some words."""

    nb: Text
    nn: Text
    kind: Text
    nb_in_nn: Verdict
    nn_in_nb: Verdict
    not_after: Names = ()

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


def read_list(library: Library, name: str, model: type[M]) -> M:
    """A word list of all layers. Raises `InvalidLibrary` when it is not right."""
    reader = ContentReader(library.stack)
    table = reader.table(f"reasons/spraak/{name}.yaml", model)
    if table is None or reader.findings:
        raise InvalidLibrary(Report(tuple(reader.findings)), library.catalogue)
    return table
