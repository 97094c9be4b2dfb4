"""Documents: YAML, JSON and front matter read into plain values that know where they stand.

Nothing is guessed: every YAML scalar is text. What is wrong becomes a finding, never an exception.
"""

import codecs
import pathlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml

from lettergen.findings import Code, Finding
from lettergen.json_places import LINE_BREAK, Lines, find_problem, parts
from lettergen.source import Location, Path

MAX_BYTES: Final = 2_000_000
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 100_000

_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Control signs, and what YAML readers refuse, skip or take for a line break.
_UNREADABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
# Signs that turn the direction of what follows, and the range that composing uses as placeholders.
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BAD_CHARACTER = re.compile(f"[{_UNREADABLE}{_TURNING}\U000f0000-\U000fffff]")
_STANDS_IN = re.compile(f"[{_UNREADABLE}]")

# What libyaml and PyYAML's own parser say, and our name for it.
_SAID = re.compile(
    "(?P<unclosed>unexpected end of stream|unexpected document)|(?P<flow>',' or '|node content)"
    "|(?P<missing_colon>could not find expected ':')|(?P<colon>values are not allowed)|(?P<list>entries are not allowed)"
    "|(?P<indentation>expected key|'-' indicator|<block end>)|(?P<escape>escape|hexdecimal)"
    "|(?P<character>cannot start any token)"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values and where they stand.

    `data` is a `dict` with text keys, or None where the file could not be read. In it are
    dicts, lists, text and None; from JSON also int, Decimal and bool. `places` tells where each
    value starts, `key_places` where its key stands; both by the value's path, () being the root.
    """

    name: str
    data: Any
    places: Mapping[Path, Location]
    key_places: Mapping[Path, Location]
    findings: tuple[Finding, ...]
    text: str = ""

    def location(self, path: Path) -> Location:
        """Give the place of the value, or of its nearest ancestor that is there, or the file."""
        nearest = (self.places.get(path[:length]) for length in range(len(path), -1, -1))
        return next((place for place in nearest if place), Location(self.name))

    def key_location(self, path: Path) -> Location:
        """Give the place of the value's key, or what `location` gives."""
        return self.key_places.get(path) or self.location(path)


def read_document(path: pathlib.Path, *, name: str | None = None) -> Document:
    """Read a YAML or JSON file from disk; `name` is what findings call it."""
    shown = name or path.as_posix()
    text, findings = read_text(path, name=shown)
    return _unread(shown, findings) if findings else parse_text(text, shown)


def read_text(path: pathlib.Path, *, name: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """Read any text file from disk: its text, or "" and what kept it from being read."""
    shown = name or path.as_posix()
    try:
        _check_size(path.stat().st_size, shown)
        with path.open("rb") as file:
            return _decode(file.read(MAX_BYTES + 1), shown), ()  # stat knows no size for a pipe or a device
    except _UnreadableError as error:
        return "", error.findings
    except (OSError, ValueError) as error:
        kinds = {FileNotFoundError: "missing", IsADirectoryError: "folder", PermissionError: "permission"}
        problem = next((kind for cause, kind in kinds.items() if isinstance(error, cause)), "other")
        return "", (Finding.of(Code.UNREADABLE, Location(shown), problem=problem),)


def parse_bytes(raw: bytes, name: str) -> Document:
    """Read UTF-8 as JSON when it is named or looks so, else as YAML."""
    try:
        return parse_text(_decode(raw, name), name)
    except _UnreadableError as error:
        return _unread(name, error.findings)


def parse_yaml(text: str, name: str, *, first_line: int = 1) -> Document:
    """Read one YAML mapping, in one pass over the parser's events; `first_line` is its line in the file."""
    return _parse(text, name, lambda builder, text: _fill_from_yaml(builder, text, first_line))


def parse_json(text: str, name: str) -> Document:
    """Read one JSON object, with the same findings as YAML gives; numbers are int or Decimal."""
    return _parse(text, name, _fill_from_json)


def split_front_matter(text: str, name: str) -> tuple[Document, str, int]:
    """Part a content file into its front matter, its body and the line where the body starts.

    Lines of the body end in a bare newline. The findings are in the document, the body's bad characters too.
    """
    text = LINE_BREAK.sub("\n", text.removeprefix("\ufeff"))
    lines = text.split("\n")
    start, end, *_ = [*(number for number, line in enumerate(lines) if line.rstrip() == "---"), -1, -1]
    if start or end < 0:
        problem = "front_matter" if start else "unclosed"
        return _unread(name, (_syntax(Location(name, 1, 1), problem),), text), text, 1
    body = "\n".join(lines[end + 1 :])
    front = parse_yaml("\n".join((*lines[1:end], "")), name, first_line=2)
    findings = (*front.findings, *bad_characters(body, name, first_line=end + 2))
    return replace(front, findings=findings, text=text), body, end + 2


def bad_characters(text: str, name: str, *, first_line: int = 1) -> tuple[Finding, ...]:
    """One finding for each character that no letter may hold, where it first stands in a running text."""
    lines = Lines(text)
    first: dict[str, Location] = {}
    for found in _BAD_CHARACTER.finditer(text):
        line, column = lines.at(found.start())
        first.setdefault(found[0], Location(name, line + first_line - 1, column))
    return tuple(_bad_character(sign, at, ()) for sign, at in first.items())


def visible(text: str) -> str:
    """Spell out a text's bad characters (`U+202E`), safe to show."""
    return _BAD_CHARACTER.sub(lambda found: f"U+{ord(found[0]):04X}", text)


class _UnreadableError(Exception):
    """Reading cannot go on; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__()
        self.findings = findings


@dataclass(slots=True)
class _Frame:
    """A mapping or list being filled. What goes into a `lost` one is looked at, but not kept."""

    into: dict[str, Any] | list[Any]
    path: Path
    lost: bool
    at: Location
    key: str | None = None
    key_waits: bool = False
    key_lost: bool = False
    first_lines: dict[str, str] = field(default_factory=dict)


class _Builder:
    """Builds plain values, without recursion, from scalars and brackets as they come."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._places: dict[Path, Location] = {}
        self._key_places: dict[Path, Location] = {}
        self._root: Any = None
        self._stack: list[_Frame] = []
        self.count = 0

    @property
    def innermost(self) -> Location | None:
        """Where the innermost open mapping or list starts."""
        return self._stack[-1].at if self._stack else None

    def refuse(self, at: Location, path: Path, problem: str) -> None:
        self.findings.append(Finding.of(Code.REFUSED_SYNTAX, at, path, problem=problem))

    def scalar(self, value: Any, at: Location, *, key: str | None) -> Path:
        """Take a value, or a key where one is due; `key` is its text as a key, None if it can be none."""
        if self.key_is_due:
            path, value = self._take_key(key, at), key
        else:
            path, _ = self._put(value, at)
        if isinstance(value, str):
            self.findings += (_bad_character(sign, at, path) for sign in dict.fromkeys(_BAD_CHARACTER.findall(value)))
        return path

    def open(self, into: dict[str, Any] | list[Any], at: Location) -> Path:
        if len(self._stack) >= MAX_DEPTH:
            raise _UnreadableError(Finding.of(Code.REFUSED_SYNTAX, at, problem="depth", limit=str(MAX_DEPTH)))
        if self.key_is_due:
            path, lost = self._take_key(None, at), True
            self.refuse(at, path, "key")
        else:
            path, lost = self._put(into, at)
        self._stack.append(_Frame(into, path, lost, at))
        return path

    def close(self) -> None:
        self._stack.pop()

    def document(self, text: str) -> Document:
        if self._root is None and not self.findings:
            self.findings.append(Finding.of(Code.EMPTY, Location(self.name)))
        elif self._root is not None and not isinstance(self._root, dict):
            self.findings.append(Finding.of(Code.NOT_A_MAPPING, self._places[()]))
        if not isinstance(self._root, dict):
            return _unread(self.name, tuple(self.findings), text)
        return Document(self.name, self._root, self._places, self._key_places, tuple(self.findings), text)

    @property
    def key_is_due(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].into, dict) and not self._stack[-1].key_waits

    def _take_key(self, key: str | None, at: Location) -> Path:
        frame = self._stack[-1]
        frame.key, frame.key_waits, frame.key_lost = key, True, key is None or key in frame.first_lines
        if key is None:
            return frame.path
        path = (*frame.path, key)
        if frame.key_lost:
            first_line = frame.first_lines[key]
            self.findings.append(Finding.of(Code.DUPLICATE_KEY, at, path, key=visible(key), first_line=first_line))
        else:
            frame.first_lines[key] = str(at.line)
            if not frame.lost:
                self._key_places[path] = at
        return path

    def _put(self, value: Any, at: Location) -> tuple[Path, bool]:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _UnreadableError(Finding.of(Code.TOO_BIG, at, problem="values", limit=str(MAX_VALUES)))
        path: Path = ()
        lost = False
        if not self._stack:
            self._root = value
        else:
            frame = self._stack[-1]
            path, lost = frame.path, frame.lost
            if isinstance(frame.into, list):
                path = (*path, len(frame.into))
                frame.into.append(value)
            else:
                frame.key_waits = False
                lost = lost or frame.key_lost
                if frame.key is not None:
                    path = (*path, frame.key)
                    frame.into.setdefault(frame.key, value)
        if not lost:
            self._places[path] = at
        return path, lost


def _parse(text: str, name: str, fill: Callable[["_Builder", str], None]) -> Document:
    text = text.removeprefix("\ufeff")
    builder = _Builder(name)
    try:
        _check_size(len(text.encode(errors="surrogatepass")), name)
        fill(builder, text)
    except _UnreadableError as error:
        return _unread(name, (*builder.findings, *error.findings), text)
    return builder.document(text)


def parse_text(text: str, name: str) -> Document:
    """Read the text of a YAML or JSON file."""
    looks_like_json = name.lower().endswith(".json") or text.lstrip().startswith(("{", "["))
    return parse_json(text, name) if looks_like_json else parse_yaml(text, name)


def _fill_from_json(builder: _Builder, text: str) -> None:
    lines = Lines(text)
    if text.strip() and (found := find_problem(text, MAX_DEPTH)):
        problem, offset = found
        at = Location(builder.name, *lines.at(offset))
        too_deep = Finding.of(Code.REFUSED_SYNTAX, at, problem=problem, limit=str(MAX_DEPTH))
        raise _UnreadableError(too_deep if problem == "depth" else _syntax(at, problem))
    for offset, kind, value in parts(text):
        at = Location(builder.name, *lines.at(offset))
        if kind in ("{", "["):
            builder.open({} if kind == "{" else [], at)
        elif kind in ("}", "]"):
            builder.close()
        else:
            path = builder.scalar(value, at, key=value)
            if kind == "number" and value is None:
                builder.refuse(at, path, "number")


def _fill_from_yaml(builder: _Builder, text: str, first_line: int) -> None:
    stand_ins = _stand_ins(text)
    originals = {stand_in: sign for sign, stand_in in stand_ins.items()}
    try:
        for event in yaml.parse(text.translate(stand_ins) if stand_ins else text, Loader=_EVENTS):
            mark: Any = event.start_mark
            at = Location(builder.name, mark.line + first_line, mark.column + 1)
            if isinstance(event, yaml.DocumentStartEvent) and builder.count:
                builder.refuse(at, (), "several_documents")
                break
            if isinstance(event, yaml.CollectionEndEvent):
                builder.close()
            elif isinstance(event, yaml.NodeEvent):
                _take_node(builder, event, at, originals)
    except yaml.MarkedYAMLError as error:
        lines = [*LINE_BREAK.split(text), ""]
        problem, line, column = _yaml_problem(error, lines)
        at = Location(builder.name, line + first_line, column + 1)
        if problem == "unclosed" and not "".join((lines[line][column:], *lines[line + 1 :])).strip():
            at = builder.innermost or at
        # A bad character on that line may be what caused it.
        told = {(finding.location.line, finding.values) for finding in builder.findings}
        causes = bad_characters(lines[line], builder.name, first_line=line + first_line)
        causes = tuple(finding for finding in causes if (finding.location.line, finding.values) not in told)
        raise _UnreadableError(_syntax(at, problem), *causes) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # from PyYAML's own parser: escapes beyond Unicode
        raise _UnreadableError(_syntax(Location(builder.name), "escape")) from error


def _take_node(builder: _Builder, event: Any, at: Location, originals: Mapping[int, int]) -> None:
    if isinstance(event, yaml.AliasEvent):
        builder.refuse(at, builder.scalar(None, at, key=None), "alias")
        return
    if isinstance(event, yaml.CollectionStartEvent):
        path = builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], at)
    else:
        text = event.value.translate(originals)
        nothing = not event.style and text in ("", "null", "~")
        no_key = builder.key_is_due and not event.style and not text
        path = builder.scalar(None if nothing else text, at, key=None if no_key else text)
        if no_key:
            builder.refuse(at, path, "key")
    for problem in ("anchor", "tag"):
        if getattr(event, problem) is not None:
            builder.refuse(at, path, problem)


