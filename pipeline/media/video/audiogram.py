"""Drawing audiograms: the background once, then only what changes: bars that fill, captions, pages, progress."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import av
from PIL import Image, ImageColor

from pipeline.captions.cues import wrap_caption
from pipeline.effects.audiogram import PAGE_BARS, Audiogram, Clock
from pipeline.media.picture.fonts import BOLD
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.media.sound.waveform import TALLEST, read_wave
from pipeline.media.video.audiogram_layout import Box, draw_background, even, layout
from pipeline.media.video.planes import Plane, frame_of, planes_of
from pipeline.media.video.slides import Slide, encode_slides
from pipeline.media.video.stills import to_frame
from pipeline.model.rendition import Picture
from pipeline.model.timeline import CaptionRun

_LINE = 0.006
"""Of the height: how thick the line is that shows the progress."""
_LOWEST = 0.06
"""Of the wave's height: what silence has."""
_FILLED = 0.58
"""Of a bar's place."""
_WAITING = 0.68
"""How much of the background's colour an unfilled bar has."""
_CAPTION_SPACING, _CAPTION_LINES, _CAPTION_EMS = 1.4, 2, 16.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some consecutive frames of a programme."""

    first: int
    frames: int
    total: int
    """Frames of the whole programme."""


def encode_audiogram(
    look: Audiogram,
    art: Image.Image | None,
    captions: Sequence[CaptionRun],
    part: Part,
    picture: Picture,
    *,
    wave: Path,
    to: Path,
) -> None:
    """Encode a part that begins with a page; leaves an .mp4 of exactly its frames.

    `art` is a square picture, `captions` count from the part's first frame, `wave` holds the heights of all bars.
    Raises MediaError when a font or picture is unusable.
    """
    canvas = Canvas(look, art, picture, heights=read_wave(wave), total=part.total)
    encode_slides(_pictures(canvas, captions, part, Clock(picture.rate)), picture, drawn=True, to=to)


class Canvas:
    """The planes of a frame, on which only what changes is drawn."""

    def __init__(
        self, look: Audiogram, art: Image.Image | None, picture: Picture, *, heights: Sequence[int], total: int
    ) -> None:
        self._look, self._heights, self._total = look, heights, total
        self._size = picture.width, picture.height
        self._layout = layout(*self._size, art=art is not None)
        self._background = draw_background(look, art, self._layout, *self._size)
        self._pixels = to_frame(self._background).to_ndarray()
        self._bare = self._pixels.copy()
        accent, text, ground = (ImageColor.getrgb(c)[:3] for c in _colours(look))
        waiting = tuple(round(a + (b - a) * _WAITING) for a, b in zip(text, ground, strict=True))
        self._lit, self._unlit = _yuv(accent), _yuv(waiting)
        self._setter = Typesetter(look.card.look.fonts, weight=BOLD)

    def frame(self) -> av.VideoFrame:
        """A copy of it as it is now."""
        return frame_of(self._pixels)

    def start_page(self, page: int) -> None:
        """Draw all bars of another page, none of them filled."""
        self._restore(self._layout.wave)
        for bar in range(PAGE_BARS):
            if page * PAGE_BARS + bar < len(self._heights):
                self._fill(self._bar(page, bar), self._unlit)

    def fill_bars(self, page: int, first: int, stop: int) -> None:
        """Fill the bars of the page from `first` up to `stop`, and draw the progress of the programme."""
        for bar in range(first, min(stop, len(self._heights) - page * PAGE_BARS)):
            self._fill(self._bar(page, bar), self._lit)
        done = min(page * PAGE_BARS + stop, len(self._heights))
        wave = self._layout.wave
        top = wave.bottom + even((self._layout.captions.top - wave.bottom) * 0.4)
        thick = even(self._size[1] * _LINE)
        reached = wave.left + even(wave.width * done / max(len(self._heights), 1))
        self._fill(Box(left=wave.left, top=top, right=wave.right, bottom=top + thick), self._unlit)
        self._fill(Box(left=wave.left, top=top, right=reached, bottom=top + thick), self._lit)

    def show_caption(self, text: str) -> None:
        """Draw another caption, or none."""
        box = self._layout.captions
        self._restore(box)
        if not text:
            return
        size = round(min(box.width / _CAPTION_EMS, box.height / (_CAPTION_LINES * _CAPTION_SPACING)))
        lines = "\n".join(wrap_caption(line) for line in drawable(text).split("\n"))
        block = self._setter.set(lines, size=size, width=box.width, spacing=_CAPTION_SPACING)
        region = self._background.crop((box.left, box.top, box.right, box.bottom))
        top = max(0.0, (box.height - block.height) / 2)
        colour = self._look.card.look.foreground
        self._setter.draw(region, block, column=(0, box.width), top=top, fill=colour, centred=True)
        drawn = to_frame(region).to_ndarray()
        for ours, its in zip(planes_of(self._pixels, *self._size), planes_of(drawn, *region.size), strict=True):
            _part(ours, box, self._size)[:] = its

    def _bar(self, page: int, bar: int) -> Box:
        wave = self._layout.wave
        place = wave.width / PAGE_BARS
        left = wave.left + even(bar * place)
        share = max(self._heights[page * PAGE_BARS + bar] / TALLEST, _LOWEST)
        half = max(even(wave.height * share) // 4 * 2, 2)
        middle = (wave.top + wave.bottom) // 4 * 2
        width = max(2, even(place * _FILLED))
        return Box(left=left, top=middle - half, right=min(left + width, wave.right), bottom=middle + half)

    def _fill(self, box: Box, colour: tuple[int, int, int]) -> None:
        for plane, value in zip(planes_of(self._pixels, *self._size), colour, strict=True):
            _part(plane, box, self._size)[:] = value

    def _restore(self, box: Box) -> None:
        planes = zip(planes_of(self._pixels, *self._size), planes_of(self._bare, *self._size), strict=True)
        for plane, bare in planes:
            _part(plane, box, self._size)[:] = _part(bare, box, self._size)


def _pictures(canvas: Canvas, captions: Sequence[CaptionRun], part: Part, clock: Clock) -> Iterator[Slide]:
    texts = [""] * part.frames
    for caption in captions:
        texts[caption.start : caption.stop] = [caption.caption.text] * (caption.stop - caption.start)

    def state(frame: int) -> tuple[int, int, str]:
        page = (part.first + frame) // clock.page
        return page, clock.bars_at(part.first + frame) - page * PAGE_BARS, texts[frame]

    page, lit, text = -1, 0, ""
    for (its_page, its_lit, its_text), run in groupby(range(part.frames), key=state):
        refresh = its_page != page
        if refresh:
            canvas.start_page(its_page)
            page, lit = its_page, 0
        if its_text != text:
            canvas.show_caption(its_text)
            text = its_text
        canvas.fill_bars(page, lit, its_lit)
        lit = its_lit
        yield Slide(frame=canvas.frame(), frames=sum(1 for _ in run), refresh=refresh)


def _colours(look: Audiogram) -> tuple[str, str, str]:
    return look.card.look.accent, look.card.look.foreground, look.card.look.background


def _yuv(colour: tuple[int, ...]) -> tuple[int, int, int]:
    pixels = to_frame(Image.new("RGB", (16, 16), colour)).to_ndarray()
    luma, blue, red = planes_of(pixels, 16, 16)
    return int(luma[8, 8]), int(blue[4, 4]), int(red[4, 4])


def _part(plane: Plane, box: Box, size: tuple[int, int]) -> Plane:
    """The box in a plane, which may be of half the size."""
    by = size[0] // plane.shape[1]
    return plane[box.top // by : box.bottom // by, box.left // by : box.right // by]
