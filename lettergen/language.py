"""The two written languages, and how dates, amounts and enumerations look in each.

Nothing here depends on the machine's locale, clock or decimal context: month names, grouping
and signs are Babel's (CLDR) for the language asked for; the few words beside them stand here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import cache

from babel import Locale

NO_BREAK_SPACE = "\u00a0"

_CENT = Decimal("0.01")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class Language(StrEnum):
    """Bokmål or Nynorsk."""

    NB = "nb"
    NN = "nn"

    @property
    def other(self) -> "Language":
        """The other of the two."""
        return Language.NN if self is Language.NB else Language.NB


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages: `words[Language.NN]`."""

    nb: str
    nn: str

    def __getitem__(self, language: Language) -> str:
        """Give the words in one language."""
        return self.nb if language is Language.NB else self.nn


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year, written `YYYY-MM` in people's files. ValueError where there is no such month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Raise ValueError unless the calendar has the month."""
        date(self.year, self.month, 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    def __str__(self) -> str:
        """Write it as people do in their files."""
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class _Noun:
    one: Bilingual
    many: Bilingual


_AND = Bilingual("og", "og")
_PERCENT = Bilingual("prosent", "prosent")
_HOUR = _Noun(Bilingual("time", "time"), Bilingual("timer", "timar"))
_KRONE = _Noun(Bilingual("krone", "krone"), Bilingual("kroner", "kroner"))


@dataclass(frozen=True, slots=True)
class _Names:
    months: tuple[str, ...]
    group: str
    decimal: str
    minus: str


@cache
def _names(language: Language) -> _Names:
    # Babel's formatters are passed by: they guess a locale and today's date where none is given,
    # cut decimals after the pattern's, and round half to even.
    locale = Locale.parse(language.value)
    wide = locale.months["format"]["wide"]
    signs = locale.number_symbols["latn"]
    return _Names(
        tuple(str(wide[number]) for number in range(1, 13)),
        str(signs["group"]),
        str(signs["decimal"]),
        str(signs["minusSign"]),
    )


def long_date(day: date, language: Language) -> str:
    """«22. november 2026», the day never parted from its month at a line end."""
    return f"{day.day}.{NO_BREAK_SPACE}{month(day, language)}"


def short_date(day: date) -> str:
    """«22.11.2026», and «01.02.2026»: always ten signs, so that columns stand straight."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def month(value: date | Month, language: Language) -> str:
    """«mars 2021», of a month or of a day's month."""
    return f"{_names(language).months[value.month - 1]} {value.year}"


def number(value: Decimal | int, language: Language) -> str:
    """«37,5»: as exact as it is given, no needless zeros. ValueError where it is not finite."""
    text = f"{_finite(value):f}"
    return _written(Decimal(text.rstrip("0").rstrip(".") if "." in text else text), language)


def amount(value: Decimal | int, language: Language) -> str:
    """«71,90»: always two decimals, rounded half up (away from zero below it). ValueError where it is not finite."""
    return _written(_rounded(value), language)


def kroner(value: Decimal | int, language: Language) -> str:
    """«500 kroner» where the rounded amount is whole, else «71,90 kroner». ValueError where it is not finite."""
    rounded = _rounded(value)
    whole = rounded == rounded.to_integral_value()
    return _counted(rounded, number(rounded, language) if whole else amount(rounded, language), _KRONE, language)


def hours(value: Decimal | int, language: Language) -> str:
    """«37,5 timer», «37,5 timar», «1 time». ValueError where it is not finite."""
    return _counted(value, number(value, language), _HOUR, language)


def percent(value: Decimal | int, language: Language) -> str:
    """«40 prosent» of the number 40, not of 0.4. ValueError where it is not finite."""
    return f"{number(value, language)}{NO_BREAK_SPACE}{_PERCENT[language]}"


def enumeration(items: Iterable[str], language: Language) -> str:
    """Join as «a», «a og b», «a, b og c»; nothing for no items."""
    *first, last = list(items) or [""]
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last


def capitalised(text: str) -> str:
    """Put the first letter in upper case and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def _finite(value: Decimal | int) -> Decimal:
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError("not a finite number")
    return exact


def _rounded(value: Decimal | int) -> Decimal:
    return _finite(value).quantize(_CENT, context=_EXACT)


def _written(value: Decimal, language: Language) -> str:
    names = _names(language)
    # Grouped with commas and a point by Python, then given the language's own signs; no sign on zero.
    digits = f"{value.copy_abs():,f}".translate(str.maketrans(",.", names.group + names.decimal))
    return names.minus + digits if value < 0 else digits


def _counted(value: Decimal | int, text: str, noun: _Noun, language: Language) -> str:
    word = noun.one if abs(value) == 1 else noun.many
    return f"{text}{NO_BREAK_SPACE}{word[language]}"
