"""Tempo: a recording heard faster or slower than it was spoken, at its own pitch."""

from dataclasses import replace
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decoding.decode import blocks_of, decoding
from pipeline.messages import tr
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE

FASTEST = 2
"""FFmpeg's `atempo` skips samples where one filter has to be faster."""
KEPT = ("-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-compression_level", "5")
FLOATS = ("-c:a", "pcm_f32le")
"""What goes beyond full scale stays as it is: how loud it will be is known later."""


def change_tempo(take: Take, *, to: Path, treated: Path | None = None, floating: bool = False) -> None:
    """Leaves a lossless file of `take.samples` or a little more: the take's one medium at its tempo, then silence.

    `treated` is the file of a medium that was treated. Raises MediaError when it cannot be decoded.
    """
    recorded = replace(take, samples=ceil(take.samples * take.tempo), tempo=Fraction(1))
    filters = [*atempo(take.tempo), f"apad=whole_len={take.samples}"]
    command = Command(
        doing=tr("changing the speed of '{name}'", name=take.media[0].path.name),
        arguments=(
            "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-af", ",".join(filters),
            "-threads", "1", *(FLOATS if floating else KEPT), "-bitexact", "-f", "w64" if floating else "flac",
            f"file:{to}",
        ),
        limit=6 * 3600,
    )  # fmt: skip
    with writing(command) as pipe, decoding(recorded, joined=treated) as pcm:
        for block in blocks_of(pcm):
            pipe.write(np.ascontiguousarray(block, "<f4").data)


def atempo(tempo: Fraction) -> list[str]:
    """Filters that together play so many times as fast, each from 0.5 to 2."""
    found = []
    while tempo > FASTEST:
        found.append(f"atempo={FASTEST}")
        tempo /= FASTEST
    while tempo < Fraction(1, FASTEST):
        found.append(f"atempo={float(Fraction(1, FASTEST))}")
        tempo *= FASTEST
    return [*found, f"atempo={float(tempo):.9f}"]
