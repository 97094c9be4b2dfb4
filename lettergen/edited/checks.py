"""What is to be told of an edited letter: passages lost, paragraphs gone, changed, moved and added, and more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from lettergen.edited.comparison import Comparison, Fate, Step
from lettergen.edited.own import PARAGRAPH
from lettergen.edited.places import Places
from lettergen.edited.reading import Mark, Place
from lettergen.edited.record import Original, Record
from lettergen.findings import Code, Finding
from lettergen.language import Language, Month, month
from lettergen.library import Library, Scheme
from lettergen.provenance import FRAME, LAW, OWN, VIEW, WEIGHT, Kind, Span, is_own, same_words
from lettergen.source import Location, Path
from lettergen.wording import both

_FIGURES = re.compile(r"\d(?:[\d.,:]|\s(?=\d{3}(?!\d)))*")
_MONTHS = frozenset(month(Month(2000, number), language).split()[0] for language in Language for number in range(1, 13))
_MOST_WORDS = 1_500
_MARKS = {Mark.TRACKED: Code.TRACKED_CHANGES, Mark.COMMENTS: Code.COMMENTS_LEFT, Mark.HIDDEN: Code.HIDDEN_TEXT}


@dataclass(frozen=True, slots=True)
class Look:
    """What every check of an edited letter needs."""

    comparison: Comparison
    scheme: Scheme
    library: Library
    places: Places
    file: str

    @property
    def record(self) -> Record:
        """What the letter was."""
        return self.comparison.record

    def finding(self, code: Code, path: Path = (), /, **values: Any) -> Finding:
        """A finding about the letter's file; a file of a word processor has no lines."""
        return Finding.of(code, Location(self.file), path, **values)

    def at(self, code: Code, step: Step, /, **values: str) -> Finding:
        """A finding about one paragraph."""
        return self.finding(code, (PARAGRAPH, step.at + 1), place=self.places.of(step), **values)

    def word(self, key: str, **values: str) -> str:
        """Words of the catalogue, in both languages."""
        return "¦".join(self.library.catalogue.word(key, language).format(**values) for language in Language)


def check_paragraphs(look: Look) -> Iterator[Finding]:
    """Everything that is told of an edited letter, but for what its words say."""
    lost = lost_conditions(look)
    for id in lost:
        yield look.finding(Code.PASSAGE_LOST, ("vilkaar", id), condition=both(look.scheme.conditions[id].name))
    yield from _gone(look, lost)
    yield from _changed(look)
    yield from (look.at(Code.PARAGRAPH_MOVED, step) for step in look.comparison.of(Fate.MOVED))
    yield from _added(look)
    if not look.comparison.recipient:
        yield look.finding(Code.NO_RECIPIENT)
    yield from (look.finding(_MARKS[mark]) for mark in sorted(look.comparison.letter.marks))
    yield from _library_moved_on(look)


def lost_conditions(look: Look) -> tuple[str, ...]:
    """The conditions that have no passage any more: those that the letter had, and those that its type must have."""
    kept = {step.old for step in look.comparison.steps if step.fate not in (Fate.GONE, Fate.ADDED)}
    carried: dict[str, list[bool]] = {id: [] for id in look.record.bookmarks.values()}
    labels: dict[str, list[bool]] = {id: [] for id in look.record.bookmarks.values()}
    for place, original in enumerate(look.record.paragraphs):
        if (id := look.record.bookmarks.get(original.bookmark or "")) is not None:
            (carried if _carries(original) else labels)[id].append(place in kept)
    lost = {id: None for id in carried if not any(carried[id] or labels[id])}
    letter_type = look.scheme.letter_types[look.record.letter]
    for id, condition in look.scheme.conditions_of(look.record.letter).items():
        always = not condition.is_exception and condition.when is None and id not in letter_type.optional_conditions
        if always and id not in carried:
            lost[id] = None
    return tuple(id for id in lost if id in look.scheme.conditions)


def condition_states(look: Look) -> tuple[tuple[str, str], ...]:
    """Each condition of the letter and how its passage is: `held`, `partly` or `lost`."""
    lost = lost_conditions(look)
    partly = {
        look.record.bookmarks.get(original.bookmark or "")
        for step in look.comparison.of(Fate.GONE)
        if (original := look.comparison.original(step)) and _carries(original)
    }
    listed = dict.fromkeys((*look.record.bookmarks.values(), *lost))
    return tuple(
        (id, "lost" if id in lost else "partly" if id in partly else "held")
        for id in listed
        if id in look.scheme.conditions
    )


def _carries(original: Original) -> bool:
    """Whether a paragraph of a passage holds its rule or its assessment, and not only a heading or a conclusion."""
    return original.kinds is None or any(isinstance(kind, int) or is_own(kind) for kind in original.kinds)


def _gone(look: Look, lost: Sequence[str]) -> Iterator[Finding]:
    """Paragraphs that are gone, those that stood together as one finding."""
    steps = [step for step in look.comparison.of(Fate.GONE) if look.comparison.condition(step) not in lost]

    def kind(step: Step) -> tuple[int, Code, str | None]:
        return step.at, _code_of_loss(look, step), look.comparison.condition(step)

    for (_, code, _), grouped in groupby(steps, key=kind):
        together = list(grouped)
        what = look.word("edited_one" if len(together) == 1 else "edited_many", count=str(len(together)))
        yield look.at(code, together[0], what=what)


