"""What people's files may hold and still be answered plainly: each a finding with its line, never a traceback."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from lettergen import Language, Library, check, compose, compose_draft, load, render, render_draft, reporting
from lettergen.checking import Checked
from lettergen.command_line import main
from lettergen.documents import MAX_BYTES
from lettergen.ledger import as_ledger
from lettergen.office import Office
from lettergen.rendering import FORMATS
from lettergen.source import Location, dotted
from tests.conftest import EXAMPLES, as_json, check_data, codes, data_of, example

GRANT = example("innvilgelse-nb-fiskeindustri")
TEXT = GRANT.read_text(encoding="utf-8")
OFFICE_FILE = EXAMPLES / "lettergen.toml"


def line_of(text: str, part: str) -> int:
    """The line where some part of a text stands first."""
    return text[: text.index(part)].count("\n") + 1


def found(checked: Checked) -> list[tuple[str, str, int | None]]:
    """What stops the letter: code, path and line."""
    return [(each.code, dotted(each.path), each.location.line) for each in checked.report if each.stops]


def with_line(old: str, new: str) -> str:
    """The example with some of its text changed; it must be there."""
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


# Values that other readers would guess at


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("maalform: nb", "maalform: no", "LG111", "maalform"),
        ("dato: 2026-09-11", "dato: 2026-13-45", "LG111", "dato"),
        ("dato: 2026-09-11", "dato: 11.09.2026", "LG111", "dato"),
        ("foedselsdato: 1979-04-23", "foedselsdato: 1979-02-30", "LG111", "mottaker.foedselsdato"),
        ("timer: 15\n", "timer: 1e3\n", "LG111", "opplysninger.program.aktiviteter[0].timer"),
        ("timer: 15\n", "timer: femten\n", "LG111", "opplysninger.program.aktiviteter[0].timer"),
        ("levd_av: sosialhjelp", "levd_av: lotto", "LG111", "opplysninger.levd_av"),
        ("levd_av: sosialhjelp", "levd_av: [sosialhjelp]", "LG111", "opplysninger.levd_av"),
        ("uten_arbeid_siden: 2022-01", "uten_arbeid_siden: 2022-13", "LG111", "opplysninger.uten_arbeid_siden"),
        ("  navn: Grete Mønster", "  namn: Grete Mønster", "LG110", "mottaker[0]"),
    ],
)
def test_a_wrong_value_is_named_where_it_stands(
    old: str, new: str, code: str, path: str, library: Library, office: Office
) -> None:
    text = with_line(old, new)
    stops = found(check(load(text, office, name="sak.yaml"), library))
    assert (code, path, line_of(text, new)) in stops
    # Nothing is said of the field as missing when something stands there.
    assert not [each for each in stops if each[1] == path and each[0] != code]


def test_text_is_kept_as_it_was_typed(library: Library, office: Office) -> None:
    """A number with a nought in front, one with an exponent, a no: text where the field is text."""
    text = with_line("saksnummer: 2026/1041", "saksnummer: 0301").replace(
        "soeknad:\n  mottatt", "saksbehandler: {navn: no, tittel: 1_000, telefon: 1e3}\nsoeknad:\n  mottatt"
    )
    checked = check(load(text, office, name="sak.yaml"), library)
    assert codes(checked) == []
    letter = compose(checked)
    values = {reference.label: reference.values for reference in letter.references}
    assert values["Saksnummer"] == ("0301",)
    assert values["Telefon"] == ("1e3",)
    assert ("no", "1_000") in [(each.name, each.title) for each in letter.signatures]


# Files that cannot be read as they stand


def nested(depth: int) -> bytes:
    return TEXT.encode() + b"kopi: " + b"[" * depth


def json_with_fault() -> bytes:
    """The example as JSON with a comma missing at the end of line 6."""
    lines = as_json(data_of(GRANT)).split("\n")
    assert lines[5].endswith(",")
    lines[5] = lines[5].removesuffix(",")
    return "\n".join(lines).encode()


def json_with_quotes() -> bytes:
    """The example as JSON, line 7 in single quotes."""
    lines = as_json(data_of(GRANT)).split("\n")
    lines[6] = lines[6].replace('"', "'")
    return "\n".join(lines).encode()


BAD_FILES: dict[str, tuple[Callable[[], bytes], str, str, int | None]] = {
    "equal keys": (
        lambda: with_line("soeknad:\n  mottatt", "maalform: nn\nsoeknad:\n  mottatt").encode(),
        "yaml",
        "LG103",
        line_of(TEXT, "soeknad:\n  mottatt"),
    ),
    "equal keys deep down": (
        lambda: with_line("  mottatt: 2026-08-18\n", "  mottatt: 2026-08-18\n  mottatt: 2026-08-19\n").encode(),
        "yaml",
        "LG103",
        line_of(TEXT, "  mottatt: 2026-08-18\n") + 1,
    ),
    "tab": (
        lambda: with_line("  navn: Grete Mønster", "\tnavn: Grete Mønster").encode(),
        "yaml",
        "LG102",
        line_of(TEXT, "  navn: Grete Mønster"),
    ),
    "alias": (
        lambda: with_line("saksnummer: 2026/1041", "saksnummer: *nr").encode(),
        "yaml",
        "LG104",
        line_of(TEXT, "saksnummer:"),
    ),
    "anchor": (
        lambda: with_line("saksnummer: 2026/1041", "saksnummer: &nr 2026/1041").encode(),
        "yaml",
        "LG104",
        line_of(TEXT, "saksnummer:"),
    ),
    "tag": (
        lambda: with_line("saksnummer: 2026/1041", "saksnummer: !!python/object:os.system 1").encode(),
        "yaml",
        "LG104",
        line_of(TEXT, "saksnummer:"),
    ),
    "nested in YAML": (lambda: nested(100_000), "yaml", "LG104", len(TEXT.splitlines()) + 1),
    "nested in JSON": (lambda: b'{"skjema":\n' + b"[" * 100_000, "json", "LG104", 2),
    "too big": (lambda: TEXT.encode() + b"# x\n" * 5_000_000, "yaml", "LG105", None),
    "too big in one value": (lambda: TEXT.encode() + b"kopi: [" + b"x" * 20_000_000, "yaml", "LG105", None),
    "too many values": (lambda: TEXT.encode() + b"kopi: [" + b"x," * 100_001 + b"]\n", "yaml", "LG105", 151),
    "Latin-1": (lambda: TEXT.encode("latin-1"), "yaml", "LG101", 1),
    "UTF-16": (lambda: TEXT.encode("utf-16"), "yaml", "LG101", 1),
    "empty": (lambda: b"", "yaml", "LG106", None),
    "only a comment": (lambda: b"# ingenting\n", "yaml", "LG106", None),
    "empty JSON": (lambda: b"", "json", "LG106", None),
    "a list": (lambda: b"- skjema: kvp/1\n", "yaml", "LG107", 1),
    "a word": (lambda: b"hei\n", "yaml", "LG107", 1),
    "JSON without a comma": (json_with_fault, "json", "LG102", 6),
    "JSON in single quotes": (json_with_quotes, "json", "LG102", 7),
    "NUL": (lambda: TEXT.encode().replace(b"Grete", b"Gre\0te"), "yaml", "LG108", line_of(TEXT, "Grete")),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "yaml", "LG101", 2),
}


@pytest.fixture(scope="module")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each bad file on the disk, by what is wrong with it."""
    folder = tmp_path_factory.mktemp("saker")
    files = {kind: folder / f"{kind.replace(' ', '-')}.{ending}" for kind, (_, ending, *_) in BAD_FILES.items()}
    for kind, file in files.items():
        file.write_bytes(BAD_FILES[kind][0]())
    return files


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_a_finding_with_its_line(kind: str, bad_files: dict[str, Path], library: Library) -> None:
    _, _, code, line = BAD_FILES[kind]
    file = bad_files[kind]
    checked = check(load(file), library)
    (first, *_) = [each for each in checked.report if each.stops and each.code == code]
    assert (first.location.file, first.location.line) == (file.as_posix(), line)
    for language in Language:
        words = library.catalogue.words(first, language)
        assert words.message
        assert words.do
        assert not re.search(r"[{}]|Error|Exception", words.message + words.do)


