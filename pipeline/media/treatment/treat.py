"""Treating a recording: what does not belong to the voice is lowered, sentences are levelled, pauses shortened."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decoding.decode import BLOCK, Samples, blocks_of, decoding
from pipeline.media.treatment.hum import notches
from pipeline.media.treatment.levelling import Levels, levelled
from pipeline.media.treatment.mending import mended
from pipeline.media.treatment.spectrum import Lowering, lowered
from pipeline.messages import tr
from pipeline.model.timeline import Take
from pipeline.model.treatment import GRID, Cut, Treatment
from pipeline.timebase import SAMPLE_RATE

DECLIP = "adeclip=window=30:overlap=50:arorder=4"
"""FFmpeg's, which rounds tops by what is around them; its own settings cost five times as much for half a dB."""
SEAM = SAMPLE_RATE // 50
"""Samples over which what is before a cut becomes what is behind it."""
KEPT = ("-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-compression_level", "5")
"""24 bits: a quiet recording is raised afterwards."""
SOFTEST, ABOVE = 32, 8
"""dB: how far below the mean a voice is still heard as one, and how far above noise that was lowered."""
FLOATS = ("-c:a", "pcm_f32le")
"""What goes beyond full scale stays as it is: how loud it will be is known later."""


def treat(take: Take, *, to: Path) -> None:
    """Treat the one medium of a take as it says; leaves a lossless file of what is left of it.

    Raises MediaError when it cannot be decoded.
    """
    treatment = take.media[0].treatment
    if treatment is None:
        raise ValueError("nothing is to be done to this take")
    recorded = replace(take, media=(replace(take.media[0], treatment=None),))
    filters = [*notches(treatment.hum, take.samples), *([DECLIP] if treatment.declip else [])]
    with tempfile.TemporaryFile(dir=to.parent) as file:
        with decoding(recorded, effects=",".join(filters)) as pcm:
            kept = _Kept(file)
            blocks = blocks_of(pcm)
            if treatment.clicks or treatment.pops:
                blocks = mended(blocks, treatment)
            if treatment.highpass or treatment.knocks or treatment.denoise or treatment.echo or treatment.deess:
                blocks = lowered(blocks, Lowering(treatment=treatment))
            for block in blocks:
                kept.add(block)
        levels = levelled(kept.power, _least(treatment)) if treatment.compress else None
        _write(kept, levels, treatment, take, to)


def _least(treatment: Treatment) -> float:
    """dBFS below which nothing is a voice."""
    return float(max(treatment.speech - SOFTEST, treatment.noise - treatment.denoise + ABOVE))


class _Kept:
    """Samples in a file, and what is known of them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.samples = 0
        self.peak = 0.0
        self._powers: list[Any] = []
        self._rest: Samples = np.zeros(0, np.float32)

    def add(self, block: Samples) -> None:
        if not len(block):
            return
        self._file.write(np.ascontiguousarray(block, "<f4").data)
        self.samples += len(block)
        self.peak = max(self.peak, float(np.abs(block).max()))
        mono = np.concatenate((self._rest, block.mean(axis=1)))
        whole = len(mono) // GRID * GRID
        # Without what is slower than a hundredth of a second, which is no voice.
        self._powers.append(mono[:whole].reshape(-1, GRID).var(axis=1))
        self._rest = mono[whole:]

    @property
    def power(self) -> Any:
        """Of every hundredth of a second."""
        return np.concatenate(self._powers) if self._powers else np.zeros(1)

    def read(self, start: int, stop: int) -> Samples:
        stop = min(stop, self.samples)
        self._file.seek(start * 8)
        return np.frombuffer(self._file.read(max(stop - start, 0) * 8), "<f4").reshape(-1, 2).copy()


def _write(kept: _Kept, levels: Levels | None, treatment: Treatment, take: Take, to: Path) -> None:
    most = kept.peak * (10 ** (max(levels.gain.max(), 0) / 20) if levels else 1)
    output = FLOATS if most >= 1 else KEPT
    command = Command(
        doing=tr("treating '{name}'", name=take.media[0].path.name),
        arguments=(
            "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
            *output, "-bitexact", "-f", "w64" if output is FLOATS else "flac", f"file:{to}",
        ),
        limit=6 * 3600,
    )  # fmt: skip
    with writing(command) as pipe:
        for block in _without(kept, levels, treatment.cuts):
            pipe.write(np.ascontiguousarray(block, "<f4").data)


def _without(kept: _Kept, levels: Levels | None, cuts: Sequence[Cut]) -> Iterator[Samples]:
    """What is kept, without the cuts: the sound before one fades into that before its end, which sounds alike."""
    at = 0
    end = Cut(start=kept.samples, stop=kept.samples)
    for start, stop in ((cut.start, cut.stop) for cut in (*cuts, end)):
        seam = min(SEAM, start - at) if stop > start else 0
        for first in range(at, start - seam, BLOCK):
            yield _played(kept, levels, first, min(first + BLOCK, start - seam))
        if seam:
            angle = (np.arange(seam, dtype=np.float32)[:, None] + np.float32(0.5)) * np.float32(np.pi / 2 / seam)
            before, after = _played(kept, levels, start - seam, start), _played(kept, levels, stop - seam, stop)
            if len(after) == len(before):
                yield before * np.cos(angle) + after * np.sin(angle)
            else:
                yield before
        at = stop


def _played(kept: _Kept, levels: Levels | None, start: int, stop: int) -> Samples:
    block = kept.read(start, stop)
    if levels is not None:
        block *= levels.on(start, len(block))[:, None]
    return block
