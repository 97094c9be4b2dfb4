"""What texts and rules see: the file's core keys, the declared facts, rates and the filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from lettergen import language as written
from lettergen.benefit import ROWS, TOTALS
from lettergen.citations import cite, section_only
from lettergen.fields import Choice
from lettergen.identity import Same
from lettergen.language import Language
from lettergen.law import Provision
from lettergen.library import Scheme
from lettergen.shapes import TEXT, Group, Items, Leaf, Names, Shape

DATE, NUMBER, YES_NO = Leaf("dato"), Leaf("tall"), Leaf("ja_nei")
SOURCE = Group({"id": TEXT, "hva": TEXT, "dato": DATE})
PERSON = Group({"navn": TEXT, "tittel": TEXT, "telefon": TEXT})
CORE: Mapping[str, Shape] = {
    "dato": DATE,
    "saksnummer": TEXT,
    "mottaker": Group({"navn": TEXT, "foedselsdato": DATE}),
    "saksbehandler": PERSON,
    "godkjenner": PERSON,
    "soeknad": Group({"mottatt": DATE}),
    "brukers_syn": Group({"tekst": TEXT, "dato": DATE, "vekt": TEXT, "vil_ikke_uttale_seg": TEXT}),
    "fullmektig": Group({"navn": TEXT}),
    "verge": Group({"navn": TEXT}),
    "kilder": Items(SOURCE),
    "kontor": Group(
        {
            "kommune": TEXT,
            "navn": TEXT,
            "telefon": TEXT,
            "statsforvalter": TEXT,
            "klageadresse": TEXT,
            "nettside": TEXT,
        }
    ),
    "har_utfall": Group({"oppfylt": YES_NO, "ikke_vurdert": YES_NO, "avgjoerende": YES_NO}),
}
CONDITION = Group({"utfall": TEXT, "begrunnelser": Items(TEXT), "kilder": Items(SOURCE)})
STRETCH = Group(
    {
        "fra": DATE,
        "til": DATE,
        "grunnlag": NUMBER,
        "faktor": NUMBER,
        "per_aar": NUMBER,
        "per_dag": NUMBER,
        "barn_per_dag": NUMBER,
        "antall_barn": NUMBER,
        "redusert": YES_NO,
        **dict.fromkeys(
            (
                "i_alt_per_dag",
                "dager",
                "sum",
                "timer",
                "trekk_per_dag",
                "trekk",
                "utbetales_per_dag",
                "til_utbetaling",
                "utbetalt_per_dag",
                "utbetalt",
                "forskjell_per_dag",
                "forskjell",
            ),
            NUMBER,
        ),
    }
)
ENTITLEMENT = Group({**dict.fromkeys(ROWS, Items(STRETCH)), **dict.fromkeys(TOTALS, NUMBER)})
TEXT_CALLS = frozenset({"vilkaar", "blokk", "tabell", "lovhenvisning"})


def shapes(scheme: Scheme) -> dict[str, Shape]:
    """Everything a rule or text of a scheme may name, and its shape."""
    return {
        **CORE,
        "vilkaar": Group(dict.fromkeys(scheme.conditions, CONDITION)),
        "satser": Group(dict.fromkeys(scheme.series, NUMBER)),
        "stoenad": ENTITLEMENT,
        **scheme.facts.shapes,
    }


def names(scheme: Scheme, *, running_text: bool = False) -> Names:
    """What a text may name; running texts also have the calls that give finished passages."""
    return Names(shapes(scheme), TEXT_CALLS if running_text else frozenset(), frozenset(FILTERS) | LAW_FILTERS)


Filter = Callable[..., Any]
FILTERS: Mapping[str, Callable[[Any, Language], str]] = {
    "dato": written.long_date,
    "dato_kort": lambda day, _: written.short_date(day),
    "maaned": written.month,
    "tall": written.number,
    "beloep": written.amount,
    "kroner": written.kroner,
    "timer": written.hours,
    "prosent": written.percent,
    "opplisting": lambda items, language: written.enumeration((_word(item, language) for item in items), language),
    "stor": lambda text, language: written.capitalised(_word(text, language)),
}
LAW_FILTERS = frozenset({"hjemmel", "paragraf"})
KINDS: Mapping[str, type | tuple[type, ...]] = {
    "dato": date,
    "dato_kort": date,
    "maaned": (date, written.Month),
    "tall": (Decimal, int),
    "beloep": (Decimal, int),
    "kroner": (Decimal, int),
    "timer": (Decimal, int),
    "prosent": (Decimal, int),
    "opplisting": list,
    "stor": str,
}


@cache
def _filters(language: Language) -> Mapping[str, Filter]:
    """The filters that need no law."""

    def bound(name: str) -> Filter:
        def apply(value: Any) -> str:
            if not isinstance(value, KINDS[name]) or isinstance(value, bool):
                raise TypeError(name)
            return FILTERS[name](value, language)

        return apply

    return {name: bound(name) for name in FILTERS}


def filters(language: Language, provisions: Mapping[str, Provision]) -> Mapping[str, Filter]:
    """The filters of a letter in one language. A value of another kind than a filter takes is a `TypeError`."""
    return _with_law(language, Same(provisions))


@lru_cache(maxsize=16)
def _with_law(language: Language, held: Same) -> Mapping[str, Filter]:
    provisions: Mapping[str, Provision] = held.what

    def law(write: Callable[[Sequence[Provision], Language], str]) -> Filter:
        @lru_cache(maxsize=1024)
        def named(listed: tuple[str, ...]) -> str:
            if unknown := [id for id in listed if id not in provisions]:
                raise ValueError(unknown[0])
            return write([provisions[id] for id in listed], language)

        return lambda ids: named((ids,) if isinstance(ids, str) else tuple(ids))

    return {**_filters(language), "hjemmel": law(cite), "paragraf": law(section_only)}


def _word(value: Any, language: Language) -> str:
    if isinstance(value, Choice):
        return value.names[language]
    if not isinstance(value, str):
        raise TypeError("opplisting")
    return value
