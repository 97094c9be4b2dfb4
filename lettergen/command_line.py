"""The command line: arguments in, findings and letters out. The only place that prints or exits.

Exit codes: 0 clean (warnings too, unless `--strict`), 1 findings, 2 wrong use or a missing part.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lettergen.errors import LettergenError
from lettergen.language import Language
from lettergen.norwegian_click import NorwegianCommand, NorwegianGroup, help_text, trouble

if TYPE_CHECKING:
    from lettergen.checking import Checked
    from lettergen.library import Library, Scheme
    from lettergen.office import Office

CLEAN, FINDINGS, WRONG_USE = 0, 1, 2
FILE_TO_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_TO_WRITE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LANGUAGES = click.Choice([language.value for language in Language])


class Settings:
    """What the common options say, and the libraries already read in this run."""

    def __init__(self, ui: str | None, office: Path | None, folders: tuple[Path, ...]) -> None:
        self.ui_option, self.office_file, self.folders = ui, office, folders
        self.libraries: dict[tuple[Path, ...], Library] = {}

    def office(self, start: Path) -> "Office":
        """The office's settings for files in a folder."""
        from lettergen.office import find_office, read_office  # noqa: PLC0415  # only the commands that read need it

        return read_office(self.office_file) if self.office_file else find_office(start)

    def ui(self, office: "Office") -> Language:
        """The language of messages: the option's, else the office's, else bokmål."""
        return Language(self.ui_option) if self.ui_option else office.language or Language.NB

    def library(self, office: "Office") -> "Library":
        """The shipped library with the office's folders in front. Exits with 2 when it is broken."""
        from lettergen.errors import InvalidLibrary  # noqa: PLC0415  # only the commands that read need them
        from lettergen.loading import load_library  # noqa: PLC0415
        from lettergen.reporting import as_lines, library_trouble  # noqa: PLC0415

        folders = (*self.folders, *(folder for folder in office.library_folders if folder.is_dir()))
        if folders not in self.libraries:
            try:
                library = load_library(folders)
            except InvalidLibrary as error:
                _stop(library_trouble(error, self.ui(office)))
            click.echo(as_lines(library.warnings, library, self.ui(office)), err=True, nl=False)
            self.libraries[folders] = library
        return self.libraries[folders]

    def here(self) -> tuple["Library", "Office", Language]:
        """Library, office and message language for the folder one stands in."""
        office = self.office(Path())
        return self.library(office), office, self.ui(office)

    def checked(self, file: Path) -> "Checked":
        """Read and check one file, with the office's settings nearest to it."""
        from lettergen.checking import check  # noqa: PLC0415  # only the commands that read need them
        from lettergen.operations import load  # noqa: PLC0415

        office = self.office(file.parent)
        return check(load(file, office), self.library(office))


class CommandLine(NorwegianGroup):
    """The group of commands; errors of use are told in Norwegian, exit code 2."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run, and turn click's errors into a line that says what to do."""
        try:
            sys.exit(super().main(*arguments, **{**settings, "standalone_mode": False}) or CLEAN)
        except click.UsageError as error:
            _stop(f"{trouble(error)} Se: {error.ctx.command_path if error.ctx else 'lettergen'} --help")
        except click.Abort:
            sys.exit(WRONG_USE)
        except LettergenError as error:
            _stop(f"lettergen: {type(error).__name__}: {error}")


@click.group(
    cls=CommandLine,
    invoke_without_command=True,
    help=help_text(
        "Skriv vedtak med fullstendig begrunnelse.",
        "lettergen new innvilgelse        lag en saksfil å fylle ut",
        "lettergen check sak.yaml         se hva som mangler",
        "lettergen write sak.yaml         skriv brevet i Word og PDF",
    ),
)
@click.option("--ui", type=LANGUAGES, help="Målform for meldinger. Ellers den som står i lettergen.toml.")
@click.option("--office", type=FILE_TO_READ, metavar="FIL", help="Kontorets oppsett. Ellers nærmeste lettergen.toml.")
@click.option(
    "--library",
    "folders",
    multiple=True,
    metavar="MAPPE",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Egne tekster, foran de som følger med. Kan gis flere ganger.",
)
@click.version_option(package_name="lettergen", message="lettergen %(version)s", help="Vis versjonen.")
@click.pass_context
def main(context: click.Context, ui: str | None, office: Path | None, folders: tuple[Path, ...]) -> None:
    """Read the common options; without a command, show the start page."""
    context.obj = settings = Settings(ui, office, folders)
    if context.invoked_subcommand is None:
        library, _, language = settings.here()
        click.echo(library.start_page(language), nl=False)


