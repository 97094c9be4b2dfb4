"""Reading: what every kind of good and bad file gives, and where it stands."""

import json
from decimal import Decimal
from pathlib import Path as FilePath

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lettergen import documents
from lettergen.documents import (
    MAX_BYTES,
    Document,
    bad_characters,
    parse_bytes,
    parse_json,
    parse_yaml,
    read_document,
    read_text,
    split_front_matter,
    visible,
)
from lettergen.source import Location


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def yaml_parser(request, monkeypatch):
    """Every test holds for libyaml and for PyYAML's own parser."""
    monkeypatch.setattr(documents, "_EVENTS", getattr(yaml, request.param))


def told(document: Document) -> list[str]:
    """The findings on one line each: `place slug path values`."""
    return [
        " ".join([str(finding.location), finding.slug, *(value for _, value in finding.values)])
        for finding in document.findings
    ]


def short(value) -> str | None:
    """A readable name for a test on a long text."""
    return f"{value[:20]}({len(value)})" if isinstance(value, str) and len(value) > 60 else None


def paths(value, path=()):
    """The path of a value and of everything in it."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, child in items:
        yield from paths(child, (*path, part))


# Values


def test_yaml_guesses_nothing():
    """Every scalar is text, as it was typed."""
    read = parse_yaml(
        "maalform: no\nnummer: 0301\ntelefon: 1e3\ndato: 2026-13-45\nja: yes\ntid: 12:30\ntall: 1_000\n"
        "hatt: '~'\ntom: \"\"\nlinjer: |\n  én\n\n  to\n",
        "sak.yaml",
    )
    assert read.data == {
        "maalform": "no",
        "nummer": "0301",
        "telefon": "1e3",
        "dato": "2026-13-45",
        "ja": "yes",
        "tid": "12:30",
        "tall": "1_000",
        "hatt": "~",
        "tom": "",
        "linjer": "én\n\nto\n",
    }
    assert read.findings == ()


def test_yaml_nothing_is_none():
    assert parse_yaml("a:\nb: null\nc: ~\nd: [null, x]\nnull: e", "f").data == {
        "a": None,
        "b": None,
        "c": None,
        "d": [None, "x"],
        "null": "e",
    }


def test_json_keeps_its_types_and_never_a_float():
    read = parse_json('{"a": 1, "b": 1.50, "c": 1e3, "d": true, "e": null, "f": "0301", "g": -0.0, "h": []}', "f")
    assert read.data == {
        "a": 1,
        "b": Decimal("1.50"),
        "c": Decimal(1000),
        "d": True,
        "e": None,
        "f": "0301",
        "g": Decimal(0),
        "h": [],
    }
    assert not any(isinstance(value, float) for value in read.data.values())
    assert read.findings == ()


# Places


def test_places_of_nested_yaml():
    read = parse_yaml(
        "# merknad\na: x\n😀ø: {b: [1, é, 😀, {c: d}]}\nliste:\n  - e: 1\n    f: |\n      lang\n  -\ntom:\n",
        "sak.yaml",
    )
    assert {path: (at.line, at.column) for path, at in read.places.items()} == {
        (): (2, 1),
        ("a",): (2, 4),
        ("😀ø",): (3, 5),
        ("😀ø", "b"): (3, 9),
        ("😀ø", "b", 0): (3, 10),
        ("😀ø", "b", 1): (3, 13),
        ("😀ø", "b", 2): (3, 16),
        ("😀ø", "b", 3): (3, 19),
        ("😀ø", "b", 3, "c"): (3, 23),
        ("liste",): (5, 3),
        ("liste", 0): (5, 5),
        ("liste", 0, "e"): (5, 8),
        ("liste", 0, "f"): (6, 8),
        ("liste", 1): (8, 4),
        ("tom",): (9, 5),
    }
    assert read.key_places["liste", 0, "f"] == Location("sak.yaml", 6, 5)
    assert set(read.key_places) == {path for path in read.places if path and isinstance(path[-1], str)}


def test_places_of_nested_json():
    read = parse_json('{\r\n  "😀\\u00f8"\n: ["é😀", {"c": "\\"]"},\t12],\r  "t": null}', "sak.json")
    assert {path: (at.line, at.column) for path, at in read.places.items()} == {
        (): (1, 1),
        ("😀ø",): (3, 3),
        ("😀ø", 0): (3, 4),
        ("😀ø", 1): (3, 10),
        ("😀ø", 1, "c"): (3, 16),
        ("😀ø", 2): (3, 24),
        ("t",): (4, 8),
    }
    assert read.key_places == {
        ("😀ø",): Location("sak.json", 2, 3),
        ("😀ø", 1, "c"): Location("sak.json", 3, 11),
        ("t",): Location("sak.json", 4, 3),
    }


def test_location_falls_back_to_the_nearest_ancestor_and_the_file():
    read = parse_yaml("a:\n  b: [x]\n", "sak.yaml")
    assert read.location(("a", "b", 0)) == Location("sak.yaml", 2, 7)
    assert read.location(("a", "b", 7, "c")) == read.location(("a", "b")) == Location("sak.yaml", 2, 6)
    assert read.location(("c",)) == Location("sak.yaml", 1, 1)
    assert read.key_location(("a", "b")) == Location("sak.yaml", 2, 3)
    assert read.key_location(("a", "b", 0)) == Location("sak.yaml", 2, 7)
    assert parse_yaml("", "sak.yaml").location(("a",)) == Location("sak.yaml")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_alike_for_all_line_ends(ends):
    lines = ["a: |", "  x", "  y", "b: 1", "a: 2"]
    read = parse_yaml(ends.join(lines), "f")
    assert read.data == {"a": "x\ny\n", "b": "1"}
    assert told(read) == ["f:5:1 samme-noekkel-to-ganger a 1"]


def test_first_line_moves_places_and_findings():
    read = parse_yaml("a: 1\na: 2\n", "f", first_line=10)
    assert read.location(("a",)) == Location("f", 10, 4)
    assert told(read) == ["f:11:1 samme-noekkel-to-ganger a 10"]
    assert told(parse_yaml("a: 1\nb: [\n", "f", first_line=10)) == ["f:11:4 skrivefeil-i-fila unclosed"]


# What is refused, in YAML


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["f tom-fil"]),
        ("# bare en merknad\n", ["f tom-fil"]),
        ("---\n", ["f tom-fil"]),
        ("\n- a\n", ["f:2:1 ikke-noekler-og-verdier"]),
        ("bare tekst", ["f:1:1 ikke-noekler-og-verdier"]),
        ("a: &x 1\nb: *x\n", ["f:1:4 ikke-tillatt-i-fila anchor", "f:2:4 ikke-tillatt-i-fila alias"]),
        ("a: &x [*x]\n", ["f:1:4 ikke-tillatt-i-fila anchor", "f:1:8 ikke-tillatt-i-fila alias"]),
        ("*x : 1\n", ["f:1:1 ikke-tillatt-i-fila alias"]),
        ("a: !!str 1\n", ["f:1:4 ikke-tillatt-i-fila tag"]),
        ("a: !!python/object:os.system {}\n", ["f:1:4 ikke-tillatt-i-fila tag"]),
        ("! a: 1\n", ["f:1:1 ikke-tillatt-i-fila tag"]),
        ("b: 1\n? [a, {c: d}]\n: 1\n", ["f:2:3 ikke-tillatt-i-fila key"]),
        ("? \n: x\n", ["f:1:2 ikke-tillatt-i-fila key"]),
        ("a: 1\n---\nb: 2\n", ["f:2:1 ikke-tillatt-i-fila several_documents"]),
        ("a: 1\nb: 2\na: 3\n", ["f:3:1 samme-noekkel-to-ganger a 1"]),
        ("a: {b: 1, b: 2, b: 3}", ["f:1:11 samme-noekkel-to-ganger b 1", "f:1:17 samme-noekkel-to-ganger b 1"]),
        ("a:\n\tb: 1\n", ["f:2:1 skrivefeil-i-fila tab"]),
        ("a:\n  b: 1\n  \tc: 1\n", ["f:3:3 skrivefeil-i-fila tab"]),
        ("a: |\n  x\n\ty\n", ["f:3:1 skrivefeil-i-fila tab"]),
        ("b: 1\na: 'x\nc: 1\n\n", ["f:2:4 skrivefeil-i-fila unclosed"]),
        ("a: [1, 2\nb: 3\n", ["f:1:4 skrivefeil-i-fila unclosed"]),
        ("a: [{b: 1},\n", ["f:1:4 skrivefeil-i-fila unclosed"]),
        ("a: {b: 1\n  c: 2}\n", ["f:2:4 skrivefeil-i-fila flow"]),
        ("a: {b: 1]}\n", ["f:1:9 skrivefeil-i-fila flow"]),
        ("a:\n    b: 1\n  c: 2\n", ["f:3:3 skrivefeil-i-fila indentation"]),
        ("a: 1\n b: 2\n", ["f:2:3 skrivefeil-i-fila indentation"]),
        ("a: Merk: dette\n", ["f:1:8 skrivefeil-i-fila colon"]),
        ("a: 1\nmaalform nb\nb: 1\n", ["f:2:1 skrivefeil-i-fila missing_colon"]),
        ('a: "x" sa hun\n', ["f:1:8 skrivefeil-i-fila quotes"]),
        ("a: - x\n", ["f:1:4 skrivefeil-i-fila list"]),
        ("a: @x\n", ["f:1:4 skrivefeil-i-fila character"]),
        ("%YAML 2.0\n---\na: 1\n", ["f:1:1 skrivefeil-i-fila other"]),
    ],
    ids=short,
)
def test_refused_yaml(text, expected):
    assert told(parse_yaml(text, "f")) == expected


@pytest.mark.parametrize("escape", [r"\q", r"\xzz", r"\U00110000", r"\UFFFFFFFF"])
def test_bad_escape_in_yaml(escape):
    (finding,) = parse_yaml(f'a: "{escape}"', "f").findings
    assert (finding.slug, finding.values) == ("skrivefeil-i-fila", (("problem", "escape"),))


def test_what_can_be_kept_is_kept():
    """Refused signs cost only their own value; the first of two equal keys counts, with its own place."""
    read = parse_yaml("a: 1\nb: *x\na: {c: [d]}\n? {e: f}\n: {g: h}\ni: !t j\n", "f")
    assert read.data == {"a": "1", "b": None, "i": "j"}
    assert set(read.places) == {(), ("a",), ("b",), ("i",)}
    assert read.location(("a",)) == Location("f", 1, 4)
    assert [finding.path for finding in read.findings] == [("b",), ("a",), (), ("i",)]


def test_unreadable_has_no_data_but_its_text():
    read = parse_yaml("a: 1\nb: [\n", "f")
    assert (read.data, read.places, read.key_places, read.text) == (None, {}, {}, "a: 1\nb: [\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 100_000, "f:1:41"),
        ("{" * 100_000, "f:1:41"),
        ("a: " + "[{b: " * 50_000, "f:1:100"),
        ("- " * 100_000, "f:1:81"),
        ("\n".join(" " * depth + "a:" for depth in range(100)), "f:41:41"),
        ("? " * 100_000, "f:1:81"),
    ],
    ids=short,
)
def test_yaml_too_deep(text, place):
    assert told(parse_yaml(text, "f"))[-1] == f"{place} ikke-tillatt-i-fila depth 40"


def test_forty_deep_is_enough():
    assert told(parse_yaml("{a: " * 40 + "x" + "}" * 40, "f")) == []
    assert told(parse_json('{"a": ' * 40 + "1" + "}" * 40, "f")) == []


def test_too_many_values(monkeypatch):
    monkeypatch.setattr(documents, "MAX_VALUES", 1_000)
    commas = "1," * 1_000
    assert told(parse_yaml(f"a: [{commas}]", "f")) == ["f:1:2001 for-stor-fil values 1000"]
    assert told(parse_json(f'{{"a": [{commas}1]}}', "f")) == ["f:1:2004 for-stor-fil values 1000"]


# Characters

BAD = "\x00\x01\x0b\x0c\x1b\x7f\x80\x85\x9f\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufffe\U000f0000\U000fffff\ud800\udfff"


@pytest.mark.parametrize("sign", BAD)
def test_bad_characters_are_found_and_kept(sign):
    """Typed or escaped, in a value or a key: told at the value's or key's place, lines uncounted by them."""
    code = f"U+{ord(sign):04X}"
    read = parse_yaml(f"a: x{sign}y\n{sign}b: 1\nc: |\n  x\n\n  y{sign}\n", "f")
    assert read.data == {"a": f"x{sign}y", f"{sign}b": "1", "c": f"x\n\ny{sign}\n"}
    assert told(read) == [f"{place} ulovlig-tegn {code}" for place in ("f:1:4", "f:2:1", "f:3:4")]
    assert [finding.path for finding in read.findings] == [("a",), (f"{sign}b",), ("c",)]
    for form in (sign, json.dumps(sign)[1:-1]):
        read = parse_json(f'{{"a": "x{form}y",\n"{form}b": [1]}}', "f")
        assert read.data == {"a": f"x{sign}y", f"{sign}b": [1]}
        assert told(read) == [f"f:1:7 ulovlig-tegn {code}", f"f:2:1 ulovlig-tegn {code}"]


def test_escaped_bad_characters_in_yaml():
    read = parse_yaml(r'a: "\x01\N\L\_\u202E\t\n"', "f")
    assert told(read) == [f"f:1:4 ulovlig-tegn U+{code}" for code in ("0001", "0085", "2028", "202E")]


def test_good_characters_pass():
    """Sámi letters, emoji, combining signs, soft hyphens, private use outside our range, and all YAML's own signs."""
    text = "æøå čđŋšŧž 😀 e\u0301 \u00ad \u200b \ue000 \U00100000 < > & * _ # | {{ }} {% %} 1. mai"
    for read in (parse_yaml(f"a: '{text}'", "f"), parse_json(json.dumps({"a": text}), "f")):
        assert (read.data, read.findings) == ({"a": text}, ())


