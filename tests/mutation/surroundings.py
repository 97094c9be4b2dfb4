"""Libraries and offices with something wrong in them, as an office's own folder or settings could have it."""

import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lettergen import Library, Office, load_library, read_office

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "examples" / "lettergen.toml"
Change = Callable[[str], str | None]
"""A file's text to what an office has in its place; None where it keeps the shipped one."""
ENDED = "2025-12-31"


def _expired(text: str) -> str | None:
    """A condition's reason that stopped counting before any of the letters."""
    return text.replace("gjelder_til: null", f"gjelder_til: {ENDED}", 1) if "\nvilkaar: " in text else None


def _other_appeal_body(text: str) -> str | None:
    """The way to complain leads to the body of another act."""
    changed = text.replace("klageinstans: statsforvalter", "klageinstans: nav-klageinstans")
    return changed if changed != text else None


def _no_time_limit(text: str) -> str | None:
    """The way to complain without the time limit."""
    changed = re.sub(r"dekker: \[klagerett, frist, ", "dekker: [klagerett, ", text)
    return changed if changed != text else None


def _no_law(text: str) -> str | None:
    """A running text that has lost its law sentence."""
    return text.replace("{{ lovhenvisning() }}", "") if "{{ lovhenvisning() }}" in text else None


OVERLAYS: dict[str, tuple[str, Change]] = {
    "expired-reasons": ("reasons/kvp/*/*.md", _expired),
    "other-appeal-body": ("reasons/felles/*.md", _other_appeal_body),
    "no-time-limit": ("reasons/felles/*.md", _no_time_limit),
    "no-law-sentence": ("templates/*/kvp/*.md", _no_law),
}
"""Folders of an office's own texts: which files it has, and how they differ from the shipped ones."""


def _repealed(text: str) -> str:
    """Every provision is repealed before the letters."""
    return re.sub(r"(\n    gjelder_til:) null", rf"\1 {ENDED}", text)


def _rewritten(text: str) -> str:
    """Every provision in force got a new wording after the letters."""
    return re.sub(r"(\n    gjelder_fra:) \d{4}-\d\d-\d\d", r"\1 2027-06-01", text)


def _unread(text: str) -> str:
    """Nobody has read the provisions."""
    return re.sub(r"(\n    kontrollert:) ja", r"\1 nei", text)


LAWS: dict[str, Callable[[str], str]] = {
    "law-repealed": _repealed,
    "law-rewritten": _rewritten,
    "law-unread": _unread,
}
"""Whole copies of the shipped content in which the law has moved on."""


_FOLDERS = tempfile.TemporaryDirectory(prefix="lettergen-mutation-")
"""Letterheads and fonts are read when a letter is made, so the folders stay as long as the process."""


@cache
def library(name: str) -> Library:
    """A library by name: `shipped`, an office's folder in front of it, or a copy where the law has changed."""
    if name == "shipped":
        return load_library()
    folder = Path(_FOLDERS.name, name)
    if name in OVERLAYS:
        _write_overlay(folder, *OVERLAYS[name])
        return load_library((folder,))
    for part in ("templates", "reasons"):
        shutil.copytree(ROOT / part, folder / part)
    for file in folder.glob("reasons/*/hjemler.yaml"):
        file.write_text(LAWS[name](file.read_text(encoding="utf-8")), encoding="utf-8")
    return load_library((), folder)


def _write_overlay(folder: Path, pattern: str, change: Change) -> None:
    for file in ROOT.glob(pattern):
        text = change(file.read_text(encoding="utf-8"))
        if text is not None:
            own = folder / file.relative_to(ROOT)
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(text, encoding="utf-8")


OFFICES: dict[str, Change] = {
    "examples": lambda text: text,
    "no-municipality": lambda text: re.sub(r"kommune = .*\n", "", text),
    "no-office-name": lambda text: re.sub(r"\nnavn = \"Nav.*\n", "\n", text),
    "no-county-governor": lambda text: re.sub(r"statsforvalter = .*\n", "", text),
    "no-appeal-address": lambda text: re.sub(r"klageadresse = .*\n", "", text),
    "misspelt-setting": lambda text: text + "\n[innstillinger]\nvarselsvar_dagar = 14\n",
    "setting-no-number": lambda text: text + '\n[innstillinger]\nvarselsvar_dager = "to uker"\n',
    "unknown-office-key": lambda text: text.replace("[kontor]", '[kontor]\nklageinstans = "Nav klageinstans"'),
    "other-appeal-body": lambda text: text.replace(
        'statsforvalter = "Vestland"', 'statsforvalter = "Nav klageinstans Vest"'
    ),
}
"""The examples' settings, as they are or with one thing wrong."""


@cache
def office(name: str) -> Office:
    """An office by name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, SETTINGS.name)
        file.write_text(OFFICES[name](SETTINGS.read_text(encoding="utf-8")) or "", encoding="utf-8")
        return read_office(file)
