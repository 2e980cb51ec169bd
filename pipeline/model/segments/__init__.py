"""Segments: the editorial parts of an episode, each with what is seen and heard, and the media it needs; one file for
each kind.
"""

from pipeline.model.segments.base import DrawnText, Segment, Used
from pipeline.model.segments.card import Card
from pipeline.model.segments.clip import ClipSegment
from pipeline.model.segments.image import ImageSegment
from pipeline.model.segments.narration import Narration
from pipeline.model.segments.pictures import ClipUse, ImageUse, PictureUse, Spot
from pipeline.model.segments.question import Answer, Question
from pipeline.model.segments.slides import PRESENTATIONS, Slides
from pipeline.model.segments.split import Split
from pipeline.model.segments.spoken import Speaking, SpokenSegment

AnySegment = Card | Slides | Narration | ClipSegment | ImageSegment | Split | Question
"""Every kind there is. Code that distinguishes them ends in `assert_never`: mypy then finds what a new kind needs."""

__all__ = [
    "PRESENTATIONS",
    "Answer",
    "AnySegment",
    "Card",
    "ClipSegment",
    "ClipUse",
    "DrawnText",
    "ImageSegment",
    "ImageUse",
    "Narration",
    "PictureUse",
    "Question",
    "Segment",
    "Slides",
    "Speaking",
    "Split",
    "SpokenSegment",
    "Spot",
    "Used",
]
