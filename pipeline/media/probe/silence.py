"""Silence: whether a file has sound to be heard, found by decoding no more than it takes."""

import contextlib
from array import array

import av
from av.container import InputContainer

AUDIBLE = 33
"""A sample of 16 bits: -60 dBFS, which is the noise of a microphone that nobody speaks into."""
SECONDS = 600
"""Whoever has not made a sound by then is not waited for."""


def is_silent(container: InputContainer) -> bool:
    """Whether nothing in a file's first sound stream is louder than noise; damaged sound counts as loud."""
    with contextlib.suppress(av.error.InvalidDataError):
        resampler = av.AudioResampler(format="s16")
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                heard = array("h", bytes(piece.planes[0])[: piece.samples * len(piece.layout.channels) * 2])
                if heard and max(max(heard), -min(heard)) >= AUDIBLE:
                    return False
            if frame.time is not None and frame.time > SECONDS:
                return False
        return True
    return False
