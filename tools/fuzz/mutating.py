"""Ways to change a file that byte flips rarely find: whole lines of a text, one part of a zipped letter."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

from lettergen.formats.docx import pack

Mutate = Callable[[bytes, int], bytes]
"""The fuzzer's own mutation: the bytes, and the most that may come back."""
HEAVY = 8
"""One in so many mutations is of the raw bytes of a zipped file, which are mostly refused at the door."""
TOKENS = (
    "{{ x }}",
    "{% for x in y %}",
    "{% if",
    "%}",
    "null",
    "[]",
    "{}",
    "''",
    "-",
    "9999-12-31",
    "0001-01-01",
    "2027-02-29",
    "1e999",
    "-0",
    "99999999999999999999",
    "\u202e",
    "\U000f0000",
    "\u00a0",
    "&a",
    "*a",
    "!!x",
    "? x",
    "|",
    ">-",
    "---",
    "<b>",
    "](",
    "**",
    "# nn",
    "(((((",
    ".*.*.*",
)


def lines_changed(text: bytes, random: Random) -> bytes:
    """A text with a few lines gone, doubled, moved, indented, or with another value."""
    lines = text.decode("utf-8", "replace").split("\n")
    for _ in range(random.randint(1, 4)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        key, colon, value = lines[at].partition(":")
        match random.randrange(8):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = "  " + lines[at]
            case 4:
                lines[at] = lines[at].removeprefix("  ")
            case 5:
                lines[at] = f"{key}: {random.choice(TOKENS)}" if colon else random.choice(TOKENS)
            case 6:
                lines[at] = key + colon + lines[other].partition(":")[2]
            case 7:
                place = random.randint(0, len(value))
                lines[at] = key + colon + value[:place] + random.choice(TOKENS) + value[place:]
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "replace")


def text_changed(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """A text changed by lines, or by bytes."""
    random = Random(seed)  # noqa: S311  # the fuzzer's seed: the same run again
    return lines_changed(data, random)[:most] if random.random() < 0.7 else mutate(data, most)  # noqa: PLR2004


def content_changed(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """A content file changed under the path that stands in its first line."""
    path, _, rest = data.partition(b"\n")
    return path + b"\n" + text_changed(rest, max(1, most - len(path) - 1), seed, mutate)


def letter_changed(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """A letter with one part changed, gone, or in another's place; sometimes its raw bytes."""
    random = Random(seed)  # noqa: S311  # the fuzzer's seed: the same run again
    if random.randrange(HEAVY) == 0:
        return mutate(data, most)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # noqa: BLE001  # whatever zip trick it was: go on from its bytes
        return mutate(data, most)
    if not parts:
        return mutate(data, most)
    name, other = random.choice(list(parts)), random.choice(list(parts))
    match random.randrange(10):
        case 0:
            del parts[name]
        case 1:
            parts[name], parts[other] = parts[other], parts[name]
        case 2 | 3:
            parts[name] = _elements_changed(parts[name], random)
        case _:
            parts[name] = mutate(parts[name], len(parts[name]) + 200)
    return pack(parts)[:most]


def _elements_changed(xml: bytes, random: Random) -> bytes:
    """A part with pieces between two tags gone, doubled or moved."""
    pieces = xml.replace(b"<", b"\0<").split(b"\0")
    start = random.randrange(len(pieces))
    cut = pieces[start : start + random.randint(1, 30)]
    rest = pieces[:start] + pieces[start + len(cut) :]
    match random.randrange(3):
        case 0:
            return b"".join(rest)
        case 1:
            return b"".join([*pieces[:start], *cut * random.randint(1, 3), *pieces[start:]])
        case _:
            place = random.randrange(len(rest) + 1)
            return b"".join([*rest[:place], *cut, *rest[place:]])
