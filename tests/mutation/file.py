"""Damage to the file itself: what every letter needs, keys, types, signs, and what YAML allows and we do not."""

from collections.abc import Iterator
from typing import Any

from lettergen.facts import Fact
from lettergen.source import Path
from tests.mutation.kinds import DROP, Example, Mutant, kind
from tests.mutation.places import assessments, given_facts

ALWAYS = ("skjema", "brev", "saksnummer", "dato", "mottaker.navn")
NOT_THAT = {
    "dato": ("2026-02-30", "neste uke", "01.12.2026", "2026-13-01", "1826-11-20"),
    "maaned": ("2026-13", "mars 2024", "2024"),
    "heltall": ("fem", "2,5", "1e3"),
    "kroner": ("8.500", "åtte tusen", "-200", "12,345"),
    "timer": ("tretti", "-7,5", "7:30", "7,555"),
    "prosent": ("halv", "-40", "40 %"),
    "ja_nei": ("kanskje", "yes", "true", "1"),
    "valg": ("annet-enn-dette", "Ukjent"),
    "tekst": (["en", "liste"], {"nb": "tekst"}),
}
"""What a fact of each type cannot be."""
HIDDEN = ("\u202e", "\u0007", "\ufeff", "\u2066")
UNPRINTABLE = ("😀", "漢", "→\U0001f60a"[1:], "ᚠ")


@kind("LG113", each=2)
def core_field_dropped(example: Example) -> Iterator[Mutant]:
    """What every letter, or this type of letter, needs: gone, empty or only white space."""
    for number, name in enumerate((*ALWAYS, *example.case.letter_type.core)):
        path: Path = tuple(name.split("."))
        if example.get(*path) is not None:
            value = (DROP, None, "  ")[(number + example.number) % 3]
            value = DROP if value == "  " and name in ("dato", "mottaker.foedselsdato", "soeknad.mottatt") else value
            yield Mutant(name, ((path, value),), "LG113", path)


@kind("LG403", each=3)
def fact_of_letter_dropped(example: Example) -> Iterator[Mutant]:
    """A fact that the letter type asks for, and that no condition names."""
    named = {fact.split(".")[0] for each in example.conditions for block in each.blocks for fact in block.head.facts}
    for fact in example.case.letter_type.facts:
        path: Path = ("opplysninger", fact)
        if fact not in named and example.get(*path) is not None:
            yield Mutant(fact, ((path, DROP),), "LG403", path)


@kind("LG403", each=3)
def field_of_fact_dropped(example: Example) -> Iterator[Mutant]:
    """One field of a group of facts, or of a group in a list."""
    named = {fact.split(".")[0] for each in example.conditions for block in each.blocks for fact in block.head.facts}
    for name in example.case.letter_type.facts:
        declared = example.case.scheme.facts.facts[name]
        if name not in named:
            for path in _fields(declared, example.facts(name), (name,)):
                place: Path = ("opplysninger", *path)
                yield Mutant(".".join(map(str, path)), ((place, DROP),), "LG403", place)


def _fields(fact: Fact, value: Any, path: Path) -> Iterator[Path]:
    """Every given field that must be given."""
    if isinstance(value, dict):
        for key, inner in (fact.fields or {}).items():
            if key in value and not inner.optional and inner.default is None:
                yield (*path, key)
                yield from _fields(inner, value[key], (*path, key))
    elif isinstance(value, list) and fact.element is not None:
        for index, item in enumerate(value):
            yield from _fields(fact.element, item, (*path, index))


@kind("LG403", each=2)
def evaluations_dropped(example: Example) -> Iterator[Mutant]:
    """A programme without dates of evaluation."""
    path: Path = ("opplysninger", "program", "evalueringer")
    if example.get(*path):
        for value in (DROP, [], None):
            yield Mutant(repr(value), ((path, value),), "LG403", path)


