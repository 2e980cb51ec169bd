"""Artwork: JPEG covers of a programme, from a picture that was given or one that was drawn."""

import io
from pathlib import Path

from PIL import Image

from pipeline.effects.stills import FittedImage
from pipeline.errors import MediaError
from pipeline.media.picture.images import draw_image, open_picture
from pipeline.messages import tr
from pipeline.model.media import Medium
from pipeline.wording import round_size

NEAR = 0.12
"""A given picture that would lose no more of a side than this is cut to a cover's shape; any other is shown whole,
since there may be words near its edges."""

_QUALITIES = (90, 84, 76, 66, 54, 40)
_ROUGH = (28, 16, 8)
"""For covers of a prescribed size."""
_FULL_COLOUR = 80
"""From this quality upward colours have their full resolution: without it the edges of red letters look rough."""
_DENSITY = (72, 72)


def cover_inside(path: Path, width: int, height: int, *, most: int) -> bytes:
    """The picture in a file as a cover whose longer side is at most that of the size given; never enlarged.

    Raises PipelineError when the file is no usable picture.
    """
    longest = max(width, height)
    picture = open_picture(path, longest, longest)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return cover_of_picture(picture, most=most)


def cover_filling(picture: Medium, width: int, height: int, *, most: int) -> bytes:
    """A given picture as a cover of exactly this size. Raises PipelineError like `cover_inside`."""
    video = picture.info.video
    wide, high = video.shown_size if video else (width, height)
    kept = min(wide / high * height / width, high / wide * width / height)
    still = FittedImage(image=picture, fit="crop" if kept >= 1 - NEAR else "blur")
    return cover_of_picture(draw_image(still, width, height), most=most, exact=True)


def cover_of_picture(picture: Image.Image, *, most: int, exact: bool = False) -> bytes:
    """An RGB picture as a JPEG of at most `most` bytes; the same picture always gives the same bytes.

    What takes more is made coarser, then smaller. Raises MediaError where it does not fit `exact`ly in its size.
    """
    for quality in (*_QUALITIES, *(_ROUGH if exact else ())):
        file = io.BytesIO()
        sampling = "4:4:4" if quality >= _FULL_COLOUR else "4:2:0"
        picture.save(file, "JPEG", quality=quality, optimize=True, subsampling=sampling, dpi=_DENSITY)
        if file.tell() <= most:
            return file.getvalue()
    if exact:
        raise MediaError(
            tr(
                "a cover of {width} x {height} pixels does not fit into {limit}",
                width=picture.width,
                height=picture.height,
                limit=round_size(most),
            ),
            hint=tr("give a simpler picture as 'cover:'"),
        )
    smaller = (max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4))
    return cover_of_picture(picture.resize(smaller, Image.Resampling.LANCZOS), most=most)
