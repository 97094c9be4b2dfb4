"""A letter to bytes, in each format. Engines are imported by the format that needs them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lettergen.checking import Checked, compose
from lettergen.errors import IncompleteDecision
from lettergen.findings import Report
from lettergen.letter import Draft, Letter
from lettergen.library import Library

FORMATS = ("docx", "pdf", "html", "txt")
"""The formats, by file ending. Word and PDF are the usual ones."""


def render(letter: Letter, format: str, library: Library) -> bytes:
    """A finished letter as a file's bytes; the same letter gives the same bytes.

    Raises `IncompleteDecision` for a draft and `ValueError` for an unknown format.
    """
    if isinstance(letter, Draft):
        raise IncompleteDecision(Report())
    return _render(letter, format, library)


def render_draft(draft: Draft, format: str, library: Library) -> bytes:
    """A draft as a file's bytes, marked as a draft on each page. Raises `ValueError` for an unknown format."""
    return _render(draft, format, library)


def render_many(checked: Iterable[Checked], format: str) -> Iterator[bytes]:
    """The letters of many complete decisions, one at a time. Raises `IncompleteDecision` at one that is not."""
    for each in checked:
        yield render(compose(each), format, each.library)


def _render(letter: Letter, format: str, library: Library) -> bytes:
    if (renderer := RENDERERS.get(format)) is None:
        raise ValueError(format)
    return renderer(letter, library)


def _docx(letter: Letter, library: Library) -> bytes:
    from lettergen.formats.docx import render_docx  # noqa: PLC0415  # a slow import, needed by this format only

    return render_docx(letter, library.letterhead(letter.language))


def _pdf(letter: Letter, library: Library) -> bytes:
    from lettergen.formats.pdf import render_pdf  # noqa: PLC0415  # a slow import, needed by this format only

    return render_pdf(letter, library.layout("letter.typ"), library.fonts)


def _html(letter: Letter, library: Library) -> bytes:
    from lettergen.formats.html import render_html  # noqa: PLC0415  # a slow import, needed by this format only

    return render_html(letter, library.layout("letter.html"))


def _txt(letter: Letter, library: Library) -> bytes:
    from lettergen.formats.txt import render_txt  # noqa: PLC0415  # as its sisters

    del library
    return render_txt(letter)


RENDERERS: Mapping[str, Callable[[Letter, Library], bytes]] = {"docx": _docx, "pdf": _pdf, "html": _html, "txt": _txt}
