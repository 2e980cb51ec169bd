"""Time left: how long work will still take, from what was foreseen and how fast it really goes."""

from dataclasses import dataclass, field

TRUSTED = 0.4
"""Share of the work from which on what was foreseen no longer counts."""
CLIMB = 1.2
"""Time left is never told to be more than so many times the least that was told before."""


@dataclass(slots=True, kw_only=True)
class TimeLeft:
    """Told of work that is done, asked for the time that is left; times are seconds on any clock."""

    total: float
    """Amount of work."""
    begun: float
    foreseen: float | None = None
    """Seconds that all of it is to take; None where nobody can say."""
    _done: float = 0.0
    _at: float = field(default=0.0)
    """When that was done, from the beginning on."""
    _least: float | None = None

    def done(self, amount: float, now: float) -> None:
        """So much of the total is done by now."""
        self._done, self._at = min(amount, self.total), now - self.begun

    def left(self, now: float) -> float | None:
        """Seconds; None while nothing sensible can be said."""
        share = self._done / self.total if self.total > 0 else 1.0
        whole = self._whole(share)
        if whole is None:
            return None
        # Between two steps the clock goes on: what was left then is less now.
        left = whole - (now - self.begun)
        if left <= 0 or (self._least is not None and left > self._least * CLIMB):
            return None
        self._least = left if self._least is None else min(self._least, left)
        return left

    def _whole(self, share: float) -> float | None:
        """Seconds from the beginning to the end."""
        seen = self._at / share if share >= 0.02 and self._at >= 1 else None
        if seen is None or self.foreseen is None:
            return seen if self.foreseen is None else self.foreseen
        weight = min(1.0, share / TRUSTED)
        return seen * weight + self.foreseen * (1 - weight)