def _code_of_loss(look: Look, step: Step) -> Code:
    """An error where the paragraph carried what the law asks for; else an advice."""
    original = look.comparison.original(step)
    assert original is not None
    if original.bookmark in look.record.bookmarks:
        return Code.PARAGRAPH_LOST if _carries(original) else Code.LESS_LOST
    kinds = original.kinds or frozenset()
    covers = any(_covers(look, kind) for kind in kinds if isinstance(kind, int))
    weighed = {LAW, VIEW, f"{OWN}:{WEIGHT}"}  # the view and the weight it got go together
    return Code.PARAGRAPH_LOST if covers or kinds & weighed else Code.LESS_LOST


def _covers(look: Look, number: int) -> bool:
    """Whether a block says something that the closing must say; one that the library lost may have."""
    if not 0 <= number < len(look.record.blocks):
        return True
    block = look.scheme.block(look.record.blocks[number].id, look.record.day)
    return block is None or bool(block.head.covers)


def _changed(look: Look) -> Iterator[Finding]:
    for step in look.comparison.of(Fate.CHANGED):
        original, seen = look.comparison.original(step), look.comparison.seen(step)
        assert original is not None
        assert seen is not None
        touched = touched_kinds(original, seen.text)
        own = touched is not None and all(is_own(kind) or kind == VIEW for kind in touched)
        if own:
            yield look.at(Code.PARAGRAPH_CHANGED, step)
        elif original.text is not None and figures(original.text) != figures(seen.text):
            yield look.at(Code.NUMBER_CHANGED, step)
        elif original.text is not None and touched is not None and touched <= {FRAME}:
            yield look.at(Code.PARAGRAPH_CHANGED, step)
        else:
            yield look.at(Code.LIBRARY_CHANGED, step)


def touched_kinds(original: Original, text: str) -> frozenset[Kind] | None:
    """Whose words of a paragraph were changed; None where that cannot be told."""
    if original.spans is None:
        return None
    if original.text is None:
        return original.kinds
    was, now = original.text.split(), text.split()
    if len(was) > _MOST_WORDS or len(now) > _MOST_WORDS:
        return original.kinds
    same = SequenceMatcher(None, [*map(same_words, was)], [*map(same_words, now)], autojunk=False)
    kinds: set[Kind] = set()
    for change, start, end, _, _ in same.get_opcodes():
        if change != "equal":
            kinds |= _kinds_at(original.spans, start, end)
    return frozenset(kinds)


def _kinds_at(spans: Sequence[Span], start: int, end: int) -> set[Kind]:
    """Whose the words from one place to another are; of a place between two, the office's if it is either's."""
    if start < end:
        return {kind for kind, first, last in spans if first < end and start < last}
    beside = {kind for kind, first, last in spans if first <= start <= last}
    own = {kind for kind in beside if is_own(kind)}
    return own or beside


def figures(text: str) -> list[str]:
    """The numbers, dates and amounts of a text, in order, however they are spaced."""
    words = same_words(text).casefold()
    found = [(match.start(), "".join(match[0].split()).rstrip(".,:")) for match in _FIGURES.finditer(words)]
    found += [(match.start(), match[0]) for match in re.finditer(r"[a-zæøå]+", words) if match[0] in _MONTHS]
    return [figure for _, figure in sorted(found)]


def _added(look: Look) -> Iterator[Finding]:
    """Paragraphs that are new, those that follow each other as one finding; what stands beside the text is told apart."""
    paragraphs = look.comparison.letter.paragraphs
    added = look.comparison.of(Fate.ADDED)
    body = [step for step in added if paragraphs[step.at].place is Place.BODY]
    for _, grouped in groupby(
        enumerate(body), key=lambda entry: (entry[1].at - entry[0], look.comparison.condition(entry[1]))
    ):
        together = [step for _, step in grouped]
        what = look.word("edited_one" if len(together) == 1 else "edited_many", count=str(len(together)))
        yield look.at(Code.PARAGRAPH_ADDED, together[0], what=what)
    beside = [step for step in added if paragraphs[step.at].place is not Place.BODY]
    for place, grouped_beside in groupby(beside, key=lambda step: paragraphs[step.at].place):
        first = next(grouped_beside)
        yield look.finding(Code.TEXT_BESIDE, (PARAGRAPH, first.at + 1), what=look.word(f"edited_{place}"))


def _library_moved_on(look: Look) -> Iterator[Finding]:
    """Blocks that the library has another version of now, or has no more."""
    moved = [
        used.id
        for used in look.record.blocks
        if (block := look.scheme.block(used.id, look.record.day)) is None or block.version != used.version
    ]
    if moved:
        known = [id for id in moved if id in look.scheme.blocks]
        yield look.finding(Code.LIBRARY_MOVED_ON, count=str(len(moved)), blocks=", ".join(known))
