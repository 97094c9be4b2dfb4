"""Which of two rows of signs are the same ones: pure, and quick whatever the rows hold."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]
LARGEST_GAP = 100_000
"""Old times new paragraphs between two that are the same, that are still compared each with each."""


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The places that hold the same sign in both rows, in order in both.

    First what stands once in each row, then what lies between, as the longest common row.
    """
    pairs: list[Pair] = []
    before = (0, 0)
    for pair in [*_anchors(old, new), (len(old), len(new))]:
        pairs += _between(old, new, before, pair)
        if pair != (len(old), len(new)):
            pairs.append(pair)
        before = (pair[0] + 1, pair[1] + 1)
    return pairs


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """What stands once in each row, the longest run of it that keeps its order."""
    counts, others = Counter(old), Counter(new)
    places = {sign: place for place, sign in enumerate(new)}
    single = [(place, places[sign]) for place, sign in enumerate(old) if counts[sign] == 1 == others[sign]]
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(single):
        length = bisect_left(ends, place)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    chosen: list[Pair] = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(single[number])
        number = previous[number]
    return chosen[::-1]


def _between(old: Sequence[Hashable], new: Sequence[Hashable], start: Pair, end: Pair) -> Iterator[Pair]:
    """The longest common row of a gap; its beginning and end only where the gap is too large for that."""
    (a, b), (a_end, b_end) = start, end
    while a < a_end and b < b_end and old[a] == new[b]:
        yield a, b
        a, b = a + 1, b + 1
    tail = 0
    while a < a_end - tail and b < b_end - tail and old[a_end - tail - 1] == new[b_end - tail - 1]:
        tail += 1
    height, width = a_end - tail - a, b_end - tail - b
    if 0 < height * width <= LARGEST_GAP:
        yield from _longest(old, new, (a, b), height, width)
    for step in range(tail, 0, -1):
        yield a_end - step, b_end - step


def _longest(old: Sequence[Hashable], new: Sequence[Hashable], at: Pair, height: int, width: int) -> Iterator[Pair]:
    a, b = at
    lengths = [[0] * (width + 1) for _ in range(height + 1)]
    for row in range(height - 1, -1, -1):
        here, below = lengths[row], lengths[row + 1]
        for column in range(width - 1, -1, -1):
            if old[a + row] == new[b + column]:
                here[column] = below[column + 1] + 1
            else:
                here[column] = max(below[column], here[column + 1])
    row = column = 0
    while row < height and column < width:
        if old[a + row] == new[b + column]:
            yield a + row, b + column
            row, column = row + 1, column + 1
        elif lengths[row + 1][column] >= lengths[row][column + 1]:
            row += 1
        else:
            column += 1
