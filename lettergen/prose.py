"""A text's own words: tags are blanked out sign for sign, so that each word keeps its place in the text.

A printed value counts as one short word. Where a text branches, it is read more than once: each branch is
taken in one of the readings, and none stands beside its alternative in the same sentence.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from lettergen.letter import Letter, OriginKind, leaves
from lettergen.texts import Text
from lettergen.words import VALUE, WORD, Sentence, Word, lix_of, sentences

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
STATEMENT = re.compile(r"\{%[-+]?\s*(if|elif|else|endif)\b.*?%\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TARGET = re.compile(r"(?<=\])\([^)]*\)")
HEADING = re.compile(r"^#+([^\n]*)(?:\n|$)", re.MULTILINE)
UNSEEN, EDGE = "\f", "\0"
OWN = (OriginKind.TEMPLATE, OriginKind.BLOCK, OriginKind.LABEL)


class Prose:
    """The words of one source. `blanked` is as long as the source, with equal lines; in `masked` headings have edges."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.blanked = TARGET.sub(_blank, TAG.sub(_blank, source))
        self.masked = HEADING.sub(_heading, self.blanked)

    def line(self, at: int) -> int:
        """The line of a place, from 0."""
        return self.source.count("\n", 0, at)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words of all branches, values among them."""
        return tuple(Word(found[0].casefold(), found.start()) for found in WORD.finditer(self.masked))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every reading, once."""
        return tuple(dict.fromkeys(each for reading in self._readings() for each in sentences(reading) if each.says))

    def _readings(self) -> Iterator[str]:
        branches = tuple(_branches(COMMENT.sub(_blank, self.source)))
        for number in range(max((len(spans) for spans in branches), default=1)):
            reading = self.masked
            for spans in branches:
                for index, (start, end) in enumerate(spans):
                    if index != min(number, len(spans) - 1):
                        reading = reading[:start] + UNSEEN * (end - start) + reading[end:]
            yield reading


def _blank(tag: re.Match[str]) -> str:
    """As many signs that are no words, a value's one sign apart, with the same line breaks."""
    value = tag[0].startswith("{{")
    lines = tag[0].split("\n")
    blank = "\n".join((" " if value else UNSEEN) * len(line) for line in lines)
    return VALUE + blank[1:] if value else blank


def _heading(heading: re.Match[str]) -> str:
    return heading[0].replace("#", EDGE).replace("\n", EDGE)


def _branches(source: str) -> Iterator[tuple[tuple[int, int], ...]]:
    """For each `if` the spans of its branches; an empty one stands for the `else` that is not there."""
    open_ifs: list[list[int]] = []
    has_else: list[bool] = []
    for tag in STATEMENT.finditer(source):
        match tag[1]:
            case "if":
                open_ifs.append([tag.end()])
                has_else.append(False)
            case "endif" if open_ifs:
                edges = [*open_ifs.pop(), tag.start()]
                spans = tuple(zip(edges[::2], edges[1::2], strict=True))
                yield spans if has_else.pop() else (*spans, (tag.start(), tag.start()))
            case kind if open_ifs:
                open_ifs[-1] += (tag.start(), tag.end())
                has_else[-1] |= kind == "else"


def lix(text: Text) -> float:
    """The LIX of a text: words per sentence and the percentage of long words, added. 0 where it says nothing."""
    return lix_of(Prose(text.source).sentences)


def lix_of_letter(letter: Letter) -> float:
    """The LIX of what the library says in a letter: what others wrote, values and law count as short words."""
    parts = [letter.title, *(leaf if isinstance(leaf, tuple) else leaf.runs for leaf, _ in leaves(letter.body))]
    written = ("".join(run.text if run.origin.kind in OWN else VALUE for run in runs) for runs in parts)
    return lix_of([sentence for masked in written for sentence in sentences(masked) if sentence.says])
