"""The command line: arguments in, findings and letters out. The only place that prints or exits.

Exit codes: 0 clean (warnings too, unless `--strict`), 1 findings, 2 wrong use or a missing part.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lettergen.errors import LettergenError
from lettergen.language import Language
from lettergen.library_commands import check_content, content_root, library_group
from lettergen.norwegian_click import NorwegianCommand, NorwegianGroup, crash, help_text, trouble
from lettergen.session import CLEAN, FINDINGS, WRONG_USE, Session, counted, stop

if TYPE_CHECKING:
    from lettergen.checking import Checked
    from lettergen.edited.checking import CheckedLetter
    from lettergen.library import Library, Scheme

FILE_TO_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_OR_FOLDER = click.Path(exists=True, path_type=Path)
FILE_TO_WRITE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LANGUAGES = click.Choice([language.value for language in Language])


class CommandLine(NorwegianGroup):
    """The group of commands; errors of use are told in Norwegian, exit code 2."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run, and turn click's errors into a line that says what to do."""
        try:
            sys.exit(super().main(*arguments, **{**settings, "standalone_mode": False}) or CLEAN)
        except click.UsageError as error:
            stop(f"{trouble(error)} Se: {error.ctx.command_path if error.ctx else 'lettergen'} --help")
        except click.Abort:
            sys.exit(WRONG_USE)
        except LettergenError as error:
            stop(f"lettergen: {type(error).__name__}: {error}")
        except Exception as error:  # noqa: BLE001  # a traceback would show values of the case
            stop(crash(error))


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
    context.obj = settings = Session(ui, office, folders)
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
def new(settings: Session, letter: str, language: str | None, output: Path | None, *, skeleton: bool) -> None:
    """Write the commented skeleton of a decision file."""
    del skeleton  # until there is a dialogue, the skeleton is what `new` gives
    from lettergen.skeleton import skeleton as write_skeleton  # noqa: PLC0415  # only this command needs it

    library, office, ui = settings.here()
    scheme, letter = _scheme_with(library, letter, ui)
    written = Language(language) if language else office.language or ui
    text = write_skeleton(library, scheme, letter, written, ui, office)
    if output is None:
        click.echo(text, nl=False)
    elif output.exists():
        stop(library.catalogue.word("file_exists", ui).format(path=output))
    else:
        try:
            output.write_text(text, encoding="utf-8", newline="\n")
        except OSError:
            stop(library.catalogue.word("cannot_write", ui).format(path=output.parent))
        click.echo(library.catalogue.word("wrote", ui).format(path=output))


@main.command(
    cls=NorwegianCommand,
    help=help_text(
        "Se hva som mangler i saksfiler og brev, eller hva som er galt med tekstene i en mappe.",
        "lettergen check sak.yaml",
        "lettergen check brev.docx",
        "lettergen check saker/*.yaml --format lines",
        "lettergen check reasons/ templates/",
    ),
)
@click.argument("files", nargs=-1, required=True, type=FILE_OR_FOLDER, metavar="FIL...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "lines", "json", "sarif", "github"]),
    default="text",
    help="Tekst, linjer for et skriveprogram, JSON, SARIF eller merknader i GitHub.",
)
@click.option(
    "--ledger", is_flag=True, help="Vis hva som bærer begrunnelsen for hvert vilkår, og reglene som er prøvd."
)
@click.option("--show-text", is_flag=True, help="Vis hva som er endret i et brev, med brevets egne ord.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="MAPPE",
    help="Se også etter vurderinger som er like dem i sakene i en mappe.",
)
@click.option("--strict", is_flag=True, help="La også råd gi utgangskode 1.")
@click.pass_obj
def check(
    settings: Session,
    files: Sequence[Path],
    form: str,
    against: Path | None,
    *,
    ledger: bool,
    show_text: bool,
    strict: bool,
) -> None:
    """Report all findings of some decision files and letters, or of the content in some folders."""
    from lettergen.checking import Checked  # noqa: PLC0415  # only the commands that report need them
    from lettergen.forms import FORMS  # noqa: PLC0415
    from lettergen.ledger import as_ledger  # noqa: PLC0415

    if show_text and form != "text":
        library, _, ui = settings.here()
        stop(library.catalogue.word("edited_show_text", ui))
    if any(file.is_dir() or content_root(file) for file in files):
        sys.exit(_check_folders(settings, files, form, strict=strict))
    settings.sketch(files, against)
    ui, codes = settings.ui(settings.office(files[0].parent)), {CLEAN}

    def each_checked() -> Iterator["Checked | CheckedLetter"]:
        for each in settings.each(files):
            codes.add(counted(each, strict=strict))
            yield each
            if ledger and form in ("text", "lines") and isinstance(each, Checked):
                click.echo(as_ledger(each, ui), nl=False)

    said: Iterator[str]
    if form == "text":
        said = (_text(each, ui, show_text=show_text) for each in each_checked())
    else:
        said = FORMS[form](((finding, each.library) for each in each_checked() for finding in each.report), ui)
    for piece in said:
        click.echo(piece, nl=False)
    sys.exit(max(codes))