@main.command(
    cls=NorwegianCommand,
    help=help_text("Lag en saksfil å fylle ut.", "lettergen new innvilgelse -o sak.yaml"),
)
@click.argument("letter", metavar="BREVTYPE")
@click.option("--language", "-l", type=LANGUAGES, help="Målform i brevet. Ellers den som står i lettergen.toml.")
@click.option(
    "--skeleton", is_flag=True, help="Skriv saksfila med en ledetekst i hvert felt. Det gjøres også uten valget."
)
@click.option("-o", "output", type=FILE_TO_WRITE, metavar="FIL", help="Fila som skal skrives. Ellers til skjermen.")
@click.pass_obj
def new(settings: Settings, letter: str, language: str | None, output: Path | None, *, skeleton: bool) -> None:
    """Write the commented skeleton of a decision file."""
    del skeleton  # until there is a dialogue, the skeleton is what `new` gives
    from lettergen.skeleton import skeleton as write_skeleton  # noqa: PLC0415  # only this command needs it

    library, office, ui = settings.here()
    scheme = _scheme_with(library, letter, ui)
    written = Language(language) if language else office.language or ui
    text = write_skeleton(library, scheme, letter, written, ui, office)
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        _stop(library.catalogue.word("file_exists", ui).format(path=output))
    else:
        try:
            output.write_text(text, encoding="utf-8", newline="\n")
        except OSError:
            _stop(library.catalogue.word("cannot_write", ui).format(path=output.parent))
        click.echo(library.catalogue.word("wrote", ui).format(path=output))


@main.command(
    cls=NorwegianCommand,
    help=help_text(
        "Se hva som mangler i en eller flere saksfiler.",
        "lettergen check sak.yaml",
        "lettergen check saker/*.yaml --format lines",
    ),
)
@click.argument("files", nargs=-1, required=True, type=FILE_TO_READ, metavar="FIL...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "lines", "json"]),
    default="text",
    help="Tekst, linjer for et skriveprogram, eller JSON.",
)
@click.option(
    "--ledger", is_flag=True, help="Vis hva som bærer begrunnelsen for hvert vilkår, og reglene som er prøvd."
)
@click.option("--strict", is_flag=True, help="La også råd gi utgangskode 1.")
@click.pass_obj
def check(settings: Settings, files: Sequence[Path], form: str, *, ledger: bool, strict: bool) -> None:
    """Report all findings of some decision files."""
    from lettergen import reporting  # noqa: PLC0415  # only the commands that report need them
    from lettergen.findings import Severity  # noqa: PLC0415

    checked = [settings.checked(file) for file in files]
    ui = settings.ui(checked[0].decision.office)
    if form == "json":
        click.echo(reporting.as_json((each.report for each in checked), checked[0].library, ui), nl=False)
    for each in checked if form != "json" else ():
        text = reporting.as_text(each, ui) if form == "text" else reporting.as_lines(each.report, each.library, ui)
        click.echo(text, nl=False)
        if ledger:
            click.echo(reporting.as_ledger(each, ui), nl=False)
    warned = strict and any(each.report.counts()[Severity.WARNING] for each in checked)
    sys.exit(FINDINGS if warned or not all(each.complete for each in checked) else CLEAN)