def _yaml_problem(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[str, int, int]:
    """Name what is wrong, with the line and column (from 0) where a person would mend it."""
    mark: Any = error.problem_mark
    opened: Any = error.context_mark or mark
    line, opening = lines[mark.line], lines[opened.line]
    before, after = line[: mark.column].rstrip(), line[mark.column :]
    said = _SAID.search(error.problem or "")
    problem = (said and said.lastgroup) or "other"
    if after.startswith("\t"):
        problem = "tab"
    elif problem == "flow" and error.context_mark:
        margin = len(opening) - len(opening.lstrip(" "))
        goes_on = opened.line == mark.line or line.startswith(" " * (margin + 1))
        problem = "flow" if goes_on and after.strip() else "unclosed"
    elif problem == "colon" and not re.search(r":(\s|$)", before):
        problem = "indentation"
    elif problem == "indentation" and before:
        problem = "quotes" if before.endswith(("'", '"')) else "other"
    where = opened if problem in ("unclosed", "missing_colon") else mark
    return problem, where.line, where.column


def _stand_ins(text: str) -> dict[int, int]:
    """For each sign that YAML readers stumble on, one that they pass and that the text does not use.

    So such signs reach the value they stand in, and lines are counted as editors count them.
    The range is unassigned, and larger than the number of its signs that MAX_BYTES has room for.
    """
    found = set(_STANDS_IN.findall(text))
    used = set(text) if found else set()
    unused = (number for number in range(0x40000, 0xE0000) if chr(number) not in used)
    return dict(zip(map(ord, sorted(found)), unused, strict=False))


def _decode(raw: bytes, name: str) -> str:
    _check_size(len(raw), name)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        at = Location(name, *Lines(before).at(len(before)))
        raise _UnreadableError(Finding.of(Code.UNREADABLE, at, problem="encoding")) from error


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise _UnreadableError(Finding.of(Code.TOO_BIG, Location(name), problem="size", limit=str(MAX_BYTES)))


def _syntax(at: Location, problem: str) -> Finding:
    return Finding.of(Code.SYNTAX, at, problem=problem)


def _bad_character(sign: str, at: Location, path: Path) -> Finding:
    return Finding.of(Code.BAD_CHARACTER, at, path, character=f"U+{ord(sign):04X}")


def _unread(name: str, findings: tuple[Finding, ...], text: str = "") -> Document:
    return Document(name, None, {}, {}, findings, text)
