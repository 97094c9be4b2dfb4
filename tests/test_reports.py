"""Findings for programs: SARIF, GitHub's annotations and JSON, streamed, of decisions and of content folders."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator

from lettergen import Language, Library, Report, check, load
from lettergen import session as session_module
from lettergen.checking import Checked
from lettergen.command_line import main
from lettergen.findings import Code, Finding, Severity
from lettergen.forms import FORMS
from lettergen.reporting import as_data
from lettergen.source import Location
from tests.conftest import EXAMPLES, ROOT, example

BAD = tuple(sorted((EXAMPLES / "mangelfull").glob("*.yaml")))
LEVELS = {"error": "error", "question": "error", "warning": "warning", "note": "note"}


@pytest.fixture(scope="module")
def valid() -> Draft4Validator:
    """The schema of SARIF 2.1.0; see tests/sarif/README.md."""
    schema = json.loads((ROOT / "tests" / "sarif" / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


@pytest.fixture(scope="module")
def told(library: Library) -> tuple[Finding, ...]:
    """Findings of every severity: of the refused examples, of a question, and of a file with odd names."""
    found = [finding for file in BAD for finding in check(load(file), library).report]
    odd = Location("saker, a:b/100% [æ].yaml", 3, 7)
    found += [
        Finding.of(Code.BAD_TEMPLATE, odd, ("vedlegg", 0), name="x"),
        Finding("KVP-R13", "frist", Severity.QUESTION, odd, ("opplysninger", "program", "start"), mark="12345678"),
        Finding.of(Code.EMPTY, Location("tom.yaml")),
        Finding.of(Code.NEARLY_EQUAL, Location("/abs/a b.md", 2), other="x/y", percent="90"),
        Finding.of(Code.NN_NOT_READ, Location("/abs/a b.md"), count="1", total="2"),
    ]
    assert {finding.severity for finding in found} == set(Severity)
    return tuple(found)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(form: str, findings: tuple[Finding, ...], library: Library, ui: Language = Language.NB) -> str:
    return "".join(FORMS[form](((finding, library) for finding in findings), ui))


@pytest.mark.parametrize("ui", Language)
def test_sarif_holds_each_finding_with_its_place_and_rule(
    told: tuple[Finding, ...], library: Library, valid: Draft4Validator, ui: Language
) -> None:
    log = json.loads(written("sarif", told, library, ui))
    assert not list(valid.iter_errors(log))
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["language"] == ui
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(told)
    for finding, result in zip(told, run["results"], strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == finding.code
        assert rule["help"]["text"]
        assert result["level"] == LEVELS[finding.severity]
        assert result["properties"]["severity"] == finding.severity
        assert result["properties"].get("mark") == finding.mark
        place = result["locations"][0]["physicalLocation"]
        region = place.get("region", {})
        assert (region.get("startLine"), region.get("startColumn")) == (finding.location.line, finding.location.column)
        assert re.fullmatch(r"[A-Za-z0-9%/._~:-]+", place["artifactLocation"]["uri"])
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_a_question_stops_the_letter_as_an_error_does(told: tuple[Finding, ...], library: Library) -> None:
    """SARIF and GitHub have no level for a question; what stops the letter is an error there."""
    results = [
        each
        for each in json.loads(written("sarif", told, library))["runs"][0]["results"]
        if "mark" in each["properties"]
    ]
    assert results
    assert {each["level"] for each in results} == {"error"}
    [line] = [line for line in written("github", told, library).splitlines() if "KVP-R13" in line]
    assert line.startswith("::error ")
    assert line.endswith("[12345678]")


def test_sarif_of_nothing_is_still_a_log(library: Library, valid: Draft4Validator) -> None:
    log = json.loads(written("sarif", (), library))
    assert not list(valid.iter_errors(log))
    assert log["runs"][0]["results"] == []


def test_a_fingerprint_stays_when_lines_move_and_tells_twins_apart(library: Library) -> None:
    def fingerprints(*findings: Finding) -> list[str]:
        results = json.loads(written("sarif", findings, library))["runs"][0]["results"]
        return [result["partialFingerprints"]["lettergen/v1"] for result in results]

    def finding(line: int, path: tuple[str | int, ...] = ("mottaker", "navn"), file: str = "a.yaml") -> Finding:
        return Finding.of(Code.MISSING_FIELD, Location(file, line), path, field="mottaker.navn")

    assert fingerprints(finding(3)) == fingerprints(finding(8))
    all_different = fingerprints(finding(3), finding(4), finding(3, ("dato",)), finding(3, file="b.yaml"))
    assert len(set(all_different)) == 4


def test_github_gets_one_escaped_line_a_finding(told: tuple[Finding, ...], library: Library) -> None:
    lines = written("github", told, library).splitlines()
    assert len(lines) == len(told)
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) file=[^:,]+(,line=\d+)?(,col=\d+)?,title=[^:,]+::.+", line), line
    [odd] = [line for line in lines if "LG302" in line]
    assert odd.startswith("::error file=saker%2C a%3Ab/100%25 [æ].yaml,line=3,col=7,title=LG302 feil-i-tekstmal::")
    assert "{%25 if %25}" in odd


def test_a_line_break_in_a_message_never_makes_a_command_of_its_own(library: Library) -> None:
    hostile = Finding.of(Code.BAD_CONTENT, Location("a\n::error::b.yaml"), name="x\r\n::warning::y")
    assert len(written("github", (hostile,), library).splitlines()) == 1


def test_json_pieces_are_the_whole_report(told: tuple[Finding, ...], library: Library) -> None:
    for findings in (told, ()):
        whole = json.dumps(as_data([Report(findings)], library, Language.NB), ensure_ascii=False, indent=2) + "\n"
        assert written("json", findings, library) == whole


@pytest.mark.parametrize("form", ["sarif", "github", "json", "lines", "text"])
def test_the_command_writes_each_form_and_keeps_its_exit_code(form: str, valid: Draft4Validator) -> None:
    refused, sound = run("check", *BAD, "--format", form), run("check", example("avslag-nb-fylt-67"), "--format", form)
    assert [refused.exit_code, sound.exit_code] == [1, 0]
    if form == "sarif":
        for result in (refused, sound):
            assert not list(valid.iter_errors(json.loads(result.output)))


@pytest.mark.parametrize("form", ["sarif", "github", "json"])
def test_content_folders_have_the_same_forms(form: str, tmp_path: Path, valid: Draft4Validator) -> None:
    """Also when the texts are so wrong that no library can be made of them."""
    block = tmp_path / "reasons" / "felles" / "hjelp.md"
    block.parent.mkdir(parents=True)
    shipped = (ROOT / "reasons" / "felles" / "hjelp.md").read_text(encoding="utf-8")
    for text in (shipped + "\nDu kan ikke komme.\n", shipped.replace("# nb", "# nb\n\n{{ finnes_ikke }}")):
        block.write_text(text, encoding="utf-8")
        result = run("check", tmp_path, "--format", form)
        assert result.exit_code == 1
        assert "hjelp.md" in result.output
        if form == "sarif":
            assert not list(valid.iter_errors(json.loads(result.output)))
        elif form == "json":
            assert json.loads(result.output)["counts"]["error"]
        else:
            assert all(line.startswith("::") for line in result.output.splitlines())


@pytest.mark.parametrize("form", ["sarif", "github", "json", "lines", "text"])
def test_a_decision_is_reported_before_the_next_is_read(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand decisions take no more memory than one: none is kept."""
    steps: list[str] = []
    real = session_module.Session.checked

    def checked(self: session_module.Session, file: Path) -> Checked:
        steps.append("read")
        return real(self, file)

    monkeypatch.setattr(session_module.Session, "checked", checked)
    monkeypatch.setattr("lettergen.command_line.click.echo", lambda *_, **__: steps.append("said"))
    run("check", *BAD, "--format", form)
    assert steps.count("read") == len(BAD)
    reads = [index for index, step in enumerate(steps) if step == "read"]
    assert all("said" in steps[first:second] for first, second in pairwise(reads))
