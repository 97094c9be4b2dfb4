"""Plain language: heavy words with better ones, long sentences, heavy texts, many passives. Warnings, never errors.

The words and the limits are content (`klarspraak.yaml`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.upkeep.shelf import Shelf, Shelved
from lettergen.wordlists import Limits, PassiveWords, PlainRow
from lettergen.words import Phrases, Sentence, lix_of

BRACKETS = re.compile(r"\([^()]*\)")
REACH = 2
"""How many words after an auxiliary its participle may stand."""


def check_plain(shelf: Shelf) -> Iterator[Finding]:
    """What makes blocks and running texts heavy to read."""
    file = shelf.plain
    heavy = {row.word: row for row in file.words}
    phrases = Phrases(heavy)
    for text in (*chain.from_iterable(shelf.pairs), *shelf.alone):
        yield from _heavy_words(text, phrases, heavy)
        yield from _long_sentences(text, file.limits)
        said = text.prose.sentences
        if sum(len(sentence.words) for sentence in said) >= file.limits.least_words:
            yield from _heavy_text(text, said, file.limits)
            yield from _passives(text, said, file.limits, file.passive[text.language])


def _heavy_words(text: Shelved, phrases: Phrases, rows: Mapping[str, PlainRow]) -> Iterator[Finding]:
    brackets = [found.span() for found in BRACKETS.finditer(text.prose.masked)]
    for word, phrase in phrases.found_in(text.prose.words):
        row = rows[phrase]
        if not (row.allowed_in_brackets and any(start < word.at < end for start, end in brackets)):
            better = row.nb if text.language is Language.NB else row.nn
            yield Finding.of(Code.HEAVY_WORD, text.at(word.at), heavy=phrase, better=better)


def _long_sentences(text: Shelved, limits: Limits) -> Iterator[Finding]:
    longest: dict[int, int] = {}
    for sentence in text.prose.sentences:
        longest[sentence.at] = max(len(sentence.words), longest.get(sentence.at, 0))
    for at, count in longest.items():
        if count > limits.sentence_words:
            limit = str(limits.sentence_words)
            yield Finding.of(Code.LONG_SENTENCE, text.at(at), count=str(count), limit=limit)


def _heavy_text(text: Shelved, said: Sequence[Sentence], limits: Limits) -> Iterator[Finding]:
    if (lix := round(lix_of(said))) > limits.lix:
        yield Finding.of(Code.HEAVY_TEXT, text.at(), lix=str(lix), limit=str(limits.lix))


def _passives(text: Shelved, said: Sequence[Sentence], limits: Limits, words: PassiveWords) -> Iterator[Finding]:
    passive = sum(is_passive(sentence, words) for sentence in said)
    if passive > limits.passive_share * len(said):
        yield Finding.of(Code.MUCH_PASSIVE, text.at(), count=str(passive), total=str(len(said)))


def is_passive(sentence: Sentence, language: PassiveWords) -> bool:
    """Whether a sentence has a verb in the passive."""
    words = [word.casefold() for word in sentence.words]
    for index, word in enumerate(words):
        if word.endswith(language.endings) and _counts(word, language):
            before = words[max(0, index - REACH) : index]
            if not language.after or any(each in language.after for each in before):
                return True
        if word in language.auxiliaries:
            following = words[index + 1 : index + 1 + REACH]
            if any(each.endswith(language.participles) and _counts(each, language) for each in following):
                return True
    return False


def _counts(word: str, language: PassiveWords) -> bool:
    """Whether a word is none of those that only look like a passive."""
    return not any(word.endswith(each[1:]) if each.startswith("-") else word == each for each in language.never)
