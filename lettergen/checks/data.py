"""What the file itself must hold: required fields, known ids, filled-in prompts, printable signs."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from lettergen.case import Case, field_name
from lettergen.discretion import is_source_name, nearest
from lettergen.entitlement import bad_rows, grounded
from lettergen.findings import Code, Finding
from lettergen.fonts import missing_characters
from lettergen.ids import is_valid
from lettergen.library import Library
from lettergen.office import FILE
from lettergen.placeholders import is_placeholder
from lettergen.source import Location, Path
from lettergen.wording import both

ALWAYS = ("saksnummer", "dato", "mottaker.navn", "saksbehandler.navn")
SPACES = re.compile(r"[\n\r\t]+")
NOT_PRINTED = ("begrunnelser", "kilder", "vurdering")
"""In a covered condition a prompt left here is one the decision does not need: it is never printed."""
SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÆØÅ]")
OFFICE = ("kommune", "navn")


def check_required(case: Case, library: Library) -> Iterator[Finding]:
    """The core fields that every letter needs, and those this letter type asks for.

    Bad: no `saksnummer`. Good: `saksnummer: 2026/1234`.
    """
    for name in (*ALWAYS, *case.letter_type.core):
        path: Path = tuple(name.split("."))
        if not case.value(path) and not _failed(case, path):
            yield case.finding(Code.MISSING_FIELD, path, field=name)
    for role, person in (
        ("godkjenner", case.file.approver),
        ("fullmektig", case.file.representative),
        ("verge", case.file.guardian),
    ):
        # a letter must not go to, or be signed by, someone else because a name was left out
        if person is not None and not person.name and not _failed(case, (role, "navn")):
            yield case.finding(Code.MISSING_FIELD, (role, "navn"), field=f"{role}.navn")
    yield from _check_office(case, library)
    for id, source in case.file.sources.items():
        if source.date is None and not _failed(case, ("kilder", id, "dato")):
            yield case.finding(Code.MISSING_FIELD, ("kilder", id, "dato"), field="kilder.dato")


def _check_office(case: Case, library: Library) -> Iterator[Finding]:
    """The office's settings, told once: that there are none, or what they lack. A fault in them has its own finding."""
    office = case.decision.office
    at = Location((office.folder / FILE).as_posix() if office.folder else FILE)
    if office.folder is None and not office.findings and not any(case.values["kontor"].values()):
        yield Finding.of(Code.NO_OFFICE, case.decision.document.location(()))
    elif not office.findings:
        to_appeal_body = case.letter_type.addressee == "klageinstans"
        for key in (*OFFICE, "statsforvalter") if to_appeal_body else OFFICE:
            if not case.values["kontor"].get(key):
                yield Finding.of(Code.OFFICE_SETTINGS, at, ("kontor", key), key=f"kontor.{key}", problem="missing")
        yield from _check_appeal_body(case, library, at)
        known = {name for rule in library.catalogue.rules.values() for name in getattr(rule, "settings", ())}
        known |= set(library.lists.assessing.limits if library.lists.assessing else ())
        for name in sorted(office.file.settings.keys() - known):
            near = nearest(name, known)
            path: Path = ("innstillinger", name)
            yield Finding.of(Code.OFFICE_SETTINGS, at, path, key=name, problem="unknown", nearest=near)


def _check_appeal_body(case: Case, library: Library, at: Location) -> Iterator[Finding]:
    """The office's appeal body has a name that bodies of its kind have; a question, for names change.

    Bad: the name of some other office. Good: one of the names that the content lists.
    """
    body = library.lists.appeal_bodies.get(case.scheme.file.appeal_body)
    name = case.values["kontor"].get(case.scheme.file.appeal_body)
    if body and name and name not in body.names:
        path: Path = ("kontor", case.scheme.file.appeal_body)
        found = Finding.of(Code.UNKNOWN_APPEAL_BODY, at, path, choices=", ".join(body.names))
        yield replace(found, mark=case.mark(found.code, (path, name)))


def _failed(case: Case, path: Path) -> bool:
    """Whether the file holds something there that could not be read; it has its own finding."""
    value = case.written(path)
    return bool(value.strip()) if isinstance(value, str) else value is not None


def check_ids(case: Case) -> Iterator[Finding]:
    """Names that must be known: conditions, kinds of source, sources referred to.

    Bad: `kilder: [x]` where no source has the id `x`. Good: an id that stands under `kilder`.
    """
    known = case.scheme.conditions_of(case.letter_id)
    for id in case.file.conditions:
        if id not in known:
            path: Path = ("vilkaar", id)
            near, choices = nearest(id, known), ", ".join(known)
            yield case.finding(Code.UNKNOWN_CONDITION, path, at_key=True, nearest=near, choices=choices)
    for id, source in case.file.sources.items():
        if source.source_kind not in case.scheme.file.source_kinds:
            path = ("kilder", id, "hva")
            yield (
                case.finding(
                    Code.WRONG_VALUE,
                    path,
                    field="kilder.hva",
                    expected="valg",
                    choices=", ".join(case.scheme.file.source_kinds),
                    nearest=nearest(source.source_kind, case.scheme.file.source_kinds),
                )
                if source.source_kind
                else case.finding(Code.MISSING_FIELD, path, field="kilder.hva")
            )
    for id, entry in case.file.conditions.items():
        for index, source_id in enumerate(entry.sources):
            if source_id not in case.file.sources:
                path = ("vilkaar", id, "kilder", index)
                yield _unknown_source(case, path, source_id)
    yield from _fact_sources(case, case.given, ("opplysninger",))


