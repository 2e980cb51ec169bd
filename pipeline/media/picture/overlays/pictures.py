"""Pictures over pictures: logos with their transparency, insets with a fine line and a soft shade around."""

from functools import cache
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from pipeline.effects.colours import rgb
from pipeline.effects.overlays import Logo, MovingInset, StillInset
from pipeline.errors import PipelineError
from pipeline.media.picture.cards.areas import share_of_width
from pipeline.media.picture.cards.shapes import rounded
from pipeline.media.picture.images import open_picture, open_transparent

TALLEST = 0.42
"""Of the frame's height: an inset is never higher."""
_RADIUS, _LINE, _SHADE = 0.012, 0.0028, 0.012
"""Of the shorter side: of an inset's corners, of the line around it, of the shade."""
_SEEN = 16
"""Of 255: opacity below which nothing is seen."""
_DARK = 110
"""Of 255: the shade where it is darkest."""


def draw_logo(logo: Logo, width: int, height: int) -> Image.Image:
    """The logo as a layer as large as it is shown."""
    wide, high = logo_size(logo, width, height)
    image = open_transparent(logo.image.path, wide, high)
    # With colours weighed by their opacity: what cannot be seen gives its colour to no edge.
    shown = image.convert("RGBa").resize((wide, high), Image.Resampling.LANCZOS).convert("RGBA")
    if logo.opacity < 1:
        share = float(logo.opacity)
        shown.putalpha(shown.getchannel("A").point(lambda value: round(value * share)))
    return shown


@cache
def is_invisible(path: Path) -> bool:
    """Whether a picture has nothing that can be seen: all of it is transparent. No for one that cannot be read."""
    try:
        alpha = open_transparent(path, 64, 64).getchannel("A")
    except PipelineError:
        return False
    return bool(np.asarray(alpha).max() < _SEEN)


def logo_size(logo: Logo, width: int, height: int) -> tuple[int, int]:
    side = share_of_width(float(logo.size), width, height)
    video = logo.image.info.video
    assert video is not None
    own = tuple(float(one) for one in video.shown_size)
    scale = side / max(own)
    return max(2, round(own[0] * scale / 2) * 2), max(2, round(own[1] * scale / 2) * 2)


def inset_size(inset: StillInset | MovingInset, width: int, height: int) -> tuple[int, int]:
    """Pixels of an inset's picture, both even."""
    wide = min(share_of_width(float(inset.size), width, height), width * 0.6)
    if inset.shape == "circle":
        side = min(wide, height * TALLEST)
        return _even(side), _even(side)
    video = (inset.image.image if isinstance(inset, StillInset) else inset.medium).info.video
    assert video is not None
    own_wide, own_high = (float(one) for one in video.shown_size)
    scale = min(wide / own_wide, height * TALLEST / own_high)
    return _even(own_wide * scale), _even(own_high * scale)


def draw_inset(inset: StillInset, width: int, height: int) -> tuple[Image.Image, int]:
    """A still inset as a layer, and how far its shade reaches beyond the picture."""
    wide, high = inset_size(inset, width, height)
    picture = open_picture(inset.image.image.path, wide, high, page=inset.image.page)
    shown = picture.resize((wide, high), Image.Resampling.LANCZOS, box=_cut(picture, wide, high, inset))
    layer, margin = inset_ground(inset, width, height)
    layer.paste(shown, (margin, margin), inset_mask(inset, width, height))
    return layer, margin


def inset_ground(inset: StillInset | MovingInset, width: int, height: int) -> tuple[Image.Image, int]:
    """Shade and line that an inset's picture is laid on, and how far they reach beyond it; even."""
    short = min(width, height)
    wide, high = inset_size(inset, width, height)
    line, shade = max(1, round(short * _LINE)), max(2, round(short * _SHADE))
    margin = _even(line + 2 * shade)
    size = (wide + 2 * margin, high + 2 * margin)
    rim = Image.new("L", size, 0)
    rim.paste(rounded(wide + 2 * line, high + 2 * line, _radius(inset, width, height) + line), (margin - line,) * 2)
    soft = rim.filter(ImageFilter.GaussianBlur(shade * 0.8)).point(lambda value: value * _DARK // 255)
    soft = ImageChops.offset(soft, 0, ceil(shade * 0.3))
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    layer.putalpha(soft)
    layer.paste((*rgb(inset.look.foreground), 255), (0, 0), rim)
    return layer, margin


def inset_mask(inset: StillInset | MovingInset, width: int, height: int) -> Image.Image:
    """What of an inset's picture is seen."""
    return rounded(*inset_size(inset, width, height), _radius(inset, width, height))


def _radius(inset: StillInset | MovingInset, width: int, height: int) -> float:
    if inset.shape == "circle":
        return min(inset_size(inset, width, height)) / 2
    return min(width, height) * _RADIUS


def _cut(picture: Image.Image, wide: int, high: int, inset: StillInset) -> tuple[float, float, float, float]:
    """The part of the picture that has the inset's shape, with its focus in the middle."""
    scale = min(picture.width / wide, picture.height / high)
    kept = wide * scale, high * scale
    across, down = inset.image.focus or (0.5, 0.5)
    left = max(0.0, min(picture.width * float(across) - kept[0] / 2, picture.width - kept[0]))
    top = max(0.0, min(picture.height * float(down) - kept[1] / 2, picture.height - kept[1]))
    return left, top, left + kept[0], top + kept[1]


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
