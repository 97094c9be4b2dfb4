"""From a case to a `Letter`: the running text, with passages, tables and the law sentence in their places."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from lettergen.case import Case
from lettergen.checks.coverage import Coverage, needed_parts
from lettergen.citations import sections
from lettergen.expressions import ExpressionError, NotGivenError, evaluate, holds
from lettergen.language import long_date
from lettergen.letter import (
    Align,
    Block,
    BlockUse,
    Column,
    Draft,
    Heading,
    Labelled,
    Letter,
    Manifest,
    Origin,
    OriginKind,
    Paragraph,
    Passage,
    Run,
    Runs,
    Signature,
    Table,
)
from lettergen.library import Library, TableTexts
from lettergen.names import norwegian
from lettergen.placeholders import is_placeholder
from lettergen.provenance import LAW_SENTENCE_NAME
from lettergen.reasons import ReasonBlock
from lettergen.source import dotted
from lettergen.texts import Missing, Text, paragraphs, render_line, render_text

LAW_SENTENCE_ORIGIN = Origin(OriginKind.LAW, LAW_SENTENCE_NAME)
LAW_SENTENCE = Paragraph(())
"""Stands where the law sentence goes until all blocks are printed."""
DECISIVE, MET, NOT_ASSESSED = "avgjoerende", "oppfylt", "ikke_vurdert"


class NoRunningTextError(Exception):
    """No version of the letter type's running text counts on the decision's day."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter and what went into it: the blocks printed, and the provisions in the law sentence."""

    letter: Letter
    blocks: tuple[ReasonBlock, ...]
    law: tuple[str, ...]


def compose_letter(
    case: Case,
    library: Library,
    coverages: tuple[Coverage, ...],
    *,
    draft: bool = False,
    answers: tuple[tuple[str, str], ...] = (),
) -> Composed:
    """The letter of a case. A draft words its gaps; without it, raises `NotGivenError` at the first.

    Raises `ExpressionError` when a text does not fit the values, `NoRunningTextError` when none counts.
    """
    return _Composer(case, library, coverages, draft, answers).composed()


@cache
def engine_version() -> str:
    """The version of the installed package."""
    try:
        return version("lettergen")
    except PackageNotFoundError:
        return "0"


