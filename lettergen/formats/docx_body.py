"""The letter's words as WordprocessingML, in the letterhead's named styles.

Markup after ECMA-376 part 1, chapter 17. Measures are twentieths of a point (567 to a centimetre).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from itertools import groupby, pairwise

from lettergen.formats.docx_words import escape, run_xml
from lettergen.letter import Align, Block, Heading, Labelled, Letter, ListBlock, Paragraph, Passage, Runs, Table, plain


class Style(StrEnum):
    """The styles a letterhead must have, by the names Word keeps for them."""

    NORMAL = "LGNormal"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    LABEL = "LGDelnavn"
    BULLETED = "LGListe"
    NUMBERED = "LGNummerert"
    CONTINUED = "LGListeavsnitt"
    TABLE = "LGTabell"
    TABLE_HEAD = "LGTabellhode"
    TABLE_TEXT = "LGTabelltekst"
    TABLE_NUMBER = "LGTabelltall"
    GRID = "LGOppsett"
    RECIPIENT = "LGMottaker"
    REFERENCE = "LGReferanse"
    CLOSING = "LGHilsen"
    SIGNATURE = "LGUnderskrift"
    APPROVAL = "LGGodkjent"
    ENCLOSURE = "LGVedlegg"
    LINK = "LGLenke"


_HEADINGS = {1: Style.HEADING_1, 2: Style.HEADING_2, 3: Style.HEADING_3}
_NEEDS_AIR = {Style.NORMAL, Style.LABEL, Style.BULLETED, Style.NUMBERED, Style.CONTINUED}

# The recipient stands alone in the page's top left 125 x 89 mm (Difi, brev.textile), so that a window
# envelope shows the address and a windowless one can have it read off: 102 mm from the left margin,
# and a row that ends below the field.
_ADDRESS_WIDTH = 5783
ROWS_KEPT_WHOLE = 12  # a longer table may break between rows
_ADDRESS_HEIGHT = 2608

_AFTER_BLOCK = 140
_CHARACTERS_A_LINE = 90
_KEPT_LINES = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """What the body must know of a letterhead.

    `styles` maps each style to its id there (a Norwegian Word renames `Heading1` to `Overskrift1`),
    `bullets` is the bulleted numbering and `numbers` one numbering for each ordered list a letter may
    have; `indents` are the left edges of list text by level, `width` that of the text.
    """

    styles: Mapping[Style, str]
    bullets: str
    numbers: tuple[str, ...]
    indents: tuple[int, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph as it was written, the bookmark it stands in, and its runs where it is of the letter's body."""

    text: str
    bookmark: str | None
    runs: Runs = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The body's XML, its paragraphs (the recipient's left out) and each bookmark's condition."""

    xml: str
    paragraphs: tuple[Written, ...]
    bookmarks: Mapping[str, str]


def build_body(letter: Letter, layout: Layout) -> Body:
    """Write everything from the recipient to the copies. ValueError where it cannot be written exactly."""
    return _Writer(layout).write(letter)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph whose place on the page is not settled until what follows it is known."""

    style: Style
    content: str
    text: str
    keep: bool = False
    row: int | None = None
    numbering: str = ""
    before: int | None = None
    indent: int | None = None
    right: bool = False
    runs: Runs = ()

    def xml(self, styles: Mapping[Style, str]) -> str:
        """Write it; the order of properties is the schema's."""
        properties = f'<w:pStyle w:val="{escape(styles[self.style])}"/>'
        if self.keep:
            properties += "<w:keepNext/>"
        properties += self.numbering
        if self.before is not None:
            properties += f'<w:spacing w:before="{self.before}"/>'
        if self.indent is not None:
            properties += f'<w:ind w:left="{self.indent}"/>'
        if self.right:
            properties += '<w:jc w:val="right"/>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{self.content}</w:p>"


