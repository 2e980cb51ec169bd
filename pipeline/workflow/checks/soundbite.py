"""Soundbites beyond the end of their programme, told at their place."""

from collections.abc import Iterator
from fractions import Fraction

from pipeline.errors import Diagnostic
from pipeline.model.episode import Episode
from pipeline.workflow.board.board import clock


def bitten_off(episode: Episode, seconds: Fraction) -> Iterator[Diagnostic]:
    """A diagnostic where the episode's soundbite ends after its programme, which is `seconds` long."""
    bite = episode.listing.soundbite
    if bite and bite.start + bite.length > seconds:
        yield Diagnostic(
            code="beyond-end",
            message=f"this soundbite ends at {clock(bite.start + bite.length)}, the programme at {clock(seconds)}",
            mark=bite.mark or episode.mark,
            hint="let it begin earlier, or make it shorter",
        )
