"""Artwork: pictures from outside, opened with care, and the JPEG cover of a programme."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from pipeline.errors import MediaError

FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
LARGEST_COVER = 400_000
"""Bytes; a cover lies in every file of a programme."""

_QUALITIES = (90, 84, 76, 66, 54, 40)


def open_picture(path: Path) -> Image.Image:
    """An image file as a viewer shows it: upright, RGB, its colours brought to sRGB, over black where transparent.

    Raises MediaError when it is no picture, is broken, or is too large to be one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as file:
                picture = ImageOps.exif_transpose(file)
                return _as_rgb(picture, file.info.get("icc_profile"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise MediaError(f"picture '{path.name}' has too many pixels", hint="save it smaller") from cause
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError) as cause:
        raise MediaError(f"'{path.name}' cannot be opened as a picture: {cause}") from cause


def cover_of_file(path: Path, width: int, height: int) -> bytes:
    """The picture in a file as a cover of at most this size, its shape kept; it is never enlarged."""
    picture = open_picture(path)
    # Upright pictures have as much room as lying ones.
    longest = max(width, height)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return cover_of_picture(picture)


def cover_of_picture(picture: Image.Image) -> bytes:
    """An RGB picture as a JPEG of at most `LARGEST_COVER` bytes; the same picture always gives the same bytes."""
    while True:
        for quality in _QUALITIES:
            file = io.BytesIO()
            picture.save(file, "JPEG", quality=quality, optimize=True, subsampling="4:4:4" if quality > 80 else "4:2:0")
            if file.tell() <= LARGEST_COVER:
                return file.getvalue()
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)


def _as_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        raise ValueError("it has 16 bits a channel; save it with 8")
    if picture.mode in ("P", "LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "black")
        picture = Image.alpha_composite(ground, coloured).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert converted is not None
            return converted
        except ImageCms.PyCMSError:
            pass  # A broken profile: the bare numbers are the best there is.
    return picture.convert("RGB")
