"""The commented skeleton of a decision file: every field of a letter type, each prompt standing as the value."""

from collections.abc import Collection, Iterator
from datetime import date

from jinja2 import nodes

from lettergen.expressions import paths_read
from lettergen.facts import Fact
from lettergen.language import Language
from lettergen.library import Library, Scheme
from lettergen.office import Office
from lettergen.questions import candidates
from lettergen.scheme import Condition

CORE = (
    "saksnummer",
    "dato",
    ("mottaker", ("navn", "foedselsdato", "adresse")),
    ("saksbehandler", ("navn", "tittel", "telefon")),
    ("soeknad", ("mottatt",)),
    ("brukers_syn", ("tekst", "dato", "vekt")),
)


IF_USED = {"soeknad", "brukers_syn", "mottaker.foedselsdato"}
"""Core keys that only some letter types speak of."""


def skeleton(
    library: Library, scheme: Scheme, letter: str, language: Language, ui: Language, office: Office | None = None
) -> str:
    """A decision file to fill in. Prompts stand in « »; one that is left is an error, never a letter.

    Raises `KeyError` for an unknown letter type.
    """
    kind = scheme.letter_types[letter]
    used = {*kind.facts, *_facts_used(scheme, letter)}
    return "\n".join(
        [
            f"# {kind.name[ui]}",
            f"skjema: {scheme.file.schema_id}",
            f"brev: {letter}",
            f"maalform: {language}",
            *_core(library, ui, office or Office(), set(_core_used(scheme, letter))),
            *_sources(library, scheme, ui),
            "vilkaar:",
            *(
                line
                for id in scheme.conditions_of(letter)
                for line in _condition(library, scheme, letter, id, language, ui)
            ),
            "opplysninger:",
            *(
                line
                for id in scheme.facts.facts
                if id in used
                for line in _fact(scheme, id, ui, needed=id in kind.facts)
            ),
            "svar: []",
            "",
        ]
    )


def _core(library: Library, ui: Language, office: Office, used: Collection[str]) -> Iterator[str]:
    """The core keys the letter type uses; who handles the case is left out where the office's settings say it."""
    names = library.catalogue.file.core_names

    def prompt(path: str) -> str:
        return f"«{names[path][ui]}»" if path in names else f"«{path.rsplit('.', maxsplit=1)[-1]}»"

    for entry in CORE:
        if isinstance(entry, str):
            yield f"{entry}: {prompt(entry)}"
            continue
        group, fields = entry
        if (group == "saksbehandler" and office.file.case_handler.name) or group in IF_USED - set(used):
            continue
        yield f"{group}:"
        for key in fields:
            path = f"{group}.{key}"
            if path in IF_USED - set(used):
                continue
            yield f"  {key}: [{prompt(path)}]" if key == "adresse" else f"  {key}: {prompt(path)}"


def _sources(library: Library, scheme: Scheme, ui: Language) -> Iterator[str]:
    yield f"# {library.catalogue.file.core_names['kilder'][ui]}: " + ", ".join(scheme.file.source_kinds)
    yield "kilder:"
    for kind in list(scheme.file.source_kinds)[:3]:
        yield f"  {kind}: {{hva: {kind}, dato: «2026-01-31»}}"


def _condition(
    library: Library, scheme: Scheme, letter: str, id: str, language: Language, ui: Language
) -> Iterator[str]:
    condition: Condition = scheme.conditions[id]
    kind = scheme.letter_types[letter]
    possible = kind.outcomes_of(id, condition)
    if not possible:
        return
    mark = "# " if condition.is_exception or condition.when or id in kind.optional_conditions else ""
    yield f"  # {condition.name[ui]}"
    for outcome in condition.outcomes:
        listed = candidates(scheme, id, outcome, date.max, language) if outcome in possible else ()
        yield from (f"  #   {outcome}: {each.id} ({each.title})" for each in listed)
    granted = kind.grants and len(possible) == 1
    standard = granted and "oppfylt" in condition.default
    yield f"  {mark}{id}:" + (f"  # {library.catalogue.word('skeleton_standard', ui)}" if standard else "")
    if not granted:
        yield f"  {mark}  utfall: «{' / '.join(possible)}»"
    if not standard:
        yield f"  {mark}  begrunnelser: [«{library.catalogue.word('skeleton_choose', ui)}»]"
    if "kilde" in condition.legs:
        yield f"  {mark}  kilder: []"
    if "vurdering" in condition.legs:
        label = library.catalogue.leg("vurdering", ui)
        if condition.parts:
            yield f"  {mark}  vurdering:"
            yield from (f"  {mark}    {part}: «{words[ui]}»" for part, words in condition.parts.items())
        else:
            yield f"  {mark}  vurdering: «{label}»"


