"""Alignment: at which time of a narration each phrase of its script is spoken, found from the speaker's pauses.

No speech recognition is used. How long a phrase takes follows from its syllables and the speaker's pace; it ends most
likely at a pause, the longer the likelier. Dynamic programming finds the cut points that fit both best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.captions.phrases import Alignment, Phrase, TimeRange

STEPS = 100
"""Steps of a loudness curve in a second."""
QUIET = -90
"""dB; the curve of digital silence."""

_SMOOTHED = 5
"""Steps over which loudness is averaged before it is judged."""
_WINDOW = 4 * STEPS
"""Steps on either side within which loud and quiet are measured: background music may come and go."""
_RISE = 0.42
"""Share of the range from the quietest to the loudest in the window above which sound is speech."""
_CONSONANT = 28.0
"""dB below the loudest in the window; quieter sound is never speech."""
_SPEECH_RANGE = 14.0
"""dB below the loudest of the whole narration; quieter sound is not used to measure what is loud."""
_SYLLABLE, _GAP, _BURST = 16, 7, 6
"""Steps: between two cut points inside speech; the shortest pause, and the shortest speech."""

_PACES = (0.70, 0.84, 1.0, 1.19, 1.42)
"""Possible paces of the speaker, as multiples of the narration's mean."""
_PACE_CHANGE = 2.5
"""Cost of going from one pace to the next: speakers change, and get tired, but not at every phrase."""
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
_LEAST_SENTENCES = 8
"""Sentences needed to judge by their order whether they are what is read."""
_ROTATIONS = (1 / 3, 2 / 3)
"""Shares of the sentences at which the other orders that are tried begin."""
_LEAST_DIFFERENCE = 0.3
"""Share of a phrase: orders whose phrase lengths differ less are not compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _CutPoints:
    """Where phrases may begin and end; arrays of one value for each cut point."""

    before: Any
    """Seconds at which the speech before it ends."""
    after: Any
    """Seconds at which the speech after it begins; later than `before` in a pause."""
    elapsed: Any
    """Seconds of speech before it."""

    def __len__(self) -> int:
        return len(self.elapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """A choice of cut points for all phrases."""

    chosen: Any
    """Indices of the cut points at which phrases begin, and of the end."""
    cost: float


def align(phrases: Sequence[Phrase], loudness: bytes) -> Alignment:
    """When each phrase is spoken, from a loudness curve: a byte for each step, in dB above -128."""
    speech = speech_in(loudness)
    if not speech.any() or not phrases:
        return Alignment(spoken=(), pauses=(), pace=0.0)
    places = _places(np.frombuffer(loudness, np.uint8), speech)
    weights = np.array([max(phrase.weight, 0.5) for phrase in phrases])
    pace = float(weights.sum() / places.elapsed[-1])
    last = [phrase.last for phrase in phrases]
    chosen, order = _evenly(len(phrases), places), None
    if len(places) > len(phrases) and (found := _best(weights, 1 / pace, last, places)):
        chosen, order = found.chosen, _order(weights, 1 / pace, last, places, found.cost)
    spoken = tuple(_stretch(places.after[first], places.before[last]) for first, last in pairwise(chosen))
    pauses = tuple(_stretch(start / STEPS, stop / STEPS) for start, stop in _runs(~speech))
    return Alignment(spoken=spoken, pauses=tuple(one for one in pauses if _inside(one, spoken)), pace=pace, order=order)


def join_curves(curves: Sequence[bytes], lengths: Sequence[Fraction], pause: Fraction) -> bytes:
    """The curve of several recordings, each as long as its sound (seconds), with silence of `pause` seconds between."""
    whole = bytearray(round((sum(lengths) + pause * (len(lengths) - 1)) * STEPS))
    at = Fraction(0)
    for curve, length in zip(curves, lengths, strict=True):
        first, last = round(at * STEPS), min(round((at + length) * STEPS), len(whole))
        whole[first:last] = curve[: last - first].ljust(last - first, b"\0")
        at += length + pause
    return bytes(whole)


def _stretch(start: float, stop: float) -> TimeRange:
    # Two phrases at one cut point that is a pause are both empty at its end.
    return TimeRange(start=round(start * 1000), stop=round(max(start, stop) * 1000))


def _inside(pause: TimeRange, spoken: Sequence[TimeRange]) -> bool:
    return spoken[0].start < pause.start and pause.stop < spoken[-1].stop


def speech_in(loudness: bytes) -> Any:
    """For every step whether somebody speaks."""
    level = np.frombuffer(loudness, np.uint8).astype(np.float32) - 128
    if not len(level):
        return np.zeros(0, bool)
    kernel = np.ones(_SMOOTHED, np.float32) / _SMOOTHED
    smooth = np.convolve(np.pad(level, _SMOOTHED // 2, mode="edge"), kernel, "valid")
    # A click that is shorter than the smoothing is not speech.
    if smooth.max() <= QUIET:
        return np.zeros(len(level), bool)
    loudest = float(np.percentile(smooth[smooth > QUIET], 95))
    ceiling = np.maximum(_running(smooth, 90), loudest - _SPEECH_RANGE)
    floor = np.minimum(_running(smooth, 8), ceiling - 6)
    threshold = np.maximum(floor + _RISE * (ceiling - floor), ceiling - _CONSONANT)
    return _tidied(smooth > threshold)


def _running(level: Any, percent: int) -> Any:
    """A percentile of the window around every step, computed each half second."""
    every = STEPS // 2
    at = np.arange(0, len(level), every)
    found = [np.percentile(level[max(0, i - _WINDOW) : i + _WINDOW], percent) for i in at]
    return np.interp(np.arange(len(level)), at, found)


def _tidied(speech: Any) -> Any:
    """Short gaps closed, then short bursts dropped."""
    for value, shortest in ((False, _GAP), (True, _BURST)):
        for start, stop in _runs(speech == value):
            if stop - start < shortest and (value or (start > 0 and stop < len(speech))):
                speech[start:stop] = not value
    return speech


def _runs(mask: Any) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False]))))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _places(level: Any, speech: Any) -> _CutPoints:
    """Cut points at the pauses, and within speech at its quietest moments, a syllable apart."""
    found: list[tuple[int, int]] = []
    for start, stop in _runs(speech):
        found.append((found.pop()[0] if found else start, start))
        inside = range(start + _SYLLABLE, stop - _SYLLABLE, _SYLLABLE)
        found += [(least, least) for least in (i + int(np.argmin(level[i : i + _SYLLABLE])) for i in inside)]
        found.append((stop, stop))
    edges = np.array(found, float)
    elapsed = np.concatenate(([0], np.cumsum(speech))) / STEPS
    return _CutPoints(before=edges[:, 0] / STEPS, after=edges[:, 1] / STEPS, elapsed=elapsed[edges[:, 0].astype(int)])


def _order(weights: Any, usual: float, last: Sequence[bool], places: _CutPoints, cost: float) -> float | None:
    """How much better the sentences fit in their order than rotated, as a cost for each sentence.

    Where something else is read, one order fits as well as another. None where there are too few sentences, or all have
    the same length, as in a poem.
    """
    begins = [0, *(index + 1 for index, ends in enumerate(last[:-1]) if ends)]
    if len(begins) < _LEAST_SENTENCES:
        return None
    gains = []
    for share in _ROTATIONS:
        turned = np.roll(np.arange(len(weights)), -begins[round(len(begins) * share)])
        if np.abs(weights[turned] - weights).mean() < _LEAST_DIFFERENCE * weights.mean():
            return None
        other = _best(weights[turned], usual, [last[int(index)] for index in turned], places)
        if other is None:
            return None
        gains.append(other.cost - cost)
    return float(sum(gains) / len(gains) / len(begins))


def _best(weights: Any, usual: float, last: Sequence[bool], places: _CutPoints) -> _Path | None:
    """The cut points that fit best; `usual` is the seconds that a syllable takes.

    The cheapest path to every cut point is kept for each pace that the speaker may have there. None where script and
    sound are so different that nothing fits.
    """
    elapsed, pauses = places.elapsed, places.after - places.before
    # The sound may begin or end with something else: its ends are no better cut points than an ordinary pause.
    pauses[[0, -1]] = _ORDINARY
    gains = {True: _sentence_gain(pauses), False: _clause_gain(pauses)}
    expected = np.cumsum(weights) * elapsed[-1] / weights.sum()
    band = _BAND[0] * elapsed[-1] + _BAND[1]
    closing = np.flatnonzero(elapsed >= elapsed[-1] - _OUTSIDE[1])
    costs = np.where(elapsed <= _OUTSIDE[1], elapsed * _OUTSIDE[0] - gains[True], np.inf)[None].repeat(
        len(_PACES), axis=0
    )
    steps = []
    for index, weight in enumerate(weights):
        lengths = weight * usual * np.array(_PACES)
        chance = weight * (_UNEVEN * usual * np.array(_PACES)) ** 2
        deviations = np.sqrt(chance + (_DRIFT * lengths) ** 2 + _LEAST**2)
        reach = _reach(elapsed, lengths[-1] + 6 * deviations[-1])
        alive = np.flatnonzero((costs < costs.min() + _PRUNED).any(axis=0))
        near = np.searchsorted(elapsed, [expected[index] - band, expected[index] + band])
        ends = np.arange(max(near[0], alive[0] + 1), min(near[1], alive[-1] + reach + 1))
        ends = ends if index + 1 < len(weights) else closing
        costs, origins = _step(costs, elapsed, ends, reach, lengths, deviations)
        costs -= gains[last[index]]
        steps.append((ends, origins))
        if not np.isfinite(costs.min()):
            return None
    costs += (elapsed[-1] - elapsed) * _OUTSIDE[0]
    cost = float(costs.min())
    level, place = (int(index) for index in np.unravel_index(np.argmin(costs), costs.shape))
    chosen = [place]
    for ends, origins in reversed(steps):
        place, level = (int(one) for one in origins[:, level, place - ends[0]])
        chosen.append(place)
    return _Path(chosen=np.array(chosen[::-1]), cost=cost)


def _step(costs: Any, elapsed: Any, ends: Any, reach: int, lengths: Any, deviations: Any) -> tuple[Any, Any]:
    """The cost, at each pace, of the next phrase ending at `ends`; and the cut point and pace of the one before.

    A phrase spans at most `reach` cut points.
    """
    following = np.full_like(costs, np.inf)
    origins = np.zeros((2, len(costs), len(ends)), np.int32)
    starts = ends[:, None] - np.arange(1, reach + 1)
    possible, starts = starts >= 0, np.maximum(starts, 0)
    taken = elapsed[ends][:, None] - elapsed[starts]
    rows, levels = np.arange(len(ends)), np.arange(len(costs))
    for level in levels:
        arriving = costs + _PACE_CHANGE * np.abs(levels - level)[:, None]
        before = np.argmin(arriving, axis=0)
        cheapest = np.take_along_axis(arriving, before[None], axis=0)[0]
        missed = np.abs(taken - lengths[level]) / deviations[level]
        cost = np.where(missed < _LINEAR_FROM, missed**2 / 2, _LINEAR_FROM * (missed - _LINEAR_FROM / 2))
        total = np.where(possible, cheapest[starts] + cost, np.inf)
        best = np.argmin(total, axis=1)
        following[level, ends] = total[rows, best]
        origins[0, level] = starts[rows, best]
        origins[1, level] = before[starts[rows, best]]
    return following, origins


def _evenly(count: int, places: _CutPoints) -> Any:
    """Phrases in equal shares, where script and sound are so different that nothing fits."""
    return np.linspace(0, len(places) - 1, count + 1).round().astype(int)


def _sentence_gain(pauses: Any) -> Any:
    """Sentences end with pauses, longer ones more likely."""
    return 4.0 * np.log1p(np.minimum(pauses, _LONG) / 0.12) - 3.0 * (pauses <= 0)


def _clause_gain(pauses: Any) -> Any:
    """A comma is often no pause at all, and rarely a long one."""
    return 3.0 * np.log1p(np.minimum(pauses, 0.5) / 0.12) - 1.0 * (pauses <= 0)


def _reach(elapsed: Any, seconds: float) -> int:
    """The largest number of cut points within so many seconds of speech."""
    return max(1, int(max(np.searchsorted(elapsed, elapsed + seconds) - np.arange(len(elapsed)))))
