"""Offsets: by how much sound and picture of a finished file lie beside their planned places, and beside each other."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from pipeline.timebase import SAMPLE_RATE

Array = np.ndarray[Any, np.dtype[Any]]

LIKE = 0.35
"""Correlation below which two sounds have nothing in common: music and other voices lie over what is looked for."""
CLEARLY = 0.05
"""By how much another place must fit better than the planned one: a steady tone fits everywhere."""
NEAR = SAMPLE_RATE // 100
"""Samples within which places are one: 10 ms, below what anybody notices."""
COARSE = 4
"""Samples of 48 kHz taken for one: a twelfth of a millisecond."""
QUIET = 1e-3
"""Amplitude (-60 dBFS) below which there is nothing to compare."""
CUT = 2.0
"""Mean luma difference from which on a picture is another one."""
SEEN = 0.5
"""Share of cuts that must be found where they are looked for."""


def sound_offset(heard: Array, meant: Array) -> int | None:
    """By how many samples `meant` comes late in `heard`, which begins and ends as much earlier and later.

    A waveform against a waveform, so to within `COARSE` samples; None where there is silence, something else is heard,
    or a sound that repeats itself fits as well elsewhere.
    """
    heard, meant = _coarse(heard), _coarse(meant)
    margin = (len(heard) - len(meant)) // 2
    if np.abs(meant).max(initial=0) < QUIET or np.abs(heard).max(initial=0) < QUIET:
        return None
    size = 1 << (len(heard) + len(meant) - 1).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(meant, size))
    products = np.fft.irfft(spectrum, size)[: 2 * margin + 1]
    powers = np.concatenate(([0.0], np.cumsum(np.square(heard, dtype=np.float64))))
    energy = powers[len(meant) : len(meant) + len(products)] - powers[: len(products)]
    likeness = products / np.sqrt(np.maximum(energy, 1e-9) * np.square(meant, dtype=np.float64).sum())
    best = int(np.argmax(likeness))
    if likeness[best] < LIKE:
        return None
    if likeness[best] - likeness[margin] < CLEARLY:
        return 0
    elsewhere = np.abs(np.arange(len(likeness)) - best) > NEAR // COARSE
    return None if (likeness[elsewhere] > likeness[best] - CLEARLY).any() else (best - margin) * COARSE


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
    (seen_from, seen_to), (heard_from, heard_to) = ends
    return heard_from - seen_from, heard_to - seen_to


def _coarse(samples: Array) -> Array:
    """Few samples tell as much as many: what two sounds have in common lies low."""
    whole: Array = samples[: len(samples) // COARSE * COARSE].reshape(-1, COARSE).mean(axis=1)
    return whole


def _moved(values: Array, places: Array) -> Array:
    inside = (places >= 0) & (places < len(values))
    found: Array = values[np.clip(places, 0, len(values) - 1)] * inside
    return found
