"""People."""

from pipeline.effects.citations import PersonCard
from pipeline.model.segments import PersonSegment
from pipeline.timeline.kinds.spoken_card import lay_spoken_card
from pipeline.timeline.layout import LayoutContext, SegmentLayout


def lay_person(segment: PersonSegment, context: LayoutContext) -> SegmentLayout:
    card = PersonCard(
        name=segment.name,
        years=segment.shown_years,
        text=segment.text,
        portrait=context.image_medium(segment.portrait) if segment.portrait else None,
        focus=segment.focus,
        look=context.look(segment.theme, f"{segment.words}\n{segment.shown_years}"),
        spoken=bool(segment.cues),
        label=segment.name,
    )
    return lay_spoken_card(segment, context, [card])
