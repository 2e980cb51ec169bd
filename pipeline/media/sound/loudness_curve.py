"""The loudness curve of a narration: how loud it is from moment to moment, at the frequencies of voices."""

from pathlib import Path

import numpy as np

from pipeline.media.sound.decoding.decode import Pcm, blocks_of, decoding, decoding_mix
from pipeline.model.media import Medium
from pipeline.model.timeline import Take
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

STEP = SAMPLE_RATE // 100
"""Samples of one value: 10 ms, of which a block holds a whole number."""
VOICE = "highpass=f=150:p=2,lowpass=f=4500:p=2"
"""The frequencies of speech; hum and hiss are outside."""


def loudness_curve(medium: Medium) -> bytes:
    """dB above -128 of every 10 ms of a file's sound from the file's start. Raises MediaError when it is unreadable."""
    audio = medium.info.audio
    if audio is None:
        return b""
    take = Take(media=(medium,), samples=max(1, seconds_to_samples(audio.start + audio.duration)))
    with decoding(take, effects=VOICE) as pcm:
        return _curve(pcm)


def made_curve(path: Path, samples: int) -> bytes:
    """The same of so many samples of a file that was made here."""
    with decoding_mix(path, samples, effects=VOICE) as pcm:
        return _curve(pcm)


def _curve(pcm: Pcm) -> bytes:
    powers = []
    for block in blocks_of(pcm):
        mono = block.mean(axis=1)
        whole = len(mono) // STEP * STEP
        powers.append(np.square(mono[:whole]).reshape(-1, STEP).mean(axis=1))
    power = np.concatenate(powers) if powers else np.zeros(0, np.float32)
    level = 10 * np.log10(power + np.float32(1e-9))
    return bytes(np.clip(np.round(level) + 128, 0, 255).astype(np.uint8))
