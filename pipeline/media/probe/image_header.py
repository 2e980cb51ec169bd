"""Headers of pictures: what an image file contains, read without decoding it."""

from fractions import Fraction
from pathlib import Path

from PIL import Image

from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.media import MediaInfo, VideoInfo

PICTURE_PIXELS = 120_000_000
"""Larger pictures are refused from their header: a hundred megapixels take 300 MB when decoded."""

# We check a limit of our own by the header; Pillow's would only warn, and at fewer pixels.
Image.MAX_IMAGE_PIXELS = None

_ORIENTATION = 0x0112
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""EXIF orientation to degrees clockwise; for mirrored ones the rotation that remains when they are mirrored back."""


def picture_info(path: Path, kind: str) -> MediaInfo | None:
    """An image file of Pillow's format `kind`; None for an animation, which the demuxers read.

    Raises ProbeError when it is damaged or too large.
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
        # Whatever a damaged header makes Pillow raise.
        message = tr("'{name}' is a damaged {format} picture: {reason}", name=path.name, format=kind, reason=str(cause))
        raise ProbeError("unreadable-media", message) from cause
    video = VideoInfo(
        codec=name, width=width, height=height, rate=Fraction(0), start=Fraction(0), duration=Fraction(0),
        rotation=turn, pixel_format=mode.lower(), range="pc",
    )  # fmt: skip
    return MediaInfo(kind="image", format=name, start=Fraction(0), duration=Fraction(0), video=video)


def _check_picture_size(path: Path, width: int, height: int) -> None:
    if width * height > PICTURE_PIXELS:
        raise ProbeError(
            "picture-too-large",
            tr(
                "'{name}' has {width} x {height} pixels, more than {limit} million",
                name=path.name,
                width=width,
                height=height,
                limit=PICTURE_PIXELS // 10**6,
            ),
            hint=tr("save it smaller: 4000 pixels on the longer side are enough for a video"),
        )
