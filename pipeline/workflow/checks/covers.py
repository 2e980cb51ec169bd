"""Given covers and finished files that are not what they are given for, told at their place."""

from collections.abc import Iterator

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.packaging.artwork import small_cover
from pipeline.packaging.plan import PlannedEpisode
from pipeline.timeline.layout import page_problem
from pipeline.workflow.workspace import Workspace


def poor_covers(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """What is to be said of the cover that the author gave, and of pictures given as finished programmes."""
    episode, media = planned.episode, planned.media
    for use in episode.programme:
        if use.path in media and media[use.path].info.kind == "image":
            yield Diagnostic(
                code="wrong-media", mark=use.mark,
                message=tr("'{name}' is a picture, not a finished programme", name=use.name),
                hint=tr("put it under 'cover:'"),
            )  # fmt: skip
    picture = media.get(episode.cover.path) if episode.cover else None
    if episode.cover is None or picture is None or not picture.info.is_picture:
        return
    yield from page_problem(episode.cover, picture.info)
    for found in small_cover(episode.cover, picture):
        # The cover of a finished programme is as old as its film: nobody can be asked for a larger one.
        if found.severity == "error" or not episode.programme:
            yield found
