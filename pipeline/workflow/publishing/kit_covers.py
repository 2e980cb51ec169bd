"""Covers for kits: drawn for every shape that a platform shows, else made from those beside the programme."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.model.media import Medium
from pipeline.model.timeline import Still
from pipeline.packaging.artwork import (
    LEAST,
    SQUARE_LEAST,
    Front,
    art_of,
    episode_front,
    seal_of,
    square_cover,
)
from pipeline.packaging.record import Record
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.kits.kit import Cover
from pipeline.publish.kits.platform import Platform
from pipeline.render.picture.covers import lower_cover
from pipeline.render.piece import Context
from pipeline.timeline import media_uses
from pipeline.workflow.rendering.covers import cover_look
from pipeline.workflow.workspace import Workspace

MOST = 1_000_000
"""Bytes of a cover where the platform has no limit, or a larger one."""
SMALL, SMALL_BYTES = (160, 320, 640), 80_000
"""Pixels of small covers on pages, and their bytes."""


def covers_for(item: Item, record: Record, platform: Platform, workspace: Workspace) -> tuple[Cover, ...]:
    """A cover in each size that the platform shows. Raises PipelineError where one cannot be drawn."""
    return tuple(_covers(item, record, platform, workspace))


def _covers(item: Item, record: Record, platform: Platform, workspace: Workspace) -> Iterator[Cover]:
    if not platform.covers:
        return
    most = min(MOST, int(platform.cover_size.most or MOST))
    front = front_of(record, workspace)
    show: Callable[[int, int], Medium | Still] = front.shown if front else _nearest(item, workspace)
    for size in platform.covers:
        path = make_cover(
            show(size.width, size.height), size.width, size.height, workspace=workspace, where=item.label, most=most
        )
        yield Cover(size=size, path=path, sha256=workspace.catalogue.content(path), bytes=path.stat().st_size)


def front_of(record: Record, workspace: Workspace) -> Front | None:
    """What the programme's own square cover is made of, as long as its manifest still asks for that.

    The manifest is read, but nothing is planned: which picture was chosen stands in the record.
    """
    try:
        reading = workspace.read((record.manifest,))
        if not reading.episodes:
            return None
        episode, source = reading.episodes[0], record.cover
        given = workspace.catalogue.medium(episode.cover.path) if episode.cover else None
        art = None
        if source and not (given and given.info.is_picture):
            use = next((one for one in media_uses(episode) if one.name == source.picture), None)
            if use is None:
                return None
            art = art_of(source, workspace.catalogue.medium(use.path))
        seal = seal_of(episode)
        front = episode_front(
            episode,
            cover_look(workspace, episode),
            given=given,
            art=art,
            seal=workspace.catalogue.medium(seal.path) if seal else None,
        )
    except (PipelineError, OSError):
        return None
    context = Context(tools=workspace.tools, where=episode.label)
    square = square_cover(front, context, least=LEAST if episode.programme else SQUARE_LEAST)
    return front if square.key in {file.made_from for file in record.files} else None


def _nearest(item: Item, workspace: Workspace) -> Callable[[int, int], Medium]:
    """The programme's square cover for shapes that are nearly square, else its wide one."""
    wide, square = item.file("cover"), item.square_cover

    def choose(width: int, height: int) -> Medium:
        nearest: ItemFile | None = square if square and width < height * 4 / 3 else wide
        if nearest is None:
            raise PipelineError(tr("{episode} has no cover", episode=item.label), hint=tr("render it again"))
        return workspace.catalogue.medium(workspace.root / nearest.source)

    return choose


def make_cover(
    picture: Medium | Still, width: int, height: int, *, workspace: Workspace, where: str, most: int = MOST
) -> Path:
    """A cover of exactly `width` x `height` pixels, an RGB JPEG of at most `most` bytes.

    Text is typeset for the shape; a picture that was given fills it, over a blurred copy of itself where its own shape
    is another; `is_enlarged` tells whether it has the pixels. Drawn once: it lies in the store and is for copying.
    Raises PipelineError when it cannot be drawn, or not in so few bytes.
    """
    context = Context(tools=workspace.tools, where=where)
    return workspace.made(lower_cover(picture, (width, height), context, exact=True, most=most))


def small_covers(cover: Path, *, workspace: Workspace, where: str) -> dict[int, Path]:
    """A finished cover in each of `SMALL` pixels of its longer side, for lists on pages; a smaller one is not enlarged.

    Each is made once: it lies in the store and is for copying. Raises PipelineError for what is no picture.
    """
    context, medium = Context(tools=workspace.tools, where=where), workspace.catalogue.medium(cover)
    return {side: workspace.made(lower_cover(medium, (side, side), context, most=SMALL_BYTES)) for side in SMALL}
