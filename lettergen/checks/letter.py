"""The finished letter, looked at before a byte is written."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from lettergen.case import Case
from lettergen.checks.coverage import Coverage, provision_names
from lettergen.citations import sections
from lettergen.composing import LAW_SENTENCE_ORIGIN, Composed
from lettergen.expressions import ExpressionError, NotGivenError, holds
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.letter import Block, Heading, ListBlock, OriginKind, Passage, Run, leaves
from lettergen.library import Library
from lettergen.names import norwegian
from lettergen.prose import Prose
from lettergen.source import Path, dotted
from lettergen.static import cited_in
from lettergen.wording import both
from lettergen.words import STEM, words_in

DATE = re.compile(r"\d{1,2}\.\s*\w+(?:\s+\d{4})?|\b\d{4}\b")


def check_passages(case: Case, composed: Composed, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """Each condition of the decision has its passage in the letter, once, with the rule in it; so has the person's view.

    Bad: a running text that forgets the conditions not assessed. Good: one that asks for all groups.
    """
    printed = list(_passages(composed.letter.body))
    for coverage in found:
        passages = [passage for passage in printed if passage.condition == coverage.id]
        ruled = "regel" not in coverage.required or any(
            run.origin.kind is OriginKind.BLOCK for passage in passages for run in _runs(passage.blocks)
        )
        if len(passages) != 1 or not ruled:
            path: Path = ("vilkaar", coverage.id)
            yield case.finding(Code.PASSAGE_MISSING, path, at_key=True, condition=both(coverage.condition.name))
    view = case.file.user_view
    field = "text" if view.text else "declines" if view.declines else None
    place: Path = (norwegian("user_view"), norwegian(field or ""))
    if field and dotted(place) not in {run.origin.name for run in _runs(composed.letter.body)}:
        yield case.finding(Code.PASSAGE_MISSING, place[:1], at_key=True, condition=dotted(place[:1]))


def _passages(blocks: tuple[Block, ...]) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Passage():
                yield block
            case ListBlock():
                for item in block.items:
                    yield from _passages(item)


def _runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for leaf, _ in leaves(blocks):
        yield from leaf if isinstance(leaf, tuple) else leaf.runs


def check_basis(case: Case, composed: Composed) -> Iterator[Finding]:
    """The law sentence stands in the letter once, and names exactly what the printed blocks rest on.

    Bad: a running text without the law sentence. Good: each basis given by a printed block, and named.
    """
    if not case.letter_type.is_decision:
        return
    named = [run.text for run in _runs(composed.letter.body) if run.origin == LAW_SENTENCE_ORIGIN]
    basis = {id for block in composed.blocks for id in block.head.law.basis}
    if (
        len(named) != 1
        or not basis
        or named[0] != sections([case.scheme.provisions[id] for id in composed.law], case.language)
    ):
        yield case.finding(
            Code.LAW_WITHOUT_BLOCK, (), provision=provision_names(case, tuple(sorted(basis))) if basis else ""
        )


def check_threads(case: Case, composed: Composed) -> Iterator[Finding]:
    """Each basis § is used: it is the condition's own, or the text of the block that gives it cites it.

    Bad: a block that rests on a section its text says nothing of. Good: the section stands in the passage.
    """
    for block in composed.blocks:
        condition = case.scheme.conditions.get(block.head.condition or "")
        own = set(condition.law if condition else ())
        for id in block.head.law.basis:
            if id not in own and id not in {cited for _, cited in cited_in(block.texts[case.language])}:
                yield case.finding(
                    Code.BASIS_UNUSED, (), law=(id,), provision=provision_names(case, (id,)), block=block.id
                )


def check_ground(case: Case, library: Library, composed: Composed, found: tuple[Coverage, ...]) -> Iterator[Finding]:
    """The first lines of a refusal speak of the condition that decided it.

    Bad: an opening that says only that there are other offers. Good: one that says what is not met.
    """
    if case.letter_type.requires_outcome != "minst_ett_ikke_oppfylt":
        return
    runs = [run for block in _opening(composed.letter.body) for run in _runs((block,))]
    opening = " ".join(run.text for run in runs)
    # what the office wrote for this opening; and the opening's own words, those that stand in every letter aside
    assessing = library.lists.assessing
    common = frozenset(word[:STEM] for word in (assessing.common if assessing else ()))
    fixed = _stems(" ".join(run.text for run in runs if run.origin.kind is OriginKind.TEMPLATE)) - common
    own = _stems(" ".join(run.text for run in runs if _is_own(case, run)))
    decisive = [
        each for each in found if each.outcome == "ikke_oppfylt" or (each.condition.is_exception and each.outcome)
    ]
    # an opening in which the office has no words is the library's own, the same for everybody
    if own and decisive and not any((own | fixed) & _stems(" ".join(_told_of(case, each))) for each in decisive):
        names = "¦".join(", ".join(each.condition.name[language] for each in decisive) for language in Language)
        place: Path = ("vilkaar", decisive[0].id)
        yield replace(
            case.finding(Code.GROUND_ELSEWHERE, place, at_key=True, condition=names),
            mark=case.mark(Code.GROUND_ELSEWHERE.number, (place, opening)),
        )


def _is_own(case: Case, run: Run) -> bool:
    fact = case.scheme.facts.declared(tuple(run.origin.name.removeprefix("opplysninger.").split(".")))
    return run.origin.kind is OriginKind.VALUE and fact is not None and fact.is_own_words


def _opening(body: tuple[Block, ...]) -> Iterator[Block]:
    return takewhile(lambda block: not isinstance(block, Heading), body)


def _stems(text: str) -> frozenset[str]:
    """The beginnings of a text's words, its dates left out: they say nothing of why."""
    return frozenset(word[:STEM] for word in words_in((DATE.sub(" ", text),)) if len(word) >= STEM or word[0].isdigit())


