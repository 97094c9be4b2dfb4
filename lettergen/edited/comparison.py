"""An edited letter held against what was written: what is the same, moved, changed, gone and added. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lettergen.edited.alignment import aligned
from lettergen.edited.reading import RECIPIENT, Place, ReadLetter, Seen
from lettergen.edited.record import Original, Record
from lettergen.provenance import first_hash, is_own, paragraph_hash, same_words

ALIKE = 0.5
"""The share of words that two paragraphs must have in common to be one that was changed."""
_PAIRED_EACH = 40
_FEW_WORDS = 6


class Fate(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Step:
    """One paragraph's fate: `old` and `new` are its places in the record and in the letter read.

    `at` is where it stands in the letter read, or where it would stand if it were put back.
    """

    fate: Fate
    old: int | None
    new: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All paragraphs' fates in the order of the letter as it now stands, and the recipient's lines."""

    record: Record
    letter: ReadLetter
    steps: tuple[Step, ...]
    recipient: tuple[int, ...]

    def of(self, *fates: Fate) -> tuple[Step, ...]:
        """The paragraphs of some fates."""
        return tuple(step for step in self.steps if step.fate in fates)

    def original(self, step: Step) -> Original | None:
        """A paragraph as it was written."""
        return None if step.old is None else self.record.paragraphs[step.old]

    def seen(self, step: Step) -> Seen | None:
        """A paragraph as it stands."""
        return None if step.new is None else self.letter.paragraphs[step.new]

    def condition(self, step: Step) -> str | None:
        """The condition that a paragraph speaks of: by its bookmark now, else by the one it had."""
        seen, original = self.seen(step), self.original(step)
        for bookmark in (seen.bookmark if seen else None, original.bookmark if original else None):
            if bookmark is not None and bookmark in self.record.bookmarks:
                return self.record.bookmarks[bookmark]
        return None


def compare(record: Record, letter: ReadLetter) -> Comparison:
    """Hold a letter against its record."""
    wanted = {original.mark for original in record.paragraphs}
    old = [original.mark for original in record.paragraphs]
    marks = {place: _mark(seen.text, wanted) for place, seen in enumerate(letter.paragraphs)}
    recipient = _recipient(letter.paragraphs, marks, wanted)
    places = [
        place for place, seen in enumerate(letter.paragraphs) if place not in recipient and seen.place is Place.BODY
    ]
    beside = [place for place, seen in enumerate(letter.paragraphs) if seen.place is not Place.BODY]
    pairs = [(a, places[b]) for a, b in aligned(old, [marks[place] for place in places])]
    steps = [Step(Fate.SAME, a, b, b) for a, b in pairs]
    gone, added = _left(range(len(old)), {a for a, _ in pairs}), _left(places, {b for _, b in pairs})
    moved = list(_moved(gone, added, old, marks))
    steps += [Step(Fate.MOVED, a, b, b) for a, b in moved]
    gone, added = _left(gone, {a for a, _ in moved}), _left(added, {b for _, b in moved})
    for lost, found, at in _gaps(pairs, gone, added, len(letter.paragraphs)):
        steps += _told(record, letter, lost, found, at)
    steps += [Step(Fate.ADDED, None, place, place) for place in beside]
    return Comparison(record, letter, tuple(sorted(steps, key=_order)), tuple(sorted(recipient)))


def _order(step: Step) -> tuple[int, bool, int]:
    return step.at, step.new is not None, step.old or 0


def _mark(text: str, wanted: set[str]) -> str:
    """A paragraph's mark, as newer or older letters make it: whichever the record knows."""
    newer = paragraph_hash(text)
    return newer if newer in wanted or (older := first_hash(text)) not in wanted else older


def _recipient(paragraphs: Sequence[Seen], marks: dict[int, str], wanted: set[str]) -> set[int]:
    """The lines of the address block: the record does not have them."""
    return {
        place
        for place, seen in enumerate(paragraphs)
        if seen.cell == RECIPIENT and seen.place is Place.BODY and marks[place] not in wanted
    }


def _left(places: Sequence[int], taken: set[int]) -> list[int]:
    return [place for place in places if place not in taken]


