"""A report in words: grouped as the letter is, as editor lines, or as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import Any

from lettergen.checking import Checked
from lettergen.citations import cite
from lettergen.documents import visible
from lettergen.errors import InvalidLibrary
from lettergen.findings import Finding, Report, Severity
from lettergen.language import Language
from lettergen.library import Library
from lettergen.source import Path, dotted

LAST = 10_000


def as_text(checked: Checked, ui: Language) -> str:
    """Findings under the letter's headings: label, what to do, law, place."""
    word = checked.library.catalogue.word
    counts = checked.report.counts()
    stopped = not checked.complete
    head = word("not_ok" if stopped else "ok", ui).format(
        file=checked.decision.name, errors=counts[Severity.ERROR], questions=counts[Severity.QUESTION]
    )
    lines = [head]
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in checked.report:
        if finding.severity is not Severity.NOTE:
            groups.setdefault(_group(finding.path, checked, ui), []).append(finding)
    for (_, title), findings in sorted(groups.items(), key=lambda group: group[0][0]):
        stopping = sum(finding.stops for finding in findings)
        count = f" ({word('missing_count', ui).format(count=stopping)})" if stopping else ""
        lines += ["", f"{title}{count}"]
        for finding in findings:
            lines += _lines(finding, checked.library, ui)
    for finding in checked.report:
        if finding.severity is Severity.NOTE:
            lines += ["", f"{word('note', ui)}: {checked.library.catalogue.words(finding, ui).message}"]
    return "\n".join(lines) + "\n"


def _lines(finding: Finding, library: Library, ui: Language) -> Iterator[str]:
    words, word = library.catalogue.words(finding, ui), library.catalogue.word
    yield f"  {word(finding.severity, ui)}: {words.message}"
    if words.do:
        yield f"    {word('do_label', ui)}: {words.do}"
    if law := law_of(finding, library, ui):
        yield f"    {word('law_label', ui)}: {law}"
    if finding.mark:
        yield f"    {word('question_mark_note', ui).format(mark=finding.mark)}"
    yield (
        f"    {word('place_label', ui)}: {finding.location} ({visible(dotted(finding.path))})  {finding.code}"
        if finding.path
        else (f"    {word('place_label', ui)}: {finding.location}  {finding.code}")
    )


def _group(path: Path, checked: Checked, ui: Language) -> tuple[int, str]:
    """Where in the letter a path belongs, and that place's heading."""
    catalogue = checked.library.catalogue
    if not path:
        return LAST, catalogue.word("the_letter" if checked.case else "the_file", ui)
    names = catalogue.file.core_names
    core = list(names)
    if checked.case and path[0] == "vilkaar" and len(path) > 1:
        order = list(checked.case.scheme.conditions_of(checked.case.letter_id))
        if path[1] in order:
            number = order.index(str(path[1])) + 1
            name = checked.case.scheme.conditions[str(path[1])].name[ui]
            return 1000 + number, catalogue.word("condition_heading", ui).format(number=number, name=name)
    if checked.case and path[0] == "opplysninger" and len(path) > 1:
        facts = [*checked.case.scheme.facts.facts, *checked.case.scheme.facts.computed]
        if path[1] in facts:
            return 2000 + facts.index(str(path[1])), checked.case.scheme.facts.label(path[1:2], ui)
    key = str(path[0])
    return (core.index(key), names[key][ui]) if key in names else (LAST, key)


def as_lines(report: Iterable[Finding], library: Library, ui: Language) -> str:
    """One line a finding, in the form editors jump to: `file:line:column: severity code slug: message`."""
    lines = []
    for finding in report:
        words = library.catalogue.words(finding, ui)
        severity = library.catalogue.word(finding.severity, ui)
        mark = f" [{finding.mark}]" if finding.mark else ""
        lines.append(
            f"{finding.location}: {severity} {finding.code} {finding.slug}{mark}: {words.message} {words.do}".rstrip()
        )
    return "\n".join(lines) + ("\n" if lines else "")


def as_data(reports: Iterable[Report], library: Library, ui: Language) -> dict[str, Any]:
    """Findings and counts as JSON values; keys and slugs do not vary with the language."""
    findings = [finding for report in reports for finding in report]
    counts = Report(tuple(findings)).counts()
    return {
        "findings": [_data(finding, library, ui) for finding in findings],
        "counts": {severity.value: number for severity, number in counts.items()},
    }


def as_json(reports: Iterable[Report], library: Library, ui: Language) -> str:
    """`as_data` as text."""
    return "".join(json_pieces(((finding, library) for report in reports for finding in report), ui))


def json_pieces(findings: Iterable[tuple[Finding, Library]], ui: Language) -> Iterator[str]:
    """The same text in pieces, a finding at a time, so that a run of any length fits in memory."""
    counts = Counter({severity.value: 0 for severity in Severity})
    yield '{\n  "findings": ['
    for finding, library in findings:
        separator = "," if counts.total() else ""
        counts[finding.severity.value] += 1
        yield f"{separator}\n" + indent(json.dumps(_data(finding, library, ui), ensure_ascii=False, indent=2), " " * 4)
    end = "\n  ]" if counts.total() else "]"
    yield f'{end},\n  "counts": ' + json.dumps(counts, indent=2).replace("\n", "\n  ") + "\n}\n"


def _data(finding: Finding, library: Library, ui: Language) -> dict[str, Any]:
    words = library.catalogue.words(finding, ui)
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "path": visible(dotted(finding.path)),
        "missing": list(finding.missing),
        "mark": finding.mark,
        "message": words.message,
        "do": words.do,
        "law": law_of(finding, library, ui) or None,
    }


def law_of(finding: Finding, library: Library, ui: Language) -> str:
    """The law behind a finding, as a letter would cite it."""
    return law_named(library.catalogue.law(finding), library, ui)


def law_named(ids: Iterable[str], library: Library, ui: Language) -> str:
    """Provisions by name; ids that no table has are left out."""
    known = library.provisions()
    provisions = [known[id] for id in ids if id in known]
    return cite(provisions, ui) if provisions else ""


def library_trouble(error: InvalidLibrary, ui: Language) -> str:
    """What is wrong with the content, a line a finding; bare codes where not even its words can be read."""
    lines = []
    for finding in error.report:
        if error.catalogue:
            words = error.catalogue.words(finding, ui)
            said = f"{words.message} {words.do}".rstrip()
        else:
            said = " ".join(value for _, value in finding.values)
        lines.append(f"{finding.location}: {finding.code} {finding.slug}: {said}")
    return "\n".join(lines) + "\n"
