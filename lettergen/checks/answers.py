"""Answers to questions (`svar`): which are answered, and which answers no longer fit."""

from collections.abc import Iterable, Iterator

from lettergen.case import Case
from lettergen.decision import Answer
from lettergen.findings import Code, Finding, Severity
from lettergen.source import dotted


def answered(case: Case, findings: Iterable[Finding]) -> dict[Finding, Answer]:
    """The questions that have an answer about the text as it now stands. Errors cannot be answered."""
    given = {(answer.code, answer.path, answer.mark): answer for answer in case.file.answers}
    return {
        finding: given[key]
        for finding in findings
        if finding.severity is Severity.QUESTION
        and (key := (finding.code, dotted(finding.path), finding.mark or "")) in given
    }


def check_answers(case: Case, findings: Iterable[Finding], used: Iterable[Answer]) -> Iterator[Finding]:
    """An answer whose text has changed since is open again; one to no question is only noted.

    Bad: the date was moved after the answer was written. Good: the mark is the one the question prints.
    """
    asked = {(finding.code, dotted(finding.path)) for finding in findings if finding.severity is Severity.QUESTION}
    fitting = list(used)
    for index, answer in enumerate(case.file.answers):
        if answer not in fitting:
            code = Code.ANSWER_OUTDATED if (answer.code, answer.path) in asked else Code.ANSWER_UNUSED
            yield case.finding(code, ("svar", index), code=answer.code)
