"""What is in a file: numbers of its frames, flashes, beeps, samples."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.sources.clips import GRID
from tests.sources.place import SAMPLE_RATE, Pixels


def number_in(gray: Pixels) -> int | None:
    """The number in a picture, wherever it was scaled; None where it cannot be read, as in a blend of two."""
    high_rows, wide = gray.shape[0] / GRID[1], gray.shape[1] / GRID[0]
    centre = [
        [float(gray[_around(row, high_rows), _around(column, wide)].mean()) for column in range(GRID[0])]
        for row in range(GRID[1])
    ]
    bits = [[1 if value > 160 else 0 if value < 90 else -1 for value in row] for row in centre]
    high, low, not_high, not_low = (int("".join(str(max(bit, 0)) for bit in row), 2) for row in bits)
    clear = all(bit >= 0 for row in bits for bit in row)
    return high << 8 | low if clear and not_high == high ^ 0xFF and not_low == low ^ 0xFF else None


def numbers_in(path: Path, *, part: tuple[float, float, float, float] = (0, 0, 1, 1)) -> list[int | None]:
    """The numbers of all frames of a file; `part` is where the picture sits: left, top, right, bottom in 0..1."""
    return [number_in(_cut(gray, part)) for gray in grays(path)]


def grays(path: Path) -> list[Pixels]:
    """The luma of every frame."""
    with av.open(str(path)) as file:
        return [frame.to_ndarray()[: frame.height, : frame.width].copy() for frame in file.decode(video=0)]


def flashes_in(path: Path) -> list[Fraction]:
    """Times of the frames at which the picture turns white."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        lit = [(_time(frame), bool(frame.to_ndarray()[: frame.height].mean() > 125)) for frame in file.decode(stream)]
    return [time for (time, now), (_, before) in zip(lit[1:], lit, strict=False) if now and not before]


def beeps_in(path: Path, *, threshold: float = 0.1) -> list[Fraction]:
    """Times of the first samples of beeps, after at least 200 ms of quiet."""
    samples, start = samples_of(path)
    loud = np.flatnonzero(np.abs(samples).max(axis=0) > threshold)
    onsets = [int(at) for index, at in enumerate(loud) if index == 0 or at - loud[index - 1] > SAMPLE_RATE // 5]
    return [start + Fraction(at, SAMPLE_RATE) for at in onsets]


def samples_of(path: Path) -> tuple[Pixels, Fraction]:
    """All samples of a file's first sound stream at 48 kHz (channels x samples, -1..1), and the time of the first."""
    pieces, start = [], None
    with av.open(str(path)) as file:
        resampler = av.AudioResampler(format="fltp", rate=SAMPLE_RATE)
        for frame in file.decode(audio=0):
            start = _time(frame) if start is None else start
            pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray() for piece in resampler.resample(None)]
    return np.concatenate(pieces, axis=1), start or Fraction(0)


def _around(index: int, step: float) -> slice:
    return slice(int((index + 0.3) * step), max(int((index + 0.7) * step), int((index + 0.3) * step) + 1))


def _cut(gray: Pixels, part: Sequence[float]) -> Pixels:
    high, wide = gray.shape
    left, top, right, bottom = part
    return gray[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)]


def _time(frame: Any) -> Fraction:
    return Fraction(frame.pts) * frame.time_base
