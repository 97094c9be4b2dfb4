"""Others' damaged decisions: files that say which decision, what is changed in it, and the finding that must come.

hvorfor_galt: what is wrong, and for whom
venter: {kode: LG602, sti: vilkaar.alder}      # the finding, at this place or below; a rule by its number alone: R20
av: examples/innvilgelse-nb-vaskeri.yaml       # from the repository's root
endring:
  - {sti: vilkaar.alder.vurdering, til: "..."}
  - {sti: opplysninger.program.evalueringer.0, slett: ja}
"""

import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from lettergen.documents import read_document
from lettergen.office import find_office
from lettergen.source import Path
from tests.mutation import surroundings
from tests.mutation.kinds import DROP, Edit, Example, Kind, Mutant
from tests.mutation.surroundings import ROOT

RULE = re.compile(r"R\d\d")


class BadCaseError(Exception):
    """A file in the folder is not a case; told with its name and what it lacks."""


def cases(folder: FilePath) -> tuple[Kind, list[Example]]:
    """The cases of a folder and those below it, as one kind of damage, and the decisions they are made of."""
    by_base: dict[FilePath, list[Mutant]] = {}
    for file in sorted(folder.rglob("*.yaml")):
        base, mutant = _case(file)
        by_base.setdefault(base, []).append(mutant)
    if not by_base:
        raise BadCaseError(f"{folder}: no cases")
    codes = tuple(dict.fromkeys(mutant.code for mutants in by_base.values() for mutant in mutants))

    def make(example: Example) -> Iterator[Mutant]:
        yield from by_base.get(example.file, ())

    library = surroundings.library("shipped")
    bases = [Example(number, file, library, find_office(file.parent)) for number, file in enumerate(by_base)]
    return Kind(f"cases: {folder.name}", codes, make, each=len(by_base) + 1000, warns=True), bases


def _case(file: FilePath) -> tuple[FilePath, Mutant]:
    data: Any = read_document(file).data
    try:
        base = ROOT / data["av"]
        code, place = data["venter"]["kode"], data["venter"].get("sti") or ""
        edits = tuple(_edit(change) for change in data["endring"])
    except (KeyError, TypeError, AttributeError) as lacking:
        raise BadCaseError(f"{file}: not a case, lacks {lacking}") from lacking
    if not base.is_file():
        raise BadCaseError(f"{file}: no such decision: {data['av']}")
    pattern = f"*-{code}*" if RULE.fullmatch(code) else code
    return base, Mutant(file.stem, edits, pattern, _path(place), within=True)


def _edit(change: dict[str, Any]) -> Edit:
    return _path(change["sti"]), DROP if change.get("slett") == "ja" else change["til"]


def _path(dotted: str) -> Path:
    """A dotted path; numbers are places in a list, also in brackets."""
    steps = dotted.replace("[", ".").replace("]", "").split(".")
    return tuple(int(step) if step.isdigit() else step for step in steps if step)
