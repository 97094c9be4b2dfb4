"""Damage to a finished letter in Word: what carried the decision is deleted or changed after it was written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from lettergen import compose
from lettergen.letter import Block, OriginKind, Passage, Runs, leaves
from tests import edited_files as word
from tests.mutation.kinds import Example, Mutant, kind
from tests.mutation.substance import chosen, texts

CARRIES = {OriginKind.BLOCK, OriginKind.ASSESSMENT}
DATE_OR_AMOUNT = re.compile(r"\d{1,2}\. \w+ \d{4}|\d{2}\.\d{2}\.\d{4}|\d{1,3}( \d{3})*,\d{2}")
CLOSING = ("klage", "innsyn", "hjelp")
PARAGRAPH = "avsnitt"
Rewrite = Callable[[etree._Element], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the finished letter: its number as a reader counts, its words and whose they are, its condition."""

    number: int
    runs: Runs
    condition: str | None

    @property
    def text(self) -> str:
        """All its words."""
        return _plain("".join(run.text for run in self.runs))

    @property
    def kinds(self) -> set[OriginKind]:
        """Whose words it holds."""
        return {run.origin.kind for run in self.runs}

    def names(self, kind: OriginKind) -> set[str]:
        """Where the words of a kind come from."""
        return {run.origin.name for run in self.runs if run.origin.kind is kind}

    def words(self, kind: OriginKind) -> list[str]:
        """The runs of a kind, each as it stands."""
        return [_plain(run.text) for run in self.runs if run.origin.kind is kind]


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def parts(example: Example) -> list[Part]:
    """The paragraphs of the letter that stand in it once."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(word.texts(example.word), 1):
        numbers.setdefault(_plain(text), []).append(number)
    found = (Part(0, runs, condition) for runs, condition in _leaves(compose(example.checked).body, None))
    return [replace(part, number=numbers[part.text][0]) for part in found if len(numbers.get(part.text, ())) == 1]


def _leaves(blocks: tuple[Block, ...], condition: str | None) -> Iterator[tuple[Runs, str | None]]:
    for block in blocks:
        if isinstance(block, Passage):
            yield from _leaves(block.blocks, block.condition)
        else:
            for leaf, _ in leaves((block,)):
                yield (leaf if isinstance(leaf, tuple) else leaf.runs), condition


def _edit(about: str, code: str, part: Part, change: Rewrite, *, after: int = 0) -> Mutant:
    """One change to the letter's file, told at the paragraph's number."""

    def rewritten(data: bytes) -> bytes:
        return word.edited(data, change)

    return Mutant(about, (), code, (PARAGRAPH, part.number + after), word=rewritten)


def _at(root: etree._Element, part: Part) -> etree._Element:
    """The paragraph in the file."""
    found: etree._Element = word.paragraphs(root)[part.number - 1]
    return found


def _deleted(part: Part) -> Rewrite:
    def change(root: etree._Element) -> None:
        paragraph = _at(root, part)
        holder = paragraph.getparent()
        assert holder is not None
        holder.remove(paragraph)

    return change


def _carrying(example: Example) -> dict[str, list[Part]]:
    """The paragraphs of each condition that hold its rule or its assessment."""
    argued = {each.id for each in example.conditions}
    carried: dict[str, list[Part]] = {}
    for part in parts(example):
        if part.condition in argued and part.kinds & CARRIES:
            carried.setdefault(part.condition or "", []).append(part)
    return carried


@kind("LG701", each=2)
def word_passage_deleted(example: Example) -> Iterator[Mutant]:
    """All that the letter says of a condition is deleted."""
    root = etree.fromstring(word.parts_of(example.word)[word.DOCUMENT])
    names = [mark.get(f"{word.W}name") or "" for mark in root.iter(f"{word.W}bookmarkStart")]
    marked = [name for name in names if name.startswith("lg_")]
    said = [each.condition for each in compose(example.checked).body if isinstance(each, Passage)]
    for name, condition in zip(marked, said, strict=True):
        change = word.delete_passage(name)

        def rewritten(data: bytes, change: Rewrite = change) -> bytes:
            return word.edited(data, change)

        yield Mutant(condition, (), "LG701", ("vilkaar", condition), word=rewritten)


@kind("LG702", each=2)
def word_assessment_deleted(example: Example) -> Iterator[Mutant]:
    """One paragraph of an assessment is deleted, where others of the passage still stand."""
    for condition, found in _carrying(example).items():
        for part in found:
            if OriginKind.ASSESSMENT in part.kinds and len(found) > 1:
                yield _edit(f"{condition} {part.number}", "LG702", part, _deleted(part))


@kind("LG702", each=2)
def word_rule_deleted(example: Example) -> Iterator[Mutant]:
    """The paragraph with the rule that a condition rests on is deleted, where others of the passage still stand."""
    for condition, found in _carrying(example).items():
        for part in found:
            if OriginKind.BLOCK in part.kinds and OriginKind.ASSESSMENT not in part.kinds and len(found) > 1:
                yield _edit(f"{condition} {part.number}", "LG702", part, _deleted(part))


@kind("LG702", each=2)
def word_closing_deleted(example: Example) -> Iterator[Mutant]:
    """How to complain, the access to the documents or the help one may get is deleted."""
    composed = example.checked.composed
    covering = {block.id for block in composed.blocks if block.head.covers} if composed else set()
    for part in parts(example):
        names = part.names(OriginKind.BLOCK)
        if part.condition is None and any(id in name for id in covering for name in names):
            yield _edit(f"{', '.join(sorted(names))} {part.number}", "LG702", part, _deleted(part))


@kind("LG702", each=1)
def word_view_deleted(example: Example) -> Iterator[Mutant]:
    """What the person thinks is deleted."""
    for part in parts(example):
        if part.names(OriginKind.VIEW) & {"brukers_syn.tekst", "brukers_syn.vil_ikke_uttale_seg"}:
            yield _edit(f"view {part.number}", "LG702", part, _deleted(part))


@kind("LG702", each=1)
def word_weight_deleted(example: Example) -> Iterator[Mutant]:
    """What the person's view meant for the decision is deleted."""
    for part in parts(example):
        if "brukers_syn.vekt" in {run.origin.name for run in part.runs}:
            yield _edit(f"weight {part.number}", "LG702", part, _deleted(part))


