"""The small language of rules and texts: Jinja's grammar, evaluated here over an allow-list of nodes.

Jinja parses; nothing is compiled and no Python attribute is ever looked up: a dot reads a key of
a mapping, a call reaches the functions named here (or those a text is given), and every number
is exact. So an expression can read the decision and compare it, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from jinja2 import Environment, TemplateSyntaxError, nodes

from lettergen.days import (
    add_days,
    add_months,
    age_on,
    birthday,
    days_between,
    months_between,
    weekdays,
    working_day,
    working_days,
)
from lettergen.fields import Choice
from lettergen.language import Month
from lettergen.source import Path, dotted

ENVIRONMENT = Environment(autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)  # noqa: S701  # it only parses; values are put in after Markdown, as text
ITEM, OUTER = "punkt", "ytre"
MAX_DEPTH = 60
"""No rule or text is nested so deep; one that is may not be walked through without end."""


class ExpressionError(Exception):
    """Something in an expression or a text that its writer must mend.

    `kind` is `syntax`, `refused` (not in the language), `unknown` (a name nothing declares),
    `type` (values that do not fit together), `not_text` (printed without a filter) or `markup`
    (what Markdown would lose). `line` is the text's own until `file` tells which file it is in.
    """

    def __init__(self, kind: str, detail: str, line: int = 1, file: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail, self.line, self.file = kind, detail, line, file


class NotGivenError(Exception):
    """A declared value that this decision does not give, where one was needed."""

    def __init__(self, path: Path) -> None:
        super().__init__(dotted(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression and what was written."""

    source: str
    node: nodes.Expr
    line: int = 1


def parse_template(source: str) -> nodes.Template:
    """Jinja's tree of a text. Raises `ExpressionError` (syntax, refused) with the text's own line."""
    try:
        tree = ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        raise ExpressionError("syntax", "", error.lineno) from None
    except RecursionError:
        raise ExpressionError("refused", "nesting") from None
    except ValueError:  # a whole number of more digits than Python reads
        raise ExpressionError("syntax", "") from None
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return tree
    raise ExpressionError("refused", "nesting", level[0].lineno)


@lru_cache(maxsize=8192)
def parse_expression(source: str, line: int = 1) -> Expression:
    """Parse one expression; the same one is parsed once. Raises `ExpressionError` (syntax, refused)."""
    try:
        tree = parse_template("{{ " + source + " }}")
    except ExpressionError as error:
        raise ExpressionError(error.kind, source if error.kind == "syntax" else error.detail, line) from None
    match tree.body:
        case [nodes.Output(nodes=[nodes.Expr() as node])] if not isinstance(node, nodes.TemplateData):
            check_allowed(node)
            return Expression(source, node, line)
    raise ExpressionError("syntax", source, line)


ALLOWED = (
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.CondExpr,
    nodes.List,
    nodes.Tuple,
    nodes.Call,
    nodes.Filter,
)


def check_allowed(node: nodes.Node) -> None:
    """Refuse what the language does not have, and parse the expressions written inside calls."""
    if not isinstance(node, ALLOWED):
        raise ExpressionError("refused", type(node).__name__.lower(), node.lineno)
    index = node.arg if isinstance(node, nodes.Getitem) else None
    if isinstance(node, nodes.Getattr | nodes.Getitem) and (
        not isinstance(index, nodes.Const | None) or path_of(node) is None
    ):
        raise ExpressionError("refused", type(node).__name__.lower(), node.lineno)
    if isinstance(node, nodes.Call | nodes.Filter):
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ExpressionError("refused", "arguments", node.lineno)
        if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
            raise ExpressionError("refused", "call", node.lineno)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in OVER_LISTS:
        for position, argument in enumerate(node.args[1:], 1):
            if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
                node.args[position] = nodes.Const(parse_expression(argument.value, node.lineno), lineno=node.lineno)
    for child in node.iter_child_nodes():
        check_allowed(child)


@lru_cache(maxsize=16384)
def path_of(node: nodes.Node) -> Path | None:
    """The path that a name, a dot or a constant index reads; None for anything else."""
    match node:
        case nodes.Name():
            return (node.name,)
        case nodes.Getattr() | nodes.Getitem() if (before := path_of(node.node)) is not None:
            return (*before, node.attr if isinstance(node, nodes.Getattr) else node.arg.value)  # type: ignore[attr-defined]  # check_allowed has seen that the index is a constant
    return None


