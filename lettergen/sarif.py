"""Findings as SARIF 2.1.0, written as they come so that a run of any length fits in memory.

An error and a question both stop the letter, and both are SARIF's `error`; `properties.severity`
tells them apart. Columns are code points. Fingerprints are made of the code, the file and the
place in it, never of what stands there.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePath
from textwrap import indent
from typing import Any
from urllib.parse import quote

from lettergen.documents import visible
from lettergen.findings import Finding, Severity
from lettergen.language import Language
from lettergen.library import Library
from lettergen.manual import Page, page
from lettergen.reporting import law_named, law_of
from lettergen.source import dotted

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {
    Severity.ERROR: "error",
    Severity.QUESTION: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
FINGERPRINT = "lettergen/v1"


def as_sarif(findings: Iterable[tuple[Finding, Library]], ui: Language) -> Iterator[str]:
    """One log with one run, in pieces: the results as they come, then the rules they name.

    Findings of one file come together.
    """
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    yield _lines(head)[:-2] + ',\n  "runs": [\n    {\n      "columnKind": "unicodeCodePoints",\n'
    yield f'      "language": "{ui}",\n      "results": ['
    rules: dict[str, dict[str, Any]] = {}
    seen: Counter[str] = Counter()
    file = ""
    for number, (finding, library) in enumerate(findings):
        if finding.location.file != file:
            file = finding.location.file
            seen.clear()  # a place is told from others of its own file, so that memory does not grow with the files
        if finding.code not in rules:
            rules[finding.code] = _rule(finding, page(finding.code, library), library, ui)
        result = _result(finding, library, ui, seen)
        result["ruleIndex"] = list(rules).index(finding.code)
        yield ("," if number else "") + "\n" + indent(_lines(result), " " * 8)
    driver = {"name": "lettergen", "version": version("lettergen"), "language": str(ui), "rules": list(rules.values())}
    tail = {"tool": {"driver": driver}, "invocations": [{"executionSuccessful": True}]}
    end = "\n      ]" if rules else "]"
    yield f"{end},\n" + indent(_lines(tail)[2:-2], " " * 4) + "\n    }\n  ]\n}\n"


def _result(finding: Finding, library: Library, ui: Language, seen: Counter[str]) -> dict[str, Any]:
    words = library.catalogue.words(finding, ui)
    place = f"{finding.code} {finding.location.file} {dotted(finding.path)}"
    seen[place] += 1
    told = {
        "severity": finding.severity.value,
        "slug": finding.slug,
        "missing": list(finding.missing) or None,
        "mark": finding.mark,
        "do": words.do,
        "law": law_of(finding, library, ui) or None,
    }
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": _literal(f"{words.message} {words.do}".strip())},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: sha256(f"{place} {seen[place]}".encode()).hexdigest()[:32]},
        "properties": {name: value for name, value in told.items() if value is not None},
    }


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.location.file)}}
    if finding.location.line:
        column = {"startColumn": finding.location.column} if finding.location.column else {}
        physical["region"] = {"startLine": finding.location.line, **column}
    path = visible(dotted(finding.path))
    logical = {"logicalLocations": [{"fullyQualifiedName": path}]} if path else {}
    return {"physicalLocation": physical, **logical}


def _uri(file: str) -> str:
    """A file's name as a URI: relative to where the command was run, or absolute."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(finding: Finding, known: Page | None, library: Library, ui: Language) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": finding.code, "name": finding.slug}
    if known is None:
        return rule
    law = law_named(known.law, library, ui)
    message, do = known.message(ui), known.do(ui)
    word = library.catalogue.word
    texts = (f"{message} {do}", f"{word('law_label', ui)}: {law}" if law else "")
    return rule | {
        "shortDescription": {"text": _literal(known.title(ui) or message)},
        "fullDescription": {"text": _literal(message)},
        "help": {"text": _literal("\n".join(text for text in texts if text))},
        "defaultConfiguration": {"level": LEVELS[known.severity]},
        "properties": {"severity": known.severity.value, **({"law": law} if law else {})},
    }


def _literal(text: str) -> str:
    """Text in which a brace is no placeholder, as SARIF writes it."""
    return text.replace("{", "{{").replace("}", "}}")


def _lines(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
