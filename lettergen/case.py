"""A case: one decision read under its scheme, with everything texts and rules may see worked out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import takewhile
from typing import Any

from lettergen.decision import ConditionEntry, Decision, DecisionFile, Source
from lettergen.discretion import KEYS, nearest, told_path
from lettergen.entitlement import NOT_WORKED_OUT, entitlement
from lettergen.expressions import ExpressionError, NotGivenError, Scope, evaluate, holds
from lettergen.facts import Facts
from lettergen.fields import Choice, Trouble, read_model
from lettergen.findings import Code, Finding
from lettergen.language import Language
from lettergen.library import Library, Scheme
from lettergen.rates import NoRateError
from lettergen.scheme import Condition, LetterType
from lettergen.scope import filters
from lettergen.source import Path, dotted, value_at
from lettergen.wording import both

ABSENT = ""
"""What rules and texts see as the outcome of a condition that the decision does not speak of."""


@dataclass(frozen=True, slots=True)
class Case:
    """A decision under its scheme. `day` is the decision's date, on which everything is taken.

    `given` is every declared fact as the file states it; `values` is all that texts and rules see;
    `unread` is where the file holds something that could not be read, each with a finding of its own.
    """

    decision: Decision
    file: DecisionFile
    scheme: Scheme
    letter_id: str
    letter_type: LetterType
    language: Language
    day: date
    given: Mapping[str, Any]
    values: Mapping[str, Any]
    unread: frozenset[Path]
    _scopes: dict[Language, Scope] = field(default_factory=dict, init=False, repr=False, compare=False)

    def scope(self, language: Language | None = None) -> Scope:
        """What texts and rules see."""
        key = language or self.language
        if key not in self._scopes:
            self._scopes[key] = Scope(self.values, {}, filters(key, self.scheme.provisions))
        return self._scopes[key]

    def outcomes_of(self, id: str) -> tuple[str, ...]:
        """The outcomes this decision may state of a condition."""
        return self.letter_type.outcomes_of(id, self.scheme.conditions[id])

    def conditions(self) -> Iterator[tuple[str, Condition, ConditionEntry | None]]:
        """The conditions this decision must speak of, in the letter's order, with what it says of each."""
        kind = self.letter_type
        optional = {*kind.optional_conditions}
        if kind.grants and any(id in self.file.conditions for id in kind.one_of):
            optional |= set(kind.one_of) - set(kind.must_assess)
        for id, condition in self.scheme.conditions_of(self.letter_id).items():
            entry = self.file.conditions.get(id)
            needed = not condition.is_exception and id not in optional
            if entry is not None or (needed and self._applies(id)):
                yield id, condition, entry

    def _applies(self, id: str) -> bool:
        expression = self.scheme.applies_when.get(id)
        try:
            return expression is None or holds(expression, self.scope())
        except (NotGivenError, ExpressionError):
            return True  # better asked in vain than left out

    def outcome(self, id: str) -> str | None:
        """What was found of a condition; None when the file does not say."""
        return outcome_of(self.file, self.letter_type, self.scheme.conditions[id], id)

    def mark(self, code: str, about: Iterable[Any]) -> str:
        """The 8 signs an answer must repeat: a hash of the code and of all that the question is about."""
        return mark(code, about)

    def value(self, path: Path) -> Any:
        """What texts and rules see at a path, worked-out facts among it; None where nothing is."""
        return value_at(self.values, path)

    def written(self, path: Path) -> Any:
        """What the file holds at a path, as it was read; None where nothing is."""
        return value_at(self.decision.document.data, path)

    def finding(self, code: Code, path: Path, /, *, at_key: bool = False, **more: Any) -> Finding:
        """A finding at a place in the decision file."""
        document = self.decision.document
        at = document.key_location(path) if at_key else document.location(path)
        return Finding.of(code, at, self.told(path), **more)

    def told(self, path: Path) -> Path:
        """A path of the decision file as findings tell it: nothing that someone typed as a name."""
        return told_path(path, self.decision.document.data, self.scheme)


def mark(code: str, about: Iterable[Any]) -> str:
    """The 8 signs of a question: a hash of its code and of all that it is about."""
    parts = [code, *(json.dumps(value, sort_keys=True, default=str) for value in about)]
    return sha256("\n".join(parts).encode()).hexdigest()[:8]


def outcome_of(file: DecisionFile, letter: LetterType, condition: Condition, id: str) -> str | None:
    """The outcome stated, or the one that can only be meant: met, in a grant and for an exception."""
    entry = file.conditions.get(id)
    if entry is None:
        return None
    if entry.outcome is None and (condition.is_exception or letter.grants):
        return "oppfylt"
    return entry.outcome


