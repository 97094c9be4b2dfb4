"""The few exceptions of the public interface.

LettergenError
├── InvalidLibrary       the content itself has errors; carries a report
├── IncompleteDecision   a letter was asked for while errors or questions are open; carries the report
└── MissingPart          a tool or file that a format needs is not there
"""

from typing import Any

from lettergen.findings import Report


class LettergenError(Exception):
    """Everything lettergen raises on purpose."""


class InvalidLibrary(LettergenError):  # noqa: N818  # the name says what is the matter
    """The library cannot be used: `report` says why, file by file.

    `catalogue` has the findings' words, where they could be read.
    """

    def __init__(self, report: Report, catalogue: Any = None) -> None:
        super().__init__("; ".join(f"{finding.location} {finding.slug}" for finding in report if finding.stops))
        self.report, self.catalogue = report, catalogue


class IncompleteDecision(LettergenError):  # noqa: N818  # as the design names it
    """No letter: errors or questions are open in `report`."""

    def __init__(self, report: Report) -> None:
        super().__init__(", ".join(sorted({finding.code for finding in report if finding.stops})))
        self.report = report


class MissingPart(LettergenError):  # noqa: N818  # the name says what is the matter
    """A part of the surroundings is missing: `part` names it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part
