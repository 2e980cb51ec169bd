"""What the episodes of a series before another show: their covers may, so its own rather shows something else."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.manifest.file_patterns import PICTURES
from pipeline.model.appraisal import Source
from pipeline.model.episode import Episode
from pipeline.packaging.best_still import Candidate, Earlier
from pipeline.workflow.workspace import Workspace

MOST = 50
"""Episodes that are looked at: what stood on a cover a year ago may come again."""


def earlier(workspace: Workspace, episode: Episode, candidates: Iterable[Candidate]) -> Earlier:
    """What the episodes before this one use, as far as it can be opened; nothing later changes it.

    Of films and documents only those are read that may be one of the candidates, by their bytes.
    """
    sizes = {size for one in candidates if (size := _size(one.source.medium.path))}
    contents, prints = set(), []
    for path in _pictures(_before(workspace, episode)):
        try:
            if path.suffix.lower() in PICTURES:
                medium = workspace.catalogue.medium(path)
                contents.add(medium.content)
                prints += [one.print for one in workspace.catalogue.appraisals(Source(medium=medium))]
            elif _size(path) in sizes:
                contents.add(workspace.catalogue.content(path))
        except (PipelineError, OSError):
            # It is reported where it is used.
            continue
    return Earlier(contents=frozenset(contents), prints=frozenset(prints))


def _before(workspace: Workspace, episode: Episode) -> Iterator[Episode]:
    """Those with the next lower numbers in the same series."""
    try:
        numbers = workspace.numbers(episode.manifest.parent.name)
    except PipelineError:
        return
    known = {path: number for path, number in numbers.items() if number is not None and number < episode.number}
    nearest = sorted(known, key=lambda path: (-known[path], path.name))[:MOST]
    yield from workspace.episodes(nearest)


def _pictures(episodes: Iterable[Episode]) -> Iterable[Path]:
    """What they show of their own, each file once."""
    found: dict[Path, None] = {}
    for one in episodes:
        for segment in one.segments:
            if not segment.part:
                found |= dict.fromkeys(use.path for use in segment.media)
        found |= dict.fromkeys(use.path for use in (*([one.cover] if one.cover else []), *one.programme))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
