"""The waveform: how loud a programme is, bar by bar, as heights on a scale of loudness."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from pipeline.media.sound.decoding.decode import decoding_mix
from pipeline.media.sound.mix_tags import read_mix_tags
from pipeline.timebase import seconds_to_samples

TALLEST = 100
_QUIETEST, _LOUDEST = -34.0, -12.0
"""dBFS (RMS) of the lowest and the highest bar of a programme at -16 LUFS."""
_USUAL = -16.0


def measure_wave(mix: Path, bar: Fraction, *, to: Path) -> None:
    """Write the heights of a mix's bars, each `bar` seconds long, as JSON: whole numbers from 0 to `TALLEST`.

    Raises MediaError when the mix cannot be decoded.
    """
    tags = read_mix_tags(mix)
    moved = _USUAL - float(tags.measures.integrated or _USUAL)
    heights: list[int] = []
    with decoding_mix(mix, tags.samples) as pcm:
        start = 0
        while start < tags.samples:
            stop = min(seconds_to_samples(bar * (len(heights) + 1)), tags.samples)
            block = pcm.read(stop - start)
            power = float(np.square(block).mean()) if len(block) else 0.0
            level = 10 * float(np.log10(max(power, 1e-10))) + moved
            heights.append(round(TALLEST * min(max((level - _QUIETEST) / (_LOUDEST - _QUIETEST), 0.0), 1.0)))
            start = stop
    to.write_text(json.dumps(heights), encoding="ascii")


def read_wave(path: Path) -> tuple[int, ...]:
    """The heights that `measure_wave` wrote."""
    return tuple(json.loads(path.read_bytes()))
