"""Cards: one picture for a given time."""

from pipeline.model.segments import Card
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout
from pipeline.timeline.shots import StillShot


def lay_card(segment: Card, context: LayoutContext) -> SegmentLayout:
    card = context.text_card(segment.text, segment.theme, segment.senses)
    return SegmentLayout(
        frames=context.frames(segment.length), shots=(ShotLayout(start=0, shot=StillShot(still=card)),)
    )