@kind("LG117")
def prompt_left(example: Example) -> Iterator[Mutant]:
    """A prompt of the skeleton, or a filler, stands where words of the letter should."""
    for number, (path, fact, _) in enumerate(given_facts(example)):
        if fact.type == "tekst":
            word = ("«Hva vurderingen kom fram til»", "xxx", "…", "Fyll inn")[(number + example.number) % 4]
            yield Mutant(f"{path[-1]}: {word}", ((path, word),), "LG117", path)
    for key in ("tekst", "vekt"):
        path = ("brukers_syn", key)
        if example.get(*path):
            yield Mutant(key, ((path, "«Hva mener søkeren?»"),), "LG117", path)


@kind("LG110", each=2)
def key_unknown(example: Example) -> Iterator[Mutant]:
    """A key that is misspelt or never was: at the top, in a group, in a condition, among the facts."""
    places: list[Path] = [("vurderinger",), ("mottaker", "epost"), ("opplysninger", "diagnose")]
    places += [("vilkaar", each.id, "vurdring") for each in example.conditions]
    places += [("brukers_syn", "vekta")] if example.get("brukers_syn") else []
    places += [("kilder", name, "slag") for name in example.get("kilder") or ()]
    for name, value in (example.facts() or {}).items():
        places += [("opplysninger", name, "merknad")] if isinstance(value, dict) else []
    for path in places:
        yield Mutant(".".join(map(str, path)), ((path, "noe"),), "LG110", path)


@kind("LG111", each=3)
def wrong_type(example: Example) -> Iterator[Mutant]:
    """A value that is no date, number, choice, yes or no, or text, where one is due."""
    for number, (path, fact, _) in enumerate(given_facts(example)):
        wrong = NOT_THAT.get(fact.type)
        if wrong:
            value = wrong[(number + example.number) % len(wrong)]
            yield Mutant(f"{path[-1]}: {value}", ((path, value),), "LG111", path)


@kind("LG111", each=1)
def wrong_type_of_core(example: Example) -> Iterator[Mutant]:
    """The same in the part of the file that all letters share."""
    for path, value in (
        (("dato",), "20. november 2026"),
        (("dato",), "2026-11-31"),
        (("maalform",), "bokmål"),
        (("mottaker",), "Kari"),
        (("mottaker", "foedselsdato"), "12.3.1980"),
        (("soeknad", "mottatt"), "i går"),
        (("brukers_syn",), ["sa ja"]),
        (("kilder",), ["samtale"]),
        (("opplysninger",), "ingen"),
    ):
        if example.get(*path) is not None:
            yield Mutant(f"{path[-1]}: {value}", ((path, value),), "LG111", path)


@kind("LG112", each=1)
def line_break(example: Example) -> Iterator[Mutant]:
    """A line break in a field that goes on a sentence."""
    for path, fact, value in given_facts(example):
        if fact.type == "tekst" and fact.lines != "flere":
            yield Mutant(str(path[-1]), ((path, f"{value}\nog litt til"),), "LG112", path)
    yield Mutant("saksnummer", ((("saksnummer",), "2026/1\n2026/2"),), "LG112", ("saksnummer",))


@kind("LG120", each=1)
def phrase_with_full_stop(example: Example) -> Iterator[Mutant]:
    """Whole sentences where words should go on a sentence of the letter."""
    for path, fact, value in given_facts(example):
        if fact.phrase and value[:1].islower():
            whole = f"{value[:1].upper()}{value[1:]}"
            yield Mutant(str(path[-1]), ((path, whole),), "LG120", path)
            yield Mutant(str(path[-1]), ((path, f"{value}. Det er viktig. Vi følger opp"),), "LG120", path)


@kind("LG119", each=1)
def national_id_wrong(example: Example) -> Iterator[Mutant]:
    """A national id with a digit wrong, too short, or made up though the office does not allow that."""
    path: Path = ("mottaker", "foedselsnummer")
    number = ("12345678901", "0101901234", "00000000000", "31129956716", "1503 80 12346")[example.number % 5]
    yield Mutant(number, ((path, number),), "LG119", path)


