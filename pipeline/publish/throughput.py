"""Speed: how fast a target took files the last time, to say beforehand how long the next ones take."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import write_whole

ENOUGH = 1_000_000
"""Bytes below which a run says nothing of the line: it was over before the line was at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Kept beside the target's inventory."""

    path: Path

    def seconds(self, size: int, *, bandwidth: int | None) -> float | None:
        """How long so many bytes take; None where nothing is known of the target."""
        limits = [limit for limit in (self._last(), bandwidth) if limit]
        return size / min(limits) if limits else None

    def learn(self, size: int, seconds: float) -> None:
        """So many bytes went in that time."""
        if size < ENOUGH or seconds <= 0:
            return
        write_whole(self.path, json.dumps({"bytes": size, "seconds": round(seconds, 3)}))

    def _last(self) -> float | None:
        """Bytes a second; what cannot be read is as good as nothing."""
        try:
            found = json.loads(self.path.read_bytes())
            return float(found["bytes"]) / float(found["seconds"]) or None
        except (OSError, ValueError, TypeError, KeyError, ZeroDivisionError, RecursionError):
            return None
