"""Coverage: every condition has its rule, its facts, a dated source and an assessment.

Source: the duty to give reasons in the law of public administration, as the design's table of
legs reads it. The provision ids that a finding shows are the condition's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lettergen.case import Case
from lettergen.decision import ConditionEntry
from lettergen.discretion import nearest
from lettergen.expressions import ExpressionError, NotGivenError, holds
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.law import Standing
from lettergen.library import Library
from lettergen.placeholders import prompts_of, says_nothing
from lettergen.reasons import ReasonBlock
from lettergen.scheme import LEGS, Condition, Leg
from lettergen.source import Path, value_at
from lettergen.wording import both


@dataclass(frozen=True, slots=True)
class Coverage:
    """How one condition stands: its blocks, the legs it has and lacks, and what is wrong with its parts.

    `explained` are legs whose lack has a finding of its own (a block for another condition, an
    unknown source), so that the condition's finding does not repeat it.
    """

    id: str
    condition: Condition
    entry: ConditionEntry | None
    outcome: str | None
    blocks: tuple[ReasonBlock, ...] = ()
    required: tuple[Leg, ...] = ()
    missing: tuple[Leg, ...] = ()
    parts: tuple[str, ...] = ()
    facts: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    explained: frozenset[str] = field(default_factory=frozenset)

    @property
    def covered(self) -> bool:
        """Whether the condition may be called assessed: nothing lacks, or it is said not to be assessed."""
        return self.entry is not None and not self.missing and not self.findings


def coverages(case: Case, library: Library) -> tuple[Coverage, ...]:
    """How each condition of the decision stands, in the letter's order."""
    prompts = prompts_of(case.scheme, library)
    return tuple(_coverage(case, library, prompts, id, condition, entry) for id, condition, entry in case.conditions())


