"""Still pictures that are segments of their own."""

from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.segments.base import Segment
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
    label: str = ""
    """What it shows, drawn small into a corner; empty for nothing."""
    label_mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)

    @property
    def media(self) -> tuple[MediaUse, ...]:
        return (self.image,)

    @property
    def title(self) -> str:
        return ""
