"""Cards with more text than can be read on them, reported before anything is rendered."""

from collections.abc import Iterator
from typing import assert_never

from pipeline.effects.overlays import bare
from pipeline.effects.stills import TextCard
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    SceneSpan,
    SplitSpan,
    StagedSpan,
    Still,
    StillSpan,
    Timeline,
    TransitionSpan,
)
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.reframe import reframe
from pipeline.render.picture.stills import finds_room, is_small
from pipeline.workflow.workspace import Workspace

ROOMY = 100
"""So many characters, and so many lines, find room on any card."""
LINES = 8
LEGIBLE = 0.036
"""Of the frame's shorter side: an em of text that everybody can read on a phone."""


def crowded_cards(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each card whose text finds no room in one of the renditions' pictures."""
    if planned.timeline is None:
        return
    shown = {}
    for rendition in planned.renditions:
        if rendition.picture and rendition.shows == "pictures":
            size = rendition.picture.width, rendition.picture.height
            shown[size] = _cards(reframe(planned.timeline, rendition))
    for index, cards in _cards(planned.timeline).items():
        segment = planned.episode.segments[index]
        titles = [card.text for card in cards if isinstance(card, TextCard)]
        words = "\n".join(titles or (text.text for text in segment.texts))
        if len(words) <= ROOMY and words.count("\n") < LINES:
            continue
        # Typesetting is for those who have much text.
        place = segment.texts[0].mark if segment.texts else segment.mark
        if not all(finds_room(card, *size) for size, of in shown.items() for card in of[index]):
            yield Diagnostic(
                code="crowded-card",
                message=tr("this card has {count} characters, more than can be read", count=len(words)),
                mark=place,
                hint=tr("spread it over several cards, or say it in the narration"),
            )
        elif any(is_small(card, *size, least=LEGIBLE) for size, of in shown.items() for card in of[index]):
            yield Diagnostic(
                code="small-text", severity="warning",
                message=tr("this card has {count} characters: they are so small that few can read them on a phone",
                    count=len(words)),
                mark=place,
                hint=tr("spread it over several cards, or say it in the narration"),
            )  # fmt: skip


def _cards(timeline: Timeline) -> dict[int, list[Still]]:
    """The stills that are shown, by the index of their segment."""
    found: dict[int, list[Still]] = {}
    for placed in timeline.spans:
        match placed.span:
            case StillSpan(still=card):
                found.setdefault(placed.segment, []).append(bare(card))
            case ClipSpan() | SplitSpan() | MotionSpan() | StagedSpan() | SceneSpan() | TransitionSpan():
                # Both sides of a transition are shown on either side of it as well.
                pass
            case _ as never:
                assert_never(never)
    return found
