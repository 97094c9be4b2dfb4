"""HTML: one file without scripts or pictures, for the phone, the browser and the printer."""

from functools import lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from lettergen.letter import Block, Heading, Letter, ListBlock, Paragraph, Passage, Table

_KINDS: dict[type[Block], str] = {
    Heading: "heading",
    ListBlock: "list",
    Paragraph: "paragraph",
    Passage: "passage",
    Table: "table",
}


def render_html(letter: Letter, layout: Path | bytes) -> bytes:
    """Write the letter as UTF-8 HTML.

    The layout (`letter.html`) is a Jinja template that sees `letter` and the filter `kind`, which names a block
    heading, list, paragraph, passage or table. It holds no words of its own, and all text is escaped. Raises
    `jinja2.TemplateError` where the layout is wrong.
    """
    source = layout if isinstance(layout, bytes) else layout.read_bytes()
    return _template(source).render(letter=letter).encode()


@lru_cache(maxsize=8)
def _template(source: bytes) -> Template:
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["kind"] = lambda block: _KINDS[type(block)]
    return environment.from_string(source.decode())
