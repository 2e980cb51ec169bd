"""What platforms lay over an episode's films, by the rules of those that its series goes to."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import PipelineError
from pipeline.model.covered import Covered, covered_in, is_upright
from pipeline.model.episode import Episode
from pipeline.model.rendition import Picture, Rendition
from pipeline.publish.kits.platform import Platform, covered_by
from pipeline.publish.kits.rules import read_platform
from pipeline.workflow.workspace import Workspace


def kept_free(workspace: Workspace, episode: Episode, renditions: Sequence[Rendition]) -> tuple[Rendition, ...]:
    """The renditions, each knowing what of its picture is covered where its series goes to; where that is not known,
    or nobody says where it goes, all that any platform may cover.
    """
    try:
        platforms = [read_platform(name, workspace.root) for name in episode.series.platforms]
    except PipelineError:
        # Rules with mistakes are told where programmes are checked against them.
        platforms = []
    films = [one for one in platforms if one.kind == "video"]
    return tuple(replace(one, covered=_covered(one.picture, films)) if one.picture else one for one in renditions)


def _covered(picture: Picture, platforms: Sequence[Platform]) -> Covered | None:
    size = picture.width, picture.height
    upright = is_upright(*size)
    found = covered_by(platforms, "vertical") if upright else _flat(picture, platforms)
    return None if found == covered_in(*size) else found


def _flat(picture: Picture, platforms: Sequence[Platform]) -> Covered | None:
    return covered_by(platforms, "landscape" if picture.width * 10 > picture.height * 11 else "square")
