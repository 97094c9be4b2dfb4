"""Decisions of the toy scheme with one fault, and findings written as lines: what the tests of single checks share."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

from lettergen import Library, load, load_library
from lettergen.case import Case, read_case
from lettergen.findings import Finding
from lettergen.language import NO_BREAK_SPACE
from lettergen.office import Office, read_office
from lettergen.source import dotted, value_at
from tests.conftest import EXAMPLES, ROOT, as_json, data_of, example

TOY = ROOT / "tests" / "toy"
OFFICE = read_office(EXAMPLES / "lettergen.toml")
GONE = object()
Changes = dict[str, Any]


@cache
def both() -> Library:
    """The shipped content with the toy's folders in front; read once."""
    return load_library((TOY,))


def grant() -> dict[str, Any]:
    """A complete decision of the toy scheme."""
    return {
        "skjema": "toy/1",
        "brev": "innvilgelse",
        "maalform": "nb",
        "saksnummer": "2026/77",
        "dato": "2026-06-30",
        "mottaker": {"navn": "Eva Hjul", "adresse": ["Svingen 1", "5999 Prøvevik"]},
        "soeknad": {"mottatt": "2026-03-02"},
        "kilder": {"kart": {"hva": "kart", "dato": "2026-03-05"}},
        "vilkaar": {
            "bosted": {},
            "reisevei": {
                "begrunnelser": ["reisevei/til-skolen"],
                "vurdering": {"strekning": "Veien er flat hele året.", "trygghet": "Det er gangvei hele veien."},
                "kilder": ["kart"],
            },
        },
        "opplysninger": {
            "innflyttet": "2020-05-01",
            "sykkel": {"kjoept": "2026-03-20", "pris": 4200, "kjoretoy": "lastesykkel"},
            "turer": [{"maalsted": "skolen", "km": "3,5"}, {"maalsted": "butikken", "km": 2}],
        },
    }


def refusal() -> dict[str, Any]:
    """A refusal of the toy scheme: the road does not fit, and where the person lives is not assessed."""
    return changed(
        grant(),
        {
            "brev": "avslag",
            "vilkaar.bosted": {"utfall": "ikke_vurdert"},
            "vilkaar.reisevei.utfall": "ikke_oppfylt",
            "vilkaar.reisevei.begrunnelser": ["reisevei/motorvei"],
        },
    )


def grant_of_the_programme() -> dict[str, Any]:
    """A complete decision of the shipped scheme."""
    return data_of(example("innvilgelse-nb-vaskeri"))


def changed(data: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """Values with some of them changed, by path; `GONE` takes one away."""
    data = deepcopy(data)
    for path, value in changes.items():
        *before, last = (int(part) if part.isdigit() else part for part in path.split("."))
        holder = value_at(data, tuple(before))
        if value is GONE:
            del holder[last]
        else:
            holder[last] = value
    return data


def case_of(data: dict[str, Any], changes: Changes | None = None, office: Office = OFFICE) -> Case:
    """A decision, changed, as the checks get it."""
    case, _ = read_case(load(as_json(changed(data, changes or {})), office, name="sak.json"), both())
    assert case is not None
    return case


def office_with(**facts: Any) -> Office:
    """The examples' office with some of its facts changed."""
    file = OFFICE.file
    return replace(OFFICE, file=file.model_copy(update={"office": file.office.model_copy(update=facts)}))


def told(case: Case, findings: Iterable[Finding]) -> list[str]:
    """Findings as lines; a value that is empty is left out."""
    lines = case.decision.document.text.splitlines()

    def line(found: Finding) -> str:
        at = found.location
        inside = at.file == "sak.json" and at.line
        spot = lines[at.line - 1][(at.column or 1) - 1 :] if inside and at.line else "/".join(str(at).split("/")[-2:])
        values = (f"{name}={value}" for name, value in found.values if value)
        lacks = ("lacks " + ",".join(found.missing),) if found.missing else ()
        law = ("law " + ",".join(found.law),) if found.law else ()
        marked = ("marked",) if found.mark else ()
        parts = (found.code, dotted(found.path), spot.rstrip(","), *values, *lacks, *law, *marked)
        return " | ".join(parts).replace(NO_BREAK_SPACE, " ")

    return [line(found) for found in findings]


BLOCK = "vilkaar.reisevei.begrunnelser"
MET_ROAD = {"vilkaar.reisevei.utfall": "oppfylt", BLOCK: ["reisevei/til-skolen"]}


def with_condition(case: Case, id: str, **changes: Any) -> Case:
    """A case whose scheme has another kind of condition."""
    file = case.scheme.file
    condition = file.conditions[id].model_copy(update=changes)
    file = file.model_copy(update={"conditions": {**file.conditions, id: condition}})
    return replace(case, scheme=replace(case.scheme, file=file))


def with_letter(case: Case, **changes: Any) -> Case:
    """A case whose letter type asks for something else."""
    return replace(case, letter_type=case.letter_type.model_copy(update=changes))
