"""What lies over moving spans, as files and sources for their filter graphs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.effects.overlays import MovingInset, inset_clip
from pipeline.effects.split import Area
from pipeline.media.picture.captions import caption_layer
from pipeline.media.picture.overlays import box_of, layer_of
from pipeline.media.picture.overlays.pictures import inset_ground, inset_mask
from pipeline.media.video.graphs.sources import LaidOver, MovingOverlay, MovingSource, Overlay
from pipeline.model.rendition import Picture
from pipeline.model.timeline import CaptionRun, ClipSpan, OverlayRun

Reads = Callable[[ClipSpan, Picture], MovingSource]
"""How the frames of a clip are read for a picture of a size."""


def laid_over(
    overlays: Sequence[OverlayRun], captions: Sequence[CaptionRun], picture: Picture, folder: Path, reads: Reads
) -> list[LaidOver]:
    """Overlays and the captions over them, their pictures in `folder`; `reads` opens the sources of those that move.

    Raises PipelineError where one cannot be drawn.
    """
    found: list[LaidOver] = []
    for number, run in enumerate(overlays):
        file = folder / f"over-{number}.png"
        if isinstance(run.overlay, MovingInset):
            found += _inset(run, run.overlay, picture, file, reads)
        else:
            found.append(_drawn(run, picture, file))
    for number, caption in enumerate(captions):
        file = folder / f"{number}.png"
        layer, (left, top) = caption_layer(caption.caption, picture.width, picture.height)
        layer.save(file, compress_level=1)
        found.append(Overlay(file=file, left=left, top=top, start=caption.start, stop=caption.stop))
    return found


def moving_clips(overlays: Sequence[OverlayRun]) -> dict[int, ClipSpan]:
    """The frames of sources that lie over a span, by their places in what `laid_over` makes of it."""
    found, place = {}, 0
    for run in overlays:
        if isinstance(run.overlay, MovingInset):
            # Its shade and line lie beneath it.
            place += 1
            found[place] = inset_clip(run.overlay, run.stop - run.start)
        place += 1
    return found


def _drawn(run: OverlayRun, picture: Picture, file: Path) -> Overlay:
    """One picture, or one for each frame of what slides, behind each other in the file."""
    count = run.stop - run.start if run.overlay.moves else 1
    layers = [layer_of(run.overlay.after(frame, picture.rate), picture.width, picture.height) for frame in range(count)]
    with file.open("wb") as out:
        for layer in layers:
            layer.image.save(out, "PNG", compress_level=1)
    left, top = layers[0].left, layers[0].top
    return Overlay(file=file, left=left, top=top, start=run.start, stop=run.stop, moving=run.overlay.moves)


def _inset(run: OverlayRun, inset: MovingInset, picture: Picture, file: Path, reads: Reads) -> list[LaidOver]:
    """Its shade and line, and its moving picture on them."""
    width, height = picture.width, picture.height
    box = box_of(inset, width, height)
    area = Area(left=round(box.left), top=round(box.top), width=round(box.width), height=round(box.height))
    ground, margin = inset_ground(inset, width, height)
    ground.save(file, compress_level=1)
    mask = file.with_suffix(".mask.png")
    inset_mask(inset, width, height).save(mask, compress_level=1)
    inner = Picture(width=area.width, height=area.height, rate=picture.rate)
    beneath = Overlay(
        file=file, left=area.left - margin, top=area.top - margin, start=run.start, stop=run.stop
    )  # fmt: skip
    source = reads(inset_clip(inset, run.stop - run.start), inner)
    return [beneath, MovingOverlay(source=source, area=area, mask=mask, start=run.start, stop=run.stop)]
