"""The table that `make mutate` prints, and what counts as passing."""

from collections.abc import Iterable, Iterator, Sequence

from tests.mutation.kinds import Kind
from tests.mutation.running import UNDAMAGED, Tried

FEWEST_OF_A_KIND = 10
FEWEST = 2000
SHOWN_CODES = 3


def rows(kinds: Sequence[Kind], tried: Sequence[Tried]) -> Iterator[str]:
    """One row a kind, then the total."""
    by_kind: dict[str, list[Tried]] = {kind.name: [] for kind in kinds}
    damaged = [each for each in tried if each.kind != UNDAMAGED]
    for each in damaged:
        by_kind[each.kind].append(each)
    width = max((len(name) for name in by_kind), default=4)
    yield f"{'kind':{width}} | {'declared':24} | mutants | found | missed"
    yield f"{'-' * width}-|-{'-' * 24}-|---------|-------|-------"
    for kind in kinds:
        of_kind = by_kind[kind.name]
        yield _row(f"{kind.name:{width}} | {_codes(kind):24}", of_kind)
    yield _row(f"{f'{len(kinds)} kinds':{width}} | {'':24}", damaged)


def _row(head: str, tried: Sequence[Tried]) -> str:
    found = sum(each.found for each in tried)
    return f"{head} | {len(tried):7} | {found:5} | {len(tried) - found or '':>6}"


def _codes(kind: Kind) -> str:
    more = f" … ({len(kind.codes)})" if len(kind.codes) > SHOWN_CODES else ""
    return ", ".join(kind.codes[:SHOWN_CODES])[: 24 - len(more)] + more


def misses(tried: Iterable[Tried]) -> Iterator[str]:
    """Each mutant that was not found: file, place, what was wanted and what came instead."""
    for each in tried:
        if not each.found:
            yield f"{each.kind}: {each.example}: {each.about}"
            yield f"    wanted {each.wanted}; said {'; '.join(each.said) or 'nothing'}"


def shortcomings(kinds: Sequence[Kind], tried: Sequence[Tried], *, whole: bool) -> Iterator[str]:
    """Why the run does not pass. The total counts only where all kinds were run."""
    for each in tried:
        if each.kind == UNDAMAGED and not each.found:
            yield f"{each.example} is not complete to begin with: {', '.join(each.said)}"
    damaged = [each for each in tried if each.kind != UNDAMAGED]
    if missed := sum(not each.found for each in damaged):
        yield f"{missed} mutants were not found"
    for kind in kinds:
        count = sum(each.kind == kind.name for each in tried)
        if count < FEWEST_OF_A_KIND:
            yield f"{kind.name}: only {count} mutants, {FEWEST_OF_A_KIND} are asked for"
    if whole and len(damaged) < FEWEST:
        yield f"only {len(damaged)} mutants in all, {FEWEST} are asked for"
