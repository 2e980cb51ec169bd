"""Throughput: how fast a target took files the last time, to estimate how long the next upload takes."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import write_whole

SMALLEST_SAMPLE = 1_000_000
"""Bytes below which a run is not measured: it ended before the connection reached its speed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """A measurement of one target; lies beside its inventory."""

    path: Path

    def seconds(self, size: int, *, bandwidth: int | None) -> float | None:
        """How long so many bytes take, at no more than `bandwidth` bytes a second; None where nothing is known."""
        limits = [limit for limit in (self._last(), bandwidth) if limit]
        return size / min(limits) if limits else None

    def record(self, size: int, seconds: float) -> None:
        """Keep that so many bytes went in that time."""
        if size < SMALLEST_SAMPLE or seconds <= 0:
            return
        write_whole(self.path, json.dumps({"bytes": size, "seconds": round(seconds, 3)}))

    def _last(self) -> float | None:
        """Bytes a second; None where nothing was measured, or the file is damaged."""
        try:
            found = json.loads(self.path.read_bytes())
            return float(found["bytes"]) / float(found["seconds"]) or None
        except (OSError, ValueError, TypeError, KeyError, ZeroDivisionError, RecursionError):
            return None
