"""What can be seen to be wrong in content before any decision is read: names, ids and provisions."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path as FilePath

from jinja2 import nodes

from lettergen.content_files import COMMON
from lettergen.documents import Document
from lettergen.expressions import ITEM, OUTER, ExpressionError
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Scheme, TableTexts
from lettergen.markup import check_markup
from lettergen.names import norwegian
from lettergen.overlay import Stack
from lettergen.reasons import ReasonBlock, version_of
from lettergen.rules import Rule
from lettergen.scope import LAW_FILTERS, NUMBER, names, shapes
from lettergen.shapes import TEXT, Group, Items, Names, Shape, check_names, shape_of
from lettergen.source import Location, Path
from lettergen.texts import Text, check_text

REPLACES = "replaces.yaml"
OWN_FIELDS = ("vurdering", "hvorfor", "vekt")
"""What the office writes outside the facts."""
ARGUMENTS = {"vilkaar": (0, 1), "blokk": (1,), "tabell": (1,), "lovhenvisning": (0,)}
"""How many arguments the calls of running texts take; they stand alone, and decide nothing."""


def check_scheme(scheme: Scheme, document: Document, facts_document: Document) -> Iterator[Finding]:
    """Ids in the scheme's tables that lead nowhere, and facts that hide a core key."""
    core = shapes(scheme).keys() - scheme.facts.shapes.keys()
    for fact in (*scheme.facts.facts, *scheme.facts.computed):
        if fact in core or fact in (ITEM, OUTER, "innstillinger"):
            yield _bad(facts_document, ("opplysninger", fact), fact)
    for path, name in (*_lost_in_conditions(scheme), *_lost_in_letters(scheme), *_lost_series(scheme)):
        yield _bad(document, path, name)
    yield from _unknown_names(scheme, document, facts_document)


def _bad(document: Document, path: Path, name: str) -> Finding:
    return Finding.of(Code.BAD_CONTENT, document.location(path), path, name=name)


def _lost_in_conditions(scheme: Scheme) -> Iterator[tuple[Path, str]]:
    for id, condition in scheme.conditions.items():
        path: Path = ("vilkaar", id)
        provisions = enumerate(condition.law)
        yield from (((*path, "hjemler", index), name) for index, name in provisions if name not in scheme.provisions)
        blocks = condition.default.items()
        yield from (((*path, "standard", outcome), name) for outcome, name in blocks if name not in scheme.blocks)
        for outcome in condition.outcomes:
            if condition.heading.of(outcome) is None:
                yield (*path, "overskrift", outcome), outcome


def _lost_in_letters(scheme: Scheme) -> Iterator[tuple[Path, str]]:
    for id, letter in scheme.letter_types.items():
        for index, fact in enumerate(letter.facts):
            if fact not in scheme.facts.facts:
                yield ("brev", id, "opplysninger", index), fact
        for field in ("conditions", "optional_conditions"):
            for index, name in enumerate(getattr(letter, field) or ()):
                if name not in scheme.conditions:
                    yield ("brev", id, norwegian(field), index), name
        if letter.benefit and scheme.file.benefit is None:
            yield ("brev", id, norwegian("benefit")), id
    wanted = {(id, language) for id in scheme.letter_types for language in Language}
    for id, language in sorted(wanted ^ scheme.letters.keys()):
        yield ("brev", id), f"templates/{language}/{scheme.id}/{id}.md"


def _lost_series(scheme: Scheme) -> Iterator[tuple[Path, str]]:
    if (benefit := scheme.file.benefit) is not None:
        for field in ("basis", "factor", "days_per_year", "share", "per_child"):
            if (series := getattr(benefit, field)) not in scheme.series:
                yield (norwegian("benefit"), norwegian(field)), series
        for id, reduction in benefit.reductions.items():
            if reduction.condition and reduction.condition not in scheme.conditions:
                yield (norwegian("benefit"), norwegian("reductions"), id, norwegian("condition")), reduction.condition
            if reduction.rows not in scheme.facts.facts:
                yield (norwegian("benefit"), norwegian("reductions"), id), reduction.rows
        if benefit.paid and benefit.paid not in scheme.facts.facts:
            yield (norwegian("benefit"), norwegian("paid")), benefit.paid


def _unknown_names(scheme: Scheme, document: Document, facts_document: Document) -> Iterator[Finding]:
    known = names(scheme)
    for table, expressions, where in (
        ("beregnet", scheme.computed, facts_document),
        ("vilkaar", scheme.applies_when, document),
        ("vilkaar", scheme.assessed_when, document),
        *(("brev", expressions, document) for expressions in scheme.closing_when.values()),
    ):
        for id, expression in expressions.items():
            for error in check_names(expression.node, known):
                yield Finding.of(Code.UNKNOWN_NAME, where.location((table, id)), (table, id), name=error.detail)


