"""The command line: arguments in, findings and letters out. The only place that prints or exits.

Exit codes: 0 clean (warnings too, unless `--strict`), 1 findings, 2 wrong use or a missing part.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lettergen.language import Language

if TYPE_CHECKING:
    from lettergen.checking import Checked
    from lettergen.library import Library
    from lettergen.office import Office

CLEAN, FINDINGS, WRONG_USE = 0, 1, 2
NORWEGIAN = {
    "Usage: ": "Bruk: ",
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Show this message and exit.": "Vis denne hjelpen.",
    "Show the version and exit.": "Vis versjonen.",
}


class NorwegianFormatter(click.HelpFormatter):
    """click's help with its own words in Norwegian."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """As click, with `Bruk:` in front."""
        super().write_usage(prog, args, prefix or NORWEGIAN["Usage: "])

    def write_heading(self, heading: str) -> None:
        """As click, the heading in Norwegian."""
        super().write_heading(NORWEGIAN.get(heading, heading))


click.Context.formatter_class = NorwegianFormatter


class Settings:
    """What the common options say: language of messages, office file, extra library folders."""

    def __init__(self, ui: str | None, office: Path | None, folders: tuple[Path, ...]) -> None:
        self.ui_option, self.office_file, self.folders = ui, office, folders

    def office(self, start: Path) -> "Office":
        """The office's settings for files in a folder."""
        from lettergen.office import find_office, read_office  # noqa: PLC0415  # only the commands that read need it

        return read_office(self.office_file) if self.office_file else find_office(start)

    def ui(self, office: "Office") -> Language:
        """The language of messages: the option's, else the office's, else bokmål."""
        return Language(self.ui_option) if self.ui_option else office.language or Language.NB

    def library(self, office: "Office") -> "Library":
        """The shipped library with the office's folders in front. Exits with 2 when it is broken."""
        from lettergen.errors import InvalidLibrary  # noqa: PLC0415  # only the commands that read need it
        from lettergen.loading import load_library  # noqa: PLC0415

        try:
            return load_library((*self.folders, *office.library_folders))
        except InvalidLibrary as error:
            from lettergen.reporting import library_trouble  # noqa: PLC0415

            click.echo(library_trouble(error), err=True, nl=False)
            sys.exit(WRONG_USE)


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--ui", type=click.Choice(["nb", "nn"]), help="Målform for meldinger. Ellers den som står i lettergen.toml."
)
@click.option(
    "--office", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Kontorets oppsett (lettergen.toml)."
)
@click.option(
    "--library",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Mappe med egne tekster, foran de som følger med. Kan gis flere ganger.",
)
@click.version_option(package_name="lettergen", message="lettergen %(version)s")
@click.pass_context
def main(context: click.Context, ui: str | None, office: Path | None, folders: tuple[Path, ...]) -> None:
    r"""Skriv vedtak med fullstendig begrunnelse.

    \b
    lettergen new innvilgelse        lag en saksfil å fylle ut
    lettergen check sak.yaml         se hva som mangler
    lettergen write sak.yaml         skriv brevet i Word og PDF
    """
    context.obj = Settings(ui, office, folders)
    if context.invoked_subcommand is None:
        settings: Settings = context.obj
        found = settings.office(Path())
        library = settings.library(found)
        click.echo(library.start_page(settings.ui(found)), nl=False)


@main.command()
@click.argument("letter", metavar="BREVTYPE")
@click.option("--language", "-l", type=click.Choice(["nb", "nn"]), help="Målform i brevet.")
@click.option("--skeleton", is_flag=True, help="Skriv en saksfil med ledetekster (gjøres alltid foreløpig).")
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="Fila som skal skrives. Ellers til skjermen."
)
@click.pass_obj
def new(settings: Settings, letter: str, language: str | None, output: Path | None, *, skeleton: bool) -> None:
    r"""Lag en saksfil å fylle ut.

    \b
    lettergen new innvilgelse -o sak.yaml
    """
    del skeleton  # the dialogue comes later; until then the skeleton is what there is
    from lettergen.skeleton import skeleton as write_skeleton  # noqa: PLC0415  # only this command needs it

    office = settings.office(Path())
    library, ui = settings.library(office), settings.ui(office)
    scheme = next((scheme for scheme in library.schemes.values() if letter in scheme.letter_types), None)
    if scheme is None:
        known = ", ".join(id for scheme in library.schemes.values() for id in scheme.letter_types)
        _stop(library.catalogue.word("unknown_letter", ui).format(name=letter, choices=known))
    text = write_skeleton(
        library, scheme, letter, Language(language) if language else office.language or Language.NB, ui
    )
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        _stop(library.catalogue.word("file_exists", ui).format(path=output))
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
        click.echo(library.catalogue.word("wrote", ui).format(path=output))


