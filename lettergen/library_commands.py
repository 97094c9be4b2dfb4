"""`lettergen library …` and the check of content folders: what legal advisors ask of the texts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from lettergen.errors import InvalidLibrary
from lettergen.findings import Finding, Report, Severity
from lettergen.norwegian_click import NorwegianCommand, NorwegianGroup, help_text
from lettergen.session import CLEAN, FINDINGS, Session, stop
from lettergen.shipped import shipped_folder

if TYPE_CHECKING:
    from lettergen.language import Language
    from lettergen.library import Library

CONTENT = ("reasons", "templates")
DAY = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def content_root(path: Path) -> Path | None:
    """The folder that holds the `reasons/` or `templates/` a path is, lies in, or has; None for other paths."""
    whole = path.resolve()
    for folder in (whole, *whole.parents):
        if folder.name in CONTENT:
            return folder.parent
    return whole if any((whole / name).is_dir() for name in CONTENT) else None


def check_content(settings: Session, roots: Iterable[Path], form: str, *, strict: bool) -> int:
    """Report what is wrong with the texts of some folders, the shipped ones or an office's own; the exit code."""
    from lettergen.forms import FORMS, words_only  # noqa: PLC0415  # only this command needs them
    from lettergen.reporting import library_trouble  # noqa: PLC0415
    from lettergen.upkeep.review import review  # noqa: PLC0415

    own = tuple(root for root in dict.fromkeys(roots) if root != shipped_folder().resolve())
    office = settings.office(own[0] if own else Path())
    ui = settings.ui(office)
    try:
        library = settings.load((*own, *settings.folders_of(office)))
        report = Report(tuple(_of_folders(review(library, date.today()), own)))  # noqa: DTZ011  # the advisor's own day
    except InvalidLibrary as error:
        if form in ("text", "lines"):
            click.echo(library_trouble(error, ui), nl=False)
            return FINDINGS
        library, report = words_only(error), error.report
    counts = report.counts()
    by_file = sorted(report, key=lambda finding: finding.location.file) if form == "sarif" else report
    for piece in FORMS["lines" if form == "text" else form](((finding, library) for finding in by_file), ui):
        click.echo(piece, nl=False)
    if form in ("text", "lines"):
        click.echo(_summary(library, report, ui))
    return CLEAN if report.complete and not (strict and counts[Severity.WARNING]) else FINDINGS


def _of_folders(report: Report, own: Sequence[Path]) -> Iterator[Finding]:
    """The findings that concern the folders asked about: of an office's own, all that stops, and what its files hold."""
    folders = [f"{folder.as_posix()}/" for folder in own]
    for finding in report:
        if not own or finding.stops or any(finding.location.file.startswith(folder) for folder in folders):
            yield finding


def _summary(library: "Library", report: Report, ui: "Language") -> str:
    counts = report.counts()
    return library.catalogue.word("library_ok", ui).format(
        blocks=len({id for scheme in library.schemes.values() for id in scheme.blocks}),
        letters=sum(len(scheme.letter_types) for scheme in library.schemes.values()),
        errors=counts[Severity.ERROR],
        questions=counts[Severity.QUESTION],
        warnings=counts[Severity.WARNING],
    )


@click.group(
    "library",
    cls=NorwegianGroup,
    help=help_text(
        "Hold orden i tekstene.",
        "lettergen library list                  alle begrunnelsene",
        "lettergen library coverage              vilkår og utfall, og hva som finnes for hvert",
        "lettergen library outdated --on 2027-01-01",
        "lettergen library diff main             hvilke brev endringene dine endrer",
    ),
)
def library_group() -> None:
    """Gather the commands for legal advisors."""


@library_group.command(
    "list", cls=NorwegianCommand, help=help_text("List opp begrunnelsene.", "lettergen library list")
)
@click.option("--on", "day", type=DAY, metavar="DATO", help="Dagen de skal gjelde. Ellers i dag.")
@click.pass_obj
def list_blocks(settings: Session, day: datetime | None) -> None:
    """Print every block that counts."""
    from lettergen.upkeep.listing import listed  # noqa: PLC0415  # only this command needs it

    library, _, ui = settings.here()
    _print(listed(library, _day(day), ui))


