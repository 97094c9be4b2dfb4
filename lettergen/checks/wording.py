"""Words that may not stand in what the office writes, acts that nothing proves, and the other language's words.

All of it recognises words, so all of it is a question, an advice or a note: never an error.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from re import Pattern
from typing import Any

from lettergen.checks.text import Reading, once
from lettergen.expressions import ExpressionError, NotGivenError, holds
from lettergen.findings import Code, Finding
from lettergen.language import NO_BREAK_SPACE, Language, long_date, short_date
from lettergen.own_text import OwnText
from lettergen.source import Path, value_at
from lettergen.word_rules import Deed, Sought, Wording
from lettergen.wording import both
from lettergen.words import BREAK, Phrases, lix_of_words, pattern_of

SILENT = re.compile(r"[\W\d_]*")
"""A sentence of figures and signs alone says nothing."""


def check_wording(reading: Reading) -> Iterator[Finding]:
    """The words of `ordvalg.yaml`, each rule once for each text.

    Bad: an office of long ago, a queue as the reason for a late start. Good: the same words in a quotation.
    """
    for rule in reading.scheme.word_rules.wordings:
        if not _applies(rule, reading):
            continue
        for text in reading.texts:
            if _looks_at(rule, text) and any(
                _saying(rule.sought, text, reading, also_reported=rule.file.also_reported)
            ):
                found = Finding(rule.code, rule.file.slug, rule.severity, reading.place(text), text.path)
                yield reading.marked(replace(found, law=tuple(rule.file.law)), text)


def _saying(sought: Sought, text: OwnText, reading: Reading, *, also_reported: bool = False) -> Iterator[str]:
    """The sentences that hold the words sought, those on what others said left out."""
    if sought.may_be_in(text.lowered):
        reported = _reported(reading)
        for sentence in text.sentences:
            if sought.found_in(sentence) and (also_reported or not reported.search(sentence)):
                yield sentence


def _reported(reading: Reading) -> Pattern[str]:
    assessing = reading.library.lists.assessing
    return pattern_of(assessing.reported if assessing else ())


def _applies(rule: Wording, reading: Reading) -> bool:
    file = rule.file
    if (file.applies and reading.letter_id not in file.applies) or (file.from_date and reading.day < file.from_date):
        return False
    if rule.unless is None or reading.scope is None:
        return True
    try:
        return not holds(rule.unless, reading.scope)
    except (NotGivenError, ExpressionError):
        return True  # what would excuse the words is not given


def _looks_at(rule: Wording, text: OwnText) -> bool:
    places, outcomes = rule.file.places, rule.file.outcomes
    return (not places or text.field in places) and (not outcomes or text.condition is None or text.outcome in outcomes)


def check_deeds(reading: Reading) -> Iterator[Finding]:
    """An act that the office's words say has happened is proved: by a dated fact, a source, or a date the decision holds.

    Bad: «vi varslet deg», and no warning is given. Good: the warning's date stands among the facts.
    """
    if reading.case is None:
        return  # an edited letter holds no facts: the decision that it was made of has been checked
    for deed in reading.scheme.word_rules.deeds:
        for text in reading.texts:
            told = list(_saying(deed.sought, text, reading))
            if told and not _proved(deed, reading) and not all(_dated(sentence, reading) for sentence in told):
                yield reading.finding(Code.DEED_UNPROVED, text, deed=both(deed.file.name))


def _dated(sentence: str, reading: Reading) -> bool:
    """Whether a sentence names a day that the decision holds; «13. mai» is not the third."""
    return any(re.search(rf"(?<!\d){re.escape(day)}", sentence) for day in _dates_given(reading))


def _proved(deed: Deed, reading: Reading) -> bool:
    assert reading.case is not None
    proof = deed.file.proof
    kinds = {source.source_kind for source in reading.case.file.sources.values() if source.date}
    return any(_given(reading, tuple(fact.split("."))) for fact in proof.facts) or not kinds.isdisjoint(proof.sources)


def _given(reading: Reading, path: Path) -> bool:
    assert reading.case is not None
    for length in range(1, len(path) + 1):
        held = value_at(reading.case.values, path[:length])
        if isinstance(held, list | tuple):
            return any(value_at(item, path[length:]) if path[length:] else item for item in held)
    return bool(value_at(reading.case.values, path))


def _dates_given(reading: Reading) -> frozenset[str]:
    """The days and months of every date in the decision, as a sentence would write them."""
    assert reading.case is not None
    days = set(_dates(reading.case.values))
    long = {long_date(day, language).replace(NO_BREAK_SPACE, " ") for day in days for language in Language}
    return frozenset({text.rsplit(" ", 1)[0] for text in long} | {short_date(day) for day in days})


def _dates(value: Any) -> Iterator[date]:
    match value:
        case date():
            yield value
        case dict():
            for inner in value.values():
                yield from _dates(inner)
        case list():
            for inner in value:
                yield from _dates(inner)


def check_tongue(reading: Reading) -> Iterator[Finding]:
    """Words of the other language in what the office writes.

    Bad: «ikke» in a letter in Nynorsk. Good: an allowed form of the letter's own language.
    """
    markers = reading.library.lists.tongues.get(reading.language)
    if markers is None:
        return
    for text in reading.texts:
        if text.word_set.isdisjoint(markers.foreign):
            continue
        foreign = [
            (word, marker)
            for word, marker in markers.found_in(text.words)
            if marker.verdict == "feil" and not marker.house_style
        ]
        if foreign and len(foreign) >= reading.limit("fremmede_ord"):
            word, marker = foreign[0]
            yield reading.finding(Code.WRONG_TONGUE, text, other=word.text, right=marker.right)


def check_heavy(reading: Reading) -> Iterator[Finding]:
    """Long sentences and heavy words in what the office writes: an advice.

    Bad: a sentence of fifty words. Good: the same in three.
    """
    file = reading.library.lists.plain
    if file is None:
        return
    rows = {row.word: row for row in file.words}
    phrases, longest_sentence = heavy_phrases(tuple(rows)), reading.limit("setning_i_vurdering")
    for text in reading.texts:
        parts = BREAK.split(text.unquoted) if len(text.tokens) > longest_sentence else ()
        said = [part.split() for part in parts if not SILENT.fullmatch(part)]
        longest = max((len(words) for words in said), default=0)
        lix = round(lix_of_words([word for words in said for word in words], len(said)))
        if longest > longest_sentence:
            yield reading.finding(Code.HEAVY_OWN_TEXT, text, problem="long_sentence", count=str(longest))
        elif lix > reading.limit("lix_i_vurdering"):
            yield reading.finding(Code.HEAVY_OWN_TEXT, text, problem="heavy_text", count=str(lix))
        for _, phrase in phrases.found_in(text.words) if phrases.may_be_in(text.word_set) else ():
            better = rows[phrase].nb if reading.language is Language.NB else rows[phrase].nn
            yield reading.finding(Code.HEAVY_OWN_TEXT, text, problem="heavy_word", heavy=phrase, better=better)
            break


@lru_cache(maxsize=8)
def heavy_phrases(words: tuple[str, ...]) -> Phrases:
    """The heavy words of a list, ready to look for."""
    return Phrases(words)


def check_own_words(reading: Reading) -> Iterator[Finding]:
    """All checks that look for words."""
    for check in (check_wording, check_deeds, check_tongue, check_heavy):
        yield from once(check(reading))