def _files(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FIL...")(command)


@main.command()
@_files
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "lines", "json"]),
    default="text",
    help="Tekst, linjer for et skriveprogram, eller JSON.",
)
@click.option(
    "--ledger", is_flag=True, help="Vis hva som bærer begrunnelsen for hvert vilkår, og hvilke regler som er prøvd."
)
@click.option("--strict", is_flag=True, help="La også råd gi utgangskode 1.")
@click.pass_obj
def check(settings: Settings, files: tuple[Path, ...], form: str, *, ledger: bool, strict: bool) -> None:
    r"""Se hva som mangler i en eller flere saksfiler.

    \b
    lettergen check sak.yaml
    lettergen check saker/*.yaml --format lines
    """
    from lettergen import reporting  # noqa: PLC0415  # only the commands that report need it
    from lettergen.findings import Severity  # noqa: PLC0415

    checked = [_check(settings, file) for file in files]
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


@main.command()
@_files
@click.option(
    "-o",
    "output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Mappa brevene skal til. Ellers i mappa til saksfila.",
)
@click.option(
    "-f",
    "formats",
    multiple=True,
    type=click.Choice(["docx", "pdf", "html", "txt"]),
    help="Format. Ellers docx og pdf.",
)
@click.option("--draft", is_flag=True, help="Skriv et utkast med hullene synlige.")
@click.pass_obj
def write(
    settings: Settings, files: tuple[Path, ...], output: Path | None, formats: tuple[str, ...], *, draft: bool
) -> None:
    r"""Skriv brevet når begrunnelsen er fullstendig.

    \b
    lettergen write sak.yaml
    lettergen write saker/*.yaml -o brev/ -f docx -f pdf -f txt
    """
    from lettergen import operations, reporting  # noqa: PLC0415  # only this command needs them
    from lettergen.checking import compose  # noqa: PLC0415
    from lettergen.errors import IncompleteDecision  # noqa: PLC0415

    exit_code, taken = CLEAN, dict[Path, Path]()
    for file in files:
        checked = _check(settings, file)
        ui, catalogue = settings.ui(checked.decision.office), checked.library.catalogue
        folder = output or file.parent
        if not checked.complete:
            click.echo(reporting.as_text(checked, ui), nl=False)
            exit_code = FINDINGS
        try:
            if draft:
                written = operations.write_draft(checked, folder, formats or ("docx", "pdf"))
            elif checked.complete:
                target = folder / operations.file_stem(compose(checked))
                if target in taken:
                    _stop(catalogue.word("same_letter", ui).format(file=file, other=taken[target]))
                taken[target] = file
                written = operations.write_letter(checked, folder, formats or ("docx", "pdf"))
            else:
                click.echo(catalogue.word("wrote_nothing", ui))
                continue
        except IncompleteDecision:
            click.echo(catalogue.word("wrote_nothing", ui))
            exit_code = FINDINGS
            continue
        except OSError as error:
            _stop(catalogue.word("cannot_write", ui).format(path=folder, problem=error.strerror or ""))
        for path in written.files:
            click.echo(catalogue.word("wrote", ui).format(path=path))
    sys.exit(exit_code)


@main.command()
@click.argument("code", metavar="KODE")
@click.pass_obj
def explain(settings: Settings, code: str) -> None:
    r"""Forklar en kode: hva den betyr, hvorfor loven vil ha det, og hva du gjør.

    \b
    lettergen explain LG402
    lettergen explain ORDNING-REGEL
    """
    from lettergen.case import nearest  # noqa: PLC0415  # only this command needs them
    from lettergen.explaining import explanation  # noqa: PLC0415

    office = settings.office(Path())
    library, ui = settings.library(office), settings.ui(office)
    text = explanation(code, library, ui)
    if text is None:
        near = nearest(code.upper(), library.catalogue.codes())
        hint = library.catalogue.word("nearest_hint", ui).format(word=near) if near else ""
        _stop(library.catalogue.word("unknown_code", ui).format(code=code, nearest=hint).strip())
    click.echo(text, nl=False)


@main.command()
@click.argument("letter", metavar="BREVTYPE")
@click.pass_obj
def schema(settings: Settings, letter: str) -> None:
    r"""Skriv JSON Schema for en brevtype, til skriveprogram og fagsystem.

    \b
    lettergen schema innvilgelse > innvilgelse.schema.json
    """
    import json  # noqa: PLC0415  # only this command needs them

    from lettergen.schema import json_schema  # noqa: PLC0415

    office = settings.office(Path())
    library, ui = settings.library(office), settings.ui(office)
    for scheme in library.schemes.values():
        if letter in scheme.letter_types:
            click.echo(json.dumps(json_schema(scheme, letter), ensure_ascii=False, indent=2))
            return
    known = ", ".join(id for scheme in library.schemes.values() for id in scheme.letter_types)
    _stop(library.catalogue.word("unknown_letter", ui).format(name=letter, choices=known))


_LIBRARIES: dict[tuple[Path, ...], "Library"] = {}


def _check(settings: Settings, file: Path) -> "Checked":
    """Read and check one file, with the office's settings nearest to it."""
    from lettergen.checking import check as check_decision  # noqa: PLC0415  # only the commands that read need it
    from lettergen.operations import load  # noqa: PLC0415

    office = settings.office(file.parent)
    key = (*settings.folders, *office.library_folders)
    if key not in _LIBRARIES:
        _LIBRARIES[key] = settings.library(office)
    return check_decision(load(file, office), _LIBRARIES[key])


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(WRONG_USE)
