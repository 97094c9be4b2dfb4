"""Damage the rules' expressions one small thing at a time, and see that their examples notice: `make mutate-rules`.

An operator, a number, a word, a name, a clause: each is changed alone, and the rule's own examples are
held against the changed rule. A change that no example notices has survived: either an example is missing
at that limit, or the change makes no difference that the law knows of, and stands with its reason in `rule_mutants.yaml`.
"""

import copy
import dataclasses
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import nodes

from lettergen.expressions import (
    HAS_TEXT,
    ITEM,
    OVER_LISTS,
    Expression,
    ExpressionError,
    NotGivenError,
    Scope,
    path_of,
    paths_read,
)
from lettergen.library import Scheme
from lettergen.loading import load_library
from lettergen.rules import Rule, breaches
from lettergen.scope import shapes
from lettergen.shapes import Group, Items, Leaf, Shape
from lettergen.source import Path as Place
from lettergen.source import dotted
from lettergen.upkeep.rule_examples import example_scope

KNOWN = Path(__file__).with_suffix(".yaml")
ENOUGH = 0.95
SWAPPED = {
    "lt": "lteq",
    "lteq": "lt",
    "gt": "gteq",
    "gteq": "gt",
    "eq": "ne",
    "ne": "eq",
    "in": "notin",
    "notin": "in",
}
TURNED = {"lt": "gt", "lteq": "gteq", "gt": "lt", "gteq": "lteq"}
OTHER_CALL = {"noen": "alle", "alle": "noen"}
ARITHMETIC: dict[type[nodes.BinExpr], type[nodes.BinExpr]] = {
    nodes.And: nodes.Or,
    nodes.Or: nodes.And,
    nodes.Add: nodes.Sub,
    nodes.Sub: nodes.Add,
    nodes.Mul: nodes.Div,
    nodes.Div: nodes.Mul,
}
PARTS = {"requirement": "krav", "when": "naar", "unless": "med_mindre"}


@dataclass(frozen=True)
class Mutant:
    """A rule with one thing changed, and what that was."""

    rule: Rule
    change: str


@dataclass(frozen=True)
class Known:
    """What the names in a rule may be swapped for: the shapes, and the paths that the rule itself reads."""

    shapes: Mapping[str, Shape]
    read: tuple[Place, ...]

    def shape(self, path: Place) -> Shape | None:
        shape: Shape | None = Group(self.shapes)
        for part in path:
            shape = shape.members.get(str(part)) if isinstance(shape, Group) else None
        return shape

    def others(self, path: Place) -> Iterator[Place]:
        """Paths of the same kind: one that the rule reads elsewhere, and one beside it in its group."""
        shape = self.shape(path)
        if shape is None:
            return
        yield from [other for other in self.read if other != path and self.shape(other) == shape][:1]
        holder = self.shape(path[:-1])
        beside = list(holder.members) if isinstance(holder, Group) and len(path) > 1 else []
        yield from [
            (*path[:-1], name) for name in beside if name != path[-1] and self.shape((*path[:-1], name)) == shape
        ][:1]
        if path[0] == "vilkaar" and isinstance(conditions := self.shapes["vilkaar"], Group):
            yield ("vilkaar", next(id for id in conditions.members if id != path[1]), *path[2:])

    def inside(self, listed: nodes.Node) -> "Known":
        """The same names inside a list: `punkt` is an item, `ytre` the item outside."""
        path = path_of(listed)
        shape = self.shape(path) if path else None
        item = shape.of if isinstance(shape, Items) else Leaf("tekst")
        inner = {**self.shapes, ITEM: item}
        if ITEM in self.shapes:
            inner["ytre"] = self.shapes[ITEM]
        return Known(inner, self.read)


def named(path: Place, like: nodes.Node) -> nodes.Expr:
    """The node that reads a path."""
    node: nodes.Expr = nodes.Name(path[0], "load", lineno=like.lineno)
    for part in path[1:]:
        node = nodes.Getitem(node, nodes.Const(part, lineno=like.lineno), "load", lineno=like.lineno)
    return node


def changed(node: nodes.Node, known: Known) -> Iterator[tuple[str, nodes.Node]]:
    """Every way to change one thing in an expression."""
    if (path := path_of(node)) is not None:
        for other in dict.fromkeys(known.others(path)):
            yield f"{dotted(path)} → {dotted(other)}", named(other, node)
        return
    yield from changed_here(node)
    inner = known
    if isinstance(node, nodes.Call) and node.node.name in OVER_LISTS and node.args:
        inner = known.inside(node.args[0])
    for field, value in node.iter_fields():
        if isinstance(node, nodes.Call) and field == "node":
            continue
        for position, child in enumerate(value if isinstance(value, list) else [value]):
            for change, mutant in changed_child(child, inner if position else known):
                whole = copy.copy(node)
                put = [*value[:position], mutant, *value[position + 1 :]] if isinstance(value, list) else mutant
                setattr(whole, field, put)
                yield change, whole


def changed_child(child: object, known: Known) -> Iterator[tuple[str, nodes.Node]]:
    """The changes of a child, and of an expression written inside a call."""
    if isinstance(child, nodes.Const) and isinstance(child.value, Expression):
        for change, mutant in changed(child.value.node, known):
            yield change, nodes.Const(dataclasses.replace(child.value, node=mutant), lineno=child.lineno)
    elif isinstance(child, nodes.Node):
        yield from changed(child, known)


