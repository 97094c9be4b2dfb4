"""The types of fields in people's files: from written text to values, and what is wrong when it fails.

Files are read as text (`documents`), so that `no`, `0301` and `1e3` stay what was written; each
field here says what it takes. JSON gives numbers and true/false as well. A refusal is a
`PydanticCustomError` whose type names what was expected; words for it stand in the content.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from lettergen.findings import Code
from lettergen.language import Language, Month
from lettergen.names import norwegian
from lettergen.source import Path

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\d{4}-\d{2}")
YEARS = range(1900, 2100)
NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,10})?")
SPACES = re.compile(r"[ \t]+")
CENTS = 2
WHOLE = re.compile(r"-?\d{1,15}")


class Choice(str):
    """A declared choice: equal to its id as text, and written by its name in either language."""

    __slots__ = ("names",)
    names: Mapping[Language, str]

    def __new__(cls, id: str, names: Mapping[Language, str]) -> Self:
        """Make the choice `id`, called `names`."""
        choice = super().__new__(cls, id)
        choice.names = names
        return choice


def wrong(expected: str, **context: Any) -> PydanticCustomError:
    """What a field raises: `expected` is a key of the content's table of field descriptions."""
    return PydanticCustomError("expected", expected, {"expected": expected, **context})


def to_text(value: Any) -> str:
    """One line of text, its edges trimmed. Numbers from JSON are not text."""
    if not isinstance(value, str):
        raise wrong("tekst")
    if "\n" in value.strip() or "\r" in value.strip():
        raise wrong("en_linje")
    return SPACES.sub(" ", value).strip()


def to_long_text(value: Any) -> str:
    """Text of one or more paragraphs."""
    if not isinstance(value, str):
        raise wrong("tekst")
    return value.strip()


def to_phrase(value: Any) -> str:
    """Words that go on a sentence of the letter: one line, without the full stop that the sentence has itself."""
    return to_text(value).removesuffix(".").rstrip()


def to_date(value: Any) -> date:
    """An ISO date, `2026-11-20`, in a century anyone alive has a date in."""
    try:
        if isinstance(value, str) and DATE.fullmatch(value.strip()):
            day = date.fromisoformat(value.strip())
            if day.year in YEARS:
                return day
    except ValueError:
        pass
    raise wrong("dato")


def to_month(value: Any) -> Month:
    """A month, `2021-03`."""
    try:
        if isinstance(value, str) and MONTH.fullmatch(value.strip()):
            year, month = value.strip().split("-")
            if int(year) in YEARS:
                return Month(int(year), int(month))
    except ValueError:
        pass
    raise wrong("maaned")


def to_number(value: Any) -> Decimal:
    """A decimal number written with comma or point; no exponent, no thousands sign."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise wrong("tall")
    try:
        if NUMBER.fullmatch(text := str(value).strip()):
            return Decimal(text.replace(",", "."))
    except InvalidOperation:
        pass
    raise wrong("tall")


def to_quantity(expected: str) -> Callable[[Any], Decimal]:
    """A field of amounts, hours or percent: not negative, two decimals at most.

    Three signs after a point are a thousands sign (`8.500`), and never become `8,50` unseen.
    """

    def convert(value: Any) -> Decimal:
        try:
            amount = to_number(value)
        except PydanticCustomError:
            raise wrong(expected) from None
        if amount < 0 or decimals(amount) > CENTS:
            raise wrong(expected)
        return amount

    return convert


def decimals(amount: Decimal) -> int:
    """How many decimals a number was written with."""
    return max(0, -int(amount.as_tuple().exponent))


def to_whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not WHOLE.fullmatch(str(value).strip()):
        raise wrong("heltall")
    return int(value)


def to_yes_no(value: Any) -> bool:
    """`ja` or `nei`; true or false in JSON."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (word := value.strip().casefold()) in ("ja", "nei"):
        return word == "ja"
    raise wrong("ja_nei")


def to_list(value: Any) -> Any:
    """A list; anything else is said plainly to be wrong."""
    if not isinstance(value, list | tuple):
        raise wrong("liste")
    return value


def to_mapping(value: Any) -> Any:
    """Keys and values; an already built model passes."""
    if not isinstance(value, Mapping | BaseModel):
        raise wrong("gruppe")
    return value


