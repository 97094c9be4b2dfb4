"""The manual of one code: what it means, why the law wants it, what to do, and its examples."""

from collections.abc import Iterator, Mapping
from typing import Any

from lettergen.language import Language
from lettergen.library import Library
from lettergen.manual import Page, page
from lettergen.reporting import law_named
from lettergen.scheme import RuleFile
from lettergen.word_rules import WordingFile
from lettergen.wording import EntryFile

SHOWN = 6
"""How many examples of each kind are shown; a rule with a long table of cases has more."""


def explanation(code: str, library: Library, ui: Language) -> str | None:
    """The manual page of a code, or None when no such code is known."""
    wanted = next((known for known in library.catalogue.codes() if known.casefold() == code.casefold()), code)
    found = page(wanted, library)
    return "\n".join(_lines(found, library, ui)) + "\n" if found else None


def _lines(found: Page, library: Library, ui: Language) -> Iterator[str]:
    word, entry = library.catalogue.word, found.entry
    yield f"{found.code} {found.slug} ({word(found.severity, ui)})"
    if title := found.title(ui):
        yield f"  {title}"
    yield ""
    yield f"  {found.message(ui)}"
    yield f"  {word('do_label', ui)}: {found.do(ui)}"
    if law := law_named(found.law, library, ui):
        yield f"  {word('law_label', ui)}: {law}"
    if not isinstance(entry, EntryFile):
        yield from _asked(entry, library, ui)
        for heading, examples in (("accepts", entry.accepts), ("refuses", entry.refuses)):
            yield ""
            yield from (f"  {word(heading, ui)}: {_inline(example)}" for example in examples[:SHOWN])
            if len(examples) > SHOWN:
                yield f"  {word('more_examples', ui).format(count=len(examples) - SHOWN)}"
    elif entry.example:
        for heading, text in (("bad", entry.example.bad), ("good", entry.example.good)):
            yield ""
            yield f"  {word(heading, ui)}:"
            yield from (f"    {line}" for line in text.splitlines())


def _asked(entry: RuleFile | WordingFile, library: Library, ui: Language) -> Iterator[str]:
    """What a rule asks, of which letters and when."""
    word = library.catalogue.word
    names = {id: kind.name[ui] for scheme in library.schemes.values() for id, kind in scheme.letter_types.items()}
    yield ""
    if letters := [names[id].lower() for id in entry.applies if id in names]:
        yield f"  {word('letters_label', ui)}: {', '.join(letters)}"
    if isinstance(entry, WordingFile):
        yield f"  {', '.join(entry.words)}"
        return
    for label, source in (
        ("each_label", entry.for_each),
        ("when_label", entry.when),
        ("unless_label", entry.unless),
        ("asks_label", entry.requirement),
    ):
        if source:
            yield f"  {word(label, ui)}: {' '.join(source.split())}"
    for name, value in entry.settings.items():
        yield f"  {word('settings_label', ui)}: {name} ({value})"


def _inline(value: Any) -> str:
    """An example's values on one line, as they would stand in a file."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return str(value)
