"""The best path: at which cut points the phrases of a script begin and end, by dynamic programming.

How long a phrase takes follows from its syllables and the speaker's pace; it ends most likely at a pause, the longer
the likelier. What contradicts that costs; the cheapest choice of cut points is the path.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from pipeline.captions.cut_points import CutPoints

_PACES = np.array((0.70, 0.84, 1.0, 1.19, 1.42))
"""Possible paces of the speaker, as multiples of the narration's mean."""
_PACE_CHANGE = 2.5
"""Cost of going from one pace to the next: speakers change, and get tired, but not at every phrase."""
_CHANGES = _PACE_CHANGE * np.abs(np.arange(len(_PACES))[:, None] - np.arange(len(_PACES)))
_UNEVEN, _DRIFT, _LEAST = 0.38, 0.08, 0.10
"""Parts of the standard deviation of a phrase's length: a share of a syllable for each by chance, a share of the whole,
and the least in seconds."""
_LINEAR_FROM = 3.0
"""Deviations above which the cost of a wrong length grows linearly instead of by its square: a line may be left out."""
_ORDINARY, _LONG = 0.5, 2.0
"""Seconds: an ordinary pause between sentences, and the length above which a pause gains nothing more."""
_OUTSIDE = (1.5, 8.0)
"""Cost of a second of sound before the first phrase or after the last, and the most seconds of it, for music."""
_PRUNED = 40.0
"""Cost above the cheapest path at which a path is dropped."""
_BAND = (0.25, 9.0)
"""Where a phrase may end: within this share of the narration plus so many seconds of its place by weight alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A choice of cut points for all phrases."""

    chosen: Any
    """Indices of the cut points at which phrases begin, and of the end."""
    cost: float
    windows: "tuple[Window, ...]" = field(repr=False)
    """What was possible at each of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The cut points that were possible at one boundary between phrases."""

    first: int
    """Index of the first of them."""
    costs: Any
    """Of the cheapest path up to each cut point, for each pace at which the speaker may arrive there."""
    cuts: Any = None
    """Indices of the cut points at which those paths were one phrase before; None for the first window."""
    paces: Any = None
    """Indices of their paces there."""

    @property
    def stop(self) -> int:
        return self.first + int(self.costs.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _PhraseLengths:
    """How long a phrase should take at each pace, in seconds, and its standard deviation."""

    lengths: Any
    deviations: Any

    def costs(self, level: int, taken: Any) -> Any:
        """What it costs that it takes so many seconds."""
        missed = np.abs(taken - self.lengths[level]) / self.deviations[level]
        return np.where(missed < _LINEAR_FROM, missed**2 / 2, _LINEAR_FROM * (missed - _LINEAR_FROM / 2))


def best_path(weights: Any, usual: float, last: Sequence[bool], points: CutPoints) -> Path | None:
    """The cut points that fit best; `usual` is the seconds that a syllable takes, `last` where sentences end.

    The cheapest path to every cut point is kept for each pace that the speaker may have there. None where script and
    sound are so different that nothing fits.
    """
    elapsed, gains = points.elapsed, _gains(points)
    expected = np.cumsum(weights) * elapsed[-1] / weights.sum()
    band = _BAND[0] * elapsed[-1] + _BAND[1]
    closing = int(np.searchsorted(elapsed, elapsed[-1] - _OUTSIDE[1]))
    head = int(np.searchsorted(elapsed, _OUTSIDE[1], side="right"))
    begin = elapsed[:head] * _OUTSIDE[0] - gains[True][:head]
    windows = [Window(first=0, costs=begin[None].repeat(len(_PACES), axis=0))]
    for index, weight in enumerate(weights):
        phrase, before = _phrase(weight, usual), windows[-1]
        reach = _reach(elapsed, before, phrase)
        alive = before.first + np.flatnonzero((before.costs < before.costs.min() + _PRUNED).any(axis=0))
        near = np.searchsorted(elapsed, [expected[index] - band, expected[index] + band])
        first, stop = max(int(near[0]), alive[0] + 1), min(int(near[1]), alive[-1] + reach + 1)
        if index + 1 == len(weights):
            first, stop = closing, len(elapsed)
        if stop <= first:
            return None
        window = _step(before, elapsed, first, stop, reach, phrase)
        window = replace(window, costs=window.costs - gains[last[index]][first:stop])
        if not np.isfinite(window.costs.min()):
            return None
        windows.append(window)
    final = windows[-1].costs + _after(windows[-1], elapsed)
    level, place = (int(one) for one in np.unravel_index(np.argmin(final), final.shape))
    place += windows[-1].first
    chosen = [place]
    for window in reversed(windows[1:]):
        at = place - window.first
        place, level = int(window.cuts[level, at]), int(window.paces[level, at])
        chosen.append(place)
    return Path(chosen=np.array(chosen[::-1]), cost=float(final.min()), windows=tuple(windows))


def alternatives(path: Path, weights: Any, usual: float, last: Sequence[bool], points: CutPoints) -> Iterator[Any]:
    """For the beginning of every phrase, last first: what each cut point of its window adds to the cost of the path.

    Takes what `best_path` was given, and the path that it found.
    """
    elapsed, gains = points.elapsed, _gains(points)
    following = np.broadcast_to(_after(path.windows[-1], elapsed), path.windows[-1].costs.shape)
    for index in reversed(range(len(weights))):
        window, after = path.windows[index], path.windows[index + 1]
        phrase = _phrase(weights[index], usual)
        behind = following - gains[last[index]][after.first : after.stop]
        following = _step_back(window, after, elapsed, _reach(elapsed, window, phrase), phrase, behind)
        yield (window.costs + following).min(axis=0) - path.cost


def _gains(points: CutPoints) -> dict[bool, Any]:
    """What is gained where a sentence, or only a clause, ends at each of the cut points."""
    pauses = points.after - points.before
    # The sound may begin or end with something else: its ends are no better cut points than an ordinary pause.
    pauses[[0, -1]] = _ORDINARY
    return {True: _sentence_gain(pauses), False: _clause_gain(pauses)}


def _phrase(weight: float, usual: float) -> _PhraseLengths:
    lengths = weight * usual * _PACES
    chance = weight * (_UNEVEN * usual * _PACES) ** 2
    return _PhraseLengths(lengths=lengths, deviations=np.sqrt(chance + (_DRIFT * lengths) ** 2 + _LEAST**2))


def _step(before: Window, elapsed: Any, first: int, stop: int, reach: int, phrase: _PhraseLengths) -> Window:
    """The cost, at each pace, of the next phrase ending at the cut points from `first` to `stop`.

    A phrase spans at most `reach` cut points.
    """
    ends = np.arange(first, stop)
    starts = ends[:, None] - np.arange(1, reach + 1)
    possible = (starts >= before.first) & (starts < before.stop)
    starts = np.clip(starts, before.first, before.stop - 1)
    taken = elapsed[ends][:, None] - elapsed[starts]
    rows, within = np.arange(len(ends)), starts - before.first
    costs = np.full((len(_PACES), len(ends)), np.inf)
    cuts, paces = (np.zeros((len(_PACES), len(ends)), kind) for kind in (np.int32, np.int8))
    for level in range(len(_PACES)):
        arriving = before.costs + _CHANGES[level][:, None]
        pace = np.argmin(arriving, axis=0)
        cheapest = np.take_along_axis(arriving, pace[None], axis=0)[0]
        total = np.where(possible, cheapest[within] + phrase.costs(level, taken), np.inf)
        best = np.argmin(total, axis=1)
        costs[level] = total[rows, best]
        cuts[level] = starts[rows, best]
        paces[level] = pace[within[rows, best]]
    return Window(first=first, costs=costs, cuts=cuts, paces=paces)


def _step_back(window: Window, after: Window, elapsed: Any, reach: int, phrase: _PhraseLengths, behind: Any) -> Any:
    """What everything costs from each cut point of a window on, for each pace at which the speaker arrives there.

    `behind` is what it costs from each cut point of the window after it.
    """
    starts = np.arange(window.first, window.stop)
    ends = starts[:, None] + np.arange(1, reach + 1)
    possible = (ends >= after.first) & (ends < after.stop)
    ends = np.clip(ends, after.first, after.stop - 1)
    taken = elapsed[ends] - elapsed[starts][:, None]
    within = ends - after.first
    costs = np.stack(
        [
            np.where(possible, behind[level][within] + phrase.costs(level, taken), np.inf).min(axis=1)
            for level in range(len(_PACES))
        ]
    )
    return (costs[None] + _CHANGES[:, :, None]).min(axis=1)


def _after(window: Window, elapsed: Any) -> Any:
    """What the sound after the last phrase costs."""
    return (elapsed[-1] - elapsed[window.first : window.stop]) * _OUTSIDE[0]


def _sentence_gain(pauses: Any) -> Any:
    """Sentences end with pauses, longer ones more likely."""
    return 4.0 * np.log1p(np.minimum(pauses, _LONG) / 0.12) - 3.0 * (pauses <= 0)


def _clause_gain(pauses: Any) -> Any:
    """A comma is often no pause at all, and rarely a long one."""
    return 3.0 * np.log1p(np.minimum(pauses, 0.5) / 0.12) - 1.0 * (pauses <= 0)


def _reach(elapsed: Any, window: Window, phrase: _PhraseLengths) -> int:
    """The largest number of cut points that the phrase may span from any in the window."""
    starts = np.arange(window.first, window.stop)
    seconds = phrase.lengths[-1] + 6 * phrase.deviations[-1]
    return max(1, int(max(np.searchsorted(elapsed, elapsed[starts] + seconds) - starts)))
