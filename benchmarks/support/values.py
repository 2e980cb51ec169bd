"""What is to be made, as plain values that every peer reads."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

WIDTH, HEIGHT, FPS = 1920, 1080, 25
CRF, PRESET = 21, "veryfast"
AAC, MP3 = "160k", "128k"
TARGET, PEAK = -16.0, -1.0
"""LUFS, dBTP."""
MUSIC, DUCK = -14.0, -8.0
"""dB of music against the speech, and further under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A stretch of a clip with its own sound."""

    clip: Path
    start: Fraction
    frames: int
    portrait: bool = False
    """Shown whole over a blurred, darkened copy of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A silent still."""

    still: Path
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slides:
    """Stills under a narration, with music that goes down while somebody speaks."""

    stills: tuple[Path, ...]
    each: int
    """Frames."""
    narration: Path
    music: Path

    @property
    def frames(self) -> int:
        return self.each * len(self.stills)


Part = Shot | Title | Slides


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What becomes one MP4 and one MP3."""

    name: str
    parts: tuple[Part, ...]
    dissolve: int = 0
    """Frames of a dissolve at every cut, centred on it; even."""

    @property
    def frames(self) -> int:
        return sum(part.frames for part in self.parts)


Workload = tuple[Programme, ...]