def test_stand_ins_never_touch_what_the_text_uses():
    """Signs that YAML refuses are read by way of others; those others come out right too."""
    text = "".join(map(chr, range(0x40000, 0x40100)))
    assert parse_yaml(f"a: '{text}\x01'", "f").data == {"a": f"{text}\x01"}


def test_a_bad_character_that_breaks_the_syntax_is_told():
    assert told(parse_yaml("a: 1\nb:\u2028 - x\u202e: y: z\n", "f")) == [
        "f:2:1 ulovlig-tegn U+2028",
        "f:2:1 ulovlig-tegn U+202E",
        "f:2:12 skrivefeil-i-fila colon",
    ]
    assert told(parse_yaml('b: 1\na: "x" y\x02\n', "f")) == [
        "f:2:8 skrivefeil-i-fila quotes",
        "f:2:9 ulovlig-tegn U+0002",
    ]


def test_findings_never_show_bad_characters():
    duplicate = parse_yaml("a\u202eb: 1\na\u202eb: 2\n", "f").findings[1]
    assert dict(duplicate.values) == {"key": "aU+202Eb", "first_line": "1"}
    assert visible("x\x1b[31m") == "xU+001B[31m"


# What is refused, in JSON


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["f tom-fil"]),
        (" \n", ["f tom-fil"]),
        ("null", ["f tom-fil"]),
        ("\n[1]", ["f:2:1 ikke-noekler-og-verdier"]),
        ('"a"', ["f:1:1 ikke-noekler-og-verdier"]),
        ('{"a": 1,\n "b": 2,\n "\\u0061": 3}', ["f:3:2 samme-noekkel-to-ganger a 1"]),
        ('{"a": NaN, "b": -Infinity}', ["f:1:7 ikke-tillatt-i-fila number", "f:1:17 ikke-tillatt-i-fila number"]),
        ('{"a": %s}' % ("9" * 5000), ["f:1:7 ikke-tillatt-i-fila number"]),
        ('{"a": 1e999999999999999999999}', ["f:1:7 ikke-tillatt-i-fila number"]),
        ('{"a": 1e-%s}' % ("9" * 5000), ["f:1:7 ikke-tillatt-i-fila number"]),
        ("[" * 100_000, ["f:1:41 ikke-tillatt-i-fila depth 40"]),
        ('{"a":' * 100_000, ["f:1:201 ikke-tillatt-i-fila depth 40"]),
        ('["\n", ' + "[" * 100_000, ["f:1:2 skrivefeil-i-fila unclosed"]),
        ('{"a": "x\n"}', ["f:1:7 skrivefeil-i-fila unclosed"]),
        ('{"a": "x', ["f:1:7 skrivefeil-i-fila unclosed"]),
        ('{"a": [1,\n 2\n', ["f:2:2 skrivefeil-i-fila unclosed"]),
        ('{"a": [1}', ["f:1:9 skrivefeil-i-fila unclosed"]),
        ('{"a": 1\n "b": 2}', ["f:1:8 skrivefeil-i-fila comma"]),
        ('{"a": 1,\n}', ["f:1:8 skrivefeil-i-fila comma"]),
        ("[1,,2]", ["f:1:4 skrivefeil-i-fila comma"]),
        ('{"a" 1}', ["f:1:6 skrivefeil-i-fila missing_colon"]),
        ("{'a': 1}", ["f:1:2 skrivefeil-i-fila quotes"]),
        ('{"a": Kari}', ["f:1:7 skrivefeil-i-fila quotes"]),
        ("{1: 2}", ["f:1:2 skrivefeil-i-fila quotes"]),
        ('{"a": "\\q"}', ["f:1:8 skrivefeil-i-fila escape"]),
        ('{"a": 01}', ["f:1:8 skrivefeil-i-fila number"]),
        ('{"a": 1} // b', ["f:1:10 skrivefeil-i-fila after_end"]),
        ("{}\u00a0", ["f:1:3 skrivefeil-i-fila after_end"]),
        ("}", ["f:1:1 skrivefeil-i-fila other"]),
    ],
    ids=short,
)
def test_refused_json(text, expected):
    assert told(parse_json(text, "f")) == expected


