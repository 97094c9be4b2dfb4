"""The law that a library leans on: blocks without it, provisions nobody has read or read long ago, weaker replacements."""

from collections.abc import Iterable, Iterator
from datetime import date

from lettergen.content_files import ContentReader
from lettergen.days import add_months
from lettergen.findings import Code, Finding
from lettergen.law import Standing
from lettergen.library import Library, Scheme
from lettergen.overlay import Stack
from lettergen.reasons import ReasonBlock
from lettergen.source import Location, Path
from lettergen.static import cited_in
from lettergen.upkeep.shelf import Shelf
from lettergen.wording import both

CANNOT_BE_PRINTED = (Standing.NOT_IN_FORCE, Standing.REPEALED, Standing.UNVERIFIED)
CARRIES = ("condition", "outcome", "parts", "facts", "events", "covers", "appeal_body")
"""What the head of a block promises or demands; an office's own version may add to it, hardly take away."""


def check_law_of_blocks(shelf: Shelf, day: date) -> Iterator[Finding]:
    """Blocks that carry a condition without law, and blocks that lean on law that cannot be printed on the day.

    Bad: a reason block whose head names no provision. Good: the one its condition stands in.
    """
    seen: set[str] = set()
    for scheme in shelf.schemes:
        for block in _counting(scheme, day):
            if block.location.file in seen:
                continue
            seen.add(block.location.file)
            if block.head.condition and not (block.head.law.basis or block.head.law.mentions):
                condition = both(scheme.conditions[block.head.condition].name)
                yield Finding.of(Code.NO_LAW, block.location, condition=condition)
            yield from _not_printable(scheme, ((block.location, id) for id in block.head.law.ids), day)
        texts = [text for versions in scheme.letters.values() if (text := versions.on(day))]
        cited = ((shelf.at(text, line), id) for text in texts for line, id in cited_in(text))
        yield from _not_printable(scheme, cited, day)


def _not_printable(scheme: Scheme, cited: Iterable[tuple[Location, str]], day: date) -> Iterator[Finding]:
    for at, id in cited:
        if (standing := scheme.provisions[id].standing(day)) in CANNOT_BE_PRINTED:
            yield Finding.of(Code.LAW_NOT_PRINTABLE, at, name=id, reason=standing.value)


def _counting(scheme: Scheme, day: date) -> Iterator[ReasonBlock]:
    for id in sorted(scheme.blocks):
        if block := scheme.block(id, day):
            yield block


def check_reading(shelf: Shelf, day: date) -> Iterator[Finding]:
    """Provisions in use whose wording was last read long ago, told once for each act.

    Bad: last read fifteen months ago. Good: read again, and the date moved.
    """
    limit = add_months(day, -shelf.library.read_again_after)
    for scheme in shelf.schemes:
        used = {id for block in _counting(scheme, day) for id in block.head.law.ids}
        old: dict[str, list[str]] = {}
        for id in sorted(used):
            provision = scheme.provisions[id]
            if provision.checked is None or provision.checked < limit:
                old.setdefault(provision.act.id, []).append(id)
        for ids in old.values():
            path: Path = ("hjemler", ids[0])
            name, at = scheme.provisions[ids[0]].act.name, shelf.place(scheme, "hjemler.yaml", path)
            yield Finding.of(Code.LAW_READ_LONG_AGO, at, path, act=f"{name.nb}¦{name.nn}", count=str(len(ids)))


def check_replacements(shelf: Shelf) -> Iterator[Finding]:
    """An office's own version of a shipped block that carries or asks for less than the original did.

    Bad: the replacement no longer demands the date of the warning. Good: it demands as much, or more.
    """
    library = shelf.library
    for block in {block.location.file: block for block in _all_blocks(library)}.values():
        if (original := _original(library, block)) is None:
            continue
        lost = [*_lost(block, original)]
        if lost:
            yield Finding.of(Code.WEAKER_REPLACEMENT, block.location, lost=", ".join(lost))


def _all_blocks(library: Library) -> Iterator[ReasonBlock]:
    for scheme in library.schemes.values():
        for versions in scheme.blocks.values():
            yield from (block for _, block in versions.by_date)


def _original(library: Library, block: ReasonBlock) -> ReasonBlock | None:
    """The shipped block of the same path, where an office's own stands in front of it."""
    shipped = library.stack.layers[-1]
    relative = block.texts[next(iter(block.texts))].name
    file = library.stack.find(relative)
    if file is None or library.stack.layer_of(file) == shipped or not (shipped / relative).is_file():
        return None
    return ContentReader(Stack((shipped,))).block(relative, shipped / relative, block.id, block.valid_from)


def _lost(block: ReasonBlock, original: ReasonBlock) -> Iterator[str]:
    for field in CARRIES:
        before, now = getattr(original.head, field), getattr(block.head, field)
        if isinstance(before, tuple):
            yield from (str(item) for item in before if item not in now)
        elif before is not None and before != now:
            yield str(before)
    yield from (id for id in original.head.law.basis if id not in block.head.law.basis)
