"""Crowded cards: more text than can be read on them, told at its place before anything is rendered."""

from collections.abc import Iterator, Sequence

from pipeline.effects.stills import TextCard
from pipeline.errors import Diagnostic
from pipeline.model.episode import Card, Episode
from pipeline.model.rendition import Rendition
from pipeline.model.timeline import StillSpan, Timeline

ROOMY = 100
"""So many characters, and so many lines, find room on any card."""
LINES = 8


def crowded(episode: Episode, timeline: Timeline, renditions: Sequence[Rendition]) -> Iterator[Diagnostic]:
    """A diagnostic for each card whose text finds no room in one of the renditions' pictures."""
    cards = {placed.segment: placed.span.still for placed in timeline.spans if isinstance(placed.span, StillSpan)}
    sizes = {(one.picture.width, one.picture.height) for one in renditions if one.picture and one.shows == "pictures"}
    for index, card in cards.items():
        if not isinstance(card, TextCard) or (len(card.text) <= ROOMY and card.text.count("\n") < LINES):
            continue
        # Typesetting is for those who have much text.
        from pipeline.media.picture.cards import is_crowded

        if any(is_crowded(card, width, height) for width, height in sizes):
            segment = episode.segments[index]
            yield Diagnostic(
                code="crowded-card",
                message=f"{len(card.text)} characters are more text than can be read on a card",
                mark=segment.text_mark if isinstance(segment, Card) else segment.mark,
                hint="spread it over several cards, or say it in the narration",
            )
