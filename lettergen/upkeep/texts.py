"""All checks of the library's texts in one call, over one shelf: nothing is read or parsed twice."""

from collections.abc import Callable, Iterator

from lettergen.findings import Finding
from lettergen.library import Library
from lettergen.upkeep.accepted import check_accepted
from lettergen.upkeep.likeness import check_likeness
from lettergen.upkeep.parity import check_parity
from lettergen.upkeep.plain import check_plain
from lettergen.upkeep.shelf import Shelf
from lettergen.upkeep.tongue import check_tongue

CHECKS: tuple[Callable[[Shelf], Iterator[Finding]], ...] = (
    check_parity,
    check_tongue,
    check_accepted,
    check_plain,
    check_likeness,
)


def check_texts(library: Library) -> Iterator[Finding]:
    """Everything the checks find in a library's texts. Raises `InvalidLibrary` when a word list is not right."""
    shelf = Shelf(library)
    for check in CHECKS:
        yield from check(shelf)
