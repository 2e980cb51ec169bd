"""Offsets: how far sound and picture of a finished file are from their planned places, and from each other."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from pipeline.timebase import SAMPLE_RATE

Array = np.ndarray[Any, np.dtype[Any]]

SIMILAR = 0.35
"""Correlation below which two sounds have nothing in common: music and other voices may sound at the same time."""
CLEARLY = 0.05
"""By how much another place must fit better than the planned one: a steady tone fits everywhere."""
NEAR = SAMPLE_RATE // 100
"""Samples within which places count as the same: 10 ms, which nobody notices."""
COARSE = 4
"""Samples of 48 kHz that are averaged to one: a twelfth of a millisecond."""
QUIET = 1e-3
"""Amplitude (-60 dBFS) below which there is nothing to compare."""
CUT = 2.0
"""Mean luma difference from which on a picture is another one."""
SEEN = 0.5
"""Share of cuts that must be found at their places."""


def sound_offset(sound: Array, expected: Array) -> int | None:
    """By how many samples `expected` comes late in `sound`, which begins and ends as much earlier and later.

    By comparing waveforms, so to within `COARSE` samples; None where there is silence or another sound, or a sound
    that repeats itself fits as well elsewhere.
    """
    sound, expected = _coarse(sound), _coarse(expected)
    margin = (len(sound) - len(expected)) // 2
    if np.abs(expected).max(initial=0) < QUIET or np.abs(sound).max(initial=0) < QUIET:
        return None
    size = 1 << (len(sound) + len(expected) - 1).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(expected, size))
    products = np.fft.irfft(spectrum, size)[: 2 * margin + 1]
    powers = np.concatenate(([0.0], np.cumsum(np.square(sound, dtype=np.float64))))
    energy = powers[len(expected) : len(expected) + len(products)] - powers[: len(products)]
    similarity = products / np.sqrt(np.maximum(energy, 1e-9) * np.square(expected, dtype=np.float64).sum())
    best = int(np.argmax(similarity))
    if similarity[best] < SIMILAR:
        return None
    if similarity[best] - similarity[margin] < CLEARLY:
        return 0
    elsewhere = np.abs(np.arange(len(similarity)) - best) > NEAR // COARSE
    return None if (similarity[elsewhere] > similarity[best] - CLEARLY).any() else (best - margin) * COARSE


def picture_offset(changes: Array, cuts: Sequence[int], still: Array, *, most: int) -> int | None:
    """By how many frames the cuts come late; None where too few of them are found within `most` frames.

    `changes` are mean differences from frame to frame, `cuts` the frames at which the picture is to change at once,
    `still` says of every frame whether it is to be like the one before.
    """
    if not cuts:
        return None
    changed = (changes > CUT).astype(np.float32)
    at = np.array(cuts)
    resting = np.flatnonzero(still)
    scores = []
    for offset in range(-most, most + 1):
        found = _moved(changed, at + offset).mean()
        disturbed = _moved(changed, resting + offset).mean() if len(resting) else 0.0
        scores.append(found - disturbed)
    best = int(np.argmax(scores))
    if scores[best] < SEEN:
        return None
    return 0 if scores[best] - scores[most] < CLEARLY else best - most


def sound_after_picture(path: Path) -> tuple[Fraction, Fraction] | None:
    """Seconds at the start and at the end, negative where the sound is first; None without picture or sound."""
    with av.open(path, "r", options={"skip_frame": "all"}) as file:
        pictures = [stream for stream in file.streams.video if stream.codec_context.name != "mjpeg"]
        if not pictures or not file.streams.audio:
            return None
        ends = []
        for stream in (pictures[0], file.streams.audio[0]):
            if stream.time_base is None or stream.start_time is None or stream.duration is None:
                return None
            start = stream.start_time * stream.time_base
            ends.append((start, start + stream.duration * stream.time_base))
    (picture_start, picture_end), (sound_start, sound_end) = ends
    return sound_start - picture_start, sound_end - picture_end


def _coarse(samples: Array) -> Array:
    """Fewer samples are enough: what two sounds have in common is at low frequencies."""
    whole: Array = samples[: len(samples) // COARSE * COARSE].reshape(-1, COARSE).mean(axis=1)
    return whole


def _moved(values: Array, places: Array) -> Array:
    inside = (places >= 0) & (places < len(values))
    found: Array = values[np.clip(places, 0, len(values) - 1)] * inside
    return found
