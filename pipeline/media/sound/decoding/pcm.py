"""PCM: samples as ffmpeg hands them out, at 48 kHz in both channels, each at the time that its file says."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipeline.media.ffmpeg import Command, file_input, reading
from pipeline.messages import tr
from pipeline.model.media import AudioInfo
from pipeline.stop import check_stop
from pipeline.timebase import SAMPLE_RATE

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""Samples x 2 channels, full scale at 1."""

LEAD = Fraction(1)
"""Seconds decoded before a start inside a file: a codec's first frames after seeking lack the frames before them."""
BLOCK = SAMPLE_RATE
"""Samples handled at a time: small enough for a processor's cache."""
FRAME_BYTES = 8
"""Bytes of one sample of both channels as float32."""
SHORTEST_GAP = 0.01
"""Seconds; clocks that count in milliseconds, or are not exact, often leave shorter ones."""

STEREO = "out_chlayout=stereo:out_sample_fmt=flt:internal_sample_fmt=fltp"
"""One channel goes to both sides at -3 dB each, so that it stays as loud (BS.1770) as its file; 5.1 is folded down by
ITU-R BS.775, without its LFE."""


class Pcm:
    """A running decoder's samples."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self.samples = 0
        """That have come."""
        self.ended = False
        """Whether fewer came than were asked for."""

    def read(self, samples: int) -> Samples:
        """The next samples; fewer only at the end."""
        check_stop()
        data = bytearray(samples * FRAME_BYTES)
        view, filled = memoryview(data), 0
        while filled < len(data):
            count: int = self._pipe.readinto(view[filled:])  # type: ignore[attr-defined]
            if not count:
                break
            filled += count
        self.samples += filled // FRAME_BYTES
        self.ended = self.ended or filled < len(data)
        return np.frombuffer(data, "<f4", count=filled // FRAME_BYTES * 2).reshape(-1, 2)


@contextlib.contextmanager
def pcm_of(
    path: Path, before: list[str], filters: list[str], samples: int, log: list[str] | None, *, track: int = 1
) -> Iterator[Pcm]:
    command = Command(
        doing=tr("decoding the sound of '{name}'", name=path.name),
        arguments=(
            *file_input(path, "-threads", "1", *before), "-map", f"0:a:{track - 1}",
            "-af", ",".join(filters), "-threads", "1", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ),
        limit=600 + samples / SAMPLE_RATE,
    )  # fmt: skip
    with reading(command, log=log) as pipe:
        yield Pcm(pipe)


def blocks_of(pcm: Pcm) -> Iterator[Samples]:
    """All blocks to the end."""
    while len(block := pcm.read(BLOCK)):
        yield block


def placed(first: Fraction, audio: AudioInfo | None) -> list[str]:
    """Filters after which the first sample is the one at timestamp `first`, silence where the stream begins later.

    Gaps in the timestamps, as in broken recordings, are filled with silence: what follows would otherwise come early.
    """
    return [
        f"asetpts=round(PTS-{float(first):.9f}/TB)",
        "atrim=start=0",
        *([] if audio is None or audio.laid_out else [evenly(audio.channels)]),
        f"aresample={SAMPLE_RATE}:{STEREO}:async=1:min_comp=0.00001:min_hard_comp={SHORTEST_GAP}:first_pts=0",
    ]


def evenly(channels: int) -> str:
    """A filter that mixes channels of which nobody knows where they belong; as loud as one of them, if all differ."""
    each = "+".join(f"{channels**-0.5:.5f}*c{channel}" for channel in range(channels))
    return f"aformat=sample_fmts=fltp,pan=stereo|c0={each}|c1={each}"