@kind("LG109", each=1)
def sign_not_printable(example: Example) -> Iterator[Mutant]:
    """A sign that the letter's fonts do not have."""
    texts: list[tuple[Path, str]] = [(each.path, each.text) for each in assessments(example)]
    texts += [(path, value) for path, fact, value in given_facts(example) if fact.type == "tekst"]
    texts += [(("mottaker", "navn"), example.get("mottaker", "navn"))]
    for number, (path, text) in enumerate(texts):
        sign = UNPRINTABLE[(number + example.number) % len(UNPRINTABLE)]
        yield Mutant(f"{path[-1]}: {sign}", ((path, f"{text} {sign}"),), "LG109", path)


@kind("LG108", each=1)
def sign_hidden(example: Example) -> Iterator[Mutant]:
    """A control sign, or one that turns the direction of what follows."""
    texts: list[tuple[Path, str]] = [(each.path, each.text) for each in assessments(example)]
    texts += [(("mottaker", "navn"), example.get("mottaker", "navn")), (("saksnummer",), example.get("saksnummer"))]
    for number, (path, text) in enumerate(texts):
        sign = HIDDEN[(number + example.number) % len(HIDDEN)]
        yield Mutant(f"{path[-1]}: U+{ord(sign):04X}", ((path, f"{text[:5]}{sign}{text[5:]}"),), "LG108", path)


def _raw(about: str, text: str, code: str, at: Path = ()) -> Mutant:
    return Mutant(about, (), code, at, text=text)


@kind("LG103", each=1)
def key_twice(example: Example) -> Iterator[Mutant]:
    """The same key twice: which of them counts cannot be known."""
    for key in ("saksnummer", "dato", "mottaker", "opplysninger"):
        yield _raw(key, f"{example.text.rstrip()}\n{key}: 2026/99\n", "LG103", (key,))
    first = next(iter(example.get("vilkaar") or ()), None)
    if first:
        text = example.text.replace("\nvilkaar:\n", f"\nvilkaar:\n  {first}: {{utfall: oppfylt}}\n", 1)
        yield _raw(first, text, "LG103", ("vilkaar", first))


@kind("LG102", each=1)
def yaml_broken(example: Example) -> Iterator[Mutant]:
    """YAML that no reader takes: a tab, a quote that is never closed, a lost colon, a list that never ends."""
    text = example.text
    yield _raw("tab", text.replace("\nmottaker:\n  ", "\nmottaker:\n\t", 1), "LG102")
    yield _raw("quote", text.replace("\nsaksnummer: ", '\nsaksnummer: "', 1), "LG102")
    yield _raw("colon", text.replace("\nsaksnummer:", "\nsaksnummer", 1), "LG102")
    yield _raw("list", text.replace("\ndato: ", "\ndato: [", 1), "LG102")


@kind("LG104", each=1)
def yaml_refused(example: Example) -> Iterator[Mutant]:
    """YAML that says something else than it looks like: anchors, aliases, tags."""
    text = example.text
    for sign, place in (("&a ", ("saksnummer",)), ("!!str ", ("saksnummer",)), ("!tall ", ("saksnummer",))):
        yield _raw(sign, text.replace("\nsaksnummer: ", f"\nsaksnummer: {sign}", 1), "LG104", place)
    yield _raw("two documents", f"{text}\n---\n{text}", "LG104")


@kind("LG101", "LG106", "LG107", each=1)
def file_not_a_decision(example: Example) -> Iterator[Mutant]:
    """A file that is empty, only a comment, or a list."""
    yield _raw("empty", "", "LG106")
    yield _raw("comment", example.text.splitlines()[0] + "\n", "LG106")
    yield _raw("list", "- " + example.text.replace("\n", "\n  "), "LG107")
    yield _raw("text", "bare litt tekst\n", "LG107")
