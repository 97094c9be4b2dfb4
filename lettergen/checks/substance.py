"""Whether an assessment weighs anything: thin, copied, about nobody, about half of it, or without a reason.

All of it is read out of words, so all of it is a question: someone may answer that the words are right.
The limits are content (`vurdering.yaml`), each with its reason; an office may set its own.
"""

from collections.abc import Iterator
from functools import lru_cache

from lettergen.checks.text import Reading
from lettergen.findings import Code, Finding
from lettergen.own_text import OwnText
from lettergen.prose import Prose
from lettergen.wording import both
from lettergen.words import STEM, Rows, pattern_of, rows_of, word_list

FORM = 7
"""Long words that begin with so many equal letters are taken for forms of one."""


def check_substance(reading: Reading) -> Iterator[Finding]:
    """Every question about what an assessment holds, the gravest of each text first."""
    if reading.library.lists.assessing is None:
        return
    empty = {text.path: found for text in reading.assessments for found in _emptiness(reading, text)}
    yield from empty.values()
    yield from _twice(reading)
    yield from _elsewhere(reading)
    for text in reading.assessments:
        if text.path not in empty:  # a text that says nothing is not asked for its reasons too
            yield from _half(reading, text)
            yield from _bare_discretion(reading, text)


def _emptiness(reading: Reading, text: OwnText) -> Iterator[Finding]:
    count, own = len(text.tokens), _own_words(reading, text)
    told = len(own) + len(_figures(reading, text))
    says_little = told < reading.limit("egne_ord")
    if count < reading.limit("minst_ord") or (says_little and count < reading.limit("kort_tekst")):
        yield reading.finding(Code.THIN, text, condition=_name(reading, text))
    elif _copied(reading, text):
        yield reading.finding(Code.REPEATS_BLOCK, text, condition=_name(reading, text))
    elif says_little or (_traceless(reading, text, own) and _mostly_common(reading, count, len(own))):
        yield reading.finding(Code.ABOUT_NOBODY, text, condition=_name(reading, text))


def _name(reading: Reading, text: OwnText) -> str:
    condition = reading.scheme.conditions.get(text.condition or "")
    return both(condition.name) if condition else ""


def _own_words(reading: Reading, text: OwnText) -> frozenset[str]:
    """The words of a text that no law text is made of."""
    assessing = reading.library.lists.assessing
    listed = assessing.common if assessing else ()
    common = common_words(reading.sources, int(reading.limit("vanlig_i_vilkaar")), listed)
    law = block_words(tuple(source for id, source in reading.sources if id == text.condition))
    left = (word for word in text.word_set - common - law if not word[0].isdigit())
    return frozenset(word for word in left if word[:FORM] not in common)


def _figures(reading: Reading, text: OwnText) -> frozenset[str]:
    assessing = reading.library.lists.assessing
    numerals = assessing.numerals if assessing else ()
    return frozenset(word for word in text.word_set if word[0].isdigit() or word in numerals)


def _traceless(reading: Reading, text: OwnText, own: frozenset[str]) -> bool:
    """Whether a text holds no figure, no name and no word that the case's facts or the person's view hold.

    An edited letter has no facts to hold it against: there no text is traceless.
    """
    if reading.case is None or _figures(reading, text):
        return False
    named = any(word[0].isupper() for said in text.said for word in said.words[1:] if len(word) > STEM - 1)
    return not named and not any(word[:STEM] in reading.case_words for word in own if len(word) >= STEM)


def _mostly_common(reading: Reading, count: int, own: int) -> bool:
    if count >= reading.limit("lang_tekst_uten_spor"):
        return True
    return 2 * count >= reading.limit("lang_tekst_uten_spor") and own < reading.limit("andel_egne_ord") * count


