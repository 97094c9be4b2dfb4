"""lettergen writes decision letters, and refuses to write one whose justification is incomplete.

library = load_library()
checked = check(load(Path("sak.yaml")), library)
if checked.complete:
    pdf = render(compose(checked), "pdf", library)
"""

from lettergen.checking import Checked, check, compose, compose_draft
from lettergen.decision import Decision
from lettergen.edited.checking import CheckedLetter, check_edited
from lettergen.errors import IncompleteDecision, InvalidLibrary, LettergenError, MissingPart
from lettergen.findings import Finding, Report, Severity
from lettergen.language import Language
from lettergen.letter import Draft, Letter
from lettergen.library import Library
from lettergen.loading import load_library
from lettergen.office import Office, read_office
from lettergen.operations import load
from lettergen.questions import candidates, questions
from lettergen.rendering import FORMATS, render, render_draft, render_many
from lettergen.reporting import as_data
from lettergen.schema import json_schema
from lettergen.twins import Twins

__all__ = [
    "FORMATS",
    "Checked",
    "CheckedLetter",
    "Decision",
    "Draft",
    "Finding",
    "IncompleteDecision",
    "InvalidLibrary",
    "Language",
    "Letter",
    "LettergenError",
    "Library",
    "MissingPart",
    "Office",
    "Report",
    "Severity",
    "Twins",
    "as_data",
    "candidates",
    "check",
    "check_edited",
    "compose",
    "compose_draft",
    "json_schema",
    "load",
    "load_library",
    "questions",
    "read_office",
    "render",
    "render_draft",
    "render_many",
]
