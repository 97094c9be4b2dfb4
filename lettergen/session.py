"""One run of the command line: its common options, the office's settings, and the libraries read so far."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lettergen.language import Language

if TYPE_CHECKING:
    from lettergen.checking import Checked
    from lettergen.edited.checking import CheckedLetter
    from lettergen.library import Library
    from lettergen.office import Office
    from lettergen.twins import Twins

CASE_FILES = (".yaml", ".yml", ".json")
LETTER_FILES = (".docx", ".odt")
"""What a letter from a word processor is called; all other files are decisions."""
CLEAN, FINDINGS, WRONG_USE = 0, 1, 2
"""Exit codes: clean (warnings too, unless `--strict`), findings, wrong use or a missing part."""


class Session:
    """What the common options say, and the libraries already read in this run."""

    def __init__(self, ui: str | None, office: Path | None, folders: tuple[Path, ...]) -> None:
        self.ui_option, self.office_file, self.folders = ui, office, folders
        self.libraries: dict[tuple[tuple[Path, ...], Path | None], Library] = {}
        self.told: set[tuple[Path, ...]] = set()
        self.twins: Twins | None = None

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
        from lettergen.reporting import as_lines, library_trouble  # noqa: PLC0415

        folders = self.folders_of(office)
        try:
            library = self.load(folders)
        except InvalidLibrary as error:
            stop(library_trouble(error, self.ui(office)))
        if folders not in self.told:
            self.told.add(folders)
            click.echo(as_lines(library.warnings, library, self.ui(office)), err=True, nl=False)
        return library

    def folders_of(self, office: "Office") -> tuple[Path, ...]:
        """The folders in front of the shipped texts: those the command line names, then the office's own."""
        named = (*self.folders, *(folder for folder in office.library_folders if folder.is_dir()))
        return tuple({folder.resolve(): folder for folder in reversed(named)}.values())[::-1]

    def load(self, folders: tuple[Path, ...], shipped: Path | None = None) -> "Library":
        """The library of some folders, read once. Raises `InvalidLibrary`."""
        from lettergen.loading import load_library  # noqa: PLC0415  # only the commands that read need it

        if (folders, shipped) not in self.libraries:
            self.libraries[folders, shipped] = load_library(folders, shipped)
        return self.libraries[folders, shipped]

    def here(self) -> tuple["Library", "Office", Language]:
        """Library, office and message language for the folder one stands in."""
        office = self.office(Path())
        return self.library(office), office, self.ui(office)

    def checked(self, file: Path) -> "Checked":
        """Read and check one file, with the office's settings nearest to it."""
        from lettergen.checking import check  # noqa: PLC0415  # only the commands that read need them
        from lettergen.operations import load  # noqa: PLC0415

        office = self.office(file.parent)
        return check(load(file, office), self.library(office), self.twins)

    def sketch(self, files: Iterable[Path], against: Path | None) -> None:
        """Sketch all decisions of the run, and of a folder beside it, so that copies are found before any is checked."""
        from lettergen.office import Office  # noqa: PLC0415  # only the commands that read need them
        from lettergen.operations import load  # noqa: PLC0415
        from lettergen.twins import Twins  # noqa: PLC0415

        beside = sorted(file for file in against.rglob("*") if file.suffix in CASE_FILES) if against else []
        run = {str(file.resolve()): file for file in (*beside, *files) if file.suffix.lower() not in LETTER_FILES}
        if len(run) > 1:
            no_office = Office()
            self.twins = Twins(lambda name: load(Path(name), no_office))
            for file in run.values():
                self.twins.add(load(file, no_office))

    def letter(self, file: Path) -> "CheckedLetter":
        """Read and check one letter that may have been edited in a word processor."""
        from lettergen.edited.checking import check_edited, unread  # noqa: PLC0415  # only a letter needs it
        from lettergen.edited.reading import LARGEST_FILE  # noqa: PLC0415

        office = self.office(file.parent)
        try:
            with file.open("rb") as opened:
                data = opened.read(LARGEST_FILE + 1)
        except OSError as error:
            problem = "PermissionError" if isinstance(error, PermissionError) else "OSError"
            return unread(str(file), self.library(office), problem)
        return check_edited(data, self.library(office), office, name=str(file))

    def each(self, files: Iterable[Path]) -> Iterator["Checked | CheckedLetter"]:
        """The files checked one by one; none is kept, so that a run of any length fits in memory."""
        for file in files:
            yield self.letter(file) if file.suffix.lower() in LETTER_FILES else self.checked(file)


def counted(each: "Checked | CheckedLetter", *, strict: bool) -> int:
    """The exit code that one decision or letter gives."""
    from lettergen.findings import Severity  # noqa: PLC0415  # only the commands that read need them

    warned = strict and each.report.counts()[Severity.WARNING] > 0
    return CLEAN if each.complete and not warned else FINDINGS


def stop(message: str) -> NoReturn:
    """Say on the error stream why the run ends, and end it: wrong use or a missing part."""
    click.echo(message.rstrip(), err=True)
    sys.exit(WRONG_USE)