@lru_cache(maxsize=16)
def common_words(sources: tuple[tuple[str, str], ...], conditions: int, listed: tuple[str, ...]) -> frozenset[str]:
    """The words that the blocks of so many conditions have, and listed ones: the law's language, not a person's life."""
    seen: dict[str, set[str]] = {}
    for condition, source in sources:
        for word in Prose(source).words:
            seen.setdefault(word.text, set()).add(condition)
    common = {*listed, *(word for word, used in seen.items() if len(used) >= conditions)}
    return frozenset((*common, *(word[:FORM] for word in common if len(word) >= FORM)))


def _copied(reading: Reading, text: OwnText) -> bool:
    """Whether most of a text is the library's own about this condition."""
    library = block_rows(tuple(source for id, source in reading.sources if id == text.condition))
    return len(text.rows & library) >= reading.limit("lik_begrunnelsen") * len(text.rows)


@lru_cache(maxsize=256)
def block_words(sources: tuple[str, ...]) -> frozenset[str]:
    """The words of the blocks of one condition: what its rule is told in."""
    return frozenset(word.text for source in sources for word in Prose(source).words)


@lru_cache(maxsize=256)
def block_rows(sources: tuple[str, ...]) -> Rows:
    """The rows of words of some blocks."""
    return frozenset(row for source in sources for row in rows_of([word.text for word in Prose(source).words]))


def _twice(reading: Reading) -> Iterator[Finding]:
    """An assessment that another condition or part of the same decision has already: told of the later one."""
    before: list[OwnText] = []
    for text in reading.assessments:
        for other in before:
            shorter = min(len(text.rows), len(other.rows))
            alike = len(text.rows & other.rows)
            if shorter >= reading.limit("minst_rader") and alike >= reading.limit("lik_vurdering") * shorter:
                percent = str(round(100 * alike / shorter))
                yield reading.finding(Code.REPEATS_CONDITION, text, percent=percent, other=_label(reading, other))
                break
        before.append(text)


def _elsewhere(reading: Reading) -> Iterator[Finding]:
    """An assessment that another decision of the run has."""
    if reading.twins is None or reading.case is None:
        return
    for text in reading.assessments:
        twin = reading.twins.twin(reading.case.decision.name, text.path)
        rows = rows_of([word.text for word in word_list(text.text)])
        if twin is None or min(len(rows), len(twin.rows)) < reading.limit("minst_rader"):
            continue
        share = len(rows & twin.rows) / min(len(rows), len(twin.rows))
        if share >= reading.limit("lik_annet_vedtak"):
            percent = str(round(100 * share))
            yield reading.finding(Code.REPEATS_DECISION, text, percent=percent, twin=str(twin.location))


def _label(reading: Reading, text: OwnText) -> str:
    condition = reading.scheme.conditions.get(text.condition or "")
    if condition and text.part in condition.parts:
        return both(condition.parts[text.part])
    return _name(reading, text)


def _half(reading: Reading, text: OwnText) -> Iterator[Finding]:
    """A part's text that speaks of another part, and never of its own."""
    halves = reading.scheme.word_rules.halves.get(text.condition or "", {})
    if text.part not in halves:
        return
    said = " ".join(text.sentences)
    spoken = {part for part, pattern in halves.items() if pattern.search(said)}
    if spoken and text.part not in spoken:
        yield reading.finding(Code.ONE_HALF, text, part=_label(reading, text))


def _bare_discretion(reading: Reading, text: OwnText) -> Iterator[Finding]:
    """Words of discretion with no reason in the sentence, nor in those beside it.

    Bad: a text that calls something reasonable, and stops there. Good: the same, and because of what.
    """
    assessing = reading.library.lists.assessing
    if assessing is None:
        return
    weighing, reasons = pattern_of(assessing.discretion), pattern_of(assessing.giving_reason)
    said = text.sentences if weighing.search(text.lowered) else ()
    for index, sentence in enumerate(said):
        if weighing.search(sentence) and not any(reasons.search(each) for each in said[max(0, index - 1) : index + 2]):
            yield reading.finding(Code.NO_REASON, text)
            return
