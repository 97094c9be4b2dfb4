"""The office's own settings, `lettergen.toml`: who writes, what is standard, where its own texts are."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any, Literal

from pydantic import Field

from lettergen.fields import FileModel, Number, Text, Trouble, YesNo, read_model
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.names import norwegian
from lettergen.reasons import Names
from lettergen.source import Location, dotted

FILE = "lettergen.toml"
TOML_PLACE = re.compile(r"line (\d+), column (\d+)")


class Person(FileModel):
    """One who writes or approves: name, title and phone as they are printed."""

    name: Text | None = None
    title: Text | None = None
    phone: Text | None = None


class OfficeFacts(FileModel):
    """The office as the letter shows it."""

    municipality: Text | None = None
    name: Text | None = None
    address: Names = ()
    phone: Text | None = None
    county_governor: Text | None = None
    county_governor_address: Names = ()
    appeal_address: Text | None = None
    website: Text | None = None
    language: Literal["nb", "nn"] | None = None
    synthetic_ids: YesNo = False


class LibraryFolders(FileModel):
    """Folders with the office's own texts, put in front of the shipped ones."""

    library_folders: Names = ()


class OfficeFile(FileModel):
    """The whole of `lettergen.toml`. With `require_review` no letter is written of a text no jurist has gone through."""

    office: OfficeFacts = Field(default_factory=OfficeFacts)
    case_handler: Person = Field(default_factory=Person)
    approver: Person = Field(default_factory=Person)
    settings: dict[str, Number] = Field(default_factory=dict)
    library: LibraryFolders = Field(default_factory=LibraryFolders)
    require_review: YesNo = False


@dataclass(frozen=True, slots=True)
class Office:
    """The settings, where they were found, and what was wrong with them."""

    file: OfficeFile = field(default_factory=OfficeFile)
    folder: FilePath | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def library_folders(self) -> tuple[FilePath, ...]:
        """The office's text folders, nearest first, read from the settings file's own folder."""
        base = self.folder or FilePath()
        return tuple(base / name for name in self.file.library.library_folders)

    @property
    def language(self) -> Language | None:
        """The office's usual written language."""
        return Language(self.file.office.language) if self.file.office.language else None


def read_office(path: FilePath) -> Office:
    """Read a settings file. What is wrong becomes findings; the rest is kept."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError):
        return Office(findings=(Finding.of(Code.UNREADABLE, Location(str(path)), problem="other"),))
    except tomllib.TOMLDecodeError as error:
        place = TOML_PLACE.search(str(error))
        at = Location(str(path), *(int(number) for number in place.groups())) if place else Location(str(path))
        return Office(folder=path.parent, findings=(Finding.of(Code.OFFICE_SETTINGS, at, problem="other"),))
    file, troubles = read_model(OfficeFile, data)
    office = Office(file, path.parent)
    lost = (folder for folder in office.library_folders if not folder.is_dir())
    findings = (
        *(_finding(trouble, path) for trouble in troubles),
        *(
            Finding.of(Code.OFFICE_SETTINGS, Location(str(path)), key=folder.as_posix(), problem="missing")
            for folder in lost
        ),
    )
    return Office(file, path.parent, findings)


def find_office(start: FilePath) -> Office:
    """The nearest `lettergen.toml` from a folder upwards; empty settings where there is none."""
    for folder in (start, *start.resolve().parents):
        if (folder / FILE).is_file():
            return read_office(folder / FILE)
    return Office()


def _finding(trouble: Trouble, path: FilePath) -> Finding:
    problem = "unknown" if trouble.code is Code.UNKNOWN_KEY else trouble.expected and "not_as_expected"
    near = next(iter(get_close_matches(str(trouble.path[-1]), _keys(OfficeFile), 1)), "") if trouble.path else ""
    return Finding.of(
        Code.OFFICE_SETTINGS,
        Location(str(path)),
        trouble.path,
        key=dotted(trouble.path),
        problem=problem or "",
        nearest=near if trouble.code is Code.UNKNOWN_KEY else "",
        expected=trouble.expected,
        choices=", ".join(trouble.choices),
    )


def _keys(model: type[FileModel]) -> list[str]:
    """The keys of a settings file, at any depth."""
    found: list[str] = []
    for name, field_of in model.model_fields.items():
        found.append(norwegian(name))
        if isinstance(inner := field_of.annotation, type) and issubclass(inner, FileModel):
            found += _keys(inner)
    return found


def settings(defaults: Mapping[str, Any], office: Office) -> dict[str, Any]:
    """A rule's settings with the office's own in place of the shipped."""
    return {name: office.file.settings.get(name, value) for name, value in defaults.items()}
