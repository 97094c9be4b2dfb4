"""Facts: each declared once; model, JSON Schema, questions, skeleton and labels come from here."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, create_model, model_validator

from lettergen.fields import (
    Amount,
    Bilingual,
    Choice,
    Date,
    FactModel,
    FileModel,
    Hours,
    LongText,
    MonthField,
    Number,
    Percent,
    Phrase,
    Text,
    Whole,
    YesNo,
    to_date,
    to_list,
    to_mapping,
    to_number,
    to_text,
    to_whole,
    to_yes_no,
    wrong,
)
from lettergen.language import Language
from lettergen.shapes import TEXT, Group, Items, Leaf, Shape
from lettergen.source import Path

FactType = Literal[
    "tekst",
    "dato",
    "maaned",
    "heltall",
    "tall",
    "kroner",
    "timer",
    "prosent",
    "ja_nei",
    "valg",
    "kilde",
    "liste",
    "gruppe",
]
Choices = dict[str, Bilingual]
SIMPLE: Mapping[str, Any] = {
    "dato": Date,
    "maaned": MonthField,
    "heltall": Whole,
    "tall": Number,
    "kroner": Amount,
    "timer": Hours,
    "prosent": Percent,
    "ja_nei": YesNo,
    "kilde": Text,
}
CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "tekst": to_text,
    "dato": to_date,
    "heltall": to_whole,
    "tall": to_number,
    "ja_nei": to_yes_no,
}
"""The types a fact may have a default of."""
SOURCE_SHAPE = Group({"id": TEXT, "hva": TEXT, "dato": Leaf("dato")})


class Fact(FileModel):
    """One declared fact. `element` is what a list holds, `fields` what a group holds."""

    type: FactType
    name: Bilingual | None = None
    choices: Choices | Text | None = None
    element: "Fact | None" = None
    fields: dict[str, "Fact"] | None = None
    kind: Text | None = None
    empty: Literal["lovlig"] | None = None
    optional: YesNo = False
    default: Any = None
    example: Any = None
    help: Bilingual | None = None
    lines: Literal["en", "flere"] = "en"
    phrase: YesNo = False
    privacy: Literal["nei", "vanlig", "saerlig"] = "nei"
    written_by: Literal["kontoret", "andre"] | None = None

    @property
    def is_own_words(self) -> bool:
        """Whether it holds what the office itself says, rather than a name or another's words; not said, its form tells."""
        if self.type != "tekst" or self.written_by:
            return self.type == "tekst" and self.written_by == "kontoret"
        return self.phrase or self.lines == "flere"

    @model_validator(mode="after")
    def _whole(self) -> "Fact":
        if (self.type == "liste") != (self.element is not None) or (self.type == "gruppe") != (self.fields is not None):
            raise wrong("opplysning_med_innhold")
        if (self.type == "valg") != (self.choices is not None):
            raise wrong("opplysning_med_valg")
        if self.default is not None:
            if self.type not in CONVERTERS:
                raise wrong("opplysning_med_standard")
            CONVERTERS[self.type](self.default)
        return self


class Computed(FileModel):
    """A fact that is worked out and never typed."""

    type: FactType
    expression: Text
    name: Bilingual


