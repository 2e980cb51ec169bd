"""Still pictures that are segments of their own."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import RECIPE_WHERE_SET
from pipeline.model.overlays import LabelUse
from pipeline.model.segments.base import Segment
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Fit, Focus, MediaUse


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSegment(Segment):
    """A still picture for a given time, silent except for music."""

    image: MediaUse
    length: Fraction
    fit: Fit = "blur"
    focus: Focus | None = None
    page: int | None = None
    """Of a PDF, from 1; None where it is not written."""
    motion: Motion | None = field(default=None, metadata=RECIPE_WHERE_SET)
    """None where it stands still."""
    label: LabelUse | None = None

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.image,)

    @property
    def title(self) -> str:
        return ""

    @property
    def labels(self) -> tuple[LabelUse, ...]:
        return (self.label,) if self.label else ()
