"""From folders of content files to a `Library`: every file read, every fault of every file told."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from typing import TypeVar

from lettergen.content_files import COMMON, LANGUAGE_DATA, ContentReader
from lettergen.documents import Document
from lettergen.errors import InvalidLibrary
from lettergen.expressions import Expression, ExpressionError
from lettergen.facts import Facts
from lettergen.fields import Bilingual
from lettergen.findings import Code, Finding, Report
from lettergen.language import Language
from lettergen.law import Provision
from lettergen.lawfiles import ActsFile
from lettergen.letter import OriginKind
from lettergen.library import Library, Scheme, TableTexts
from lettergen.overlay import Stack, version_date
from lettergen.rates import Series
from lettergen.reasons import ReasonBlock, Versions
from lettergen.rules import Rule, parse_rule
from lettergen.scheme import RuleFile, RulesFile, SchemeFile
from lettergen.shipped import shipped_folder
from lettergen.source import Location, Path
from lettergen.static import (
    check_block,
    check_layers,
    check_no_decision,
    check_rule,
    check_running_text,
    check_scheme,
    check_table,
    check_word_rules,
)
from lettergen.suggesting import suggested
from lettergen.texts import Text
from lettergen.word_rules import WordingFile, WordingsFile, WordRules, parse_word_rules
from lettergen.wording import Catalogue, CatalogueFile
from lettergen.wordlists import AppealBodiesFile, AssessingFile, Markers, MarkersFile, PlainFile, WordLists
from lettergen.words import words_in

T = TypeVar("T")
SUFFIXES = {".md", ".yaml", ".txt", ".docx", ".typ", ".html", ".ttf", ".otf", ".png", ".svg"}
"""The files that make up the content; a byte code file or an editor's copy does not."""


def load_library(folders: Iterable[FilePath] = (), shipped: FilePath | None = None) -> Library:
    """Read the shipped content (or that of another folder) with an office's folders in front, nearest first.

    Raises `InvalidLibrary` with a report of everything that would break a letter.
    """
    layers = [*folders, shipped or shipped_folder()]
    once = {folder.resolve(): folder for folder in reversed(layers)}  # a folder named twice is one
    return _Loader(Stack(tuple(reversed(once.values())))).library()


