"""Running texts and reason blocks: Jinja's grammar over Markdown, to the blocks of a letter.

Values are never markup. The text is evaluated first, and each printed value leaves one
placeholder sign; Markdown is parsed to a tree; then the values are put into the tree as runs
of text with their origin. So nothing in a value can be read as Markdown, Jinja or markup.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from jinja2 import nodes
from markdown import Markdown
from markdown.util import Registry

from lettergen.expressions import (
    ExpressionError,
    NotGivenError,
    Scope,
    check_allowed,
    needed,
    parse_template,
    path_of,
    printable,
    truth,
    value_of,
)
from lettergen.fields import Choice
from lettergen.language import Language
from lettergen.letter import Block, Heading, ListBlock, Origin, OriginKind, Paragraph, Run, Runs
from lettergen.names import norwegian
from lettergen.shapes import Group, Items, Leaf, Names, check_names, shape_of
from lettergen.source import dotted

PLACEHOLDER = 0xF0000
MOST_LOOPS, MOST_PIECES = 3, 50_000
"""How deep lists may be gone through in lists, and what one text may come to: each value needs a placeholder."""
MOST_BRANCHES, MOST_BRACKETS, DEEP = 50, 500, re.compile(r"^ {60,}[-+*\d]", re.MULTILINE)
"""What no text needs, and Markdown and the reading of sentences would take very long for."""
PLACEHOLDERS = re.compile("([\U000f0000-\U000fffff])")
LINKS = re.compile(r"(https://|mailto:|tel:)\S+")
VIEW = (norwegian("user_view"),)
LAW_FILTERS = ("hjemmel", "paragraf")
Missing: TypeAlias = Callable[[NotGivenError], str]


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed text: `name` is its file or block id, `line` where it begins in that file."""

    name: str
    kind: OriginKind
    source: str
    body: tuple[nodes.Node, ...]
    line: int = 1


@lru_cache(maxsize=8192)
def parse_text(source: str, name: str, kind: OriginKind, line: int = 1) -> Text:
    """Parse a text; the same one is parsed once. Raises `ExpressionError` (syntax, refused) with the line in its file."""
    if PLACEHOLDERS.search(source):
        raise ExpressionError("refused", "U+F0000", line)
    if source.count("[") > MOST_BRACKETS:
        raise ExpressionError("refused", "[", line)
    if deep := DEEP.search(source.expandtabs(4)):
        raise ExpressionError("refused", "nesting", line + source.expandtabs(4).count("\n", 0, deep.start()))
    try:
        tree = parse_template(source)
        for node in tree.body:
            _check_statement(node)
    except ExpressionError as error:
        raise ExpressionError(error.kind, error.detail, line + error.line - 1) from None
    return Text(name, kind, source, tuple(tree.body), line)


def _check_statement(node: nodes.Node, loops: int = 0) -> None:
    match node:
        case nodes.Output():
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    check_allowed(part)
            return
        case nodes.If() if len(node.elif_) < MOST_BRANCHES:
            check_allowed(node.test)
            inner: Sequence[nodes.Node] = (*node.body, *node.elif_, *node.else_)
        case nodes.For() if isinstance(node.target, nodes.Name) and not (node.else_ or node.test or node.recursive):
            check_allowed(node.iter)
            inner, loops = node.body, loops + 1
            if loops > MOST_LOOPS:
                raise ExpressionError("refused", "for", node.lineno)
        case _:
            raise ExpressionError("refused", type(node).__name__.lower(), node.lineno)
    for child in inner:
        _check_statement(child, loops)


def check_text(text: Text, names: Names) -> Iterator[ExpressionError]:
    """Every undeclared name in a text, and every value printed without the filter it needs."""
    for error in _check_body(text.body, names):
        yield ExpressionError(error.kind, error.detail, text.line + error.line - 1)


def _check_body(body: Sequence[nodes.Node], names: Names) -> Iterator[ExpressionError]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield from _check_output(part, names)
            case nodes.If():
                yield from check_names(node.test, names)
                yield from _check_body((*node.body, *node.elif_, *node.else_), names)
            case nodes.For():
                if errors := list(check_names(node.iter, names)):
                    yield from errors
                    continue
                shape = shape_of(node.iter, names, quiet=True)
                if not isinstance(shape, Items):
                    yield ExpressionError("type", dotted(path_of(node.iter) or ()), node.lineno)
                    continue
                yield from _check_body(node.body, names.with_values(**{node.target.name: shape.of}))  # type: ignore[attr-defined]  # a plain name, see _check_statement


def _check_output(node: nodes.Expr, names: Names) -> Iterator[ExpressionError]:
    errors = list(check_names(node, names))
    yield from errors
    if errors:
        return
    match shape_of(node, names):
        case Leaf(prints=False) | Group() | Items():
            yield ExpressionError("not_text", dotted(path_of(node) or ()), node.lineno)


