"""Pictures shown during a narration, and where its script shows them."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE, RECIPE_WHERE_SET
from pipeline.errors import Mark
from pipeline.model.media import Sides
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Fit, Focus, MediaUse, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a picture is shown: with a sentence of the script, at a time that this states, with a recording, or else
    behind all.
    """

    sentence: int | None = None
    """Index of the sentence that it begins with."""
    take: int | None = None
    """Index of the recording that it begins with."""
    start: int | None = None
    """Milliseconds from the narration's start."""

    @property
    def opens(self) -> bool:
        """Whether it is shown from the narration's start: it stands before the first sentence."""
        return self.sentence == 0 or self.take == 0 or self.start == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageUse:
    """A still picture shown during a narration."""

    media: MediaUse
    at: Fraction | None = None
    """When it appears, in seconds from the start of its narration; None shares the time between others equally."""
    fit: Fit = "blur"
    focus: Focus | None = None
    """Point that a crop keeps in view; None leaves it to the rendition."""
    page: int | None = None
    """Of a PDF, from 1; None where it is not written."""
    every_page: bool = False
    """Whether a PDF stands for all its pages, one after the other."""
    motion: Motion | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """None where it stands still."""
    slide: bool = False
    """Whether what lies around it is the colour of its own edges, where they have one."""
    transition: Transition | None = None
    label: LabelUse | None = None
    """None where nobody wants it drawn or read."""
    spot: Spot | None = None
    """In its script; None for a picture of the manifest."""
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


UNDER_GAIN = Decimal(-18)
"""dB against the programme's loudness: clearly heard in pauses, and no hindrance to who listens to the voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderSound:
    """How a clip's own sound is heard beneath a narration."""

    gain: Decimal = UNDER_GAIN
    """dB against the programme's loudness."""
    channels: Sides | None = None
    """What is heard of its channels; None leaves it to the file."""
    track: int | None = None
    """Which of its sound tracks, from 1; None is the one that players choose."""
    track_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipUse:
    """Moving pictures shown during a narration; the last frame is held when they are too short."""

    media: MediaUse
    start: Fraction = Fraction(0)
    end: Fraction | None = None
    handles: bool = field(default=False, metadata=RECIPE_WHERE_SET)
    """Whether transitions may show what lies beyond `start` and `end`."""
    speed: Fraction = field(default=Fraction(1), metadata=RECIPE_WHERE_SET)
    """How many times as fast as it was recorded it plays."""
    hold: Fraction = field(default=Fraction(0), metadata=RECIPE_WHERE_SET)
    """Seconds for which its last frame may stand after its end: that it does is then no news."""
    under: UnderSound | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """Its own sound beneath the narration; None where that is not heard."""
    at: Fraction | None = None
    fit: Fit = "blur"
    focus: Focus | None = None
    transition: Transition | None = None
    label: LabelUse | None = None
    spot: Spot | None = None
    mark: Mark = field(compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    at_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    start_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    end_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
    """Places of `from` and `to`, if they are written."""


PictureUse = ImageUse | ClipUse
