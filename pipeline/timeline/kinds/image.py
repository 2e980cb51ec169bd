"""Pictures that are segments of their own."""

from pipeline.model.segments import ImageSegment
from pipeline.timeline.layout import LayoutContext, SegmentLayout, ShotLayout


def lay_image(segment: ImageSegment, context: LayoutContext) -> SegmentLayout:
    image = context.image_shot(segment.image, segment)
    shot = ShotLayout(start=0, shot=image, label=segment.label, picture=segment.image.name)
    return SegmentLayout(frames=context.frames(segment.length), shots=(shot,))
