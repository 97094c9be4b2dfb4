"""Words for findings, in both languages: the engine's own from `funn.yaml`, a rule's from the rule."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lettergen.documents import visible
from lettergen.fields import Bilingual, FileModel, LongText, Text
from lettergen.findings import Finding
from lettergen.language import Language
from lettergen.reasons import Names
from lettergen.scheme import RuleFile
from lettergen.word_rules import WordingFile

HINTS = {
    "parts": "parts_hint",
    "facts": "facts_hint",
    "nearest": "nearest_hint",
    "near_line": "near_line_hint",
    "key": "key_hint",
    "code": "code_hint",
    "condition": "condition_hint",
    "candidates": "candidates_hint",
    "choices": "choices_hint",
    "expected": "expected_hint",
    "heavy": "heavy_hint",
    "better": "better_hint",
}
"""Values that, where they are given, also stand as a whole sentence that a message may use."""


class Example(FileModel):
    """A small example in the manual of a code."""

    bad: LongText
    good: LongText


class EntryFile(FileModel):
    """What one code says: the message, what to do, the law behind it, and an example."""

    title: Bilingual
    message: Bilingual
    do: Bilingual
    law: Names = ()
    example: Example | None = None


class CatalogueFile(FileModel):
    """`funn.yaml`: words by code, what each field expects, names of legs and of the file's own parts."""

    findings: dict[Text, EntryFile]
    expected: dict[Text, Bilingual]
    leg_names: dict[Text, Bilingual]
    core_names: dict[Text, Bilingual]
    words: dict[Text, Bilingual]
    placeholders: Names


@dataclass(frozen=True, slots=True)
class Words:
    """One finding in words, in one language."""

    message: str
    do: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of all codes. Rules' words come from the rules themselves."""

    file: CatalogueFile
    rules: Mapping[str, RuleFile | WordingFile] = field(default_factory=dict)

    def entry(self, code: str) -> EntryFile | RuleFile | WordingFile | None:
        """What stands under a code."""
        return self.file.findings.get(code) or self.rules.get(code)

    def codes(self) -> tuple[str, ...]:
        """Every code that has words."""
        return (*self.file.findings, *self.rules)

    def law(self, finding: Finding) -> tuple[str, ...]:
        """The provisions behind a finding: its own, then its code's."""
        entry = self.entry(finding.code)
        return tuple(dict.fromkeys((*finding.law, *(entry.law if entry else ()))))

    def words(self, finding: Finding, language: Language) -> Words:
        """A finding's message and next step in a language."""
        entry = self.entry(finding.code)
        if entry is None:
            return Words(finding.slug, "")
        values = _Values({name: self._value(name, value, language) for name, value in finding.values})
        values["missing"] = ", ".join(self.leg(leg, language) for leg in finding.missing)
        for name, hint in HINTS.items():
            if values[name]:
                values[hint] = self.word(hint, language).format(word=values[name], **{name: values[name]})
        formatter = string.Formatter()
        return Words(*(_tidy(formatter.vformat(text[language], (), values)) for text in (entry.message, entry.do)))

    def leg(self, leg: str, language: Language) -> str:
        """What a leg of a justification is called."""
        return self.file.leg_names[leg][language] if leg in self.file.leg_names else leg

    def _value(self, name: str, value: str, language: Language) -> str:
        if name == "expected" and value in self.file.expected:
            return self.file.expected[value][language]
        if name in ("problem", "reason") and value in self.file.words:
            return self.file.words[value][language]
        if name == "field" and value in self.file.core_names:
            return self.file.core_names[value][language]
        if name == "missing_items":
            return ", ".join(self.word(item, language) for item in value.split(", "))
        nb, _, nn = value.partition("¦")
        return visible(nn if nn and language is Language.NN else nb)

    def word(self, key: str, language: Language) -> str:
        """A word of the engine's own: a heading of a report, a line of help."""
        return self.file.words[key][language] if key in self.file.words else key


class _Values(dict[str, Any]):
    """Values for a message; one that is not given leaves nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def both(words: Bilingual) -> str:
    """A declared name as a finding's value: in both languages, the right one chosen when it is printed."""
    return f"{words.nb}¦{words.nn}"


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".").replace(" ,", ",")