@pytest.mark.parametrize("wrong", ['"x": Kari,', "'x': 1,", '"x": "1,', '"x" 1,', '"x": 1', '"x": "\\q",', '"x": 1,,'])
def test_json_error_on_line_seven(wrong):
    lines = ["{", *(f'  "a{number}": 1,' for number in range(5)), f"  {wrong}", '  "y": 1', "}"]
    (finding,) = parse_json("\n".join(lines), "sak.json").findings
    assert (finding.slug, finding.location.line) == ("skrivefeil-i-fila", 7)


def test_equal_json_keys_keep_the_first():
    read = parse_json('{"a": 1, "a": {"b": 2}, "c": 3}', "f")
    assert read.data == {"a": 1, "c": 3}
    assert set(read.places) == {(), ("a",), ("c",)}


# Bytes and files


def test_bytes_are_json_when_named_or_looking_so():
    assert parse_bytes(b'{"a": 1}', "sak.yaml").data == {"a": 1}
    assert told(parse_bytes(b"a: 1", "sak.JSON")) == ["sak.JSON:1:1 skrivefeil-i-fila quotes"]
    assert parse_bytes(b"a: 1", "sak.yaml").data == {"a": "1"}
    assert told(parse_bytes(b"[" * 100_000, "sak.yaml")) == ["sak.yaml:1:41 ikke-tillatt-i-fila depth 40"]


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfa: 1", b'\xef\xbb\xbf{"a": "1"}'])
def test_byte_order_mark_is_no_character(raw):
    read = parse_bytes(raw, "f")
    assert (read.data, read.location(("a",)).line, read.text[0] != "\ufeff") == ({"a": "1"}, 1, True)
    assert read.key_places["a",].column == (1 if read.text[0] == "a" else 2)
    assert read.findings == ()


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("a: 1\nb: 😀 blå\n".encode("latin-1", "replace"), "f:2:8"),
        ("😀 ø: 1\nb: 😀 ".encode() + b"\xe5", "f:2:6"),
        ("a: 1".encode("utf-16"), "f:1:1"),
        (b"a: \xed\xa0\x80", "f:1:4"),
        (b"PK\x03\x04\xff", "f:1:5"),
    ],
)
def test_other_encodings_are_told_with_line(raw, place):
    assert told(parse_bytes(raw, "f")) == [f"{place} uleselig-fil encoding"]


