"""The finished letter, looked at before a byte is written."""

from collections.abc import Iterator

from lettergen.case import Case
from lettergen.checks.coverage import Coverage, provision_names
from lettergen.composing import Composed
from lettergen.findings import Code, Finding
from lettergen.letter import Block, ListBlock, Passage
from lettergen.source import Path
from lettergen.wording import both


def check_passages(case: Case, composed: Composed, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """Each condition of the decision has its passage in the letter.

    Bad: a running text that forgets the conditions not assessed. Good: one that asks for all groups.
    """
    printed = set(_passages(composed.letter.body))
    for coverage in found:
        if coverage.id not in printed:
            path: Path = ("vilkaar", coverage.id)
            yield case.finding(Code.PASSAGE_MISSING, path, at_key=True, condition=both(coverage.condition.name))


def _passages(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Passage():
                yield block.condition
            case ListBlock():
                for item in block.items:
                    yield from _passages(item)


def check_basis(case: Case, composed: Composed) -> Iterator[Finding]:
    """The law sentence and the printed blocks rest on the same provisions.

    Bad: a decision without any basis. Good: each basis given by a printed block.
    """
    given = {id for block in composed.blocks for id in block.head.law.basis}
    for id in sorted(given ^ set(composed.law)):
        yield case.finding(Code.LAW_WITHOUT_BLOCK, (), provision=provision_names(case, (id,)))
    if case.letter_type.is_decision and not composed.law:
        yield case.finding(Code.LAW_WITHOUT_BLOCK, (), provision="")


def check_closing(case: Case, composed: Composed) -> Iterator[Finding]:
    """The closing covers what the letter type asks for, and names the scheme's appeal body.

    Bad: no block covers the time limit. Good: appeal, documents and help are all there.
    """
    covered = {item for block in composed.blocks for item in block.head.covers}
    lacking = [item for item in case.letter_type.closing if item not in covered]
    bodies = {block.head.appeal_body for block in composed.blocks if block.head.appeal_body}
    if lacking:
        yield case.finding(Code.CLOSING_INCOMPLETE, (), missing_items=", ".join(lacking))
    for body in sorted(bodies - {case.scheme.file.appeal_body}):
        yield case.finding(Code.WRONG_APPEAL_BODY, (), name=body)


def check_events(case: Case, composed: Composed) -> Iterator[Finding]:
    """An act that a text says has happened is proved by a dated fact.

    Bad: the text says a warning was sent, and no date is given. Good: the date stands in the decision.
    """
    for block in composed.blocks:
        for event in block.head.events:
            value = case.values
            for part in event.split("."):
                value = value.get(part) if isinstance(value, dict) else None  # type: ignore[assignment]  # walks from names to a value
            if not value:
                path: Path = ("opplysninger", *event.split("."))
                label = "¦".join(case.scheme.facts.label(path[1:], language) for language in (type(case.language)))
                yield case.finding(Code.NO_EVENT, path, event=label)
