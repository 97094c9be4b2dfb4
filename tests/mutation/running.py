"""Run mutants: write each as a file, check it, and judge whether the declared finding stands where it should."""

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from lettergen import Decision, Office, check, load
from lettergen.checking import Checked
from lettergen.discretion import told_path
from lettergen.edited.checking import CheckedLetter, check_edited
from lettergen.findings import Finding, Severity
from lettergen.source import dotted
from lettergen.twins import Twins
from tests.mutation import surroundings
from tests.mutation.kinds import Example, Kind, Mutant
from tests.mutation.writing import as_yaml


@dataclass(frozen=True, slots=True)
class Tried:
    """How one mutant went: what it is, what was wanted, and what was said in its place where that did not come."""

    kind: str
    example: str
    about: str
    wanted: str
    found: bool
    said: tuple[str, ...] = field(default=())


def examples(files: Iterable[Path]) -> list[Example]:
    """Examples of some files, with the shipped library and the examples' own office."""
    library, office = surroundings.library("shipped"), surroundings.office("examples")
    return [Example(number, file, library, office) for number, file in enumerate(files)]


def checked(example: Example, mutant: Mutant) -> Checked | CheckedLetter:
    """A mutant as `lettergen check` sees it."""
    office = surroundings.office(mutant.office) if mutant.office else example.office
    library = surroundings.library(mutant.library)
    if mutant.word is not None:
        return check_edited(mutant.word(example.word), library, office, name=f"{example.file.stem}.docx")
    text = as_yaml(example.damaged(mutant.edits)) if mutant.text is None else mutant.text
    decision = load(text, office, name=example.file.name)
    return check(decision, library, _twins(decision, mutant.beside, office) if mutant.beside else None)


def _twins(decision: Decision, beside: Path, office: Office) -> Twins:
    """The run of a decision and another file."""
    of_run = {each.name: each for each in (decision, load(beside, office))}
    twins = Twins(of_run.__getitem__)
    for each in of_run.values():
        twins.add(each)
    return twins


def try_one(kind: Kind, example: Example, mutant: Mutant) -> Tried:
    """Check a mutant. Found is only the declared finding, at its place, that the undamaged example does not have."""
    result = checked(example, mutant)
    hits = [finding for finding in result.report if fits(mutant, finding, result)]
    as_written = mutant.library == "shipped" and not mutant.office and mutant.word is None
    told = example.told if as_written else set()
    new = [finding for finding in hits if (finding.code, finding.path) not in told]
    found = any(kind.warns or (finding.stops and not result.complete) for finding in new)
    said = () if found else tuple(_line(finding) for finding in result.report if finding.severity is not Severity.NOTE)
    wanted = f"{mutant.code} {dotted(mutant.at)}{' …' if mutant.within else ''}"
    return Tried(kind.name, example.file.stem, mutant.about, wanted, found, said)


def fits(mutant: Mutant, finding: Finding, result: Checked | CheckedLetter) -> bool:
    """Whether a finding is the one that is declared. What someone typed as a name is a number in its path."""
    if not fnmatchcase(finding.code, mutant.code) or not mutant.missing <= set(finding.missing):
        return False
    places = [place for place in (mutant.at, mutant.twin) if place is not None]
    if isinstance(result, Checked):
        scheme, data = result.case.scheme if result.case else None, result.decision.document.data
        told = [told_path(place, data, scheme) for place in places]
        places += [place for place, whole in zip(told, places, strict=True) if len(place) == len(whole)]
    return any(finding.path[: len(place)] == place if mutant.within else finding.path == place for place in places)


def _line(finding: Finding) -> str:
    return f"{finding.code} {dotted(finding.path)} {','.join(finding.missing)}".rstrip()


UNDAMAGED = "undamaged"
"""The name under which the examples themselves are tried: nothing may stop them, or no damage proves anything."""
Task = tuple[Example, list[Kind]]
_TASKS: list[Task] = []


def _do(number: int) -> list[Tried]:
    """All of one example, so that the example itself is checked once."""
    example, kinds = _TASKS[number]
    stopped = tuple(example.stopped)
    tried = [Tried(UNDAMAGED, example.file.stem, "", "a complete letter", not stopped, stopped)]
    for kind in kinds if example.checked.case else ():
        tried += (try_one(kind, example, mutant) for mutant in kind.mutants(example))
    return tried


def run(tasks: Sequence[Task], processes: int) -> Iterator[Tried]:
    """Every kind on every example it is given. Processes share what is loaded before them, where the system can."""
    _TASKS[:] = tasks
    for name in {name for _, kinds in tasks for kind in kinds for name in kind.libraries}:
        surroundings.library(name)
    if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            for tried in pool.imap(_do, range(len(_TASKS))):
                yield from tried
    else:
        for number in range(len(_TASKS)):
            yield from _do(number)