def _facts_used(scheme: Scheme, letter: str) -> Iterator[str]:
    """The facts a letter of this type may need: its text's, the blocks' one can choose, what decides on conditions."""
    kind, conditions = scheme.letter_types[letter], scheme.conditions_of(letter)
    yield from _names_used(scheme, letter)
    for blocks in scheme.blocks.values():
        head = blocks.newest.head
        condition = conditions.get(head.condition or "")
        if condition and head.outcome in kind.outcomes_of(head.condition or "", condition):
            yield from (fact.split(".")[0] for fact in head.facts)
    for table in (scheme.applies_when, scheme.assessed_when):
        for id in conditions.keys() & table.keys():
            yield from (str(path[0]) for path in paths_read(table[id].node))


def _core_used(scheme: Scheme, letter: str) -> Iterator[str]:
    kind, benefit = scheme.letter_types[letter], scheme.file.benefit
    for path in (*kind.core, *((benefit.birth_date,) if kind.benefit and benefit else ())):
        yield from (path, path.split(".")[0])
    yield from _names_used(scheme, letter)


def _names_used(scheme: Scheme, letter: str) -> Iterator[str]:
    """The names a letter type's running texts use."""
    for (kind, _), versions in scheme.letters.items():
        if kind == letter:
            yield from (node.name for root in versions.newest.body for node in root.find_all(nodes.Name))


def _fact(scheme: Scheme, id: str, ui: Language, *, needed: bool) -> Iterator[str]:
    """A fact's lines: live where the letter type needs it, else as comments to take into use."""
    lines = _lines(scheme, id, scheme.facts.facts[id], ui)
    yield from (f"  {line}" if needed else f"  # {line}" for line in lines)


def _lines(scheme: Scheme, id: str, fact: Fact, ui: Language) -> Iterator[str]:
    label = fact.name[ui] if fact.name else id
    if fact.type == "gruppe":
        yield f"{id}:  # {label}"
        for key, inner in (fact.fields or {}).items():
            lead = "# " if inner.optional else ""
            if inner.default is None:
                yield from (f"  {lead}{line}" for line in _lines(scheme, key, inner, ui))
    elif fact.type == "liste" and fact.empty == "lovlig":
        yield f"{id}: []  # {label}"
    elif fact.element and fact.element.type == "gruppe":
        yield f"{id}:  # {label}"
        fields = [
            f"{'# ' if inner.optional else ''}{line}"
            for key, inner in sorted((fact.element.fields or {}).items(), key=lambda field: field[1].optional)
            for line in _lines(scheme, key, inner, ui)
        ]
        yield from (f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(fields))
    elif fact.element:
        yield f"{id}: [{_prompt(scheme, label, fact.element)}]{_example(fact)}"
    else:
        yield f"{id}: {_prompt(scheme, label, fact)}{_example(fact)}"


def _prompt(scheme: Scheme, label: str, fact: Fact) -> str:
    if fact.default is not None:
        return str(fact.default)
    words = label + (f" ({' / '.join(scheme.facts.choices_of(fact))})" if fact.type == "valg" else "")
    return f'"«{words}»"' if ": " in words or "," in words else f"«{words}»"


def _example(fact: Fact) -> str:
    if fact.example is None:
        return ""
    shown = ", ".join(fact.example) if isinstance(fact.example, list) else fact.example
    return f"  # {shown}"
