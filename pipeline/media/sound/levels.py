"""Levels: how loud a take is and where in it there is sound, measured once and kept beside it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.effects.sound import SampleRange, closed
from pipeline.media.sound.decoding.decode import Samples, blocks_of, decoding, has_sound
from pipeline.media.sound.loudness import METER, decibels, hundredths, integrated_in
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE

METERED = SAMPLE_RATE * 2 // 5
"""Samples that a loudness meter needs."""
STEP = SAMPLE_RATE // 50
"""Samples over which activity is judged: 20 ms, of which a block holds a whole number."""
FLOOR = -60.0
"""dBFS; nothing below it counts as sound."""
SPREAD = 26.0
"""dB below the loud parts (the 95th percentile) down to which a take is active: consonants are, room noise is not."""
SHORTEST = 3 * STEP
"""A shorter burst is a click of the microphone, not speech."""
BREATH = SAMPLE_RATE * 6 // 10
"""Shorter pauses are part of the speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How loud a take is."""

    integrated: Decimal | None
    """LUFS; None when it is silent."""
    peak: Decimal | None
    """Highest sample, dBFS; None when it is silent."""
    active: tuple[SampleRange, ...]
    """Where there is sound, from the take's start, in order."""


def measure_take(take: Take, *, to: Path, joined: Path | None = None) -> None:
    """Measure a take; leaves its `Level` as JSON. `joined` is the file of a take that is `joined`.

    Raises MediaError when it cannot be decoded.
    """
    level = _measured(take, joined) if joined or has_sound(take) else Level(integrated=None, peak=None, active=())
    value = {
        "integrated": None if level.integrated is None else str(level.integrated),
        "peak": None if level.peak is None else str(level.peak),
        "active": [[part.start, part.stop] for part in level.active],
    }
    to.write_text(json.dumps(value) + "\n", encoding="utf-8")


def read_level(path: Path) -> Level:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Level(
        integrated=None if value["integrated"] is None else Decimal(value["integrated"]),
        peak=None if value["peak"] is None else Decimal(value["peak"]),
        active=tuple(SampleRange(start=start, stop=stop) for start, stop in value["active"]),
    )


def _measured(take: Take, joined: Path | None) -> Level:
    log: list[str] = []
    powers, peak, samples = [], 0.0, 0
    with decoding(take, joined=joined, effects=METER, log=log) as pcm:
        for block in blocks_of(pcm):
            peak = max(peak, float(np.abs(block).max()))
            powers.append(_powers(block))
            samples += len(block)
    power = np.concatenate(powers) if powers else np.zeros(0, np.float32)
    if peak <= 10 ** (FLOOR / 20):
        return Level(integrated=None, peak=hundredths(decibels(peak)) if peak else None, active=())
    integrated = integrated_in(log[0]) if log else None
    if integrated is None and samples < METERED:
        # Too short for the meter: its mean power, which for speech is within about 2 dB.
        integrated = 10 * float(np.log10(power.mean() + 1e-12)) - 0.691
    return Level(
        integrated=None if integrated is None else hundredths(integrated),
        peak=hundredths(decibels(peak)),
        active=closed(_active(power, samples), BREATH),
    )


def _powers(block: Samples) -> Samples:
    """Power of every step, both channels together; the last may be a short one."""
    square = np.einsum("ij,ij->i", block, block)
    starts = np.arange(0, len(square), STEP)
    counts = np.minimum(len(square) - starts, STEP).astype(np.float32)
    return np.asarray(np.add.reduceat(square, starts) / counts, dtype=np.float32)


def _active(power: Samples, samples: int) -> Iterator[SampleRange]:
    level = 10 * np.log10(power + np.float32(1e-12))
    threshold = max(FLOOR, float(np.percentile(level[level > FLOOR], 95)) - SPREAD) if (level > FLOOR).any() else 0.0
    loud = np.concatenate(([False], level > threshold, [False]))
    edges = np.flatnonzero(loud[1:] != loud[:-1])
    for start, stop in edges.reshape(-1, 2).tolist():
        part = SampleRange(start=start * STEP, stop=min(stop * STEP, samples))
        if len(part) >= min(SHORTEST, samples):
            yield part