@main.command(
    cls=NorwegianCommand,
    help=help_text(
        "Skriv brevet når begrunnelsen er fullstendig.",
        "lettergen write sak.yaml",
        "lettergen write saker/*.yaml -o brev/ -f docx -f pdf -f txt",
    ),
)
@click.argument("files", nargs=-1, required=True, type=FILE_TO_READ, metavar="FIL...")
@click.option("-o", "output", type=FOLDER, metavar="MAPPE", help="Hvor brevene skal. Ellers i mappa til saksfila.")
@click.option(
    "-f",
    "formats",
    multiple=True,
    type=click.Choice(["docx", "pdf", "html", "txt"]),
    help="Format. Ellers docx og pdf. Kan gis flere ganger.",
)
@click.option("--draft", is_flag=True, help="Skriv et utkast med hullene synlige.")
@click.pass_obj
def write(
    settings: Settings, files: Sequence[Path], output: Path | None, formats: Sequence[str], *, draft: bool
) -> None:
    """Write the letters of complete decisions; report the others and write nothing for them."""
    from lettergen import reporting  # noqa: PLC0415  # only this command needs them
    from lettergen.checking import compose  # noqa: PLC0415
    from lettergen.errors import IncompleteDecision  # noqa: PLC0415
    from lettergen.findings import Severity  # noqa: PLC0415
    from lettergen.operations import file_stem, write_draft, write_letter  # noqa: PLC0415

    taken: dict[Path, Path] = {}
    done, clash = 0, False
    for file in files:
        checked = settings.checked(file)
        ui, word = settings.ui(checked.decision.office), checked.library.catalogue.word
        folder = output or file.parent
        if not checked.complete:
            click.echo(reporting.as_text(checked, ui), nl=False)
        else:
            warned = [finding for finding in checked.report if finding.severity is Severity.WARNING]
            click.echo(reporting.as_lines(warned, checked.library, ui), nl=False)
            first = taken.setdefault(folder / file_stem(compose(checked)), file)
            if first is not file and not draft:
                click.echo(word("same_letter", ui).format(file=file, other=first), err=True)
                clash = True
                continue
        try:
            written = (write_draft if draft else write_letter)(checked, folder, formats or ("docx", "pdf"))
        except IncompleteDecision:
            click.echo(word("wrote_nothing", ui).format(file=file))
            continue
        except OSError:
            _stop(word("cannot_write", ui).format(path=folder))
        for path in written.files:
            click.echo(word("wrote", ui).format(path=path))
        done += checked.complete
    if len(files) > 1:
        click.echo(word("wrote_of", ui).format(done=done, total=len(files)))
    sys.exit(WRONG_USE if clash else CLEAN if done == len(files) else FINDINGS)


@main.command(
    cls=NorwegianCommand,
    help=help_text(
        "Forklar en kode: hva den betyr, hvorfor loven vil ha det, og hva du gjør.",
        "lettergen explain LG402",
    ),
)
@click.argument("code", metavar="KODE")
@click.pass_obj
def explain(settings: Settings, code: str) -> None:
    """Print the manual page of a code."""
    from lettergen.case import nearest  # noqa: PLC0415  # only this command needs them
    from lettergen.explaining import explanation  # noqa: PLC0415

    library, _, ui = settings.here()
    text = explanation(code, library, ui)
    if text is None:
        near = nearest(code.upper(), library.catalogue.codes())
        hint = library.catalogue.word("nearest_hint", ui).format(word=near) if near else ""
        _stop(library.catalogue.word("unknown_code", ui).format(code=code, nearest=hint).strip())
    click.echo(text, nl=False)


@main.command(
    cls=NorwegianCommand,
    help=help_text(
        "Skriv JSON Schema for en brevtype, til skriveprogram og fagsystem.",
        "lettergen schema innvilgelse > innvilgelse.schema.json",
    ),
)
@click.argument("letter", metavar="BREVTYPE")
@click.pass_obj
def schema(settings: Settings, letter: str) -> None:
    """Print the JSON Schema of a letter type."""
    import json  # noqa: PLC0415  # only this command needs them

    from lettergen.schema import json_schema  # noqa: PLC0415

    library, _, ui = settings.here()
    scheme = _scheme_with(library, letter, ui)
    click.echo(json.dumps(json_schema(scheme, letter), ensure_ascii=False, indent=2))


def _scheme_with(library: "Library", letter: str, ui: Language) -> "Scheme":
    scheme = next((scheme for scheme in library.schemes.values() if letter in scheme.letter_types), None)
    if scheme is None:
        known = ", ".join(id for scheme in library.schemes.values() for id in scheme.letter_types)
        _stop(library.catalogue.word("unknown_letter", ui).format(name=letter, choices=known))
    return scheme


def _stop(message: str) -> NoReturn:
    click.echo(message.rstrip(), err=True)
    sys.exit(WRONG_USE)
