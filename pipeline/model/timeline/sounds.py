"""Sounds: takes placed in the mix."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.model.media import Medium
from pipeline.model.series import Loudness


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A part of a file's sound, or the sound of several files one after the other."""

    media: tuple[Medium, ...]
    start: Fraction = Fraction(0)
    """Seconds from the (first) file's start."""
    samples: int
    """At 48 kHz; where the media end earlier, silence follows."""
    pause: int = 0
    """Samples of silence between media."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """A take in the mix."""

    role: Literal["speech", "music"]
    """Speech (narration, a clip's own sound) is matched to the target loudness and ducks music."""
    start: int
    """First sample on the timeline."""
    take: Take
    gain: Decimal | None = None
    """dB. Speech: applied to the take as it is, None matches it to the target. Music: against the target loudness."""
    fade_in: int = 0
    fade_out: int = 0
    """Samples, at either end."""
    duck: Decimal = Decimal(0)
    """Further dB while speech sounds."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)

    @property
    def stop(self) -> int:
        return self.start + self.take.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """All sound of one programme; stereo, 48 kHz."""

    samples: int
    sounds: tuple[PlacedSound, ...]
    loudness: Loudness