def _unknown_source(case: Case, path: Path, typed: str) -> Finding:
    """With the source most likely meant: its name where that is its kind's, else its line, for an id may be a person's name."""
    near, line = nearest(typed, case.file.sources), ""
    if near and not is_source_name(near, case.scheme):
        near, line = "", str(case.decision.document.key_location(("kilder", near)).line or "")
    return case.finding(Code.UNKNOWN_SOURCE, path, missing=("kilde",), nearest=near, near_line=line)


def _fact_sources(case: Case, value: Any, path: Path) -> Iterator[Finding]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _fact_sources(case, inner, (*path, key))
        case list():
            for index, inner in enumerate(value):
                yield from _fact_sources(case, inner, (*path, index))
        case str():
            fact = case.scheme.facts.declared(path[1:])
            if fact is None or fact.type != "kilde" or value.startswith("«"):
                return
            source = case.file.sources.get(value)
            if source is None:
                yield _unknown_source(case, path, value)
            elif fact.kind and source.source_kind != fact.kind:
                field = field_name(path, case.scheme.facts)
                yield case.finding(Code.WRONG_VALUE, path, field=field, expected="kilde", choices=fact.kind)


def check_phrases(case: Case) -> Iterator[Finding]:
    """Words that go on a sentence of the letter begin small and hold no full stop; a name may answer for itself.

    Bad: `Fast arbeid. Helst i butikk.` Good: `fast arbeid, helst i butikk`.
    """
    for path, text in _texts(case.given, ()):
        fact = case.scheme.facts.declared(path)
        if fact is not None and fact.phrase and (text[:1].isupper() or SENTENCE_END.search(text)):
            place: Path = ("opplysninger", *path)
            found = case.finding(Code.NOT_A_PHRASE, place, field=field_name(place, case.scheme.facts))
            yield replace(found, mark=case.mark(found.code, (place, text)))


def check_benefit(case: Case) -> Iterator[Finding]:
    """What amounts are worked out from: whole rows, and reductions that the decision argues.

    Bad: hours of work in a grant, which says nothing of them. Good: in a decision that finds the reduction's condition met.
    """
    benefit = case.scheme.file.benefit
    if benefit is None or case.letter_type.benefit is None:
        return
    for name, index in bad_rows(case.values, benefit):
        path: Path = ("opplysninger", *name.split("."), index)
        yield case.finding(Code.BAD_PERIOD, path, field=field_name(path[:-1], case.scheme.facts))
    for reduction in benefit.reductions.values():
        place: Path = ("opplysninger", *reduction.rows.split("."))
        if reduction.condition and case.value(place[1:]) and not grounded(case.values, reduction):
            condition, field = case.scheme.conditions[reduction.condition], field_name(place, case.scheme.facts)
            yield case.finding(Code.NO_GROUND, place, field=field, condition=both(condition.name))


def check_numbers(case: Case) -> Iterator[Finding]:
    """A national id that cannot be right; made ones only where the office's settings say so.

    Bad: a digit has been mistyped. Good: eleven digits whose check digits fit.
    """
    number = case.file.recipient.national_id
    if number and not is_valid(number, synthetic=case.decision.office.file.office.synthetic_ids):
        yield case.finding(Code.BAD_ID_NUMBER, ("mottaker", "foedselsnummer"), field="mottaker.foedselsnummer")


def check_prompts(case: Case, library: Library, uncovered: Collection[str]) -> Iterator[Finding]:
    """A prompt of the skeleton that still stands as the value; not in conditions that are told to be uncovered.

    Bad: `konklusjon: «Hva vurderingen kom fram til»`. Good: the words themselves.
    """
    for path, text in _texts(case.decision.document.data, ()):
        if path[0] == "vilkaar" and ((path[1:2] and path[1] in uncovered) or (path[2:3] and path[2] in NOT_PRINTED)):
            continue
        if text.strip() and is_placeholder(text, library):
            yield case.finding(Code.UNANSWERED_PROMPT, path, field=field_name(path, case.scheme.facts))


def check_printable(case: Case, library: Library) -> Iterator[Finding]:
    """Signs that the shipped fonts lack: the PDF could not show them.

    Bad: an emoji in a name. Good: letters, Sámi ones among them.
    """
    fonts = library.fonts
    texts = (*_texts(case.decision.document.data, ()), *_texts(case.values["kontor"], ("kontor",)))
    if not missing_characters(SPACES.sub(" ", " ".join(text for _, text in texts)), fonts):
        return  # one look at all of them together: hardly any decision has such a sign
    for path, text in texts:
        for sign in sorted(missing_characters(SPACES.sub(" ", text), fonts)):
            yield case.finding(Code.UNPRINTABLE, path, character=f"U+{ord(sign):04X}")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*path, key))
        case list():
            for index, inner in enumerate(value):
                yield from _texts(inner, (*path, index))
        case str():
            yield path, value
