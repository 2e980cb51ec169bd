"""Tones, and samples in files of any kind."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.sources.place import SAMPLE_RATE, Pixels, folder


def sine(seconds: Fraction | int, level: float, *, frequency: int = 1000, channels: int = 2) -> Pixels:
    """Float samples (channels x samples) of a tone whose peak stands at `level` dBFS."""
    at = np.arange(round(Fraction(seconds) * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (10 ** (level / 20) * np.sin(2 * np.pi * frequency * at)).astype(np.float32)
    return np.tile(wave, (channels, 1))


@cache
def tone(
    name: str,
    seconds: Fraction | int = 2,
    *,
    level: float = -23.0,
    frequency: int = 1000,
    channels: int = 2,
    rate: int = SAMPLE_RATE,
) -> Path:
    """A sine in a file of the name's kind (.wav, .mp3, .m4a, .flac, .opus, .ogg).

    A stereo 1 kHz sine with peaks at -23 dBFS measures -23.0 LUFS (EBU Tech 3341); the same in one channel -26.0.
    """
    return sound(name, sine(seconds, level, frequency=frequency, channels=channels), rate=rate)


@cache
def surround(name: str = "surround.wav", seconds: int = 2, *, level: float = -20.0) -> Path:
    """5.1 sound in which only the centre speaks."""
    samples = np.zeros((6, seconds * SAMPLE_RATE), np.float32)
    samples[2] = sine(seconds, level, channels=1)
    return sound(name, samples)


def sound(name: str, samples: Pixels, *, rate: int = SAMPLE_RATE) -> Path:
    """Samples at 48 kHz (channels x samples) as a file of the name's kind, resampled to `rate`."""
    path = folder() / name
    with av.open(str(path), "w") as output:
        encode_sound(output, sound_stream(output, path.suffix, len(samples), rate), samples)
    return path


def sound_stream(output: Any, suffix: str, channels: int, rate: int = SAMPLE_RATE) -> Any:
    codecs = {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".flac": "flac", ".opus": "libopus", ".ogg": "libopus",
              ".webm": "libopus", ".mkv": "pcm_s16le", ".avi": "pcm_s16le"}  # fmt: skip
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    return output.add_stream(codecs.get(suffix, "aac"), rate=rate, layout=layout)


def encode_sound(output: Any, stream: Any, samples: Pixels, *, start: Fraction = Fraction(0)) -> None:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(samples)]
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, round(start * SAMPLE_RATE), Fraction(1, SAMPLE_RATE)
    context = stream.codec_context
    resampler = av.AudioResampler(
        format=context.format, layout=layout, rate=context.sample_rate, frame_size=context.frame_size or 1024
    )
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        output.mux(stream.encode(piece))
    output.mux(stream.encode(None))
