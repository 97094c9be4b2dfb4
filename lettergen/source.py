"""Places: where in a person's file a value stands."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""A route through a file's values: `("vilkaar", "income", "kilder", 0)`."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A file and, where they are known, a line and a column (both from 1, in code points)."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


def value_at(values: Any, path: Path) -> Any:
    """The value at a path in plain values; None where nothing is."""
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def dotted(path: Path) -> str:
    """Write a path the way people say it: `vilkaar.income.kilder[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
