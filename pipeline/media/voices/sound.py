"""The sound of voices: read whatever it was written as, without the silence at its ends, joined with pauses."""

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from pipeline.files import whole
from pipeline.media.probe.opening import opened
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.stop import check_stop

SILENT = 33
"""Of 32768: what stays below it, 60 dB below full scale, is silence."""
HIGHEST_RATE = 48_000

Samples = np.ndarray[Any, np.dtype[np.int16]]
"""Of one channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Speech in one channel of 16 bits."""

    rate: int
    samples: Samples

    def __len__(self) -> int:
        return len(self.samples)


def read_speech(path: Path, *, most: float, rate: int | None = None) -> Spoken:
    """The first sound in a file, at its own rate (or `rate`), between its first and its last sound.

    Raises ProbeError for a file that holds no sound, none that is heard, or more than so many seconds.
    """
    with opened(path) as container:
        if not container.streams.audio:
            raise ProbeError("not-media", tr("'{name}' contains no sound", name=path.name))
        stream = container.streams.audio[0]
        rate = rate or min(stream.rate or HIGHEST_RATE, HIGHEST_RATE)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
        pieces: list[Samples] = []
        count = 0
        for frame in container.decode(stream):
            check_stop()
            pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
            count = sum(map(len, pieces)) if len(pieces) % 64 == 0 else count
            if count > most * rate:
                break
        pieces += [piece.to_ndarray()[0] for piece in resampler.resample(None)]
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
    if len(samples) > most * rate:
        raise ProbeError("too-long", tr("it speaks for more than {seconds} s", seconds=round(most)))
    heard = np.flatnonzero(np.abs(samples.astype(np.int32)) >= SILENT)
    if not len(heard):
        raise ProbeError("silent", tr("nothing is heard in it"))
    return Spoken(rate=rate, samples=samples[heard[0] : heard[-1] + 1])


def write_speech(spoken: Spoken, *, to: Path) -> None:
    """A WAV file, whole or not at all. Raises OSError."""
    with whole(to) as part, wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(spoken.rate)
        file.writeframes(spoken.samples.astype("<i2").tobytes())


def read_kept(path: Path) -> Spoken | None:
    """What `write_speech` wrote; None where it is not there or damaged."""
    try:
        with wave.open(str(path)) as file:
            rate, count = file.getframerate(), file.getnframes()
            data = file.readframes(count)
            if (file.getnchannels(), file.getsampwidth()) != (1, 2) or len(data) != 2 * count or not count:
                return None
    except (OSError, EOFError, wave.Error):
        return None
    return Spoken(rate=rate, samples=np.frombuffer(data, "<i2"))


def join_speech(sentences: Sequence[Spoken], before: Sequence[int], after: int) -> tuple[Spoken, list[tuple[int, int]]]:
    """Sentences of one rate, with so many milliseconds of silence before each, and behind the last.

    With it from where to where each is heard, in milliseconds.
    """
    rate = sentences[0].rate
    pieces: list[Samples] = []
    times = []
    at = 0
    for spoken, pause in zip(sentences, before, strict=True):
        silence = np.zeros(pause * rate // 1000, np.int16)
        start = at + len(silence)
        at = start + len(spoken)
        pieces += [silence, spoken.samples]
        times.append((round(start * 1000 / rate), round(at * 1000 / rate)))
    pieces.append(np.zeros(after * rate // 1000, np.int16))
    return Spoken(rate=rate, samples=np.concatenate(pieces)), times
