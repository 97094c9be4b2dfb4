"""What is told of an edited letter, in words: its conditions, its findings, and what was changed where a person asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from lettergen.edited.checking import CheckedLetter
from lettergen.edited.comparison import Fate
from lettergen.edited.own import PARAGRAPH
from lettergen.findings import Finding, Severity
from lettergen.language import Language
from lettergen.reporting import law_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph that is not as it was: `before` is None where it is new, or the file does not have its words."""

    fate: str
    place: str
    before: str | None
    after: str | None


def differences(checked: CheckedLetter, ui: Language) -> tuple[Difference, ...]:
    """What was changed, added and removed, with the letter's own words: personal data, for whoever asks to see it."""
    comparison, places = checked.comparison, checked.places
    if comparison is None or places is None:
        return ()
    found = []
    for step in comparison.of(Fate.CHANGED, Fate.GONE, Fate.ADDED):
        original, seen = comparison.original(step), comparison.seen(step)
        before = original.text if original else None
        place = _in(places.of(step), ui)
        found.append(Difference(step.fate, place, before, seen.text if seen else None))
    return tuple(found)


def letter_as_text(checked: CheckedLetter, ui: Language, *, show_text: bool = False) -> str:
    """Each condition's passage, then the findings in the letter's order, notes last."""
    word = checked.library.catalogue.word
    counts = checked.report.counts()
    head = word("edited_ok" if checked.complete else "edited_not_ok", ui)
    lines = [head.format(file=checked.name, errors=counts[Severity.ERROR], questions=counts[Severity.QUESTION])]
    if checked.conditions and checked.scheme:
        lines += ["", word("edited_conditions", ui)]
        for id, state in checked.conditions:
            lines.append(f"  {checked.scheme.conditions[id].name[ui]}: {word(f'edited_{state}', ui)}")
    graver = [finding for finding in checked.report if finding.severity is not Severity.NOTE]
    for finding in graver:
        lines += ["", *_finding(finding, checked, ui)]
    notes = [finding for finding in checked.report if finding.severity is Severity.NOTE]
    for finding in notes:
        lines += ["", f"{word('note', ui)}: {checked.library.catalogue.words(finding, ui).message}  {finding.code}"]
    if counts[Severity.QUESTION]:
        lines += ["", word("edited_answers", ui)]
    if show_text:
        lines += _differences(checked, ui)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, checked: CheckedLetter, ui: Language) -> Iterator[str]:
    words, word = checked.library.catalogue.words(finding, ui), checked.library.catalogue.word
    yield f"{word(finding.severity, ui)}: {words.message}  {finding.code}"
    if words.do:
        yield f"  {word('do_label', ui)}: {words.do}"
    if law := law_of(finding, checked.library, ui):
        yield f"  {word('law_label', ui)}: {law}"
    if checked.places and finding.path[:1] == (PARAGRAPH,) and not dict(finding.values).get("place"):
        yield f"  {word('place_label', ui)}: {_in(checked.places.at(int(finding.path[1]) - 1), ui)}"


def _differences(checked: CheckedLetter, ui: Language) -> Iterator[str]:
    word, told = checked.library.catalogue.word, differences(checked, ui)
    for each in told:
        yield ""
        yield each.place
        if each.before is not None:
            yield f"  {word('edited_before', ui)}: {' '.join(each.before.split())}"
        if each.after is not None:
            yield f"  {word('edited_after', ui)}: {' '.join(each.after.split())}"
    if checked.comparison and any(each.before is None and each.fate != Fate.ADDED for each in told):
        yield ""
        yield word("edited_no_words", ui)


def _in(both: str, ui: Language) -> str:
    nb, _, nn = both.partition("¦")
    return nn if ui is Language.NN else nb
