"""Recordings as telephones and recorders make them, and what is heard in them."""

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pysilk

from pipeline.media.ffmpeg import binary
from tests.media.sounds import SECOND, Wave

TONE = "sine=frequency={0}:sample_rate={1}:duration={2}"


def run(*arguments: object) -> None:
    subprocess.run([binary(), "-nostdin", "-v", "error", "-y", *map(str, arguments)], check=True)


def made(path: Path, frequency: int, *arguments: object, rate: int = 44_100, seconds: float = 2) -> Path:
    run("-f", "lavfi", "-i", TONE.format(frequency, rate, seconds), *arguments, path)
    return path


def joined(path: Path, *parts: Path) -> Path:
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def tones(wave: Wave, step: float = 0.5) -> list[int]:
    """The strongest frequency of every part of so many seconds, 0 for silence."""
    size = round(step * SECOND)
    found = []
    for start in range(0, wave.shape[1] - size // 2, size):
        part = wave[:, start : start + size].mean(axis=0)
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        loud = np.abs(part).max() > 0.001
        found.append(round(float(np.argmax(spectrum)) * SECOND / len(part)) if loud else 0)
    return found


def assert_tones(wave: Wave, expected: Sequence[int], step: float = 0.5) -> None:
    found = tones(wave, step)
    assert len(found) == len(expected), found
    assert np.abs(np.subtract(found, expected)).max() <= 4, found


def silk(path: Path, seconds: float = 3, *, frequency: int = 440, wechat: bool = True) -> Path:
    at = np.arange(round(seconds * 24_000)) / 24_000
    pcm = np.round(9000 * np.sin(2 * np.pi * frequency * at)).astype("<i2").tobytes()
    output = io.BytesIO()
    pysilk.encode(io.BytesIO(pcm), output, 24_000, 24_000, tencent=wechat)
    path.write_bytes(output.getvalue())
    return path
