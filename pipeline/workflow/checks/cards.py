"""Cards with more text than can be read on them, reported before anything is rendered."""

from collections.abc import Iterator
from typing import assert_never

from pipeline.effects.stills import TextCard
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.timeline import ClipSpan, SplitSpan, StagedSpan, StillSpan, Timeline, TransitionSpan
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.workspace import Workspace

ROOMY = 100
"""So many characters, and so many lines, find room on any card."""
LINES = 8


def crowded_cards(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each card whose text finds no room in one of the renditions' pictures."""
    if planned.timeline is None:
        return
    pictures = (one.picture for one in planned.renditions if one.picture and one.shows == "pictures")
    sizes = {(picture.width, picture.height) for picture in pictures}
    for index, card in _cards(planned.timeline).items():
        if len(card.text) <= ROOMY and card.text.count("\n") < LINES:
            continue
        # Typesetting is for those who have much text.
        from pipeline.media.picture.cards.text_card import is_crowded

        if any(is_crowded(card, width, height) for width, height in sizes):
            segment = planned.episode.segments[index]
            yield Diagnostic(
                code="crowded-card",
                message=tr("this card has {count} characters, more than can be read", count=len(card.text)),
                mark=segment.texts[0].mark if segment.texts else segment.mark,
                hint=tr("spread it over several cards, or say it in the narration"),
            )


def _cards(timeline: Timeline) -> dict[int, TextCard]:
    """The text cards that are shown, by the index of their segment."""
    found: dict[int, TextCard] = {}
    for placed in timeline.spans:
        match placed.span:
            case StillSpan(still=TextCard() as card):
                found[placed.segment] = card
            case StillSpan() | ClipSpan() | SplitSpan() | StagedSpan() | TransitionSpan():
                # Both sides of a transition are shown on either side of it as well.
                pass
            case _ as never:
                assert_never(never)
    return found
