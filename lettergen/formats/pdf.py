"""PDF, made by typst: tagged, PDF/A-2a for archives and PDF/UA-1 for screen readers in one file.

The layout (`letter.typ`) places what `layout_data` gives it and holds no words of its own. Text goes there
as strings, never as typst's markup.
"""

import json
import re
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lettergen.letter import (
    Block,
    Heading,
    Labelled,
    Letter,
    ListBlock,
    Paragraph,
    Passage,
    Run,
    Runs,
    Table,
    leaves,
    plain,
)

if TYPE_CHECKING:
    import typst

_LONGEST_WHOLE_CELL = 600
_LONGEST_KEPT_ENDING = 500
_LONG_WORD = re.compile(r"\w{40}")
_compilers = threading.local()


def render_pdf(letter: Letter, layout: Path | bytes, fonts: Path) -> bytes:
    """Write the letter as PDF 1.7. The same letter, layout, fonts and typst give the same bytes.

    A layout given as a file may name pictures beside it. Fonts come from the one folder only, never from the
    machine. Raises `typst.TypstError` where the layout is wrong or the fonts lack a character
    (`fonts.missing_characters` tells beforehand). Do not fork a process that has called this: typst hangs in
    the child; threads and spawned processes are fine.
    """
    source, root = (layout, None) if isinstance(layout, bytes) else (layout.read_bytes(), layout.parent)
    made = _compiler(fonts, root).compile(
        input=source,
        format="pdf",
        sys_inputs={"data": json.dumps(layout_data(letter), ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(letter.date, time(12), UTC),
    )
    assert isinstance(made, bytes)
    return made


def _compiler(fonts: Path, root: Path | None) -> "typst.Compiler":
    """Give this thread's compiler for a folder of fonts; making one costs more than a letter."""
    import typst  # noqa: PLC0415 -- only the PDF needs it

    kept: dict[tuple[Path, Path | None], typst.Compiler] = _compilers.__dict__.setdefault("kept", {})
    if (fonts, root) not in kept:
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
        kept[fonts, root] = typst.Compiler(root=root, font_paths=faces)
    return kept[fonts, root]


def layout_data(letter: Letter) -> dict[str, Any]:
    """Give what a typst layout gets as `sys.inputs.data`: the letter as plain JSON values.

    Words longer than any Norwegian one hold zero-width spaces, so that they break before they run off the page.
    Runs are `{text, bold, italic, link}`; blocks have a `kind` (paragraph, heading, list, table, passage).
    A paragraph's `label` says that it is a label in bold for what follows; a block's `keep` that it may not be
    parted from what follows; a row's `whole` that it stays on one page.
    Heading levels go down one step at a time, which PDF/UA-1 demands (ISO 14289-1, 7.4.2).
    """
    title = letter.title_text
    return {
        "language": letter.language.value,
        "document_title": f"{letter.draft_label} – {title}" if letter.draft_label else title,
        "draft_label": letter.draft_label,
        "page_label": letter.page_label,
        "case_number": letter.case_number,
        "sender": _texts(letter.sender),
        "recipient": _texts(letter.recipient),
        "references": [_labelled(reference) for reference in letter.references],
        "title": _runs(letter.title),
        "body": _Body().blocks(letter.body, ends_letter=True),
        "closing": _text(letter.closing),
        "signatures": [
            {"name": _text(signature.name), "title": signature.title and _text(signature.title)}
            for signature in letter.signatures
        ],
        "approval": _text(letter.approval),
        "attachments": letter.attachments and _labelled(letter.attachments),
        "copies": letter.copies and _labelled(letter.copies),
    }


class _Body:
    """Turns blocks into plain values, from top to bottom: it must know the heading level it stands under."""

    def __init__(self) -> None:
        self.level = 1

    def blocks(self, blocks: Sequence[Block], *, ends_letter: bool = False) -> list[dict[str, Any]]:
        return [
            self.block(block, after, ends_letter=ends_letter and after is None)
            for block, after in zip(blocks, (*blocks[1:], None), strict=False)
        ]

    def block(self, block: Block, after: Block | None, *, ends_letter: bool) -> dict[str, Any]:
        match block:
            case Heading():
                self.level = min(block.level, self.level + 1)
                return {"kind": "heading", "level": self.level, "runs": _runs(block.runs)}
            case Paragraph():
                label = after is not None and all(run.bold for run in block.runs)
                leads = label or isinstance(after, ListBlock | Table)
                keep = leads or (ends_letter and _short(block))
                return {"kind": "paragraph", "runs": _runs(block.runs), "label": label, "keep": keep}
            case ListBlock():
                items = [self.blocks(item) for item in block.items]
                return {"kind": "list", "ordered": block.ordered, "items": items, "keep": ends_letter and _short(block)}
            case Table():
                return _table(block, keep=ends_letter and _short(block))
            case Passage():
                return {"kind": "passage", "blocks": self.blocks(block.blocks, ends_letter=ends_letter)}


def _short(block: Block) -> bool:
    """Whether a block is small enough to go with the signatures, so that they never stand alone on a page."""
    texts = (plain(leaf if isinstance(leaf, tuple) else leaf.runs) for leaf, _ in leaves((block,)))
    return sum(map(len, texts)) <= _LONGEST_KEPT_ENDING


def _table(table: Table, *, keep: bool) -> dict[str, Any]:
    return {
        "kind": "table",
        "keep": keep,
        "columns": [
            {"head": _runs(column.head), "align": column.align.value, "width": float(column.width)}
            for column in table.columns
        ],
        "rows": [
            {
                "cells": [_runs(cell) for cell in row],
                "whole": all(len(plain(cell)) <= _LONGEST_WHOLE_CELL for cell in row),
            }
            for row in table.rows
        ],
        "footer": None if table.footer is None else [_runs(cell) for cell in table.footer],
    }


def _labelled(labelled: Labelled) -> dict[str, Any]:
    return {"label": _text(labelled.label), "values": _texts(labelled.values)}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    return {"text": _text(run.text), "bold": run.bold, "italic": run.italic, "link": run.link}


def _texts(texts: Sequence[str]) -> list[str]:
    return [_text(text) for text in texts]


def _text(text: str) -> str:
    return _LONG_WORD.sub("\\g<0>\u200b", text)
