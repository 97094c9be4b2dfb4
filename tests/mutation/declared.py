"""All declared kinds: importing this module reads every module that declares some."""

from tests.mutation import (
    amounts,
    answers,
    edited,
    file,
    legs,
    orders,
    persons,
    programmes,
    reasons,
    substance,
    wording,
)
from tests.mutation.kinds import KINDS, Kind

MODULES = (legs, reasons, file, persons, programmes, orders, amounts, answers, substance, wording, edited)
"""In the order of the table: what carries a decision first, then what it says, then the letter that came of it."""


def kinds(name: str | None = None) -> list[Kind]:
    """The declared kinds in the table's order, or the one of a name."""
    place = {module.__name__: number for number, module in enumerate(MODULES)}
    listed = sorted(KINDS.values(), key=lambda kind: place[kind.make.__module__])
    return [kind for kind in listed if name in (None, kind.name)]
