"""From folders of content files to a `Library`: every file read, every fault of every file told."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TypeVar

from lettergen.documents import Document, bad_characters, read_document, read_text, split_front_matter
from lettergen.errors import InvalidLibrary
from lettergen.expressions import Expression, ExpressionError, parse_expression
from lettergen.facts import Facts
from lettergen.fields import Bilingual, FileModel, Trouble, read_strict
from lettergen.findings import Code, Finding, Report
from lettergen.language import Language
from lettergen.law import Provision
from lettergen.lawfiles import ActsFile, ProvisionsFile, provisions_of
from lettergen.letter import OriginKind
from lettergen.library import Library, Scheme, TableTexts
from lettergen.overlay import Stack, version_date
from lettergen.rates import RatesFile, Series
from lettergen.reasons import BlockHead, ReasonBlock, Versions, version_of
from lettergen.rules import Rule, parse_rule
from lettergen.scheme import RulesFile, SchemeFile
from lettergen.shipped import shipped_folder
from lettergen.source import Location, Path, dotted
from lettergen.static import check_block, check_layers, check_rule, check_running_text, check_scheme, check_table
from lettergen.texts import Text, parse_text
from lettergen.wording import Catalogue, CatalogueFile

SUFFIXES = {".md", ".yaml", ".txt", ".docx", ".typ", ".html", ".ttf", ".otf", ".png", ".svg"}
"""The files that make up the content; a byte code file or an editor's copy does not."""
COMMON, LANGUAGE_DATA = "felles", "spraak"
CODES = {
    "unknown": Code.UNKNOWN_NAME,
    "refused": Code.REFUSED_EXPRESSION,
    "not_text": Code.NOT_TEXT,
    "markup": Code.MARKDOWN_TRAP,
}
HEADINGS = {"# nb": Language.NB, "# nn": Language.NN}
M = TypeVar("M", bound=FileModel)


def load_library(folders: Iterable[FilePath] = ()) -> Library:
    """Read the shipped content with an office's folders in front, nearest first.

    Raises `InvalidLibrary` with a report of everything that would break a letter.
    """
    return _Loader(Stack((*folders, shipped_folder()))).library()


