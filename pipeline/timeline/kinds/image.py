"""Pictures that are segments of their own."""

from pipeline.model.segments import ImageSegment
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout
from pipeline.timeline.shots import StillShot


def lay_image(segment: ImageSegment, context: LayoutContext) -> SegmentLayout:
    image = context.fitted(segment.image, segment)
    shot = ShotLayout(start=0, shot=StillShot(still=image), label=segment.label, picture=segment.image.name)
    return SegmentLayout(frames=context.frames(segment.length), shots=(shot,))
