"""The library: all content of all layers, parsed and checked for what would break a letter. Immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath

from pydantic import BaseModel

from lettergen.benefit import BenefitRates
from lettergen.errors import MissingPart
from lettergen.expressions import Expression
from lettergen.facts import Facts
from lettergen.findings import Finding
from lettergen.language import Language
from lettergen.law import Provision
from lettergen.overlay import Stack
from lettergen.rates import Series
from lettergen.reasons import ReasonBlock, Versions
from lettergen.rules import Rule
from lettergen.scheme import Condition, LetterType, SchemeFile, TableOf
from lettergen.texts import Text
from lettergen.word_rules import WordRules
from lettergen.wording import Catalogue
from lettergen.wordlists import WordLists


@dataclass(frozen=True, slots=True)
class TableTexts:
    """A declared table with its cells parsed, by language: a text for each column, and for the sum row."""

    file: TableOf
    rows: Expression
    cells: Mapping[Language, tuple[Text, ...]]
    sums: Mapping[Language, tuple[Text, ...]]
    sum_when: Expression | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with everything that belongs to it, common blocks, rates and law among it."""

    id: str
    file: SchemeFile
    facts: Facts
    facts_model: type[BaseModel]
    computed: Mapping[str, Expression]
    applies_when: Mapping[str, Expression]
    assessed_when: Mapping[str, Expression]
    closing_when: Mapping[str, Mapping[str, Expression]]
    blocks: Mapping[str, Versions[ReasonBlock]]
    letters: Mapping[tuple[str, Language], Versions[Text]]
    tables: Mapping[str, TableTexts]
    rules: tuple[Versions[tuple[Rule, ...]], ...]
    word_rules: WordRules
    series: Mapping[str, Series]
    provisions: Mapping[str, Provision]

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """The conditions in the letter's order."""
        return self.file.conditions

    def conditions_of(self, letter: str) -> Mapping[str, Condition]:
        """The conditions a letter type may speak of, in its order: those it needs, then the optional ones."""
        kind = self.file.letters[letter]
        if kind.requires_outcome == "ingen":
            return {}
        needed = self.conditions if kind.conditions is None else kind.conditions
        return {id: self.conditions[id] for id in (*needed, *kind.optional_conditions)}

    @property
    def letter_types(self) -> Mapping[str, LetterType]:
        """The letter types by id."""
        return self.file.letters

    def block(self, id: str, day: date) -> ReasonBlock | None:
        """The version of a block that counts on a day; None when there is none."""
        versions = self.blocks.get(id)
        block = versions.on(day) if versions else None
        return block if block and (block.head.valid_to is None or day <= block.head.valid_to) else None

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """The rules of a day, all layers together."""
        return tuple(rule for versions in self.rules for rule in versions.on(day) or ())

    def benefit_rates(self) -> BenefitRates | None:
        """The series the scheme's benefit is worked out from."""
        if (benefit := self.file.benefit) is None:
            return None
        return BenefitRates(
            self.series[benefit.basis],
            self.series[benefit.factor],
            self.series[benefit.days_per_year],
            self.series[benefit.share],
            self.series[benefit.per_child],
        )


@dataclass(frozen=True, slots=True)
class Library:
    """All content. `version` is a hash of every file; `warnings` is what a maintainer should look at.

    `read_again_after` is the months after which the wording of a provision should be read again.
    """

    stack: Stack
    version: str
    schemes: Mapping[str, Scheme]
    labels: Mapping[Language, Versions[Mapping[str, str]]]
    catalogue: Catalogue
    warnings: tuple[Finding, ...]
    lists: WordLists = field(default_factory=WordLists)
    read_again_after: int = 12

    def scheme(self, schema_id: str) -> Scheme | None:
        """The scheme a decision file names as its `skjema`."""
        return next((scheme for scheme in self.schemes.values() if scheme.file.schema_id == schema_id), None)

    def labels_on(self, language: Language, day: date) -> Mapping[str, str]:
        """The fixed labels of a language on a day."""
        return self.labels[language].on(day) or {}

    def start_page(self, language: Language) -> str:
        """What the command line shows when it is called alone."""
        return self._file(f"templates/{language}/startside.txt").read_text(encoding="utf-8")

    def letterhead(self, language: Language) -> FilePath:
        """The Word letterhead of a language. Raises `MissingPart`."""
        return self._file(f"templates/{language}/letter.docx")

    def layout(self, name: str) -> FilePath:
        """A layout file. Raises `MissingPart`."""
        return self._file(f"templates/layout/{name}")

    @property
    def fonts(self) -> FilePath:
        """The folder of the fonts that PDFs use."""
        return self.layout("fonts/LICENSE.txt").parent

    def provisions(self) -> Mapping[str, Provision]:
        """Every provision of every scheme, by id."""
        return {id: provision for scheme in self.schemes.values() for id, provision in scheme.provisions.items()}

    def _file(self, relative: str) -> FilePath:
        if (file := self.stack.find(relative)) is None:
            raise MissingPart(relative)
        return file