def read_case(decision: Decision, library: Library) -> tuple[Case | None, tuple[Finding, ...]]:
    """Read a decision under its scheme; None when it cannot be told which letter it is."""
    document = decision.document
    findings: list[Finding] = [*document.findings, *decision.office.findings]
    if not isinstance(document.data, dict):
        return None, _told(findings, decision, None)
    file, troubles = read_model(DecisionFile, document.data)
    findings += (_finding(trouble, decision, KEYS) for trouble in troubles)
    failed = {trouble.path for trouble in troubles}

    def lacks(path: Path) -> Finding:
        return Finding.of(Code.MISSING_FIELD, document.location(path), path, field=dotted(path))

    scheme = library.scheme(file.schema_id) if file.schema_id else None
    letter = scheme.letter_types.get(file.letter_type) if scheme and file.letter_type else None
    for key, value, known, choices in (
        ("skjema", file.schema_id, scheme, [each.file.schema_id for each in library.schemes.values()]),
        ("brev", file.letter_type, letter, list(scheme.letter_types) if scheme else []),
    ):
        if known is None and (key,) not in failed and (scheme or key == "skjema"):
            findings.append(
                Finding.of(
                    Code.UNKNOWN_LETTER,
                    document.location((key,)),
                    (key,),
                    field=key,
                    choices=", ".join(choices),
                    nearest=nearest(value, choices),
                )
                if value
                else lacks((key,))
            )
    if scheme is None or letter is None or file.letter_type is None:
        return None, _told(findings, decision, scheme)
    facts, troubles = read_model(scheme.facts_model, file.facts)
    facts_troubles = (Trouble(("opplysninger", *trouble.path), *_rest(trouble)) for trouble in troubles)
    findings += (_finding(trouble, decision, scheme.facts.facts, scheme.facts) for trouble in facts_troubles)
    failed |= {("opplysninger", *trouble.path) for trouble in troubles}
    language = Language(file.language) if file.language else decision.office.language
    if language is None and ("maalform",) not in failed:
        findings.append(lacks(("maalform",)))
    if file.date and file.date < scheme.file.served_from:
        first = scheme.file.served_from.isoformat()
        findings.append(Finding.of(Code.NOT_SERVED, document.location(("dato",)), ("dato",), first=first))
    day = file.date or date.max
    given = scheme.facts.values(facts)
    values, more = _values(decision, file, given, scheme, letter, day)
    findings += more
    case = Case(
        decision, file, scheme, file.letter_type, letter, language or Language.NB, day, given, values, frozenset(failed)
    )
    return case, _told(findings, decision, scheme)


def _told(findings: Iterable[Finding], decision: Decision, scheme: Scheme | None) -> tuple[Finding, ...]:
    """The findings without what someone typed as a name in the decision file; those of other files as they are."""
    document = decision.document
    return tuple(
        replace(
            finding,
            path=told_path(finding.path, document.data, scheme),
            values=tuple((name, value) for name, value in finding.values if name != "key"),
        )
        if finding.location.file == document.name
        else finding
        for finding in findings
    )


def _rest(trouble: Trouble) -> tuple[Code, str, tuple[str, ...]]:
    return trouble.code, trouble.expected, trouble.choices


def field_name(path: Path, facts: Facts | None = None) -> str:
    """What a message calls a field: a fact's label in both languages, else the core key's path, free names left out."""
    if facts and path[:1] == ("opplysninger",) and path[1:2] and path[1] in {*facts.facts, *facts.computed}:
        return "¦".join(facts.label(path[1:], language) for language in Language)
    names = [part for part in path if isinstance(part, str)]
    if names and names[0] in ("kilder", "vilkaar"):
        names[1:] = names[2:3]
    return dotted(tuple(takewhile(KEYS.__contains__, names)))


def _finding(trouble: Trouble, decision: Decision, known: Iterable[str], facts: Facts | None = None) -> Finding:
    document, path = decision.document, trouble.path
    if trouble.code is Code.UNKNOWN_KEY:
        holder = facts.declared(path[1:-1]) if facts else None
        near = nearest(str(path[-1]), (holder.fields or {}) if holder else known)
        return Finding.of(trouble.code, document.key_location(path), path, nearest=near)
    return Finding.of(
        trouble.code,
        document.location(path),
        path,
        field=field_name(path, facts),
        expected=trouble.expected,
        choices=", ".join(trouble.choices),
        nearest=nearest(str(value_at(document.data, path)), trouble.choices),
    )


