"""Answers to questions (`svar`): which are answered, and which answers no longer fit."""

from collections.abc import Iterable, Iterator

from lettergen.case import Case
from lettergen.decision import Answer
from lettergen.discretion import nearest
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
    """An answer whose text has changed is open again; one to an error, or to no question, is only noted.

    Bad: the date was moved after the answer was written. Good: the mark is the one the question prints.
    """
    found = list(findings)
    asked = {(finding.code, dotted(finding.path)) for finding in found if finding.severity is Severity.QUESTION}
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    fitting, codes = list(used), _codes(case)
    for index, answer in enumerate(case.file.answers):
        if answer not in fitting:
            code = Code.ANSWER_OUTDATED if (answer.code, answer.path) in asked else Code.ANSWER_UNUSED
            code = Code.ERROR_ANSWERED if answer.code in errors else code
            known = answer.code in codes
            near = "" if known else nearest(answer.code, codes)  # what stands there may be anything
            yield case.finding(code, ("svar", index), code=answer.code if known else "", nearest=near)


def _codes(case: Case) -> list[str]:
    """Every code that an answer may name."""
    rules = [rule.code for rule in case.scheme.rules_on(case.day)]
    return [*(each.number for each in Code), *rules, *(each.code for each in case.scheme.word_rules.wordings)]