@kind("LG711", each=2, warns=True)
def word_number_changed(example: Example) -> Iterator[Mutant]:
    """A date or an amount that the decision worked out is typed over: a warning at the paragraph or the table's cell."""
    own = {OriginKind.ASSESSMENT, OriginKind.VIEW}
    for part in parts(example):
        figures = [text for text in part.words(OriginKind.VALUE) if DATE_OR_AMOUNT.fullmatch(text)]
        if figures and not part.kinds & own:
            yield _edit(f"{figures[0]} {part.number}", "LG711", part, _other_digit(part, figures[0]))


def _other_digit(part: Part, figure: str) -> Rewrite:
    """The figure's last digit is another."""
    other = f"{figure[:-1]}{(int(figure[-1]) + 1) % 10}"

    def change(root: etree._Element) -> None:
        for node in _at(root, part).iter(f"{word.W}t"):
            text = (node.text or "").replace("\u00a0", " ")
            if figure in text:
                node.text = text.replace(figure, other, 1)
                return
        raise AssertionError(figure)

    return change


@kind("LG710", each=2, warns=True)
def word_library_text_changed(example: Example) -> Iterator[Mutant]:
    """A word of a rule or of the way to complain is taken out: a warning at the paragraph."""
    for part in parts(example):
        if part.kinds <= {OriginKind.BLOCK, OriginKind.LAW} and OriginKind.BLOCK in part.kinds:
            yield _edit(f"block {part.number}", "LG710", part, _shortened(part))


def _shortened(part: Part) -> Rewrite:
    """The last long word of the paragraph's first run is gone."""

    def change(root: etree._Element) -> None:
        for node in _at(root, part).iter(f"{word.W}t"):
            words = (node.text or "").split(" ")
            long = [number for number, each in enumerate(words) if each.isalpha() and len(each) > 3]
            if long:
                node.text = " ".join(each for number, each in enumerate(words) if number != long[-1])
                return
        raise AssertionError(part.number)

    return change


@kind("LG601", each=2)
def word_assessment_thinned(example: Example) -> Iterator[Mutant]:
    """An assessment is written over with words that say nothing."""
    outcomes = {each.id: each.outcome for each in example.conditions}
    for number, (condition, found) in enumerate(_carrying(example).items()):
        places = [name for part in found for name in part.names(OriginKind.ASSESSMENT)]
        for part in found:
            names = part.names(OriginKind.ASSESSMENT)
            if part.kinds <= {OriginKind.LABEL, OriginKind.ASSESSMENT} and [*map(places.count, names)] == [1]:
                label = f"{part.words(OriginKind.LABEL)[0]} " if OriginKind.LABEL in part.kinds else ""
                text = chosen(example, texts()["tynn"][example.language][outcomes[condition]], number)
                yield _edit(f"{condition}: {text}", "LG601", part, _written_over(part, f"{label}{text}"))


def _written_over(part: Part, text: str) -> Rewrite:
    def change(root: etree._Element) -> None:
        paragraph = _at(root, part)
        for run in paragraph.findall(f"{word.W}r"):
            paragraph.remove(run)
        paragraph.append(etree.fromstring(f'<w:r xmlns:w="{word.NAMESPACE}"><w:t>{text}</w:t></w:r>'))

    return change


@kind("FELLES-R23*", each=1)
def word_old_body_added(example: Example) -> Iterator[Mutant]:
    """A paragraph with a body that is no more is put in after an assessment."""
    for number, (condition, found) in enumerate(_carrying(example).items()):
        own = [part for part in found if OriginKind.ASSESSMENT in part.kinds]
        if own:
            text = chosen(example, texts()["gamle_ord"][example.language], number)

            def change(root: etree._Element, part: Part = own[-1], text: str = text) -> None:
                xml = f'<w:p xmlns:w="{word.NAMESPACE}"><w:r><w:t>{text}</w:t></w:r></w:p>'
                _at(root, part).addnext(etree.fromstring(xml))

            yield _edit(f"{condition}: {text}", "FELLES-R23*", own[-1], change, after=1)


@kind("LG706", "LG707", "LG708", each=1)
def word_file_not_a_letter(example: Example) -> Iterator[Mutant]:
    """The file is not a letter that was written here, is only a draft, or cannot be read."""
    ways: list[tuple[str, str, Callable[[bytes], bytes]]] = [
        ("no record", "LG706", _without_record),
        ("cut off", "LG708", lambda data: data[: len(data) // 2]),
        ("no text", "LG708", lambda data: word.with_parts(data, {word.DOCUMENT: None})),
    ]
    about, code, change = ways[example.number % len(ways)]
    yield Mutant(about, (), code, (), word=change)


def _without_record(data: bytes) -> bytes:
    """Without the record of what the letter was, in either of its copies."""
    held = [name for name in word.parts_of(data) if name.startswith("customXml/") or name == "docProps/custom.xml"]
    empty = b'<?xml version="1.0" encoding="UTF-8"?><x/>'
    assert held
    return word.with_parts(data, dict.fromkeys(held, empty))
