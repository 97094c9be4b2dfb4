"""What several tests share: the shipped library, the examples, ways to check a decision, and what may be absent."""

import json
import os
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lettergen import Library, check, load, load_library
from lettergen.checking import Checked
from lettergen.documents import read_document
from lettergen.office import Office, read_office
from lettergen.source import dotted
from tests.verapdf import validate

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content. Immutable, so one serves all tests."""
    return load_library()


@pytest.fixture(scope="session")
def examples() -> tuple[Path, ...]:
    """The decision files that must be complete."""
    return tuple(sorted(EXAMPLES.glob("*.yaml")))


@pytest.fixture(scope="session")
def office() -> Office:
    """The settings of the office that the examples are written for."""
    return read_office(EXAMPLES / "lettergen.toml")


def example(name: str) -> Path:
    """The example of a name without its ending."""
    return EXAMPLES / f"{name}.yaml"


def data_of(path: Path) -> dict[str, Any]:
    """A decision file's values, as a new dict to change. From YAML every value is text."""
    data: dict[str, Any] = read_document(path).data
    return json.loads(as_json(data))


def as_json(data: Any) -> str:
    """A decision as a case system would send it. Decimals keep their digits."""

    def number(value: Any) -> float:
        if isinstance(value, Decimal):
            return float(value)
        raise TypeError(type(value).__name__)

    return json.dumps(data, ensure_ascii=False, indent=2, default=number)


def check_data(data: Any, library: Library, office: Office) -> Checked:
    """Check values as a JSON file would give them."""
    return check(load(as_json(data), office, name="sak.json"), library)


def answered(data: dict[str, Any], library: Library, office: Office) -> Checked:
    """A decision whose every question someone has answered; nothing but questions may be found."""
    asked = check_data(data, library, office)
    assert not [each.code for each in asked.report if each.severity == "error"]
    by = {"hvorfor": "Det er slik det skal være.", "av": "Ola Eksempelvik", "dato": str(data["dato"])}
    answers = [
        {"kode": each.code, "sti": dotted(each.path), "gjelder": each.mark, **by}
        for each in asked.report
        if each.severity == "question"
    ]
    checked = check_data({**data, "svar": answers}, library, office)
    assert not [each.code for each in checked.report if each.stops]
    return checked


def codes(checked: Checked) -> list[str]:
    """The codes of what stops the letter, and of warnings, in the order of the report."""
    return [finding.code for finding in checked.report if finding.severity != "note"]


def told(checked: Checked) -> list[tuple[str, str, Sequence[str]]]:
    """What the report says, notes apart: code, path and the missing legs of each finding."""
    return [
        (finding.code, dotted(finding.path), finding.missing)
        for finding in checked.report
        if finding.severity != "note"
    ]


def require(kind: str) -> str:
    """The program that a test needs: `libreoffice` or `verapdf`. Where it is absent, skip, but in CI fail."""
    absent = ""
    program = shutil.which("soffice" if kind == "libreoffice" else "java")
    if kind == "libreoffice":
        absent = "" if program else "LibreOffice (soffice) is not installed"
    elif kind == "verapdf":
        try:
            validate._java(), validate._class_path()
        except validate.ValidatorMissingError as missing:
            absent = f"veraPDF: {missing}"
    else:
        raise ValueError(kind)
    if absent and os.environ.get("LETTERGEN_CI"):
        pytest.fail(f"{absent}, and CI must have it")
    if absent:
        pytest.skip(absent)
    return program or ""
