"""Headers of pictures: what an image file holds, read without decoding it."""

from fractions import Fraction
from pathlib import Path

from PIL import Image

from pipeline.media.probe.sniff import ProbeError
from pipeline.model.media import MediaInfo, VideoInfo

PICTURE_PIXELS = 120_000_000
"""Larger pictures are refused from their header: a hundred megapixels take 300 MB when decoded."""

# The limit is ours and judged by the header; Pillow's own would only warn, and at fewer.
Image.MAX_IMAGE_PIXELS = None

_ORIENTATION = 0x0112
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""EXIF orientation to degrees clockwise; the mirrored ones by the turn that is left when they are mirrored back."""


def picture_info(path: Path, kind: str) -> MediaInfo | None:
    """An image file of Pillow's format `kind`; None for a moving one, which is for the demuxers.

    Raises ProbeError when it is broken or too large.
    """
    try:
        with Image.open(path, formats=[kind]) as image:
            if kind == "GIF" and getattr(image, "is_animated", False):
                return None
            name, (width, height), mode = (image.format or kind).lower(), image.size, image.mode
            _check_picture_size(path, width, height)
            # A PNG would be decoded whole in search of a tag that it hardly ever has.
            turn = 0 if kind == "PNG" else _TURNS.get(image.getexif().get(_ORIENTATION, 1), 0)
    except ProbeError:
        raise
    except Exception as cause:
        # Whatever a broken header makes Pillow stumble over.
        raise ProbeError("unreadable-media", f"'{path.name}' is a broken {kind} picture: {cause}") from cause
    video = VideoInfo(
        codec=name, width=width, height=height, rate=Fraction(0), start=Fraction(0), duration=Fraction(0),
        rotation=turn, pixel_format=mode.lower(), range="pc",
    )  # fmt: skip
    return MediaInfo(kind="image", format=name, start=Fraction(0), duration=Fraction(0), video=video)


def _check_picture_size(path: Path, width: int, height: int) -> None:
    if width * height > PICTURE_PIXELS:
        raise ProbeError(
            "picture-too-large",
            f"'{path.name}' has {width}x{height} pixels; more than {PICTURE_PIXELS // 10**6} million are refused",
            hint="save it smaller: 4000 pixels are plenty for a film",
        )
