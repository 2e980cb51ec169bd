"""Alignment: which stretch of a narration each phrase of its script is, found from where the speaker pauses.

Nothing is recognised. How long a phrase takes follows from its syllables and the speaker's pace; where it ends is most
likely a pause, the longer the likelier. Dynamic programming finds the one way through all phrases that fits both best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.captions.phrases import Alignment, Phrase, TimeRange

STEPS = 100
"""Of a loudness curve, in a second."""
QUIET = -90
"""dB; the curve of digital silence."""

_SMOOTHED = 5
"""Steps over which loudness is averaged before it is judged."""
_AROUND = 4 * STEPS
"""Steps on either side that tell what is loud and what is not here: a bed of music comes and goes."""
_RISE = 0.42
"""How far from the quietest to the loudest around speech begins."""
_CONSONANT = 28.0
"""dB below the loudest down to which sound is speech at most."""
_APART = 14.0
"""dB: what is quieter than the loudest of all by more is no speech to judge others by."""
_SYLLABLE, _GAP, _BURST = 16, 7, 6
"""Steps: between two places for a cut inside speech; the shortest pause, and the shortest speech."""

_PACES = (0.70, 0.84, 1.0, 1.19, 1.42)
"""Of a speaker, against the narration's mean."""
_CHANGE = 2.5
"""What it costs to go from one pace to the next: speakers take turns, and tire, but not at every phrase."""
_UNEVEN, _DRIFT, _LEAST = 0.38, 0.08, 0.10
"""How far a phrase may miss its expected length: a share of a syllable for each by chance, a share of the whole, and so
many seconds anyhow."""
_BEYOND = 3.0
"""Deviations after which a miss costs in proportion, no longer its square: where a line was left out it is far."""
_ORDINARY, _LONG = 0.5, 2.0
"""Seconds of a pause between sentences, and of one so long that a longer one says no more."""
_OUTSIDE = (1.5, 8.0)
"""What a second of sound before the first phrase, or after the last, costs, and the most of it: music begins early."""
_HOPELESS = 40.0
"""What a way costs beyond the cheapest one when it is given up."""
_BAND = (0.25, 9.0)
"""Where a phrase is looked for: this share of the narration, and so many seconds, around its place by weight alone."""
_ENOUGH = 8
"""Sentences from which on their order tells whether they are what is read."""
_TURNS = (1 / 3, 2 / 3)
"""Where other orders begin."""
_ALIKE = 0.3
"""Of a phrase: orders whose lengths differ less, place by place, are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where phrases may begin and end."""

    before: Any
    """Seconds at which what is before a place ends."""
    after: Any
    """Seconds at which what follows begins; later than `before` in a pause."""
    said: Any
    """Seconds of speech before the place."""

    def __len__(self) -> int:
        return len(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way through all phrases."""

    chosen: Any
    """Indices of the places at which they begin, and of the end."""
    cost: float


def align(phrases: Sequence[Phrase], loudness: bytes) -> Alignment:
    """Where each phrase is said, from a loudness curve: dB above -128 of every step."""
    speech = speech_in(loudness)
    if not speech.any() or not phrases:
        return Alignment(spoken=(), pauses=(), pace=0.0)
    places = _places(np.frombuffer(loudness, np.uint8), speech)
    weights = np.array([max(phrase.weight, 0.5) for phrase in phrases])
    pace = float(weights.sum() / places.said[-1])
    last = [phrase.last for phrase in phrases]
    chosen, order = _evenly(len(phrases), places), None
    if len(places) > len(phrases) and (found := _best(weights, 1 / pace, last, places)):
        chosen, order = found.chosen, _order(weights, 1 / pace, last, places, found.cost)
    spoken = tuple(_stretch(places.after[first], places.before[last]) for first, last in pairwise(chosen))
    pauses = tuple(_stretch(start / STEPS, stop / STEPS) for start, stop in _runs(~speech))
    return Alignment(spoken=spoken, pauses=tuple(one for one in pauses if _inside(one, spoken)), pace=pace, order=order)


def join_curves(curves: Sequence[bytes], lengths: Sequence[Fraction], pause: Fraction) -> bytes:
    """The curve of several takes, each as long as its sound (in seconds), with silence between."""
    whole = bytearray(round((sum(lengths) + pause * (len(lengths) - 1)) * STEPS))
    at = Fraction(0)
    for curve, length in zip(curves, lengths, strict=True):
        first, last = round(at * STEPS), min(round((at + length) * STEPS), len(whole))
        whole[first:last] = curve[: last - first].ljust(last - first, b"\0")
        at += length + pause
    return bytes(whole)


def _stretch(start: float, stop: float) -> TimeRange:
    # Two phrases at one place, which is a pause, are both nothing at its end.
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
    # A tick that is shorter than what is smoothed is nobody's voice.
    if smooth.max() <= QUIET:
        return np.zeros(len(level), bool)
    loudest = float(np.percentile(smooth[smooth > QUIET], 95))
    ceiling = np.maximum(_running(smooth, 90), loudest - _APART)
    floor = np.minimum(_running(smooth, 8), ceiling - 6)
    threshold = np.maximum(floor + _RISE * (ceiling - floor), ceiling - _CONSONANT)
    return _tidied(smooth > threshold)


def _running(level: Any, percent: int) -> Any:
    """A percentile of what is around every step, computed each half second."""
    every = STEPS // 2
    at = np.arange(0, len(level), every)
    found = [np.percentile(level[max(0, i - _AROUND) : i + _AROUND], percent) for i in at]
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


def _places(level: Any, speech: Any) -> _Places:
    """The pauses, and within speech its quietest moments, a syllable apart."""
    found: list[tuple[int, int]] = []
    for start, stop in _runs(speech):
        found.append((found.pop()[0] if found else start, start))
        inside = range(start + _SYLLABLE, stop - _SYLLABLE, _SYLLABLE)
        found += [(least, least) for least in (i + int(np.argmin(level[i : i + _SYLLABLE])) for i in inside)]
        found.append((stop, stop))
    edges = np.array(found, float)
    said = np.concatenate(([0], np.cumsum(speech))) / STEPS
    return _Places(before=edges[:, 0] / STEPS, after=edges[:, 1] / STEPS, said=said[edges[:, 0].astype(int)])


def _order(weights: Any, usual: float, last: Sequence[bool], places: _Places, cost: float) -> float | None:
    """How much better the sentences fit in their order than when it begins with another one, for each of them.

    Where something else is read, one order fits as well as another. None where there are too few sentences to tell, or
    all are of one length, as in a poem.
    """
    begins = [0, *(index + 1 for index, ends in enumerate(last[:-1]) if ends)]
    if len(begins) < _ENOUGH:
        return None
    gains = []
    for share in _TURNS:
        turned = np.roll(np.arange(len(weights)), -begins[round(len(begins) * share)])
        if np.abs(weights[turned] - weights).mean() < _ALIKE * weights.mean():
            return None
        other = _best(weights[turned], usual, [last[int(index)] for index in turned], places)
        if other is None:
            return None
        gains.append(other.cost - cost)
    return float(sum(gains) / len(gains) / len(begins))


def _best(weights: Any, usual: float, last: Sequence[bool], places: _Places) -> _Way | None:
    """The way through all phrases that fits best; `usual` is the seconds that a syllable takes.

    The cheapest way to every place is kept for each pace that the speaker may have there. None where a script is so
    unlike its sound that nothing fits anywhere.
    """
    said, pauses = places.said, places.after - places.before
    # The sound may begin or end with something else: the very ends are no better places than an ordinary pause.
    pauses[[0, -1]] = _ORDINARY
    gains = {True: _sentence_gain(pauses), False: _clause_gain(pauses)}
    expected = np.cumsum(weights) * said[-1] / weights.sum()
    band = _BAND[0] * said[-1] + _BAND[1]
    closing = np.flatnonzero(said >= said[-1] - _OUTSIDE[1])
    costs = np.where(said <= _OUTSIDE[1], said * _OUTSIDE[0] - gains[True], np.inf)[None].repeat(len(_PACES), axis=0)
    ways = []
    for index, weight in enumerate(weights):
        lengths = weight * usual * np.array(_PACES)
        chance = weight * (_UNEVEN * usual * np.array(_PACES)) ** 2
        deviations = np.sqrt(chance + (_DRIFT * lengths) ** 2 + _LEAST**2)
        reach = _reach(said, lengths[-1] + 6 * deviations[-1])
        alive = np.flatnonzero((costs < costs.min() + _HOPELESS).any(axis=0))
        near = np.searchsorted(said, [expected[index] - band, expected[index] + band])
        ends = np.arange(max(near[0], alive[0] + 1), min(near[1], alive[-1] + reach + 1))
        ends = ends if index + 1 < len(weights) else closing
        costs, origins = _step(costs, said, ends, reach, lengths, deviations)
        costs -= gains[last[index]]
        ways.append((ends, origins))
        if not np.isfinite(costs.min()):
            return None
    costs += (said[-1] - said) * _OUTSIDE[0]
    cost = float(costs.min())
    level, place = (int(index) for index in np.unravel_index(np.argmin(costs), costs.shape))
    chosen = [place]
    for ends, origins in reversed(ways):
        place, level = (int(one) for one in origins[:, level, place - ends[0]])
        chosen.append(place)
    return _Way(chosen=np.array(chosen[::-1]), cost=cost)


def _step(costs: Any, said: Any, ends: Any, reach: int, lengths: Any, deviations: Any) -> tuple[Any, Any]:
    """What it costs, at each pace, that the next phrase ends at `ends`; and at which place and pace the one before did.

    A phrase spans at most `reach` places.
    """
    following = np.full_like(costs, np.inf)
    origins = np.zeros((2, len(costs), len(ends)), np.int32)
    starts = ends[:, None] - np.arange(1, reach + 1)
    possible, starts = starts >= 0, np.maximum(starts, 0)
    taken = said[ends][:, None] - said[starts]
    rows, levels = np.arange(len(ends)), np.arange(len(costs))
    for level in levels:
        arriving = costs + _CHANGE * np.abs(levels - level)[:, None]
        before = np.argmin(arriving, axis=0)
        cheapest = np.take_along_axis(arriving, before[None], axis=0)[0]
        missed = np.abs(taken - lengths[level]) / deviations[level]
        cost = np.where(missed < _BEYOND, missed**2 / 2, _BEYOND * (missed - _BEYOND / 2))
        total = np.where(possible, cheapest[starts] + cost, np.inf)
        best = np.argmin(total, axis=1)
        following[level, ends] = total[rows, best]
        origins[0, level] = starts[rows, best]
        origins[1, level] = before[starts[rows, best]]
    return following, origins


def _evenly(count: int, places: _Places) -> Any:
    """What is left where a script is so unlike its sound that nothing fits anywhere."""
    return np.linspace(0, len(places) - 1, count + 1).round().astype(int)


def _sentence_gain(pauses: Any) -> Any:
    """A sentence ends with a pause, the longer the surer."""
    return 4.0 * np.log1p(np.minimum(pauses, _LONG) / 0.12) - 3.0 * (pauses <= 0)


def _clause_gain(pauses: Any) -> Any:
    """A comma is often no pause at all, and seldom a long one."""
    return 3.0 * np.log1p(np.minimum(pauses, 0.5) / 0.12) - 1.0 * (pauses <= 0)


def _reach(said: Any, seconds: float) -> int:
    """The most places that lie within so much speech."""
    return max(1, int(max(np.searchsorted(said, said + seconds) - np.arange(len(said)))))