class _Writer:
    """Collects one letter's body; used once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._numbers = iter(layout.numbers)
        self._parts: list[str | _Paragraph] = []
        self._written: list[Written] = []
        self._bookmarks: dict[str, str] = {}
        self._seen: Counter[str] = Counter()
        self._inside: str | None = None
        self._marker: tuple[Style, str] | None = None
        self._after_table = False
        self._after_list = False
        self._rows = 0

    def write(self, letter: Letter) -> Body:
        """Write the letter in its reading order."""
        self._address(letter)
        self._add(_Paragraph(Style.HEADING_1, self._runs(letter.title), plain(letter.title), runs=letter.title))
        for block in letter.body:
            self._block(block, 0)
        self._hold_last_lines()
        self._ending(letter)
        styles = self._layout.styles
        xml = "".join(part if isinstance(part, str) else part.xml(styles) for part in self._parts)
        return Body(xml, tuple(self._written), dict(self._bookmarks))

    def _add(self, paragraph: _Paragraph, *, note: bool = True) -> None:
        """Take a paragraph, and note its words for the manifest unless they are the recipient's."""
        if (self._after_table or self._after_list) and paragraph.style in _NEEDS_AIR:
            paragraph.before = _AFTER_BLOCK
        self._after_table = self._after_list = False
        self._parts.append(paragraph)
        if note and paragraph.text:
            self._written.append(Written(paragraph.text, self._inside, paragraph.runs))

    def _text(self, style: Style, text: str) -> None:
        self._add(_Paragraph(style, run_xml(text) if text else "", text))

    def _address(self, letter: Letter) -> None:
        """Write recipient at the left, references at the right: one row, so that it reads in that order."""
        widths = (_ADDRESS_WIDTH, self._layout.width - _ADDRESS_WIDTH)
        self._open_table(Style.GRID, widths, 0)
        self._parts.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_ADDRESS_HEIGHT}"/></w:trPr>')
        self._open_cell(widths[0])
        for line in letter.recipient or ("",):
            # Kept out of the manifest: an address removed from the page must not live on in a hidden part.
            self._add(_Paragraph(Style.RECIPIENT, run_xml(line) if line else "", line), note=False)
        self._parts.append("</w:tc>")
        self._open_cell(widths[1])
        for reference in letter.references or (Labelled("", ()),):
            self._labelled(Style.REFERENCE, reference)
        self._parts.append("</w:tc></w:tr>")
        self._close_table()

    def _labelled(self, style: Style, labelled: Labelled) -> None:
        """Write a label and its values as one paragraph, the values below each other."""
        values = "<w:r><w:br/></w:r>".join(run_xml(value) for value in labelled.values)
        content = (
            f"{run_xml(labelled.label)}<w:r><w:tab/></w:r>{values}" if labelled.values else run_xml(labelled.label)
        )
        self._add(_Paragraph(style, content, "\n".join((labelled.label, *labelled.values))))

    def _block(self, block: Block, depth: int) -> None:
        match block:
            case Paragraph(runs):
                label = bool(runs) and all(run.bold for run in runs)
                self._leaf(Style.CONTINUED if depth else Style.LABEL if label else Style.NORMAL, runs, depth)
            case Heading(level, runs):
                self._leaf(_HEADINGS[level], runs, depth)
            case ListBlock():
                self._list(block, depth)
            case Table():
                self._table(block, depth)
            case Passage():
                self._passage(block, depth)

    def _leaf(self, style: Style, runs: Runs, depth: int) -> None:
        """Write a paragraph or heading; the first one of a list item carries its marker."""
        paragraph = _Paragraph(style, self._runs(runs), plain(runs), runs=runs)
        if self._marker:
            listed, paragraph.numbering = self._marker
            paragraph.style = listed if style is Style.CONTINUED else style
            self._marker = None
        elif depth:
            paragraph.indent = self._indent(depth)
        self._add(paragraph)

    def _runs(self, runs: Runs) -> str:
        """Write runs, joining those of one look; a link is a field, which needs no relationship."""
        link_style = f'<w:rStyle w:val="{escape(self._layout.styles[Style.LINK])}"/>'
        written = ""
        for link, linked in groupby(runs, key=lambda run: run.link):
            words = ""
            for (bold, italic), alike in groupby(linked, key=lambda run: (run.bold, run.italic)):
                look = (link_style if link else "") + ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
                text = "".join(run.text for run in alike)
                words += run_xml(text, look) if text else ""
            if link:
                target = escape(link.replace("\\", "%5C").replace('"', "%22"))
                words = f'<w:fldSimple w:instr=" HYPERLINK &quot;{target}&quot; ">{words}</w:fldSimple>'
            written += words
        return written

    def _list(self, block: ListBlock, depth: int) -> None:
        self._place_marker()
        self._lead_in()
        numbering = self._next_number() if block.ordered else self._layout.bullets
        level = min(depth, len(self._layout.indents) - 1)
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        for item in block.items:
            self._marker = (Style.NUMBERED if block.ordered else Style.BULLETED, properties)
            for child in item:
                self._block(child, depth + 1)
            self._place_marker()
        self._after_list = not depth

    def _next_number(self) -> str:
        number = next(self._numbers, None)
        if number is None:
            raise ValueError(f"a letter can have at most {len(self._layout.numbers)} numbered lists")
        return number

    def _place_marker(self) -> None:
        """Give an item that does not begin with words a paragraph of its own for its marker."""
        if self._marker:
            self._leaf(Style.CONTINUED, (), 1)

    def _indent(self, depth: int) -> int:
        return self._layout.indents[min(depth, len(self._layout.indents)) - 1]

    def _lead_in(self) -> None:
        """Keep the words that introduce a list or table on its page."""
        if self._parts and isinstance(last := self._parts[-1], _Paragraph):
            last.keep = True

    def _table(self, block: Table, depth: int) -> None:
        self._place_marker()
        self._lead_in()
        if self._after_table:
            self._spacer()
        indent = self._indent(depth) if depth else 0
        widths = _shares([float(column.width) for column in block.columns], self._layout.width - indent)
        self._open_table(Style.TABLE, widths, indent, total=block.footer is not None)
        whole = len(block.rows) <= ROWS_KEPT_WHOLE
        self._row(block, widths, tuple(column.head for column in block.columns), head=True, keep=whole)
        for number, row in enumerate(block.rows, start=1):
            last = number == len(block.rows)
            self._row(block, widths, row, keep=block.footer is not None if last else whole)
        if block.footer is not None:
            self._row(block, widths, tuple(tuple(replace(run, bold=True) for run in cell) for cell in block.footer))
        self._close_table()

    def _row(
        self,
        table: Table,
        widths: tuple[int, ...],
        cells: tuple[Runs, ...],
        *,
        head: bool = False,
        keep: bool = False,
    ) -> None:
        """Write one row. ValueError where it has more or fewer cells than the table has columns."""
        self._rows += 1
        self._parts.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>")
        for column, width, cell in zip(table.columns, widths, cells, strict=True):
            right = column.align is Align.RIGHT
            style = Style.TABLE_HEAD if head else Style.TABLE_NUMBER if right else Style.TABLE_TEXT
            self._open_cell(width)
            self._add(
                _Paragraph(style, self._runs(cell), plain(cell), keep, self._rows, right=head and right, runs=cell)
            )
            self._parts.append("</w:tc>")
        self._parts.append("</w:tr>")

    def _open_table(self, style: Style, widths: tuple[int, ...], indent: int, *, total: bool = False) -> None:
        left = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = style is Style.TABLE
        look = 0x0600 | (0x20 if head else 0) | (0x40 if total else 0)
        self._parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{escape(self._layout.styles[style])}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{left}<w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{look:04X}" w:firstRow="{head:d}" w:lastRow="{total:d}" w:firstColumn="0"'
            f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )

    def _open_cell(self, width: int) -> None:
        self._parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')

    def _close_table(self) -> None:
        self._parts.append("</w:tbl>")
        self._after_table = True

    def _spacer(self) -> None:
        """Write an empty line: Word joins two tables that touch."""
        self._add(_Paragraph(Style.TABLE_TEXT, "", ""))

    def _passage(self, passage: Passage, depth: int) -> None:
        """Set the bookmark's ends beside the paragraphs: inside one, they vanish when it is deleted."""
        name, number = self._bookmark(passage.condition), len(self._bookmarks)
        outer, self._inside = self._inside, name
        self._parts.append(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>')
        for block in passage.blocks:
            self._block(block, depth)
        self._parts.append(f'<w:bookmarkEnd w:id="{number}"/>')
        self._inside = outer

    def _bookmark(self, condition: str) -> str:
        """Make a name of its own for each passage; Word allows 40 letters, digits and underscores."""
        while True:
            self._seen[condition] += 1
            mark = sha256(f"{condition} {self._seen[condition]}".encode()).hexdigest()[:8]
            if (name := f"lg_{mark}") not in self._bookmarks:
                self._bookmarks[name] = condition
                return name

    def _hold_last_lines(self) -> None:
        """Keep the body's last lines with the closing, so that no page holds signatures alone."""
        lines, rows = 0, set[int]()
        for paragraph in reversed([part for part in self._parts if isinstance(part, _Paragraph)]):
            same_row = paragraph.row is not None and paragraph.row in rows
            if paragraph.style is Style.HEADING_1 or (lines >= _KEPT_LINES and not same_row):
                break
            paragraph.keep = True
            if paragraph.row is not None:
                lines += not same_row
                rows.add(paragraph.row)
            elif paragraph.style in _NEEDS_AIR:
                lines += 1 + len(paragraph.text) // _CHARACTERS_A_LINE

    def _ending(self, letter: Letter) -> None:
        """Write all from the closing to the copies, on one page.

        Those who sign stand below each other: LibreOffice does not keep a table with what follows it.
        """
        start = len(self._parts)
        self._text(Style.CLOSING, letter.closing)
        for number, signer in enumerate(letter.signatures):
            name = _Paragraph(Style.SIGNATURE, run_xml(signer.name), signer.name)
            name.before = _AFTER_BLOCK if number else None
            self._add(name)
            if signer.title:
                self._text(Style.SIGNATURE, signer.title)
        if letter.approval:
            self._text(Style.APPROVAL, letter.approval)
        for end in (letter.attachments, letter.copies):
            if end:
                self._labelled(Style.ENCLOSURE, end)
        for part in self._parts[start:-1]:
            if isinstance(part, _Paragraph):
                part.keep = True


def _shares(shares: list[float], width: int) -> tuple[int, ...]:
    """Divide a width after shares, with nothing left over."""
    edges = [round(width * sum(shares[:count]) / sum(shares)) for count in range(len(shares) + 1)]
    return tuple(end - start for start, end in pairwise(edges))
