"""What every check of the office's own words needs: the letter they stand in, the word lists, and a way to say where.

The same checks read a decision's fields and the paragraphs of a letter edited in Word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from lettergen.case import Case, mark
from lettergen.expressions import Scope
from lettergen.findings import Code, Finding, Severity
from lettergen.language import Language
from lettergen.library import Library, Scheme
from lettergen.office import Office
from lettergen.own_text import OwnText, own_texts
from lettergen.source import Location
from lettergen.twins import Twins
from lettergen.words import STEM, words_in

CASE_KEYS = ("opplysninger", "brukers_syn")


@dataclass(frozen=True)
class Reading:
    """Own words to be checked, and the letter they stand in. `scope` is None where only the letter is left."""

    texts: tuple[OwnText, ...]
    library: Library
    scheme: Scheme
    letter_id: str
    language: Language
    day: date
    place: Callable[[OwnText], Location]
    office: Office = field(default_factory=Office)
    scope: Scope | None = None
    case: Case | None = None
    twins: Twins | None = None

    @classmethod
    def of(cls, case: Case, library: Library, twins: Twins | None = None) -> "Reading":
        """The own words of a decision."""
        document = case.decision.document
        return cls(
            own_texts(case),
            library,
            case.scheme,
            case.letter_id,
            case.language,
            case.day,
            lambda text: document.location(text.path),
            case.decision.office,
            case.scope(),
            case,
            twins,
        )

    @property
    def assessments(self) -> Iterator[OwnText]:
        """The texts that weigh a condition."""
        return (text for text in self.texts if text.is_assessment)

    @cached_property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Each block's condition and text, in the letter's language."""
        return tuple(
            (versions.newest.head.condition or "", versions.newest.texts[self.language].source)
            for versions in self.scheme.blocks.values()
        )

    @cached_property
    def case_words(self) -> frozenset[str]:
        """The beginnings of the words that the facts and the person's view hold."""
        data = self.case.decision.document.data if self.case else None
        held = [value for key in CASE_KEYS for value in _strings((data or {}).get(key))]
        return frozenset(word[:STEM] for word in words_in(held) if len(word) >= STEM)

    def limit(self, name: str) -> Decimal:
        """A limit of the content, or the office's own in its place; 0 where the content has none."""
        assessing = self.library.lists.assessing
        shipped = assessing.limits[name].value if assessing and name in assessing.limits else Decimal(0)
        return Decimal(self.office.file.settings.get(name, shipped))

    def finding(self, code: Code, text: OwnText, /, *, law: tuple[str, ...] = (), **values: Any) -> Finding:
        """A finding of the engine's own about some words; a question gets the mark that an answer must repeat."""
        found = Finding.of(code, self.place(text), text.path, law=law, **values)
        return self.marked(found, text)

    def marked(self, found: Finding, text: OwnText) -> Finding:
        """A finding with the mark of the words it is about, where it is a question."""
        if found.severity is not Severity.QUESTION:
            return found
        return replace(found, mark=mark(found.code, (text.path, text.text)))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def once(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Findings, the same one about the same words once: the words are mended together."""
    seen: dict[tuple[str, tuple[str | int, ...], tuple[tuple[str, str], ...]], None] = {}
    for finding in findings:
        key = (finding.code, finding.path, finding.values)
        if key not in seen:
            seen[key] = None
            yield finding
