"""Slides: pages during recordings, as pictures of a narration, or each for its time."""

from itertools import accumulate

from pipeline.messages import tr, trn
from pipeline.model.segments import Slides
from pipeline.timebase import seconds_to_frames
from pipeline.timeline.kinds.narration import lay_narration, picture_shot
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, ShotLayout


def lay_slides(segment: Slides, context: LayoutContext) -> SegmentLayout:
    if not segment.pictures:
        # Why there are no pages has been said.
        raise LayoutError
    if not segment.lengths:
        return lay_narration(segment, context)
    count = len(segment.pictures)
    lengths = segment.lengths * count if len(segment.lengths) == 1 else segment.lengths
    if len(lengths) != count:
        context.error(
            "wrong-count", segment.lengths_mark or segment.mark,
            tr(
                "'for' has {times} for {pages}",
                times=trn("{count} time", "{count} times", len(lengths)),
                pages=trn("{count} slide", "{count} slides", count),
            ),
            hint=tr("write one for each page, or one for all"),
        )  # fmt: skip
        raise LayoutError
    # Rounded from the segment's start on, so that many short pages are not longer together than they should be.
    ends: list[int] = []
    for end in accumulate(lengths):
        ends.append(max(seconds_to_frames(end, context.rate), (ends[-1] if ends else 0) + 1))
    shots = [
        ShotLayout(
            start=start, shot=picture_shot(context, use), into=use.transition, label=use.label, picture=use.media.name
        )
        for start, use in zip([0, *ends], segment.pictures, strict=False)
    ]
    return SegmentLayout(frames=ends[-1], shots=tuple(shots))
