"""The examples' letters: every format, the same words in the same order, the same bytes every time."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from io import BytesIO

import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader

from lettergen import (
    FORMATS,
    IncompleteDecision,
    Language,
    Letter,
    Library,
    check,
    compose,
    compose_draft,
    load,
    render,
    render_draft,
)
from lettergen.citations import cite, read_citation
from lettergen.command_line import main
from lettergen.composing import LAW_SENTENCE_ORIGIN
from lettergen.documents import read_document
from lettergen.letter import OriginKind, Paragraph, Passage, Run, leaves, lines
from lettergen.prose import lix_of_letter
from tests.conftest import EXAMPLES, require
from tests.verapdf.validate import validate

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
GOLDEN = EXAMPLES.parent / "tests" / "golden"
ACCEPT = "LETTERGEN_ACCEPT"
"""Set, the letters as they now are become the accepted ones; `git diff` is then what one reads."""
FLAWED = sorted((EXAMPLES / "mangelfull").glob("*.yaml"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def letters(library: Library) -> dict[str, Letter]:
    return {name: compose(check(load(EXAMPLES / f"{name}.yaml"), library)) for name in NAMES}


@pytest.fixture(scope="module")
def rendered(letters: dict[str, Letter], library: Library) -> dict[tuple[str, str], bytes]:
    return {(name, form): render(letter, form, library) for name, letter in letters.items() for form in FORMATS}


INLINE = {"strong", "em", "a", "span"}


class Words(HTMLParser):
    """The words of an html page's body; a word may be half in bold."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipping = tag in ("style", "title") or (self.skipping and tag == "meta")
        self.text += "" if tag in INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.skipping = False
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self.skipping else data


def words_in(form: str, content: bytes) -> list[str]:
    match form:
        case "docx":
            document = etree.fromstring(zipfile.ZipFile(BytesIO(content)).read("word/document.xml"))
            return [word for paragraph in document.iter(f"{W}p") for word in "".join(_run_texts(paragraph)).split()]
        case "pdf":
            return [
                word
                for page in PdfReader(BytesIO(content)).pages
                for word in page.extract_text().replace("\u200b", "").split()
            ]
        case "html":
            page = Words()
            page.feed(content.decode())
            return page.text.split()
        case _:
            return [word for word in content.decode().split() if word.strip("=-─")]


