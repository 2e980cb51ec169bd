"""Stretches: parts of a finished file that are black, frozen or silent."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.media.qc.offsets import Array
from pipeline.messages import NOTHING, Message, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a file, in seconds, and why it is black, frozen or silent."""

    start: Fraction
    stop: Fraction
    reason: Message = NOTHING
    """How the timeline explains it; empty where it does not."""

    @property
    def length(self) -> Fraction:
        return self.stop - self.start

    def as_json(self) -> dict[str, object]:
        return {
            "start": round(float(self.start), 3),
            "stop": round(float(self.stop), 3),
            "explained": told(self.reason),
        }


def runs(chosen: Array) -> list[tuple[int, int]]:
    """Beginnings and ends of runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
