"""The shape of the package: imports go downward only, one module prints and exits, modules stay small."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "lettergen"
LAYERS = (
    # places, languages, and what stands alone
    (
        "source",
        "names",
        "language",
        "days",
        "shipped",
        "fonts",
        "identity",
        "ids",
        "json_places",
        "norwegian_click",
        "words",
        "checks",
        "edited",
        "formats",
        "upkeep",
    ),
    # the values everything speaks in: what is wrong, what the law is called, what a letter is
    ("findings", "law", "letter"),
    ("provenance",),
    # files to located values
    ("errors", "fields", "documents"),
    # the language of rules and texts; layers of folders
    ("expressions", "overlay", "lawfiles", "citations"),
    ("shapes",),
    ("texts", "facts"),
    ("markup", "prose"),
    # the content's own files, then the decision's
    ("reasons",),
    ("scheme", "rates", "office", "wordlists"),
    ("decision", "rules", "benefit", "content_files"),
    ("word_rules",),
    ("wording",),
    ("library",),
    ("scope", "schema", "discretion", "placeholders", "entitlement", "manual"),
    ("case", "static", "suggesting"),
    ("own_text", "twins"),
    ("checks.text",),
    ("checks.wording", "checks.substance"),
    # checks of a case, the letter of a case, checks of a letter
    ("loading", "checks.data", "checks.answers", "checks.rules"),
    ("checks.coverage",),
    ("composing",),
    ("checks.letter",),
    ("checking",),
    # checks that keep the library right
    ("upkeep.shelf", "upkeep.outline"),
    ("upkeep.sayings", "upkeep.parity", "upkeep.accepted", "upkeep.plain", "upkeep.likeness"),
    ("upkeep.tongue",),
    ("upkeep.texts", "upkeep.cells", "upkeep.validity", "upkeep.standing", "upkeep.comparing", "upkeep.rule_examples"),
    ("upkeep.use", "upkeep.listing"),
    ("upkeep.review",),
    # a letter to bytes
    ("formats.docx_words",),
    ("formats.docx_body", "formats.html", "formats.pdf", "formats.sidecar", "formats.txt"),
    ("formats.docx",),
    # a letter's file that someone has edited: safely opened, read, held against what was written
    ("edited.reading", "edited.record", "edited.alignment"),
    ("edited.package",),
    ("edited.word", "edited.opendocument", "edited.comparison"),
    ("edited.own", "edited.places", "edited.files"),
    ("edited.checks",),
    ("edited.checking",),
    # what people and programs ask of it all
    ("rendering", "questions", "reporting"),
    ("operations", "skeleton", "explaining", "ledger", "sarif", "annotations", "edited.reporting"),
    ("session", "forms"),
    ("library_commands",),
    ("command_line",),
    ("", "__main__"),
)
"""From the bottom up. A module imports only from earlier rows, never from its own; "" is the
package's public names. A row that breaks its promise belongs elsewhere: move the code, not the row."""

FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "base", "manager"}
MAX_LINES = 400
PRINTS_AND_EXITS = {"session", "library_commands", "command_line"}
"""The command line: the only modules that print or exit."""
WORDS_OF_CLICK = "norwegian_click"
ENGINES = ("docxtpl", "docx", "typst", "rich", "lxml")
"""What only some commands and formats need."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its name inside it."""
    return {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


def imported(source: str, known: set[str]) -> Iterator[str]:
    """The modules of the package that some source imports, inside functions and for typing too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the whole name of what is imported"
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            named = [each if each.removeprefix("lettergen.") in known else node.module or "" for each in inside]
        else:
            continue
        yield from (name[len("lettergen.") :] for name in named if f"{name}.".startswith("lettergen."))


def upward(name: str, source: str) -> list[str]:
    """What a module imports that does not lie below it."""
    level = {module: number for number, row in enumerate(LAYERS) for module in row}
    return [other for other in imported(source, set(modules())) if level[other] >= level[name]]


def test_every_module_has_its_layer_once() -> None:
    listed = [name for row in LAYERS for name in row]
    assert sorted(listed) == sorted(modules())


@pytest.mark.parametrize("name", modules(), ids=lambda name: name or "__init__")
def test_imports_go_downward(name: str) -> None:
    assert upward(name, modules()[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from lettergen.checking import check",
        "from lettergen import checking",
        "import lettergen.checking",
        "from lettergen import check",
        "def f():\n    from lettergen.checks.coverage import Coverage",
        "if TYPE_CHECKING:\n    from lettergen.library import Library",
        "from lettergen.findings import Report",
    ],
)
def test_an_import_upward_or_sideways_is_found(source: str) -> None:
    """Wherever it stands; two modules of one row could else import each other."""
    assert upward("letter", source)
    assert not upward("letter", "from lettergen.language import Language\nimport json")


@pytest.mark.parametrize("name", modules(), ids=lambda name: name or "__init__")
def test_modules_are_small_and_named_after_what_they_hold(name: str) -> None:
    assert len(modules()[name].read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert not set(name.split(".")) & FORBIDDEN_NAMES


def speaks(source: str) -> Iterator[str]:
    """Where some source prints, exits, or takes hold of the means to."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id="print" | "exit" | "quit" | "SystemExit" | "input" | "breakpoint" as word):
                yield f"{node.lineno}: {word}"
            case ast.Attribute(
                value=ast.Name(id="sys"), attr="exit" | "stdout" | "stderr" | "__stdout__" | "stdin" as word
            ):
                yield f"{node.lineno}: sys.{word}"
            case ast.Attribute(value=ast.Name(id="os"), attr="_exit" | "abort" as word):
                yield f"{node.lineno}: os.{word}"
            case ast.Import(names=names) if {alias.name.split(".")[0] for alias in names} & {"click", "rich"}:
                yield f"{node.lineno}: {names[0].name}"
            case ast.ImportFrom(module=str() as module) if module.split(".")[0] in ("click", "rich"):
                yield f"{node.lineno}: {module}"
            case ast.ImportFrom(module="sys", names=names) if {alias.name for alias in names} & {"exit", "stdout"}:
                yield f"{node.lineno}: sys"


@pytest.mark.parametrize("name", modules(), ids=lambda name: name or "__init__")
def test_only_the_command_line_prints_or_exits(name: str) -> None:
    said = list(speaks(modules()[name].read_text(encoding="utf-8")))
    if name == WORDS_OF_CLICK:
        said = [each for each in said if not each.endswith(" click")]  # it dresses click, and prints nothing
    assert bool(said) == (name in PRINTS_AND_EXITS), said


@pytest.mark.parametrize(
    "source",
    [
        "print('x')",
        "import click\nclick.echo('x')",
        "from click import echo",
        "import sys\nsys.exit(1)",
        "from sys import exit",
        "raise SystemExit",
        "sys.stderr.write('x')",
        "from rich.console import Console",
        "map(print, x)",
    ],
)
def test_printing_is_found(source: str) -> None:
    assert list(speaks(source))


def test_the_command_line_starts_without_the_engines() -> None:
    """A command that checks, explains or says how it is used does not wait for Word, PDF or tables."""
    code = f"import sys, lettergen.command_line; print(*(name for name in {ENGINES} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
