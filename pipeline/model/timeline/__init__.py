"""The timeline: spans that tile the picture, sounds placed in the mix, chapters and cues; integers throughout."""

from pipeline.model.timeline.drawings import Blend, Caption, CaptionRun, Lettering, Still
from pipeline.model.timeline.overlays import Overlay, OverlayRun, PlacedLabel, PlacedOverlay
from pipeline.model.timeline.sounds import SEAM, Mix, PlacedSound, Take, Tone
from pipeline.model.timeline.spans import (
    ClipSpan,
    MotionSpan,
    Placed,
    SceneSpan,
    Side,
    Span,
    SplitSpan,
    StagedSpan,
    StillSpan,
    TransitionSpan,
    Within,
)
from pipeline.model.timeline.stretches import (
    motion_stretch_of,
    overlays_within,
    runs_within,
    split_stretch_of,
    staged_stretch_of,
    stretch_of,
)
from pipeline.model.timeline.timeline import Chapter, PlacedQuestion, Timeline

__all__ = [
    "SEAM",
    "Blend",
    "Caption",
    "CaptionRun",
    "Chapter",
    "ClipSpan",
    "Lettering",
    "Mix",
    "MotionSpan",
    "Overlay",
    "OverlayRun",
    "Placed",
    "PlacedLabel",
    "PlacedOverlay",
    "PlacedQuestion",
    "PlacedSound",
    "SceneSpan",
    "Side",
    "Span",
    "SplitSpan",
    "StagedSpan",
    "Still",
    "StillSpan",
    "Take",
    "Timeline",
    "Tone",
    "TransitionSpan",
    "Within",
    "motion_stretch_of",
    "overlays_within",
    "runs_within",
    "split_stretch_of",
    "staged_stretch_of",
    "stretch_of",
]