def _text(each: "Checked | CheckedLetter", ui: Language, *, show_text: bool) -> str:
    """What is told of a decision, or of a letter."""
    from lettergen.checking import Checked  # noqa: PLC0415  # only `check` needs them
    from lettergen.reporting import as_text  # noqa: PLC0415

    if isinstance(each, Checked):
        return as_text(each, ui)
    from lettergen.edited.reporting import letter_as_text  # noqa: PLC0415  # brings a slow import

    return letter_as_text(each, ui, show_text=show_text)


def _check_folders(settings: Session, paths: Sequence[Path], form: str, *, strict: bool) -> int:
    """Check folders of content; a folder without any, and files beside folders, are wrong use."""
    roots = {path: content_root(path) for path in paths}
    if lost := [path for path, root in roots.items() if root is None]:
        library, _, ui = settings.here()
        word = "no_content_folder" if any(path.is_dir() for path in lost) else "one_kind_of_check"
        stop(library.catalogue.word(word, ui).format(path=lost[0]))
    return check_content(settings, [root for root in roots.values() if root], form, strict=strict)


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
    settings: Session, files: Sequence[Path], output: Path | None, formats: Sequence[str], *, draft: bool
) -> None:
    """Write the letters of complete decisions; report the others and write nothing for them."""
    from lettergen import reporting  # noqa: PLC0415  # only this command needs them
    from lettergen.checking import compose  # noqa: PLC0415
    from lettergen.errors import IncompleteDecision  # noqa: PLC0415
    from lettergen.findings import Severity  # noqa: PLC0415
    from lettergen.operations import file_stem, write_draft, write_letter  # noqa: PLC0415

    taken: dict[Path, Path] = {}
    done, clash = 0, False
    settings.sketch(files, None)
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
            stop(word("cannot_write", ui).format(path=folder))
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
def explain(settings: Session, code: str) -> None:
    """Print the manual page of a code."""
    from lettergen.discretion import nearest  # noqa: PLC0415  # only this command needs them
    from lettergen.explaining import explanation  # noqa: PLC0415

    library, _, ui = settings.here()
    text = explanation(code, library, ui)
    if text is None:
        near = nearest(code.upper(), library.catalogue.codes())
        hint = library.catalogue.word("nearest_hint", ui).format(word=near) if near else ""
        stop(library.catalogue.word("unknown_code", ui).format(code=code, nearest=hint).strip())
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
def schema(settings: Session, letter: str) -> None:
    """Print the JSON Schema of a letter type."""
    import json  # noqa: PLC0415  # only this command needs them

    from lettergen.schema import json_schema  # noqa: PLC0415

    library, _, ui = settings.here()
    scheme, letter = _scheme_with(library, letter, ui)
    click.echo(json.dumps(json_schema(scheme, letter), ensure_ascii=False, indent=2))


main.add_command(library_group)


def _scheme_with(library: "Library", name: str, ui: Language) -> tuple["Scheme", str]:
    """The scheme and letter type of a name: `avslag`, or `SCHEME/avslag` where several schemes have one."""
    from lettergen.discretion import nearest  # noqa: PLC0415  # only the commands that read need it

    known = [(scheme, letter) for scheme in library.schemes.values() for letter in scheme.letter_types]
    found = [(scheme, letter) for scheme, letter in known if name in (letter, f"{scheme.id}/{letter}")]
    if len(found) != 1:
        word, offered = ("several_letters", found) if found else ("unknown_letter", known)
        choices = [f"{scheme.id}/{letter}" if len(library.schemes) > 1 else letter for scheme, letter in offered]
        near = nearest(name, choices)
        hint = library.catalogue.word("nearest_hint", ui).format(word=near) if near and not found else ""
        said = library.catalogue.word(word, ui).format(name=name, choices=", ".join(choices), nearest=hint)
        stop(" ".join(said.split()))
    return found[0]