def test_bad_files_at_the_command_line(bad_files: dict[str, Path], library: Library, tmp_path: Path) -> None:
    """All of them together: each told, exit code 1, nothing written, never a traceback."""
    names = [str(file) for file in bad_files.values()]
    done = CliRunner().invoke(main, ["--office", str(OFFICE_FILE), "check", *names, "--format", "lines"])
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    for kind, file in bad_files.items():
        place = Location(file.as_posix(), BAD_FILES[kind][3])
        assert re.search(rf"^{re.escape(str(place))}[:\d]*: feil {BAD_FILES[kind][2]} ", done.output, re.MULTILINE), (
            kind
        )
    written = CliRunner().invoke(main, ["--office", str(OFFICE_FILE), "write", *names, "-o", str(tmp_path / "ut")])
    assert isinstance(written.exception, SystemExit)
    assert written.exit_code == 1
    assert not (tmp_path / "ut").exists()


def test_the_example_of_a_big_file_is_read_no_further_than_it_must(tmp_path: Path, library: Library) -> None:
    assert MAX_BYTES < 20_000_000
    file = tmp_path / "sak.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(8_000_000_000)
    assert [each.code for each in check(load(file), library).report] == ["LG105"]


@pytest.mark.parametrize("name", ["finnes-ikke.yaml", ".", "mappe"])
def test_a_file_that_is_not_there(name: str, tmp_path: Path, library: Library) -> None:
    (tmp_path / "mappe").mkdir()
    assert [each.code for each in check(load(tmp_path / name), library).report] == ["LG101"]
    done = CliRunner().invoke(main, ["--office", str(OFFICE_FILE), "check", str(tmp_path / name)])
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 2


