"""How sounds change in level: where somebody speaks, and the ducking of music under speech."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.timebase import SAMPLE_RATE

PAUSE = SAMPLE_RATE * 8 // 10
"""Samples; music stays down during shorter pauses in speech."""
DUCK_DOWN = SAMPLE_RATE * 3 // 10
"""Samples before speech in which music goes down, so that it is down when the first word is spoken."""
DUCK_UP = SAMPLE_RATE
"""Samples after speech in which it comes back."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class SampleRange:
    """Half-open run of samples at 48 kHz."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def moved(self, samples: int) -> "SampleRange":
        return SampleRange(start=self.start + samples, stop=self.stop + samples)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Gain over time: straight lines in dB between points, level before the first and after the last."""

    points: tuple[tuple[int, float], ...] = ()
    """(sample, dB), samples ascending; none at all is 0 dB."""

    def flat(self, stretch: SampleRange) -> float | None:
        """The gain in dB if it is the same during the whole range, else None."""
        if not self.points:
            return 0.0
        first = bisect_left(self.points, (stretch.start + 1, float("-inf"))) - 1
        last = bisect_left(self.points, (stretch.stop, float("-inf")))
        levels = {level for _, level in self.points[max(first, 0) : last + 1]}
        return levels.pop() if len(levels) == 1 else None

    def level(self, sample: int) -> float:
        """The gain in dB at a sample."""
        if not self.points:
            return 0.0
        after = bisect_left(self.points, (sample, float("-inf")))
        if after in (0, len(self.points)):
            return self.points[min(after, len(self.points) - 1)][1]
        (first, low), (last, high) = self.points[after - 1 : after + 1]
        return low + (high - low) * (sample - first) / (last - first) if last > first else high

    def plus(self, other: "Envelope") -> "Envelope":
        """Both gains together."""
        if not self.points or not other.points:
            return self if self.points else other
        samples = sorted({sample for sample, _ in (*self.points, *other.points)})
        return Envelope(points=tuple((sample, self.level(sample) + other.level(sample)) for sample in samples))


def closed(ranges: Iterable[SampleRange], gap: int) -> tuple[SampleRange, ...]:
    """The same ranges in order, those less than `gap` samples apart joined."""
    found: list[SampleRange] = []
    for stretch in sorted(ranges):
        if found and stretch.start - found[-1].stop < gap:
            found[-1] = SampleRange(start=found[-1].start, stop=max(found[-1].stop, stretch.stop))
        else:
            found.append(stretch)
    return tuple(found)


def ducking(speech: Iterable[SampleRange], depth: float) -> Envelope:
    """The level of music under speech: `depth` dB while somebody speaks and in short pauses, 0 elsewhere.

    It is down when speech begins. Where the next speech begins before the level is back at 0, it goes down again from
    where it is.
    """
    spoken = closed(speech, PAUSE)
    if not spoken or not depth:
        return Envelope()
    points = [(spoken[0].start - DUCK_DOWN, 0.0), (spoken[0].start, depth)]
    for before, after in pairwise(spoken):
        points.append((before.stop, depth))
        pause = after.start - before.stop
        if pause >= DUCK_UP + DUCK_DOWN:
            points += [(before.stop + DUCK_UP, 0.0), (after.start - DUCK_DOWN, 0.0)]
        else:
            # Both lines meet where each has run its share of the pause.
            up = pause * DUCK_UP // (DUCK_UP + DUCK_DOWN)
            points.append((before.stop + up, depth * (1 - up / DUCK_UP)))
        points.append((after.start, depth))
    points += [(spoken[-1].stop, depth), (spoken[-1].stop + DUCK_UP, 0.0)]
    return Envelope(points=tuple(points))


def lowered(stretch: SampleRange, depth: float) -> Envelope:
    """Music that is `depth` dB lower during a stretch, with the slopes of ducking."""
    return Envelope(
        points=(
            (stretch.start - DUCK_DOWN, 0.0),
            (stretch.start, depth),
            (stretch.stop, depth),
            (stretch.stop + DUCK_UP, 0.0),
        )
    )
