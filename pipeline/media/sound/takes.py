"""Takes: a narration recorded in several files becomes one file, with pauses between them and fades at their ends."""

import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.sound.decode import FLAC_OUT, Samples, decoding
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
FRAME_BYTES = 4
"""Bytes of one sample of both channels as 16-bit integers."""


def join_takes(take: Take, *, to: Path) -> None:
    """Join a take of several media; leaves a FLAC of exactly `take.samples`.

    Each file lasts as long as its probed sound, so that the next begins where the plan says. Raises MediaError when
    one of them cannot be decoded.
    """
    command = Command(
        doing=trn(
            "joining {count} take, beginning with '{name}'",
            "joining {count} takes, beginning with '{name}'",
            len(take.media),
            name=take.media[0].path.name,
        ),
        arguments=(
            "-f", "s16le", "-ar", str(SAMPLE_RATE), "-ch_layout", "stereo", "-i", "pipe:0", "-threads", "1",
            *FLAC_OUT, f"file:{to}",
        ),
        limit=6 * 3600,
    )  # fmt: skip
    left = take.samples
    with writing(command) as pipe:
        for segment in _segments(take):
            samples = min(left, len(segment.raw_data) // FRAME_BYTES)
            pipe.write(segment.raw_data[: samples * FRAME_BYTES])
            left -= samples
        for silence in _silence(left):
            pipe.write(silence.raw_data)


def _segments(take: Take) -> Iterator[Any]:
    """All files in order, with silence between, as consecutive pieces."""
    for index, medium in enumerate(take.media):
        if index:
            yield from _silence(take.pause)
        yield from _medium(medium, take.start if index == 0 else Fraction(0))


def _medium(medium: Medium, start: Fraction) -> Iterator[Any]:
    """One file from `start` to the end of its sound, faded at both ends."""
    sound = medium.info.audio
    left = seconds_to_samples(sound.start + sound.duration - start) if sound else 0
    if left <= 0:
        return
    with decoding(Take(media=(medium,), start=start, samples=left)) as pcm:
        current, first = pcm.read(PIECE), True
        while len(current):
            following = pcm.read(PIECE)
            if len(following) < SHORTEST:
                current, following = np.concatenate((current, following)), following[:0]
            yield _faded(current, first=first, last=not len(following))
            left -= len(current)
            current, first = following, False
    yield from _silence(left)


def _faded(samples: Samples, *, first: bool, last: bool) -> Any:
    """A piece of a take, faded where the take begins and ends.

    Only these edges go through pydub's fades, which round the length of all the rest to milliseconds.
    """
    begin = min(EDGE, len(samples) // 2) if first else 0
    end = len(samples) - (min(EDGE, len(samples) // 2) if last else 0)
    head, tail = _segment(samples[:begin]).fade_in(FADE), _segment(samples[end:]).fade_out(FADE)
    return head + _segment(samples[begin:end]) + tail


def _silence(samples: int) -> Iterator[Any]:
    """Silence to the sample; pydub's own counts milliseconds."""
    for start in range(0, samples, PIECE):
        yield _segment(np.zeros((min(PIECE, samples - start), 2), np.float32))


def _segment(samples: Samples) -> Any:
    whole = np.clip(np.rint(samples * np.float32(32767)), -32768, 32767).astype("<i2")
    return AudioSegment(data=whole.tobytes(), sample_width=2, frame_rate=SAMPLE_RATE, channels=2)
