"""A scheme (ordning): its conditions, letter types, tables and rules, as its files say."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from lettergen.fields import Bilingual, Date, FileModel, LongText, Number, Text, YesNo, to_list
from lettergen.reasons import Names

Outcome = Literal["oppfylt", "ikke_oppfylt", "ikke_vurdert"]
Leg = Literal["regel", "opplysninger", "kilde", "vurdering"]
LEGS: tuple[Leg, ...] = ("regel", "opplysninger", "kilde", "vurdering")


class Conclusions(FileModel):
    """The sentence that ends the passage of a condition, by outcome."""

    oppfylt: Bilingual | None = None
    ikke_oppfylt: Bilingual | None = None

    def of(self, outcome: str) -> Bilingual | None:
        """The sentence for an outcome, where there is one."""
        return {"oppfylt": self.oppfylt, "ikke_oppfylt": self.ikke_oppfylt}.get(outcome)


class Condition(FileModel):
    """One condition (vilkår), or an exception (unntak) that a refusal must prove."""

    kind: Literal["vilkaar", "unntak"] = "vilkaar"
    name: Bilingual
    heading: Conclusions
    law: Names
    outcomes: Annotated[tuple[Literal["oppfylt", "ikke_oppfylt"], ...], BeforeValidator(to_list)]
    legs: Annotated[tuple[Leg, ...], BeforeValidator(to_list)]
    assessment_when: Text | None = None
    parts: dict[str, Bilingual] = Field(default_factory=dict)
    parts_when_refused: Literal["alle", "minst_en"] = "alle"
    default: dict[Literal["oppfylt", "ikke_oppfylt"], Text] = Field(default_factory=dict)
    when: Text | None = None
    conclusion: Conclusions = Field(default_factory=Conclusions)
    not_assessed: Bilingual | None = None

    @property
    def is_exception(self) -> bool:
        """Whether it stands in a decision only when it is used."""
        return self.kind == "unntak"


class BenefitPeriod(FileModel):
    """The days a letter works a benefit out for: the paths of the first and the last."""

    from_date: Text
    to_date: Text


class LetterType(FileModel):
    """One kind of letter: its conditions in their order, what must be given, what its closing must cover.

    `conditions` left out are all of the scheme; `optional_conditions` are covered only where a decision
    names them. Of the conditions of `one_of` one met is enough, and a refusal must find none of them met.
    Those of `must_assess` cannot be left unassessed. `closing_when` adds to the closing what an expression asks for. `fritt` takes every outcome; `ingen` is a letter without
    conditions.
    """

    name: Bilingual
    is_decision: YesNo
    requires_outcome: Literal["alle_oppfylt", "minst_ett_ikke_oppfylt", "fritt", "ingen"]
    conditions: Names | None = None
    optional_conditions: Names = ()
    one_of: Names = ()
    must_assess: Names = ()
    facts: Names = ()
    core: Names = ()
    benefit: BenefitPeriod | None = None
    addressee: Literal["mottaker", "klageinstans"] = "mottaker"
    closing: Names = ()
    closing_when: dict[Text, Text] = Field(default_factory=dict)

    @property
    def grants(self) -> bool:
        """Whether it gives what was asked for: every condition must be met, of alternative ones one."""
        return self.requires_outcome == "alle_oppfylt"

    def outcomes_of(self, id: str, condition: Condition) -> tuple[Outcome, ...]:
        """The outcomes a decision may state of one of its conditions."""
        if condition.is_exception:
            return () if self.grants else condition.outcomes
        if self.grants and id not in self.one_of:
            return ("oppfylt",) if "oppfylt" in condition.outcomes else ()
        return (*condition.outcomes, *(() if id in self.must_assess else ("ikke_vurdert",)))


class TableColumn(FileModel):
    """A column of a table: its head, and a text for each row (`punkt` is the row)."""

    name: Bilingual
    cell: Text | Bilingual
    alignment: Literal["venstre", "hoeyre"] = "venstre"
    width: Number = Decimal(1)


class TableOf(FileModel):
    """A table that running texts ask for by name. `sum_when` says when the sum row tells the truth."""

    rows: Text
    columns: Annotated[tuple[TableColumn, ...], BeforeValidator(to_list)]
    sum: Annotated[tuple[Text | Bilingual, ...], BeforeValidator(to_list)] = ()
    sum_when: Text | None = None


class ReductionOf(FileModel):
    """Something a benefit is reduced for: a list of `{fra, til}` with `timer` of the full hours, or kroner `per_dag`.

    `condition` is what a decision must find met before it may take the rows off.
    """

    rows: Text
    condition: Text | None = None
    full_hours: Number | None = None
    includes_children: YesNo


class BenefitOf(FileModel):
    """Where a benefit's rates and persons are found: paths and ids of rate series.

    `paid` is a list of `{fra, til, per_dag}`, what was paid before; `benefit_days` are the days of a week it is paid for.
    """

    birth_date: Text
    basis: Text
    factor: Text
    days_per_year: Text
    share: Text
    children: Text
    per_child: Text
    benefit_days: Literal["mandag_til_fredag", "alle"]
    reductions: dict[str, ReductionOf] = Field(default_factory=dict)
    paid: Text | None = None
    rounding: Literal["oere"]


class SchemeFile(FileModel):
    """`ordning.yaml`."""

    schema_id: Text
    name: Bilingual
    served_from: Date
    appeal_body: Text
    source_kinds: dict[str, Bilingual]
    conclusion: Conclusions = Field(default_factory=Conclusions)
    conditions: dict[str, Condition]
    letters: dict[str, LetterType]
    benefit: BenefitOf | None = None
    tables: dict[str, TableOf] = Field(default_factory=dict)


class RuleFile(FileModel):
    """One rule of `regler.yaml`: an expression, what it concerns, words, and its own examples."""

    id: Text
    slug: Text
    applies: Names
    for_each: Text | None = None
    requirement: LongText
    when: LongText | None = None
    unless: LongText | None = None
    severity: Literal["feil", "spoersmaal", "raad", "merknad"]
    law: Names
    points_at: Text | None = None
    message: Bilingual
    do: Bilingual
    settings: dict[str, Number] = Field(default_factory=dict)
    accepts: Annotated[tuple[dict[str, Any], ...], BeforeValidator(to_list)]
    refuses: Annotated[tuple[dict[str, Any], ...], BeforeValidator(to_list)]


class RulesFile(FileModel):
    """`regler.yaml`."""

    rules: Annotated[tuple[RuleFile, ...], BeforeValidator(to_list)] = ()
