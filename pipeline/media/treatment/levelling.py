"""Levelling: sentences that were spoken softly, or farther from the microphone, come nearer to the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.captions.speech import runs
from pipeline.media.treatment.survey import activity_in, decibels, smooth
from pipeline.model.treatment import GRID

LONGEST, SHORTEST = 800, 40
"""Hundredths of a second of a sentence: longer ones are cut where they are quietest; what is shorter goes with the one
before it."""
ALIKE = 6.0
"""dB within which neighbours are taken for one speaker, whose emphasis stays as it is."""
LEFT = 1.0
"""dB of a difference that are left."""
MOST, LEAST = 16.0, -10.0
"""dB by which a sentence is raised and lowered at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """dB to be added, at some samples in order; between them along a line."""

    at: Any
    gain: Any

    def on(self, start: int, count: int) -> Any:
        """Factors of so many samples."""
        gain = np.interp(np.arange(start, start + count), self.at, self.gain)
        return np.power(np.float32(10), gain.astype(np.float32) / np.float32(20))


def levelled(power: Any, least: float) -> Levels:
    """What brings sentences together, by the power of every hundredth of a second.

    Nothing below `least` dBFS is a voice: noise that was lowered comes and goes, and must not be raised again.
    """
    level = decibels(smooth(power, 5))
    activity = activity_in(level, least=least)
    sentences = list(_sentences(level, activity.speaking))
    if len(sentences) < 2:
        return Levels(at=np.zeros(1), gain=np.zeros(1))
    loudness = np.array([decibels(_loud(power[start:stop]).mean()) for start, stop in sentences])
    lengths = np.array([stop - start for start, stop in sentences])
    steady = _steadied(loudness, lengths)
    target = decibels(np.average(10 ** (steady / 10), weights=lengths))
    missing = target - steady
    gains = np.clip(np.sign(missing) * np.maximum(np.abs(missing) - LEFT, 0), LEAST, MOST)
    at, values = [], []
    for (start, stop), gain in zip(sentences, gains, strict=True):
        at += [start * GRID, stop * GRID]
        values += [gain, gain]
    return Levels(at=np.array(at), gain=np.array(values))


def _sentences(level: Any, speaking: Any) -> Iterator[tuple[int, int]]:
    """Stretches between pauses."""
    held: tuple[int, int] | None = None
    for start, stop in runs(speaking):
        for part in _parts(level, start, stop):
            if held and (part[1] - part[0] < SHORTEST or part[0] - held[1] < 2) and part[1] - held[0] < LONGEST:
                held = held[0], part[1]
                continue
            if held:
                yield held
            held = part
    if held:
        yield held


def _parts(level: Any, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while stop - start > LONGEST:
        middle = start + LONGEST // 2
        cut = middle + int(np.argmin(level[middle : start + LONGEST]))
        yield start, cut
        start = cut
    yield start, stop


def _loud(power: Any) -> Any:
    """Without what lies between syllables."""
    return power[power > power.max() / 100]


def _steadied(loudness: Any, lengths: Any) -> Any:
    """Levels averaged over neighbours that are alike."""
    found = loudness.copy()
    for index, level in enumerate(loudness):
        near = [one for one in range(index - 2, index + 3) if 0 <= one < len(loudness)]
        alike = [one for one in near if abs(loudness[one] - level) < ALIKE]
        found[index] = decibels(np.average(10 ** (loudness[alike] / 10), weights=lengths[alike]))
    return found
