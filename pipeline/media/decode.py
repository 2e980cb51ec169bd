"""Decoding sound: a take as 48 kHz stereo samples, each at the time at which its file has it."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import IO, Any

import numpy as np

from pipeline.media.ffmpeg import Command, check_stopping, file_input, reading
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE

Samples = np.ndarray[Any, np.dtype[np.float32]]
"""Samples x 2 channels, full scale at 1."""

BLOCK = SAMPLE_RATE
"""Samples handled at a time: small enough for a processor's cache."""
FRAME_BYTES = 8
"""Bytes of one sample of both channels as float32."""
FLAC_OUT = ("-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5", "-bitexact", "-f", "flac")
"""16 bits: their noise lies 80 dB below a programme, far below what any lossy codec adds. Level 5 costs 0.3 s of CPU
for 300 s, as much as level 0, at two thirds of its size."""
LEAD = Fraction(1)
"""Seconds decoded before a start inside a file: a codec's first frames after a jump lack their predecessors."""

STEREO = "out_chlayout=stereo:out_sample_fmt=flt:internal_sample_fmt=fltp"
"""One channel goes to both sides at -3 dB each, so that it stays as loud (BS.1770) as its file; 5.1 is folded down by
ITU-R BS.775, without its LFE."""


class Pcm:
    """A running decoder's samples."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def read(self, samples: int) -> Samples:
        """The next samples; fewer only at the end."""
        check_stopping()
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
    take: Take, *, joined: Path | None = None, effects: str = "", words: list[str] | None = None
) -> Iterator[Pcm]:
    """The samples of a take, at most `take.samples`; `joined` is the file of a take of several media.

    `effects` are further filters, what they say is appended to `words`. Raises MediaError when the file cannot be
    decoded.
    """
    if joined is None and len(take.media) > 1:
        raise ValueError("a take of several media is decoded from its joined file")
    path, start = (take.media[0].path, take.start) if joined is None else (joined, Fraction(0))
    early, lead = _early(start)
    filters = [*_placed(lead), f"atrim=end_sample={take.samples}", *([effects] if effects else [])]
    seconds = float(early) + take.samples / SAMPLE_RATE
    with _reading(path, ["-ss", f"{float(early):.3f}"] if early else [], filters, seconds, words) as pcm:
        yield pcm


@contextlib.contextmanager
def decoding_mix(path: Path, samples: int) -> Iterator[Pcm]:
    """The samples of a file made by us: 48 kHz, both channels."""
    with _reading(path, [], ["aformat=sample_fmts=flt"], samples / SAMPLE_RATE, None) as pcm:
        yield pcm


@contextlib.contextmanager
def _reading(
    path: Path, before: list[str], filters: list[str], seconds: float, words: list[str] | None
) -> Iterator[Pcm]:
    command = Command(
        doing=f"decoding the sound of '{path.name}'",
        arguments=(
            *file_input(path, "-threads", "1", *before), "-map", "0:a:0", "-af", ",".join(filters), "-threads", "1",
            "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ),
        limit=120 + seconds,
    )  # fmt: skip
    with reading(command, words=words) as pipe:
        yield Pcm(pipe)


def has_sound(take: Take) -> bool:
    return any(medium.info.audio for medium in take.media)


def blocks_of(pcm: Pcm) -> Iterator[Samples]:
    """All blocks to the end."""
    while len(block := pcm.read(BLOCK)):
        yield block


def _early(start: Fraction) -> tuple[Fraction, Fraction]:
    """Where to enter the file, on a whole millisecond, and how much is then dropped, in seconds."""
    early = max(Fraction(floor((start - LEAD) * 1000), 1000), Fraction(0))
    return early, start - early


def _placed(lead: Fraction) -> list[str]:
    """Filters after which the first sample is the one `lead` seconds on, silence where the stream begins later.

    Timestamps count from where the file was entered. Gaps in them, as in broken recordings, are filled with silence:
    what follows would otherwise come early.
    """
    cut = [f"atrim=start={float(lead):.6f}"] if lead else []
    first = round(lead * SAMPLE_RATE)
    return [*cut, f"aresample={SAMPLE_RATE}:{STEREO}:async=1:min_comp=0.00001:first_pts={first}"]
