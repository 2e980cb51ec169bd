"""Sentences of texts that find no room on one page, reported before anything is rendered."""

from collections.abc import Iterator

from pipeline.effects.reading import ReadingMoment, Recital
from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.segments import Reading
from pipeline.model.timeline import StillSpan, Timeline
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.workspace import Workspace

MOST = 5
"""Of one text; who has many will find the others."""


def divided_sentences(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning for each sentence that is longer than a page of one of the renditions' pictures."""
    recitals = _recitals(planned.timeline) if planned.timeline else {}
    pictures = [one.picture for one in planned.renditions if one.picture and one.shows == "pictures"]
    for index, recital in recitals.items():
        # Here and not above: whoever has no readings must not pay for what sets type.
        from pipeline.media.picture.reading.pages import pages_of

        segment = planned.episode.segments[index]
        told: set[int] = set()
        for width, height in dict.fromkeys((picture.width, picture.height) for picture in pictures):
            for sentence in pages_of(recital, width, height).torn:
                if isinstance(segment, Reading) and sentence not in told and len(told) < MOST:
                    told.add(sentence)
                    yield Diagnostic(
                        code="sentence-divided", severity="warning", mark=segment.sentences[sentence].mark,
                        message=tr(
                            "this sentence of {count} characters is longer than a page of {width} x {height}:"
                            " it goes on on the next one",
                            count=len(segment.sentences[sentence].text), width=width, height=height,
                        ),
                        hint=tr("make two sentences of it if they can be read so"),
                    )  # fmt: skip


def _recitals(timeline: Timeline) -> dict[int, Recital]:
    """The texts that are read out, by the index of their segment."""
    return {
        placed.segment: placed.span.still.recital
        for placed in timeline.spans
        if isinstance(placed.span, StillSpan) and isinstance(placed.span.still, ReadingMoment)
    }