def check_table(scheme: Scheme, name: str, table: TableTexts) -> Iterator[ExpressionError]:
    """Undeclared names in a table's cells (`punkt` is a row), and a sum row of another length."""
    known = names(scheme)
    yield from check_names(table.rows.node, known)
    if table.sum_when:
        yield from check_names(table.sum_when.node, known)
    shape = shape_of(table.rows.node, known, quiet=True)
    row = known.with_values(punkt=shape.of if isinstance(shape, Items) else TEXT)
    for cells in table.cells.values():
        for cell in cells:
            yield from check_text(cell, row)
    for sums in table.sums.values():
        for cell in sums:
            yield from check_text(cell, known)
        if sums and len(sums) != len(table.file.columns):
            yield ExpressionError("type", name)


def check_block(scheme: Scheme, block: ReasonBlock) -> Iterator[ExpressionError]:
    """A block's ids must exist, its texts use declared names, and each cited provision stand in its head."""
    head = block.head
    yield from _check_head(scheme, block)
    cited = {*head.law.basis, *head.law.mentions}
    for text in block.texts.values():
        yield from check_text(text, names(scheme))
        yield from check_markup(text)
        for line, provision in cited_in(text):
            if provision not in cited:
                yield ExpressionError("unknown", provision, line)
    for provision in sorted(cited - scheme.provisions.keys()):
        yield ExpressionError("unknown", provision)


def _check_head(scheme: Scheme, block: ReasonBlock) -> Iterator[ExpressionError]:
    head = block.head
    known: Names = names(scheme)
    for fact in head.facts:
        if fact.split(".")[0] not in known.values:
            yield ExpressionError("unknown", fact)
    if head.condition is None:
        return
    condition = scheme.conditions.get(head.condition)
    if condition is None:
        yield ExpressionError("unknown", head.condition)
        return
    if head.outcome not in condition.outcomes:
        yield ExpressionError("unknown", head.outcome or "utfall")
    for part in head.parts:
        if part not in condition.parts:
            yield ExpressionError("unknown", part)


def check_running_text(scheme: Scheme, text: Text) -> Iterator[ExpressionError]:
    """A running text's names, blocks, tables and provisions must exist."""
    yield from check_text(text, names(scheme, running_text=True))
    yield from check_markup(text)
    for line, provision in cited_in(text):
        if provision not in scheme.provisions:
            yield ExpressionError("unknown", provision, line)
    bare = {id(part) for root in text.body for output in _outputs(root) for part in output.nodes}
    for call in _calls(text):
        line = text.line + call.lineno - 1
        name = call.node.name  # type: ignore[attr-defined]  # a plain name, see expressions.check_allowed
        if name in ARGUMENTS and (id(call) not in bare or len(call.args) not in ARGUMENTS[name]):
            yield ExpressionError("refused", f"{name}()", line)
        for argument in call.args if name in ARGUMENTS else ():
            if not isinstance(argument, nodes.Const):
                yield ExpressionError("refused", "arguments", line)
                continue
            known = {
                "blokk": scheme.blocks.keys(),
                "tabell": scheme.tables.keys(),
                "vilkaar": ("avgjoerende", "oppfylt", "ikke_vurdert"),
            }.get(call.node.name)  # type: ignore[attr-defined]  # a plain name, see expressions.check_allowed
            if known is not None and argument.value not in known:
                yield ExpressionError("unknown", str(argument.value), line)


def check_no_decision(scheme: Scheme, text: Text) -> Iterator[ExpressionError]:
    """A letter that decides nothing prints no law sentence, no condition, and no block of a decision.

    Such a block tells of an appeal body, or rests on law.
    """
    for call in _calls(text):
        name = call.node.name  # type: ignore[attr-defined]  # a plain name, see expressions.check_allowed
        printed = str(call.args[0].value) if name == "blokk" and isinstance(call.args[0], nodes.Const) else ""
        heads = [block.head for _, block in scheme.blocks[printed].by_date] if printed in scheme.blocks else []
        if name in ("vilkaar", "lovhenvisning") or any(head.appeal_body or head.law.basis for head in heads):
            yield ExpressionError("refused", f"{name}({printed})", text.line + call.lineno - 1)


