"""Motion over stills: what `auto` chooses, and which part of a picture every frame shows; exact fractions throughout.

The view moves, as a camera does: after `pan-right` the right part of the picture is seen. Over a picture that stands
whole in the frame, the frame itself is enlarged by so much that its edges stay outside. Along the side on which a crop
would cut it, the view moves over what is cut off, and needs no enlargement.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from pipeline.effects.stills import FittedImage
from pipeline.model.segments.motion import Ease, Motion, MotionKind
from pipeline.model.series import Focus
from pipeline.model.timeline import MotionSpan, Still

USUAL = Fraction(12, 100)
"""Share by which a picture grows or moves where nobody says by how much."""
SPEED = Fraction(10, 100)
"""Of the frame in a second: as fast as the view goes along a long picture of its own accord."""
LARGEST = Fraction(3, 2)
"""The picture is enlarged no further: it would be soft, and tire whoever looks at it."""
ALIKE = Fraction(11, 10)
"""Times by which shapes may differ and still count as the frame's."""
LONG = Fraction(11, 5)
"""Times by which one side of a panorama is longer than the other: whole, it would be a thin strip in the frame."""
MIDDLE = Fraction(1, 2)

_ZOOMS = ("push-in", "pull-out")
_PANS = {"pan-left": (0, -1), "pan-right": (0, 1), "pan-up": (1, -1), "pan-down": (1, 1)}
"""The side along which the view goes, width or height, and which way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of a picture; everything in shares of its width and height."""

    left: Fraction
    top: Fraction
    wide: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """How the view goes over a picture that is drawn once."""

    still: Still
    """What is drawn."""
    wide: Fraction
    high: Fraction
    """How large, against the frame, where nothing is enlarged."""
    start: Window
    stop: Window
    ease: Ease

    def at(self, frame: int, total: int) -> Window:
        """The part that frame `frame` of `total` shows."""
        share = eased(Fraction(max(frame, 0), max(total - 1, 1)), self.ease)
        pairs = ((getattr(self.start, side), getattr(self.stop, side)) for side in ("left", "top", "wide", "high"))
        left, top, wide, high = (first + (last - first) * share for first, last in pairs)
        return Window(left=left, top=top, wide=wide, high=high)

    @property
    def zoom(self) -> tuple[Fraction, Fraction]:
        """How much the picture is enlarged at least, and at most."""
        zooms = [1 / (window.wide * self.wide) for window in (self.start, self.stop)]
        return min(zooms), max(zooms)


def eased(share: Fraction, ease: Ease) -> Fraction:
    """The share of the way that is done after this share of the time."""
    share = min(max(share, Fraction(0)), Fraction(1))
    match ease:
        case "linear":
            return share
        case "in":
            return share * share
        case "out":
            return share * (2 - share)
        case "in-out":
            return share * share * (3 - 2 * share)
        case _ as never:
            assert_never(never)


def chosen(span: MotionSpan, shape: Fraction, before: MotionKind) -> MotionKind:
    """What `auto` chooses for a picture in a frame of this shape (width by height), never twice the same in a row.

    It goes by the picture, so that another one before it changes hardly anything. What is to be read stands still.
    """
    if not isinstance(span.still, FittedImage) or span.still.image.info.format == "pdf":
        return "none"
    options = _options(span.still, shape)
    number = int(span.still.image.content[:8], 16) if _is_hex(span.still.image.content[:8]) else 0
    kind = options[number % len(options)]
    return kind if kind != before else options[(number + 1) % len(options)]


def _options(still: FittedImage, shape: Fraction) -> tuple[MotionKind, ...]:
    own = picture_shape(still)
    against = own / shape
    if 1 / ALIKE <= against <= ALIKE:
        return ("push-in", "pull-out", "pan-right", "pan-left")
    panorama = still.fit == "blur" and (own >= LONG or own <= 1 / LONG)
    if still.fit == "crop" or panorama:
        return ("pan-right", "pan-left") if against > 1 else ("pan-up", "pan-down")
    return ("push-in", "pull-out")


def _is_hex(text: str) -> bool:
    return bool(text) and all(letter in "0123456789abcdef" for letter in text)


def picture_shape(still: FittedImage) -> Fraction:
    """Width by height, as it is shown."""
    video = still.image.info.video
    if video is None:
        return Fraction(16, 9)
    wide, high = video.shown_size
    return wide / high


