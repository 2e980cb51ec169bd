"""Media that would last for hours by their timestamps, and hold next to nothing."""

from collections.abc import Iterator

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.packaging.plan import PlannedEpisode
from pipeline.timebase import format_time
from pipeline.timeline import media_uses
from pipeline.workflow.workspace import Workspace

LONG = 3600
"""Seconds from which on it is looked at: a shorter programme costs little, even if it is not meant."""
BYTES_A_SECOND = 100
"""Telephone speech takes six times as much, a slide of a minute about this."""


def implausible_lengths(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning for each file that is far too small for its length."""
    for use in {use.path: use for use in media_uses(planned.episode)}.values():
        medium = planned.media.get(use.path)
        if medium is None or medium.info.duration < LONG:
            continue
        size = medium.path.stat().st_size
        if size < medium.info.duration * BYTES_A_SECOND:
            yield Diagnostic(
                code="implausible-length", severity="warning", mark=use.mark,
                message=tr(
                    "'{file}' lasts {length} by its timestamps, but holds only {size} KB",
                    file=use.name, length=format_time(medium.info.duration), size=size // 1000,
                ),
                hint=tr("play it: is that really its length? Use a part of it with 'to:', or export it again"),
            )  # fmt: skip
