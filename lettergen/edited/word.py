"""A Word file (.docx), read as it stands when all changes in it are accepted.

Markup after ECMA-376 part 1, chapter 17.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from lettergen.edited.package import Package
from lettergen.edited.reading import Mark, Paragraphs, Place, ReadLetter, Tables, UnsafeFileError, joined
from lettergen.edited.record import from_json, from_pieces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/"
_MANIFEST = "{urn:lettergen:manifest:1}manifest"
_PIECE = re.compile(r"lettergen\.manifest\.([1-9]\d{0,3})")

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
_DROPPED = {"del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"}
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"}
_IMPORTED = {"altChunk", "subDoc"}
_OFF = ("0", "false", "off", "none")


def read_word(package: Package) -> ReadLetter:
    """The paragraphs, bookmarks and manifest of a Word file. Raises `UnsafeFileError`."""
    types = _content_types(package)
    main = _main_part(package)
    if "macroEnabled" in types.get(main, "") or any(
        name.lower().endswith("vbaproject.bin") for name in package.names()
    ):
        raise UnsafeFileError("macros")
    if types.get(main) != _MAIN:
        raise UnsafeFileError("not_a_letter_file")
    reader = _Reader(_hidden_styles(package, types))
    reader.walk(package.tree(main), Place.BODY)
    paragraphs = list(reader.paragraphs.finish())
    marks = set(reader.marks)
    for name in _of_type(types, package, "footnotes", "endnotes"):
        notes = _Reader(reader.hidden)
        notes.walk(package.tree(name), Place.NOTE)
        paragraphs += notes.paragraphs.finish()
        marks |= notes.marks
    if any(_has_words(package.tree(name)) for name in _of_type(types, package, "comments")):
        marks.add(Mark.COMMENTS)
    return ReadLetter(
        tuple(paragraphs),
        _manifest(package),
        frozenset(reader.paragraphs.started),
        tuple(dict.fromkeys(_header_lines(package, types))),
        frozenset(marks),
    )


def _content_types(package: Package) -> dict[str, str]:
    root = package.tree("[Content_Types].xml")
    return {
        str(entry.get("PartName", "")).lstrip("/"): str(entry.get("ContentType", ""))
        for entry in root.iter(f"{_CONTENT}Override")
    }


def _main_part(package: Package) -> str:
    for relation in package.tree("_rels/.rels").iter(_RELATION):
        if relation.get("Type", "").endswith("/officeDocument") and relation.get("TargetMode") != "External":
            return posixpath.normpath(relation.get("Target", "").lstrip("/"))
    raise UnsafeFileError("not_a_letter_file")


def _of_type(types: dict[str, str], package: Package, *kinds: str) -> list[str]:
    return [
        name for name, kind in types.items() if name in package and kind.endswith(tuple(f".{k}+xml" for k in kinds))
    ]


def _hidden_styles(package: Package, types: dict[str, str]) -> frozenset[str]:
    """The styles whose words are hidden, those based on them among them."""
    hidden: set[str] = set()
    based: dict[str, str] = {}
    for name in _of_type(types, package, "styles"):
        for style in package.tree(name).iter(f"{W}style"):
            id = style.get(f"{W}styleId", "")
            if _is_hidden(style.find(f"{W}rPr")):
                hidden.add(id)
            if (base := style.find(f"{W}basedOn")) is not None:
                based[id] = base.get(f"{W}val", "")
    for id in based:
        seen: set[str] = set()
        step = id
        while step in based and step not in seen | hidden:
            seen.add(step)
            step = based[step]
        if step in hidden:
            hidden |= seen
    return frozenset(hidden)


def _is_hidden(properties: etree._Element | None) -> bool:
    found = None if properties is None else properties.find(f"{W}vanish")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


class _Reader:
    """Walks one part's tree, without recursion: a hostile file may be deep."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.paragraphs = Paragraphs()
        self.marks: set[Mark] = set()
        self._bookmarks: dict[str, str] = {}
        self._tables = Tables()
        self._boxes = 0
        self._place = Place.BODY
        self._hidden_run: list[bool] = []
        self._hidden_paragraph: list[bool] = []
        self._struck: list[bool] = []

    def walk(self, root: etree._Element, place: Place) -> None:
        """Take in a part."""
        if b"".join(str(value).encode() for value in root.nsmap.values()).count(_STRICT):
            raise UnsafeFileError("strict")
        self._place = place
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if not isinstance(element.tag, str):
                continue
            if event == "end":
                self._end(element)
            elif self._skipped(element):
                walker.skip_subtree()
            else:
                self._start(element)

    def _skipped(self, element: etree._Element) -> bool:
        """Whether to pass by an element and all in it: what is struck out, and a second writing of a drawing."""
        if element.tag == _FALLBACK:
            return True
        name = element.tag.removeprefix(W)
        if name in _IMPORTED:
            raise UnsafeFileError("imported")
        if name in _TRACKED:
            self.marks.add(Mark.TRACKED)
        if name in ("tr", "tc"):
            gone = element.find(f"{W}trPr/{W}del" if name == "tr" else f"{W}tcPr/{W}cellDel") is not None
            if gone:
                self.marks.add(Mark.TRACKED)
            return gone
        return name in _DROPPED

    def _start(self, element: etree._Element) -> None:  # noqa: C901, PLR0912  # one case an element is the plainest form
        if element.tag == f"{_MATH}t":
            self.paragraphs.add(element.text or "")
        if not element.tag.startswith(W):
            return
        match element.tag.removeprefix(W):
            case "p":
                self._open_paragraph(element)
            case "r":
                properties = element.find(f"{W}rPr")
                style = None if properties is None else properties.find(f"{W}rStyle")
                named = style is not None and style.get(f"{W}val") in self.hidden
                self._hidden_run.append(_is_hidden(properties) or named)
            case "t" | "sym":
                self._words(element.text or "" if element.tag.endswith("}t") else "\ufffd")
            case "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" | "softHyphen" as sign:
                holder = element.getparent()
                if holder is not None and holder.tag == f"{W}r":  # elsewhere a tab is a stop, not a sign
                    self._words(_SIGNS[sign])
            case "bookmarkStart":
                name = element.get(f"{W}name", "")
                self._bookmarks[element.get(f"{W}id", "")] = name
                self.paragraphs.start_bookmark(name)
            case "bookmarkEnd":
                self.paragraphs.end_bookmark(self._bookmarks.get(element.get(f"{W}id", ""), ""))
            case "txbxContent":
                self._boxes += 1
            case "tbl":
                self._tables.start_table()
            case "tr":
                self._tables.start_row()
            case "tc":
                self._tables.start_cell()
            case "commentReference":
                self.marks.add(Mark.COMMENTS)

    def _open_paragraph(self, element: etree._Element) -> None:
        style = element.find(f"{W}pPr/{W}pStyle")
        mark = element.find(f"{W}pPr/{W}rPr")
        struck = mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
        if struck:
            self.marks.add(Mark.TRACKED)
        self.paragraphs.open(Place.BOX if self._boxes else self._place, self._tables.cell)
        self._hidden_paragraph.append(style is not None and style.get(f"{W}val") in self.hidden)
        self._struck.append(struck)

    def _words(self, text: str) -> None:
        if (self._hidden_run and self._hidden_run[-1]) or (self._hidden_paragraph and self._hidden_paragraph[-1]):
            if text.strip():
                self.marks.add(Mark.HIDDEN)
        else:
            self.paragraphs.add(text)

    def _end(self, element: etree._Element) -> None:
        if not element.tag.startswith(W):
            return
        match element.tag.removeprefix(W):
            case "p":
                self._hidden_paragraph.pop()
                self.paragraphs.close(joins_next=self._struck.pop())
            case "r":
                self._hidden_run.pop()
            case "txbxContent":
                self._boxes -= 1
            case "tbl":
                self._tables.end_table()


def _has_words(root: etree._Element) -> bool:
    return any((node.text or "").strip() for node in root.iter(f"{W}t"))


def _header_lines(package: Package, types: dict[str, str]) -> Iterator[str]:
    for name in _of_type(types, package, "header"):
        for paragraph in package.tree(name).iter(f"{W}p"):
            if line := joined(node.text or "" for node in paragraph.iter(f"{W}t")):
                yield line


def _manifest(package: Package) -> Any:
    """The full manifest where it is whole, else the compact copy."""
    items = [name for name in package.names() if re.fullmatch(r"customXml/item\d+\.xml", name)]
    root = package.first_tree(sorted(items), lambda each: each.tag == _MANIFEST)
    full = from_json(root.text or "") if root is not None else None
    return full or from_pieces(_pieces(package))


def _pieces(package: Package) -> dict[int, str]:
    root = package.first_tree([name for name in package.names() if name == "docProps/custom.xml"], lambda _: True)
    found = {}
    for entry in () if root is None else root:
        if (
            isinstance(entry.tag, str)
            and (piece := _PIECE.fullmatch(entry.get("name", "")))
            and len(entry)
            and entry[0].text
        ):
            found[int(piece[1])] = entry[0].text
    return found
