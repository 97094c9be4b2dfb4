"""A damaged decision as the YAML a caseworker's file would be."""

from typing import Any

import yaml

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def as_yaml(data: dict[str, Any]) -> str:
    """Values as YAML that the reader takes back unchanged."""
    text: str = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120)
    return text
