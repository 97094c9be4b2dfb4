"""Texts that say nothing: prompts, fillers, labels and sentences of the library standing as an assessment."""

from collections.abc import Collection, Iterator
from unicodedata import category, normalize

from lettergen.facts import Fact
from lettergen.fields import Bilingual
from lettergen.language import Language
from lettergen.library import Library, Scheme

FEWEST_WORDS = 3
"""With fewer words nothing can be weighed."""
FILLER = 3
"""As many equal letters (`xxx`) are no word."""


def is_placeholder(text: str, library: Library) -> bool:
    """Whether a text is a prompt in « », only signs, or a listed filler."""
    stripped, words = text.strip(), plain_words(text)
    if not words or all(len(set(word)) == 1 and len(word) >= FILLER and word.isalpha() for word in words.split()):
        return True
    return (stripped.startswith("«") and stripped.endswith("»")) or words in {
        plain_words(filler) for filler in library.catalogue.file.placeholders
    }


def says_nothing(assessment: str, library: Library, prompts: Collection[str]) -> bool:
    """Whether an assessment is none: a placeholder, words of the library, or too few to weigh anything."""
    words = plain_words(assessment)
    counted = sum(len(word) > 1 for word in words.split())
    return counted < FEWEST_WORDS or words in prompts or is_placeholder(assessment, library)


def plain_words(text: str) -> str:
    """A text without case, punctuation and invisible signs, so that a copy is known again."""
    seen = "".join(sign for sign in normalize("NFKC", text) if category(sign) != "Cf")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in seen).casefold().split())


def prompts_of(scheme: Scheme, library: Library) -> frozenset[str]:
    """All that the library itself says in short or as a block: none of it is an assessment of a person."""
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
