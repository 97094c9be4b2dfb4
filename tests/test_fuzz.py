"""Whatever bytes a file holds, lettergen answers: with findings, with `InvalidLibrary`, or with a plain refusal.

The targets are those of the coverage-guided fuzzer (`tools/fuzz`), which raise for everything else. What it and
these tests have found stands here too.
"""

import json
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lettergen.formats.docx import pack
from tests.conftest import EXAMPLES, as_json, data_of
from tests.edited_files import DOCUMENT, parts_of, with_parts
from tools.fuzz.mutating import letter_changed, lines_changed
from tools.fuzz.targets import LETTERS, Targets

BOUNDED = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PATIENCE = 5
"""No file may take so many seconds: hostile ones are small, and a caseworker waits."""
CASE = EXAMPLES / f"{LETTERS[0]}.yaml"


@pytest.fixture(scope="module")
def targets(tmp_path_factory):
    return Targets(tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="module")
def letters(targets):
    """The same letter from Word and from LibreOffice's kind of file."""
    word = targets.letters()[0]
    return {"docx": word, "odt": as_opendocument(word)}


def as_opendocument(word: bytes) -> bytes:
    """A Word letter's words and compact record as a small OpenDocument text."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{space}{name}:1.0"' for name in ("office", "text", "meta", "style", "table"))
    parts = parts_of(word)
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = ["".join(t.text or "" for t in p.iter(f"{w}t")) for p in etree.fromstring(parts[DOCUMENT]).iter(f"{w}p")]
    texts = "".join(f"<text:p>{escaped(line)}</text:p>" for line in lines)
    pieces = "".join(
        f'<meta:user-defined meta:name="{entry.get("name")}">{entry[0].text}</meta:user-defined>'
        for entry in etree.fromstring(parts["docProps/custom.xml"])
    )
    body = f"<office:body><office:text>{texts}</office:text></office:body>"
    return pack(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}>{body}</office:document-content>".encode(),
            "meta.xml": f"<office:document-meta {names}><office:meta>{pieces}</office:meta></office:document-meta>".encode(),
        }
    )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def within(patience: float, take: Callable[[bytes], object], data: bytes) -> object:
    start = time.perf_counter()
    taken = take(data)
    assert time.perf_counter() - start < patience
    return taken


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A sound file with some bytes flipped, cut out, repeated, moved or put in, in up to four places."""
    data = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 300)))
        piece = data[start:end]
        match draw(st.sampled_from(["flip", "cut", "repeat", "nest", "put", "end"])):
            case "flip" if piece:
                data = data[:start] + bytes([piece[0] ^ 1 << draw(st.integers(0, 7))]) + data[start + 1 :]
            case "cut":
                data = data[:start] + data[end:]
            case "repeat":
                data = data[:end] + piece * draw(st.integers(1, 50)) + data[end:]
            case "nest":
                data = data[:start] + piece * 2 + data[end:]
            case "put":
                data = data[:start] + draw(st.binary(max_size=8)) + data[start:]
            case "end":
                data = data[:start]
    return data


# A decision


@settings(BOUNDED, max_examples=30)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_as_a_decision(targets, data):
    targets.decision(data)


@settings(BOUNDED, max_examples=30)
@given(data=damaged(CASE.read_bytes()) | damaged(as_json(data_of(CASE)).encode()))
def test_a_decision_with_damaged_bytes(targets, data):
    within(PATIENCE, targets.decision, data)


@settings(BOUNDED, max_examples=60)
@given(file=st.sampled_from(sorted(EXAMPLES.rglob("*.yaml"))), seed=st.integers(0, 2**32))
def test_a_decision_with_other_lines(targets, file, seed):
    """Lines gone, doubled, moved, indented, or with another's value: what is still YAML reaches the checks."""
    within(PATIENCE, targets.decision, lines_changed(file.read_bytes(), Random(seed)))


# A folder of content


def files_of_content(targets: Targets) -> list[tuple[str, bytes]]:
    return sorted(targets.content_files.items())


