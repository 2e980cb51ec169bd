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
from pipeline.model.segments.spoken import Speaking, SpokenSegment

AnySegment = Card | Narration | ClipSegment | ImageSegment | Question
"""Every kind there is. Code that distinguishes them ends in `assert_never`: mypy then finds what a new kind needs."""

__all__ = [
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
    "Speaking",
    "SpokenSegment",
    "Spot",
    "Used",
]