def _run_texts(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        yield (element.text or "") if element.tag == f"{W}t" else " "


def wanted(letter: Letter) -> list[str]:
    return [word for line in lines(letter) for word in line.split()]


def assert_in_order(words: list[str], letter: Letter, label: str) -> None:
    """Every word of the letter, in its order; page heads, repeated table heads and list marks may stand between."""
    at, expected, half = 0, wanted(letter), ""
    for word in words:
        if at < len(expected) and expected[at] in (word, half + word):
            at += 1
        half = word if word.endswith("-") else ""  # «Nav-loven» over the end of a line
    assert at == len(expected), f"{label}: {expected[at : at + 8]} not found after {expected[max(0, at - 5) : at]}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_words_and_order_are_the_letters_own(name, form, letters, rendered):
    """From the recipient to the signatures, all formats say the same in the same order, and little else."""
    words = words_in(form, rendered[name, form])
    assert_in_order(words, letters[name], f"{name}.{form}")
    # What is added is the sender, page heads and feet, list marks and heads that repeat with a table.
    assert len(words) - len(wanted(letters[name])) < 160


def words_of(runs: Iterable[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def runs_of(letter: Letter) -> Iterator[Run]:
    for leaf, _ in leaves(letter.body):
        yield from leaf if isinstance(leaf, tuple) else leaf.runs


OURS = (OriginKind.TEMPLATE, OriginKind.BLOCK, OriginKind.LABEL)
DECIDING = re.compile(
    r"\bvi (har )?(vedtar|vedtek|vedtatt|vedteke|vedtok|innvilger|innvilget|innvilgar|innvilga|avslår|avslått|avslo|"
    r"bestemt|bestemmer|avgjort|avgjer|avgjør|stanser|stansar|avslutter|avsluttar|avsluttet|avslutta)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(r"\b(ikke|ikkje)\b|\b(før|når) vi (avgjør|avgjer)\b", re.IGNORECASE)


def test_every_letter_type_is_written_in_both_languages(library: Library) -> None:
    """An example of each, and no two of one type tell the same story."""
    decisions = [check(load(EXAMPLES / f"{name}.yaml"), library) for name in NAMES]
    have = {(checked.case.letter_id, checked.case.language) for checked in decisions}
    assert have == {(letter, language) for letter in library.schemes["kvp"].letter_types for language in Language}
    assert len(NAMES) >= 40
    people = [checked.case.file.recipient.name for checked in decisions]
    assert len(set(people)) > len(people) / 2


def test_the_letter_as_the_library_says_it(letters, library):
    """The result comes right under the title; a decision argues its conditions, and names its law once."""
    kinds = library.schemes["kvp"].letter_types
    for name, letter in letters.items():
        first = letter.body[0]
        assert isinstance(first, Paragraph), name
        assert len(words_of(first.runs).split()) >= 8, name
        laws = [run for run in runs_of(letter) if run.origin == LAW_SENTENCE_ORIGIN]
        assert len(laws) == kinds[letter.letter_type].is_decision, name
        passages = [block for block in letter.body if isinstance(block, Passage)]
        assert bool(passages) == (kinds[letter.letter_type].requires_outcome != "ingen"), name


def test_what_is_no_decision_says_nothing_decided_and_offers_no_appeal(letters, library):
    """A warning, an interim reply and a complaint sent on: no word of deciding, no appeal block, no law sentence."""
    kinds = library.schemes["kvp"].letter_types
    blocks = library.schemes["kvp"].blocks
    found = 0
    for name, letter in letters.items():
        if kinds[letter.letter_type].is_decision:
            continue
        found += 1
        used = [blocks[block.id].newest.head for block in letter.manifest.blocks]
        assert not any(head.appeal_body or "klagerett" in head.covers for head in used), name
        for leaf, _ in leaves(letter.body):
            runs = leaf if isinstance(leaf, tuple) else leaf.runs
            ours = words_of(run for run in runs if run.origin.kind in OURS)
            for sentence in re.split(r"(?<=[.!?])\s", ours):
                assert NOT_YET.search(sentence) or not DECIDING.search(sentence), (name, sentence)
    assert found >= 6


def test_a_complaint_sent_on_goes_to_the_appeal_body_with_a_copy_to_the_person(letters, library):
    for name, letter in letters.items():
        if library.schemes["kvp"].letter_types[letter.letter_type].addressee == "klageinstans":
            assert letter.recipient[0].startswith("Statsforval"), name
            assert letter.copies, name
            assert letter.copies.values[0] not in letter.recipient, name


@pytest.mark.parametrize("name", NAMES)
def test_the_letter_is_the_one_a_person_has_read(name, rendered):
    """The whole text, as it was read line by line when it was accepted; `make accept` takes new ones, to be read."""
    golden = GOLDEN / f"{name}.txt"
    if ACCEPT in os.environ:
        golden.write_bytes(rendered[name, "txt"])
    assert rendered[name, "txt"].decode() == golden.read_text(encoding="utf-8")


def test_no_letter_is_left_among_the_accepted_ones_without_its_decision():
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(NAMES)


def test_the_librarys_words_are_easy_to_read(letters):
    """LIX of each letter's own texts, acts' names aside: 40 in the middle, and none far from it."""
    found = sorted(lix_of_letter(letter) for letter in letters.values())
    assert found[len(found) // 2] <= 40
    assert found[-1] < 50


def test_every_citation_in_a_letter_can_be_read_and_written_in_the_other_language(letters, library):
    """What the printer wrote the parser reads, over every letter: act, section, ledd and letter survive."""
    acts = {provision.act.id: provision.act for provision in library.provisions().values()}.values()
    services = library.provisions()["sotjl-29-1"].act
    cited = 0
    for letter in letters.values():
        other = Language.NN if letter.language is Language.NB else Language.NB
        for run in runs_of(letter):
            if run.origin.kind is OriginKind.LAW:
                read = read_citation(run.text, acts, letter.language, services)
                again = cite(read.references, other, read.supported_by)
                assert cite(read_citation(again, acts, other).references, letter.language).endswith(run.text)
                cited += 1
    assert cited > 500


def _markers(library: Library, language: Language) -> dict[str, str]:
    """Words of the other language that are an error in this one."""
    file = library.stack.find("reasons/spraak/nb-nn-ord.yaml")
    other, verdict = ("nn", "nn_i_nb") if language is Language.NB else ("nb", "nb_i_nn")
    rows = read_document(file).data["ord"]
    own = {row[language] for row in rows}
    return {row[other]: row[language] for row in rows if row[verdict] == "feil" and row[other] not in own}


@pytest.mark.parametrize("name", NAMES)
def test_one_written_language(name, letters, library):
    """No word that the marker list calls an error, in what the library or the caseworker wrote."""
    letter = letters[name]
    markers = _markers(library, letter.language)
    ours = (OriginKind.TEMPLATE, OriginKind.BLOCK, OriginKind.ASSESSMENT, OriginKind.LABEL)
    runs = [run for leaf, _ in leaves(letter.body) for run in (leaf if isinstance(leaf, tuple) else leaf.runs)]
    text = " " + " ".join(run.text for run in runs if run.origin.kind in ours).casefold() + " "
    for sign in ".,:;!?()«»–\n":
        text = text.replace(sign, " ")
    found = {word for word in markers if f" {word} " in text}
    assert not found, {word: markers[word] for word in found}


WRITE = """
import sys
from pathlib import Path
from lettergen import FORMATS, check, compose, load, load_library, render
library = load_library()
for file in sorted(Path("examples").glob("*.yaml"))[:4]:
    letter = compose(check(load(file), library))
    for form in FORMATS:
        (Path(sys.argv[1]) / f"{file.stem}.{form}").write_bytes(render(letter, form, library))
"""


def test_equal_bytes_over_runs_hash_seeds_and_time_zones(tmp_path):
    """The same decision gives the same files, whenever and wherever it is written."""
    runs = (("1", "UTC", "C"), ("2", "Pacific/Auckland", "C.UTF-8"))
    for seed, zone, locale in runs:
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        subprocess.run([sys.executable, "-c", WRITE, folder], check=True, env=environment, cwd=EXAMPLES.parent)
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / seed).iterdir()} for seed, _, _ in runs)
    assert len(first) == 4 * len(FORMATS)
    assert first == second


def test_eight_threads_each_get_their_own(letters, rendered, library):
    """Letters written at the same time are the letters written alone."""
    tasks = [(name, form) for name in NAMES[::5] for form in FORMATS] * 2
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda task: (task, render(letters[task[0]], task[1], library)), tasks))
    assert all(content == rendered[task] for task, content in results)


