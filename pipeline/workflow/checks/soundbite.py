"""Soundbites and chapters that lie beyond the end of their programme."""

from collections.abc import Iterator
from fractions import Fraction

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.packaging.plan import PlannedEpisode
from pipeline.wording import clock
from pipeline.workflow.workspace import Workspace


def soundbites_beyond_end(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic where the episode's soundbite ends after its programme."""
    episode = planned.episode
    bite, seconds = episode.listing.soundbite, _seconds(planned)
    if bite and seconds is not None and bite.start + bite.length > seconds:
        yield Diagnostic(
            code="beyond-end",
            message=tr(
                "this soundbite ends at {end}, the programme at {programme}",
                end=clock(bite.start + bite.length),
                programme=clock(seconds),
            ),
            mark=bite.mark or episode.mark,
            hint=tr("let it begin earlier, or make it shorter"),
        )
    for chapter in episode.chapters:
        if seconds is not None and chapter.start >= seconds:
            yield Diagnostic(
                code="beyond-end",
                message=tr(
                    "this chapter begins at {start}, the programme ends at {programme}",
                    start=clock(chapter.start), programme=clock(seconds),
                ),
                mark=chapter.mark,
                hint=tr("let it begin earlier, or leave it out"),
                severity="warning",
            )  # fmt: skip


def _seconds(planned: PlannedEpisode) -> Fraction | None:
    """How long the programme is, as far as that is known."""
    if planned.timeline is not None:
        return planned.timeline.seconds
    first = planned.media.get(planned.episode.programme[0].path) if planned.episode.programme else None
    return first.info.duration if first else None
