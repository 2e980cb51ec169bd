"""A script that is read out, the recording of it, and the colours of what is seen meanwhile."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests import sources
from tests.e2e.conftest import Workspace

SPOKEN = ((0.6, 3.0), (3.5, 5.2), (6.0, 7.8))
"""Seconds of three sentences."""
COLOURS = {"red": (200, 20, 20), "green": (20, 180, 20), "blue": (20, 20, 200)}


def recording(name: str, spoken: tuple[tuple[float, float], ...], length: int = 9) -> Path:
    """A tone that stops where nobody speaks."""
    samples = np.zeros((1, length * 48_000), np.float32)
    for start, stop in spoken:
        samples[:, round(start * 48_000) : round(stop * 48_000)] = sources.sine(
            Fraction(round((stop - start) * 1000), 1000), -20, channels=1
        )
    return sources.sound(name, samples)


def colours(workspace: Workspace) -> list[tuple[str, float]]:
    """What is seen, and from which second on."""
    found: list[tuple[str, float]] = []
    with av.open(str(workspace.out("001 毛泽建.mp4"))) as container:
        for index, frame in enumerate(container.decode(video=0)):
            middle = frame.to_ndarray(format="rgb24")[60:120, 100:220].reshape(-1, 3).mean(axis=0)
            name = min(COLOURS, key=lambda one: float(np.abs(middle - COLOURS[one]).sum()))
            if np.abs(middle - COLOURS[name]).sum() > 60:
                name = "another"
            if not found or found[-1][0] != name:
                found.append((name, index / 25))
    return found