@dataclass
class _Composer:
    case: Case
    library: Library
    coverages: tuple[Coverage, ...]
    draft: bool
    answers: tuple[tuple[str, str], ...]
    printed: dict[str, tuple[ReasonBlock, str | None]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(init=False)
    language: Any = field(init=False)

    def __post_init__(self) -> None:
        self.language = self.case.language
        self.labels = self.library.labels_on(self.language, self.case.day)

    def composed(self) -> Composed:
        """Compose the body, then write the law sentence: only then are all blocks known."""
        case = self.case
        versions = case.scheme.letters[case.letter_id, self.language]
        if (text := versions.on(case.day)) is None:
            raise NoRunningTextError(case.letter_id)
        title, *body = self.body(text)
        basis = tuple(dict.fromkeys(id for block, _ in self.printed.values() for id in block.head.law.basis))
        body = [self.law_sentence(basis) if block is LAW_SENTENCE else block for block in body]
        if not isinstance(title, Heading) or title.level != 1:
            raise ExpressionError("refused", "# ", text.line)
        blocks = tuple(block for block, _ in self.printed.values())
        return Composed(self.letter(title.runs, tuple(body)), blocks, basis)

    def body(self, text: Text) -> tuple[Block, ...]:
        """The blocks of the running text."""
        calls: Mapping[str, Callable[..., tuple[Block, ...]]] = {
            "vilkaar": lambda group=None: tuple(self.passages(group)),
            "blokk": self.common,
            "tabell": lambda name: (self.table(case.scheme.tables[name]),),
            "lovhenvisning": lambda: (LAW_SENTENCE,),
        }
        case = self.case
        scope = case.scope()
        return render_text(text, type(scope)(scope.values, calls, scope.filters), self.language, self.missing())

    def missing(self) -> Missing | None:
        """How a draft words a gap; None where a gap is an error."""
        return self.gap if self.draft else None

    def gap(self, gap: NotGivenError) -> str:
        """The words of a gap, with the field's label."""
        path = gap.path
        label = self.case.scheme.facts.label(path, self.language)
        names = self.library.catalogue.file.core_names
        if path and str(path[0]) == label and dotted(path) in names:
            label = names[dotted(path)][self.language]
        return self.labels["mangler"].format(hva=label)

    # conditions

    def passages(self, group: str | None) -> Iterator[Block]:
        """The passages of a group of conditions; without a group all, numbered where there are several."""
        number, numbered = 0, group is None and len(self.coverages) > 1
        for coverage in self.coverages:
            outcome = coverage.outcome
            exception = coverage.condition.is_exception
            belongs = {
                None: True,
                DECISIVE: outcome == "ikke_oppfylt" or (exception and outcome is not None),
                MET: outcome == "oppfylt" and not exception,
                NOT_ASSESSED: outcome == "ikke_vurdert" or (self.draft and outcome is None),
            }[group]
            if not belongs:
                continue
            number += 1
            if outcome == "ikke_vurdert":
                yield self.not_assessed(coverage)
            elif outcome is not None or self.draft:
                yield self.passage(coverage, number if numbered else None)

    def not_assessed(self, coverage: Coverage) -> Passage:
        """The sentence of a condition that was not assessed: the caseworker's own, or the shipped one."""
        path = f"vilkaar.{coverage.id}.hvorfor"
        if coverage.entry and coverage.entry.why:
            blocks = tuple(paragraphs(coverage.entry.why, Origin(OriginKind.ASSESSMENT, path)))
        else:
            words = coverage.condition.not_assessed
            blocks = (Paragraph((self.label_run(words[self.language] if words else "", coverage.id),)),)
        return Passage(coverage.id, blocks)

    def passage(self, coverage: Coverage, number: int | None) -> Passage:
        """Heading, rule and facts, the assessment, and the conclusion of one condition."""
        condition, outcome = coverage.condition, coverage.outcome or "oppfylt"
        heading = condition.heading.of(outcome) or condition.name
        words = f"{number}. {heading[self.language]}" if number else heading[self.language]
        blocks: list[Block] = [Heading(3, (self.label_run(words, coverage.id),))]
        for block in coverage.blocks:
            blocks += self.block(block, coverage.id)
        if self.draft and "regel" in coverage.missing:
            blocks.append(
                self.gap_paragraph(f"vilkaar.{coverage.id}", self.library.catalogue.leg("regel", self.language))
            )
        blocks += self.assessments(coverage, outcome)
        if not coverage.missing:
            self.conclude(blocks, coverage, outcome)
        return Passage(coverage.id, tuple(blocks))

    def assessments(self, coverage: Coverage, outcome: str) -> Iterator[Block]:
        """The caseworker's assessment: one text, or one for each part behind its label."""
        condition, entry = coverage.condition, coverage.entry
        given = entry.assessment if entry else {}
        needed = needed_parts(condition, outcome, coverage.blocks) if "vurdering" in coverage.required else ()
        more = (part for part, text in given.items() if not is_placeholder(text, self.library))
        for part in dict.fromkeys((*needed, *more)):
            path = f"vilkaar.{coverage.id}.vurdering" + (f".{part}" if part else "")
            label = condition.parts[part][self.language] if part in condition.parts else ""
            if part in coverage.parts:
                if self.draft:
                    yield self.gap_paragraph(path, label or self.library.catalogue.leg("vurdering", self.language))
                continue
            written = list(paragraphs(given.get(part, ""), Origin(OriginKind.ASSESSMENT, path)))
            if not written:
                continue
            first, *rest = written
            lead = (Run(f"{label}: ", Origin(OriginKind.LABEL, path), bold=True),) if label else ()
            yield Paragraph((*lead, *first.runs))
            yield from rest

    def conclude(self, blocks: list[Block], coverage: Coverage, outcome: str) -> None:
        """End the passage with the conclusion: in the last paragraph, or on its own after several parts."""
        id = coverage.id
        words = coverage.condition.conclusion.of(outcome) or self.case.scheme.file.conclusion.of(outcome)
        if words is None:
            return
        last = blocks[-1]
        if self.labelled(blocks) > 1 or not isinstance(last, Paragraph):
            blocks.append(Paragraph((self.label_run(words[self.language], id),)))
        else:
            blocks[-1] = Paragraph((*last.runs, self.label_run(" " + words[self.language], id)))

    def labelled(self, blocks: list[Block]) -> int:
        """How many parts of the assessment are printed, each behind its label."""
        paragraphs = (block for block in blocks if isinstance(block, Paragraph))
        return sum(block.runs[0].origin.kind is OriginKind.LABEL and block.runs[0].bold for block in paragraphs)

    # what a running text asks for

    def common(self, id: str) -> tuple[Block, ...]:
        """A common block by id."""
        block = self.case.scheme.block(id, self.case.day)
        if block is None:
            raise ExpressionError("unknown", id)
        return self.block(block, None)

    def block(self, block: ReasonBlock, condition: str | None) -> tuple[Block, ...]:
        """The blocks of one reason block, remembered as printed."""
        self.printed.setdefault(block.id, (block, condition))
        return render_text(block.texts[self.language], self.case.scope(), self.language, self.missing())

    def table(self, table: TableTexts) -> Table:
        """A declared table, its rows taken from the decision."""
        scope, language = self.case.scope(), self.language
        rows = evaluate(table.rows, scope)
        if rows is None:
            if not self.draft:
                raise NotGivenError(tuple(table.file.rows.split(".")))
            rows = []
        cells = [
            tuple(render_line(cell, scope.with_item(row), language, self.missing()) for cell in table.cells[language])
            for row in rows
        ]
        summed = bool(table.sums[language]) and (table.sum_when is None or holds(table.sum_when, scope))
        return Table(
            tuple(
                Column(
                    (self.label_run(column.name[language], "tabeller"),),
                    Align.RIGHT if column.alignment == "hoeyre" else Align.LEFT,
                    float(column.width),
                )
                for column in table.file.columns
            ),
            tuple(cells),
            tuple(render_line(cell, scope, language, self.missing()) for cell in table.sums[language])
            if summed
            else None,
        )

    def law_sentence(self, basis: tuple[str, ...]) -> Paragraph:
        """The sentence that names the basis: exactly what the printed blocks rest on."""
        before, _, after = self.labels["lovhenvisning"].partition("{hjemler}")
        label = Origin(OriginKind.LABEL, "lovhenvisning")
        provisions = [self.case.scheme.provisions[id] for id in basis]
        named = sections(provisions, self.language) if provisions else ""
        return Paragraph((Run(before, label), Run(named, LAW_SENTENCE_ORIGIN), Run(after, label)))

    def label_run(self, words: str, name: str) -> Run:
        """A run of the library's own short words."""
        return Run(words, Origin(OriginKind.LABEL, name))

    def gap_paragraph(self, path: str, label: str) -> Paragraph:
        """A gap in a draft."""
        return Paragraph((Run(self.labels["mangler"].format(hva=label), Origin(OriginKind.LABEL, path), bold=True),))

    # round the body

    def letter(self, title: Runs, body: tuple[Block, ...]) -> Letter:
        """The whole letter round its body."""
        case, labels = self.case, self.labels
        file = case.file
        kind = Draft if self.draft else Letter
        return kind(
            language=self.language,
            letter_type=case.letter_id,
            case_number=file.case_number or "",
            date=case.day,
            sender=tuple(self.sender()),
            recipient=tuple(self.recipient()),
            references=tuple(self.references()),
            title=title,
            body=body,
            closing=labels["hilsen"],
            signatures=tuple(self.signatures()),
            approval=labels["godkjent"],
            attachments=Labelled(labels["vedlegg"], file.attachments) if file.attachments else None,
            copies=Labelled(labels["kopi"], self.copies()) if self.copies() else None,
            exemption=file.exemption,
            page_label=labels["side"],
            manifest=self.manifest(),
            draft_label=labels["utkast"] if self.draft else None,
        )

    def sender(self) -> Iterator[str]:
        """The letterhead: municipality, office, address, phone."""
        office = self.case.decision.office.file.office
        yield from (line for line in (office.municipality, office.name, *office.address, office.phone) if line)

    def recipient(self) -> Iterator[str]:
        """The address block: the appeal body's, or the person's; a representative or guardian gets the person's mail."""
        file = self.case.file
        if self.to_appeal_body():
            office = self.case.decision.office.file.office
            yield self.labels["klageinstans"].format(navn=office.county_governor or "")
            yield from office.county_governor_address
            return
        for person, label in ((file.representative, "som_fullmektig"), (file.guardian, "som_verge")):
            if person and person.name:
                yield person.name
                yield self.labels[label].format(navn=file.recipient.name or "")
                yield from () if self.withheld() else person.address
                return
        yield file.recipient.name or self.gap(NotGivenError(("mottaker", "navn")))
        yield from () if self.withheld() else file.recipient.address

    def to_appeal_body(self) -> bool:
        """Whether the letter type goes to the appeal body, with a copy to the person."""
        return self.case.letter_type.addressee == "klageinstans"

    def copies(self) -> tuple[str, ...]:
        """Who gets a copy: those the file names, and the person (or who acts for the person) of a letter sent on."""
        file = self.case.file
        acting = next((person for person in (file.representative, file.guardian) if person and person.name), None)
        person = acting.name if acting else file.recipient.name
        return (*((person,) if person and self.to_appeal_body() else ()), *file.copies)

    def withheld(self) -> bool:
        """Whether the address may not be printed; also when the key that says so could not be read."""
        return self.case.file.address_protected or (norwegian("address_protected"),) in self.case.unread

    def references(self) -> Iterator[Labelled]:
        """Date, case number, case handler, phone."""
        values, labels = self.case.values, self.labels
        day = self.case.file.date
        yield Labelled(labels["dato"], (long_date(day, self.language) if day else self.gap(NotGivenError(("dato",))),))
        yield Labelled(labels["saksnummer"], (self.case.file.case_number or self.gap(NotGivenError(("saksnummer",))),))
        handler = values["saksbehandler"]
        if handler["navn"]:
            yield Labelled(labels["saksbehandler"], (handler["navn"],))
        if handler["telefon"]:
            yield Labelled(labels["telefon"], (handler["telefon"],))
        if self.case.file.exemption:
            yield Labelled(labels["unntatt_offentlighet"], (self.case.file.exemption,))

    def signatures(self) -> Iterator[Signature]:
        """Who approves, where there is one, then who handled the case."""
        for role in ("godkjenner", "saksbehandler"):
            person = self.case.values[role]
            if person["navn"]:
                yield Signature(person["navn"], person["tittel"])

    def manifest(self) -> Manifest:
        """What the letter was made of."""
        return Manifest(
            engine=engine_version(),
            library=self.library.version,
            scheme=self.case.scheme.file.schema_id,
            blocks=tuple(BlockUse(block.id, block.version, condition) for block, condition in self.printed.values()),
            answers=self.answers,
        )