def path_of(span: MotionSpan, shape: Fraction) -> Path:
    """How the view goes over the span's picture in a frame of this shape, whose motion is one of the six."""
    still, motion = span.still, span.motion
    focus = motion.focus or (still.focus if isinstance(still, FittedImage) else None) or (MIDDLE, MIDDLE)
    sides = _sides(span, shape)
    if sides is None:
        # The frame as it is fitted moves as a whole; the focus is a point of the picture that stands in it.
        sides, focus = (Fraction(1), Fraction(1)), _in_frame(still, focus, shape)
    start, stop = _windows(motion, sides, focus)
    if not isinstance(still, FittedImage) or sides == (Fraction(1), Fraction(1)):
        whole = Window(left=Fraction(0), top=Fraction(0), wide=Fraction(1), high=Fraction(1))
        return _path(still, motion, (start, stop), whole)
    # Of a picture larger than the frame only what is seen of it is drawn.
    left, top = min(start.left, stop.left), min(start.top, stop.top)
    area = Window(
        left=left,
        top=top,
        wide=max(start.left + start.wide, stop.left + stop.wide) - left,
        high=max(start.top + start.high, stop.top + stop.high) - top,
    )
    middle = (area.left + area.wide / 2) / sides[0], (area.top + area.high / 2) / sides[1]
    return _path(replace(still, fit="crop", focus=middle), motion, (start, stop), area)


def _path(still: Still, motion: Motion, windows: tuple[Window, Window], area: Window) -> Path:
    start, stop = (
        Window(
            left=(one.left - area.left) / area.wide,
            top=(one.top - area.top) / area.high,
            wide=one.wide / area.wide,
            high=one.high / area.high,
        )
        for one in windows
    )
    return Path(still=still, wide=area.wide, high=area.high, start=start, stop=stop, ease=motion.ease)


def _sides(span: MotionSpan, shape: Fraction) -> tuple[Fraction, Fraction] | None:
    """Width and height, against the frame's, of a picture that fills the frame; None where it stands whole in it."""
    still = span.still
    if not isinstance(still, FittedImage):
        return None
    against = picture_shape(still) / shape
    sides = (max(against, Fraction(1)), max(1 / against, Fraction(1)))
    if still.fit == "crop":
        return sides
    along = _PANS.get(span.motion.kind)
    return sides if still.fit == "blur" and along and sides[along[0]] > ALIKE else None


def _in_frame(still: Still, focus: Focus, shape: Fraction) -> Focus:
    """A point of a picture that stands whole in the frame, as shares of the frame."""
    if not isinstance(still, FittedImage):
        return focus
    against = picture_shape(still) / shape
    inner = (min(against, Fraction(1)), min(1 / against, Fraction(1)))
    across, down = (MIDDLE + (point - MIDDLE) * side for point, side in zip(focus, inner, strict=True))
    return across, down


def _windows(motion: Motion, sides: tuple[Fraction, Fraction], focus: Focus) -> tuple[Window, Window]:
    """The first and the last part, in frames' widths and heights, of a picture of this size."""
    amount = USUAL if motion.amount is None else motion.amount
    if motion.kind in _ZOOMS:
        near = min(1 + amount, LARGEST)
        # Of a picture that stands whole, the whole is seen at the far end.
        wide, close = _around(sides, focus, Fraction(1)), _around(sides, focus, near)
        return (wide, close) if motion.kind == "push-in" else (close, wide)
    side, way = _PANS[motion.kind]
    zoom, length = _pan(amount, sides[side])
    view = _around(sides, focus, zoom)
    size = 1 / zoom
    begin, end = (view.left, view.top)[side] - length / 2, (view.left, view.top)[side] + length / 2
    shift = max(-begin, Fraction(0)) - max(end + size - sides[side], Fraction(0))
    places = sorted((begin + shift, end + shift), reverse=way < 0)
    first, last = (replace(view, left=place) if side == 0 else replace(view, top=place) for place in places)
    return first, last


def _pan(amount: Fraction, length: Fraction) -> tuple[Fraction, Fraction]:
    """How much a picture of this length is enlarged, and how far the view goes; both against the frame."""
    if amount <= length - 1:
        return Fraction(1), amount
    zoom = min((1 + amount) / length, LARGEST)
    return zoom, length - 1 / zoom


def _around(sides: tuple[Fraction, Fraction], focus: Focus, zoom: Fraction) -> Window:
    """What is seen when the focus is as near to the middle as the picture's edges allow."""
    size = 1 / zoom
    left, top = (
        max(min(side * point - size / 2, side - size), Fraction(0)) for side, point in zip(sides, focus, strict=True)
    )
    return Window(left=left, top=top, wide=size, high=size)


def amount_of(span: MotionSpan, shape: Fraction, seconds: Fraction) -> Fraction:
    """By how much the view moves within so many seconds, where there is room for that in a frame of this shape."""
    motion = span.motion
    if motion.amount is not None:
        return min(motion.amount, most_of(span, shape))
    if motion.kind in _ZOOMS:
        return USUAL
    sides = _sides(span, shape) or (Fraction(1), Fraction(1))
    spare = sides[_PANS[motion.kind][0]] - 1
    return min(max(SPEED * seconds, USUAL), max(spare, USUAL))


def most_of(span: MotionSpan, shape: Fraction) -> Fraction:
    """The largest amount that there is room for in a frame of this shape."""
    if span.motion.kind in _ZOOMS:
        return LARGEST - 1
    sides = _sides(span, shape) or (Fraction(1), Fraction(1))
    return sides[_PANS[span.motion.kind][0]] * LARGEST - 1
