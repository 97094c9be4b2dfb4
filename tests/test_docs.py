"""What the documentation shows really happens: its commands, its Python, its files, its links."""

import glob
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from lettergen import Language, Library, check, load, load_library
from lettergen.command_line import main
from lettergen.office import read_office
from tests.conftest import EXAMPLES, ROOT, codes

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LINKED = (*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "reasons" / "CHANGELOG.md")
FENCE = re.compile(r"^```(?P<kind>\w+)[ ]?(?P<file>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
EXIT_CODE = re.compile(r"# utgangskode (\d)")


@dataclass
class Step:
    """A command that a page shows, with the output shown below it and its exit code, 0 where none is told."""

    command: str
    shown: list[str] = field(default_factory=list)
    exit_code: int = 0

    def accepts(self, output: str) -> bool:
        """Whether the output is what is shown. «…» alone stands for any lines, in a line for any words."""
        if not self.shown:
            return True
        lines = [
            r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in self.shown
        ]
        return re.fullmatch("".join(lines), output) is not None


def fences(page: Path, kind: str) -> Iterator[tuple[str, str, int]]:
    """The fenced parts of a kind: the file that is named, the text, and the line it begins on."""
    source = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(source):
        if match["kind"] == kind:
            yield match["file"].strip(), match["text"], source.count("\n", 0, match.start("text")) + 1


def steps(page: Path) -> list[Step]:
    """The `lettergen` commands of a page, in order."""
    found: list[Step] = []
    for _, text, _ in sorted((*fences(page, "console"), *fences(page, "sh")), key=lambda fence: fence[2]):
        current: Step | None = None
        for line in text.splitlines():
            if line.startswith("$ "):
                current = Step(line.removeprefix("$ lettergen ")) if line.startswith("$ lettergen ") else None
                found += [current] if current else []
            elif current and (code := EXIT_CODE.fullmatch(line)):
                current.exit_code = int(code[1])
            elif current:
                current.shown.append(line)
    return found


def run(command: str) -> tuple[str, int]:
    """Run a command as a shell would, with `*` and `> file`. Output with plain spaces, and the exit code."""
    words = shlex.split(command)
    target = Path(words.pop()) if len(words) > 1 and words[-2] == ">" else None
    if target:
        words.pop()
    words = [name for word in words for name in (sorted(glob.glob(word)) if "*" in word else [word])]  # noqa: PTH207  # words as a shell expands them
    result = CliRunner().invoke(main, words, prog_name="lettergen")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    if target:
        target.write_text(result.output, encoding="utf-8")
    return result.output.replace("\N{NO-BREAK SPACE}", " "), result.exit_code


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples, where a reader would stand."""
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, folder)
    monkeypatch.chdir(folder)
    return folder


def write_named_files(page: Path) -> None:
    """Write the files that a page shows whole, each under the name in its fence."""
    for name, text, _ in fences(page, "markdown"):
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_give_what_is_shown(page: Path, place: Path) -> None:
    write_named_files(page)
    for step in steps(page):
        output, exit_code = run(step.command)
        assert exit_code == step.exit_code, f"lettergen {step.command}\n{output}"
        assert step.accepts(output), f"lettergen {step.command}\n{output}"


def test_pages_show_commands() -> None:
    """The reader of pages finds something, so that a changed fence does not make the test above empty."""
    shown = {page.name: len(steps(page)) for page in PAGES}
    assert all(shown[name] for name in ("README.md", "saksbehandler.md", "fagradgiver.md", "integrasjon.md")), shown


def test_python_of_the_integrators_page_runs(place: Path) -> None:
    page = ROOT / "docs" / "integrasjon.md"
    script: list[str] = []
    for _, text, line in fences(page, "python"):
        script += [""] * (line - 1 - len(script)) + text.splitlines()
    exec(compile("\n".join(script), str(page), "exec"), {})


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["saksbehandler.md", "fagradgiver.md"])
def test_settings_shown_are_read_without_a_finding(page: str, tmp_path: Path) -> None:
    for _, text, _ in fences(ROOT / "docs" / page, "toml"):
        (tmp_path / "lettergen.toml").write_text(text, encoding="utf-8")
        (tmp_path / "kontortekster").mkdir(exist_ok=True)
        assert read_office(tmp_path / "lettergen.toml").findings == ()


def test_the_answer_shown_answers(library: Library, place: Path) -> None:
    """The example of `svar` is about a real question: an application that came in seven months before the start."""
    late = Path("innvilgelse-nb-fiskeindustri.yaml").read_text(encoding="utf-8").replace("2026-08-18", "2026-02-18")
    answer = next(text for _, text, _ in fences(ROOT / "docs" / "saksbehandler.md", "yaml") if "svar:" in text)
    Path("sak.yaml").write_text(late, encoding="utf-8")
    assert codes(check(load(Path("sak.yaml")), library)) == ["KVP-R13"]
    Path("sak.yaml").write_text(late + answer, encoding="utf-8")
    assert codes(check(load(Path("sak.yaml")), library)) == []


@pytest.mark.parametrize("language", Language)
def test_the_block_shown_makes_a_letter(language: Language, place: Path) -> None:
    page = ROOT / "docs" / "fagradgiver.md"
    write_named_files(page)
    block = "nedsatt-arbeids-og-inntektsevne/liten-stilling"
    case = Path("innvilgelse-nb-fiskeindustri.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("maalform: nb", f"maalform: {language}"),
        ("nedsatt-arbeids-og-inntektsevne/flere-hindringer", block),
        ("opplysninger:\n", "opplysninger:\n  stilling: {yrke: selger, prosent: 40, siden: 2026-06}\n"),
    ):
        assert old in case
        case = case.replace(old, new)
    Path("sak.yaml").write_text(case, encoding="utf-8")
    checked = check(load(Path("sak.yaml")), load_library([Path("kontortekster")]))
    assert codes(checked) == []
    assert checked.composed is not None
    assert block in [use.id for use in checked.composed.letter.manifest.blocks]


@pytest.mark.parametrize("language", Language)
def test_lettergen_alone_shows_the_start_page(language: Language, place: Path) -> None:
    output, exit_code = run(f"--ui {language}")
    assert exit_code == 0
    assert output == (ROOT / "templates" / language / "startside.txt").read_text(encoding="utf-8")
    assert "Ingen jurist har gått gjennom" in output


def test_start_pages_show_the_same_commands() -> None:
    shown = [
        re.findall(
            r"^  (lettergen .*?)  ",
            (ROOT / "templates" / language / "startside.txt").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        for language in Language
    ]
    assert shown[0] == shown[1] != []
