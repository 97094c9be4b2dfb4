"""A name that a text or a rule gets wrong: the one that was probably meant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lettergen.discretion import nearest
from lettergen.expressions import FUNCTIONS, HAS_TEXT, OVER_LISTS
from lettergen.findings import Code, Finding
from lettergen.library import Scheme
from lettergen.scope import names
from lettergen.shapes import Group, Items, Shape
from lettergen.source import dotted


def suggested(findings: Iterable[Finding], schemes: Iterable[Scheme]) -> Iterator[Finding]:
    """The findings, those of an unknown name with the nearest known one."""
    known: list[str] = []
    for finding in findings:
        if finding.code != Code.UNKNOWN_NAME.number:
            yield finding
            continue
        known = known or sorted({name for scheme in schemes for name in _known(scheme)})
        name = dict(finding.values)["name"]
        near = nearest(name, [each for each in known if each.startswith("|") is name.startswith("|")])
        yield replace(finding, values=(*finding.values, ("nearest", near))) if near else finding


def _known(scheme: Scheme) -> Iterator[str]:
    seen = names(scheme, running_text=True)
    yield from _paths(seen.values, ())
    yield from (f"{call}()" for call in (*seen.calls, *FUNCTIONS, *OVER_LISTS, HAS_TEXT))
    yield from (f"|{filter}" for filter in seen.filters)
    for ids in (scheme.provisions, scheme.blocks, scheme.conditions, scheme.letter_types):
        yield from ids
    for condition in scheme.conditions.values():
        yield from condition.parts


def _paths(values: Mapping[str, Shape], before: tuple[str, ...]) -> Iterator[str]:
    for name, shape in values.items():
        yield dotted((*before, name))
        inner = shape.of if isinstance(shape, Items) else shape
        if isinstance(inner, Group):
            yield from _paths(inner.members, () if isinstance(shape, Items) else (*before, name))
