"""Content files one by one: tables, reason blocks, running texts, labels, each fault of each told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TypeVar

from lettergen.documents import Document, bad_characters, read_text, split_front_matter
from lettergen.expressions import Expression, ExpressionError, parse_expression
from lettergen.fields import FileModel, Trouble, read_strict
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.law import Provision
from lettergen.lawfiles import ActsFile, ProvisionsFile, provisions_of
from lettergen.letter import OriginKind
from lettergen.overlay import Stack, version_date
from lettergen.rates import RatesFile, Series
from lettergen.reasons import BlockHead, ReasonBlock, Versions, version_of
from lettergen.source import Location, Path, dotted
from lettergen.texts import Text, parse_text

CODES = {
    "unknown": Code.UNKNOWN_NAME,
    "refused": Code.REFUSED_EXPRESSION,
    "not_text": Code.NOT_TEXT,
    "markup": Code.MARKDOWN_TRAP,
}
COMMON, LANGUAGE_DATA = "felles", "spraak"
HEADINGS = {"# nb": Language.NB, "# nn": Language.NN}
_parted = lru_cache(maxsize=4096)(split_front_matter)
M = TypeVar("M", bound=FileModel)


@dataclass
class ContentReader:
    """Reads the files of a stack; what is wrong with them gathers in `findings`."""

    stack: Stack
    findings: list[Finding] = field(default_factory=list)

    # one table, one text

    def table(self, relative: str, model: type[M]) -> M | None:
        """A table of all layers, or None with findings."""
        document = self.stack.table(relative)
        self.findings += document.findings
        return self.model(model, document, document.data or {})

    def optional(self, relative: str, model: type[M]) -> M | None:
        """A table that the content need not have."""
        document = self.stack.table(relative)
        self.findings += document.findings
        return self.model(model, document, document.data) if document.data else None

    def model(self, model: type[M], document: Document, data: object) -> M | None:
        """Data as a model, or None with findings."""
        read, troubles = read_strict(model, data)
        self.findings += (_fault(trouble, document) for trouble in troubles)
        return read

    def trouble(self, error: ExpressionError, location: Location, path: Path = ()) -> None:
        """A fault in an expression or a text as a finding."""
        code = CODES.get(error.kind, Code.BAD_TEMPLATE)
        self.findings.append(Finding.of(code, location, path, name=error.detail))

    def expression(self, source: str, document: Document, path: Path) -> Expression | None:
        """A parsed expression, or None with a finding."""
        try:
            return parse_expression(source)
        except ExpressionError as error:
            self.trouble(error, document.location(path), path)
            return None

    def text(self, source: str, name: str, kind: OriginKind, line: int) -> Text | None:
        """A parsed text, or None with a finding."""
        try:
            return parse_text(source, name, kind, line)
        except ExpressionError as error:
            self.trouble(error, self.place(name, error.line))
            return None

    def place(self, relative: str, line: int | None = None) -> Location:
        """A place in the file that wins for a path, under the name that findings give it."""
        file = self.stack.find(relative)
        return Location(self.stack.name(file) if file else relative, line)

    # law, rates, labels

    def law(self, folders: Iterable[str], acts: ActsFile | None) -> Mapping[str, Mapping[str, Provision]]:
        """The provisions of some folders, by folder and id; an act that has taken effect has, in any of them."""
        files = {folder: file for folder in folders if (file := self.law_file(folder, acts))}
        started = {act: row for file in files.values() for act, row in file.commencements.items()}
        return {folder: provisions_of(file, acts, started) for folder, file in files.items() if acts}

    def law_file(self, folder: str, acts: ActsFile | None) -> ProvisionsFile | None:
        """A folder's table of provisions, with a finding for every act it names that is not known or not to be started."""
        document = self.stack.table(f"reasons/{folder}/hjemler.yaml")
        self.findings += document.findings
        file = self.model(ProvisionsFile, document, document.data) if document.data and acts else None
        if file is None or acts is None:
            return None
        named: list[tuple[Path, str]] = [
            *((("hjemler", id, "lov"), row.act) for id, row in file.provisions.items()),
            *((("ikrafttredelser", act), act) for act in file.commencements),
            *((("ikrafttredelser", act, "avloeser"), row.replaces or act) for act, row in file.commencements.items()),
        ]
        lost = [(path, act) for path, act in named if act not in acts.acts]
        lost += [(("ikrafttredelser", act), act) for act, row in file.commencements.items() if row.replaces == act]
        for path, act in lost:
            self.findings.append(Finding.of(Code.BAD_CONTENT, document.location(path), path, name=act))
        return file

    def rates(self, folder: str) -> Mapping[str, Series]:
        """The rate series of a folder, by id."""
        document = self.stack.table(f"reasons/{folder}/satser.yaml")
        self.findings += document.findings
        file = self.model(RatesFile, document, document.data) if document.data else None
        return file.series if file else {}

    def labels(self, language: Language) -> Versions[Mapping[str, str]]:
        """The versions of a language's labels, each with every label that the shipped ones have."""
        versions: list[tuple[date | None, Mapping[str, str]]] = []
        shipped = self.stack.document(self.stack.layers[-1] / f"templates/{language}/ledetekster.yaml").data or {}
        for relative, file in self.stack.files(f"templates/{language}", "ledetekster*.yaml").items():
            document = self.stack.document(file)
            self.findings += document.findings
            data, named = document.data or {}, version_date(FilePath(relative).stem)
            if lacking := ", ".join(sorted(shipped.keys() - data.keys())) if named else file.name:
                self.findings.append(Finding.of(Code.BAD_CONTENT, document.location(()), name=lacking))
            elif named:
                versions.append((named[1], {key: str(value) for key, value in data.items()}))
        return Versions.of(versions)

    # texts

    def blocks(self, folder: str) -> Mapping[str, Versions[ReasonBlock]]:
        """The reason blocks below a folder, by id."""
        found: dict[str, list[tuple[date | None, ReasonBlock]]] = {}
        for relative, file in self.stack.files(f"reasons/{folder}", "*.md").items():
            inside = FilePath(relative).relative_to(f"reasons/{folder}")
            if (named := version_date(inside.stem)) is None:
                self.findings.append(Finding.of(Code.BAD_CONTENT, self.place(relative), name=inside.name))
            elif block := self.block(relative, file, (inside.parent / named[0]).as_posix(), named[1]):
                found.setdefault(block.id, []).append((named[1], block))
        return {id: Versions.of(versions) for id, versions in found.items()}

    def block(self, relative: str, file: FilePath, id: str, start: date | None) -> ReasonBlock | None:
        """One reason block file, or None with findings."""
        source, findings = read_text(file, name=self.stack.name(file))
        document, body, line = _parted(source, self.stack.name(file))
        self.findings += findings or document.findings
        if findings or document.data is None:
            return None
        head = self.model(BlockHead, document, document.data)
        if not HEADINGS.keys() <= {text.strip() for text in body.split("\n")}:
            self.findings.append(Finding.of(Code.BAD_CONTENT, self.place(relative), name="# nb, # nn"))
        texts = dict(self.languages(body, relative, line))
        if head is None or set(texts) != set(Language):
            return None
        return ReasonBlock(id, head, texts, version_of(source), self.place(relative), start)

    def languages(self, body: str, name: str, line: int) -> Iterator[tuple[Language, Text]]:
        """The text under `# nb` and under `# nn`."""
        lines = body.split("\n")
        starts = [(number, HEADINGS[text.strip()]) for number, text in enumerate(lines) if text.strip() in HEADINGS]
        for (number, language), (end, _) in pairwise([*starts, (len(lines), Language.NB)]):
            section = "\n".join(lines[number + 1 : end]).strip("\n")
            skipped = next((index for index, text in enumerate(lines[number + 1 : end]) if text.strip()), 0)
            text = self.text(section, name, OriginKind.BLOCK, line + number + 1 + skipped) if section.strip() else None
            if text:
                yield language, text

    def running_texts(self, folder: str) -> Mapping[tuple[str, Language], Versions[Text]]:
        """The running texts of a scheme, by letter type and language."""
        found: dict[tuple[str, Language], list[tuple[date | None, Text]]] = {}
        for language in Language:
            for relative, file in self.stack.files(f"templates/{language}/{folder}", "*.md").items():
                source, findings = _text_of(file, self.stack.name(file))
                self.findings += findings
                if (named := version_date(FilePath(relative).stem)) is None:
                    self.findings.append(Finding.of(Code.BAD_CONTENT, self.place(relative), name=file.name))
                    continue
                versions = found.setdefault((named[0], language), [])
                if text := self.text(source, relative, OriginKind.TEMPLATE, 1):
                    versions.append((named[1], text))
        return {key: Versions.of(versions) for key, versions in found.items()}


def _fault(trouble: Trouble, document: Document) -> Finding:
    at = document.key_location(trouble.path) if trouble.code is Code.UNKNOWN_KEY else document.location(trouble.path)
    return Finding.of(
        Code.BAD_CONTENT,
        at,
        trouble.path,
        name=dotted(trouble.path),
        expected=trouble.expected,
        choices=", ".join(trouble.choices),
    )


def _text_of(file: FilePath, name: str) -> tuple[str, tuple[Finding, ...]]:
    """A text file's words, with what kept it from being read and the signs that may not stand in a letter."""
    text, findings = read_text(file, name=name)
    text = text.replace("\r\n", "\n")
    return text, (*findings, *bad_characters(text, name))
