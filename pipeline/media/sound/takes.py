"""Takes: a narration recorded in several files becomes one file, with pauses between them and fades at their ends."""

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decoding.decode import FLAC_OUT, Samples, decoding
from pipeline.messages import trn
from pipeline.model.media import Medium
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

with warnings.catch_warnings():
    # It warns about an ffmpeg that we never let it run, and imports a module that Python will drop.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

PIECE = 20 * SAMPLE_RATE
"""Samples that pydub, which holds everything in memory, is given at a time."""
FADE = 10
"""Milliseconds of fade at either end of a take."""
EDGE = SAMPLE_RATE * FADE // 1000
"""The same in samples."""
SHORTEST = 2 * EDGE
"""Samples of a piece that can be faded at both ends; a shorter rest goes with the piece before it."""
FULL_SCALE = 32768 / 32767
"""Of the highest sample that 16 bits hold, and half a step."""
FLOATS_OUT = ("-c:a", "pcm_f32le", "-bitexact", "-f", "w64")
FRAME_BYTES = 4
"""Bytes of one sample of both channels as 16-bit integers."""


class _BeyondFullScaleError(Exception):
    """Samples that 16 bits cannot hold."""


def join_takes(take: Take, *, to: Path, floating: bool = False, treated: Mapping[Medium, Path] | None = None) -> None:
    """Join a take of several media; leaves a lossless file of exactly `take.samples`.

    Each file lasts as long as its probed sound, so that the next begins where the plan says. Where samples go beyond
    full scale, which is `floating`, or found out here, they are kept as floats: how loud they will be is known later.
    `treated` are the files of media that were treated.
    Raises MediaError when one of them cannot be decoded.
    """
    if not floating:
        with contextlib.suppress(_BeyondFullScaleError):
            _join(take, ("-f", "s16le"), FLAC_OUT, _segments(take, treated or {}), to)
            return
    _join(take, ("-f", "f32le"), FLOATS_OUT, _floats(take, treated or {}), to)


def _join(take: Take, given: tuple[str, ...], output: tuple[str, ...], pieces: Iterator[bytes], to: Path) -> None:
    command = Command(
        doing=trn(
            "joining {count} take, beginning with '{name}'",
            "joining {count} takes, beginning with '{name}'",
            len(take.media),
            name=take.media[0].path.name,
        ),
        arguments=(
            *given, "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
            *output, f"file:{to}",
        ),
        limit=6 * 3600,
    )  # fmt: skip
    size = 4 if given[-1] == "s16le" else 8
    left = take.samples * size
    with writing(command) as pipe:
        for piece in pieces:
            pipe.write(piece[:left])
            left -= min(left, len(piece))
        while left:
            pipe.write(bytes(min(left, PIECE * size)))
            left -= min(left, PIECE * size)


def _floats(take: Take, treated: Mapping[Medium, Path]) -> Iterator[bytes]:
    """All files in order as float samples, with silence between, each faded at its ends."""
    rise = np.linspace(0, 1, EDGE, dtype=np.float32)[:, None]
    for index, medium in enumerate(take.media):
        if index:
            yield bytes(take.pause * 8)
        for samples, first, last in _pieces(medium, take.start if index == 0 else Fraction(0), treated.get(medium)):
            faded = samples.copy()
            edge = min(EDGE, len(faded) // 2)
            if first:
                faded[:edge] *= rise[:edge]
            if last and edge:
                faded[-edge:] *= rise[:edge][::-1]
            yield faded.tobytes()


def _segments(take: Take, treated: Mapping[Medium, Path]) -> Iterator[bytes]:
    """All files in order in 16 bits, with silence between, as consecutive pieces."""
    for index, medium in enumerate(take.media):
        if index:
            yield bytes(take.pause * FRAME_BYTES)
        for samples, first, last in _pieces(medium, take.start if index == 0 else Fraction(0), treated.get(medium)):
            if len(samples) and np.abs(samples).max() > FULL_SCALE:
                raise _BeyondFullScaleError
            data: bytes = _faded(samples, first=first, last=last).raw_data
            yield data


def _pieces(medium: Medium, start: Fraction, treated: Path | None) -> Iterator[tuple[Samples, bool, bool]]:
    """One file from `start` to the end of its sound, piece by piece, and whether each is its first and its last."""
    left = seconds_to_samples(medium.sound_end - start) if medium.info.audio else 0
    if left <= 0:
        return
    with decoding(Take(media=(medium,), start=start, samples=left), joined=treated) as pcm:
        current, first = pcm.read(PIECE), True
        while len(current):
            following = pcm.read(PIECE)
            if len(following) < SHORTEST:
                current, following = np.concatenate((current, following)), following[:0]
            yield current, first, not len(following)
            left -= len(current)
            current, first = following, False
    yield np.zeros((max(left, 0), 2), np.float32), False, False


def _faded(samples: Samples, *, first: bool, last: bool) -> Any:
    """A piece of a take, faded where the take begins and ends.

    Only these edges go through pydub's fades, which round the length of all the rest to milliseconds.
    """
    begin = min(EDGE, len(samples) // 2) if first else 0
    end = len(samples) - (min(EDGE, len(samples) // 2) if last else 0)
    head, tail = _segment(samples[:begin]).fade_in(FADE), _segment(samples[end:]).fade_out(FADE)
    return head + _segment(samples[begin:end]) + tail


def _segment(samples: Samples) -> Any:
    whole = np.clip(np.rint(samples * np.float32(32767)), -32768, 32767).astype("<i2")
    return AudioSegment(data=whole.tobytes(), sample_width=2, frame_rate=SAMPLE_RATE, channels=2)