def test_eight_threads_check_and_compose(letters, library):
    """One library serves many threads."""
    with ThreadPoolExecutor(8) as threads:
        composed = threads.map(
            lambda name: (name, compose(check(load(EXAMPLES / f"{name}.yaml"), library))), NAMES[::3] * 4
        )
        assert all(letter == letters[name] for name, letter in composed)


@pytest.mark.parametrize("file", FLAWED, ids=lambda file: file.stem)
def test_an_incomplete_decision_is_refused(file, library, tmp_path):
    """Exit 1, no file, and each uncovered condition named once, with place, provision and what to do."""
    checked = check(load(file), library)
    assert not checked.complete
    places = [finding.path for finding in checked.report if finding.code in ("LG401", "LG402")]
    assert len(places) == len(set(places))
    uncovered = [coverage for coverage in checked.coverages if not coverage.covered]
    assert {("vilkaar", coverage.id) for coverage in uncovered} == set(places)
    result = CliRunner().invoke(main, ["write", str(file), "-o", str(tmp_path / "brev")])
    assert result.exit_code == 1
    assert not (tmp_path / "brev").exists()
    for coverage in uncovered:
        names = {coverage.condition.name[language] for language in Language}
        assert any(f"«{name}»" in result.output for name in names)
        gaps = [finding for finding in checked.report if finding.code in ("LG401", "LG402")]
        said = [library.catalogue.words(finding, Language.NB).message for finding in gaps]
        assert sum(words.count(f"«{coverage.condition.name.nb}»") for words in said) == 1
    assert ("Gjør dette" in result.output) or ("Gjer dette" in result.output)
    assert "§" in result.output
    assert f"{file}:" in result.output
    with pytest.raises(IncompleteDecision):
        compose(checked)


def test_a_draft_shows_its_gaps_and_is_no_letter(library, tmp_path):
    """UTKAST on the page and in the name, gaps in words; no final format takes it."""
    draft = compose_draft(check(load(FLAWED[-1]), library))
    assert any("[mangler:" in line for line in lines(draft))
    with pytest.raises(IncompleteDecision):
        render(draft, "pdf", library)
    assert "UTKAST" in PdfReader(BytesIO(render_draft(draft, "pdf", library))).pages[0].extract_text()
    result = CliRunner().invoke(main, ["write", str(FLAWED[-1]), "--draft", "-o", str(tmp_path), "-f", "txt"])
    assert [file.name.startswith("UTKAST-") for file in tmp_path.iterdir()] == [True], result.output


@pytest.mark.libreoffice
def test_libreoffice_opens_the_word_letters_with_the_same_text(letters, rendered, tmp_path):
    """What a caseworker sees in an office program is what was composed."""
    soffice = require("libreoffice")
    files = []
    for name in NAMES:
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(rendered[name, "docx"])
    command = [
        soffice,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        tmp_path,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name in NAMES:
        words = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig").split()
        assert_in_order(words, letters[name], name)


@pytest.mark.verapdf
def test_every_pdf_is_archival_and_accessible(rendered, tmp_path):
    """PDF/A-2a and PDF/UA-1, both, for every example."""
    require("verapdf")
    files = []
    for name in NAMES:
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(rendered[name, "pdf"])
    verdicts = validate(files)
    assert len(verdicts) == 2 * len(NAMES)
    assert all(verdict.passed for verdict in verdicts), [str(verdict) for verdict in verdicts if not verdict.passed]


def test_brev_json_names_the_files_it_lies_beside(tmp_path, letters):
    """An archive can trust the file list: names, sizes and SHA-256 of what was written."""
    result = CliRunner().invoke(
        main, ["write", str(EXAMPLES / f"{NAMES[0]}.yaml"), "-o", str(tmp_path), "-f", "txt", "-f", "docx"]
    )
    assert result.exit_code == 0, result.output
    [sidecar] = tmp_path.glob("*.brev.json")
    told = json.loads(sidecar.read_text(encoding="utf-8"))
    on_disk = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in tmp_path.iterdir() if file != sidecar
    }
    assert {file["name"]: file["sha256"] for file in told["files"]} == on_disk
    assert told["title"] == letters[NAMES[0]].title_text
    assert told["manifest"]["blocks"]
    for name in on_disk:
        assert not any(part.casefold() in name.casefold() for part in letters[NAMES[0]].recipient[0].split())
