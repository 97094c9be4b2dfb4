"""The commented skeleton of a decision file: every field of a letter type, each prompt standing as the value."""

from collections.abc import Iterator
from datetime import date

from lettergen.facts import Fact
from lettergen.language import Language
from lettergen.library import Library, Scheme
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


def skeleton(library: Library, scheme: Scheme, letter: str, language: Language, ui: Language) -> str:
    """A decision file to fill in. Prompts stand in « »; one that is left is an error, never a letter.

    Raises `KeyError` for an unknown letter type.
    """
    kind = scheme.letter_types[letter]
    return "\n".join(
        [
            f"# {kind.name[ui]}",
            f"skjema: {scheme.file.schema_id}",
            f"brev: {letter}",
            f"maalform: {language}",
            *_core(library, ui),
            *_sources(library, scheme, ui),
            "vilkaar:",
            *(line for id in scheme.conditions for line in _condition(library, scheme, letter, id, language, ui)),
            "opplysninger:",
            *(
                line
                for id, fact in scheme.facts.facts.items()
                for line in _fact(scheme, id, fact, "  ", ui, id in kind.facts)
            ),
            "svar: []",
            "",
        ]
    )


def _core(library: Library, ui: Language) -> Iterator[str]:
    names = library.catalogue.file.core_names

    def prompt(path: str) -> str:
        return f"«{names[path][ui]}»" if path in names else f"«{path.rsplit('.', maxsplit=1)[-1]}»"

    for entry in CORE:
        if isinstance(entry, str):
            yield f"{entry}: {prompt(entry)}"
            continue
        group, fields = entry
        yield f"{group}:"
        for key in fields:
            path = f"{group}.{key}"
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
    grant = scheme.letter_types[letter].requires_outcome == "alle_oppfylt"
    if condition.is_exception and grant:
        return
    mark = "# " if condition.is_exception or condition.when else ""
    yield f"  # {condition.name[ui]}"
    for outcome in condition.outcomes:
        if grant and outcome != "oppfylt":
            continue
        listed = candidates(scheme, id, outcome, date.max, language)
        yield from (f"  #   {outcome}: {each.id} ({each.title})" for each in listed)
    yield f"  {mark}{id}:"
    if not grant:
        yield f"  {mark}  utfall: «{' / '.join((*condition.outcomes, 'ikke_vurdert'))}»"
    if "oppfylt" not in condition.default or not grant:
        yield f"  {mark}  begrunnelser: [«id»]"
    if "kilde" in condition.legs:
        yield f"  {mark}  kilder: []"
    if "vurdering" in condition.legs:
        label = library.catalogue.leg("vurdering", ui)
        if condition.parts:
            yield f"  {mark}  vurdering:"
            yield from (f"  {mark}    {part}: «{words[ui]}»" for part, words in condition.parts.items())
        else:
            yield f"  {mark}  vurdering: «{label}»"


def _fact(scheme: Scheme, id: str, fact: Fact, indent: str, ui: Language, needed: bool) -> Iterator[str]:  # noqa: FBT001  # a plain yes or no inside one module
    """A fact's lines: live where the letter type needs it, else as comments to take into use."""
    mark = indent if needed else f"{indent}# "
    label = fact.name[ui] if fact.name else id
    match fact.type:
        case "gruppe":
            yield f"{mark}{id}:"
            for key, inner in (fact.fields or {}).items():
                if inner.type not in ("gruppe", "liste") and not inner.optional and inner.default is None:
                    yield f"{mark}  {key}: {_prompt(scheme, key, inner, ui)}"
                elif inner.type == "liste":
                    yield from (f"{mark}  {line}" for line in _list(scheme, key, inner, ui))
        case "liste":
            yield from (f"{mark}{line}" for line in _list(scheme, id, fact, ui))
        case _:
            yield f"{mark}{id}: {_prompt(scheme, id, fact, ui)}" + ("" if fact.type == "valg" else f"  # {label}")


def _list(scheme: Scheme, id: str, fact: Fact, ui: Language) -> Iterator[str]:
    element = fact.element
    assert element is not None
    label = fact.name[ui] if fact.name else id
    if fact.empty == "lovlig":
        yield f"{id}: []  # {label}"
    elif element.type == "gruppe":
        yield f"{id}:  # {label}"
        for number, (key, inner) in enumerate((element.fields or {}).items()):
            yield f"  {'- ' if number == 0 else '  '}{key}: {_prompt(scheme, key, inner, ui)}"
    else:
        yield f"{id}: [{_prompt(scheme, id, element, ui)}]  # {label}"


def _prompt(scheme: Scheme, id: str, fact: Fact, ui: Language) -> str:
    if fact.type == "valg":
        return f"«{' / '.join(scheme.facts.choices_of(fact))}»"
    if fact.default is not None:
        return str(fact.default)
    words = fact.name[ui] if fact.name else id
    return f"«{words}»" if ": " not in words and " #" not in words else f"«{id}»"
