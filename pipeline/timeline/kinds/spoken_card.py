"""Cards over which somebody may speak: one still or several pages, for a given time or as long as the recordings."""

from collections.abc import Sequence
from fractions import Fraction

from pipeline.model.segments.spoken_card import SpokenCard
from pipeline.model.timeline import Still
from pipeline.timeline.layout import LayoutContext, LayoutError, SegmentLayout, ShotLayout, SoundLayout
from pipeline.timeline.shots import StillShot
from pipeline.timeline.takes import lay_takes


def lay_spoken_card(
    segment: SpokenCard, context: LayoutContext, pages: Sequence[Still], *, otherwise: Fraction | None = None
) -> SegmentLayout:
    """The pages one after the other, for equal times; `otherwise` are seconds where nothing says how long they stand.

    Raises LayoutError where they have no length, or the recordings cannot be heard.
    """
    length = segment.length or otherwise
    sounds: tuple[SoundLayout, ...] = ()
    if segment.takes:
        frames, sound = lay_takes(segment, context)
        sounds = (sound,)
    elif length is not None:
        frames = context.frames(length)
    else:
        # Of a recording that is not there; an error already.
        raise LayoutError
    shots = [
        ShotLayout(start=frames * index // len(pages), shot=StillShot(still=page)) for index, page in enumerate(pages)
    ]
    # A page for which not even a frame is left is not shown.
    kept = [
        one for one, after in zip(shots, [*shots[1:], None], strict=True) if after is None or one.start < after.start
    ]
    return SegmentLayout(frames=frames, shots=tuple(kept), sounds=sounds, cues=segment.cues)
