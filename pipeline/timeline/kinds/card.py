"""Cards: as long as they say, and always the same picture."""

from pipeline.model.segments import Card
from pipeline.timeline.layout import Layout, LayoutContext, ShotLayout
from pipeline.timeline.shots import StillShot


def lay_card(segment: Card, context: LayoutContext) -> Layout:
    card = context.text_card(segment.text, segment.theme)
    return Layout(frames=context.frames(segment.length), shots=(ShotLayout(start=0, shot=StillShot(still=card)),))