def paths_read(node: nodes.Node, bound: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Every path an expression may read, longest forms only, without names bound inside it."""
    path = path_of(node)
    if path is not None:
        if path[0] not in bound:
            yield path
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, Expression):
        yield from paths_read(node.value.node, bound | {ITEM, OUTER})
    for child in node.iter_child_nodes(exclude=("node",) if isinstance(node, nodes.Call) else ()):
        yield from paths_read(child, bound)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression sees: the values by name, the calls and the filters."""

    values: Mapping[str, Any]
    calls: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)

    def with_values(self, **more: Any) -> "Scope":
        """The same scope with some names added."""
        return Scope({**self.values, **more}, self.calls, self.filters)

    def with_item(self, item: Any) -> "Scope":
        """The scope inside a list: `punkt` is the item, `ytre` the item of the list around it."""
        return self.with_values(**{OUTER: self.values.get(ITEM), ITEM: item})


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The value of an expression. Raises `NotGivenError` and `ExpressionError`."""
    return value_of(expression.node, scope)


def holds(expression: Expression, scope: Scope) -> bool:
    """The value of an expression that must be true or false."""
    value = evaluate(expression, scope)
    if value is None:
        raise NotGivenError(path_of(expression.node) or next(paths_read(expression.node), ()))
    if not isinstance(value, bool):
        raise ExpressionError("type", expression.source, expression.line)
    return value


def value_of(node: nodes.Node, scope: Scope) -> Any:
    """Evaluate one node of the allow-list."""
    evaluated = VALUES.get(type(node))
    if evaluated is None:
        raise ExpressionError("refused", type(node).__name__.lower(), node.lineno)
    return evaluated(node, scope)


def truth(value: Any) -> bool:
    """Whether a value counts as given and true: not absent, empty or blank."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def needed(node: nodes.Node, scope: Scope) -> Any:
    """A value that must be given. Raises `NotGivenError` with its path."""
    value = value_of(node, scope)
    if value is None:
        raise NotGivenError(path_of(node) or next(paths_read(node), ()))
    return value


def _read(node: nodes.Expr, scope: Scope) -> Any:
    """The value at a path; None where what should hold it is not given."""
    path, held = path_of(node) or (), cast("Any", scope.values)
    for length, key in enumerate(path, 1):
        if held is None:
            return None
        if not isinstance(held, dict | Mapping) or key not in held:
            raise ExpressionError("unknown", dotted(path[:length]), node.lineno)
        held = held[key]
    return held


def _number(node: nodes.Expr, scope: Scope) -> Decimal | int:
    value = needed(node, scope)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise ExpressionError("type", dotted(path_of(node) or ()), node.lineno)
    return value


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "lt": lambda left, right: bool(left < right),
    "lteq": lambda left, right: bool(left <= right),
    "gt": lambda left, right: bool(left > right),
    "gteq": lambda left, right: bool(left >= right),
    "in": lambda left, right: left in right,
    "notin": lambda left, right: left not in right,
}


def _compare(node: nodes.Compare, scope: Scope) -> bool:
    left = needed(node.expr, scope)
    for operand in node.ops:
        right = needed(operand.expr, scope)
        if operand.op not in ("in", "notin") and not _comparable(left, right):
            raise ExpressionError("type", dotted(path_of(node.expr) or ()), node.lineno)
        try:
            if not COMPARE[operand.op](left, right):
                return False
        except TypeError as error:
            raise ExpressionError("type", dotted(path_of(node.expr) or ()), node.lineno) from error
        left = right
    return True


KINDS: tuple[type | tuple[type, ...], ...] = (bool, (int, Decimal), str, date, Month, (list, tuple))


def _comparable(left: Any, right: Any) -> bool:
    for kind in KINDS:
        if isinstance(left, kind):
            return isinstance(right, kind) and isinstance(left, bool) == isinstance(right, bool)
    return False


