"""Covers as pages show them: with their pixels, and in fewer of these for lists."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.errors import PipelineError, in_words
from pipeline.messages import Message, tr
from pipeline.publish.item import Item, ItemFile, ItemSeries
from pipeline.publish.site.player import picture_of
from pipeline.workflow.publishing.kit_covers import small_covers
from pipeline.workflow.workspace import Workspace

LEAST = 320
"""Pixels of the longer side: what a phone of today shows beside a title."""


def with_covers(item: Item, workspace: Workspace, told: dict[str, Message]) -> Item:
    """The item whose pages know of its cover in several sizes.

    One that cannot be opened is left out, so that pages show the number in its place, and `told` gets a word on it, by
    guid. One that is no
    longer in the workspace, or another one there, stays as it was published.
    """
    shown = picture_of(item)
    if shown is None:
        return item
    try:
        if workspace.catalogue.content(workspace.root / shown.source) != shown.sha256:
            return item
    except OSError:
        return item
    try:
        made = _with_small(shown, workspace, where=item.label)
    except (PipelineError, OSError) as error:
        told[item.guid] = tr(
            "{episode}: the cover cannot be shown, its pages have the number in its place: {reason}",
            episode=item.label,
            reason=in_words(error).partition("\n")[0],
        )
        return replace(item, files=tuple(file for file in item.files if file.role != "cover"))
    return replace(item, files=tuple(made if file == shown else file for file in item.files))


def series_with_covers(series: ItemSeries, workspace: Workspace) -> ItemSeries:
    """The series whose pages know of its cover in several sizes. Raises PipelineError where it cannot be opened."""
    return replace(series, cover=_with_small(series.cover, workspace, where=series.id)) if series.cover else series


def _with_small(file: ItemFile, workspace: Workspace, *, where: str) -> ItemFile:
    width, height = _sides(file.source, workspace)
    return replace(file, width=width, height=height, small=tuple(_small(file, max(width, height), workspace, where)))


def _small(file: ItemFile, longest: int, workspace: Workspace, where: str) -> Iterator[ItemFile]:
    name = PurePosixPath(file.name)
    for side, path in small_covers(workspace.root / file.source, workspace=workspace, where=where).items():
        if LEAST <= side < longest:
            source = workspace.shown(path)
            width, height = _sides(source, workspace)
            yield replace(
                file,
                source=source,
                name=f"{name.stem}.{side}.jpg",
                type="image/jpeg",
                sha256=workspace.catalogue.content(path),
                bytes=path.stat().st_size,
                width=width,
                height=height,
            )


def _sides(source: str, workspace: Workspace) -> tuple[int, int]:
    """Pixels. Raises PipelineError for what is no picture."""
    video = workspace.catalogue.medium(workspace.root / source).info.video
    if video is None:
        raise PipelineError(tr("'{file}' is no picture", file=source), hint=tr("render it again"))
    width, height = video.shown_size
    return round(width), round(height)
