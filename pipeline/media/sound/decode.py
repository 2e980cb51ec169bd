"""Decoding sound: a take as 48 kHz stereo samples, each at the time that its file says."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipeline.media.ffmpeg import Command, file_input, reading
from pipeline.messages import tr
from pipeline.model.timeline import Take
from pipeline.stop import check_stop
from pipeline.timebase import SAMPLE_RATE

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""Samples x 2 channels, full scale at 1."""

BLOCK = SAMPLE_RATE
"""Samples handled at a time: small enough for a processor's cache."""
FRAME_BYTES = 8
"""Bytes of one sample of both channels as float32."""
FLAC_OUT = ("-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5", "-bitexact", "-f", "flac")
"""16 bits: their noise is 80 dB below a programme, far below that of any lossy codec. Level 5 takes 0.3 s of CPU for
300 s, as much as level 0, at two thirds of its size."""
LEAD = Fraction(1)
"""Seconds decoded before a start inside a file: a codec's first frames after seeking lack the frames before them."""

SHORTEST_GAP = 0.01
"""Seconds; clocks that count in milliseconds, or are not exact, often leave shorter ones."""

STEREO = "out_chlayout=stereo:out_sample_fmt=flt:internal_sample_fmt=fltp"
"""One channel goes to both sides at -3 dB each, so that it stays as loud (BS.1770) as its file; 5.1 is folded down by
ITU-R BS.775, without its LFE."""


class Pcm:
    """A running decoder's samples."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

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
        return np.frombuffer(data, "<f4", count=filled // FRAME_BYTES * 2).reshape(-1, 2)


@contextlib.contextmanager
def decoding(
    take: Take, *, joined: Path | None = None, effects: str = "", log: list[str] | None = None
) -> Iterator[Pcm]:
    """The samples of a take, at most `take.samples`; `joined` is the file of a take of several media.

    `effects` are further filters, whose output is appended to `log`. Raises MediaError when the file cannot be
    decoded.
    """
    if joined is None and len(take.media) > 1:
        raise ValueError("a take of several media is decoded from its joined file")
    filters = [f"atrim=end_sample={take.samples}", *([effects] if effects else [])]
    if joined is not None:
        with _reading(joined, [], ["aformat=sample_fmts=flt", *filters], take.samples, log) as pcm:
            yield pcm
        return
    medium = take.media[0]
    early = max(take.start - LEAD, Fraction(0))
    # The container's own timestamps count: what ffmpeg takes for a file's start may be that of its cover picture.
    before = ["-copyts", "-noaccurate_seek", *(["-ss", f"{float(early):.6f}"] if early else [])]
    placed = _placed(medium.info.start + take.start)
    with _reading(medium.path, before, [*placed, *filters], take.samples, log) as pcm:
        yield pcm


@contextlib.contextmanager
def decoding_mix(path: Path, samples: int, *, effects: str = "") -> Iterator[Pcm]:
    """The samples of a file made by us: 48 kHz, both channels; `effects` are filters that keep their number."""
    with _reading(path, [], [*([effects] if effects else []), "aformat=sample_fmts=flt"], samples, None) as pcm:
        yield pcm


@contextlib.contextmanager
def _reading(path: Path, before: list[str], filters: list[str], samples: int, log: list[str] | None) -> Iterator[Pcm]:
    command = Command(
        doing=tr("decoding the sound of '{name}'", name=path.name),
        arguments=(
            *file_input(path, "-threads", "1", *before), "-map", "0:a:0", "-af", ",".join(filters), "-threads", "1",
            "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ),
        limit=600 + samples / SAMPLE_RATE,
    )  # fmt: skip
    with reading(command, log=log) as pipe:
        yield Pcm(pipe)


def has_sound(take: Take) -> bool:
    return any(medium.info.audio for medium in take.media)


def blocks_of(pcm: Pcm) -> Iterator[Samples]:
    """All blocks to the end."""
    while len(block := pcm.read(BLOCK)):
        yield block


def _placed(first: Fraction) -> list[str]:
    """Filters after which the first sample is the one at timestamp `first`, silence where the stream begins later.

    Gaps in the timestamps, as in broken recordings, are filled with silence: what follows would otherwise come early.
    """
    return [
        f"asetpts=round(PTS-{float(first):.9f}/TB)",
        "atrim=start=0",
        f"aresample={SAMPLE_RATE}:{STEREO}:async=1:min_comp=0.00001:min_hard_comp={SHORTEST_GAP}:first_pts=0",
    ]