@settings(BOUNDED, max_examples=15)
@given(draw=st.data())
def test_any_bytes_as_a_content_file(targets, draw):
    relative, whole = draw.draw(st.sampled_from(files_of_content(targets)))
    data = draw.draw(st.binary(max_size=100) | damaged(whole))
    within(PATIENCE, targets.content, f"{relative}\n".encode() + data)


@settings(BOUNDED, max_examples=30)
@given(draw=st.data(), seed=st.integers(0, 2**32))
def test_a_content_file_with_other_lines(targets, draw, seed):
    relative, whole = draw.draw(st.sampled_from(files_of_content(targets)))
    within(PATIENCE, targets.content, f"{relative}\n".encode() + lines_changed(whole, Random(seed)))


TEXTS = {
    "brackets": "{{ " + "(" * 20_000 + "x" + ")" * 20_000 + " }}",
    "many not": "{{ " + "not " * 5_000 + "x }}",
    "many terms": "{{ " + "1 + " * 5_000 + "1 }}",
    "many dots": "{{ turer" + ".x" * 5_000 + " }}",
    "many filters": "{{ dato" + " | dato" * 3_000 + " }}",
    "tests in tests": "{% if dato %}" * 2_000 + "x" + "{% endif %}" * 2_000,
    "loops in loops": "{% for each in turer %}" * 30 + "x" + "{% endfor %}" * 30,
    "many branches": "{% if dato %}" + "{% elif dato %}x" * 3_000 + "{% endif %}",
    "a long number": "{{ " + "9" * 5_000 + " }}",
    "open links": "[" * 20_000,
    "lists in lists": "\n".join("    " * depth + "- a" for depth in range(400)),
    "stars": "**a " * 3_000,
}
"""What once ended in a traceback, or did not end."""


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("relative", ["reasons/toy/reisevei/til-skolen.md", "templates/nb/toy/innvilgelse.md"])
def test_texts_that_take_time_are_refused(targets, relative, name):
    head, _, _ = targets.content_files[relative].decode().partition("# nb")
    text = f"# T\n\n{TEXTS[name]}\n" if relative.startswith("templates") else f"{head}# nb\n{TEXTS[name]}\n# nn\nx\n"
    assert within(PATIENCE, targets.content, f"{relative}\n{text}".encode()) is None


def test_a_rule_that_takes_time_is_refused(targets):
    relative = "reasons/toy/regler.yaml"
    text = targets.content_files[relative].decode()
    (first, *_) = [line for line in text.splitlines() if line.strip().startswith("krav:")]
    for hostile in ("9" * 5_000, "(" * 3_000 + "dato" + ")" * 3_000, "1 + " * 5_000 + "1 == 1"):
        changed = text.replace(first, f"{first.partition('krav:')[0]}krav: '{hostile}'", 1)
        assert within(PATIENCE, targets.content, f"{relative}\n{changed}".encode()) is None


def test_many_unknown_keys_are_told_in_a_moment(targets):
    """The number of an unknown key, and the known word most like it, are not looked for among all others each time."""
    data = data_of(CASE)
    data["vilkaar"] = {f"x{number}": {} for number in range(1_000)}
    data["kilder"] = {"a" * 200_000: {}} | {f"y{number}": {} for number in range(1_000)}
    within(2 * PATIENCE, targets.decision, json.dumps(data).encode())


# An edited letter


@settings(BOUNDED, max_examples=60)
@given(kind=st.sampled_from(["docx", "odt"]), seed=st.integers(0, 2**32))
def test_a_letter_with_other_parts(targets, letters, kind, seed):
    """Parts gone, in each other's place, with elements gone, doubled or moved, or with other bytes."""
    random = Random(seed)

    def mutate(data: bytes, most: int) -> bytes:
        at = random.randrange(len(data) + 1)
        return (data[:at] + random.randbytes(3) + data[at + random.randrange(40) :])[:most]

    within(PATIENCE, targets.letter, letter_changed(letters[kind], 10_000_000, seed, mutate))


