"""`docs/koder.md`: every code that a finding may have, from the engine's list and the content's words."""

from collections import Counter
from collections.abc import Iterator

from lettergen import Language, Library
from lettergen.manual import Page, pages
from lettergen.reporting import law_named
from lettergen.wording import EntryFile

NB = Language.NB
GROUPS = {
    "LG1": "Det som står i fila",
    "LG2": "Begrunnelsene i saken",
    "LG3": "Tekstene i biblioteket",
    "LG4": "Lov og fullstendighet",
    "LG5": "Omgivelsene",
    "LG6": "Vurderingen",
    "LG7": "Brev som er rettet i Word",
    "": "Regler og ordvalg",
}
"""The headings, by how the codes under them begin; "" is what the content itself asks for."""
INTRO = """\
<!-- Laget av «make docs» fra lettergen/findings.py og reasons/. Rett teksten der, ikke her. -->

# Koder

Alt lettergen kan finne, har en kode. `lettergen explain LG402` viser det samme som denne siden, på den målforma du vil.

| alvor | `severity` | SARIF og GitHub | betyr |
| --- | --- | --- | --- |
| feil | `error` | error | Brevet kan ikke skrives før dette er rettet. |
| spørsmål | `question` | error | Brevet kan ikke skrives før teksten er rettet eller spørsmålet besvart under `svar`. |
| råd | `warning` | warning | Se på dette. Brevet kan skrives likevel. |
| merknad | `note` | note (GitHub: notice) | Greit å vite. |

**Kodene er stabile.** En kode bytter aldri betydning, og nummeret til en kode som er tatt ut, blir ikke brukt på nytt.
Endrer alvoret eller kortnavnet seg, står det i [endringsloggen](../CHANGELOG.md). Teksten i en melding kan bli bedre når
som helst: Bygg på koden, ikke på ordene.

LG-kodene gjelder alle ordninger. De andre har navnet på ordningen foran (FELLES gjelder alle) og står i tekstene, der
fagrådgiveren kan endre dem. Tre prikker (…) står der meldingen sier hva det gjelder i den enkelte saken.
"""


def koder(library: Library) -> str:
    """The page as text."""
    return "\n".join(_page(library)) + "\n"


def _page(library: Library) -> Iterator[str]:
    listed = list(pages(library))
    counts = Counter(library.catalogue.word(each.severity, NB) for each in listed)
    yield INTRO
    yield f"I alt {len(listed)} koder: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + "."
    for group, heading in GROUPS.items():
        own = [each for each in listed if _group(each) == group]
        if own:
            yield from ("", f"## {heading}", "", "| kode | kortnavn | alvor | |", "| --- | --- | --- | --- |")
            yield from (_row(each, library) for each in own)
            for each in own:
                yield from _entry(each, library)


def _group(page: Page) -> str:
    return next((group for group in GROUPS if group and page.code.startswith(group)), "")


def _row(page: Page, library: Library) -> str:
    title = page.title(NB) or page.message(NB).split(". ")[0].rstrip(".")
    return f"| [{page.code}](#{_anchor(page)}) | {page.slug} | {library.catalogue.word(page.severity, NB)} | {_cell(title)} |"


def _anchor(page: Page) -> str:
    """The anchor that a page on the web gives the entry's heading."""
    return f"{page.code} {page.slug}".lower().replace(" ", "-")


def _entry(page: Page, library: Library) -> Iterator[str]:
    word = library.catalogue.word
    yield from ("", f"### {page.code} {page.slug}", "")
    title = f" {_inline(page.title(NB))}." if page.title(NB) else ""
    yield f"**{word(page.severity, NB).capitalize()}.**{title} {_inline(page.message(NB))}"
    yield from ("", f"{word('do_label', NB)}: {_inline(page.do(NB))}")
    if law := law_named(page.law, library, NB):
        yield from ("", f"{word('law_label', NB)}: {law}")
    if isinstance(page.entry, EntryFile) and page.entry.example:
        for heading, text in (("bad", page.entry.example.bad), ("good", page.entry.example.good)):
            yield from ("", f"{word(heading, NB)}:", "", "```text", *text.splitlines(), "```")


def _inline(text: str) -> str:
    """Words as they are, none of them markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _cell(text: str) -> str:
    return _inline(" ".join(text.split()))
