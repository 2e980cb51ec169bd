"""The picture of a cover: cut to its place around what there is to see, or drawn by ourselves where there is none."""

from fractions import Fraction
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pipeline.effects.covers import Cover, FilmFrame
from pipeline.effects.stills import FittedImage
from pipeline.media.picture.covers.motifs import draw_motif
from pipeline.media.picture.images import cut, open_picture
from pipeline.model.timeline import ClipSpan

_SEEN = 96
"""Pixels of the copy on which is looked where there is something to see."""
_CENTRE = 0.42
"""Height at which faces and things stand in most pictures."""
_PULL = 0.55
"""How much less what lies at an edge counts."""
_COARSEST = 2.6
"""Times that a picture is enlarged at most; what then does not fill its place lies over a blurred copy."""
_FRAME = 1920
"""Pixels of the longer side of a picture out of a film."""

Pixels = np.ndarray[Any, np.dtype[Any]]


def draw_art(cover: Cover, width: int, height: int) -> Image.Image:
    """What the cover shows, RGB, cut to exactly this size. Raises PipelineError for what cannot be opened."""
    match cover.art:
        case FittedImage():
            image = open_picture(cover.art.image.path, width, height, page=cover.art.page)
            return _cut(image, width, height, cover.art.focus)
        case FilmFrame():
            return draw_frame(cover.art, width, height)
        case None:
            return draw_motif(cover.look, f"{cover.title}\n{cover.number}\n{cover.series}", width, height)


def whole_art(cover: Cover, width: int, height: int) -> Image.Image:
    """The same as large as it is whole within this size; the drawing of our own fills it."""
    if isinstance(cover.art, FittedImage):
        image = open_picture(cover.art.image.path, width, height, page=cover.art.page, inside=True)
    elif isinstance(cover.art, FilmFrame):
        image = film_frame(cover.art)
    else:
        return draw_art(cover, width, height)
    scale = min(width / image.width, height / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def draw_frame(frame: FilmFrame, width: int, height: int) -> Image.Image:
    """A picture out of a film, cut to exactly this size."""
    return _cut(film_frame(frame), width, height, frame.focus)


def film_frame(frame: FilmFrame) -> Image.Image:
    """A picture out of a film, in its colours and whole."""
    from pipeline.media.video.frames import first_frame

    video = frame.medium.info.video
    wide, high = video.shown_size if video else (Fraction(16), Fraction(9))
    scale = min(Fraction(1), Fraction(_FRAME) / max(wide, high))
    width, height = (max(16, round(side * scale / 2) * 2) for side in (wide, high))
    return first_frame(ClipSpan(frames=1, medium=frame.medium, start=frame.at, fit="pad"), width, height)


def _cut(image: Image.Image, width: int, height: int, focus: tuple[Fraction, Fraction] | None) -> Image.Image:
    box = cut(image, width, height, focus) if focus else interesting(image, width, height)
    larger = width / (box[2] - box[0])
    filled = image.resize((width, height), Image.Resampling.LANCZOS, box=box)
    wide, high = (min(side, round(own * _COARSEST)) for side, own in zip((width, height), image.size, strict=True))
    if larger <= _COARSEST or wide * high >= 0.8 * width * height or min(wide, high) < 0.2 * min(width, height):
        return filled
    small = filled.resize((max(1, width // 8), max(1, height // 8)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.GaussianBlur(min(small.size) / 14)).resize((width, height))
    clear = image.resize((wide, high), Image.Resampling.LANCZOS, box=interesting(image, wide, high))
    mask = Image.new("L", (wide, high), 0)
    soft = round(min(wide, high) * 0.12)
    across, down = (soft if wide < width else 0), (soft if high < height else 0)
    ImageDraw.Draw(mask).rectangle((across, down, wide - across, high - down), fill=255)
    mask = mask.filter(ImageFilter.BoxBlur(soft / 2)).filter(ImageFilter.BoxBlur(soft / 3))
    ground.paste(clear, ((width - wide) // 2, round((height - high) * 0.4)), mask)
    return ground


def interesting(image: Image.Image, width: int, height: int) -> tuple[float, float, float, float]:
    """The box of this shape that holds most of what there is to see: edges and colours, rather in the middle."""
    scale = _SEEN / max(image.size)
    size = (max(3, round(image.width * scale)), max(3, round(image.height * scale)))
    small = np.asarray(image.resize(size, Image.Resampling.BOX), np.float32)
    grey = small.mean(axis=2)
    seen = np.abs(np.gradient(grey, axis=0)) + np.abs(np.gradient(grey, axis=1))
    seen += 0.12 * (small.max(axis=2) - small.min(axis=2)) + 0.5
    factor = min(image.width / width, image.height / height)
    kept = (width * factor, height * factor)
    left = _place(seen.sum(axis=0), kept[0] / image.width, 0.5) * image.width
    top = _place(seen.sum(axis=1), kept[1] / image.height, _CENTRE) * image.height
    return left, top, min(left + kept[0], image.width), min(top + kept[1], image.height)


def _place(seen: Pixels, kept: float, centre: float) -> float:
    """Where a stretch of this share begins, as a share, so that it holds most."""
    count = len(seen)
    if kept >= 1 - 1 / count:
        return 0.0
    at = (np.arange(count) + 0.5) / count
    worth = np.concatenate(([0.0], np.cumsum(seen * (1 - _PULL * np.abs(at - centre)))))
    begins = np.linspace(0, 1 - kept, 33)
    held = [float(np.interp(end * count, np.arange(count + 1), worth)) for end in begins + kept]
    before = [float(np.interp(start * count, np.arange(count + 1), worth)) for start in begins]
    return float(begins[int(np.argmax(np.round(np.subtract(held, before), 3)))])


def is_tall(cover: Cover, ratio: float) -> bool:
    """Whether its picture is higher against its width than this; drawings of ours are never."""
    medium = cover.art.image if isinstance(cover.art, FittedImage) else cover.art.medium if cover.art else None
    if medium is None or medium.info.video is None:
        return False
    wide, high = medium.info.video.shown_size
    return bool(wide < high * Fraction(ratio))
