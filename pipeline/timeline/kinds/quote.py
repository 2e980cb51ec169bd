"""Quotations."""

from pipeline.effects.citations import QuoteCard
from pipeline.model.segments import QuoteSegment
from pipeline.timeline.kinds.spoken_card import lay_spoken_card
from pipeline.timeline.layout import LayoutContext, SegmentLayout


def lay_quote(segment: QuoteSegment, context: LayoutContext) -> SegmentLayout:
    card = QuoteCard(
        text=segment.text,
        by=segment.by,
        source=segment.source,
        look=context.look(segment.theme, segment.words),
        spoken=bool(segment.cues),
        label=segment.title,
    )
    return lay_spoken_card(segment, context, [card])