def changed_here(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """The changes of a node itself, its children left as they are."""
    at = node.lineno
    match node:
        case nodes.Operand():
            for other in filter(None, (SWAPPED.get(node.op), TURNED.get(node.op))):
                yield f"{node.op} → {other}", nodes.Operand(other, node.expr, lineno=at)
        case nodes.BinExpr():
            yield from changed_pair(node)
        case nodes.Not():
            yield "not borte", node.node
        case nodes.CondExpr():
            yield "if: grenene byttet", nodes.CondExpr(node.test, node.expr2, node.expr1, lineno=at)
        case nodes.Const():
            yield from ((f"{node.value!r} → {other!r}", nodes.Const(other, lineno=at)) for other in instead(node.value))
        case nodes.List() | nodes.Tuple():
            for index, item in enumerate(node.items):
                rest = [*node.items[:index], *node.items[index + 1 :]]
                yield f"uten {getattr(item, 'value', index)}", nodes.List(rest, lineno=at)
        case nodes.Call():
            yield from changed_call(node)


def changed_pair(node: nodes.BinExpr) -> Iterator[tuple[str, nodes.Node]]:
    """The other way to join two sides, or one of two clauses alone."""
    if other := ARITHMETIC.get(type(node)):
        yield f"{node.operator} → {other.operator}", other(node.left, node.right, lineno=node.lineno)
    if isinstance(node, nodes.And | nodes.Or):
        yield f"{node.operator}: uten høyre", node.left
        yield f"{node.operator}: uten venstre", node.right


def instead(value: object) -> tuple[object, ...]:
    """What a constant may be swapped for."""
    match value:
        case bool():
            return (not value,)
        case int() | float():
            return (value + 1, value - 1)
        case str():
            return ("noe-annet",)
    return ()


def changed_call(node: nodes.Call) -> Iterator[tuple[str, nodes.Node]]:
    """Another quantifier, or one thing less to have words in."""
    name = node.node.name
    if other := OTHER_CALL.get(name):
        call = copy.copy(node)
        call.node = nodes.Name(other, "load", lineno=node.lineno)
        yield f"{name} → {other}", call
    if name == HAS_TEXT and len(node.args) > 1:
        for index in range(len(node.args)):
            call = copy.copy(node)
            call.args = [*node.args[:index], *node.args[index + 1 :]]
            yield f"har_tekst uten {dotted(path_of(node.args[index]) or ())}", call


def mutants(rule: Rule, scheme: Scheme) -> Iterator[Mutant]:
    """Every mutant of a rule."""
    seen = {**shapes(scheme), "innstillinger": Group(dict.fromkeys(rule.file.settings, Leaf("tall")))}
    expressions = [each for each in (rule.requirement, rule.when, rule.unless) if each]
    known = Known(seen, tuple(dict.fromkeys(path for each in expressions for path in paths_read(each.node))))
    if rule.for_each:
        known = known.inside(rule.for_each.node)
    for part, name in PARTS.items():
        if (expression := getattr(rule, part)) is None:
            continue
        if part != "requirement":
            yield Mutant(dataclasses.replace(rule, **{part: None}), f"{name} borte")
        for change, node in changed(expression.node, known):
            mutant = dataclasses.replace(expression, node=node)
            yield Mutant(dataclasses.replace(rule, **{part: mutant}), f"{name}: {change}")


def verdict(rule: Rule, scope: Scope) -> bool | None:
    """Whether a rule stops an example; None when it cannot be tried."""
    try:
        return any(True for _ in breaches(rule, scope, rule.file.settings))
    except (NotGivenError, ExpressionError):
        return None


def survivors(rule: Rule, scheme: Scheme) -> tuple[int, list[str]]:
    """How many mutants a rule has, and the changes that none of its examples noticed."""
    examples = [
        (example_scope(scheme, example), stops)
        for stops, listed in ((False, rule.file.accepts), (True, rule.file.refuses))
        for example in listed
    ]
    tried = list(mutants(rule, scheme))
    return len(tried), [
        mutant.change for mutant in tried if all(verdict(mutant.rule, scope) is stops for scope, stops in examples)
    ]


def all_survivors() -> Iterator[tuple[str, int, list[str]]]:
    """Each rule's code, the number of its mutants, and its survivors."""
    for scheme in load_library().schemes.values():
        for layer in scheme.rules:
            for _, rules in layer.by_date:
                for rule in rules:
                    yield rule.code, *survivors(rule, scheme)


def known_survivors() -> dict[str, dict[str, str]]:
    """The survivors that make no difference, by rule and change, each with its reason."""
    return yaml.safe_load(KNOWN.read_text(encoding="utf-8")) or {}


def main() -> int:
    """Print killed and survived per rule, and the whole; 1 when too many survive or one has no reason."""
    known = known_survivors()
    total = lived = unexplained = 0
    for code, count, alive in all_survivors():
        total, lived = total + count, lived + len(alive)
        sys.stdout.write(f"{code}: {count - len(alive)} av {count}\n")
        for change in alive:
            reason = known.get(code, {}).get(change, "")
            unexplained += not reason
            sys.stdout.write(f"    overlevde: {change}" + (f" ({reason})\n" if reason else " UFORKLART\n"))
    share = f"{(total - lived) / total:.1%}"
    sys.stdout.write(f"I alt {total - lived} av {total} oppdaget ({share}). {unexplained} uten forklaring.\n")
    return int(lived > (1 - ENOUGH) * total or unexplained > 0)


if __name__ == "__main__":
    sys.exit(main())
