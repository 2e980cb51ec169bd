"""WAV: a take as a file that every program can open."""

import wave
from pathlib import Path

import numpy as np

from pipeline.media.sound.decoding.decode import Samples, blocks_of, decoding
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE

BYTES = 3
"""Of a sample."""
FULL_SCALE = (1 << 23) - 1


def write_wav(take: Take, *, to: Path, joined: Path | None = None) -> None:
    """Write a take; leaves a file of exactly `take.samples`, in 24 bits. `joined` is the file of a take that is so.

    Raises MediaError when it cannot be decoded.
    """
    written = 0
    with wave.open(str(to), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(BYTES)
        file.setframerate(SAMPLE_RATE)
        with decoding(take, joined=joined) as pcm:
            for block in blocks_of(pcm):
                file.writeframesraw(_packed(block))
                written += len(block)
        if written < take.samples:
            file.writeframesraw(bytes((take.samples - written) * 2 * BYTES))


def _packed(samples: Samples) -> bytes:
    whole = np.clip(np.rint(samples.astype(np.float64) * FULL_SCALE), -FULL_SCALE - 1, FULL_SCALE).astype("<i4")
    return np.ascontiguousarray(whole).view(np.uint8).reshape(-1, 4)[:, :BYTES].tobytes()