@dataclass
class _Loader:
    stack: Stack
    findings: list[Finding] = field(default_factory=list)
    rule_places: dict[str, Location] = field(default_factory=dict)

    def library(self) -> Library:
        """Read all; raise when something is broken."""
        catalogue = self.table(f"reasons/{COMMON}/funn.yaml", CatalogueFile)
        acts = self.table(f"reasons/{LANGUAGE_DATA}/lover.yaml", ActsFile)
        common_blocks = self.blocks(COMMON)
        common_law = self.provisions(COMMON, acts)
        common_rates = self.rates(COMMON)
        labels = {language: self.labels(language) for language in Language}
        schemes: dict[str, Scheme] = {}
        for folder in self.stack.folders("reasons"):
            if folder not in (COMMON, LANGUAGE_DATA):
                law = {**common_law, **self.provisions(folder, acts)}
                rates = {**common_rates, **self.rates(folder)}
                scheme = self.scheme(folder, {**common_blocks, **self.blocks(folder)}, law, rates)
                if scheme:
                    schemes[folder] = scheme
        self.findings += check_layers(self.stack)
        report = Report(tuple(self.findings))
        if not report.complete or catalogue is None:
            raise InvalidLibrary(report, Catalogue(catalogue) if catalogue else None)
        rules = {
            rule.code: rule.file
            for scheme in schemes.values()
            for versions in scheme.rules
            for _, listed in versions.by_date
            for rule in listed
        }
        return Library(self.stack, self.version(), schemes, labels, Catalogue(catalogue, rules), report.findings)

    def version(self) -> str:
        """A hash of every content file's path and bytes."""
        digest = hashlib.sha256()
        for folder in ("reasons", "templates"):
            for relative, file in self.stack.files(folder, "*").items():
                if file.is_file() and file.suffix in SUFFIXES:
                    digest.update(relative.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()[:12]

    # one table, one text

    def table(self, relative: str, model: type[M]) -> M | None:
        """A table of all layers, or None with findings."""
        document = self.stack.table(relative)
        self.findings += document.findings
        return self.model(model, document, document.data or {})

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

    def provisions(self, folder: str, acts: ActsFile | None) -> Mapping[str, Provision]:
        """The provisions of a folder, by id."""
        document = self.stack.table(f"reasons/{folder}/hjemler.yaml")
        self.findings += document.findings
        if not document.data or acts is None:
            return {}
        file = self.model(ProvisionsFile, document, document.data)
        if file is None:
            return {}
        for id, provision in file.provisions.items():
            if provision.act not in acts.acts:
                path: Path = ("hjemler", id, "lov")
                self.findings.append(Finding.of(Code.BAD_CONTENT, document.location(path), path, name=provision.act))
        return provisions_of(file, acts)

    def rates(self, folder: str) -> Mapping[str, Series]:
        """The rate series of a folder, by id."""
        document = self.stack.table(f"reasons/{folder}/satser.yaml")
        self.findings += document.findings
        file = self.model(RatesFile, document, document.data) if document.data else None
        return file.series if file else {}

    def labels(self, language: Language) -> Versions[Mapping[str, str]]:
        """The versions of a language's labels, each with every label that the shipped ones have."""
        versions: list[tuple[date | None, Mapping[str, str]]] = []
        shipped = read_document(self.stack.layers[-1] / f"templates/{language}/ledetekster.yaml").data or {}
        for relative, file in self.stack.files(f"templates/{language}", "ledetekster*.yaml").items():
            document = read_document(file, name=self.stack.name(file))
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
        document, body, line = split_front_matter(source, self.stack.name(file))
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

    # schemes

    def scheme(
        self,
        folder: str,
        blocks: Mapping[str, Versions[ReasonBlock]],
        provisions: Mapping[str, Provision],
        series: Mapping[str, Series],
    ) -> Scheme | None:
        """One scheme, or None with findings."""
        document = self.stack.table(f"reasons/{folder}/ordning.yaml")
        facts_document = self.stack.table(f"reasons/{folder}/opplysninger.yaml")
        self.findings += (*document.findings, *facts_document.findings)
        file = self.model(SchemeFile, document, document.data or {})
        facts = self.model(Facts, facts_document, facts_document.data or {})
        if file is None or facts is None:
            return None
        scheme = Scheme(
            id=folder,
            file=file,
            facts=facts,
            facts_model=facts.model(),
            computed=self.expressions(
                {id: computed.expression for id, computed in facts.computed.items()},
                facts_document,
                "beregnet",
                "uttrykk",
            ),
            applies_when=self.expressions(
                {id: condition.when for id, condition in file.conditions.items()}, document, "vilkaar", "naar"
            ),
            assessed_when=self.expressions(
                {id: condition.assessment_when for id, condition in file.conditions.items()},
                document,
                "vilkaar",
                "vurdering_naar",
            ),
            blocks=blocks,
            letters=self.running_texts(folder),
            tables=self.tables(file, document),
            rules=self.rules(folder),
            series=series,
            provisions=provisions,
        )
        self.check(scheme, document, facts_document)
        return scheme

    def expressions(
        self, sources: Mapping[str, str | None], document: Document, table: str, key: str
    ) -> Mapping[str, Expression]:
        """The expressions of a column of a table, by id, those that are there and can be read."""
        parsed = {id: self.expression(source, document, (table, id, key)) for id, source in sources.items() if source}
        return {id: expression for id, expression in parsed.items() if expression}

    def tables(self, file: SchemeFile, document: Document) -> Mapping[str, TableTexts]:
        """The declared tables with their cells parsed."""
        tables: dict[str, TableTexts] = {}
        for id, table in file.tables.items():
            path: Path = ("tabeller", id)
            rows = self.expression(table.rows, document, (*path, "rader"))
            sum_when = self.expression(table.sum_when, document, (*path, "sum_naar")) if table.sum_when else None
            cells = self.cells([column.cell for column in table.columns], document, (*path, "kolonner"))
            sums = self.cells(table.sum, document, (*path, "sum"))
            if rows and cells is not None and sums is not None:
                tables[id] = TableTexts(table, rows, cells, sums, sum_when)
        return tables

    def cells(
        self, sources: Iterable[str | Bilingual], document: Document, path: Path
    ) -> Mapping[Language, tuple[Text, ...]] | None:
        """Cell texts by language; one text serves both where it is the same."""
        line = document.location(path).line or 1
        by_language: dict[Language, tuple[Text, ...]] = {}
        for language in Language:
            texts = [
                self.text(
                    source if isinstance(source, str) else source[language], document.name, OriginKind.TEMPLATE, line
                )
                for source in sources
            ]
            if any(text is None for text in texts):
                return None
            by_language[language] = tuple(text for text in texts if text)
        return by_language

    def rules(self, folder: str) -> tuple[Versions[tuple[Rule, ...]], ...]:
        """Each layer's rules with their versions."""
        layers = []
        for layer in reversed(self.stack.layers):
            versions: list[tuple[date | None, tuple[Rule, ...]]] = []
            taken = dict(self.rule_places)
            for file in sorted((layer / "reasons" / folder).glob("regler*.yaml")):
                document = read_document(file, name=self.stack.name(file))
                self.findings += document.findings
                named = version_date(file.stem)
                model = self.model(RulesFile, document, document.data or {})
                if named is None:
                    self.findings.append(Finding.of(Code.BAD_CONTENT, document.location(()), name=file.name))
                elif model:
                    versions.append((named[1], tuple(self.parsed_rules(model, folder, document, taken))))
            if versions:
                layers.append(Versions.of(versions))
        return tuple(layers)

    def parsed_rules(
        self, file: RulesFile, folder: str, document: Document, taken: Mapping[str, Location]
    ) -> Iterator[Rule]:
        """Rules with their expressions parsed; what cannot be parsed, or has an id already taken, is a finding."""
        seen = dict(taken)
        for index, rule in enumerate(file.rules):
            path: Path = ("regler", index)
            try:
                parsed = parse_rule(rule, folder)
            except ExpressionError as error:
                self.trouble(error, document.location(path), path)
                continue
            if first := seen.get(parsed.code):
                at = document.location((*path, "id"))
                self.findings.append(Finding.of(Code.DUPLICATE_KEY, at, path, key=rule.id, first_line=str(first)))
            self.rule_places[parsed.code] = seen[parsed.code] = document.location(path)
            yield parsed

    def check(self, scheme: Scheme, document: Document, facts_document: Document) -> None:
        """Every name, provision and id that a scheme's files use must exist."""
        self.findings += check_scheme(scheme, document, facts_document)
        for name, table in scheme.tables.items():
            for error in check_table(scheme, name, table):
                self.trouble(error, document.location(("tabeller", name)), ("tabeller", name))
        self.check_texts(scheme)
        for layer in scheme.rules:
            for rule in (rule for _, rules in layer.by_date for rule in rules):
                for error in check_rule(scheme, rule):
                    self.trouble(error, self.rule_places[rule.code], ("regler", rule.file.id))

    def check_texts(self, scheme: Scheme) -> None:
        """The same for its blocks and running texts, with the line in each."""
        for versions in scheme.blocks.values():
            for _, block in versions.by_date:
                for error in check_block(scheme, block):
                    self.trouble(error, Location(block.location.file, error.line))
        for texts in scheme.letters.values():
            for _, text in texts.by_date:
                for error in check_running_text(scheme, text):
                    self.trouble(error, self.place(text.name, error.line))


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
