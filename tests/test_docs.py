"""What the documentation shows really happens: its commands, its Python, its files, its links."""

import glob
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from lettergen import Language, Library, check, load, loading
from lettergen.command_line import main
from lettergen.documents import read_document
from lettergen.fields import read_strict
from lettergen.office import read_office
from lettergen.rules import parse_rule
from lettergen.scheme import RulesFile
from lettergen.source import Location
from lettergen.upkeep.rule_examples import breaks
from tests.conftest import EXAMPLES, ROOT, codes

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
GUIDES = tuple(sorted((ROOT / "docs" / "fagradgiver").glob("*.md")))
IN_AN_OFFICE = ("egne-tekster-og-brevhode", "ny-brevtype")
"""The guides for an office's own folder; the others are for the shipped texts."""
CASEWORK = tuple(sorted((ROOT / "docs" / "saksbehandler").glob("*.md")))
LINKED = (
    *PAGES,
    *GUIDES,
    *CASEWORK,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "reasons" / "CHANGELOG.md",
)
FENCE = re.compile(r"^```(?P<kind>\w+)[ ]?(?P<file>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
EXIT_CODE = re.compile(r"# utgangskode (\d)")
ANY_LINES = r"(?:.*\n)*?"
CASE = re.compile(r"[\w-]+\.yaml")


@dataclass
class Step:
    """A command that a page shows, with the output shown below it and its exit code, 0 where none is told."""

    command: str
    shown: list[str] = field(default_factory=list)
    exit_code: int = 0

    def accepts(self, output: str) -> bool:
        """Whether the output is what is shown."""
        if not self.shown:
            return True
        return re.fullmatch("".join(like(f"{line}\n") for line in self.shown), output) is not None


def like(line: str) -> str:
    """The pattern of a line that a page shows. «…» alone stands for any lines, in a line for any words."""
    return ANY_LINES if line.strip() == "…" else re.escape(line).replace("…", ".*")


@dataclass
class Fence:
    """A fenced part of a page: its kind, the file that is named, its text, and the line it begins on."""

    kind: str
    file: str
    text: str
    line: int


def fences(page: Path, *kinds: str) -> Iterator[Fence]:
    """The fenced parts of some kinds, or all, in order."""
    source = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(source):
        if not kinds or match["kind"] in kinds:
            line = source.count("\n", 0, match.start("text")) + 1
            yield Fence(match["kind"], match["file"].strip(), match["text"], line)


def steps(page: Path) -> list[Step]:
    """The commands of a page, in order."""
    return [step for fence in fences(page, "console", "sh") for step in commands(fence.text)]


def commands(text: str) -> Iterator[Step]:
    """The commands of one fenced part: what comes after `$`."""
    current: Step | None = None
    for line in text.splitlines():
        if line.startswith("$ "):
            if current:
                yield current
            current = Step(line.removeprefix("$ "))
        elif current and (code := EXIT_CODE.fullmatch(line)):
            current.exit_code = int(code[1])
        elif current:
            current.shown.append(line)
    if current:
        yield current


def run(command: str) -> tuple[str, int]:
    """Run a command as a shell would, with `*` and `> file`. Output with plain spaces, and the exit code."""
    words = shlex.split(command)
    target = Path(words.pop()) if len(words) > 1 and words[-2] == ">" else None
    if target:
        words.pop()
    words = [name for word in words for name in (sorted(glob.glob(word)) if "*" in word else [word])]  # noqa: PTH207  # words as a shell expands them
    if words[0] != "lettergen":
        return run_other(words)
    result = CliRunner().invoke(main, words[1:], prog_name="lettergen")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    if target:
        target.write_text(result.output, encoding="utf-8")
    return result.output.replace("\N{NO-BREAK SPACE}", " "), result.exit_code


def run_other(words: list[str]) -> tuple[str, int]:
    """The few other programs that a page asks its reader to run."""
    if words[0] == "cp":
        Path(words[2]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(words[1], words[2])
        return "", 0
    program = {"python": sys.executable, "git": "git"}[words[0]]
    result = subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)
    return result.stdout + result.stderr, result.returncode


def change(file: Path, text: str) -> None:
    """Change a file as a page shows it: `-` goes, `+` comes, the rest stays. «…» stands for what it does in outputs."""
    pattern, kept, replacement = "", 0, ""
    for line in text.splitlines(keepends=True):
        sign, words = line[:1], line[1:]
        if sign == "+":
            replacement += words
        elif sign == "-":
            pattern += like(words)
        else:
            kept += 1
            pattern += f"({like(words)})"
            replacement += f"\0{kept}\0"
    source = file.read_text(encoding="utf-8")
    found = re.search(rf"^{pattern}", source, re.MULTILINE)
    assert found, f"{file} has no such lines:\n{text}"
    new = re.sub(r"\0(\d+)\0", lambda mark: found[int(mark[1])], replacement)
    file.write_text(source[: found.start()] + new + source[found.end() :], encoding="utf-8")


def walk(page: Path) -> None:
    """Do what a page says, in its order: write the files it shows, change those it changes, run its commands."""
    for fence in fences(page):
        if fence.kind == "diff":
            change(Path(fence.file), fence.text)
        elif fence.file:
            write(fence)
        elif fence.kind in ("console", "sh"):
            for step in commands(fence.text):
                output, exit_code = run(step.command)
                assert exit_code == step.exit_code, f"{step.command}\n{output}"
                assert step.accepts(output), f"{step.command}\n{output}"


def write(fence: Fence) -> None:
    """Write a file that a page shows whole."""
    Path(fence.file).parent.mkdir(parents=True, exist_ok=True)
    Path(fence.file).write_text(fence.text, encoding="utf-8")


READ: dict[object, Library] = {}


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands read the texts anew only when a file of them has changed: the pages have many commands."""
    read = loading.load_library

    def remembered(folders: Iterable[Path] = (), shipped: Path | None = None) -> Library:
        layers = (*folders, shipped or vars(loading)["shipped_folder"]())
        files = [file for layer in layers for kind in ("reasons", "templates") for file in (layer / kind).rglob("*")]
        others = [file for layer in layers[:-1] for file in layer.rglob("*")]
        state = [(file.absolute(), file.stat().st_mtime_ns, file.stat().st_size) for file in (*files, *others)]
        key = (*layers, *sorted(state))
        if key not in READ:
            READ[key] = read(layers[:-1], layers[-1])
        return READ[key]

    monkeypatch.setattr(loading, "load_library", remembered)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples, where a reader would stand."""
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a legal advisor works: a copy of the texts under git, and beside it the folder of an office."""
    texts, office = tmp_path / "lettergen", tmp_path / "kontor"
    for name in ("reasons", "templates"):
        shutil.copytree(ROOT / name, texts / name, ignore=shutil.ignore_patterns("__pycache__"))
    named = {name for page in GUIDES for name in CASE.findall(page.read_text(encoding="utf-8"))}
    for folder in (texts / "examples", office):
        folder.mkdir()
        for file in EXAMPLES.iterdir():
            if file.name == "lettergen.toml" or file.name in named:
                shutil.copy(file, folder)
    for module in ("loading", "library_commands"):
        monkeypatch.setattr(f"lettergen.{module}.shipped_folder", lambda: texts)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Jurist Døme")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "jurist@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.chdir(texts)
    for command in ("git init -q -b main", "git add .", "git commit -qm tekster"):
        assert run(command) == ("", 0)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_give_what_is_shown(page: Path, place: Path) -> None:
    walk(page)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_does_what_it_says(guide: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk / ("kontor" if guide.stem in IN_AN_OFFICE else "lettergen"))
    walk(guide)


def test_pages_show_commands() -> None:
    """The reader of pages finds something, so that a changed fence does not make the test above empty."""
    shown = {page.name: len(steps(page)) for page in (*PAGES, *GUIDES)}
    wanted = ("README.md", "saksbehandler.md", "fagradgiver.md", "integrasjon.md", *(page.name for page in GUIDES))
    assert all(shown[name] for name in wanted), shown


def test_the_advisors_page_leads_to_each_guide() -> None:
    page = (ROOT / "docs" / "fagradgiver.md").read_text(encoding="utf-8")
    assert {f"fagradgiver/{guide.name}" for guide in GUIDES} == set(LINK.findall(page)) - {"../CONTRIBUTING.md"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_rules_shown_pass_their_own_examples(guide: Path, desk: Path) -> None:
    files = {fence.file for fence in fences(guide) if "/regler" in fence.file}
    for fence in fences(guide):
        if fence.file in files:
            change(Path(fence.file), fence.text) if fence.kind == "diff" else write(fence)
    kvp = loading.load_library().schemes["kvp"] if files else None
    for file in files:
        read, troubles = read_strict(RulesFile, read_document(Path(file), name=file).data)
        assert kvp
        assert read, troubles
        for rule in (parse_rule(each, "kvp", Location(file)) for each in read.rules):
            assert not any(breaks(rule, kvp, example) for example in rule.file.accepts), rule.code
            assert all(breaks(rule, kvp, example) for example in rule.file.refuses), rule.code


def test_python_of_the_integrators_page_runs(place: Path) -> None:
    page = ROOT / "docs" / "integrasjon.md"
    script: list[str] = []
    for fence in fences(page, "python"):
        script += [""] * (fence.line - 1 - len(script)) + fence.text.splitlines()
    exec(compile("\n".join(script), str(page), "exec"), {})


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["saksbehandler.md", *(f"fagradgiver/{guide.name}" for guide in GUIDES)])
def test_settings_shown_are_read_without_a_finding(page: str, tmp_path: Path) -> None:
    for fence in fences(ROOT / "docs" / page, "toml"):
        (tmp_path / "lettergen.toml").write_text(fence.text, encoding="utf-8")
        (tmp_path / "kontortekster").mkdir(exist_ok=True)
        assert read_office(tmp_path / "lettergen.toml").findings == ()


def test_the_caseworkers_page_lists_the_letters(library: Library) -> None:
    page = (ROOT / "docs" / "saksbehandler.md").read_text(encoding="utf-8")
    table = page.partition("| brevtype |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)) == set(library.schemes["kvp"].letter_types)


def test_the_answer_shown_answers(library: Library, place: Path) -> None:
    """The example of `svar` is about a real question: an application that came in seven months before the start."""
    late = Path("innvilgelse-nb-fiskeindustri.yaml").read_text(encoding="utf-8").replace("2026-08-18", "2026-02-18")
    late = late.replace("opplysninger:\n", "opplysninger:\n  foreloepig_svar_sendt: 2026-03-10\n", 1)
    answers = (fence.text for fence in fences(ROOT / "docs" / "saksbehandler.md", "yaml"))
    answer = next(text for text in answers if "svar:" in text)
    Path("sak.yaml").write_text(late, encoding="utf-8")
    assert codes(check(load(Path("sak.yaml")), library)) == ["KVP-R13"]
    Path("sak.yaml").write_text(late + answer, encoding="utf-8")
    assert codes(check(load(Path("sak.yaml")), library)) == []


@pytest.mark.parametrize("language", Language)
def test_lettergen_alone_shows_the_start_page(language: Language, place: Path) -> None:
    output, exit_code = run(f"lettergen --ui {language}")
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