class Facts(FileModel):
    """`opplysninger.yaml`: what a decision may state."""

    choice_lists: dict[str, Choices] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    computed: dict[str, Computed] = Field(default_factory=dict)

    def choices_of(self, fact: Fact) -> Choices:
        """A choice fact's choices, whether they stand with it or in a named list."""
        return self.choice_lists.get(fact.choices, {}) if isinstance(fact.choices, str) else fact.choices or {}

    def declared(self, path: Path) -> Fact | None:
        """The declaration of the fact at a path; indexes in lists lead to the list's element."""
        fact: Fact | None = None
        members: Mapping[str, Fact] | None = self.facts
        for part in path:
            inside = fact.element if fact else None
            fact = inside if isinstance(part, int) else (members or {}).get(part)
            members = fact.fields if fact else None
        return fact

    def label(self, path: Path, language: Language) -> str:
        """What a fact is called: the nearest declared name on the way to it, from its own upwards."""
        if len(path) == 1 and path[0] in self.computed:
            return self.computed[str(path[0])].name[language]
        for length in range(len(path), 0, -1):
            fact = self.declared(path[:length])
            if fact and fact.name:
                return fact.name[language]
        return str(path[0]) if path else ""

    def model(self) -> type[BaseModel]:
        """A pydantic model that takes every declared fact, each optional: completeness is checked apart."""
        return self._model("Opplysninger", self.facts)

    def _model(self, name: str, fields: Mapping[str, Fact]) -> type[BaseModel]:
        members: dict[str, Any] = {}
        for key, fact in fields.items():
            label = fact.name.nb if fact.name else key
            description = fact.help.nb if fact.help else None
            members[key] = (
                self._type(key, fact) | None,
                Field(default=None, title=label, description=description, examples=_examples(fact)),
            )
        return create_model(name, __base__=FactModel, **members)

    def _type(self, key: str, fact: Fact) -> Any:
        match fact.type:
            case "liste":
                assert fact.element is not None
                return Annotated[list[self._type(key, fact.element)], BeforeValidator(to_list)]  # type: ignore[misc]  # built at run time from the declarations
            case "gruppe":
                return Annotated[self._model(key.capitalize(), fact.fields or {}), BeforeValidator(to_mapping)]
            case "valg":
                return choice_type(self.choices_of(fact))
            case "tekst":
                if fact.phrase:
                    return Phrase
                return LongText if fact.lines == "flere" else Text
            case _:
                return SIMPLE[fact.type]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that facts are written with, at any depth."""

        def inside(fields: Mapping[str, Fact]) -> Iterator[str]:
            for key, fact in fields.items():
                yield key
                yield from inside({**(fact.fields or {}), **((fact.element.fields or {}) if fact.element else {})})

        return frozenset(inside(self.facts))

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """What texts and rules may name: each fact's and computed fact's shape."""
        given = {key: self._shape(fact) for key, fact in self.facts.items()}
        return given | {key: Leaf(computed.type, computed.type == "tekst") for key, computed in self.computed.items()}

    def _shape(self, fact: Fact) -> Shape:
        match fact.type:
            case "liste":
                assert fact.element is not None
                return Items(self._shape(fact.element))
            case "gruppe":
                return Group({key: self._shape(inner) for key, inner in (fact.fields or {}).items()})
            case "kilde":
                return SOURCE_SHAPE
            case kind:
                return Leaf(kind, kind in ("tekst", "valg"))

    def values(self, given: BaseModel | None) -> dict[str, Any]:
        """Every declared fact by name: its value, its default, or None. Groups and lists are plain."""
        return {key: self._value(fact, getattr(given, key, None)) for key, fact in self.facts.items()}

    def _value(self, fact: Fact, value: Any) -> Any:
        if value is None:
            return self._default(fact)
        match fact.type:
            case "liste":
                assert fact.element is not None
                return [self._value(fact.element, item) for item in value]
            case "gruppe":
                return {
                    key: self._value(inner, getattr(value, key, None)) for key, inner in (fact.fields or {}).items()
                }
            case _:
                return value

    def _default(self, fact: Fact) -> Any:
        return None if fact.default is None else CONVERTERS[fact.type](fact.default)

    def missing(self, path: Path, value: Any) -> Iterator[Path]:
        """The paths below `path` that are not given though they must be."""
        fact = self.declared(path)
        if fact is None:
            return
        if value is None:
            if not fact.optional:
                yield path
        elif fact.type == "liste":
            if not value and fact.empty != "lovlig":
                yield path
            for index, item in enumerate(value):
                yield from self.missing((*path, index), item)
        elif fact.type == "gruppe":
            for key in fact.fields or {}:
                yield from self.missing((*path, key), value[key])
        elif isinstance(value, str) and not value.strip():
            yield path


def choice_type(choices: Mapping[str, Bilingual]) -> Any:
    """The field type of a choice among declared ids."""
    known = {key: Choice(key, {Language.NB: names.nb, Language.NN: names.nn}) for key, names in choices.items()}

    def to_choice(value: Any) -> Choice:
        if not isinstance(value, str) or value not in known:
            raise wrong("valg", choices=tuple(known))
        return known[value]

    return Annotated[Any, BeforeValidator(to_choice), WithJsonSchema({"type": "string", "enum": list(known)})]


def _examples(fact: Fact) -> list[Any] | None:
    return [fact.example] if fact.example is not None else None
