"""The shape of what texts and rules can see, so that a misspelt name is found before any letter is made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from jinja2 import nodes

from lettergen.expressions import (
    FUNCTIONS,
    HAS_TEXT,
    ITEM,
    OUTER,
    OVER_LISTS,
    Expression,
    ExpressionError,
    path_of,
)
from lettergen.source import dotted


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value. `prints` says whether it is text as it stands, without a filter."""

    kind: str
    prints: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Values by name; `open_keys` takes any name (sources by id), all of one shape."""

    members: Mapping[str, "Shape"]
    open_keys: "Shape | None" = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values of one shape."""

    of: "Shape"


Shape: TypeAlias = Leaf | Group | Items

TEXT = Leaf("tekst", prints=True)


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named somewhere: values, and the calls and filters that are known."""

    values: Mapping[str, Shape]
    calls: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()

    def with_values(self, **more: Shape) -> "Names":
        """The same with some values added."""
        return Names({**self.values, **more}, self.calls, self.filters)


def check_names(node: nodes.Node, names: Names) -> Iterator[ExpressionError]:
    """Every name, call and filter in an expression that nothing declares."""
    if path_of(node) is not None:
        try:
            shape_of(node, names)
        except ExpressionError as error:
            yield error
        return
    match node:
        case nodes.Call():
            name = node.node.name  # type: ignore[attr-defined]  # a plain name, see expressions.check_allowed
            if name not in {*FUNCTIONS, *OVER_LISTS, HAS_TEXT, *names.calls}:
                yield ExpressionError("unknown", f"{name}()", node.lineno)
            inner = _inside(node, names)
            for argument in node.args:
                if isinstance(argument, nodes.Const) and isinstance(argument.value, Expression):
                    yield from check_names(argument.value.node, inner)
                else:
                    yield from check_names(argument, names)
            return
        case nodes.Filter() if node.name not in names.filters:
            yield ExpressionError("unknown", f"|{node.name}", node.lineno)
    for child in node.iter_child_nodes():
        yield from check_names(child, names)


def _inside(call: nodes.Call, names: Names) -> Names:
    shape = shape_of(call.args[0], names, quiet=True) if call.args else None
    item = shape.of if isinstance(shape, Items) else TEXT
    return names.with_values(**{OUTER: names.values.get(ITEM, TEXT), ITEM: item})


def shape_of(node: nodes.Node, names: Names, *, quiet: bool = False) -> Shape | None:
    """The shape a path leads to; None where the node is no path. Raises `ExpressionError` (unknown)."""
    path = path_of(node)
    if path is None:
        return None
    shape: Shape | None = names.values.get(str(path[0]))
    for depth, part in enumerate(path):
        if depth:
            shape = (shape.members.get(str(part)) or shape.open_keys) if isinstance(shape, Group) else None
        if shape is None:
            if quiet:
                return None
            raise ExpressionError("unknown", dotted(path[: depth + 1]), node.lineno)
    return shape
