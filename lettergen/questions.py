"""What a decision still needs, and what there is to choose from: for a dialogue or a case system's screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from lettergen.case import Case
from lettergen.checking import Checked
from lettergen.checks.coverage import Coverage
from lettergen.decision import DecisionFile
from lettergen.facts import Fact
from lettergen.findings import Code
from lettergen.language import Language
from lettergen.library import Scheme
from lettergen.names import norwegian
from lettergen.reasons import ReasonBlock
from lettergen.source import Path, dotted


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: where its answer goes, what it is called, of which type, and the choices there are.

    `type` is a fact's type, or `utfall` (an outcome), `begrunnelse` (choose a block), `kilde` (a dated
    source) or `vurdering` (an assessment in the caseworker's words).
    """

    path: str
    label: str
    type: str
    choices: tuple[tuple[str, str], ...] = ()
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reason block one may choose: its id, title, the parts it speaks of and the facts it needs."""

    id: str
    title: str
    parts: tuple[str, ...]
    facts: tuple[str, ...]
    source: str


def questions(checked: Checked, ui: Language = Language.NB) -> tuple[Question, ...]:
    """What a checked decision still lacks, in the order of the letter, each asked once."""
    return tuple(dict.fromkeys(_questions(checked, ui)))


def candidates(scheme: Scheme, condition: str, outcome: str, day: date, language: Language) -> tuple[Candidate, ...]:
    """The blocks a decision of a day may choose for an outcome of a condition."""
    blocks = (scheme.block(id, day) for id in sorted(scheme.blocks))
    return tuple(
        _candidate(block, language)
        for block in blocks
        if block and block.head.condition == condition and block.head.outcome == outcome
    )


def _candidate(block: ReasonBlock, language: Language) -> Candidate:
    head = block.head
    return Candidate(block.id, head.title[language], head.parts, head.facts, block.texts[language].source)


def _questions(checked: Checked, ui: Language) -> Iterator[Question]:
    names = checked.library.catalogue.file.core_names
    for finding in checked.report:
        path = dotted(finding.path)
        absent = finding.code == Code.MISSING_FIELD.number or (
            checked.case and path in names and checked.case.written(finding.path) is None and finding.stops
        )
        if absent and finding.path[:1] != ("vilkaar",):
            yield Question(path, names[path][ui] if path in names else path, core_type(finding.path))
    if (case := checked.case) is None:
        return
    facts = case.scheme.facts
    lacking: list[Path] = []
    for coverage in checked.coverages:
        yield from _of_condition(coverage, case, ui)
        lacking += coverage.facts
    for finding in checked.report:
        if finding.code == Code.MISSING_FACT.number:
            lacking.append(finding.path[1:])
    for place in lacking:
        fact = facts.declared(place) or Fact.model_construct(type="tekst")
        choices = facts.choices_of(fact) if fact.type == "valg" else {}
        yield Question(
            dotted(("opplysninger", *place)),
            facts.label(place, ui),
            fact.type,
            tuple((id, words[ui]) for id, words in choices.items()),
            fact.help[ui] if fact.help else None,
        )


def core_type(path: Path) -> str:
    """The type of a core key, as facts name their types: `dato` or `tekst`."""
    model: Any = DecisionFile
    for part in path:
        fields = {norwegian(name): field.annotation for name, field in getattr(model, "model_fields", {}).items()}
        model = fields.get(str(part))
    kinds = (getattr(kind, "__origin__", kind) for kind in (model, *get_args(model)))  # through `| None` and Annotated
    return "dato" if date in kinds else "tekst"


def _of_condition(coverage: Coverage, case: Case, ui: Language) -> Iterator[Question]:
    path, name = f"vilkaar.{coverage.id}", coverage.condition.name[ui]
    possible = case.outcomes_of(coverage.id)
    if coverage.outcome is None and len(possible) > 1:
        yield Question(f"{path}.utfall", name, "utfall", tuple((id, id) for id in possible))
    if "regel" in coverage.missing:
        outcomes = (coverage.outcome,) if coverage.outcome else possible
        listed = [each for outcome in outcomes for each in candidates(case.scheme, coverage.id, outcome, case.day, ui)]
        yield Question(f"{path}.begrunnelser", name, "begrunnelse", tuple((each.id, each.title) for each in listed))
    if "kilde" in coverage.missing:
        yield Question(f"{path}.kilder", name, "kilde")
    if "vurdering" in coverage.missing:
        for part in coverage.parts or tuple(coverage.condition.parts) or ("",):
            label = f"{name}: {coverage.condition.parts[part][ui]}" if part else name
            yield Question(f"{path}.vurdering" + (f".{part}" if part else ""), label, "vurdering")
