"""Treatment: what is asked for a recorded voice, what was found in its sound, and what is therefore done to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.errors import Mark
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

Switch = Literal["auto", "yes", "no"]
"""Done where measuring finds that it is needed, always, or never."""
Amount = Switch | int
"""Or always, by so many dB (or from so many Hz up) instead of what is usual."""
GRID = SAMPLE_RATE // 100
"""Samples: pauses are cut at hundredths of a second, which the curves of loudness have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treat:
    """What an author wants to be done to a voice; nothing by default."""

    highpass: Amount = "no"
    """Hz, where it is an amount."""
    hum: Switch = "no"
    declip: Switch = "no"
    declick: Switch = "no"
    plosives: Amount = "no"
    denoise: Amount = "no"
    dereverb: Switch = "no"
    deess: Amount = "no"
    compress: Switch = "no"
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def idle(self) -> bool:
        return all(getattr(self, name) == "no" for name in PARTS)


PARTS = ("highpass", "hum", "declip", "declick", "plosives", "denoise", "dereverb", "deess", "compress")
"""Of a treatment, in the order in which they are done."""
SPEECH = Treat(
    highpass="auto", hum="auto", declip="auto", declick="auto", plosives="auto", denoise="auto",
    deess="auto", compress="auto",
)  # fmt: skip
"""The preset `speech`: whatever measuring finds to be needed. Echo is left: no recording of a real room was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumLine:
    """A steady tone of the mains."""

    frequency: int
    """Hundredths of a hertz."""
    level: int
    """dB against the voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What measuring found in a recording of a voice. Levels are whole dB."""

    kind: Literal["speech", "music", "silence"] = "speech"
    """Music is everything that goes on without pauses, such as music or a voice over music."""
    speech: int = 0
    """dBFS of the voice while it speaks."""
    noise: int = -120
    """Of what is heard in its pauses, against the voice."""
    steady: bool = True
    """Whether what is heard in the pauses stays the same, as a fan does and music does not."""
    rumble: int = -120
    """Of what lies below 70 Hz, against the voice."""
    hum: tuple[HumLine, ...] = ()
    knocks: tuple[tuple[int, int], ...] = ()
    """Short ones in the pauses, such as a mouse makes, in hundredths of a second from where it was measured."""
    clicks: tuple[tuple[int, int], ...] = ()
    """Of a few samples, anywhere, in samples from where it was measured."""
    pops: tuple[tuple[int, int], ...] = ()
    """Of breath that strikes the microphone, in hundredths of a second from where it was measured."""
    lows: int = 0
    """Of what usually lies below 150 Hz while somebody speaks, against the voice."""
    clipped: int = 0
    """Percent of the time in which the tops of the waves are cut off."""
    hiss: int = -120
    """Of the sharpest sibilants, against the voice's loudest sounds."""
    spread: int = 0
    """LU between its quiet and its loud sentences."""
    pauses: tuple[tuple[int, int], ...] = ()
    """In hundredths of a second from where it was measured."""
    echo: int = 0
    """Milliseconds in which sound falls by 60 dB in the room; 0 where that is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A stretch that is left out of a pause, in samples from the recording's start."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What is done to a recording, in this order; a part at its default is not done."""

    samples: int
    """Of the recording that are treated."""
    hum: tuple[int, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """Tones that are taken out, in hundredths of a hertz."""
    declip: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether tops that were cut off are rounded."""
    highpass: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """Hz below which there is no voice."""
    clicks: tuple[tuple[int, int], ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """What is bridged, in samples from the first."""
    pops: tuple[tuple[int, int], ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """Where lows are lowered, in hundredths of a second from the first sample."""
    lows: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dBFS to which they are."""
    plosives: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dB by which they are at most."""
    knocks: tuple[tuple[int, int], ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """What is put down to the room's own sound, in hundredths of a second from the first sample."""
    denoise: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dB by which noise is lowered at most."""
    echo: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """Milliseconds in which the late echo falls by 60 dB that is lowered."""
    deess: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dB by which sibilants are lowered at most."""
    compress: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether quiet and loud sentences are brought together."""
    speech: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dBFS of the voice, from which the parts above take their measure."""
    noise: int = field(default=0, metadata=RECIPE_WHERE_SET)
    """dBFS of what is heard in pauses."""
    cuts: tuple[Cut, ...] = field(default=(), metadata=RECIPE_WHERE_SET)
    """In order; taken out last."""
    version: int = 2

    @property
    def shortened(self) -> int:
        """Samples that are left out."""
        return sum(cut.stop - cut.start for cut in self.cuts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A recording that was measured."""

    name: str
    """Of its file, as the manifest has it."""
    survey: Survey
    treatment: Treatment | None
    """None where nothing is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMap:
    """Where moments of recordings are once pauses have been cut; times are seconds."""

    cuts: tuple[tuple[Fraction, Fraction], ...] = ()
    """From and to, in order, in the time of what was recorded."""

    def at(self, moment: Fraction) -> Fraction:
        """A moment inside a cut is where the cut was made."""
        left_out = (min(moment, stop) - start for start, stop in self.cuts if start < moment)
        return moment - sum(left_out, Fraction(0))

    def milliseconds(self, moment: int) -> int:
        return round(self.at(Fraction(moment, 1000)) * 1000) if self.cuts else moment


def shorten(pauses: Sequence[tuple[int, int]], longest: Fraction) -> tuple[Cut, ...]:
    """The cuts after which no pause, in hundredths of a second, is longer than `longest` seconds.

    More of a pause is kept behind a word, which fades into the room, than before the next.
    """
    kept = seconds_to_samples(longest) // GRID
    behind = (kept * 3 + 4) // 5
    return tuple(
        Cut(start=(start + behind) * GRID, stop=(stop - (kept - behind)) * GRID)
        for start, stop in pauses
        if stop - start > kept
    )
