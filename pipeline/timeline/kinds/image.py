"""Pictures that are segments of their own."""

from pipeline.model.segments import ImageSegment
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout


def lay_image(segment: ImageSegment, context: LayoutContext) -> SegmentLayout:
    shot = context.image_shot(segment.image, segment)
    return SegmentLayout(frames=context.frames(segment.length), shots=(ShotLayout(start=0, shot=shot),))
