"""Covers for kits: typeset for every shape that a platform shows, else made from those beside the programme."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.build import make
from pipeline.errors import PipelineError
from pipeline.packaging.covers import MOST, make_cover
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.kits.kit import Cover
from pipeline.publish.kits.platform import Platform
from pipeline.render.lower import lower_cover
from pipeline.render.perform import perform
from pipeline.workflow.workspace import Workbench


def covers_for(item: Item, record: Record, platform: Platform, bench: Workbench) -> tuple[Cover, ...]:
    """A cover in each size that the platform shows. Raises PipelineError where one cannot be drawn."""
    return tuple(_covers(item, record, platform, bench))


def _covers(item: Item, record: Record, platform: Platform, bench: Workbench) -> Iterator[Cover]:
    if not platform.covers:
        return
    most = min(MOST, int(platform.cover_size.most or MOST))
    plan = _plan(record, bench)
    draw = _from_plan(plan, bench, most) if plan else _from_files(item, bench, most)
    for size in platform.covers:
        path = draw(size.width, size.height)
        yield Cover(size=size, path=path, sha256=bench.catalogue.content(path), bytes=path.stat().st_size)


def _plan(record: Record, bench: Workbench) -> ProgrammePlan | None:
    """The programme's plan, as long as it would show the covers that it has now."""
    try:
        reading = bench.read((record.manifest,), bench.root)
    except PipelineError:
        return None
    plan = bench.plan(reading.episodes[0]).programme if reading.episodes else None
    if plan is None or plan.artwork.square is None:
        return None
    return plan if plan.artwork.square.key in {file.made_from for file in record.files} else None


def _from_plan(plan: ProgrammePlan, bench: Workbench, most: int) -> Callable[[int, int], Path]:
    return lambda width, height: make_cover(plan, width, height, store=bench.store, most=most)


def _from_files(item: Item, bench: Workbench, most: int) -> Callable[[int, int], Path]:
    """From the square cover for shapes near it, else from the film's."""
    wide, square = item.file("cover"), item.square_cover

    def draw(width: int, height: int) -> Path:
        nearest: ItemFile | None = square if square and width < height * 4 / 3 else wide
        if nearest is None:
            raise PipelineError(f"{item.label} has no cover", hint="render it again")
        picture = bench.catalogue.medium(bench.root / nearest.source)
        cover = lower_cover(picture, (width, height), exact=True, most=most, tools=bench.tools, where=item.label)
        if not (bench.store.keeps(cover) and bench.store.intact(cover)):
            make(cover, bench.store, perform)
        bench.store.bring([cover])
        return bench.store.path(cover)

    return draw
