"""Chimes: the notes of a small bell, computed."""

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.effects.chimes import Chime
from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decoding.decode import FLAC_OUT
from pipeline.messages import tr
from pipeline.timebase import SAMPLE_RATE

LOW, HIGH = 783.99, 1046.50
"""Hertz of the two notes, a fourth apart: above most of what a voice has, and low enough for small loudspeakers."""
APART = 0.17
"""Seconds from the first note to the second."""
PARTIALS = ((1.0, 1.0, 0.42), (2.0, 0.28, 0.24), (3.01, 0.10, 0.12), (4.17, 0.04, 0.07))
"""Of a bell: times the note's frequency, height, and seconds in which each falls to a third."""
ATTACK = 0.006
"""Seconds in which a note comes."""
RELEASE = 0.1
"""Seconds in which the last of it goes."""
PEAK = 0.5


def make_chime(chime: Chime, *, to: Path) -> None:
    """Compute a chime; leaves a lossless file of exactly `chime.samples`."""
    wave = np.clip(np.rint(_wave(chime) * 32767), -32768, 32767).astype("<i2")
    command = Command(
        doing=tr("making a chime"),
        arguments=(
            "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
            *FLAC_OUT, f"file:{to}",
        ),
        limit=600,
    )  # fmt: skip
    with writing(command) as pipe:
        pipe.write(np.repeat(wave, 2).tobytes())


def _wave(chime: Chime) -> Any:
    """One channel; full scale at 1. In double precision, so that other processors round to the same 16 bits."""
    at = np.arange(chime.samples) / SAMPLE_RATE
    notes = (LOW, HIGH) if chime.kind == "begins" else (HIGH, LOW)
    wave = _note(at, notes[0]) + _note(at - APART, notes[1])
    left = (at[-1] - at) / RELEASE
    return wave / np.abs(wave).max() * PEAK * _rise(left)


def _note(at: Any, frequency: float) -> Any:
    sounding = np.maximum(at, 0)
    partials = (
        height * np.exp(-sounding / fall) * np.sin(2 * np.pi * frequency * times * sounding)
        for times, height, fall in PARTIALS
    )
    return sum(partials) * _rise(at / ATTACK)


def _rise(part: Any) -> Any:
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(part, 0, 1))
