"""Texts that say nothing: prompts, fillers, labels and sentences of the library standing as an assessment."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from unicodedata import category, normalize

from lettergen.facts import Fact
from lettergen.fields import Bilingual
from lettergen.identity import Same
from lettergen.language import Language
from lettergen.library import Library, Scheme

FEWEST_WORDS = 3
"""With fewer words nothing can be weighed."""
FILLER = 3
"""As many equal letters (`xxx`) are no word."""

_RARE = re.compile(r"[^\w\s!-/:-@«»§–…]")
"""Signs that may be invisible: looked at one by one."""
_NO_WORD = re.compile(r"[\W_]+")


def is_placeholder(text: str, library: Library) -> bool:
    """Whether a text is a prompt in « », only signs, or a listed filler."""
    stripped, words = text.strip(), plain_words(text)
    if not words or all(len(set(word)) == 1 and len(word) >= FILLER and word.isalpha() for word in words.split()):
        return True
    return (stripped.startswith("«") and stripped.endswith("»")) or words in _fillers(Same(library))


@lru_cache(maxsize=8)
def _fillers(library: Same) -> frozenset[str]:
    return frozenset(plain_words(filler) for filler in library.what.catalogue.file.placeholders)


def says_nothing(assessment: str, library: Library, prompts: Collection[str]) -> bool:
    """Whether an assessment is none: a placeholder, words of the library, or too few to weigh anything."""
    words = plain_words(assessment)
    counted = sum(len(word) > 1 for word in words.split())
    return counted < FEWEST_WORDS or words in prompts or is_placeholder(assessment, library)


def plain_words(text: str) -> str:
    """A text without case, punctuation and invisible signs, so that a copy is known again."""
    seen = _RARE.sub(lambda sign: "" if category(sign[0]) == "Cf" else " ", normalize("NFKC", text))
    return _NO_WORD.sub(" ", seen).casefold().strip()


def prompts_of(scheme: Scheme, library: Library) -> frozenset[str]:
    """All that the library itself says in short or as a block: none of it is an assessment of a person."""
    return _prompts(Same(scheme), Same(library))


@lru_cache(maxsize=8)
def _prompts(of_scheme: Same, of_library: Same) -> frozenset[str]:
    scheme, library = of_scheme.what, of_library.what
    return frozenset(
        plain_words(words[language]) for words in _words(scheme, library) for language in Language
    ) | frozenset(
        plain_words(text.source)
        for versions in scheme.blocks.values()
        for _, block in versions.by_date
        for text in block.texts.values()
    )


def _words(scheme: Scheme, library: Library) -> Iterator[Bilingual]:
    for condition in scheme.conditions.values():
        yield condition.name
        yield from condition.parts.values()
        sentences = (condition.heading, condition.conclusion, scheme.file.conclusion)
        yield from (words for each in sentences for words in (each.oppfylt, each.ikke_oppfylt) if words)
        if condition.not_assessed:
            yield condition.not_assessed
    for fact in scheme.facts.facts.values():
        yield from _labels(fact)
    yield from library.catalogue.file.core_names.values()
    yield from library.catalogue.file.leg_names.values()
    yield from (block.head.title for versions in scheme.blocks.values() for _, block in versions.by_date)


def _labels(fact: Fact) -> Iterator[Bilingual]:
    yield from (words for words in (fact.name, fact.help) if words)
    for inner in (*(fact.fields or {}).values(), *([fact.element] if fact.element else [])):
        yield from _labels(inner)