@dataclass
class _Loader(ContentReader):
    rule_places: dict[str, Location] = field(default_factory=dict)

    def library(self) -> Library:
        """Read all; raise when something is broken."""
        catalogue = self.table(f"reasons/{COMMON}/funn.yaml", CatalogueFile)
        acts = self.table(f"reasons/{LANGUAGE_DATA}/lover.yaml", ActsFile)
        common_blocks = self.blocks(COMMON)
        folders = [folder for folder in self.stack.folders("reasons") if folder != LANGUAGE_DATA]
        law = self.law(folders, acts)
        common_rates = self.rates(COMMON)
        labels = {language: self.labels(language) for language in Language}
        common_words = self.word_rules(COMMON)
        schemes: dict[str, Scheme] = {}
        for folder in folders:
            if folder != COMMON:
                provisions = self.joined(law.get(COMMON, {}), law.get(folder, {}), folder, "hjemler")
                rates = self.joined(common_rates, self.rates(folder), folder, "satser")
                blocks = self.joined(common_blocks, self.blocks(folder), folder)
                scheme = self.scheme(folder, blocks, provisions, rates, common_words)
                if scheme:
                    schemes[folder] = scheme
        lists = self.word_lists(schemes.values())
        self.findings += check_layers(self.stack)
        report = Report(tuple(suggested(self.findings, schemes.values())))
        if not report.complete or catalogue is None:
            raise InvalidLibrary(report, Catalogue(catalogue) if catalogue else None)
        rules: dict[str, RuleFile | WordingFile] = {
            rule.code: rule.file
            for scheme in schemes.values()
            for versions in scheme.rules
            for _, listed in versions.by_date
            for rule in listed
        }
        rules |= {each.code: each.file for scheme in schemes.values() for each in scheme.word_rules.wordings}
        words = Catalogue(catalogue, rules)
        months = acts.read_again_after if acts else 12
        return Library(self.stack, self.version(), schemes, labels, words, report.findings, lists, months)

    def word_lists(self, schemes: Iterable[Scheme]) -> WordLists:
        """The word lists, with the markers of each language; the words of acts' names are no markers."""
        markers = self.optional(f"reasons/{LANGUAGE_DATA}/nb-nn-ord.yaml", MarkersFile)
        acts = {provision.act for scheme in schemes for provision in scheme.provisions.values()}
        tongues = {
            language: Markers.of(language, markers.words, words_in(act.name[language] for act in acts))
            for language in Language
            if markers
        }
        bodies = self.optional(f"reasons/{COMMON}/klageinstanser.yaml", AppealBodiesFile)
        return WordLists(
            markers,
            self.optional(f"reasons/{LANGUAGE_DATA}/klarspraak.yaml", PlainFile),
            self.optional(f"reasons/{LANGUAGE_DATA}/vurdering.yaml", AssessingFile),
            tongues,
            bodies.appeal_bodies if bodies else {},
        )

    def joined(self, common: Mapping[str, T], own: Mapping[str, T], folder: str, table: str = "") -> Mapping[str, T]:
        """What schemes share with a scheme's own; an id that stands in both is a finding."""
        for id in common.keys() & own.keys():
            document = self.stack.table(f"reasons/{folder}/{table}.yaml")
            at = document.key_location((table, id)) if table else self.place(f"reasons/{folder}/{id}.md")
            self.findings.append(Finding.of(Code.DUPLICATE_KEY, at, (id,), key=id, first_line=f"reasons/{COMMON}"))
        return {**common, **own}

    def version(self) -> str:
        """A hash of every content file's path and bytes."""
        digest = hashlib.sha256()
        for folder in ("reasons", "templates"):
            for relative, file in self.stack.files(folder, "*").items():
                if file.is_file() and file.suffix in SUFFIXES:
                    digest.update(relative.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()[:12]

    # schemes

    def scheme(
        self,
        folder: str,
        blocks: Mapping[str, Versions[ReasonBlock]],
        provisions: Mapping[str, Provision],
        series: Mapping[str, Series],
        common_words: WordRules,
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
            closing_when={
                id: self.expressions(letter.closing_when, document, "brev", "avslutning_naar")
                for id, letter in file.letters.items()
            },
            blocks=blocks,
            letters=self.running_texts(folder),
            tables=self.tables(file, document),
            rules=self.rules(folder),
            word_rules=common_words.with_more(self.word_rules(folder)),
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
        """The rules of each file of each layer, with the file's versions."""
        found = []
        for files in self.stack.versions(f"reasons/{folder}/regler.yaml"):
            versions: list[tuple[date | None, tuple[Rule, ...]]] = []
            taken = dict(self.rule_places)
            for file in files:
                document = self.stack.document(file)
                self.findings += document.findings
                named = version_date(file.stem)
                model = self.model(RulesFile, document, document.data or {})
                if named is None:
                    self.findings.append(Finding.of(Code.BAD_CONTENT, document.location(()), name=file.name))
                elif model:
                    versions.append((named[1], tuple(self.parsed_rules(model, folder, document, taken))))
            found.append(Versions.of(versions))
        return tuple(found)

    def word_rules(self, folder: str) -> WordRules:
        """The rules on words of a folder; none where it has no such file."""
        relative = f"reasons/{folder}/ordvalg.yaml"
        file = self.optional(relative, WordingsFile)
        try:
            return parse_word_rules(file, folder) if file else WordRules()
        except ExpressionError as error:
            self.trouble(error, self.place(relative))
            return WordRules()

    def parsed_rules(
        self, file: RulesFile, folder: str, document: Document, taken: Mapping[str, Location]
    ) -> Iterator[Rule]:
        """Rules with their expressions parsed; what cannot be parsed, or has an id already taken, is a finding."""
        seen = dict(taken)
        for index, rule in enumerate(file.rules):
            path: Path = ("regler", index)
            try:
                parsed = parse_rule(rule, folder, document.location(path))
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
        words = self.stack.table(f"reasons/{scheme.id}/ordvalg.yaml")
        for path, error in check_word_rules(scheme):
            self.trouble(error, words.location(path), path)
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
        for (letter, _), texts in scheme.letters.items():
            kind = scheme.letter_types.get(letter)
            for _, text in texts.by_date:
                undecided = check_no_decision(scheme, text) if kind and not kind.is_decision else ()
                for error in (*check_running_text(scheme, text), *undecided):
                    self.trouble(error, self.place(text.name, error.line))