Text = Annotated[str, BeforeValidator(to_text)]
Phrase = Annotated[str, BeforeValidator(to_phrase)]
LongText = Annotated[str, BeforeValidator(to_long_text)]
Date = Annotated[date, BeforeValidator(to_date), WithJsonSchema({"type": "string", "format": "date"})]
MonthField = Annotated[
    Month, BeforeValidator(to_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]
Number = Annotated[
    Decimal, BeforeValidator(to_number), WithJsonSchema({"type": ["number", "string"], "pattern": NUMBER.pattern})
]
QUANTITY_SCHEMA = WithJsonSchema({"type": ["number", "string"], "pattern": NUMBER.pattern, "minimum": 0})
Amount = Annotated[Decimal, BeforeValidator(to_quantity("kroner")), QUANTITY_SCHEMA]
Hours = Annotated[Decimal, BeforeValidator(to_quantity("timer")), QUANTITY_SCHEMA]
Percent = Annotated[Decimal, BeforeValidator(to_quantity("prosent")), QUANTITY_SCHEMA]
Whole = Annotated[int, BeforeValidator(to_whole), WithJsonSchema({"type": "integer"})]
YesNo = Annotated[bool, BeforeValidator(to_yes_no), WithJsonSchema({"enum": [True, False, "ja", "nei"]})]


class FileModel(BaseModel):
    """A model whose keys people write: Norwegian keys, nothing unknown, never changed once read."""

    model_config = ConfigDict(
        alias_generator=norwegian,
        validate_by_name=False,
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


class FactModel(BaseModel):
    """A group of facts: its keys are the content's own names, so none is translated."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


class Bilingual(FileModel):
    """A short text in both languages."""

    nb: LongText
    nn: LongText

    def __getitem__(self, language: Language) -> str:
        """The text in one language."""
        return self.nb if language is Language.NB else self.nn


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong with a value: where, what was expected, and the choices where there are any."""

    path: Path
    code: Code
    expected: str
    choices: tuple[str, ...] = ()


M = TypeVar("M", bound=BaseModel)


def read_model(model: type[M], data: Any) -> tuple[M, tuple[Trouble, ...]]:
    """Read what can be read of `data`: a value that is wrong is named and then left out.

    The model must accept that any value is absent, or `ValidationError` is raised for what
    cannot be left out (`read_strict` is for such models).
    """
    troubles: list[Trouble] = []
    while True:
        try:
            return model.model_validate(data), tuple(troubles)
        except ValidationError as error:
            found = list(_troubles(error))
            told = {trouble.path for trouble in troubles}
            # Where a field lacks that must be there, all that it lacks from is left out.
            lost = {each.path[:-1] if each.code is Code.MISSING_FIELD else each.path for each in found}
            smaller = data
            for path in sorted(lost, key=lambda path: [str(part).zfill(9) for part in path], reverse=True):
                smaller = _without(smaller, path)
            if smaller == data:
                raise
            data = smaller
            troubles += (trouble for trouble in found if trouble.path not in told)


def read_strict(model: type[M], data: Any) -> tuple[M | None, tuple[Trouble, ...]]:
    """Read `data` whole, or say all that is wrong with it."""
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_troubles(error))


def _troubles(error: ValidationError) -> Iterator[Trouble]:
    details = error.errors(include_url=False, include_input=False)
    failed = {detail["loc"] for detail in details}
    for detail in details:
        path: Path = detail["loc"]
        match detail["type"]:
            case "extra_forbidden":
                yield Trouble(path, Code.UNKNOWN_KEY, "")
            case "missing":
                yield Trouble(path, Code.MISSING_FIELD, "")
            case "expected":
                context = detail.get("ctx", {})
                code = Code.LINE_BREAK if context["expected"] == "en_linje" else Code.WRONG_VALUE
                yield Trouble(path, code, context["expected"], tuple(context.get("choices", ())))
            case "too_short" if any(other[: len(path)] == path for other in failed if other != path):
                pass  # the items that failed are named already; the list is short only without them
            case "literal_error":
                yield Trouble(
                    path, Code.WRONG_VALUE, "valg", tuple(re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
                )
            case "list_type" | "tuple_type":
                yield Trouble(path, Code.WRONG_VALUE, "liste")
            case "too_short":
                yield Trouble(path, Code.WRONG_VALUE, "ikke_tom_liste")
            case "model_type" | "dict_type" | "model_attributes_type":
                yield Trouble(path, Code.WRONG_VALUE, "gruppe")
            case other:
                yield Trouble(path, Code.WRONG_VALUE, str(detail.get("ctx", {}).get("expected", other)))


def _without(data: Any, path: Path) -> Any:
    """The same values without the one at `path`; an item of a list becomes absent (None)."""
    if not path:
        return {}
    head, rest = path[0], path[1:]
    if isinstance(data, Mapping) and head in data:
        kept = {head: _without(data[head], rest)} if rest else {}
        return {key: value for key, value in data.items() if key != head} | kept
    if isinstance(data, list | tuple) and isinstance(head, int) and head < len(data):
        return [*data[:head], *([_without(data[head], rest)] if rest else []), *data[head + 1 :]]
    return data
