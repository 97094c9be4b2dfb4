"""The short texts of the library's tables, each with a way to find its place: names, headings, messages, labels.

Tables are models that no longer know their lines, so a place is looked up in its file, and only when it is asked for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeAlias

from pydantic import BaseModel

from lettergen.documents import Document, read_text, split_front_matter
from lettergen.fields import Bilingual
from lettergen.language import Language
from lettergen.library import Library
from lettergen.names import norwegian
from lettergen.overlay import Stack
from lettergen.source import Location, Path
from lettergen.upkeep.shelf import Shelf

RULES = norwegian("rules")
Reader: TypeAlias = Callable[[str], Document]
"""Reads a table by its path in the content, once."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A few words in one language. `for_staff` are those that speak of files and keys."""

    words: str
    language: Language
    place: Callable[[], Location]
    for_staff: bool = False


def sayings(shelf: Shelf) -> Iterator[Saying]:
    """Every short text of a library."""
    library = shelf.library
    read = cache(library.stack.table)
    for scheme in shelf.schemes:
        folder = f"reasons/{scheme.id}"
        yield from _of_table(read, f"{folder}/ordning.yaml", scheme.file)
        yield from _of_table(read, f"{folder}/opplysninger.yaml", scheme.facts)
        files = tuple(library.stack.files(folder, "regler*.yaml"))
        for rules in (rules for layer in scheme.rules for _, rules in layer.by_date):
            for rule in rules:
                find = partial(_rule_place, read, files, rule.file.id)
                yield from _of_model(rule.file, find, for_staff=True)
    for block in (pair.block for pair in shelf.pairs if pair.block):
        yield from _of_model(block.head, partial(_head_place, library.stack, block.texts[Language.NB].name))
    yield from _of_table(read, "reasons/felles/funn.yaml", library.catalogue.file, for_staff=True)
    yield from _labels(library)


def _of_table(read: Reader, relative: str, model: BaseModel, *, for_staff: bool = False) -> Iterator[Saying]:
    return _of_model(model, lambda path: read(relative).location(path), for_staff=for_staff)


def _of_model(model: BaseModel, find: Callable[[Path], Location], *, for_staff: bool = False) -> Iterator[Saying]:
    for path, words in _bilingual(model, ()):
        for language in Language:
            yield Saying(words[language], language, partial(find, (*path, language.value)), for_staff)


def _bilingual(value: Any, path: Path) -> Iterator[tuple[Path, Bilingual]]:
    """Everything in a value that is written in both languages, with its path in the file."""
    match value:
        case Bilingual():
            yield path, value
        case BaseModel():
            for name in type(value).model_fields:
                yield from _bilingual(getattr(value, name), (*path, norwegian(name)))
        case dict():
            for key, inner in value.items():
                yield from _bilingual(inner, (*path, key))
        case tuple():
            for index, inner in enumerate(value):
                yield from _bilingual(inner, (*path, index))


def _rule_place(read: Reader, files: tuple[str, ...], id: str, path: Path) -> Location:
    """Where a rule's words stand: in the first file that has the rule."""
    for document in map(read, files):
        for index, rule in enumerate((document.data or {}).get(RULES) or ()):
            if rule.get("id") == id:
                return document.location((RULES, index, *path))
    return Location(files[0])


def _head_place(stack: Stack, relative: str, path: Path) -> Location:
    file = stack.find(relative)
    return split_front_matter(read_text(file)[0], stack.name(file))[0].location(path) if file else Location(relative)


def _labels(library: Library) -> Iterator[Saying]:
    for language in Language:
        folder = f"templates/{language}"
        for file in library.stack.files(folder, "ledetekster*.yaml").values():
            document: Document = library.stack.document(file)
            for key, words in (document.data or {}).items():
                yield Saying(str(words), language, partial(document.location, (key,)))
