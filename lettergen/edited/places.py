"""Where in an edited letter a paragraph stands, told without a word of the letter that the library does not have."""

import re
from collections.abc import Iterator

from lettergen.edited.comparison import Comparison, Fate, Step
from lettergen.edited.reading import Place
from lettergen.language import Language
from lettergen.library import Library, Scheme
from lettergen.provenance import same_words

_HEADING = re.compile(r"^#{1,3}[ \t]+([^{}\n]+?)[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"^\d{1,2}\. ")


class Places:
    """The headings of a letter that the library knows, and each paragraph's place under them."""

    def __init__(self, comparison: Comparison, scheme: Scheme, library: Library) -> None:
        self._word = library.catalogue.word
        known = {same_words(heading): heading for heading in _headings(comparison, scheme)}
        heading, number = "", 0
        self._under: list[tuple[str, int, int | None]] = []
        for seen in comparison.letter.paragraphs:
            words = _NUMBER.sub("", same_words(seen.text))
            if seen.place is Place.BODY and seen.cell is None:
                if words in known:
                    heading, number = known[words], -1
                number += 1
            self._under.append((heading, number, None if seen.cell is None else seen.cell[1] + 1))

    def of(self, step: Step) -> str:
        """The place of a paragraph in both languages; of one that is gone, the place where it stood."""
        return "¦".join(self._told(step, language) for language in Language)

    def at(self, place: int) -> str:
        """The place of a paragraph that stands in the letter, counted from 0, in both languages."""
        return self.of(Step(Fate.SAME, None, place, place))

    def _told(self, step: Step, ui: Language) -> str:
        if step.new is not None:
            heading, number, row = self._under[step.new]
        elif self._under and step.at:
            heading, number, row = self._under[min(step.at, len(self._under)) - 1]
            number += row is None
        else:
            heading, number, row = "", 0, None
        if row is not None and heading:
            return self._word("edited_in_table", ui).format(heading=heading, row=row)
        if heading and number <= 0:
            return self._word("edited_heading", ui).format(heading=heading)
        if heading:
            return self._word("edited_under", ui).format(heading=heading, number=number)
        return self._word("edited_number", ui).format(number=step.at + 1)


def _headings(comparison: Comparison, scheme: Scheme) -> Iterator[str]:
    """Every heading that the library has in a letter's language and that holds no value."""
    record = comparison.record
    texts = scheme.letters.get((record.letter, record.language))
    for _, text in texts.by_date if texts else ():
        yield from _HEADING.findall(text.source)
    for block in scheme.blocks.values():
        for _, version in block.by_date:
            yield from _HEADING.findall(version.texts[record.language].source)
    for condition in scheme.conditions.values():
        headings = (condition.heading.oppfylt, condition.heading.ikke_oppfylt, condition.name)
        yield from (heading[record.language] for heading in headings if heading)
