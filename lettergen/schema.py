"""JSON Schema for a letter type's decision file, for editors and case systems."""

from typing import Any

from lettergen.decision import DecisionFile
from lettergen.library import Scheme

ALWAYS = ("skjema", "brev", "saksnummer", "dato", "mottaker", "vilkaar", "opplysninger")


def json_schema(scheme: Scheme, letter: str) -> dict[str, Any]:
    """A JSON Schema (2020-12) of the decision files of one letter type. Raises `KeyError` for an unknown type."""
    kind = scheme.letter_types[letter]
    core = DecisionFile.model_json_schema(by_alias=True)
    facts = scheme.facts_model.model_json_schema(by_alias=True)
    definitions = {**core.pop("$defs", {}), **facts.pop("$defs", {})}
    facts["required"] = list(kind.facts)
    properties = core["properties"]
    properties["skjema"] = {"const": scheme.file.schema_id, "title": "skjema"}
    properties["brev"] = {"const": letter, "title": kind.name.nb}
    properties["opplysninger"] = facts
    entry = definitions["ConditionEntry"]
    entry["properties"]["vurdering"] = {
        "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}],
        "title": "vurdering",
    }
    properties["vilkaar"] = {
        "type": "object",
        "properties": {
            id: {"anyOf": [{"$ref": "#/$defs/ConditionEntry"}, {"type": "null"}], "title": condition.name.nb}
            for id, condition in scheme.conditions_of(letter).items()
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{scheme.file.schema_id} {letter}",
        **{key: value for key, value in core.items() if key not in ("title", "description")},
        "required": [key for key in ALWAYS if key != "vilkaar" or scheme.conditions_of(letter)],
        "$defs": definitions,
    }