def _told_of(case: Case, coverage: Coverage) -> Iterator[str]:
    """What the letter says of a condition: its name, its blocks and its assessment."""
    language = case.language
    yield coverage.condition.name[language]
    yield from (each[language] for each in (coverage.condition.heading.ikke_oppfylt,) if each)
    yield from (block.head.title[language] for block in coverage.blocks)
    yield from (Prose(block.texts[language].source).masked for block in coverage.blocks)
    yield from coverage.entry.assessment.values() if coverage.entry else ()


def check_closing(case: Case, composed: Composed) -> Iterator[Finding]:
    """The closing covers what the letter type asks for, and names the scheme's appeal body.

    Bad: no block covers the time limit. Good: appeal, documents and help are all there.
    """
    covered = {item for block in composed.blocks for item in block.head.covers}
    lacking = [item for item in (*case.letter_type.closing, *_closing_of_this(case)) if item not in covered]
    bodies = {block.head.appeal_body for block in composed.blocks if block.head.appeal_body}
    if lacking:
        yield case.finding(Code.CLOSING_INCOMPLETE, (), missing_items=", ".join(lacking))
    for body in sorted(bodies - {case.scheme.file.appeal_body}):
        yield case.finding(Code.WRONG_APPEAL_BODY, (), name=body)


def _closing_of_this(case: Case) -> Iterator[str]:
    """What the closing must also cover in this decision; where that cannot be told, it must."""
    for item, expression in case.scheme.closing_when[case.letter_id].items():
        try:
            if holds(expression, case.scope()):
                yield item
        except (NotGivenError, ExpressionError):
            yield item


def check_events(case: Case, composed: Composed) -> Iterator[Finding]:
    """An act that a text says has happened is proved by a dated fact.

    Bad: the text says a warning was sent, and no date is given. Good: the date stands in the decision.
    """
    for block in composed.blocks:
        for event in block.head.events:
            path: Path = ("opplysninger", *event.split("."))
            if not case.value(path[1:]):
                label = "¦".join(case.scheme.facts.label(path[1:], language) for language in (type(case.language)))
                yield case.finding(Code.NO_EVENT, path, event=label)
