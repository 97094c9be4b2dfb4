"""All that a library is held against, in one report: its texts, its cells, its dates, its law, its rules, and what nothing uses."""

from collections.abc import Iterator
from datetime import date

from lettergen.findings import Finding, Report
from lettergen.library import Library
from lettergen.upkeep.cells import check_cells
from lettergen.upkeep.rule_examples import check_rule_examples
from lettergen.upkeep.shelf import Shelf
from lettergen.upkeep.standing import check_law_of_blocks, check_reading, check_replacements
from lettergen.upkeep.texts import check_texts
from lettergen.upkeep.use import check_use
from lettergen.upkeep.validity import check_validity


def review(library: Library, day: date) -> Report:
    """What is wrong with a library on a day, and what someone should look at, sorted by file and line.

    Raises `InvalidLibrary` when a word list cannot be read.
    """
    return Report(tuple(sorted(dict.fromkeys(_findings(library, day)), key=_place)))


def _findings(library: Library, day: date) -> Iterator[Finding]:
    shelf = Shelf(library)
    yield from library.warnings
    yield from check_texts(library)
    yield from check_cells(shelf, day)
    yield from check_validity(shelf)
    yield from check_law_of_blocks(shelf, day)
    yield from check_reading(shelf, day)
    yield from check_replacements(shelf)
    yield from check_use(shelf, day)
    yield from check_rule_examples(library)


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.location.file, finding.location.line or 0, finding.code