@library_group.command(
    "show",
    cls=NorwegianCommand,
    help=help_text(
        "Vis en begrunnelse med begge målformene.", "lettergen library show NAVN             et navn fra «library list»"
    ),
)
@click.argument("block", metavar="BEGRUNNELSE")
@click.option("--on", "day", type=DAY, metavar="DATO", help="Dagen den skal gjelde. Ellers i dag.")
@click.pass_obj
def show(settings: Session, block: str, day: datetime | None) -> None:
    """Print one block."""
    from lettergen.discretion import nearest  # noqa: PLC0415  # only this command needs them
    from lettergen.upkeep.listing import shown  # noqa: PLC0415

    library, _, ui = settings.here()
    try:
        _print(shown(library, block, _day(day), ui))
    except KeyError:
        near = nearest(block, [id for scheme in library.schemes.values() for id in scheme.blocks])
        hint = library.catalogue.word("nearest_hint", ui).format(word=near) if near else ""
        stop(library.catalogue.word("unknown_block", ui).format(name=block, nearest=hint))


@library_group.command(
    "coverage",
    cls=NorwegianCommand,
    help=help_text("Vis hva som finnes for hver brevtype, hvert vilkår og utfall.", "lettergen library coverage"),
)
@click.option("--on", "day", type=DAY, metavar="DATO", help="Dagen det skal gjelde. Ellers i dag.")
@click.pass_obj
def coverage(settings: Session, day: datetime | None) -> None:
    """Print the coverage table."""
    from lettergen.upkeep import listing  # noqa: PLC0415  # only this command needs it

    library, _, ui = settings.here()
    _print(listing.coverage(library, _day(day), ui))


@library_group.command(
    "outdated",
    cls=NorwegianCommand,
    help=help_text(
        "Vis hva som ikke gjelder, eller ikke kan skrives, i et brev fra en dag.",
        "lettergen library outdated --on 2027-01-01",
    ),
)
@click.option("--on", "day", type=DAY, metavar="DATO", help="Dagen brevet skal ha. Ellers i dag.")
@click.pass_obj
def outdated(settings: Session, day: datetime | None) -> None:
    """Print what will not count."""
    from lettergen.upkeep import listing  # noqa: PLC0415  # only this command needs it

    library, _, ui = settings.here()
    _print(listing.outdated(library, _day(day), ui))


@library_group.command(
    "diff",
    cls=NorwegianCommand,
    help=help_text(
        "Vis hvilke eksempelbrev tekstene endrer, målt mot en versjon i git, setning for setning.",
        "lettergen library diff main",
        "lettergen library diff v1.2 --cases saker/",
    ),
)
@click.argument("revision", metavar="VERSJON")
@click.option("--cases", type=FOLDER, default="examples", metavar="MAPPE", help="Saksfilene. Ellers examples/.")
@click.option("--content", type=FOLDER, metavar="MAPPE", help="Mappa med tekstene. Ellers de medfølgende.")
@click.pass_obj
def diff(settings: Session, revision: str, cases: Path, content: Path | None) -> None:
    """Print the letters that an edit changes, with the sentences."""
    from lettergen.operations import load  # noqa: PLC0415  # only this command needs them
    from lettergen.upkeep.comparing import NoRevisionError, changes, content_of  # noqa: PLC0415

    root = content.resolve() if content else shipped_folder()
    own = () if root == shipped_folder().resolve() else (root,)
    office = settings.office(cases)
    ui, now = settings.ui(office), settings.load((*own, *settings.folders_of(office)))
    word = now.catalogue.word
    decisions = [load(file) for file in sorted(cases.glob("*.yaml"))]
    if not decisions:
        stop(word("diff_no_cases", ui).format(path=cases))
    try:
        with content_of(revision, root) as old:
            folders = (*((old,) if own else ()), *settings.folders_of(office))
            found = list(changes(decisions, settings.load(folders, None if own else old), now))
    except InvalidLibrary:
        stop(word("diff_unreadable", ui).format(revision=revision))
    except NoRevisionError:
        stop(word("diff_no_revision", ui).format(revision=revision, path=root))
    for change in found:
        state = "diff_refused" if change.after is None else "diff_new" if change.before is None else ""
        click.echo(f"{change.name}" + (f" ({word(state, ui)})" if state else ""))
        if not state:
            _print(f"  {line}" for line in change.sentences())
    click.echo(word("diff_count", ui).format(changed=len(found), total=len(decisions)))


