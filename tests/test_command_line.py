"""The commands as people use them: skeleton, explain, schema, answers, exit codes, languages."""

import json
import re
import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from lettergen import Language, check, load, operations
from lettergen.case import Case, read_case
from lettergen.command_line import main
from lettergen.explaining import explanation
from lettergen.findings import Code
from lettergen.reporting import as_json, as_lines, as_text
from lettergen.schema import json_schema
from tests.conftest import EXAMPLES, check_data, data_of, example

LETTERS = ("innvilgelse", "avslag")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_alone_it_shows_a_start_page():
    result = run()
    assert result.exit_code == 0
    assert "lettergen check sak.yaml" in result.output
    assert "jurist" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help"),
        ("write", "--help"),
        ("new", "--help"),
        ("explain", "--help"),
        ("schema", "--help"),
    ],
)
def test_help_is_norwegian(arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    assert "Bruk:" in result.output
    assert not re.search(r"\b(Usage|Options|Commands|Show this)\b", result.output)


@pytest.mark.parametrize("ui", Language)
@pytest.mark.parametrize("letter", LETTERS)
def test_the_skeleton_is_a_file_to_fill_in_and_no_letter(letter, ui, library, tmp_path):
    """Every prompt is found, nothing in it is unknown or malformed, and no letter comes of it."""
    file = tmp_path / "sak.yaml"
    (tmp_path / "lettergen.toml").write_bytes((EXAMPLES / "lettergen.toml").read_bytes())
    assert run("--ui", ui, "new", letter, "-l", ui, "-o", file).exit_code == 0
    checked = check(load(file), library)
    assert not checked.complete
    found = {finding.code for finding in checked.report}
    assert found <= {
        "LG113",
        "LG117",
        "LG401",
        "LG402",
        "LG403",
        "LG404",
        "LG114",
        "LG111",
        "KVP-R09",
        "KVP-R09b",
        "KVP-R54",
    }, found
    assert run("write", file, "-o", tmp_path / "brev").exit_code == 1
    assert not (tmp_path / "brev").exists()
    again = run("new", letter, "-o", file)
    assert again.exit_code == 2, "an existing file is never written over"


def test_an_unknown_letter_type_or_code_says_what_there_is():
    result = run("new", "innvilgning")
    assert result.exit_code == 2
    assert "innvilgelse" in result.output
    result = run("explain", "LG4022")
    assert result.exit_code == 2
    assert "LG402" in result.output


@pytest.mark.parametrize("ui", Language)
def test_every_code_is_explained_in_both_languages(ui, library):
    for code in library.catalogue.codes():
        page = explanation(code, library, ui)
        assert page.startswith(code)
        assert not re.search(r"\{\w+\}", page.split("\n\n")[1]), code
        assert re.search("Gjør dette|Gjer dette", page), code


def test_a_code_is_found_in_any_case():
    result = run("explain", "kvp-r01B")
    assert result.exit_code == 0
    assert result.output.startswith("KVP-R01b")


def test_every_engine_code_has_words_with_the_same_gaps(library):
    """nb and nn say the same: the same values stand in both."""
    for code in Code:
        entry = library.catalogue.file.findings[code.number]
        for text in (entry.message, entry.do):
            gaps = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in (text.nb, text.nn)]
            assert gaps[0] == gaps[1], code
        assert entry.message.nb != entry.message.nn or len(entry.message.nb) < 40, code


def as_typed(case: Case) -> dict[str, Any]:
    """An example as a case system would send it: numbers as numbers, yes and no as true and false."""

    def plain(value: Any, written: Any) -> Any:
        if isinstance(value, dict) and isinstance(written, dict):
            return {key: plain(value[key], inner) for key, inner in written.items() if key in value}
        if isinstance(value, list):
            return [plain(item, inner) for item, inner in zip(value, written, strict=True)]
        if isinstance(value, Decimal):
            return float(value)
        return str(written) if isinstance(value, date) or not isinstance(value, bool | int) else value

    data = json.loads(json.dumps(case.decision.document.data))
    data["opplysninger"] = {key: plain(case.given[key], written) for key, written in data["opplysninger"].items()}
    return data


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_schema_takes_every_example_and_refuses_a_misspelt_key(file, library):
    case, _ = read_case(load(file), library)
    schema = json_schema(case.scheme, case.letter_id)
    Draft202012Validator.check_schema(schema)
    data = as_typed(case)
    assert not list(Draft202012Validator(schema).iter_errors(data))
    data["opplysninger"]["progam"] = {}
    assert list(Draft202012Validator(schema).iter_errors(data))


