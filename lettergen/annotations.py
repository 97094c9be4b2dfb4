"""Findings as GitHub's workflow commands, which show them at their lines in a pull request."""

from collections.abc import Iterable, Iterator

from lettergen.findings import Finding, Severity
from lettergen.language import Language
from lettergen.library import Library

COMMANDS = {
    Severity.ERROR: "error",
    Severity.QUESTION: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def as_github(findings: Iterable[tuple[Finding, Library]], ui: Language) -> Iterator[str]:
    """One `::error file=…,line=…,col=…,title=…::message` a finding, each piece a whole line."""
    for finding, library in findings:
        words, place = library.catalogue.words(finding, ui), finding.location
        mark = f" [{finding.mark}]" if finding.mark else ""
        where = {"file": place.file, "line": place.line, "col": place.column, "title": f"{finding.code} {finding.slug}"}
        told = ",".join(f"{key}={str(value).translate(IN_PROPERTY)}" for key, value in where.items() if value)
        message = f"{words.message} {words.do}".rstrip() + mark
        yield f"::{COMMANDS[finding.severity]} {told}::{message.translate(IN_MESSAGE)}\n"