def check_rule(scheme: Scheme, rule: Rule) -> Iterator[ExpressionError]:
    """A rule's names must be declared (`punkt` is an item of what it goes through), its law and letter types exist."""
    known = names(scheme).with_values(innstillinger=Group(dict.fromkeys(rule.file.settings, NUMBER)))
    if rule.for_each:
        yield from check_names(rule.for_each.node, known)
        shape = shape_of(rule.for_each.node, known, quiet=True)
        known = known.with_values(punkt=shape.of if isinstance(shape, Items) else TEXT)
    for expression in (rule.requirement, rule.when, rule.unless):
        if expression:
            yield from check_names(expression.node, known)
    for provision in rule.file.law:
        if provision not in scheme.provisions:
            yield ExpressionError("unknown", provision)
    for letter in rule.file.applies:
        if letter not in scheme.letter_types:
            yield ExpressionError("unknown", letter)


def check_word_rules(scheme: Scheme) -> Iterator[tuple[Path, ExpressionError]]:
    """Names, law, letter types, places, conditions and proofs of the scheme's own rules on words must exist."""
    rules, known = scheme.word_rules, names(scheme)
    shared = sum(each.code.startswith(f"{COMMON.upper()}-") for each in rules.wordings)
    for index, wording in enumerate(rules.wordings[shared:]):
        path: Path = ("ordvalg", index)
        if wording.unless:
            yield from ((path, error) for error in check_names(wording.unless.node, known))
        lost = [id for id in wording.file.law if id not in scheme.provisions]
        lost += [id for id in wording.file.applies if id not in scheme.letter_types]
        lost += [name for name in wording.file.places if name not in OWN_FIELDS and not _is_fact(scheme, name)]
        yield from ((path, ExpressionError("unknown", name)) for name in lost)
    for deed in rules.deeds:
        lost = [name for name in deed.file.proof.facts if not _is_fact(scheme, name)]
        lost += [kind for kind in deed.file.proof.sources if kind not in scheme.file.source_kinds]
        yield from ((("handlinger",), ExpressionError("unknown", name)) for name in lost)
    for condition, parts in rules.halves.items():
        own = scheme.conditions[condition].parts if condition in scheme.conditions else {}
        yield from ((("halvdeler", condition), ExpressionError("unknown", part)) for part in parts if part not in own)


def _is_fact(scheme: Scheme, name: str) -> bool:
    fact, _, inside = name.partition(".")
    shape: Shape | None = shapes(scheme).get(fact)
    for key in inside.split(".") if inside else ():
        shape = shape.of if isinstance(shape, Items) else shape
        shape = shape.members.get(key) if isinstance(shape, Group) else None
    return shape is not None


def cited_in(text: Text) -> Iterator[tuple[int, str]]:
    """The provision ids that a text cites through a filter, each with its line."""
    return iter(_cited(text))


@lru_cache(maxsize=4096)
def _cited(text: Text) -> tuple[tuple[int, str], ...]:
    return tuple(_citations(text))


def _citations(text: Text) -> Iterator[tuple[int, str]]:
    for root in text.body:
        for node in (root, *root.find_all(nodes.Filter)):
            if isinstance(node, nodes.Filter) and node.name in LAW_FILTERS and node.node is not None:
                listed = node.node.items if isinstance(node.node, nodes.List) else [node.node]
                for constant in listed:
                    value = constant.value if isinstance(constant, nodes.Const) else ""
                    yield text.line + node.lineno - 1, str(value)


def _outputs(root: nodes.Node) -> Iterator[nodes.Output]:
    if isinstance(root, nodes.Output):
        yield root
    yield from root.find_all(nodes.Output)


def _calls(text: Text) -> Iterator[nodes.Call]:
    for root in text.body:
        yield from root.find_all(nodes.Call)


def check_layers(stack: Stack) -> Iterator[Finding]:
    """What an office should look at in its own folders: files never used, and copies whose original moved on."""
    *own, shipped = stack.layers
    for layer in own:
        for file in sorted(layer.rglob("*.md")) + sorted(layer.rglob("*.yaml")):
            inside = file.relative_to(layer).as_posix()
            content = inside == REPLACES or inside.startswith(("reasons/", "templates/"))
            if not content and not _is_decision(file, stack):
                yield Finding.of(Code.UNUSED_FILE, Location(stack.name(file)), name=inside)
        if (layer / REPLACES).is_file():
            yield from _outdated(stack.document(layer / REPLACES), shipped)


def _is_decision(file: FilePath, stack: Stack) -> bool:
    """Whether a file is a decision: examples may lie beside the texts they try."""
    data = stack.document(file).data if file.suffix == ".yaml" else None
    return isinstance(data, dict) and {norwegian("schema_id"), norwegian("letter_type")} <= data.keys()


def _outdated(document: Document, shipped: FilePath) -> Iterator[Finding]:
    yield from document.findings
    for relative, version in (document.data or {}).items():
        original = shipped / relative
        if not original.is_file() or version_of(original.read_text(encoding="utf-8")) != version:
            yield Finding.of(Code.REPLACEMENT_OUTDATED, document.location((relative,)), (relative,), name=relative)
