"""The manual of one code: what it means, why the law wants it, what to do, and its examples."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lettergen.findings import Code
from lettergen.language import Language
from lettergen.library import Library
from lettergen.reporting import law_named
from lettergen.scheme import RuleFile
from lettergen.wording import EntryFile

HINT = re.compile(r"\{\w+_hint\}")
GAP = re.compile(r"\{\w+\}")


def explanation(code: str, library: Library, ui: Language) -> str | None:
    """The manual page of a code, or None when no such code is known."""
    wanted = next((known for known in library.catalogue.codes() if known.casefold() == code.casefold()), code)
    entry = library.catalogue.entry(wanted)
    if entry is None:
        return None
    return "\n".join(_page(wanted, entry, library, ui)) + "\n"


def _page(code: str, entry: EntryFile | RuleFile, library: Library, ui: Language) -> Iterator[str]:
    word = library.catalogue.word
    own = next((each for each in Code if each.number == code), None)
    slug, severity = (own.slug, own.severity.value) if own else ("", "")
    if isinstance(entry, RuleFile):
        slug = entry.slug
        severity = {"feil": "error", "spoersmaal": "question", "raad": "warning", "merknad": "note"}[entry.severity]
    yield f"{code} {slug} ({word(severity, ui)})"
    if isinstance(entry, EntryFile):
        yield f"  {entry.title[ui]}"
    yield ""
    yield f"  {_general(entry.message[ui])}"
    yield f"  {word('do_label', ui)}: {_general(entry.do[ui])}"
    if law := law_named(entry.law, library, ui):
        yield f"  {word('law_label', ui)}: {law}"
    if isinstance(entry, RuleFile):
        yield ""
        yield f"  {' '.join(entry.requirement.split())}"
        for heading, examples in (("accepts", entry.accepts), ("refuses", entry.refuses)):
            for example in examples:
                yield f"  {word(heading, ui)}: {_inline(example)}"
    elif entry.example:
        for heading, text in (("bad", entry.example.bad), ("good", entry.example.good)):
            yield ""
            yield f"  {word(heading, ui)}:"
            yield from (f"    {line}" for line in text.splitlines())


def _general(words: str) -> str:
    """A message without the values of one case: a gap shows as an ellipsis, an optional hint not at all."""
    return " ".join(GAP.sub("…", HINT.sub("", words)).split())


def _inline(value: Any) -> str:
    """An example's values on one line, as they would stand in a file."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return str(value)
