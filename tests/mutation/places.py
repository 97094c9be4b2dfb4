"""Where in an example there is something to damage: its assessments, own words, dates and facts."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from lettergen.checks.coverage import Coverage
from lettergen.documents import read_document
from lettergen.facts import Fact
from lettergen.source import Path
from tests.mutation.kinds import Example


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment that must be there: of a condition, or of one part of it."""

    condition: Coverage
    part: str
    path: Path
    text: str

    @property
    def label(self) -> str:
        """Its name in a list of misses."""
        return f"{self.condition.id} {self.part}".strip()


def assessments(example: Example) -> Iterator[Assessment]:
    """Every assessment that the law's table asks for, and the file gives."""
    for each in example.conditions:
        given = example.get("vilkaar", each.id, "vurdering") if "vurdering" in each.required else None
        path: Path = ("vilkaar", each.id, "vurdering")
        if isinstance(given, str):
            yield Assessment(each, "", path, given)
        elif given:
            yield from (Assessment(each, part, (*path, part), text) for part, text in given.items() if text)


def moved(text: str, days: int) -> str:
    """A date some days later, or with a minus, earlier; a month by as many months as the days begin."""
    if len(text) == len("2026-11"):
        year, month = map(int, text.split("-"))
        months = 12 * year + month - 1 + math.copysign(math.ceil(abs(days) / 31), days)
        return f"{int(months) // 12}-{int(months) % 12 + 1:02}"
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def given_facts(example: Example) -> Iterator[tuple[Path, Fact, Any]]:
    """Every value under `opplysninger` that is no group or list, with its declaration."""
    yield from _inside(example, example.facts() or {}, ())


def _inside(example: Example, value: Any, path: Path) -> Iterator[tuple[Path, Fact, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(example, inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _inside(example, inner, (*path, index))
    elif path and value is not None:
        fact = example.case.scheme.facts.declared(path)
        if fact is not None:
            yield ("opplysninger", *path), fact, value


@dataclass(frozen=True, slots=True)
class Said:
    """What some example says of a condition, as it stands in the file."""

    file: FilePath
    language: str
    letter: str
    condition: str
    part: str
    text: str


@cache
def _said_in(folder: FilePath) -> tuple[Said, ...]:
    """Every assessment of every example in a folder."""
    found = []
    for file in sorted(folder.glob("*.yaml")):
        data: Any = read_document(file).data
        for condition, entry in (data.get("vilkaar") or {}).items():
            given = (entry or {}).get("vurdering") or {}
            parts = given if isinstance(given, dict) else {"": given}
            found += [Said(file, data["maalform"], data["brev"], condition, part, parts[part]) for part in parts]
    return tuple(found)


def said_elsewhere(example: Example, each: Assessment, language: str) -> list[Said]:
    """What other examples in a language say of the same condition and part; of the same letter type first."""
    alike = [
        said
        for said in _said_in(example.file.parent)
        if (said.condition, said.part, said.language) == (each.condition.id, each.part, language)
        and said.file != example.file
        and said.text
    ]
    return sorted(alike, key=lambda said: said.letter != example.letter)
