"""Likeness: how much better the phrases of a script fit a recording in their order than in others.

Phrases of what is really read fall between its pauses, and take as long as they should, only where they stand. Of
another text they fit as well, or as badly, in any order. So nothing needs to be understood of what is said.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from pipeline.captions.best_path import Path, best_path
from pipeline.captions.cut_points import CutPoints
from pipeline.captions.phrases import Likeness

PHRASES = 12
"""Phrases that are judged together, roughly: a paragraph."""
_LEAST = 4
"""Phrases of which there are enough orders."""
_ORDERS = 8
"""Other orders that are tried."""
_LEAST_DIFFERENCE = 0.3
"""Share of a phrase: orders whose phrase lengths differ less, as in a poem, are not compared."""
_MOST = 5.0
"""Cost for each phrase that an order adds at most; also that of one that does not fit at all."""


def likenesses(
    path: Path, weights: Any, usual: float, last: Sequence[bool], points: CutPoints, *, first: int = 0
) -> Iterator[Likeness]:
    """The likeness of every stretch of about `PHRASES` phrases, in which whole sentences stand.

    Takes what `best_path` was given, and the path that it found; `first` is the index of the first phrase in its
    script. Nothing comes for stretches that cannot be judged: of few phrases, or of the same length.
    """
    for begin, end in _stretches(last):
        own = points.part(int(path.chosen[begin]), int(path.chosen[end]))
        if end - begin < _LEAST or len(own) <= end - begin:
            continue
        gain = _gain(weights[begin:end], usual, last[begin:end], own)
        if gain is not None:
            yield Likeness(first=first + begin, stop=first + end, gain=gain)


def _stretches(last: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of phrases that end with a sentence, of much the same length."""
    count = max(1, round(len(last) / PHRASES))
    begin = 0
    for number in range(1, count + 1):
        end = max(begin, round(len(last) * number / count))
        while end < len(last) and not (end and last[end - 1]):
            end += 1
        if end > begin:
            yield begin, end
            begin = end


def _gain(weights: Any, usual: float, last: Sequence[bool], points: CutPoints) -> float | None:
    """The mean cost that other orders add for each phrase."""
    own = best_path(weights, usual, last, points)
    if own is None:
        return 0.0
    # Always the same orders: a script must not fit in one run and not in the next.
    chance, gains = random.Random(len(weights)), []
    for _ in range(_ORDERS):
        order = list(range(len(weights)))
        chance.shuffle(order)
        if np.abs(weights[order] - weights).mean() < _LEAST_DIFFERENCE * weights.mean():
            continue
        other = best_path(weights[order], usual, [last[index] for index in order], points)
        gain = _MOST if other is None else (other.cost - own.cost) / len(weights)
        gains.append(min(gain, _MOST))
    return float(np.mean(gains)) if gains else None
