"""Check a decision: all findings in one run, and the letter when there is nothing to stop it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lettergen.case import Case, read_case
from lettergen.checks.answers import answered, check_answers
from lettergen.checks.coverage import Coverage, check_coverage, check_facts, check_law, check_outcomes, coverages
from lettergen.checks.data import (
    check_benefit,
    check_ids,
    check_numbers,
    check_phrases,
    check_printable,
    check_prompts,
    check_required,
)
from lettergen.checks.letter import (
    check_basis,
    check_closing,
    check_events,
    check_ground,
    check_passages,
    check_threads,
)
from lettergen.checks.rules import RuleRun, run_rules
from lettergen.checks.substance import check_substance
from lettergen.checks.text import Reading
from lettergen.checks.wording import check_own_words
from lettergen.composing import Composed, NoRunningTextError, compose_letter
from lettergen.decision import Answer, Decision
from lettergen.errors import IncompleteDecision
from lettergen.expressions import ExpressionError, NotGivenError
from lettergen.findings import Code, Finding, Report, Severity
from lettergen.letter import Draft, Letter
from lettergen.library import Library
from lettergen.source import Location, Path, dotted
from lettergen.static import cited_in
from lettergen.twins import Twins


@dataclass(frozen=True, slots=True)
class Checked:
    """A decision with its report, and what the ledger shows: the conditions and the rules tried."""

    decision: Decision
    library: Library
    report: Report
    case: Case | None = None
    coverages: tuple[Coverage, ...] = ()
    rules: tuple[RuleRun, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    composed: Composed | None = None

    @property
    def complete(self) -> bool:
        """Whether the letter may be written."""
        return self.report.complete and self.composed is not None


def check(decision: Decision, library: Library, twins: Twins | None = None) -> Checked:
    """All findings of a decision, in the order of its file. Never raises for what a file holds.

    `twins` are the sketches of the run the decision belongs to; without them no other decision is looked at.
    """
    case, findings = read_case(decision, library)
    if case is None:
        return Checked(decision, library, _sorted(findings, decision))
    found = coverages(case, library)
    runs = run_rules(case)
    prompts = tuple(check_prompts(case, library, {each.id for each in found if not each.covered}))
    prompted = {finding.path for finding in prompts}  # a prompt that stands where a date should is one fault, not two
    all_findings = [
        *(finding for finding in findings if finding.path not in prompted),
        *prompts,
        *check_required(case, library),
        *check_ids(case),
        *check_numbers(case),
        *check_benefit(case),
        *check_phrases(case),
        *check_coverage(case, found),
        *check_facts(case, found),
        *check_outcomes(case, found),
        *check_law(case, _cited_by_conditions(found)),
        *(finding for run in runs for finding in run.findings),
        *check_own_texts(Reading.of(case, library, twins), found),
        *check_printable(case, library),
    ]
    all_findings = [replace(each, path=case.told(each.path)) for each in all_findings]
    settled = answered(case, all_findings)
    open_findings = [finding for finding in all_findings if finding not in settled]
    composed: Composed | None = None
    if Report(tuple(open_findings)).complete:
        composed, told = _compose(case, library, found, _marks(settled))
        more = [*told, *_untried(case, runs)]
        if later := answered(case, more):
            settled |= later
            composed, _ = _compose(case, library, found, _marks(settled))  # the letter keeps every answer's mark
        all_findings += more
        open_findings += (finding for finding in more if finding not in later)
    open_findings += check_answers(case, all_findings, settled.values())
    return Checked(decision, library, _sorted(open_findings, decision), case, found, runs, _marks(settled), composed)


def _marks(settled: Mapping[Finding, Answer]) -> tuple[tuple[str, str], ...]:
    return tuple((answer.code, answer.mark) for answer in settled.values())


def check_own_texts(reading: Reading, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """What the office wrote, where something stands; an assessment that is missing is told as missing."""
    gaps = {("vilkaar", each.id, "vurdering") for each in found if "vurdering" in each.missing}
    for finding in (*check_own_words(reading), *check_substance(reading)):
        if finding.path[:3] not in gaps:
            yield finding


def compose(checked: Checked) -> Letter:
    """The letter of a complete decision. Raises `IncompleteDecision` while errors or questions are open."""
    if not checked.complete or checked.composed is None:
        raise IncompleteDecision(checked.report)
    return checked.composed.letter


def compose_draft(checked: Checked) -> Draft:
    """A draft with its gaps shown. Raises `IncompleteDecision` when not even the letter type can be told."""
    if checked.case is None:
        raise IncompleteDecision(checked.report)
    try:
        composed = compose_letter(checked.case, checked.library, checked.coverages, draft=True)
    except (ExpressionError, NoRunningTextError) as error:
        raise IncompleteDecision(checked.report) from error
    assert isinstance(composed.letter, Draft)
    return composed.letter


def _cited_by_conditions(found: tuple[Coverage, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for coverage in found:
        for block in coverage.blocks:
            yield ("vilkaar", coverage.id), block.head.law.ids


def _cited_by_the_letter(case: Case, composed: Composed) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """What the running text itself cites, and the blocks it asks for by name."""
    text = case.scheme.letters[case.letter_id, case.language].on(case.day)
    if text:
        yield (), tuple(id for _, id in cited_in(text))
    for block in composed.blocks:
        if block.head.condition is None:
            yield (), block.head.law.ids


def _compose(
    case: Case, library: Library, found: tuple[Coverage, ...], answers: tuple[tuple[str, str], ...]
) -> tuple[Composed | None, list[Finding]]:
    """The letter and what is wrong with it; no letter when a text cannot be filled."""
    try:
        composed = compose_letter(case, library, found, answers=answers)
    except NotGivenError as gap:
        return None, [_gap(case, gap)]
    except ExpressionError as error:
        code = Code.NOT_TEXT if error.kind == "not_text" else Code.BAD_TEMPLATE
        text = error.file or f"templates/{case.language}/{case.scheme.id}/{case.letter_id}.md"
        return None, [Finding.of(code, Location(text, error.line), name=error.detail)]
    except NoRunningTextError:
        return None, [
            Finding.of(
                Code.BLOCK_NOT_IN_FORCE, case.decision.document.location(("dato",)), ("dato",), block=case.letter_id
            )
        ]
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: check_passages(case, composed, found),
        lambda: check_basis(case, composed),
        lambda: check_threads(case, composed),
        lambda: check_ground(case, library, composed, found),
        lambda: check_closing(case, composed),
        lambda: check_events(case, composed),
        lambda: check_law(case, _cited_by_the_letter(case, composed)),
    )
    findings = [finding for each in checks for finding in each()]
    unreviewed = [block.id for block in composed.blocks if block.head.reviewed.by is None]
    if unreviewed and case.decision.office.file.require_review:
        findings.append(case.finding(Code.REVIEW_REQUIRED, (), blocks=", ".join(sorted(unreviewed))))
    elif unreviewed:
        count, total = str(len(unreviewed)), str(len(composed.blocks))
        findings.append(case.finding(Code.NOT_REVIEWED, (), count=count, total=total))
    return composed, findings


def _untried(case: Case, runs: tuple[RuleRun, ...]) -> Iterator[Finding]:
    """What kept a rule that may stop the letter from being tried, where nothing else has asked for it."""
    for run in runs:
        if run.not_tried and run.rule.severity in (Severity.ERROR, Severity.QUESTION):
            yield _gap(case, NotGivenError(run.not_tried))


def _gap(case: Case, gap: NotGivenError) -> Finding:
    """A value that a text needed and the decision does not give."""
    if gap.path and (gap.path[0] in case.scheme.facts.facts or gap.path[0] in case.scheme.facts.computed):
        label = "¦".join(case.scheme.facts.label(gap.path, language) for language in type(case.language))
        return case.finding(Code.MISSING_FACT, ("opplysninger", *gap.path), field=label)
    return case.finding(Code.MISSING_FIELD, gap.path, field=dotted(gap.path))


def _sorted(findings: list[Finding] | tuple[Finding, ...], decision: Decision) -> Report:
    """The findings once each, in the order of the file."""
    ordered = sorted(
        dict.fromkeys(findings),
        key=lambda finding: (
            finding.location.file != decision.name,
            finding.location.line or 0,
            finding.location.column or 0,
        ),
    )
    return Report(tuple(ordered))