@library_group.command(
    "accept",
    cls=NorwegianCommand,
    help=help_text(
        "Før inn at nynorsken er lest mot dagens bokmål.",
        "lettergen library accept reasons/…/fila-du-har-lest.md",
        "lettergen library accept --all",
    ),
)
@click.argument("names", nargs=-1, metavar="FIL...")
@click.option("--all", "every", is_flag=True, help="Alle tekstene.")
@click.pass_obj
def accept(settings: Session, names: Sequence[str], *, every: bool) -> None:
    """Write `nn_lest_mot` in the files that were read."""
    from lettergen.discretion import nearest  # noqa: PLC0415  # only this command needs them
    from lettergen.operations import write_files  # noqa: PLC0415
    from lettergen.upkeep import accepted  # noqa: PLC0415
    from lettergen.upkeep.shelf import Shelf  # noqa: PLC0415

    library, _, ui = settings.here()
    word = library.catalogue.word
    if every == bool(names):
        stop(word("accept_choose", ui))
    own = library.stack.layers[:-1] or library.stack.layers  # with an office's folders, only those are written in
    readings = {
        reading.name: reading
        for reading in accepted.read_against(Shelf(library))
        if accepted.layer_of(reading.name, library) in own
    }
    asked = [_content_path(name, own) for name in names]
    if lost := [name for name in asked if name not in readings]:
        near = nearest(lost[0], readings)
        hint = word("nearest_hint", ui).format(word=near) if near else ""
        stop(word("unknown_block", ui).format(name=lost[0], nearest=hint))
    chosen = list(readings.values()) if every else [readings[name] for name in dict.fromkeys(asked)]
    for file, text in accepted.accept(chosen, library).items():
        try:
            write_files(file.resolve().parent, {file.resolve().name: text.encode()})
        except OSError:
            stop(word("cannot_write", ui).format(path=file.parent))
    click.echo(word("accepted", ui).format(count=len(chosen)))


def _content_path(name: str, layers: Sequence[Path]) -> str:
    """A file as the content names it: `reasons/…`, however it was typed."""
    path = Path(name.replace("\\", "/")).resolve()
    inside = next((path.relative_to(layer.resolve()) for layer in layers if path.is_relative_to(layer.resolve())), None)
    typed = Path(name.replace("\\", "/")).as_posix()
    return inside.as_posix() if inside and not typed.startswith(CONTENT) else typed


@library_group.command(
    "lix",
    cls=NorwegianCommand,
    help=help_text(
        "Vis hvor lette eksempelbrevene er å lese: LIX av våre egne tekster, lovnavn holdt utenfor. 40 eller lavere er bra.",
        "lettergen library lix",
        "lettergen library lix --cases saker/",
    ),
)
@click.option("--cases", type=FOLDER, default="examples", metavar="MAPPE", help="Saksfilene. Ellers examples/.")
@click.pass_obj
def lix(settings: Session, cases: Path) -> None:
    """Print the LIX of the letters of some decisions."""
    from lettergen.prose import lix_of_letter  # noqa: PLC0415  # only this command needs it

    found = {}
    for file in sorted(cases.glob("*.yaml")):
        checked = settings.checked(file)
        if checked.complete and checked.composed:
            found[file.stem] = lix_of_letter(checked.composed.letter)
    if not found:
        library, _, ui = settings.here()
        stop(library.catalogue.word("diff_no_cases", ui).format(path=cases))
    _print(f"{value:5.1f}  {name}" for name, value in sorted(found.items(), key=lambda row: row[1]))
    library, _, ui = settings.here()
    click.echo(
        library.catalogue.word("lix_median", ui).format(median=f"{median(found.values()):.1f}", count=len(found))
    )


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()  # noqa: DTZ011  # the advisor's own day


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
