"""A key for caches: something that is what it is, whatever it holds."""

from typing import Any


class Same:
    """Content never changes once it is read, and is too large to be looked through for each look-up."""

    def __init__(self, what: Any) -> None:
        self.what = what

    def __hash__(self) -> int:
        return id(self.what)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.what is other.what
