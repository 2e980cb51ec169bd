"""Choice of a size: rather somewhat smaller letters than a word, a name or a title divided."""

from collections.abc import Callable, Iterable
from math import inf
from typing import TypeVar

from pipeline.captions.word_breaks import TIED

_SMALLER = 5.0
"""What a size costs for every share by which it is smaller than the largest; a break costs what `Block.strain` says."""
_LINES = 2
"""Lines from which on one bad break among many weighs less."""

T = TypeVar("T")


def rather_whole(
    settings: Iterable[T], *, size: Callable[[T], int], strain: Callable[[T], float], least: float = 0.75
) -> T | None:
    """The best of `settings`, the largest of which comes first: none is smaller than a share `least` of that.

    None where there are none. Those after a good one are not asked for.
    """
    chosen, lowest, largest = None, inf, 0
    for one in settings:
        largest = largest or size(one)
        if size(one) < largest * least:
            break
        cost = _SMALLER * (1 - size(one) / largest) + strain(one)
        if cost < lowest:
            chosen, lowest = one, cost
        if strain(one) < TIED:
            break
    return chosen


def weighed(strain: float, lines: int) -> float:
    """A block's strain by how many lines it has: of a long text one break will always be bad."""
    return strain * _LINES / max(_LINES, lines)
