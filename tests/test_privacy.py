"""No value of a person's case stands in any message, log, report or crash: not even one typed where a name belongs."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lettergen import IncompleteDecision, Language, Library, check, compose, compose_draft, load, questions
from lettergen.checking import Checked
from lettergen.command_line import main
from lettergen.forms import FORMS
from lettergen.ledger import as_ledger
from lettergen.office import Office
from lettergen.reporting import as_text
from tests.conftest import EXAMPLES, as_json, data_of

SECRETS = (
    "Zzkari",
    "Zzkari Hemmelegsen",
    "zzkari-hemmelegsen",
    "01019912345",
    "Zzkari\nHemmelegsen",
    "«Zzkari»",
    "2026-13-77",
)
"""What is placed: a name that could be an id, one with a space, a slug, a number, and values no field takes."""
KNOWN_AGAIN = re.compile("zzkari|hemmelegsen|01019912345|2026-13-77", re.IGNORECASE)
FILES = tuple(sorted(EXAMPLES.glob("*.yaml")) + sorted((EXAMPLES / "mangelfull").glob("*.yaml")))
Path_ = tuple[str | int, ...]


@cache
def written(file: Path) -> str:
    return json.dumps(data_of(file))


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Where a value stands, groups and lists too."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in inside:
        yield (*path, part)
        yield from places(inner, (*path, part))


@cache
def kinds_of_places() -> tuple[tuple[Path, Path_], ...]:
    """Each field of the examples once, in the first file that has it; items of lists and sources are alike."""
    found: dict[Path_, tuple[Path, Path_]] = {}
    for file in FILES:
        for path in places(json.loads(written(file))):
            kind = tuple(
                "*" if isinstance(part, int) or (path[max(0, n - 1)] == "kilder" and n) else part
                for n, part in enumerate(path)
            )
            found.setdefault(kind, (file, path))
    return tuple(found.values())


def changed(data: Any, path: Path_, change: Callable[[Any], Any]) -> Any:
    """The same values with the one at a path changed."""
    if not path:
        return change(data)
    if isinstance(data, dict):
        return {key: changed(value, path[1:], change) if key == path[0] else value for key, value in data.items()}
    return [changed(value, path[1:], change) if index == path[0] else value for index, value in enumerate(data)]


def _with_key(secret: str) -> Callable[[Any], Any]:
    return lambda value: {**value, secret: secret} if isinstance(value, dict) else {secret: value}


WAYS: dict[str, Callable[[Any, Path_, str], Any]] = {
    "as the value": lambda data, path, secret: changed(data, path, lambda _: secret),
    "in the text": lambda data, path, secret: changed(
        data, path, lambda value: f"{secret} {value} {secret}." if isinstance(value, str) else value
    ),
    "as a list": lambda data, path, secret: changed(data, path, lambda _: [secret, [secret]]),
    "as a group": lambda data, path, secret: changed(data, path, lambda _: {secret: secret}),
    "as one more key": lambda data, path, secret: changed(data, path, _with_key(secret)),
    "as one more item": lambda data, path, secret: changed(
        data, path, lambda value: [*value, secret] if isinstance(value, list) else value
    ),
    "as the key": lambda data, path, secret: changed(
        data,
        path[:-1],
        lambda group: (
            {secret if key == path[-1] else key: value for key, value in group.items()}
            if isinstance(group, dict)
            else group
        ),
    ),
}


def said_of(checked: Checked, library: Library) -> Iterator[tuple[str, str]]:
    """All that is told of a decision, by what tells it."""
    for ui in Language:
        yield f"text {ui}", as_text(checked, ui)
        yield f"ledger {ui}", as_ledger(checked, ui)
        for form, pieces in FORMS.items():
            yield f"{form} {ui}", "".join(pieces(((finding, library) for finding in checked.report), ui))
    yield "repr", repr(checked.report) + " ".join(map(str, checked.report))
    yield "questions", repr(questions(checked))
    for make in (compose, compose_draft):
        try:
            make(checked)
        except IncompleteDecision as error:
            yield "exception", f"{error} {error!r} {error.args} {error.report!r}"


def assert_silent(source: str, name: str, office: Office, library: Library) -> None:
    checked = check(load(source, office, name=name), library)
    for what, said in said_of(checked, library):
        assert not (leak := KNOWN_AGAIN.search(said)), f"{what}: …{said[max(0, leak.start() - 150) : leak.end() + 50]}"


@pytest.fixture(autouse=True)
def no_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG):
        yield
    assert not KNOWN_AGAIN.search(caplog.text)


BOUNDED = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@BOUNDED
@given(st.data())
def test_one_field_at_a_time(office: Office, library: Library, data: st.DataObject) -> None:
    """Any field of any letter type, in any way, valid or not."""
    file, path = data.draw(st.sampled_from(kinds_of_places()))
    way, secret = data.draw(st.sampled_from(sorted(WAYS))), data.draw(st.sampled_from(SECRETS))
    assert_silent(as_json(WAYS[way](json.loads(written(file)), path, secret)), "sak.json", office, library)


@settings(BOUNDED, max_examples=40)
@given(st.data())
def test_many_fields_at_once(office: Office, library: Library, data: st.DataObject) -> None:
    values = json.loads(written(data.draw(st.sampled_from(FILES))))
    for _ in range(data.draw(st.integers(2, 12))):
        path = data.draw(st.sampled_from(tuple(places(values))))
        way, secret = data.draw(st.sampled_from(sorted(WAYS))), data.draw(st.sampled_from(SECRETS))
        values = WAYS[way](values, path, secret)
    assert_silent(as_json(values), "sak.json", office, library)


@pytest.mark.parametrize("secret", SECRETS)
def test_an_answer_to_a_question(secret: str, office: Office, library: Library) -> None:
    """Who answered and why stay in the file, and so does a code or a path that is none."""
    answer = {"kode": "KVP-R13", "sti": "dato", "gjelder": "00000000", "hvorfor": "x", "av": "y", "dato": "2026-09-11"}
    for key in (*answer, secret):
        values = json.loads(written(FILES[0])) | {"svar": [answer | {key: secret}]}
        assert_silent(as_json(values), "sak.json", office, library)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("file", FILES[::9], ids=lambda file: file.stem)
def test_every_text_of_a_file_at_once(file: Path, secret: str, office: Office, library: Library) -> None:
    def everywhere(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: everywhere(inner) for key, inner in value.items()} if set(value) != {"skjema"} else value
        return [everywhere(inner) for inner in value] if isinstance(value, list) else secret

    values = json.loads(written(file))
    kept = {key: values.pop(key) for key in ("skjema", "brev", "maalform")}
    assert_silent(as_json({**kept, **everywhere(values)}), "sak.json", office, library)


BREAKS = (
    'x: "{0}',
    "x: [{0}, ",
    "{0}\n  : {0}: {0}",
    "\t{0}: {0}",
    "x: &{0} 1",
    "x: *{0}",
    "x: !{0} {0}",
    "{0}: 1\n{0}: 2",
    "? [{0}]\n: {0}",
    "- {0}",
    "x: \u202e{0}",
    '"\\q{0}"',
    "--- {0}\n--- {0}",
    "%{0}",
    "skjema: {0}",
    "brev: {0}",
    "vilkaar: {{{0}: {{utfall: {0}}}}}",
)


@pytest.mark.parametrize("broken", BREAKS)
def test_a_file_that_cannot_be_read(broken: str, office: Office, library: Library) -> None:
    """Broken YAML, alone, at the end of a sound file and in the middle of one."""
    sound = FILES[0].read_text(encoding="utf-8")
    half = sound.index("\n", len(sound) // 2) + 1
    for secret in ("Zzkari", "Zzkari Hemmelegsen"):
        piece = broken.format(secret)
        for source in (piece, f"{sound}\n{piece}\n", f"{sound[:half]}{piece}\n{sound[half:]}"):
            assert_silent(source, "sak.yaml", office, library)


@settings(BOUNDED, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(['"', "}", "[", "Zzkari", '"Zzkari":', '"Zzkari', "01019912345", "\\"]))
@example(0, "Zzkari")
def test_json_that_cannot_be_read(office: Office, library: Library, at: int, piece: str) -> None:
    whole = written(FILES[0]).replace("Prøve", "Zzkari")
    at %= len(whole)
    assert_silent(f"{whole[:at]}{piece}{whole[at:]}", "sak.json", office, library)


def test_a_crash_tells_its_type_and_place_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise ValueError("Zzkari Hemmelegsen, født 01019912345")

    monkeypatch.setattr("lettergen.checking.read_case", burst)
    result = CliRunner().invoke(main, ["check", str(FILES[0])])
    assert result.exit_code == 2
    assert "ValueError (checking.py:" in result.output
    assert not KNOWN_AGAIN.search(result.output)
    assert "Traceback" not in result.output
