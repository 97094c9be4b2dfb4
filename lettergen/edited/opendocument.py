"""An OpenDocument text (.odt), as LibreOffice saves it. Markup after OASIS OpenDocument 1.3."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from lettergen.edited.package import Package
from lettergen.edited.reading import Mark, Paragraphs, Place, ReadLetter, Tables, UnsafeFileError, joined
from lettergen.edited.record import from_pieces

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE, TABLE, DRAW, STYLE, META = (
    f"{{{_SPACE}{name}:1.0}}" for name in ("text", "office", "table", "drawing", "style", "meta")
)
MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
_PIECE = re.compile(r"lettergen\.manifest\.([1-9]\d{0,3})")
_MOST_SPACES = 100
_PASSED_BY = {
    f"{TEXT}tracked-changes",
    f"{OFFICE}annotation",
    f"{TEXT}hidden-text",
    f"{TEXT}number",
    f"{TEXT}note-citation",
    f"{OFFICE}forms",
    f"{TEXT}sequence-decls",
    f"{DRAW}object",
}
_MARKED = {
    f"{TEXT}tracked-changes": Mark.TRACKED,
    f"{OFFICE}annotation": Mark.COMMENTS,
    f"{TEXT}hidden-text": Mark.HIDDEN,
}
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_MACROS = ("Basic/", "Scripts/")


def read_opendocument(package: Package) -> ReadLetter:
    """The paragraphs, bookmarks and compact manifest of an OpenDocument text. Raises `UnsafeFileError`."""
    if package.read("mimetype").strip() != MEDIA_TYPE:
        raise UnsafeFileError("not_a_letter_file")
    if any(name.startswith(_MACROS) and name.endswith((".xml", ".py", ".js", ".bsh")) for name in package.names()):
        raise UnsafeFileError("macros")
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnsafeFileError("old_or_locked")
    content = package.tree("content.xml")
    styles = package.tree("styles.xml") if "styles.xml" in package else None
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnsafeFileError("not_a_letter_file")
    reader = _Reader(_hidden_styles([root for root in (styles, content) if root is not None]))
    reader.walk(body)
    return ReadLetter(
        reader.paragraphs.finish(),
        from_pieces(_pieces(package)),
        frozenset(reader.paragraphs.started),
        tuple(dict.fromkeys(_header_lines(styles))) if styles is not None else (),
        frozenset(reader.marks),
    )


def _hidden_styles(roots: Iterable[etree._Element]) -> frozenset[str]:
    """The styles whose words are hidden, those that inherit it among them."""
    hidden: set[str] = set()
    parents: dict[str, str] = {}
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            look = style.find(f"{STYLE}text-properties")
            section = style.get(f"{STYLE}family") == "section"
            if look is not None and look.get(f"{TEXT}display") == "none" and not section:
                hidden.add(name)
            if parent := style.get(f"{STYLE}parent-style-name"):
                parents.setdefault(name, parent)
    for name in parents:
        seen: set[str] = set()
        step = name
        while step in parents and step not in seen | hidden:
            seen.add(step)
            step = parents[step]
        if step in hidden:
            hidden |= seen
    return frozenset(hidden)


class _Reader:
    """Walks the text without recursion. Words stand both in elements and after them."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.paragraphs = Paragraphs()
        self.marks: set[Mark] = set()
        self._tables = Tables()
        self._boxes = 0
        self._notes = 0
        self._depth = 0
        self._concealed = 0

    def walk(self, body: etree._Element) -> None:
        """Take in the text."""
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if event == "start" and isinstance(element.tag, str):
                if self._passed_by(element):
                    walker.skip_subtree()
                else:
                    self._start(element)
            elif event == "end" and isinstance(element.tag, str) and not self._passed_by(element):
                self._end(element)
            if event == "end" and element is not body and self._depth and element.tail:
                self._words(element.tail)

    def _passed_by(self, element: etree._Element) -> bool:
        if mark := _MARKED.get(element.tag):
            self.marks.add(mark)
        hidden_section = element.tag == f"{TEXT}section" and element.get(f"{TEXT}display") == "none"
        if hidden_section:
            self.marks.add(Mark.HIDDEN)
        return hidden_section or element.tag in _PASSED_BY

    def _start(self, element: etree._Element) -> None:  # noqa: C901  # one case an element is the plainest form
        match element.tag.partition("}")[2] if element.tag.startswith((TEXT, TABLE, DRAW)) else "":
            case "p" | "h":
                place = Place.NOTE if self._notes else Place.BOX if self._boxes else Place.BODY
                self.paragraphs.open(place, self._tables.cell)
                self._depth += 1
            case "s":
                self._words(" " * min(_whole(element.get(f"{TEXT}c")), _MOST_SPACES))
            case "tab" | "line-break":
                self._words(" ")
            case "bookmark-start":
                self.paragraphs.start_bookmark(element.get(f"{TEXT}name", ""))
            case "bookmark-end":
                self.paragraphs.end_bookmark(element.get(f"{TEXT}name", ""))
            case "bookmark":
                self.paragraphs.start_bookmark(element.get(f"{TEXT}name", ""))
                self.paragraphs.end_bookmark(element.get(f"{TEXT}name", ""))
            case "text-box":
                self._boxes += 1
            case "note":
                self._notes += 1
            case "table":
                self._tables.start_table()
            case "table-row":
                self._tables.start_row()
            case "table-cell":
                self._tables.start_cell()
        self._concealed += self._conceals(element)
        if self._depth and element.text:
            self._words(element.text)

    def _conceals(self, element: etree._Element) -> bool:
        """Whether an element hides its words: by its style, or as a hidden paragraph."""
        return element.get(f"{TEXT}style-name") in self.hidden and element.tag.startswith(TEXT)

    def _words(self, text: str) -> None:
        if self._concealed:
            if text.strip():
                self.marks.add(Mark.HIDDEN)
        else:
            self.paragraphs.add(text)

    def _end(self, element: etree._Element) -> None:
        self._concealed -= self._conceals(element)
        match element.tag.partition("}")[2] if element.tag.startswith((TEXT, TABLE, DRAW)) else "":
            case "p" | "h":
                self.paragraphs.close()
                self._depth -= 1
            case "text-box":
                self._boxes -= 1
            case "note":
                self._notes -= 1
            case "table":
                self._tables.end_table()


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("10000") else 1


def _header_lines(styles: etree._Element) -> Iterator[str]:
    for header in styles.iter(f"{STYLE}header", f"{STYLE}header-first", f"{STYLE}header-left"):
        for paragraph in header.iter(*_PARAGRAPHS):
            if line := joined(str(text) for text in paragraph.itertext()):
                yield line


def _pieces(package: Package) -> dict[int, str]:
    root = package.first_tree([name for name in package.names() if name == "meta.xml"], lambda _: True)
    found: dict[int, str] = {}
    fields: Any = () if root is None else root.iter(f"{META}user-defined")
    for field in fields:
        if (piece := _PIECE.fullmatch(field.get(f"{META}name", ""))) and field.text:
            found[int(piece[1])] = field.text
    return found
