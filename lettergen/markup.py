"""What Python-Markdown does silently to a text, and what may not be typed: found before it loses words.

Each trap was tried: «1. mai …» at the start of a paragraph becomes a list and loses its number, a
list without a blank line before it is no list, nesting by two spaces is flattened, raw HTML and
tables are printed as signs.
"""

import re
from collections.abc import Iterator

from lettergen.expressions import ExpressionError
from lettergen.texts import Text

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
STATEMENT = re.compile(r"\s*\{%.*%\}\s*")
ITEM = re.compile(r"^(?P<indent> *)([-+*]|(?P<number>\d+)\.)\s")
VALUE = "\uf8ff"
"""Stands for a value; nobody can type it."""
LINE_TRAPS = (
    ("html", re.compile(r"<[A-Za-z/!]")),
    ("tabell", re.compile(r"\|")),
    ("lenke", re.compile(rf"\]\((?!https://|mailto:|tel:|{VALUE})|\]\s+\(|\]\[|^\s*\[[^\]]*\]:|!\[")),
    ("tegn", re.compile(r"`|^\s*(>|\d+\)\s|([-*_]\s?){3,}$)|^ *\t")),
    ("tall", re.compile(r"^ *[-+*]\s+\d+\.\s")),
    ("paragraf", re.compile("§")),
    ("overskrift", re.compile(r"^#{4,}|^#+[^#\s]")),
)
EMPHASIS = re.compile(r"(\*{1,2})(?=[^\s*])[^*]+(?<=[^\s*])\1")
NESTING = 4


def check_markup(text: Text) -> Iterator[ExpressionError]:
    """Every trap in a text, with its line. Values are out of it: they are never markup."""
    written = [
        (number, TAG.sub(VALUE, line))
        for number, line in enumerate(text.source.split("\n"))
        if not STATEMENT.fullmatch(line)  # such a line vanishes before Markdown sees it
    ]
    for place, (number, line) in enumerate(written):
        for name, trap in LINE_TRAPS:
            if trap.search(line):
                yield ExpressionError("markup", name, text.line + number)
        if "*" in EMPHASIS.sub("", ITEM.sub("", line, count=1)):
            yield ExpressionError("markup", "stjerne", text.line + number)
        item = ITEM.match(line)
        if item:
            before = written[place - 1][1] if place else ""
            after = [line for _, line in written[place + 1 :]]
            yield from (
                ExpressionError("markup", name, text.line + number) for name in _list_traps(item, before, after)
            )


def _list_traps(item: re.Match[str], before: str, after: list[str]) -> Iterator[str]:
    if before.strip() and not ITEM.match(before) and not before.startswith(" "):
        yield "liste"
    if len(item["indent"]) % NESTING:
        yield "innrykk"
    if item["number"]:
        following = next((line for line in after if line.strip()), "")
        if (item["number"] != "1" and not ITEM.match(before)) or (item["number"] == "1" and not ITEM.match(following)):
            yield "tall"
