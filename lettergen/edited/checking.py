"""Check a letter that may have been edited after it was written: whether it still holds what the law asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from lettergen.checks.substance import check_substance
from lettergen.checks.text import Reading
from lettergen.checks.wording import check_own_words
from lettergen.edited.checks import Look, check_paragraphs, condition_states
from lettergen.edited.comparison import Comparison, compare
from lettergen.edited.own import PARAGRAPH, edited_texts
from lettergen.edited.places import Places
from lettergen.edited.reading import ReadLetter, UnsafeFileError, joined
from lettergen.edited.record import Record, record_of
from lettergen.findings import Code, Finding, Report
from lettergen.library import Library, Scheme
from lettergen.office import Office
from lettergen.source import Location


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """An edited letter, what was found in it, and how it differs from what was written, where that can be told."""

    name: str
    library: Library
    report: Report
    scheme: Scheme | None = None
    comparison: Comparison | None = None
    conditions: tuple[tuple[str, str], ...] = ()
    places: Places | None = None

    @property
    def complete(self) -> bool:
        """Whether the letter may be sent, and made a PDF of: it was read, and nothing in it stops it."""
        return self.comparison is not None and self.report.complete


def check_edited(
    data: bytes, library: Library, office: Office | None = None, *, name: str = "brev.docx"
) -> CheckedLetter:
    """All findings of a letter's file (.docx or .odt) as it now stands. Never raises for what a file holds."""
    from lettergen.edited.files import read_letter  # noqa: PLC0415  # a slow import, needed for a letter's file only

    place = Location(name)
    try:
        letter = read_letter(data)
    except UnsafeFileError as error:
        return unread(name, library, error.problem)
    record = record_of(letter.manifest)
    scheme = library.scheme(record.scheme) if record else None
    if record is None or scheme is None or record.letter not in scheme.letter_types:
        problem = "no_manifest" if record is None else "other_library"
        return CheckedLetter(name, library, Report((Finding.of(Code.NOT_OUR_LETTER, place, problem=problem),)))
    if record.draft or _says_draft(letter, record, library):
        return CheckedLetter(name, library, Report((Finding.of(Code.DRAFT_LETTER, place),)))
    comparison = compare(record, letter)
    look = Look(comparison, scheme, library, Places(comparison, scheme, library), name)
    found = (*check_paragraphs(look), *_check_words(look, office or Office()))
    report = Report(tuple(sorted(dict.fromkeys(found), key=_in_the_letters_order)))
    return CheckedLetter(name, library, report, scheme, comparison, condition_states(look), look.places)


def unread(name: str, library: Library, problem: str) -> CheckedLetter:
    """A letter whose file cannot be read, for a reason that the catalogue has words for."""
    return CheckedLetter(name, library, Report((Finding.of(Code.UNSAFE_FILE, Location(name), problem=problem),)))


def _in_the_letters_order(finding: Finding) -> tuple[bool, int]:
    """What concerns the letter as a whole first, then each paragraph's."""
    place = finding.path[1] if finding.path[:1] == (PARAGRAPH,) else -1
    return isinstance(place, int) and place >= 0, place if isinstance(place, int) else -1


def _says_draft(letter: ReadLetter, record: Record, library: Library) -> bool:
    """Whether a header bears the mark of a draft: the first letters did not say it otherwise."""
    return joined([library.labels_on(record.language, record.day).get("utkast", "")]) in letter.headers


def _check_words(look: Look, office: Office) -> Iterator[Finding]:
    """Every check of the office's own words, told of those that were changed or added.

    The others were checked when the letter was written, with the facts of the decision and the answers to its questions.
    """
    record, own = look.record, edited_texts(look.comparison, look.scheme)
    reading = Reading(
        own.texts,
        look.library,
        look.scheme,
        record.letter,
        record.language,
        record.day,
        lambda _: Location(look.file),
        office,
    )
    for check in (check_substance, check_own_words):
        yield from (finding for finding in check(reading) if finding.path in own.edited)
