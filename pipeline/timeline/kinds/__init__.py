"""How each kind of segment is laid out: how long it is, what it shows and plays; one file each."""

from typing import assert_never

from pipeline.model.segments import (
    AnySegment,
    Card,
    ClipSegment,
    CreditsSegment,
    ImageSegment,
    Narration,
    PersonSegment,
    Question,
    QuoteSegment,
    Reading,
    SceneSegment,
    Slides,
    Split,
)
from pipeline.timeline.kinds.card import lay_card
from pipeline.timeline.kinds.clip import lay_clip
from pipeline.timeline.kinds.credits import lay_credits
from pipeline.timeline.kinds.image import lay_image
from pipeline.timeline.kinds.narration import lay_narration
from pipeline.timeline.kinds.person import lay_person
from pipeline.timeline.kinds.question import lay_question
from pipeline.timeline.kinds.quote import lay_quote
from pipeline.timeline.kinds.reading import lay_reading
from pipeline.timeline.kinds.scene import lay_scene
from pipeline.timeline.kinds.slides import lay_slides
from pipeline.timeline.kinds.split import lay_split
from pipeline.timeline.layout import LayoutContext, SegmentLayout


def lay_out(segment: AnySegment, context: LayoutContext) -> SegmentLayout:
    """The segment's layout. Raises LayoutError after adding an error to the context."""
    match segment:
        case Card():
            return lay_card(segment, context)
        case Slides():
            # Before narrations, since slides are some.
            return lay_slides(segment, context)
        case Narration():
            return lay_narration(segment, context)
        case Reading():
            return lay_reading(segment, context)
        case ClipSegment():
            return lay_clip(segment, context)
        case ImageSegment():
            return lay_image(segment, context)
        case Question():
            return lay_question(segment, context)
        case QuoteSegment():
            return lay_quote(segment, context)
        case PersonSegment():
            return lay_person(segment, context)
        case CreditsSegment():
            return lay_credits(segment, context)
        case SceneSegment():
            return lay_scene(segment, context)
        case Split():
            return lay_split(segment, context)
        case _ as never:
            assert_never(never)