def test_big_file_is_refused_unread(tmp_path, monkeypatch):
    file = tmp_path / "stor.yaml"
    with file.open("wb") as opened:
        opened.truncate(20_000_000)
    monkeypatch.setattr(FilePath, "open", lambda *_: pytest.fail("it was opened"))
    assert told(read_document(file, name="stor.yaml")) == [f"stor.yaml for-stor-fil size {MAX_BYTES}"]


def test_endless_device_is_refused():
    device = FilePath("/dev/zero")
    if not device.exists():
        pytest.skip("no such device on this system")
    assert told(read_document(device)) == [f"/dev/zero for-stor-fil size {MAX_BYTES}"]


def test_big_text_is_refused(monkeypatch):
    """The limit is in bytes."""
    monkeypatch.setattr(documents, "MAX_BYTES", 100)
    expected = ["f for-stor-fil size 100"]
    assert told(parse_bytes(b"#" * 101, "f")) == expected
    assert told(parse_yaml("#" * 99 + "ø", "f")) == expected
    assert told(parse_json(" " * 101, "f")) == expected
    assert told(parse_yaml("#" * 98 + "ø", "f")) == ["f tom-fil"]


def test_files_that_cannot_be_read(tmp_path):
    assert told(read_document(tmp_path / "borte.yaml", name="f")) == ["f uleselig-fil missing"]
    assert told(read_document(tmp_path, name="f")) == ["f uleselig-fil folder"]
    assert told(read_document(tmp_path / "a\0b", name="f")) == ["f uleselig-fil other"]


