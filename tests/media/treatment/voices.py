"""What the tests of treating share: recordings made of samples, measured, and treated."""

import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.media.treatment.survey import survey_take
from pipeline.media.treatment.treat import treat
from pipeline.model.timeline import Take
from pipeline.model.treatment import SPEECH, Survey, Treat, Treatment
from pipeline.timeline.treatment import treatment_of
from tests import sources
from tests.media.sounds import SECOND, heard, medium


def recorded(name: str, samples: Any) -> Take:
    """A take of one channel; its name must be its own among all tests."""
    path = sources.folder() / f"treating {name}.wav"
    data = np.asarray(samples, "<f4").tobytes()
    size = struct.pack("<I", len(data))
    kind = struct.pack("<IHHIIHH", 16, 3, 1, SECOND, 4 * SECOND, 4, 32)
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + kind + b"data" + size + data)
    return Take(media=(medium(path),), samples=len(samples))


def survey(name: str, samples: Any) -> Survey:
    return survey_take(recorded(name, samples))


def decided(found: Survey, samples: Any, *, want: Treat = SPEECH, longest: Fraction = Fraction(0)) -> Treatment | None:
    return treatment_of(found, want, longest, samples=len(samples))


def treated(take: Take, how: Treatment, folder: Path) -> Any:
    """The samples of one channel after a treatment, as loud as in the file."""
    to = folder / "treated.flac"
    treat(replace(take, media=(replace(take.media[0], treatment=how),)), to=to)
    return heard(to)[0] * 2**0.5


def level(samples: Any) -> float:
    return float(10 * np.log10(np.square(samples).mean() + 1e-12))


def at(samples: Any, start: float, stop: float) -> Any:
    """Samples between two seconds."""
    return samples[round(start * SECOND) : round(stop * SECOND)]


def tone_level(samples: Any, frequency: float) -> float:
    """dB of one frequency."""
    turn = np.exp(-2j * np.pi * frequency * np.arange(len(samples)) / SECOND) * np.hanning(len(samples))
    return float(20 * np.log10(4 * np.abs((samples * turn).mean()) + 1e-12))
