"""Bars: what was heard of the metre of a piece of music."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Where each bar begins; none where there is no beat."""

    starts: tuple[int, ...] = ()
    """Samples from the first of the piece to its end."""
    samples: int = 0
    """Of the whole piece."""
    tempo: int = 0
    """Tenths of beats a minute, in the middle of it."""
    metre: int = 0
    """Beats of a bar."""
    counted: bool = False
    """Whether no beat is heavier than others, so that bars of four are counted from the first."""

    def last(self, samples: int, *, seam: int) -> int:
        """The last bar that is over after so many samples, 0 for none.

        The piece is repeated, and each time begins `seam` samples before it has ended.
        """
        period = max(self.samples - seam, 1)
        turn = samples // period
        over = [
            one * period + start
            for one in (turn - 1, turn)
            for start in (self.starts if one else self.starts[1:])
            if one >= 0 and start <= self.samples
        ]
        return max((one for one in over if one <= samples), default=0)