def test_an_answer_settles_a_question_until_the_text_changes(library, office):
    """More than six months to start: the letter waits for who and why, and the answer falls with a new date."""
    data = data_of(example("innvilgelse-nb-fiskeindustri"))
    data["soeknad"]["mottatt"] = "2026-01-05"
    for source in data["kilder"].values():
        source["dato"] = max(source["dato"], "2026-01-05")
    asked = check_data(data, library, office)
    [question] = [finding for finding in asked.report if finding.code == "KVP-R13"]
    assert not asked.complete
    assert re.fullmatch(r"[0-9a-f]{8}", question.mark)
    answer = {
        "kode": "KVP-R13",
        "sti": "opplysninger.program.start",
        "gjelder": question.mark,
        "hvorfor": "Kontoret var sent ute.",
        "av": "Ola Eksempelvik",
        "dato": "2026-09-11",
    }
    data["svar"] = [answer]
    settled = check_data(data, library, office)
    assert settled.complete, [(finding.code, finding.path) for finding in settled.report]
    assert settled.composed.letter.manifest.answers == (("KVP-R13", question.mark),)
    data["soeknad"]["mottatt"] = "2026-01-04"
    fallen = check_data(data, library, office)
    assert {finding.code for finding in fallen.report if finding.stops} == {"KVP-R13", "LG411"}


def test_an_error_cannot_be_answered(library, office):
    data = data_of(example("innvilgelse-nb-fiskeindustri"))
    data["vilkaar"].pop("arbeidsevnevurdering")
    data["svar"] = [
        {
            "kode": "LG401",
            "sti": "vilkaar.arbeidsevnevurdering",
            "gjelder": "00000000",
            "hvorfor": "x",
            "av": "y",
            "dato": "2026-09-11",
        }
    ]
    found = check_data(data, library, office)
    assert {finding.code for finding in found.report if finding.stops} == {"LG401"}
    assert "LG420" in {finding.code for finding in found.report}


def test_messages_name_fields_and_never_values(library, office):
    """No personal value of a decision stands in any message, in any format, of a damaged decision."""
    data = data_of(example("innvilgelse-nn-omsorg"))
    data["mottaker"]["foedselsdato"] = "1982-13-45"
    data["mottaker"]["navn"] = "Hemmeleg\nHemmelegsen"
    data["opplysninger"]["uten_arbeid_siden"] = "hausten eg fekk Tuvaline"
    data["kilder"]["aev"]["dato"] = "Tuvaline-dagen"
    checked = check_data(data, library, office)
    for ui in Language:
        for said in (
            as_text(checked, ui),
            as_lines(checked.report, library, ui),
            as_json([checked.report], library, ui),
        ):
            for value in ("Hemmeleg", "1982-13-45", "Tuvaline", "Solveig", "Påhitt"):
                assert value not in said


def test_json_report_has_the_agreed_shape(tmp_path):
    result = run("check", EXAMPLES / "mangelfull" / "to-vilkaar-begrunnet.yaml", "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.output)
    assert set(report) == {"findings", "counts"}
    assert set(report["counts"]) == {"error", "question", "warning", "note"}
    assert {tuple(finding) for finding in report["findings"]} == {
        ("code", "slug", "severity", "file", "line", "column", "path", "missing", "mark", "message", "do", "law")
    }


def test_strict_makes_a_warning_count(tmp_path, library):
    data = Path(example("innvilgelse-nb-fiskeindustri")).read_text(encoding="utf-8")
    (tmp_path / "lettergen.toml").write_bytes((EXAMPLES / "lettergen.toml").read_bytes())
    file = tmp_path / "sak.yaml"
    file.write_text(data.replace("dato: 2026-08-31}", "dato: 2026-02-01}"), encoding="utf-8")
    assert data != file.read_text(encoding="utf-8")
    assert [run("check", file).exit_code, run("check", "--strict", file).exit_code] == [0, 1]


def test_two_decisions_never_share_a_letter(tmp_path):
    """Same case number and letter type: the second is refused, not written over the first."""
    (tmp_path / "lettergen.toml").write_bytes((EXAMPLES / "lettergen.toml").read_bytes())
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(example("avslag-nb-fylt-67").read_bytes())
    result = run("write", tmp_path / "a.yaml", tmp_path / "b.yaml", "-o", tmp_path / "ut", "-f", "txt")
    assert result.exit_code == 2
    assert len(list((tmp_path / "ut").glob("*.txt"))) == 1


def test_a_stopped_write_leaves_nothing(tmp_path, monkeypatch, library):
    """The disk fills up in the middle: no file, no half file, no temporary file."""
    checked = check(load(example("avslag-nb-fylt-67")), library)
    written = []

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content):
            written.append(content)
            if len(written) == 2:
                raise OSError(28, "No space left on device")
            self.file.write(content)

    real = operations.os.fdopen
    monkeypatch.setattr(operations.os, "fdopen", lambda *arguments: Full(real(*arguments)))
    with pytest.raises(OSError, match="space"):
        operations.write_letter(checked, tmp_path, ("txt", "html"))
    assert list(tmp_path.iterdir()) == []


def test_cli_py_is_the_same_command():
    """The launcher at the root and the installed command share one `main`."""
    source = (EXAMPLES.parent / "cli.py").read_text(encoding="utf-8")
    assert "from lettergen.command_line import main" in source