Slot: TypeAlias = Run | tuple[Block, ...]


def render_text(text: Text, scope: Scope, language: Language, missing: Missing | None = None) -> tuple[Block, ...]:
    """The blocks of a text. `missing` words a gap in a draft; without it a gap raises `NotGivenError`."""
    slots: list[Slot] = []
    written = _written(scope, language, text, slots, missing)
    return tuple(_blocks(_parse_markdown(written), slots, Origin(text.kind, text.name)))


def render_line(text: Text, scope: Scope, language: Language, missing: Missing | None = None) -> Runs:
    """The runs of a text that is one line and no Markdown: a table cell."""
    slots: list[Slot] = []
    written = _written(scope, language, text, slots, missing)
    return tidy(_with_values(written, slots, Origin(text.kind, text.name)))


def _written(scope: Scope, language: Language, text: Text, slots: list[Slot], missing: Missing | None) -> str:
    """The text with a placeholder for each value. Raises `ExpressionError` with its place in the file."""
    try:
        return _joined(_write(text.body, scope, language, text, slots, missing))
    except ExpressionError as error:
        if error.file:
            raise
        raise ExpressionError(error.kind, error.detail, text.line + error.line - 1, text.name) from error


def _joined(pieces: Iterator[str]) -> str:
    few = list(islice(pieces, MOST_PIECES + 1))
    if len(few) > MOST_PIECES:
        raise ExpressionError("refused", "for")
    return "".join(few)


def _write(
    body: Sequence[nodes.Node], scope: Scope, language: Language, text: Text, slots: list[Slot], missing: Missing | None
) -> Iterator[str]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        yield part.data
                    else:
                        slots.append(_slot(part, scope, language, text, missing))
                        yield chr(PLACEHOLDER + len(slots) - 1)
            case nodes.If():
                branches = (node, *node.elif_)
                chosen = next((each.body for each in branches if _tested(each.test, scope, missing)), node.else_)
                yield from _write(chosen, scope, language, text, slots, missing)
            case nodes.For():
                for item in value_of(node.iter, scope) or ():
                    inner = scope.with_values(**{node.target.name: item})  # type: ignore[attr-defined]  # a plain name, see _check_statement
                    yield from _write(node.body, inner, language, text, slots, missing)


def _tested(node: nodes.Node, scope: Scope, missing: Missing | None) -> bool:
    """Whether a branch is taken; in a draft, a test of what is not given takes none."""
    try:
        return truth(value_of(node, scope))
    except NotGivenError:
        if missing is None:
            raise
        return False


def _slot(node: nodes.Expr, scope: Scope, language: Language, text: Text, missing: Missing | None) -> Slot:
    line = text.line + node.lineno - 1
    try:
        value = needed(node, scope)
    except NotGivenError as gap:
        if missing is None:
            raise
        return Run(missing(gap), Origin(OriginKind.LABEL, dotted(gap.path), line), bold=True)
    except ExpressionError as error:
        raise error if error.file else ExpressionError(error.kind, error.detail, node.lineno) from None
    if isinstance(value, tuple):
        return value
    return Run(_words(value, node, language), _origin(node, line, scope))


def _words(value: Any, node: nodes.Expr, language: Language) -> str:
    words = printable(value, path_of(node) or (), node.lineno)
    return words.names[language] if isinstance(words, Choice) else words


def _origin(node: nodes.Expr, line: int, scope: Scope) -> Origin:
    inner = node
    while isinstance(inner, nodes.Filter) and inner.node is not None:
        if inner.name in LAW_FILTERS:
            return Origin(OriginKind.LAW, inner.name, line)
        inner = inner.node
    path = path_of(inner) or ()
    kind = OriginKind.VIEW if path[:1] == VIEW else OriginKind.VALUE
    return Origin(kind, dotted(path), line, typed=isinstance(value_of(inner, scope), str))


KEPT_INLINE = ("escape", "link", "em_strong")
KEPT_BLOCKS = ("empty", "indent", "hashheader", "olist", "ulist", "paragraph")


