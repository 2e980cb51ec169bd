"""Excerpts: the beginning of a sound as a small file for the ear, as loud as any other."""

from pathlib import Path

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decoding.decode import decoding_mix
from pipeline.messages import tr
from pipeline.timebase import SAMPLE_RATE

LONGEST = 60
"""Seconds."""
HEARD = -20.0
"""dBFS of its voice: both of a pair are heard equally loud."""
PEAK = 0.9


def excerpt(source: Path, *, to: Path) -> None:
    """The first minute of a file that was made here, as an MP3. Raises MediaError when ffmpeg fails."""
    with decoding_mix(source, LONGEST * SAMPLE_RATE) as pcm:
        samples = pcm.read(LONGEST * SAMPLE_RATE).copy()
    power = np.square(samples[: len(samples) // 480 * 480]).mean(axis=1).reshape(-1, 480).mean(axis=1)
    loud = power[power > power.max() / 300].mean() if power.size and power.max() else 1.0
    samples *= min(10 ** (HEARD / 20) / float(np.sqrt(loud)), PEAK / max(float(np.abs(samples).max()), 1e-6))
    command = Command(
        doing=tr("encoding an excerpt of '{name}'", name=source.name),
        arguments=(
            "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
            "-ac", "1", "-c:a", "libmp3lame", "-b:a", "96k", "-f", "mp3", f"file:{to}",
        ),
        limit=600,
    )  # fmt: skip
    with writing(command) as pipe:
        pipe.write(np.ascontiguousarray(samples, "<f4").data)
