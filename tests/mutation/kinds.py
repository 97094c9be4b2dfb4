"""What a kind of damage is: where it fits, what it changes, and the finding it must give."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from lettergen import Library, Office, check, compose, load, render
from lettergen.case import Case
from lettergen.checking import Checked
from lettergen.checks.coverage import Coverage
from lettergen.findings import Severity
from lettergen.source import Path, value_at

DROP = object()
"""In the place of a new value: take the key or the list's item away."""
Edit = tuple[Path, Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One damaged decision and the finding it must give.

    `code` may have a `*` for any signs. `at` is the finding's path; with `within` a path below it does
    as well. `twin` is another place that is as good, where two places are alike. `text` is a whole file, for damage
    that no change of values makes. `library` and `office` name those of `surroundings`, `office` where it is not the example's own. `beside` is a decision
    checked in the same run; `word` changes the letter's Word file, which is then checked instead of the decision.
    """

    about: str
    edits: tuple[Edit, ...]
    code: str
    at: Path
    missing: frozenset[str] = frozenset()
    within: bool = False
    twin: Path | None = None
    text: str | None = None
    library: str = "shipped"
    office: str = ""
    beside: FilePath | None = None
    word: Callable[[bytes], bytes] | None = None


Maker = Callable[["Example"], Iterator[Mutant]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A declared way to damage a decision. `each` is how many mutants of an example are tried.

    `libraries` are those its mutants are checked with, the shipped one apart; one that `warns` need not stop the letter.
    """

    name: str
    codes: tuple[str, ...]
    make: Maker
    each: int
    warns: bool = False
    libraries: tuple[str, ...] = ()

    def mutants(self, example: "Example") -> list[Mutant]:
        """Its mutants of an example: all, or `each` of them, from other places in other examples."""
        made = list(self.make(example))
        if len(made) <= self.each:
            return made
        first = example.number % len(made)
        step = max(1, len(made) // self.each)
        return [made[(first + step * number) % len(made)] for number in range(self.each)]


KINDS: dict[str, Kind] = {}


def kind(*codes: str, each: int = 2, warns: bool = False, libraries: tuple[str, ...] = ()) -> Callable[[Maker], Maker]:
    """Declare a kind of damage; it is called what the function is called."""

    def declare(make: Maker) -> Maker:
        name = make.__name__.strip("_").replace("_", "-")
        assert name not in KINDS, name
        KINDS[name] = Kind(name, codes, make, each, warns, libraries)
        return make

    return declare


@dataclass
class Example:
    """A complete example, and how it stands before it is damaged."""

    number: int
    file: FilePath
    library: Library
    office: Office

    @cached_property
    def text(self) -> str:
        """The file as it is written."""
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def checked(self) -> Checked:
        """The undamaged example, checked."""
        return check(load(self.text, self.office, name=self.file.name), self.library)

    @cached_property
    def word(self) -> bytes:
        """The letter as Word."""
        return render(compose(self.checked), "docx", self.library)

    @property
    def data(self) -> dict[str, Any]:
        """Its values, every one a text."""
        data: dict[str, Any] = self.checked.decision.document.data
        return data

    @property
    def case(self) -> Case:
        """The undamaged example, read under its scheme."""
        assert self.checked.case is not None, self.file
        return self.checked.case

    @property
    def letter(self) -> str:
        """Its letter type."""
        return self.case.letter_id

    @property
    def language(self) -> str:
        """`nb` or `nn`."""
        return self.case.language.value

    @property
    def conditions(self) -> list[Coverage]:
        """What it argues; not what it says was not assessed."""
        return [each for each in self.checked.coverages if each.outcome in ("oppfylt", "ikke_oppfylt")]

    @cached_property
    def told(self) -> set[tuple[str, Path]]:
        """What is found in the undamaged example: nothing a mutant could be credited with."""
        return {(finding.code, finding.path) for finding in self.checked.report}

    @property
    def stopped(self) -> list[str]:
        """The codes of what stops the undamaged example, which nothing should."""
        stops = (Severity.ERROR, Severity.QUESTION)
        return [finding.code for finding in self.checked.report if finding.severity in stops]

    def get(self, *path: str | int) -> Any:
        """What the file holds at a path; None where nothing is."""
        return value_at(self.data, path)

    def facts(self, *path: str | int) -> Any:
        """What the file holds under `opplysninger`."""
        return self.get("opplysninger", *path)

    def damaged(self, edits: tuple[Edit, ...]) -> dict[str, Any]:
        """Its values with some changes."""
        data = copy.deepcopy(self.data)
        for path, value in edits:
            apply(data, path, value)
        return data


def apply(data: Any, path: Path, value: Any) -> None:
    """Put a value at a path, making the mappings on the way; `DROP` takes away. A list grows by its next number."""
    *way, last = path
    here = data
    for step in way:
        if isinstance(here, dict) and not isinstance(here.get(step), dict | list):
            here[step] = {}
        here = here[step]
    if value is DROP:
        del here[last]
    elif isinstance(here, list) and last == len(here):
        here.append(value)
    else:
        here[last] = value
