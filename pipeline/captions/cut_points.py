"""Cut points: the moments of a recording at which a phrase may begin or end."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.captions.speech import STEPS, runs

_SYLLABLE = 16
"""Steps between two cut points inside speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPoints:
    """Where phrases may begin and end; arrays of one value for each cut point."""

    before: Any
    """Seconds at which the speech before it ends."""
    after: Any
    """Seconds at which the speech after it begins; later than `before` in a pause."""
    elapsed: Any
    """Seconds of speech before it."""

    def __len__(self) -> int:
        return len(self.elapsed)

    def part(self, first: int, last: int) -> "CutPoints":
        """Those from the first to the last, as a recording of its own."""
        some = slice(first, last + 1)
        return CutPoints(
            before=self.before[some], after=self.after[some], elapsed=self.elapsed[some] - self.elapsed[first]
        )


def cut_points(level: Any, speech: Any) -> CutPoints:
    """Cut points at the pauses, and within speech at its quietest moments, a syllable apart.

    `level` is a value for each step, `speech` whether somebody speaks there; somebody does at one of them at least.
    """
    found: list[tuple[int, int]] = []
    for start, stop in runs(speech):
        found.append((found.pop()[0] if found else start, start))
        inside = range(start + _SYLLABLE, stop - _SYLLABLE, _SYLLABLE)
        found += [(least, least) for least in (i + int(np.argmin(level[i : i + _SYLLABLE])) for i in inside)]
        found.append((stop, stop))
    edges = np.array(found, float)
    elapsed = np.concatenate(([0], np.cumsum(speech))) / STEPS
    return CutPoints(before=edges[:, 0] / STEPS, after=edges[:, 1] / STEPS, elapsed=elapsed[edges[:, 0].astype(int)])
