"""The verbs: read a decision from disk, and write the letters of complete ones. Files are written whole or not at all."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lettergen.checking import Checked, compose, compose_draft
from lettergen.decision import Decision
from lettergen.documents import parse_bytes, read_document
from lettergen.formats.sidecar import render_sidecar
from lettergen.letter import Letter
from lettergen.office import Office, find_office
from lettergen.rendering import render, render_draft

UNSAFE = re.compile(r"[^0-9A-Za-zÆØÅæøå_-]+")


def load(source: Path | str | bytes, office: Office | None = None, *, name: str = "<data>") -> Decision:
    """Read a decision: a path, or the text or bytes of a YAML or JSON file under a `name`.

    The office's settings are looked for from the file's folder upwards unless they are given.
    Never raises for what a file holds: that becomes findings of `check`.
    """
    if isinstance(source, Path):
        settings = office or find_office(source.parent)
        return Decision(read_document(source), settings, source)
    raw = source.encode(errors="surrogatepass") if isinstance(source, str) else source
    return Decision(parse_bytes(raw, name), office or Office())


def file_stem(letter: Letter) -> str:
    """A letter's file name without ending: `<case number>-<letter type>`, nothing personal in it."""
    return f"{UNSAFE.sub('-', letter.case_number).strip('-')}-{letter.letter_type}"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one letter, in the order they were asked for, and its `brev.json`."""

    checked: Checked
    files: tuple[Path, ...]


def write_letter(checked: Checked, folder: Path, formats: Iterable[str]) -> Written:
    """Write a complete decision's letter in some formats, with its `brev.json`.

    Every file is rendered before the first is written. Raises `IncompleteDecision`, `OSError`.
    """
    letter = compose(checked)
    stem = file_stem(letter)
    rendered = {f"{stem}.{format}": render(letter, format, checked.library) for format in formats}
    files = write_files(folder, {**rendered, f"{stem}.brev.json": render_sidecar(letter, rendered)})
    return Written(checked, files)


def write_draft(checked: Checked, folder: Path, formats: Iterable[str]) -> Written:
    """Write a draft, gaps and all; UTKAST stands in the file name. Raises `IncompleteDecision`, `OSError`."""
    draft = compose_draft(checked)
    stem = f"UTKAST-{file_stem(draft)}"
    rendered = {f"{stem}.{format}": render_draft(draft, format, checked.library) for format in formats}
    return Written(checked, write_files(folder, rendered))


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write some files into a folder, each by a move into place, so that a stopped run leaves no half file."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".lettergen-")
            waiting.append((Path(temporary), folder / name))
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        for temporary_file, final in waiting:
            temporary_file.chmod(0o644)
            temporary_file.replace(final)
    finally:
        for temporary_file, _ in waiting:
            with contextlib.suppress(OSError):
                temporary_file.unlink(missing_ok=True)
    return tuple(final for _, final in waiting)