@pytest.mark.parametrize(
    "data",
    [
        {"mottaker": "Grete"},
        {"mottaker": ["Grete"]},
        {"mottaker": {"adresse": "Torget 1"}},
        {"mottaker": {"adresse": [["Torget 1"]]}},
        {"mottaker": {"navn": {"fornavn": "Grete"}}},
        {"vilkaar": ["alder"]},
        {"vilkaar": {"alder": "oppfylt"}},
        {"vilkaar": {"alder": {"vurdering": ["x"]}}},
        {"vilkaar": {"alder": {"vurdering": {"del": ["x"]}}}},
        {"vilkaar": {"alder": {"begrunnelser": "alder/fylt-67"}}},
        {"vilkaar": {"alder": {"kilder": {"a": "b"}}}},
        {"vilkaar": {"alder": {"kilder": [None]}}},
        {"kilder": ["aev"]},
        {"kilder": {"aev": "2026-01-01"}},
        {"kilder": {"aev": {"hva": ["samtale"]}}},
        {"opplysninger": ["hindringer"]},
        {"opplysninger": {"hindringer": {"helse": "ja"}}},
        {"opplysninger": {"hindringer": [["helse"]]}},
        {"opplysninger": {"program": ["start"]}},
        {"opplysninger": {"program": {"aktiviteter": {"hva": "x"}}}},
        {"opplysninger": {"program": {"aktiviteter": ["x", 1, None, {"hva": 3}]}}},
        {"opplysninger": {"program": {"evalueringer": ["2026-13-01", None, 5]}}},
        {"opplysninger": {"barn": [{"fra": "2026-12-01"}, {"til": "2026-12-01"}]}},
        {"opplysninger": {"arbeidsevnevurdering": {"kilde": ["aev"]}}},
        {"svar": {"kode": "x"}},
        {"svar": [{"kode": "x"}]},
        {"svar": ["x"]},
        {"svar": [{"kode": "x", "sti": "x", "gjelder": "x", "hvorfor": "x", "av": "x", "dato": "i går"}]},
        {"svar": [{"kode": "x", "dato": "i går"}, {"sti": ["x"]}, None]},
        {"brev": 3},
        {"brev": ["innvilgelse"]},
        {"skjema": {"kvp": 1}},
        {"skjema": None},
        {"dato": 20260911},
        {"dato": "9999-12-31"},
        {"dato": "0001-01-01"},
        {"dato": True},
        {"saksnummer": 5},
        {"maalform": True},
        {"": "x"},
        {"verge": [], "fullmektig": "x", "vedlegg": "x", "kopi": {"a": "b"}, "adressesperre": "kanskje"},
    ],
    ids=lambda data: json.dumps(data)[:60],
)
def test_a_value_of_another_shape_is_a_finding(data: dict[str, Any], library: Library, office: Office) -> None:
    """Whatever stands where a mapping, a list or a text was meant: something is said of it, and nothing breaks."""
    whole = data_of(GRANT)
    for key, value in data.items():
        merged = isinstance(value, dict) and isinstance(whole.get(key), dict)
        whole[key] = {**whole[key], **value} if merged else value
    checked = check_data(whole, library, office)
    (key, *_) = data
    places = ((key,), (list(whole).index(key),))  # a key nobody knows is told by its number
    assert [each for each in checked.report if each.stops and each.path[:1] in places]
    assert all(library.catalogue.words(each, checked.case.language).message for each in checked.report if checked.case)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.sampled_from(
        ["", "x", "ja", "2026-09-11", "2026-09", "-1", "1e3", "aev", "alder/fylt-67", "«navn»", "9999-12-31"]
    )
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["fra", "dato", "utfall", "x"]), inner),
    max_leaves=4,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every path of some values but the root."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in items:
        yield (*path, part)
        yield from places(child, (*path, part))