@lru_cache(maxsize=4096)
def _parse_markdown(source: str) -> Element:
    """Markdown's element tree, with only what a letter has: paragraphs, headings, lists, links, emphasis.

    Values are placeholders here, so most letters share their trees; whoever gets one only reads it.
    """
    parser = Markdown()  # a new one each time: a shared one mixes letters up under threads
    registries: dict[Registry[Any], tuple[str, ...]] = {
        parser.preprocessors: ("normalize_whitespace",),
        parser.inlinePatterns: KEPT_INLINE,
        parser.parser.blockprocessors: KEPT_BLOCKS,
        parser.treeprocessors: ("inline", "unescape"),
    }
    for registry, kept in registries.items():
        for name in [item.name for item in registry._priority]:  # type: ignore[attr-defined]  # noqa: SLF001  # the registry has no public list of names
            if name not in kept:
                registry.deregister(name)
    lines = source.split("\n")
    for preprocessor in parser.preprocessors:
        lines = preprocessor.run(lines)
    root = parser.parser.parseDocument(lines).getroot()
    assert root is not None
    for treeprocessor in parser.treeprocessors:
        root = treeprocessor.run(root) or root
    return root


def _blocks(root: Element, slots: Sequence[Slot], origin: Origin) -> Iterator[Block]:
    for element in root:
        match element.tag:
            case "p":
                yield from _paragraph(element, slots, origin)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                yield Heading(int(element.tag[1]), tidy(_runs(element, slots, origin)))
            case "ul" | "ol":
                items = (tuple(_item(item, slots, origin)) for item in element)
                yield ListBlock(element.tag == "ol", tuple(item for item in items if item))


def _item(element: Element, slots: Sequence[Slot], origin: Origin) -> Iterator[Block]:
    if words := tidy(_runs(element, slots, origin, inline_only=True)):
        yield Paragraph(words)
    yield from _blocks(element, slots, origin)


def _paragraph(element: Element, slots: Sequence[Slot], origin: Origin) -> Iterator[Block]:
    alone = (element.text or "").strip() if not len(element) else ""
    if PLACEHOLDERS.fullmatch(alone):
        slot = slots[ord(alone) - PLACEHOLDER]
        yield from (
            paragraphs(slot.text, slot.origin)
            if isinstance(slot, Run) and not slot.bold
            else ((Paragraph((slot,)),) if isinstance(slot, Run) else slot)
        )
    elif words := tidy(_runs(element, slots, origin)):
        yield Paragraph(words)


def paragraphs(text: str, origin: Origin) -> Iterator[Paragraph]:
    """A person's text as paragraphs: a blank line makes a new one, and nothing else is markup."""
    for part in re.split(r"\n[ \t]*\n", text):
        if words := tidy((Run(part, origin),)):
            yield Paragraph(words)


INLINE = ("strong", "em", "a")


def _runs(
    element: Element,
    slots: Sequence[Slot],
    origin: Origin,
    *,
    bold: bool = False,
    italic: bool = False,
    link: str | None = None,
    inline_only: bool = False,
) -> Iterator[Run]:
    yield from _with_values(element.text or "", slots, origin, bold=bold, italic=italic, link=link)
    for child in element:
        if child.tag in INLINE:
            target = _target(child, slots) if child.tag == "a" else link
            yield from _runs(
                child,
                slots,
                origin,
                bold=bold or child.tag == "strong",
                italic=italic or child.tag == "em",
                link=target,
            )
        if child.tag in INLINE or not inline_only:
            yield from _with_values(child.tail or "", slots, origin, bold=bold, italic=italic, link=link)


def _target(element: Element, slots: Sequence[Slot]) -> str:
    target = "".join(run.text for run in _with_values(element.get("href", ""), slots, Origin(OriginKind.LABEL, "")))
    if not LINKS.fullmatch(target):
        raise ExpressionError("refused", "link")
    return target


def _with_values(
    text: str,
    slots: Sequence[Slot],
    origin: Origin,
    *,
    bold: bool = False,
    italic: bool = False,
    link: str | None = None,
) -> Iterator[Run]:
    for number, piece in enumerate(PLACEHOLDERS.split(text)):
        if number % 2 == 0:  # words, between the placeholders
            if piece:
                yield Run(piece, origin, bold, italic, link)
            continue
        slot = slots[ord(piece) - PLACEHOLDER]
        if not isinstance(slot, Run):
            raise ExpressionError("refused", "blocks inside a line")
        yield Run(slot.text, slot.origin, bold or slot.bold, italic, link)


SPACE = re.compile(r"[ \t\n\r\f\v]+")


def tidy(runs: Iterator[Run] | Runs) -> Runs:
    """The runs with white space made single, edges trimmed and empty runs gone. No-break spaces stay."""
    tidied: list[Run] = []
    space_before = True
    for run in runs:
        words = SPACE.sub(" ", run.text)
        if space_before:
            words = words.removeprefix(" ")
        if words:
            same = words == run.text
            tidied.append(run if same else Run(words, run.origin, run.bold, run.italic, run.link))
            space_before = words.endswith(" ")
    while tidied and tidied[-1].text.endswith(" "):
        last = tidied.pop()
        if words := last.text.rstrip(" "):
            tidied.append(Run(words, last.origin, last.bold, last.italic, last.link))
    return tuple(tidied)