@settings(BOUNDED, max_examples=40)
@given(draw=st.data(), kind=st.sampled_from(["docx", "odt"]))
def test_a_letter_with_damaged_bytes(targets, letters, draw, kind):
    """In the whole file, or in one part of it that is packed again."""
    whole = letters[kind]
    part = draw.draw(st.none() | st.sampled_from(sorted(parts_of(whole))))
    if part is None:
        data = draw.draw(damaged(whole))
    else:
        data = with_parts(whole, {part: draw.draw(damaged(parts_of(whole)[part]))})
    within(PATIENCE, targets.letter, data)


def zipped(parts, change: Callable[[zipfile.ZipInfo], None] = lambda _: None, **more) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name)
            change(entry)
            package.writestr(entry, content, **more)
    return target.getvalue()


def linked(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = 0o120777 << 16


def patched(data: bytes, mark: bytes, at: int, new: bytes) -> bytes:
    """A zip file with some bytes after each of its marks changed."""
    pieces = data.split(mark)
    return mark.join([pieces[0], *(piece[:at] + new + piece[at + len(new) :] for piece in pieces[1:])])


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
TRICKS: dict[str, Callable[[bytes], bytes]] = {
    "one in itself": lambda data: with_parts(data, dict.fromkeys(parts_of(data), data)),
    "two of one name": lambda data: zipped([*parts_of(data).items(), *parts_of(data).items()]),
    "sizes that lie": lambda data: patched(data, CENTRAL, 20, b"\xff\xff\xff\x7f"),
    "no sizes": lambda data: patched(data, CENTRAL, 16, bytes(8)),
    "sums that lie": lambda data: patched(data, CENTRAL, 12, b"\1\2\3\4"),
    "places that lie": lambda data: patched(data, CENTRAL, 38, b"\xf0\xff\xff\xff"),
    "other names inside": lambda data: patched(data, LOCAL, 26, b"x"),
    "packed otherwise": lambda data: patched(data, CENTRAL, 6, b"\x0e\0"),
    "locked": lambda data: patched(data, CENTRAL, 4, b"\1\0"),
    "an end too many": lambda data: data + data[data.rindex(END) :],
    "no end": lambda data: data[: data.rindex(END)],
    "a list that lies": lambda data: patched(data, END, 8, b"\1\0\0\0\0\0\xff\xff"),
    "words before": lambda data: b"Hei" + data,
    "words after": lambda data: data + b"Hei" * 30_000,
    "links": lambda data: zipped(parts_of(data).items(), linked),
    "upwards": lambda data: zipped([("../" + name, content) for name, content in parts_of(data).items()]),
    "no names": lambda data: zipped([("", content) for content in parts_of(data).values()]),
    "entities": lambda data: with_parts(
        data, {name: ENTITIES + content for name, content in parts_of(data).items() if b"<" in content}
    ),
    "a name of entities": lambda data: with_parts(
        data, {name: content.replace(b">", b">&a;", 1) for name, content in parts_of(data).items()}
    ),
    "many attributes": lambda data: with_parts(
        data,
        {
            name: content.replace(b">", b" " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b">", 1)
            for name, content in parts_of(data).items()
        },
    ),
    "all parts one": lambda data: with_parts(data, dict.fromkeys(parts_of(data), b"<x/>")),
    "all parts empty": lambda data: with_parts(data, dict.fromkeys(parts_of(data), b"")),
}


def test_the_letters_that_are_damaged_are_sound(targets, letters):
    for data in letters.values():
        assert {finding.code for finding in targets.letter(data).report if finding.stops} == set()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["docx", "odt"])
@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_with_zip_and_xml(targets, letters, trick, kind):
    """Read as it stands or refused, in a moment either way; never found to be whole where words were put in."""
    checked = within(PATIENCE, targets.letter, TRICKS[trick](letters[kind]))
    assert checked.report.complete == checked.complete
