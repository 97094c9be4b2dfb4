"""What findings may tell of a decision's own names: those the library has, never what someone typed as one.

A key or an id can hold a person's name as well as a value can. Where the library does not know it,
its number among its neighbours stands in its place, and the finding's line and column show it.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from lettergen.identity import Same
from lettergen.library import Scheme
from lettergen.names import NORWEGIAN, norwegian
from lettergen.source import Path

KEYS = tuple(map(norwegian, NORWEGIAN))
"""Every key of the project's own files, to guess at a misspelt one."""
LONGEST, MOST_NEAR = 80, 1_000
"""Longer words, and more of them than any library has, are only found in files that are made to take time."""
SHORTEST = 2
"""A word of a kind's name that is no longer tells nothing."""
ENDINGS = re.compile(r"(?:(?:en|et|a|n)(?=[-_\d]|$))?(?:[-_]?\d{1,2})?")
"""What may follow the name of a kind in a source's id: a definite ending, a number."""


def told_path(path: Path, data: Any, scheme: Scheme | None) -> Path:
    """A path as findings tell it: a name the library lacks as its number; the end left out where nothing stands."""
    told: list[str | int] = []
    for depth, part in enumerate(path):
        if isinstance(part, int) or _is_known(part, path[:depth], scheme):
            told.append(part)
        elif isinstance(data, Mapping) and part in data:
            told.append(_numbers(Same(data))[part])
        else:
            break
        data = _inside(data, part)
    return tuple(told)


@lru_cache(maxsize=4)
def _numbers(held: Same) -> Mapping[str, int]:
    """The number of each key among its neighbours: a file may hold very many unknown ones."""
    return {key: number for number, key in enumerate(held.what)}


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like one that is not, or nothing. What no id looks like is not compared."""
    if len(word) > LONGEST:
        return ""
    near = [each for each in islice(known, MOST_NEAR) if len(each) <= LONGEST]
    return next(iter(difflib.get_close_matches(word, near, 1, 0.6)), "")


def is_source_name(id: str, scheme: Scheme) -> bool:
    """Whether a source is called what its kind is called, perhaps with a number."""
    kinds = scheme.file.source_kinds
    words = {word.casefold() for names in kinds.values() for word in (*names.nb.split(), *names.nn.split())}
    return any(
        id.startswith(word) and ENDINGS.fullmatch(id, len(word)) for word in {*kinds, *words} if len(word) > SHORTEST
    )


def _is_known(part: str, before: Path, scheme: Scheme | None) -> bool:
    if part in KEYS:
        return True
    if scheme is None:
        return False
    if before == ("kilder",):
        return is_source_name(part, scheme)
    parts = (condition.parts for condition in scheme.conditions.values())
    return part in scheme.facts.keys or part in scheme.conditions or any(part in each for each in parts)


def _inside(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None
