"""Dates: versions that overlap or leave days uncovered, rates that do, and provisions that end before they begin."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from lettergen.findings import Code, Finding
from lettergen.law import Reference
from lettergen.library import Scheme
from lettergen.rates import Series
from lettergen.reasons import ReasonBlock
from lettergen.source import Location, Path
from lettergen.upkeep.shelf import Shelf

ONE_DAY = timedelta(days=1)


def check_validity(shelf: Shelf) -> Iterator[Finding]:
    """Gaps and overlaps in what counts by date.

    Bad: a version valid to 30 June, the next one from 1 August. Good: each day has one.
    """
    seen: set[str] = set()
    for scheme in shelf.schemes:
        for versions in scheme.blocks.values():
            blocks = [block for _, block in versions.by_date if block.location.file not in seen]
            seen.update(block.location.file for block in blocks)
            yield from _of_blocks(blocks)
        yield from _of_rates(shelf, scheme)
        yield from _of_law(shelf, scheme)


def _of_blocks(blocks: Sequence[ReasonBlock]) -> Iterator[Finding]:
    for block in blocks:
        if block.valid_from and block.head.valid_to and block.head.valid_to < block.valid_from:
            yield _ends_too_early(block.location, (), block.head.valid_to)
    for block, following in pairwise(blocks):
        last, start = block.head.valid_to, following.valid_from
        if last and start:  # without a last day the next version takes over on its first
            yield from _between(following.location, (), last, start)


def _between(at: Location, path: Path, last: date | None, start: date) -> Iterator[Finding]:
    """What is wrong where one version ends and the next begins."""
    if last is None or last >= start:
        end = (last or start).isoformat()
        yield Finding.of(Code.OVERLAP, at, path, first=start.isoformat(), last=end)
    elif last + ONE_DAY < start:
        first, end = (last + ONE_DAY).isoformat(), (start - ONE_DAY).isoformat()
        yield Finding.of(Code.GAP, at, path, first=first, last=end)


def _ends_too_early(at: Location, path: Path, last: date) -> Finding:
    return Finding.of(Code.ENDS_TOO_EARLY, at, path, last=last.isoformat())


def _of_rates(shelf: Shelf, scheme: Scheme) -> Iterator[Finding]:
    for id, series in scheme.series.items():
        path: Path = ("satser", id)
        found = [*_of_series(series, path)]
        yield from (replace(each, location=shelf.place(scheme, "satser.yaml", path)) for each in found)


def _of_series(series: Series, path: Path) -> Iterator[Finding]:
    nowhere = Location("")
    rows = sorted(series.rate_rows, key=lambda row: row.from_date)
    for row, following in pairwise(rows):
        yield from _between(nowhere, path, row.to_date, following.from_date)
    for row in rows:
        if row.to_date and row.to_date < row.from_date:
            yield _ends_too_early(nowhere, path, row.to_date)


def _of_law(shelf: Shelf, scheme: Scheme) -> Iterator[Finding]:
    before: dict[Reference, date | None] = {}
    for id, provision in sorted(scheme.provisions.items(), key=lambda row: row[1].in_force_from or date.max):
        path: Path = ("hjemler", id)
        start, last = provision.in_force_from, provision.in_force_to
        if start is None:
            continue
        found = [_ends_too_early(Location(""), path, last)] if last and last < start else []
        if provision.place in before:
            ended = before[provision.place]
            found += [each for each in _between(Location(""), path, ended, start) if each.code == Code.OVERLAP.number]
        before[provision.place] = last
        yield from (replace(each, location=shelf.place(scheme, "hjemler.yaml", path)) for each in found)
