"""Reads the corpus: sound decisions as they stand, unsound ones as changes to a sound one."""

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lettergen import Checked, check, load
from lettergen.library import Library
from lettergen.office import Office, read_office
from tests.conftest import ROOT

CORPUS = Path(__file__).parent
HALVES = ("seen", "unseen")


@dataclass(frozen=True)
class Unsound:
    """A decision with one fault: the finding that must come, and where."""

    name: str
    code: str
    path: str
    text: str


@cache
def office() -> Office:
    """The corpus' own office."""
    return read_office(CORPUS / "lettergen.toml")


def sound(half: str) -> list[Path]:
    """The sound decisions of a half."""
    return sorted((CORPUS / "sound" / half).glob("*.yaml"))


def unsound(half: str) -> list[Unsound]:
    """The unsound decisions of a half, built."""
    return [_built(file) for file in sorted((CORPUS / "unsound" / half).glob("*.yaml"))]


def checked(text: str, name: str, library: Library) -> Checked:
    """A decision in words, checked under the corpus' office."""
    return check(load(text, office(), name=name), library)


def _built(file: Path) -> Unsound:
    change = yaml.load(file.read_text(encoding="utf-8"), Loader=_Plain)  # reads text only
    data = yaml.load((ROOT / change["av"]).read_text(encoding="utf-8"), Loader=_Plain)  # the same
    for step in change["endring"]:
        _change(data, [int(part) if part.isdigit() else part for part in step["sti"].split(".")], step)
    text = yaml.dump(data, allow_unicode=True, sort_keys=False)
    return Unsound(file.stem, change["venter"]["kode"], change["venter"]["sti"], text)


class _Plain(yaml.BaseLoader):
    """Every value as it is written."""


def _change(data: Any, path: list[Any], step: dict[str, Any]) -> None:
    *before, last = path
    for index, part in enumerate(before):
        if isinstance(data, dict) and not isinstance(data.get(part), dict | list):
            data[part] = [] if isinstance((path[index + 1]), int) else {}
        data = data[part]
    if "slett" in step:
        del data[last]
    elif isinstance(data, list) and last == len(data):
        data.append(deepcopy(step["til"]))
    else:
        data[last] = deepcopy(step["til"])
