"""What each code is: slug, severity, words, law and examples, for the engine's own codes and the content's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lettergen.findings import Code, Severity
from lettergen.language import Language
from lettergen.library import Library
from lettergen.rules import SEVERITIES
from lettergen.scheme import RuleFile
from lettergen.word_rules import WordingFile
from lettergen.wording import EntryFile

HINT = re.compile(r"\{\w+_hint\}")
GAP = re.compile(r"\{\w+\}")
SEVERAL = re.compile(r"…(?: ?…)*\.?")


@dataclass(frozen=True, slots=True)
class Page:
    """One code of the manual. `entry` is what the content says of it, whole."""

    code: str
    slug: str
    severity: Severity
    entry: EntryFile | RuleFile | WordingFile

    @property
    def law(self) -> tuple[str, ...]:
        """The ids of the provisions behind it."""
        return tuple(self.entry.law)

    def title(self, language: Language) -> str:
        """A heading, or nothing where the message is all there is."""
        return self.entry.title[language] if isinstance(self.entry, EntryFile) else ""

    def message(self, language: Language) -> str:
        """The message, without the values of one case."""
        return general(self.entry.message[language])

    def do(self, language: Language) -> str:
        """What to do, without the values of one case."""
        return general(self.entry.do[language])


def page(code: str, library: Library) -> Page | None:
    """The page of a code as it is written in findings; None for one that nothing has words for."""
    entry = library.catalogue.entry(code)
    if isinstance(entry, EntryFile):
        own = next((each for each in Code if each.number == code), None)
        return Page(code, own.slug, own.severity, entry) if own else None
    return Page(code, entry.slug, SEVERITIES[entry.severity], entry) if entry else None


def pages(library: Library) -> Iterator[Page]:
    """Every code there is: the engine's by number, then the content's in its own order."""
    own = sorted(code.number for code in Code)
    listed = (*own, *(code for code in library.catalogue.codes() if code not in own))
    yield from (found for code in listed if (found := page(code, library)))


def general(words: str) -> str:
    """A message without the values of one case: a gap shows as an ellipsis, an optional hint not at all."""
    text = words.replace("{{", "\0").replace("}}", "\1")
    shown = " ".join(GAP.sub("…", HINT.sub("", text)).split())
    return SEVERAL.sub("…", shown).replace("\0", "{").replace("\1", "}")
