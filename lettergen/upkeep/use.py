"""What a library holds and nothing uses: blocks no decision can choose, facts no text, rule or table reads."""

from collections.abc import Iterator, Mapping
from datetime import date

from jinja2 import nodes

from lettergen.expressions import Expression
from lettergen.facts import Fact
from lettergen.findings import Code, Finding
from lettergen.library import Scheme
from lettergen.source import Path, dotted
from lettergen.texts import Text
from lettergen.upkeep.cells import argued
from lettergen.upkeep.shelf import Shelf


def check_use(shelf: Shelf, day: date) -> Iterator[Finding]:
    """Blocks that cannot come into a letter, and facts that nothing reads.

    Bad: a block for an outcome that its condition never has in any letter. Good: a letter type can take it.
    """
    schemes = shelf.schemes
    printed = {name for scheme in schemes for name in _printed(scheme)}
    reachable = {location for scheme in schemes for location in _reachable(scheme, printed, day)}
    told: set[str] = set()
    for scheme in schemes:
        for versions in scheme.blocks.values():
            file = versions.newest.location.file
            if file not in reachable | told:
                told.add(file)
                yield Finding.of(Code.UNREACHABLE_BLOCK, versions.newest.location, name=versions.newest.id)
        yield from _unused_facts(shelf, scheme)


def _reachable(scheme: Scheme, printed: set[str], day: date) -> Iterator[str]:
    """The files of blocks that a decision of some day may print."""
    outcomes = {
        (id, outcome)
        for letter, kind in scheme.letter_types.items()
        for id, condition in scheme.conditions_of(letter).items()
        for outcome in argued(kind, id, condition)
    }
    for id, versions in scheme.blocks.items():
        head = versions.newest.head
        over = head.valid_to is not None and head.valid_to < min(scheme.file.served_from, day)
        chosen = (head.condition, head.outcome) in outcomes if head.condition else id in printed
        if chosen and not over:
            yield versions.newest.location.file


def _printed(scheme: Scheme) -> Iterator[str]:
    """The blocks that running texts ask for by name."""
    for versions in scheme.letters.values():
        for _, text in versions.by_date:
            for root in text.body:
                for call in root.find_all(nodes.Call):
                    if isinstance(call.node, nodes.Name) and call.node.name == "blokk":
                        yield from (str(each.value) for each in call.args if isinstance(each, nodes.Const))


def _unused_facts(shelf: Shelf, scheme: Scheme) -> Iterator[Finding]:
    names, keys = _read(scheme)
    for id, fact in scheme.facts.facts.items():
        unread = [path for path in _leaves(fact, (id,)) if len(path) > 1 and path[-1] not in keys]
        for fact_path in unread if id in names else [(id,)]:
            path: Path = ("opplysninger", *fact_path)
            at = shelf.place(scheme, "opplysninger.yaml", path[:2])
            yield Finding.of(Code.UNUSED_FACT, at, path, name=dotted(fact_path))


def _leaves(fact: Fact, path: Path) -> Iterator[Path]:
    """The paths of the fields that hold a value. Items of a list are named by their list."""
    fields: Mapping[str, Fact] = (fact.element.fields if fact.element else fact.fields) or {}
    if not fields:
        yield path
    for key, inner in fields.items():
        yield from _leaves(inner, (*path, key))


def _read(scheme: Scheme) -> tuple[set[str], set[str]]:
    """The names that anything reads, and the keys read of any value (`punkt.beloep` and `x['beloep']` read `beloep`)."""
    names: set[str] = set()
    keys: set[str] = set()
    for root in _roots(scheme):
        _gather(root, names, keys)
    for versions in scheme.blocks.values():
        for _, block in versions.by_date:
            for fact in (*block.head.facts, *block.head.events):
                first, *rest = fact.split(".")
                names.add(first)
                keys.update(rest)
    if benefit := scheme.file.benefit:
        names |= {reduction.rows for reduction in benefit.reductions.values()} | {benefit.children, benefit.paid or ""}
        keys |= {"fra", "til", "timer", "per_dag"}
    for kind in scheme.letter_types.values():
        for path in (kind.benefit.from_date, kind.benefit.to_date) if kind.benefit else ():
            first, *rest = path.split(".")
            names.add(first)
            keys.update(rest)
    return names, keys


def _gather(root: nodes.Node, names: set[str], keys: set[str]) -> None:
    """Names and keys below a node, expressions inside expressions (`sum(list, '…')`) among them."""
    if isinstance(root, nodes.Name):
        names.add(root.name)
    elif isinstance(root, nodes.Getattr):
        keys.add(root.attr)
    elif isinstance(root, nodes.Getitem) and isinstance(root.arg, nodes.Const):
        keys.add(str(root.arg.value))
    elif isinstance(root, nodes.Const) and isinstance(root.value, Expression):
        _gather(root.value.node, names, keys)
    for child in root.iter_child_nodes():
        _gather(child, names, keys)


def _roots(scheme: Scheme) -> Iterator[nodes.Node]:
    """Every parsed tree of a scheme."""
    for text in _texts(scheme):
        yield from text.body
    for table in (scheme.computed, scheme.applies_when, scheme.assessed_when, *scheme.closing_when.values()):
        yield from (expression.node for expression in table.values())
    for table_texts in scheme.tables.values():
        yield table_texts.rows.node
        if table_texts.sum_when:
            yield table_texts.sum_when.node
    for versions in scheme.rules:
        for _, rules in versions.by_date:
            for rule in rules:
                read = (rule.requirement, rule.when, rule.unless, rule.for_each)
                yield from (expression.node for expression in read if expression)


def _texts(scheme: Scheme) -> Iterator[Text]:
    for versions in scheme.blocks.values():
        for _, block in versions.by_date:
            yield from block.texts.values()
    for texts in scheme.letters.values():
        yield from (text for _, text in texts.by_date)
    for table in scheme.tables.values():
        for by_language in (table.cells, table.sums):
            yield from (text for cells in by_language.values() for text in cells)
