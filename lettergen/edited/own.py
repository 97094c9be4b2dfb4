"""The office's own words in an edited letter: what it wrote at first, and all that was changed or added since.

The person's own view is never among them, changed or not; nor are the address, the references and the signatures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lettergen.edited.comparison import Comparison, Fate, Step
from lettergen.edited.record import Original, Record
from lettergen.library import Scheme
from lettergen.own_text import ASSESSMENT, OwnText
from lettergen.provenance import FRAME, LABEL, OWN, VIEW, Kind, Span, is_own, same_words
from lettergen.source import Path
from lettergen.words import words_in

PARAGRAPH = "avsnitt"
"""The field of words that are no field's: a paragraph of the letter, and the first step of the path to it."""
_CONDITIONS = "vilkaar"
_NOT_A_NAME = 4
_NOT_A_SIGNATURE = 6


@dataclass(frozen=True, slots=True)
class EditedTexts:
    """The own words, and the paths of those that were changed or added after the letter was written."""

    texts: tuple[OwnText, ...]
    edited: frozenset[Path]


@dataclass(frozen=True, slots=True)
class _Piece:
    text: OwnText
    edited: bool
    at: int


def edited_texts(comparison: Comparison, scheme: Scheme) -> EditedTexts:
    """The own words of an edited letter, an assessment of several paragraphs as one."""
    texts: list[OwnText] = []
    edited: set[Path] = set()
    for pieces in _joined(_pieces(comparison, scheme)):
        first = next((piece for piece in pieces if piece.edited), pieces[0])
        text = "\n\n".join(piece.text.text for piece in pieces)
        texts.append(replace(first.text, text=text, field=pieces[0].text.field, part=pieces[0].text.part))
        if first.edited:
            edited.add(first.text.path)
    return EditedTexts(tuple(texts), frozenset(edited))


def _joined(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that follow each other and are of one field of one condition, and what was added right after them."""
    group: list[_Piece] = []
    for piece in pieces:
        if group:
            last, new = group[-1].text, piece.text
            same = last.field == ASSESSMENT and last.condition == new.condition
            added = new.field == PARAGRAPH and piece.edited and piece.at == group[-1].at + 1
            if not (same and (added or (new.field, new.part) == (last.field, last.part))):
                yield group
                group = []
            elif added:
                piece = replace(piece, text=replace(new, field=last.field, part=last.part))  # noqa: PLW2901  # what follows an assessment belongs to it
        group.append(piece)
    if group:
        yield group


def _pieces(comparison: Comparison, scheme: Scheme) -> Iterator[_Piece]:
    names, outcomes = _names(comparison), _outcomes(comparison.record, scheme)
    begun = False
    closed = False
    for step in comparison.steps:
        seen, original = comparison.seen(step), comparison.original(step)
        if original and original.kinds is not None and FRAME not in original.kinds:
            begun, closed = True, False
        elif begun and original and original.kinds:
            closed = True
        if seen is None:
            continue
        condition = comparison.condition(step)
        path: Path = (PARAGRAPH, (step.new or 0) + 1)
        edited = step.fate in (Fate.CHANGED, Fate.ADDED)
        for kind, words in _own_words(step, original, seen.text, known=begun, closed=closed):
            field, of, part = _field(kind)
            if not edited and not _is_own_field(field, words, scheme):
                continue
            about = of or condition
            text = OwnText(path, words, field, about, part, outcomes.get(about or ""), names)
            yield _Piece(text, edited, step.at)


def _own_words(
    step: Step, original: Original | None, text: str, *, known: bool, closed: bool
) -> Iterator[tuple[Kind, str]]:
    """The words of a paragraph that count as the office's own, and whose they were."""
    words = text.split()
    if original is None:
        if known and (not closed or len(words) >= _NOT_A_SIGNATURE):
            yield OWN, " ".join(words)
    elif original.spans is None:
        if step.fate is Fate.CHANGED:
            yield OWN, " ".join(words)
    elif step.fate is Fate.CHANGED:
        if not {FRAME, VIEW} & set(original.kinds or ()):
            yield _changed(original, original.spans, words)
    else:
        yield from ((kind, " ".join(words[start:end])) for kind, start, end in original.spans if is_own(kind))


def _changed(original: Original, spans: tuple[Span, ...], words: list[str]) -> tuple[Kind, str]:
    """A changed paragraph: the library's label before an assessment and its conclusion after it are left out."""
    own = [kind for kind, _, _ in spans if is_own(kind)]
    if len(own) != 1 or {kind for kind, _, _ in spans} - {own[0], LABEL}:
        return OWN, " ".join(words)
    before = next(start for kind, start, _ in spans if kind == own[0])
    after = spans[-1][2] - next(end for kind, _, end in spans if kind == own[0])
    was = [same_words(word) for word in (original.text or "").split()]
    now = [same_words(word) for word in words]
    if was and 0 < before < len(words) and now[:before] == was[:before]:
        words, now = words[before:], now[before:]
    if was and 0 < after < len(words) and now[-after:] == was[-after:]:
        words = words[:-after]
    return own[0], " ".join(words)


def _field(kind: Kind) -> tuple[str, str | None, str | None]:
    """Which field of a decision some words were written in, with condition and part where it is an assessment."""
    _, _, name = str(kind).partition(":")
    steps = name.split(".", 3)
    if steps[0] == _CONDITIONS and len(steps) > len("vp"):
        return steps[2], steps[1], steps[3] if len(steps) > len("vkf") else None
    return (steps[-1] if len(steps) > 1 and name.startswith("brukers_syn.") else name) or PARAGRAPH, None, None


def _is_own_field(field: str, words: str, scheme: Scheme) -> bool:
    """Whether a field holds what the office says, not a name; a row of a list is told by its length."""
    root = field.split(".", 1)[0]
    if root not in scheme.facts.facts:
        return len(words.split()) >= _NOT_A_NAME
    fact = scheme.facts.declared(tuple(field.split(".")))
    return fact is None or fact.is_own_words


def _outcomes(record: Record, scheme: Scheme) -> dict[str, str]:
    """Each condition's outcome, as the blocks printed for it say."""
    found: dict[str, str] = {}
    for used in record.blocks:
        block = scheme.block(used.id, record.day)
        if used.condition and block and block.head.outcome:
            found[used.condition] = block.head.outcome
    return found


def _names(comparison: Comparison) -> frozenset[str]:
    """The words of the address block, the letterhead, the references and the signatures."""
    letter = comparison.letter
    texts = [letter.paragraphs[place].text for place in comparison.recipient]
    for step in comparison.steps:
        original, seen = comparison.original(step), comparison.seen(step)
        if seen and original and original.kinds and FRAME in original.kinds:
            texts.append(seen.text)
    return words_in([*texts, *letter.headers])