def test_read_document_and_text(tmp_path):
    file = tmp_path / "sak.yaml"
    file.write_bytes("navn: Kåre\n".encode())
    read = read_document(file)
    assert (read.name, read.data, read.text) == (file.as_posix(), {"navn": "Kåre"}, "navn: Kåre\n")
    assert read_text(file) == ("navn: Kåre\n", ())
    file.write_bytes(b"navn: K\xe5re\n")
    text, (finding,) = read_text(file, name="f")
    assert (text, finding.location) == ("", Location("f", 1, 8))


# Front matter


def test_front_matter_and_body():
    text = "---\r\nvilkaar: a\r\ndeler: [b]\r\n---\r\n# nb\r\nHei\r\n"
    document, body, line = split_front_matter("\ufeff" + text, "blokk.md")
    assert document.data == {"vilkaar": "a", "deler": ["b"]}
    assert document.location(("deler", 0)) == Location("blokk.md", 3, 9)
    assert (body, line, document.findings) == ("# nb\nHei\n", 5, ())
    assert document.text.split("\n")[line - 1] == "# nb"


@pytest.mark.parametrize(
    ("text", "expected", "body", "line"),
    [
        ("# nb\n", ["f:1:1 skrivefeil-i-fila front_matter"], "# nb\n", 1),
        ("\n---\na: 1\n---\n", ["f:1:1 skrivefeil-i-fila front_matter"], "\n---\na: 1\n---\n", 1),
        ("", ["f:1:1 skrivefeil-i-fila front_matter"], "", 1),
        ("---\na: 1\n", ["f:1:1 skrivefeil-i-fila unclosed"], "---\na: 1\n", 1),
        ("---\n---\nb\n", ["f tom-fil"], "b\n", 3),
        ("---\na: [\n---\nb", ["f:2:4 skrivefeil-i-fila unclosed"], "b", 4),
        ("---\na: 1\na: 2\n---", ["f:3:1 samme-noekkel-to-ganger a 2"], "", 5),
        ("---\na: 1\n--- \nb\n---\nc", [], "b\n---\nc", 4),
        (
            "---\na: 1\n---\nb\nc\U000f0000\u2028\U000f0000",
            ["f:5:2 ulovlig-tegn U+F0000", "f:5:3 ulovlig-tegn U+2028"],
            None,
            4,
        ),
    ],
)
def test_front_matter_findings(text, expected, body, line):
    document, rest, first = split_front_matter(text, "f")
    assert (told(document), first) == (expected, line)
    assert body is None or rest == body


