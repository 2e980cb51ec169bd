"""Sounds: takes placed in the mix."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.messages import Message
from pipeline.model.media import Medium
from pipeline.model.series import Loudness
from pipeline.timebase import SAMPLE_RATE

SEAM = SAMPLE_RATE // 20
"""Samples over which the end of music fades into its next beginning."""


class Tone(Hashable, Protocol):
    """A short sound that is computed, not recorded: a chime. A frozen value of `effects`."""

    @property
    def label(self) -> str: ...

    @property
    def samples(self) -> int:
        """At 48 kHz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A part of a file's sound, or the sound of several files one after the other, or a sound of our own."""

    media: tuple[Medium, ...] = ()
    start: Fraction = Fraction(0)
    """Seconds from the (first) file's start."""
    samples: int
    """At 48 kHz; where the media end earlier, silence follows."""
    pause: int = 0
    """Samples of silence between media."""
    tone: Tone | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """In place of media."""
    tempo: Fraction = field(default=Fraction(1), metadata=RECIPE_WHERE_SET)
    """How many times as fast as it was recorded its one medium is heard, at the same pitch. `samples` are
    those that are heard.
    """

    @property
    def joined(self) -> bool:
        """Whether it is read from a file of ours that is made first, not from the one file that it names."""
        made = len(self.media) > 1 or self.tone is not None or self.tempo != 1
        return made or any(medium.treatment for medium in self.media)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """A take in the mix."""

    role: Literal["speech", "music", "effect"]
    """Speech (narration, a clip's own sound) is matched to the target loudness and ducks music. Music is repeated to
    its length. An effect (a chime, what is heard of a clip beneath a narration) is heard once, over music that goes on
    as it is: a bed that went down for it would be noticed more than the effect."""
    start: int
    """First sample on the timeline."""
    take: Take
    gain: Decimal | None = None
    """dB. Speech: applied to the take as it is, None matches it to the target. Music and effects: against the target
    loudness."""
    fade_in: int = 0
    fade_out: int = 0
    """Samples, at either end."""
    duck: Decimal = Decimal(0)
    """Further dB while speech sounds."""
    own_end: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether music is begun so that its last note is heard when it stops."""
    label: str = field(default="", compare=False, metadata=OUTSIDE_RECIPE)
    ending: Message | None = field(default=None, compare=False, metadata=OUTSIDE_RECIPE)
    """Where music ends, and why there; None where that needs no word."""

    @property
    def stop(self) -> int:
        return self.start + self.take.samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """All sound of one programme; stereo, 48 kHz."""

    samples: int
    sounds: tuple[PlacedSound, ...]
    loudness: Loudness