def _moved(
    gone: Sequence[int], added: Sequence[int], old: Sequence[str], marks: dict[int, str]
) -> Iterator[tuple[int, int]]:
    """Paragraphs whose words stand elsewhere."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for place in added:
        waiting[marks[place]].append(place)
    for place in gone:
        if waiting[old[place]]:
            yield place, waiting[old[place]].pop(0)


def _gaps(
    pairs: Sequence[tuple[int, int]], gone: Sequence[int], added: Sequence[int], end: int
) -> Iterator[tuple[list[int], list[int], int]]:
    """What is gone and what is new between two paragraphs that are the same, and where that is."""
    lost, found = iter([*gone, -1]), iter([*added, -1])
    a, b = next(lost), next(found)
    before = -1
    for old, new in [*pairs, (-2, end)]:
        here: tuple[list[int], list[int]] = ([], [])
        while a >= 0 and (a < old or old < 0):
            here[0].append(a)
            a = next(lost)
        while 0 <= b < new:
            here[1].append(b)
            b = next(found)
        if here[0] or here[1]:
            yield *here, before + 1
        before = new


def _told(record: Record, letter: ReadLetter, lost: list[int], found: list[int], at: int) -> Iterator[Step]:
    """Tell what was changed from what is gone and what is added, in one gap."""
    if lost and found and _only_divided(record, letter, lost, found):
        yield from (
            Step(Fate.SAME, a, found[min(n, len(found) - 1)], found[min(n, len(found) - 1)]) for n, a in enumerate(lost)
        )
        return
    changed = dict(_pairs(record, letter, lost, found))
    taken = set(changed.values())
    for a in lost:
        if a in changed:
            at = changed[a]
            yield Step(Fate.CHANGED, a, at, at)
            at += 1
        else:
            yield Step(Fate.GONE, a, None, at)
    yield from (Step(Fate.ADDED, None, b, b) for b in found if b not in taken)


def _only_divided(record: Record, letter: ReadLetter, lost: list[int], found: list[int]) -> bool:
    """Whether paragraphs were only divided or joined: the words are the same."""
    texts = [record.paragraphs[a].text for a in lost]
    now = " ".join(letter.paragraphs[b].text for b in found)
    if len(lost) == 1 and paragraph_hash(now) == record.paragraphs[lost[0]].mark:
        return True
    # Two paragraphs joined may lack the space between them.
    return None not in texts and _unspaced(" ".join(text or "" for text in texts)) == _unspaced(now)


def _unspaced(text: str) -> str:
    return same_words(text).replace(" ", "")


def _pairs(record: Record, letter: ReadLetter, lost: list[int], found: list[int]) -> Iterator[tuple[int, int]]:
    """Which of the new paragraphs is which of the old, changed: by their words where those are known, else by order."""
    free = list(found)
    if all(record.paragraphs[a].text is not None for a in lost):
        for a, b in _by_words(record, letter, lost, found):
            free.remove(b)
            yield a, b
            lost = [each for each in lost if each != a]
        lost = [a for a in lost if _rewritable(record.paragraphs[a])]
    else:
        lost = sorted(lost, key=lambda a: (_weight(record.paragraphs[a]), a)) if len(lost) > len(found) else lost
    for a in lost:
        bookmark = record.paragraphs[a].bookmark
        fits = [b for b in free if letter.paragraphs[b].bookmark in (None, bookmark)]
        if fits:
            free.remove(fits[0])
            yield a, fits[0]


def _by_words(
    record: Record, letter: ReadLetter, lost: Sequence[int], found: Sequence[int]
) -> Iterator[tuple[int, int]]:
    bags = {b: Counter(same_words(letter.paragraphs[b].text).casefold().split()) for b in found}
    scores: list[tuple[float, int, int]] = []
    each = len(lost) <= _PAIRED_EACH and len(found) <= _PAIRED_EACH
    for number, a in enumerate(lost):
        bag = Counter(same_words(record.paragraphs[a].text or "").casefold().split())
        for b in found if each else found[number : number + 1]:
            share = 2 * (bag & bags[b]).total() / ((bag.total() + bags[b].total()) or 1)
            in_its_place = len(lost) == len(found) and found[number] == b
            # A cell or a line of few words is changed, not gone, when another stands in its place.
            if share >= ALIKE or (in_its_place and max(bag.total(), bags[b].total()) <= _FEW_WORDS):
                scores.append((-share, a, b))
    used: set[int] = set()
    taken: set[int] = set()
    for _, a, b in sorted(scores):
        if a not in used and b not in taken:
            used.add(a)
            taken.add(b)
            yield a, b


def _rewritable(original: Original) -> bool:
    """Whether all of it may be written anew and still be the same paragraph: what the office wrote itself."""
    return original.kinds is not None and any(is_own(kind) for kind in original.kinds)


def _weight(original: Original) -> bool:
    """What carries a condition is taken to be what is gone, where marks alone cannot tell."""
    return original.bookmark is not None
