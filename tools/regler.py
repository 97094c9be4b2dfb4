"""`docs/regler.md`: what inspections found and the law asks, the codes that see to it, and every rule with its examples."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from lettergen import Language, Library
from lettergen.library import Scheme
from lettergen.manual import Page, pages
from lettergen.reporting import law_named
from lettergen.scheme import RuleFile
from lettergen.word_rules import WordingFile

NB = Language.NB
DEMANDS = "tilsyn.yaml"
"""The table of demands and inspections of a scheme, where it has one."""
SHOWN = 2
"""How many examples of each kind the page shows; `lettergen explain` shows all."""
LONG = 220
INTRO = """\
<!-- Laget av «make docs» fra reasons/. Rett teksten der, ikke her. -->

# Regler

Her står hva vedtakene må oppfylle i tillegg til at hvert vilkår er begrunnet, og hva som fanger det tilsynene har funnet.
Alle kodene, også dem som gjelder fila og biblioteket, står i [koder.md](koder.md). `lettergen explain KVP-R10` viser en regel
med alle eksemplene.

En **feil** eller et **spørsmål** stopper brevet. Et spørsmål kan besvares under `svar` i saksfila. Et **råd** og en
**merknad** stopper ingenting.
"""


def regler(library: Library) -> str:
    """The page as text."""
    return "\n".join(_page(library)) + "\n"


def demands(library: Library, scheme: str) -> Mapping[str, Any]:
    """A scheme's table of demands and inspections; empty where it has none."""
    file = library.stack.find(f"reasons/{scheme}/{DEMANDS}")
    return yaml.safe_load(Path(file).read_text(encoding="utf-8")) if file else {}


def _page(library: Library) -> Iterator[str]:
    listed = [each for each in pages(library) if isinstance(each.entry, RuleFile | WordingFile)]
    anchors = {each.code: _anchor(each) for each in listed}
    yield INTRO
    for scheme in library.schemes.values():
        table = demands(library, scheme.id)
        if table:
            yield from _inspections(table, anchors)
            yield from _demands(table, anchors)
        yield from ("## Reglene", "", "| kode | kortnavn | alvor | brev |", "| --- | --- | --- | --- |")
        own = [each for each in listed if _belongs(each, scheme)]
        yield from (_row(each, scheme, library) for each in own)
        for each in own:
            yield from _rule(each, scheme, library)


def _belongs(page: Page, scheme: Scheme) -> bool:
    return page.code.startswith((f"{scheme.id.upper()}-", "FELLES-"))


def _inspections(table: Mapping[str, Any], anchors: Mapping[str, str]) -> Iterator[str]:
    yield from ("## Det tilsynene fant, og det som fanger det", "")
    for inspection in table["tilsyn"]:
        yield from (f"### {inspection['navn']}", "", _plain(inspection["kilde"]), "")
        yield from ("| funn | krav | koder |", "| --- | --- | --- |")
        for found in inspection["funn"]:
            codes = dict.fromkeys(code for id in found["krav"] for code in table["krav"][id]["koder"])
            yield f"| {_plain(found['hva'])} | {', '.join(found['krav'])} | {_links(codes, anchors)} |"
        yield ""


def _demands(table: Mapping[str, Any], anchors: Mapping[str, str]) -> Iterator[str]:
    yield from ("## Kravene", "", "| krav | hva | koder | det kontrollen ikke ser |", "| --- | --- | --- | --- |")
    for id, demand in table["krav"].items():
        limit = _plain(demand.get("grense", ""))
        yield f"| {id} | {_plain(demand['hva'])} | {_links(demand['koder'], anchors)} | {limit} |"
    yield ""


def _links(codes: Mapping[str, Any] | list[str], anchors: Mapping[str, str]) -> str:
    places = {code: f"#{anchors[code]}" if code in anchors else "koder.md" for code in codes}
    return ", ".join(f"[{code}]({place})" for code, place in places.items())


def _anchor(page: Page) -> str:
    return f"{page.code} {page.slug}".lower().replace(" ", "-")


def _letters(page: Page, scheme: Scheme) -> str:
    names = [scheme.letter_types[id].name[NB].lower() for id in page.entry.applies if id in scheme.letter_types]
    return ", ".join(names) or "alle brev"


def _row(page: Page, scheme: Scheme, library: Library) -> str:
    severity = library.catalogue.word(page.severity, NB)
    return f"| [{page.code}](#{_anchor(page)}) | {page.slug} | {severity} | {_letters(page, scheme)} |"


def _rule(page: Page, scheme: Scheme, library: Library) -> Iterator[str]:
    word, entry = library.catalogue.word, page.entry
    yield from ("", f"### {page.code} {page.slug}", "")
    yield f"**{word(page.severity, NB).capitalize()}.** {_plain(page.message(NB))}"
    yield from ("", f"{word('do_label', NB)}: {_plain(page.do(NB))}", "")
    yield f"- Brev: {_letters(page, scheme)}"
    if law := law_named(page.law, library, NB):
        yield f"- {word('law_label', NB)}: {law}"
    if isinstance(entry, RuleFile):
        for name, value in entry.settings.items():
            yield f"- Kontoret kan endre `{name}`. Ellers er den {value}."
        for key, source in (("For hver", entry.for_each), ("Når", entry.when), ("Med mindre", entry.unless)):
            if source:
                yield f"- {key}: {_code(source)}"
        yield f"- Krav: {_code(entry.requirement)}"
    for heading, examples in (("accepts", entry.accepts), ("refuses", entry.refuses)):
        short = sorted(examples, key=lambda example: len(_inline(example)))[:SHOWN]
        yield from (f"- {word(heading, NB).capitalize()}: {_code(_inline(example))}" for example in short)


def _inline(value: Any) -> str:
    """An example's values on one line, as they would stand in a file."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return str(value)


def _code(text: str) -> str:
    words = " ".join(text.split())
    return f"`{words if len(words) <= LONG else words[:LONG].rsplit(' ', 1)[0] + ' …'}`"


def _plain(text: str) -> str:
    """Words as they are, none of them markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in " ".join(text.split()))
