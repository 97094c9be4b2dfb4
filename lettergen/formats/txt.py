"""Plain text, for e-mail and for diffs: UTF-8, at most 78 signs a line where words allow, LF line ends."""

from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import TextWrapper

from lettergen.letter import Align, Block, Heading, Labelled, Letter, ListBlock, Paragraph, Passage, Table, plain

WIDTH = 78
_GAP = "  "
_TITLE_LEVEL, _SECTION_LEVEL = 1, 2


def render_txt(letter: Letter) -> bytes:
    """Write the letter as plain text. A no-break space stays one, and no line breaks there."""
    parts = [
        [letter.draft_label] if letter.draft_label else [],
        _wrapped(letter.sender),
        _wrapped(letter.recipient),
        list(_references(letter.references)),
        ["", *_heading(letter.title_text, _TITLE_LEVEL)],
        *_spaced(letter.body, WIDTH),
        ["", *_wrapped([letter.closing])],
        *([signature.name, *([signature.title] if signature.title else [])] for signature in letter.signatures),
        _wrapped([letter.approval]),
        *(_wrapped([end.label, *end.values]) for end in (letter.attachments, letter.copies) if end),
    ]
    return ("\n\n".join("\n".join(lines) for lines in parts if any(lines)) + "\n").encode()


def _spaced(blocks: Iterable[Block], width: int) -> Iterator[list[str]]:
    """Give each block's lines; a blank line goes between two of them."""
    for block in blocks:
        match block:
            case Passage():
                yield from _spaced(block.blocks, width)
            case Heading():
                above = [""] if block.level == _SECTION_LEVEL else []
                yield [*above, *_heading(plain(block.runs), block.level)]
            case Paragraph():
                yield _wrap(plain(block.runs), width)
            case ListBlock():
                yield list(_list(block, width))
            case Table():
                yield list(_table(block, width))


def _heading(text: str, level: int) -> list[str]:
    lines = _wrap(text, WIDTH)
    rule = {_TITLE_LEVEL: "=", _SECTION_LEVEL: "-"}.get(level)
    return [*lines, rule * max(map(len, lines))] if rule else lines


def _references(references: Iterable[Labelled]) -> Iterator[str]:
    references = list(references)
    indent = max((len(reference.label) for reference in references), default=0) + len(_GAP)
    for reference in references:
        for index, value in enumerate(reference.values or ("",)):
            lead = reference.label if index == 0 else ""
            yield from _wrap(value, WIDTH, lead.ljust(indent), " " * indent)


def _list(these: ListBlock, width: int) -> Iterator[str]:
    for number, item in enumerate(these.items, start=1):
        mark = f"{number}. " if these.ordered else "- "
        indent = " " * len(mark)
        lead = mark
        for block in item:
            if lead == indent and not isinstance(block, ListBlock):
                yield ""
            for line in chain.from_iterable(_spaced((block,), width - len(mark))):
                yield (lead + line).rstrip(" ")
                lead = indent


def _table(table: Table, width: int) -> Iterator[str]:
    head = [plain(column.head) for column in table.columns]
    rows = [[plain(cell) for cell in row] for row in table.rows]
    footer = [[plain(cell) for cell in table.footer]] if table.footer is not None else []
    widths = [max(map(len, column)) for column in zip(head, *rows, *footer, strict=True)]
    whole = sum(widths) + len(_GAP) * (len(widths) - 1)
    if whole > width:
        yield from _wrap(" | ".join(head), width)
        yield ""
        yield from _as_records(head, rows, width)
        for cells in footer:
            yield ""
            yield from _as_records(["", *head[1:]], [cells], width)
        return

    def aligned(cells: Iterable[str]) -> str:
        placed = (
            cell.rjust(size) if column.align is Align.RIGHT else cell.ljust(size)
            for cell, size, column in zip(cells, widths, table.columns, strict=True)
        )
        return _GAP.join(placed).rstrip(" ")

    yield aligned(head)
    yield "-" * whole
    yield from map(aligned, rows)
    if footer:
        yield "-" * whole
        yield from map(aligned, footer)


def _as_records(head: list[str], rows: list[list[str]], width: int) -> Iterator[str]:
    """Write a table too wide for the page: each row as lines of «head: value»."""
    for index, row in enumerate(rows):
        if index:
            yield ""
        for label, value in zip(head, row, strict=True):
            if value:
                yield from _wrap(value, width, f"{label}: " if label else "", "  ")


def _wrapped(lines: Iterable[str]) -> list[str]:
    return [part for line in lines for part in _wrap(line, WIDTH)]


def _wrap(text: str, width: int, lead: str = "", indent: str = "") -> list[str]:
    wrapper = TextWrapper(
        width,
        initial_indent=lead,
        subsequent_indent=indent,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text) or [lead.rstrip(" ")]