def test_bad_characters_of_a_running_text():
    findings = bad_characters("a\nb\u202e\u202e\n\x01", "f", first_line=10)
    assert [str(finding.location) for finding in findings] == ["f:11:2", "f:12:1"]


# Whatever comes

SIGNS = st.sampled_from(
    [
        *"abc:-[]{}\"'\n\t\r #&*!|>%@,?~\\0x1u.e",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ud800",
        "😀",
        "---",
        "\n  ",
        "\n- ",
        ": ",
    ]
)
ANY_TEXT = st.text() | st.lists(SIGNS, max_size=60).map("".join)
ANY_VALUE = st.recursive(
    st.none() | st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abø😀 :", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
patient = settings(deadline=None)


def is_sound(read: Document) -> None:
    """Either values, each with a place, or a finding; never a line that is not in the file."""
    lines = read.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if read.data is None:
        assert read.findings
    else:
        assert isinstance(read.data, dict)
        assert set(read.places) == set(paths(read.data))
        assert set(read.key_places) == {path for path in read.places if path and isinstance(path[-1], str)}
    for at in (*read.places.values(), *read.key_places.values(), *(finding.location for finding in read.findings)):
        assert at.line is None or 1 <= at.line <= len(lines) + 1  # libyaml puts what is left out on the next line


@patient
@given(ANY_TEXT)
def test_any_text_is_read_or_told(text):
    for read in (parse_yaml(text, "f"), parse_json(text, "f"), split_front_matter(text, "f")[0]):
        is_sound(read)
    split_front_matter(f"---\na: 1\n{text}\n---\n{text}", "f")


@patient
@given(
    st.binary() | ANY_TEXT.map(lambda text: text.encode("latin-1", "replace")), st.sampled_from(["a.yaml", "a.json"])
)
def test_any_bytes_are_read_or_told(raw, name):
    read = parse_bytes(raw, name)
    assert read.data is not None or read.findings


@patient
@given(st.dictionaries(st.text("abø😀 :", min_size=1, max_size=3), ANY_VALUE, max_size=4), st.booleans())
def test_yaml_and_json_say_the_same(data, flow):
    """The same values, written either way, are read the same, with a place for each."""
    as_json = parse_json(json.dumps(data, indent=1, ensure_ascii=False), "f")
    as_yaml = parse_yaml(
        yaml.safe_dump(quoted(data), allow_unicode=True, default_flow_style=flow, sort_keys=False, width=10_000), "f"
    )
    assert as_json.data == as_yaml.data == data
    assert as_json.findings == as_yaml.findings == ()
    for read in (as_json, as_yaml):
        is_sound(read)
    lines = as_json.text.split("\n")
    for path, at in as_json.places.items():
        value = data
        for part in path:
            value = value[part]
        start = {dict: "{", list: "[", type(None): "null"}.get(type(value)) or json.dumps(value, ensure_ascii=False)
        assert lines[at.line - 1][at.column - 1 :].startswith(start)


class Quoted(str):
    """A text that the dumper puts in quotes."""

    __slots__ = ()


yaml.SafeDumper.add_representer(
    Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def quoted(value):
    """The same value with its texts in quotes, so that `null` and `~` stay text."""
    if isinstance(value, dict):
        return {Quoted(key): quoted(child) for key, child in value.items()}
    if isinstance(value, list):
        return [quoted(child) for child in value]
    return value if value is None else Quoted(value)
