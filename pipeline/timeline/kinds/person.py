"""People."""

from math import floor

from pipeline.effects.citations import PersonCard
from pipeline.messages import tr
from pipeline.model.segments import PersonSegment
from pipeline.timeline.kinds.spoken_card import lay_spoken_card
from pipeline.timeline.layout import LayoutContext, SegmentLayout

SMALL = 240
"""Pixels of a portrait's shorter side below which little is seen of it."""


def lay_person(segment: PersonSegment, context: LayoutContext) -> SegmentLayout:
    portrait = context.image_medium(segment.portrait) if segment.portrait else None
    if segment.portrait and portrait and portrait.info.video:
        wide, high = (floor(side) for side in portrait.info.video.shown_size)
        if min(wide, high) < SMALL:
            context.warn(
                "small-portrait", segment.portrait.mark,
                tr(
                    "'{name}' has {width} x {height} pixels: it is enlarged, or shown small",
                    name=segment.portrait.name, width=wide, height=high,
                ),
                hint=tr("give a picture whose shorter side has {least} pixels or more", least=2 * SMALL),
            )  # fmt: skip
    card = PersonCard(
        name=segment.name,
        years=segment.shown_years,
        text=segment.text,
        portrait=portrait,
        focus=segment.focus,
        look=context.look(segment.theme, f"{segment.words}\n{segment.shown_years}"),
        spoken=bool(segment.cues),
        label=segment.name,
    )
    return lay_spoken_card(segment, context, [card])
