"""The ledger of a decision: what carries each condition, and where; which § each block gives; the rules tried; the answers."""

from collections.abc import Iterable, Iterator

from lettergen.case import Case
from lettergen.checking import Checked
from lettergen.checks.coverage import Coverage, needed_parts
from lettergen.language import Language
from lettergen.reasons import ReasonBlock
from lettergen.reporting import law_named
from lettergen.source import Path, dotted

OUTCOMES = {"oppfylt": "met", "ikke_oppfylt": "not_met"}


def as_ledger(checked: Checked, ui: Language) -> str:
    """Conditions with their legs and parts, law with its blocks, rules with those that could not be tried, answers."""
    return "\n".join(_lines(checked, ui)) + "\n"


def _lines(checked: Checked, ui: Language) -> Iterator[str]:
    word = checked.library.catalogue.word
    yield from ("", word("ledger_title", ui))
    for number, coverage in enumerate(checked.coverages, 1):
        place = checked.decision.document.key_location(("vilkaar", coverage.id))
        outcome = word(OUTCOMES.get(coverage.outcome or "", "not_assessed"), ui)
        yield f"  {number}. {coverage.condition.name[ui]}: {outcome}  {place}"
        for leg in coverage.required:
            yield from _leg(leg, coverage, checked, ui)
    yield from ("", word("law_title", ui))
    for line in _law(checked, ui):
        yield f"  {line}"
    yield from ("", word("rules_title", ui))
    for run in checked.rules:
        state = "broken" if run.findings else "not_tried" if run.not_tried is not None else "holds"
        missing = f" ({dotted(run.not_tried)})" if run.not_tried else ""
        yield f"  {run.rule.code} {run.rule.file.slug}: {word(state, ui)}{missing}"
    if checked.answers:
        yield from ("", word("answers_title", ui))
        yield from (f"  {code} {mark}" for code, mark in checked.answers)


def _leg(leg: str, coverage: Coverage, checked: Checked, ui: Language) -> Iterator[str]:
    """A leg: held or missing, by what and where; an assessment part by part."""
    catalogue, document = checked.library.catalogue, checked.decision.document
    path: Path = ("vilkaar", coverage.id, "vurdering")
    state = catalogue.word("missing" if leg in coverage.missing else "holds", ui)
    what = ""
    if leg == "regel":
        what = ", ".join(block.id for block in coverage.blocks)
    elif leg == "kilde" and coverage.entry and checked.case:
        what = ", ".join(_source_kinds(checked.case, coverage.entry.sources, ui))
    elif leg == "vurdering" and not coverage.condition.parts:
        what = str(document.location(path))
    yield "    " + "  ".join(part for part in (f"{catalogue.leg(leg, ui)}: {state}", what) if part)
    if leg == "vurdering" and coverage.condition.parts and coverage.outcome in OUTCOMES:
        for part in needed_parts(coverage.condition, coverage.outcome, coverage.blocks):
            held = catalogue.word("missing" if part in coverage.parts else "holds", ui)
            yield f"      {coverage.condition.parts[part][ui]}: {held}  {document.location((*path, part))}"


def _law(checked: Checked, ui: Language) -> Iterator[str]:
    """Each provision the letter rests on, the blocks that give it, and the conditions they speak of."""
    blocks = checked.composed.blocks if checked.composed else _used(checked.coverages)
    for id in sorted({id for block in blocks for id in block.head.law.basis}):
        giving = [block.id for block in blocks if id in block.head.law.basis]
        yield f"{law_named((id,), checked.library, ui)}: {', '.join(giving)}"


def _used(coverages: Iterable[Coverage]) -> tuple[ReasonBlock, ...]:
    return tuple(block for coverage in coverages for block in coverage.blocks)


def _source_kinds(case: Case, ids: Iterable[str], ui: Language) -> Iterator[str]:
    """What the sources are; their ids are words that the office chose, and may be a person's name."""
    known = case.scheme.file.source_kinds
    for id in ids:
        source = case.file.sources.get(id)
        if source and source.source_kind in known:
            yield known[source.source_kind][ui]