@pytest.mark.parametrize("path", [GRANT, example("avslag-nn-soning")], ids=lambda path: path.stem)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_anything_anywhere_is_never_a_traceback(path: Path, library: Library, office: Office, data: Any) -> None:
    """Three values of a whole case replaced by whatever; what is complete is also a letter."""
    case = data_of(path)
    for _ in range(3):
        *way, last = data.draw(st.sampled_from(list(places(case))))
        holder = case
        for part in way:
            holder = holder[part]
        holder[last] = data.draw(VALUES)
    checked = check_data(case, library, office)
    reporting.as_text(checked, Language.NN)
    as_ledger(checked, Language.NB)
    if checked.complete:
        render(compose(checked), "txt", library)
    elif checked.case:
        render_draft(compose_draft(checked), "txt", library)


def test_the_depth_of_the_readers_limit_is_enough_for_any_case(library: Library, office: Office) -> None:
    data = data_of(GRANT)
    data["kopi"] = [[[[["x"]]]]]
    stops = found(check_data(data, library, office))
    assert stops
    assert {code for code, *_ in stops} == {"LG111"}


# JSON


def typed(data: dict[str, Any]) -> dict[str, Any]:
    """The values a case system would send: numbers and true or false where the fact is one, dates as text."""
    facts = data["opplysninger"]
    for activity in facts.get("program", {}).get("aktiviteter", []):
        hours = float(activity["timer"].replace(",", "."))
        activity["timer"] = int(hours) if hours.is_integer() else hours
        activity["arbeidsrettet"] = activity["arbeidsrettet"] == "ja"
    for benefit in facts.get("ytelser", []):
        benefit["beloep"] = int(benefit["beloep"])
    if "veiledende_sats" in facts:
        facts["veiledende_sats"] = int(facts["veiledende_sats"])
    if "opphold_i_tvil" in facts:
        facts["opphold_i_tvil"] = facts["opphold_i_tvil"] == "ja"
    return data


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_json_gives_the_same_letter(path: Path, library: Library, tmp_path: Path) -> None:
    text = as_json(typed(data_of(path)))
    (tmp_path / "sak.json").write_text(text, encoding="utf-8")
    office = load(path).office
    from_yaml, from_json = check(load(path), library), check(load(tmp_path / "sak.json", office), library)
    assert from_json.complete
    assert said(from_json) == said(from_yaml)
    assert compose(from_json) == compose(from_yaml)
    assert compose(from_json).manifest == compose(from_yaml).manifest


def test_json_gives_the_same_bytes_in_every_format(library: Library, office: Office) -> None:
    letters = [
        compose(check(load(TEXT, office, name="sak.yaml"), library)),
        compose(check_data(typed(data_of(GRANT)), library, office)),
    ]
    for format in FORMATS:
        one, other = (render(letter, format, library) for letter in letters)
        assert one == other


@pytest.mark.parametrize("path", sorted((EXAMPLES / "mangelfull").glob("*.yaml")), ids=lambda path: path.stem)
def test_json_gives_the_same_report(path: Path, library: Library, office: Office) -> None:
    """Codes, paths, missing legs, marks and words; and each with a line of the JSON file."""
    text = as_json(data_of(path))
    from_json = check(load(text, office, name="sak.json"), library)
    assert not from_json.complete
    assert said(from_json) == said(check(load(path), library))
    lines = text.split("\n")
    for finding in from_json.report:
        if finding.path and finding.path[0] in from_json.decision.document.data:
            assert finding.location.line
            nearest = [part for part in finding.path if isinstance(part, str) and f'"{part}"' in text]
            assert any(f'"{part}"' in "\n".join(lines[: finding.location.line]) for part in nearest)


def said(checked: Checked) -> list[tuple[Any, ...]]:
    """A report without its places, in an order that does not hang on them."""
    return sorted(
        (each.code, dotted(each.path), each.missing, each.values, each.mark, each.law, str(each.severity))
        for each in checked.report
    )