def _values(
    decision: Decision,
    file: DecisionFile,
    given: Mapping[str, Any],
    scheme: Scheme,
    letter: LetterType,
    day: date,
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The names that texts and rules see, with what is worked out, and what kept it from being."""
    sources = {id: _source(id, source, scheme) for id, source in file.sources.items()}
    outcomes = {id: outcome_of(file, letter, condition, id) for id, condition in scheme.conditions.items()}
    # A condition that the decision does not speak of has an outcome like no other, so that a rule can ask of it unguarded.
    seen = {id: outcome if id in file.conditions else ABSENT for id, outcome in outcomes.items()}
    values: dict[str, Any] = {
        "dato": file.date,
        "saksnummer": file.case_number,
        "mottaker": {"navn": file.recipient.name, "foedselsdato": file.recipient.birth_date},
        "saksbehandler": _person(file.case_handler, decision.office.file.case_handler),
        "godkjenner": _person(file.approver, decision.office.file.approver),
        "soeknad": {"mottatt": file.application.received},
        "brukers_syn": file.user_view.model_dump(by_alias=True),
        "fullmektig": {"navn": file.representative.name if file.representative else None},
        "verge": {"navn": file.guardian.name if file.guardian else None},
        "kilder": list(sources.values()),
        "kontor": {
            key: value
            for key, value in decision.office.file.office.model_dump(by_alias=True).items()
            if isinstance(value, str | None)
        },
        "vilkaar": {
            id: {
                "utfall": seen[id],
                "begrunnelser": _blocks_of(file.conditions.get(id), scheme.conditions[id], outcomes[id]),
                "kilder": _sources_of(file.conditions.get(id), sources),
            }
            for id in scheme.conditions
        },
        "har_utfall": {
            "oppfylt": any(
                outcome == "oppfylt" and not scheme.conditions[id].is_exception for id, outcome in outcomes.items()
            ),
            "ikke_vurdert": "ikke_vurdert" in outcomes.values(),
            "avgjoerende": any(
                outcome == "ikke_oppfylt" or (outcome and scheme.conditions[id].is_exception)
                for id, outcome in outcomes.items()
            ),
        },
        "satser": {
            id: row.value if (row := series.on(day, day)) and row.verified else None
            for id, series in scheme.series.items()
        },
        "stoenad": NOT_WORKED_OUT,
        **{key: _with_sources(value, scheme.facts.facts[key], sources) for key, value in given.items()},
    }
    _add_computed(values, scheme)
    path: Path = ("opplysninger", *(letter.benefit.from_date if letter.benefit else "").split("."))
    at = decision.document.location(path)
    try:
        worked, doubted = entitlement(values, scheme, letter, day)
    except NoRateError as missing:
        return values, (Finding.of(Code.NO_RATE, at, path, series=both(missing.series.name)),)
    findings = (Finding.of(Code.RATE_UNVERIFIED, at, path, series=both(series.name)) for series in doubted)
    marks = (mark(Code.RATE_UNVERIFIED.number, (series.name.nb, worked["strekk"])) for series in doubted)
    return {**values, "stoenad": worked}, tuple(
        replace(finding, mark=mark) for finding, mark in zip(findings, marks, strict=True)
    )


def _source(id: str, source: Source, scheme: Scheme) -> dict[str, Any]:
    names = scheme.file.source_kinds.get(source.source_kind or "")
    kind = Choice(source.source_kind or "", {Language.NB: names.nb, Language.NN: names.nn}) if names else None
    return {"id": id, "hva": kind, "dato": source.date}


def _person(person: Any, default: Any) -> dict[str, Any]:
    own = person.model_dump(by_alias=True) if person else {}
    standard = default.model_dump(by_alias=True)
    return standard if not any(own.values()) else own


def _blocks_of(entry: ConditionEntry | None, condition: Condition, outcome: str | None) -> list[str]:
    if entry is None or outcome not in ("oppfylt", "ikke_oppfylt"):
        return []
    default = condition.default.get("oppfylt" if outcome == "oppfylt" else "ikke_oppfylt")
    named = [
        name for name in dict.fromkeys(entry.reasons) if not name.startswith("«")
    ]  # a prompt of the skeleton names nothing
    return named or ([default] if default and not entry.reasons else [])


def _sources_of(entry: ConditionEntry | None, sources: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    named = entry.sources if entry else ()
    return [sources[name] for name in dict.fromkeys(named) if name in sources]


def _with_sources(value: Any, fact: Any, sources: Mapping[str, dict[str, Any]]) -> Any:
    """A fact with the id of a source replaced by the source; one that names no known source is not given."""
    if value is None or fact is None:
        return value
    match fact.type:
        case "kilde":
            return sources.get(value)
        case "liste":
            return [_with_sources(item, fact.element, sources) for item in value]
        case "gruppe":
            return {key: _with_sources(inner, fact.fields[key], sources) for key, inner in value.items()}
    return value


def _add_computed(values: dict[str, Any], scheme: Scheme) -> None:
    for id, expression in scheme.computed.items():
        try:
            values[id] = evaluate(expression, Scope(values))
        except (NotGivenError, ExpressionError):
            values[id] = None  # not to be worked out: whoever needs it says so
