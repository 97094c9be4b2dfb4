"""The library as a legal advisor reads it: what there is, one block whole, what is covered, what will stop counting."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lettergen.citations import cite
from lettergen.language import Language, enumeration
from lettergen.law import Provision
from lettergen.library import Library, Scheme
from lettergen.reasons import ReasonBlock
from lettergen.static import cited_in
from lettergen.upkeep.accepted import read_against
from lettergen.upkeep.cells import Cell, Coverage
from lettergen.upkeep.shelf import Shelf


def listed(library: Library, day: date, ui: Language) -> Iterator[str]:
    """Every block that counts on a day, under its condition and outcome."""
    word = library.catalogue.word
    common: dict[str, ReasonBlock] = {}
    for scheme in library.schemes.values():
        yield from _heading(library, scheme, ui)
        blocks = [block for id in sorted(scheme.blocks) if (block := scheme.block(id, day))]
        common |= {block.id: block for block in blocks if block.head.condition is None}
        for id, condition in scheme.conditions.items():
            for outcome in condition.outcomes:
                own = [block for block in blocks if (block.head.condition, block.head.outcome) == (id, outcome)]
                yield from ("", f"{condition.name[ui]}: {outcome}")
                yield from (_row(block, library, ui) for block in own)
    yield from ("", word("list_common", ui))
    yield from (_row(block, library, ui) for block in common.values())


def _heading(library: Library, scheme: Scheme, ui: Language) -> Iterator[str]:
    """The name of a scheme, where there are several."""
    if len(library.schemes) > 1:
        name = scheme.file.name[ui]
        yield from ("", name, "=" * len(name))


def _row(block: ReasonBlock, library: Library, ui: Language) -> str:
    word, head = library.catalogue.word, block.head
    dates = [
        word("list_from", ui).format(day=block.valid_from) if block.valid_from else "",
        word("list_to", ui).format(day=head.valid_to) if head.valid_to else "",
        word("list_reviewed", ui).format(by=head.reviewed.by, day=head.reviewed.date)
        if head.reviewed.by
        else word("list_not_reviewed", ui),
    ]
    return f"  {block.id}: {head.title[ui]} ({', '.join(filter(None, dates))})"


def shown(library: Library, id: str, day: date, ui: Language) -> Iterator[str]:
    """One block with its head in words and both texts. Raises `KeyError` for an id no scheme has."""
    scheme = next((each for each in library.schemes.values() if id in each.blocks), None)
    if scheme is None:
        raise KeyError(id)
    block, word = scheme.block(id, day) or scheme.blocks[id].newest, library.catalogue.word
    head = block.head
    yield f"{id}: {head.title[ui]}"
    provisions = [[scheme.provisions[each] for each in ids] for ids in (head.law.basis, head.law.mentions)]
    letters = [
        scheme.letter_types[cell.letter].name[ui]
        for cell in Coverage({scheme.id: scheme}, day).cells
        if (cell.condition, cell.outcome) == (head.condition, head.outcome)
    ]
    condition = f"{scheme.conditions[head.condition].name[ui]}, {head.outcome}" if head.condition else ""
    for label, value in (
        ("show_file", str(block.location)),
        ("show_version", block.version),
        ("list_condition", condition),
        ("show_parts", ", ".join(head.parts)),
        ("show_basis", _law(provisions[0], ui)),
        ("show_mentions", _law(provisions[1], ui)),
        ("show_facts", ", ".join(head.facts)),
        ("show_events", ", ".join(head.events)),
        ("show_covers", ", ".join(head.covers)),
        ("show_letters", ", ".join(dict.fromkeys(letters))),
    ):
        if value:
            yield f"  {word(label, ui)}: {value}"
    reading = next((each for each in read_against(Shelf(library)) if each.name == block.texts[Language.NN].name), None)
    read = reading is not None and reading.read == reading.present
    yield f"  {word('show_nn_read' if read else 'show_nn_not_read', ui)}"
    for language in Language:
        yield from ("", f"# {language}", block.texts[language].source)


def _law(provisions: Sequence[Provision], ui: Language) -> str:
    """Each provision on its own: a list of sections would drop the ledd."""
    return enumeration((cite([each], ui) for each in provisions), ui) if provisions else ""


def coverage(library: Library, day: date, ui: Language) -> Iterator[str]:
    """A table of letter type, condition, outcome, and how many blocks differ in substance in each language."""
    word = library.catalogue.word
    share = float(Shelf(library).plain.limits.likeness)
    cells = Coverage(library.schemes, day).cells
    heads = ("coverage_letter", "list_condition", "coverage_outcome", "nb", "nn")
    total = 0
    empty = 0
    for scheme in library.schemes.values():
        yield from _heading(library, scheme, ui)
        rows: list[tuple[str, ...]] = [tuple(word(head, ui) for head in heads)]
        for letter, kind in scheme.letter_types.items():
            own = [cell for cell in cells if cell.scheme is scheme and cell.letter == letter]
            rows += [_cell_row(cell, share) for cell in own]
            rows += [
                (
                    letter,
                    id,
                    "ikke_vurdert",
                    *[word("coverage_sentence" if condition.not_assessed else "coverage_own", ui)] * 2,
                )
                for id, condition in scheme.conditions_of(letter).items()
                if "ikke_vurdert" in kind.outcomes_of(id, condition)
            ]
            if not own:
                rows.append((letter, word("coverage_no_conditions", ui), "", *(_running_text(scheme, letter))))
        yield from aligned(rows)
        total += len(Language) * (len(rows) - 1)
        empty += sum(cell == "0" for row in rows for cell in row[3:])
    yield from ("", word("coverage_total", ui).format(cells=total, empty=empty))


def _cell_row(cell: Cell, share: float) -> tuple[str, ...]:
    counts = (str(cell.distinct(language, share)) for language in Language)
    return (cell.letter, cell.condition, cell.outcome, *counts)


def _running_text(scheme: Scheme, letter: str) -> tuple[str, ...]:
    """For a letter without conditions: its running texts, in each language."""
    return tuple(str(len(scheme.letters[letter, language].by_date)) for language in Language)


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as lines with columns of equal width."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    for row in listed:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def outdated(library: Library, day: date, ui: Language) -> Iterator[str]:
    """What no longer counts, or cannot be printed, in a letter of a day; one line that says so where nothing is."""
    found = list(dict.fromkeys(_outdated(library, day, ui)))
    yield from found or [library.catalogue.word("outdated_none", ui).format(day=day.isoformat())]


def _outdated(library: Library, day: date, ui: Language) -> Iterator[str]:
    word, on = library.catalogue.word, day.isoformat()
    for scheme in library.schemes.values():
        for versions in scheme.blocks.values():
            block = scheme.block(versions.newest.id, day)
            if block is None:
                yield f"{versions.newest.location}: {word('outdated_block', ui).format(day=on)}"
                continue
            ids = block.head.law.ids
            if stale := [each for id in ids if not (each := scheme.provisions[id]).covers(day)]:
                yield f"{block.location}: {word('outdated_law', ui).format(law=_law(stale, ui), day=on)}"
        for texts in scheme.letters.values():
            text = texts.on(day)
            cited = dict.fromkeys(id for _, id in cited_in(text)) if text else {}
            if text and (stale := [each for id in cited if not (each := scheme.provisions[id]).covers(day)]):
                yield f"{text.name}: {word('outdated_law', ui).format(law=_law(stale, ui), day=on)}"
        for series in scheme.series.values():
            row = series.on(day, day)
            if row is None or (row.to_date and row.to_date < day):
                first = row.from_date.isoformat() if row else ""
                yield word("outdated_rate", ui).format(series=series.name[ui], day=on, first=first)
