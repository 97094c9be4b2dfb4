"""What a text does, whatever its language: values printed, branches, law cited, calls, headings, lists, links, numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jinja2 import nodes

from lettergen.expressions import Expression, path_of
from lettergen.prose import Prose
from lettergen.scope import LAW_FILTERS, TEXT_CALLS
from lettergen.source import dotted
from lettergen.texts import Text

HEADING = re.compile(r"#+(?=\s)")
ITEM = re.compile(r"(?P<indent> *)([-+*]|\d+\.)\s")
LINK = re.compile(r"\]\(([^)]*)\)")
NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d+)*")
SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}
PROSE = "…"
"""Stands for words that an expression prints, which the languages do not share."""


class Kind(StrEnum):
    """The kinds of marks; each has a word of its own in the content."""

    VALUE = "same_values"
    BRANCH = "same_branches"
    LAW = "same_law"
    CALL = "same_calls"
    HEADING = "same_headings"
    LIST = "same_lists"
    LINK = "same_links"
    NUMBER = "same_numbers"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing a text does: what, in which branch, and on which of its lines (from 1), which does not count."""

    kind: Kind
    what: str
    line: int = field(compare=False)
    branch: str = ""


def outline(text: Text, prose: Prose) -> tuple[Mark, ...]:
    """All marks of a text, those of its tags first."""
    return (*_of_body(text.body, ()), *_of_lines(prose))


def _of_body(body: Sequence[nodes.Node], branch: tuple[str, ...]) -> Iterator[Mark]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        yield Mark(_kind(part), spelled(part, printed=True), part.lineno, " / ".join(branch))
            case nodes.If():
                before = ""
                for each in (node, *node.elif_):
                    test = f"{before}if {spelled(each.test)}"
                    yield Mark(Kind.BRANCH, test, each.lineno, " / ".join(branch))
                    yield from _of_body(each.body, (*branch, test))
                    before = f"{test} el"
                if node.else_:
                    yield Mark(Kind.BRANCH, f"{test} else", node.lineno, " / ".join(branch))
                    yield from _of_body(node.else_, (*branch, f"{test} else"))
            case nodes.For():
                test = f"for {spelled(node.target)} in {spelled(node.iter)}"
                yield Mark(Kind.BRANCH, test, node.lineno, " / ".join(branch))
                yield from _of_body(node.body, (*branch, test))


def _kind(node: nodes.Node) -> Kind:
    if isinstance(node, nodes.Filter) and node.name in LAW_FILTERS:
        return Kind.LAW
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TEXT_CALLS:
        return Kind.CALL
    return Kind.VALUE


def spelled(node: nodes.Node | None, *, printed: bool = False) -> str:
    """An expression as it is written, however it was spaced and quoted; words that it prints itself are left out."""
    match node:
        case nodes.Const():
            return PROSE if printed and isinstance(node.value, str) else _constant(node.value)
        case nodes.Filter():
            return f"{spelled(node.node)} | {_call(node.name, node.args) if node.args else node.name}"
        case nodes.Call():
            return _call(spelled(node.node), node.args)
        case nodes.List() | nodes.Tuple():
            return f"[{', '.join(map(spelled, node.items))}]"
        case nodes.CondExpr():
            first, second = (spelled(each, printed=printed) for each in (node.expr1, node.expr2))
            return f"{first} if {spelled(node.test)} else {second}"
    path = path_of(node) if node else None
    return _operation(node) if path is None else dotted(path)


def _constant(value: Any) -> str:
    return repr(spelled(value.node) if isinstance(value, Expression) else value)


def _operation(node: nodes.Node | None) -> str:
    match node:
        case nodes.Compare():
            return " ".join((_part(node.expr), *(f"{SIGNS[each.op]} {_part(each.expr)}" for each in node.ops)))
        case nodes.BinExpr():
            return f"{_part(node.left)} {node.operator} {_part(node.right)}"
        case nodes.UnaryExpr():
            return f"{node.operator} {_part(node.node)}"
    return ""


def _part(node: nodes.Node) -> str:
    inside = isinstance(node, nodes.BinExpr | nodes.Compare | nodes.CondExpr)
    return f"({spelled(node)})" if inside else spelled(node)


def _call(name: str, arguments: Sequence[nodes.Node]) -> str:
    return f"{name}({', '.join(map(spelled, arguments))})"


def _of_lines(prose: Prose) -> Iterator[Mark]:
    for link in LINK.finditer(prose.source):
        yield Mark(Kind.LINK, "".join(link[1].split()), prose.line(link.start()) + 1)
    items: list[int] = []
    for number, line in enumerate(prose.blanked.split("\n"), 1):
        if heading := HEADING.match(line):
            yield Mark(Kind.HEADING, heading[0], number)
        item = ITEM.match(line)
        if item:
            items.append(number)
        elif items and line[:1].strip(" \f"):
            yield Mark(Kind.LIST, str(len(items)), items[0])
            items = []
        for found in NUMBER.finditer(line, item.end() if item else 0):
            yield Mark(Kind.NUMBER, found[0], number)
    if items:
        yield Mark(Kind.LIST, str(len(items)), items[0])
