"""The forms in which programs and editors read findings, by the name that `--format` takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lettergen.annotations import as_github
from lettergen.errors import InvalidLibrary
from lettergen.findings import Finding
from lettergen.language import Language
from lettergen.library import Library
from lettergen.overlay import Stack
from lettergen.reporting import as_lines, json_pieces
from lettergen.sarif import as_sarif
from lettergen.wording import Catalogue, CatalogueFile

Findings = Iterable[tuple[Finding, Library]]
"""Findings with the library that has their words; those of one file come together."""


def words_only(error: InvalidLibrary) -> Library:
    """What is left of a library that cannot be used: the words of its findings, as far as they could be read."""
    nothing = CatalogueFile.model_construct(
        findings={}, expected={}, leg_names={}, core_names={}, words={}, placeholders=()
    )
    return Library(Stack(()), "", {}, {}, error.catalogue or Catalogue(nothing), ())


def _lines(findings: Findings, ui: Language) -> Iterator[str]:
    return (as_lines((finding,), library, ui) for finding, library in findings)


FORMS: Mapping[str, Callable[[Findings, Language], Iterator[str]]] = {
    "lines": _lines,
    "json": json_pieces,
    "sarif": as_sarif,
    "github": as_github,
}
"""Each gives its text in pieces as the findings come, and keeps none of them."""
