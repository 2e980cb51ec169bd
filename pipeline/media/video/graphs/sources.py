"""Sources of filter graphs: what is read, how it is brought to the rendition's picture, and what lies over it."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.effects.split import Area
from pipeline.media.video.seek import ReadPlan
from pipeline.media.video.stretches import Stretch
from pipeline.model.media import VideoInfo
from pipeline.model.series import Fit, Focus


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSource:
    """A source whose frames are read and brought to the rendition's picture."""

    path: Path
    video: VideoInfo
    read: ReadPlan
    fit: Fit
    focus: Focus | None = None
    stretches: tuple[Stretch, ...] = ()
    """Where its pictures are not all alike; none where they are."""
    unedited: bool = False
    """Whether the edit lists of its file are ignored."""
    speed: Fraction = Fraction(1)
    """Seconds of the source in a second of the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSource:
    """Sources that are shown one after the other, each for so many output frames."""

    parts: tuple[tuple[ClipSource, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSource:
    """The encoded tile of a still: its first frame is shown all the time."""

    tile: Path


MovingSource = ClipSource | CutSource


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSource:
    """Moving sources in parts of a drawn frame."""

    ground: Path
    """PNG of the whole frame."""
    colour: str
    """Beside a source that does not fill its part, #rrggbb."""
    parts: tuple[tuple[MovingSource, Area], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSource:
    """A span that was encoded by itself, with a picture for every frame."""

    file: Path


Source = MovingSource | StillSource | SplitSource | MadeSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A small picture laid over some of the frames."""

    file: Path
    """PNG with transparency; or several behind each other, one for each frame."""
    left: int
    top: int
    """Of its corner in the frame; even, so that colour samples keep their place."""
    start: int
    stop: int
    """Frames, the latter the first without it."""
    moving: bool = False
    """Whether the file holds a picture for each of its frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingOverlay:
    """A moving source laid over some of the frames."""

    source: MovingSource
    area: Area
    mask: Path
    """PNG in grey: how much of it is seen."""
    start: int
    stop: int


LaidOver = Overlay | MovingOverlay
