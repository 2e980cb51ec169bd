"""Alignment: at which time of a narration each phrase of its script is spoken, found from the speaker's pauses.

No speech recognition is used: `speech` tells when somebody speaks, `cut_points` where phrases may begin and end,
`best_path` which of these fit best, `likeness` whether this is what is read at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.captions.best_path import Path, alternatives, best_path
from pipeline.captions.cut_points import CutPoints, cut_points
from pipeline.captions.likeness import likenesses
from pipeline.captions.phrases import Alignment, Doubt, Likeness, Phrase, TimeRange
from pipeline.captions.speech import STEPS, runs, speech_in

_APART = 0.8
"""Seconds: a beginning that is nearer than this to the one that was found would be much the same."""
_SURE = 1.0
"""Cost that another beginning adds at least where the one that was found is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The phrases from one that is pinned, or the first, to the next that is, and their part of the sound."""

    first: int
    """Index of the first phrase."""
    phrases: tuple[Phrase, ...]
    start: int
    """Milliseconds."""
    stop: int
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was found in a part."""

    spoken: tuple[TimeRange, ...]
    doubts: tuple[Doubt, ...] = ()
    order: tuple[Likeness, ...] = ()


def align(phrases: Sequence[Phrase], loudness: bytes, pins: Mapping[int, int] | None = None) -> Alignment:
    """When each phrase is spoken, from a loudness curve: a byte for each step, in dB above -128.

    `pins` are the milliseconds at which some phrases, by index, are known to begin; they ascend.
    """
    speech = speech_in(loudness)
    if not speech.any() or not phrases:
        return Alignment(spoken=(), pauses=(), pace=0.0)
    level = np.frombuffer(loudness, np.uint8)
    pace = sum(map(_weight, phrases)) / (int(speech.sum()) / STEPS)
    found = [_in_part(part, level, speech, pace) for part in _parts(phrases, pins or {}, len(level))]
    spoken = tuple(one for part in found for one in part.spoken)
    pauses = (_range(start / STEPS, stop / STEPS) for start, stop in runs(~speech))
    return Alignment(
        spoken=spoken,
        pauses=tuple(one for one in pauses if _inside(one, spoken)),
        pace=pace,
        order=tuple(one for part in found for one in part.order),
        doubts=tuple(one for part in found for one in part.doubts),
        contrast=float(np.median(level[speech])) - float(np.median(level[~speech])) if not speech.all() else 0.0,
    )


def _parts(phrases: Sequence[Phrase], pins: Mapping[int, int], steps: int) -> Iterator[_Part]:
    end = steps * 1000 // STEPS
    edges = [*sorted({0: 0, **pins}.items()), (len(phrases), end)]
    for (first, start), (stop, next_start) in pairwise(edges):
        own = tuple(phrases[first:stop])
        yield _Part(
            first=first, phrases=own, start=min(start, end), stop=min(next_start, end), pinned=first in pins
        )  # fmt: skip


def _in_part(part: _Part, level: Any, speech: Any, pace: float) -> _Found:
    """Where the phrases of a part are spoken; `pace` is the narration's, in syllables a second."""
    some = slice(part.start * STEPS // 1000, part.stop * STEPS // 1000)
    if not speech[some].any():
        return _Found(spoken=(TimeRange(start=part.start, stop=part.start),) * len(part.phrases))
    points = cut_points(level[some], speech[some])
    weights = np.array([_weight(phrase) for phrase in part.phrases])
    last = [phrase.last for phrase in part.phrases]
    # Between two pins the pace is known exactly.
    usual = float(points.elapsed[-1] / weights.sum()) if part.pinned else 1 / pace
    path = best_path(weights, usual, last, points) if len(points) > len(weights) else None
    if path is None:
        nothing_fits = Likeness(first=part.first, stop=part.first + len(weights), gain=0.0)
        return _Found(spoken=_placed(part, _evenly(len(weights), points), points), order=(nothing_fits,))
    return _Found(
        spoken=_placed(part, path.chosen, points),
        doubts=tuple(_doubts(part, path, list(alternatives(path, weights, usual, last, points))[::-1], points)),
        order=tuple(likenesses(path, weights, usual, last, points, first=part.first)),
    )


def _placed(part: _Part, chosen: Any, points: CutPoints) -> tuple[TimeRange, ...]:
    offset = part.start / 1000
    spoken = [_range(offset + points.after[first], offset + points.before[last]) for first, last in pairwise(chosen)]
    if part.pinned:
        spoken[0] = TimeRange(start=part.start, stop=max(part.start, spoken[0].stop))
    return tuple(spoken)


def _doubts(part: _Part, path: Path, costs: Sequence[Any], points: CutPoints) -> Iterator[Doubt]:
    """Sentences that might as well begin at another time; `costs` are what others than the chosen cut points add."""
    for index, phrase in enumerate(part.phrases):
        opens = index == 0 or part.phrases[index - 1].last
        if not opens or (index == 0 and part.pinned):
            continue
        times = points.after[path.windows[index].first : path.windows[index].stop]
        found = points.after[path.chosen[index]]
        others = np.where(np.abs(times - found) > _APART, costs[index], np.inf)
        best = int(np.argmin(others))
        if others[best] < _SURE:
            yield Doubt(sentence=phrase.sentence, other=part.start + round(float(times[best]) * 1000))


def _weight(phrase: Phrase) -> float:
    return max(phrase.weight, 0.5)


def _range(start: float, stop: float) -> TimeRange:
    # Two phrases at one cut point that is a pause are both empty at its end.
    return TimeRange(start=round(start * 1000), stop=round(max(start, stop) * 1000))


def _inside(pause: TimeRange, spoken: Sequence[TimeRange]) -> bool:
    return spoken[0].start < pause.start and pause.stop < spoken[-1].stop


def _evenly(count: int, points: CutPoints) -> Any:
    """Phrases in equal shares, where script and sound are so different that nothing fits."""
    return np.linspace(0, len(points) - 1, count + 1).round().astype(int)
