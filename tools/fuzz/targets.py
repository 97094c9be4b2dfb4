"""What is fuzzed: each target takes any bytes, does all that a user may do with them, and raises where lettergen must not.

Only findings, `InvalidLibrary` and a clean refusal may come out. Anything else raised, or any finding
without words, is a fault. A letter that is said to be complete must also come out as a letter.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lettergen import (
    Checked,
    Finding,
    IncompleteDecision,
    InvalidLibrary,
    Language,
    Library,
    check,
    check_edited,
    compose,
    compose_draft,
    load,
    load_library,
    questions,
    read_office,
    render,
    render_draft,
)
from lettergen.edited.reporting import differences, letter_as_text
from lettergen.forms import FORMS, words_only
from lettergen.ledger import as_ledger
from lettergen.reporting import as_text, library_trouble
from lettergen.shipped import shipped_folder
from lettergen.skeleton import skeleton
from lettergen.twins import Twins
from lettergen.upkeep.review import review

ROOT = Path(__file__).parent.parent.parent
EXAMPLES, TOY = ROOT / "examples", ROOT / "tests/toy"
OFFICE_FILE = EXAMPLES / "lettergen.toml"
LETTERS = ("innvilgelse-nb-fiskeindustri", "avslag-nn-soning")
"""The examples that are tried as letters, and stand beside the fuzzed decision as others of its run."""
TODAY = date(2026, 9, 15)
TOY_CASE = {
    "skjema": "toy/1",
    "brev": "innvilgelse",
    "maalform": "nb",
    "saksnummer": "2026/77",
    "dato": TODAY.isoformat(),
    "mottaker": {"navn": "Eva Hjul", "adresse": ["Svingen 1", "5999 Prøvevik"]},
    "soeknad": {"mottatt": "2026-03-02"},
    "kilder": {"kart": {"hva": "kart", "dato": "2026-03-05"}},
    "vilkaar": {
        "bosted": {},
        "reisevei": {
            "begrunnelser": ["reisevei/til-skolen"],
            "vurdering": {
                "strekning": "Du sykler fra Svingen til skolen i Prøvevik, tre og en halv kilometer langs fjorden.",
                "trygghet": "Fra Svingen går det gangvei med lys forbi butikken og helt fram til skoleporten.",
            },
            "kilder": ["kart"],
        },
    },
    "opplysninger": {
        "innflyttet": "2020-05-01",
        "sykkel": {"kjoept": "2026-03-20", "pris": 4200, "kjoretoy": "lastesykkel"},
        "turer": [{"maalsted": "skolen", "km": "3,5"}, {"maalsted": "butikken", "km": 2}],
    },
}
SHARED = (
    "reasons/felles/klage.md",
    "reasons/felles/ordvalg.yaml",
    "reasons/spraak/klarspraak.yaml",
    "reasons/spraak/nb-nn-ord.yaml",
    "reasons/spraak/vurdering.yaml",
    "templates/nb/ledetekster.yaml",
)
"""What is fuzzed of the files that all schemes share."""


@dataclass(frozen=True)
class Target:
    """A thing to fuzz: what takes the bytes, and sound ones to begin with."""

    take: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


class Targets:
    """The targets, and the libraries they share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.office = read_office(OFFICE_FILE)

    @cached_property
    def library(self) -> Library:
        """The shipped content."""
        return load_library()

    def all(self) -> Mapping[str, Target]:
        """The targets by name."""
        return {
            "decision": Target(self.decision, self.decisions),
            "library": Target(self.content, self.contents),
            "letter": Target(self.letter, self.letters),
        }

    # a decision

    def decision(self, data: bytes) -> Checked:
        """Read and check some bytes as a decision, among others of a run, and write what can be written."""
        decision = load(data, self.office, name="sak.yaml")
        others = {name: load(EXAMPLES / f"{name}.yaml", self.office) for name in LETTERS}
        twins = Twins(lambda name: others.get(name, decision))
        for each in (decision, *others.values()):
            twins.add(each)
        checked = check(decision, self.library, twins)
        _tell((finding, self.library) for finding in checked.report)
        for ui in Language:
            as_text(checked, ui)
            as_ledger(checked, ui)
            questions(checked, ui)
        _write(checked)
        return checked

    def decisions(self) -> Iterable[bytes]:
        """The examples, complete and not."""
        files = sorted(EXAMPLES.rglob("*.yaml"))
        return [file.read_bytes() for file in files] + [json.dumps(TOY_CASE).encode()]

    # a folder of content

    def content(self, data: bytes) -> Library | None:
        """Load a folder with one file of these bytes; its path is the first line. None where the folder is refused."""
        first, _, rest = data.partition(b"\n")
        relative = first.decode("utf-8", "replace").strip()
        if relative not in self.content_files:
            relative = sorted(self.content_files)[len(data) % len(self.content_files)]
        own, small = self.own / relative, self.small / relative
        file = small if small.is_file() and not own.is_file() else own
        file.write_bytes(rest)
        try:
            return self._use()
        finally:
            file.write_bytes(self.content_files[relative])

    def _use(self) -> Library | None:
        """Load the folder, hold it against all its checks, and write a letter with it."""
        try:
            library = load_library((self.own,), self.small)
        except InvalidLibrary as error:
            assert not error.report.complete  # noqa: PT017  # this is no test
            _tell((finding, words_only(error)) for finding in error.report)
            library_trouble(error, Language.NN)
            return None
        try:
            _tell((finding, library) for finding in review(library, TODAY))
        except InvalidLibrary as error:
            library_trouble(error, Language.NB)
        office = read_office(self.own / "lettergen.toml")
        for scheme in library.schemes.values():
            for letter in scheme.letter_types:
                skeleton(library, scheme, letter, Language.NN, Language.NB)
        for language in Language:
            checked = check(load(json.dumps({**TOY_CASE, "maalform": language}), office, name="sak.json"), library)
            _tell((finding, library) for finding in checked.report)
            _write(checked)
        return library

    def contents(self) -> Iterable[bytes]:
        """Each file of the small content, under its path."""
        return [f"{relative}\n".encode() + text for relative, text in sorted(self.content_files.items())]

    @cached_property
    def content_files(self) -> Mapping[str, bytes]:
        """What is fuzzed of a folder's files: an invented scheme's, and tables that all schemes share."""
        files = {file.relative_to(TOY).as_posix(): file.read_bytes() for file in TOY.rglob("*") if file.is_file()}
        files["lettergen.toml"] = OFFICE_FILE.read_bytes()
        return {relative: (self.small / relative).read_bytes() for relative in SHARED} | files

    @cached_property
    def own(self) -> Path:
        """A folder of an office's own content, to write the fuzzed file in."""
        return Path(shutil.copytree(TOY, self.folder / "own"))

    @cached_property
    def small(self) -> Path:
        """The shipped content without its schemes: quick to load."""
        target = self.folder / "shipped"
        for folder in ("reasons/felles", "reasons/spraak", "templates"):
            scheme = {each.name for each in shipped_folder().glob("reasons/*")} - {"felles", "spraak"}
            shutil.copytree(shipped_folder() / folder, target / folder, ignore=shutil.ignore_patterns(*scheme))
        return target

    # an edited letter

    def letter(self, data: bytes) -> object:
        """Read and check some bytes as a letter's file."""
        checked = check_edited(data, self.library, self.office)
        _tell((finding, self.library) for finding in checked.report)
        for ui in Language:
            letter_as_text(checked, ui, show_text=True)
            differences(checked, ui)
        return checked

    def letters(self) -> Iterable[bytes]:
        """Some examples as Word files."""
        cases = [check(load(EXAMPLES / f"{name}.yaml"), self.library) for name in LETTERS]
        return [render(compose(case), "docx", self.library) for case in cases]


def _write(checked: Checked) -> None:
    """Write what is complete as a letter, and the rest as a draft where that can be done."""
    if checked.complete:
        render(compose(checked), "txt", checked.library)
        return
    try:
        render_draft(compose_draft(checked), "txt", checked.library)
    except IncompleteDecision as refused:
        assert not refused.report.complete  # noqa: PT017  # this is no test


def _tell(findings: Iterable[tuple[Finding, Library]]) -> None:
    """Say findings in every form, in both languages."""
    told = list(findings)
    for ui in Language:
        for form in FORMS.values():
            for _ in form(told, ui):
                pass
        for finding, library in told:
            assert library.catalogue.words(finding, ui).message, finding.code


def targets() -> Targets:
    """Targets with a folder of their own for what they write."""
    return Targets(Path(tempfile.mkdtemp(prefix="lettergen-fuzz-")))
