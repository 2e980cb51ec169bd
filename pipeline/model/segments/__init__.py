"""Segments: the editorial parts of an episode, each with what is seen and heard, and the media it needs; one file for
each kind.
"""

from pipeline.model.segments.base import DrawnText, Segment, Used
from pipeline.model.segments.card import Card
from pipeline.model.segments.clip import ClipSegment
from pipeline.model.segments.credits import CreditsSegment
from pipeline.model.segments.image import ImageSegment
from pipeline.model.segments.narration import Narration
from pipeline.model.segments.person import PersonSegment
from pipeline.model.segments.pictures import ClipUse, ImageUse, PictureUse, Spot, UnderSound
from pipeline.model.segments.question import Answer, Question
from pipeline.model.segments.quote import QuoteSegment
from pipeline.model.segments.reading import Reading
from pipeline.model.segments.scene import SceneSegment
from pipeline.model.segments.slides import PRESENTATIONS, Slides
from pipeline.model.segments.split import Split
from pipeline.model.segments.spoken import Speaking, SpokenSegment
from pipeline.model.segments.spoken_card import SpokenCard

AnySegment = (
    Card
    | Slides
    | Narration
    | Reading
    | ClipSegment
    | ImageSegment
    | Split
    | QuoteSegment
    | PersonSegment
    | CreditsSegment
    | SceneSegment
    | Question
)
"""Every kind there is. Code that distinguishes them ends in `assert_never`: mypy then finds what a new kind needs."""

__all__ = [
    "PRESENTATIONS",
    "Answer",
    "AnySegment",
    "Card",
    "ClipSegment",
    "ClipUse",
    "CreditsSegment",
    "DrawnText",
    "ImageSegment",
    "ImageUse",
    "Narration",
    "PersonSegment",
    "PictureUse",
    "Question",
    "QuoteSegment",
    "Reading",
    "SceneSegment",
    "Segment",
    "Slides",
    "Speaking",
    "Split",
    "SpokenCard",
    "SpokenSegment",
    "Spot",
    "UnderSound",
    "Used",
]