def _call(node: nodes.Call, scope: Scope) -> Any:
    name = node.node.name  # type: ignore[attr-defined]  # a plain name, see check_allowed
    if name in OVER_LISTS:
        items = needed(node.args[0], scope) if node.args else ()
        test = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], nodes.Const) else None
        if not isinstance(items, Sequence) or isinstance(items, str) or (test and not isinstance(test, Expression)):
            raise ExpressionError("type", name, node.lineno)
        each = [evaluate(test, scope.with_item(item)) if test else item for item in items]
        if name == "sum" and None in each:
            raise NotGivenError(next(paths_read(node), ()))
        try:
            return OVER_LISTS[name](each)
        except TypeError as error:
            raise ExpressionError("type", f"{name}()", node.lineno) from error
    if name == "har_tekst":
        return any(_is_given(value_of(argument, scope)) for argument in node.args)
    arguments = [needed(argument, scope) for argument in node.args]
    if name in scope.calls:
        return scope.calls[name](*arguments)
    if name not in FUNCTIONS:
        raise ExpressionError("unknown", f"{name}()", node.lineno)
    try:
        return FUNCTIONS[name](*arguments)
    except (TypeError, AttributeError, ValueError, OverflowError) as error:
        raise ExpressionError("type", f"{name}()", node.lineno) from error


def _constant(node: nodes.Const, _: Scope) -> Any:
    return Decimal(str(node.value)) if isinstance(node.value, float) else node.value


def _chosen(node: nodes.CondExpr, scope: Scope) -> Any:
    if truth(value_of(node.test, scope)):
        return value_of(node.expr1, scope)
    if node.expr2 is None:
        raise ExpressionError("refused", "if without else", node.lineno)
    return value_of(node.expr2, scope)


def _divided(node: nodes.Div, scope: Scope) -> Decimal:
    if not (divisor := _number(node.right, scope)):
        raise ExpressionError("type", "/ 0", node.lineno)
    return Decimal(_number(node.left, scope)) / divisor


def _listed(node: nodes.List | nodes.Tuple, scope: Scope) -> list[Any]:
    return [value_of(item, scope) for item in node.items]


def _filtered(node: nodes.Filter, scope: Scope) -> Any:
    if node.name not in scope.filters:
        raise ExpressionError("unknown", f"|{node.name}", node.lineno)
    value = needed(node.node, scope) if node.node is not None else None
    try:
        return scope.filters[node.name](value, *(needed(argument, scope) for argument in node.args))
    except (TypeError, ValueError, AttributeError) as error:
        raise ExpressionError("type", f"|{node.name}", node.lineno) from error


VALUES: Mapping[type[nodes.Node], Callable[[Any, Scope], Any]] = {
    nodes.Const: _constant,
    nodes.Name: _read,
    nodes.Getattr: _read,
    nodes.Getitem: _read,
    nodes.Compare: _compare,
    nodes.Call: _call,
    nodes.Filter: _filtered,
    nodes.Not: lambda node, scope: not truth(value_of(node.node, scope)),
    nodes.And: lambda node, scope: truth(value_of(node.left, scope)) and truth(value_of(node.right, scope)),
    nodes.Or: lambda node, scope: truth(value_of(node.left, scope)) or truth(value_of(node.right, scope)),
    nodes.CondExpr: _chosen,
    nodes.Neg: lambda node, scope: -_number(node.node, scope),
    nodes.Add: lambda node, scope: _number(node.left, scope) + _number(node.right, scope),
    nodes.Sub: lambda node, scope: _number(node.left, scope) - _number(node.right, scope),
    nodes.Mul: lambda node, scope: _number(node.left, scope) * _number(node.right, scope),
    nodes.Div: _divided,
    nodes.List: _listed,
    nodes.Tuple: _listed,
}
"""How each node of the language is evaluated: looked up, since every letter does it thousands of times."""


def _is_given(value: Any) -> bool:
    """Whether something is stated: a nought is, an empty text or list is not, nor is a `nei`."""
    return (isinstance(value, int | Decimal) and not isinstance(value, bool)) or truth(value)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "alder_paa": age_on,
    "fyller": birthday,
    "legg_til_maaneder": add_months,
    "maaneder_mellom": months_between,
    "dager_mellom": days_between,
    "legg_til_dager": add_days,
    "virkedag": working_day,
    "ukedager": weekdays,
    "arbeidsdager": working_days,
}
OVER_LISTS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "noen": lambda values: any(truth(value) for value in values),
    "alle": lambda values: all(truth(value) for value in values),
    "antall": len,
}
HAS_TEXT = "har_tekst"


def printable(value: Any, path: Path, line: int) -> str | Choice:
    """A value as it may be printed: text or a choice. Raises `ExpressionError` (not_text)."""
    if isinstance(value, str):
        return value
    raise ExpressionError("not_text", dotted(path), line)