def check_coverage(case: Case, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """Each condition that is not covered, once, with the legs it lacks.

    Bad: the condition is absent, or has no assessment. Good: a block, its facts, a source, an assessment.
    """
    for coverage in found:
        path: Path = ("vilkaar", coverage.id)
        if (*path, "utfall") in case.unread:
            continue  # all else turns on the outcome, and that could not be read
        yield from coverage.findings
        values = {
            "condition": both(coverage.condition.name),
            "provision": provision_names(case, coverage.condition.law),
            "candidates": ", ".join(_candidates(case, coverage)) if "regel" in coverage.missing else "",
        }
        lacking = tuple(leg for leg in coverage.missing if leg not in coverage.explained)
        if coverage.entry is None or (
            coverage.missing == coverage.required and not coverage.explained and coverage.missing
        ):
            yield case.finding(
                Code.UNCOVERED, path, at_key=True, missing=coverage.required, law=coverage.condition.law, **values
            )
        elif coverage.outcome is None:
            yield case.finding(Code.MISSING_FIELD, (*path, "utfall"), field="vilkaar.utfall")
        elif lacking:
            yield case.finding(
                Code.INCOMPLETE,
                path,
                at_key=True,
                missing=lacking,
                law=coverage.condition.law,
                parts="¦".join(_parts_named(coverage, language) for language in Language),
                facts="¦".join(
                    ", ".join(case.scheme.facts.label(path, language) for path in coverage.facts)
                    for language in Language
                ),
                **values,
            )


def _candidates(case: Case, coverage: Coverage) -> Iterator[str]:
    """The blocks one may choose to carry the rule, for the outcome stated or for any."""
    outcomes = (coverage.outcome,) if coverage.outcome else case.outcomes_of(coverage.id)
    for id in sorted(case.scheme.blocks):
        block = case.scheme.block(id, case.day)
        if block and block.head.condition == coverage.id and block.head.outcome in outcomes:
            yield id


def check_facts(case: Case, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """Facts that the letter type asks for, apart from those a condition's finding names already.

    Bad: a grant without an end date. Good: both dates given.
    """
    named = {path for coverage in found for path in coverage.facts}
    for fact in case.letter_type.facts:
        for path in case.scheme.facts.missing((fact,), case.given[fact]):
            if path not in named and not unread(case, path):
                full: Path = ("opplysninger", *path)
                label = "¦".join(case.scheme.facts.label(path, language) for language in Language)
                yield case.finding(Code.MISSING_FACT, full, field=label)


def unread(case: Case, path: Path) -> bool:
    """Whether the file holds something for a fact that could not be read; that has its own finding."""
    return case.written(("opplysninger", *path)) not in (None, "", [], {})


def check_outcomes(case: Case, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """The outcomes a letter type takes: all met for a grant, something decisive for a refusal.

    Bad: a refusal in which nothing is `ikke_oppfylt`. Good: at least one is, argued in full.
    """
    letter = both(case.letter_type.name)
    unread = any(("vilkaar", coverage.id, "utfall") in case.unread for coverage in found)
    if not unread and not _carries(case, found):
        yield case.finding(Code.WRONG_OUTCOMES, ("vilkaar",), at_key=True, letter=letter)
    for coverage in found:
        path: Path = ("vilkaar", coverage.id, "utfall")
        if coverage.outcome and coverage.outcome not in case.outcomes_of(coverage.id):
            yield case.finding(Code.WRONG_OUTCOMES, path, letter=letter, condition=both(coverage.condition.name))


def _carries(case: Case, found: tuple[Coverage, ...]) -> bool:
    """Whether the outcomes can carry the letter: one alternative met in a grant, something decisive in a refusal."""
    kind = case.letter_type
    alternatives = [coverage.outcome for coverage in found if coverage.id in kind.one_of]
    if kind.grants:
        return not alternatives or "oppfylt" in alternatives or None in alternatives
    if kind.requires_outcome != "minst_ett_ikke_oppfylt":
        return True
    decisive = any(
        coverage.outcome == "ikke_oppfylt" or (coverage.condition.is_exception and coverage.outcome)
        for coverage in found
        if coverage.id not in kind.one_of
    )
    return decisive or (bool(alternatives) and all(outcome in ("ikke_oppfylt", None) for outcome in alternatives))


def check_law(case: Case, cited: Iterable[tuple[Path, Iterable[str]]]) -> Iterator[Finding]:
    """Provisions that a letter rests on or names must be in force on its day, and verified; each told once.

    `cited` is where something is cited, and the ids. Bad: a block that rests on a repealed section. Good: one in force.
    """
    seen: set[str] = set()
    for path, ids in cited:
        for id in ids:
            standing = case.scheme.provisions[id].standing(case.day)
            if id in seen or standing is Standing.IN_FORCE:
                continue
            seen.add(id)
            code = Code.PROVISION_CHANGED if standing is Standing.CHANGED_SINCE else Code.PROVISION_NOT_IN_FORCE
            missing = ("regel",) if code is Code.PROVISION_NOT_IN_FORCE and path else ()
            yield case.finding(code, path, law=(id,), missing=missing, provision=provision_names(case, (id,)))


def provision_names(case: Case, ids: tuple[str, ...]) -> str:
    """Provisions as a finding's value, in both languages."""
    return "¦".join(case.scope(language).filters["hjemmel"](list(ids)) for language in Language)


def _coverage(
    case: Case, library: Library, prompts: frozenset[str], id: str, condition: Condition, entry: ConditionEntry | None
) -> Coverage:
    outcome = case.outcome(id)
    required = tuple(leg for leg in LEGS if leg in _required(case, id, condition))
    if entry is None:
        return Coverage(id, condition, None, None, required=required, missing=required)
    if outcome == "ikke_vurdert":
        why: tuple[Leg, ...] = ("vurdering",) if condition.not_assessed is None and not entry.why else ()
        return Coverage(id, condition, entry, outcome, required=why, missing=why)
    blocks, findings = _blocks(case, id, condition, outcome)
    explained = {"regel"} if findings else set()
    facts = tuple(
        path
        for path in dict.fromkeys(
            path for block in blocks for fact in block.head.facts for path in _missing_facts(case, fact)
        )
    )
    needed = needed_parts(condition, outcome, blocks) if "vurdering" in required else ()
    parts = tuple(part for part in needed if says_nothing(entry.assessment.get(part, ""), library, prompts))
    fields = {"begrunnelser": "regel", "kilder": "kilde", "vurdering": "vurdering"}
    explained |= {leg for field, leg in fields.items() if ("vilkaar", id, field) in case.unread}
    if any(source not in case.file.sources for source in entry.sources):
        explained.add("kilde")
    unknown = tuple(_unknown_parts(case, id, condition, entry))
    if "" in entry.assessment and condition.parts:
        explained.add("vurdering")
    missing = {
        "regel": not blocks,
        "opplysninger": bool(facts) or not blocks,
        "kilde": not any(source in case.file.sources for source in entry.sources),
        "vurdering": bool(parts),
    }
    if explained & {"regel"}:
        explained.add("opplysninger")
    lacking = tuple(leg for leg in required if missing[leg])
    return Coverage(
        id,
        condition,
        entry,
        outcome,
        blocks,
        required,
        lacking,
        parts,
        facts,
        (*findings, *unknown),
        frozenset(explained),
    )


def _required(case: Case, id: str, condition: Condition) -> set[Leg]:
    legs = set(condition.legs)
    expression = case.scheme.assessed_when.get(id)
    if expression is not None:
        try:
            if holds(expression, case.scope()):
                legs.add("vurdering")
        except NotGivenError:
            pass  # the fact it turns on is missing, and that is found
        except ExpressionError:
            legs.add("vurdering")  # better asked in vain than left out
    return legs


def _blocks(
    case: Case, id: str, condition: Condition, outcome: str | None
) -> tuple[tuple[ReasonBlock, ...], tuple[Finding, ...]]:
    """The blocks that carry the rule, and what is wrong with those that do not."""
    blocks: list[ReasonBlock] = []
    findings: list[Finding] = []
    for index, name in enumerate(case.values["vilkaar"][id]["begrunnelser"]):
        path: Path = ("vilkaar", id, "begrunnelser", index)
        block = case.scheme.block(name, case.day)
        if problem := _problem(case, id, outcome, name, block):
            near = _nearest_block(case, id, name) if problem is Code.UNKNOWN_BLOCK else ""
            known = {"block": name} if name in case.scheme.blocks else {}
            values = {**known, "nearest": near, "condition": both(condition.name), "outcome": outcome or ""}
            findings.append(case.finding(problem, path, missing=("regel",), law=condition.law, **values))
        elif block and not all(case.scheme.provisions[each].covers(case.day) for each in block.head.law.basis):
            findings += check_law(case, ((path, block.head.law.ids),))
        elif block:
            blocks.append(block)
    return tuple(blocks), tuple(findings)


def _nearest_block(case: Case, id: str, name: str) -> str:
    """The block most likely meant: first among the condition's own, by the name's last part."""
    own = {block.split("/")[-1]: block for block in case.scheme.blocks if block.startswith(f"{id}/")}
    return own.get(nearest(name.rsplit("/", maxsplit=1)[-1], own), "") or nearest(name, case.scheme.blocks)


def _problem(case: Case, id: str, outcome: str | None, name: str, block: ReasonBlock | None) -> Code | None:
    """Why a block cannot carry the rule of a condition with an outcome."""
    if name not in case.scheme.blocks:
        return Code.UNKNOWN_BLOCK
    if block is None:
        return Code.BLOCK_NOT_IN_FORCE
    if block.head.condition != id:
        return Code.WRONG_CONDITION
    return Code.WRONG_OUTCOME if block.head.outcome != outcome else None


def _missing_facts(case: Case, fact: str) -> Iterator[Path]:
    path = tuple(fact.split("."))
    if path[0] in case.scheme.facts.facts:
        value = value_at(case.given, path)
        # a fact that a block names is needed, though others may leave it out
        lacking = [path] if value is None else case.scheme.facts.missing(path, value)
        yield from (missing for missing in lacking if not unread(case, missing))


def needed_parts(condition: Condition, outcome: str | None, blocks: tuple[ReasonBlock, ...]) -> tuple[str, ...]:
    """The parts that must each be assessed; ("",) for a condition without parts."""
    if not condition.parts:
        return ("",)
    spoken_of = {part for block in blocks for part in block.head.parts}
    whole = any(not block.head.parts for block in blocks)  # a block without parts speaks of the whole condition
    if outcome == "ikke_oppfylt" and condition.parts_when_refused == "minst_en" and spoken_of and not whole:
        return tuple(part for part in condition.parts if part in spoken_of)
    return tuple(condition.parts)


def _unknown_parts(case: Case, id: str, condition: Condition, entry: ConditionEntry) -> Iterator[Finding]:
    for part in entry.assessment:
        path: Path = ("vilkaar", id, "vurdering", part)
        if not part and condition.parts:
            yield case.finding(
                Code.WRONG_VALUE,
                path[:3],
                missing=("vurdering",),
                field=both(condition.name),
                expected="vurdering_per_del",
                choices=", ".join(condition.parts),
            )
        elif part and part not in condition.parts:
            yield case.finding(Code.UNKNOWN_KEY, path, at_key=True, nearest=nearest(part, condition.parts))


def _parts_named(coverage: Coverage, language: Language) -> str:
    return ", ".join(coverage.condition.parts[part][language].lower() for part in coverage.parts if part)
