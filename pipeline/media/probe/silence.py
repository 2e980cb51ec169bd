"""Silence: whether a file's sound is audible, found by decoding no more than is necessary."""

import contextlib
from array import array

import av
from av.container import InputContainer

AUDIBLE = 33
"""A sample of 16 bits: -60 dBFS, the noise of an unused microphone."""
SECONDS = 600
"""No more than this is decoded; what has been silent for so long counts as audible."""


def is_silent(container: InputContainer) -> bool:
    """Whether nothing in a file's first sound stream is louder than noise; damaged sound counts as loud."""
    with contextlib.suppress(av.error.InvalidDataError):
        resampler = av.AudioResampler(format="s16")
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples = array("h", bytes(piece.planes[0])[: piece.samples * len(piece.layout.channels) * 2])
                if samples and max(max(samples), -min(samples)) >= AUDIBLE:
                    return False
            if frame.time is not None and frame.time > SECONDS:
                return False
        return True
    return False
