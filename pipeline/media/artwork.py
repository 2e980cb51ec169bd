"""Artwork: the JPEG cover of a programme, from a picture that was given or one that was drawn."""

import io
from pathlib import Path

from PIL import Image

from pipeline.media.images import open_picture

LARGEST = 400_000
"""Bytes; a cover lies in every file of a programme."""

_QUALITIES = (90, 84, 76, 66, 54, 40)
_FULL_COLOUR = 80
"""From this quality upward colours keep every pixel: red letters' edges show where they do not."""


def cover_of_file(path: Path, width: int, height: int) -> bytes:
    """The picture in a file as a cover whose longer side is at most that of the size given; never enlarged.

    Raises PipelineError when the file is no usable picture.
    """
    longest = max(width, height)
    picture = open_picture(path, longest, longest)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return cover_of_picture(picture)


def cover_of_picture(picture: Image.Image) -> bytes:
    """An RGB picture as a JPEG of at most `LARGEST` bytes; the same picture always gives the same bytes."""
    for quality in _QUALITIES:
        file = io.BytesIO()
        sampling = "4:4:4" if quality >= _FULL_COLOUR else "4:2:0"
        picture.save(file, "JPEG", quality=quality, optimize=True, subsampling=sampling)
        if file.tell() <= LARGEST:
            return file.getvalue()
    smaller = (max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4))
    return cover_of_picture(picture.resize(smaller, Image.Resampling.LANCZOS))
