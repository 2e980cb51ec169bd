"""Headers of pictures: what an image file contains, read without decoding it."""

from fractions import Fraction
from pathlib import Path

from PIL import Image

from pipeline.errors import in_words
from pipeline.media.picture.formats import load_heif
from pipeline.media.probe.animations import animation_info
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.media import MediaInfo, VideoInfo

PICTURE_PIXELS = 120_000_000
"""Larger pictures are refused from their header: a hundred megapixels take 300 MB when decoded."""

# We check a limit of our own by the header; Pillow's would only warn, and at fewer pixels.
Image.MAX_IMAGE_PIXELS = None

_META = 1 << 16
"""Bytes of a HEIF in which its properties stand."""
_ORIENTATION = 0x0112
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
"""EXIF orientation to degrees clockwise; for mirrored ones the rotation that remains when they are mirrored back."""


def picture_info(path: Path, kind: str) -> MediaInfo | None:
    """An image file of Pillow's format `kind`; None for an animation, which the demuxers read.

    Raises ProbeError when it is damaged or too large.
    """
    if kind == "PDF":
        return _page(path)
    if kind == "HEIF":
        load_heif()
    try:
        with Image.open(path, formats=[kind]) as image:
            name, (width, height), mode = (image.format or kind).lower(), image.size, image.mode
            moves = kind in ("GIF", "PNG", "WEBP") and getattr(image, "is_animated", False)
            _check_picture_size(path, width, height)
            if mode in ("I", "F"):
                raise ProbeError(
                    "unsupported-picture", tr("'{name}' has more than 16 bits per pixel", name=path.name),
                    hint=tr("save it as JPEG or PNG"),
                )  # fmt: skip
            if moves:
                clear = mode == "RGBA"
                return animation_info(path, (width, height), transparent=clear) if kind == "WEBP" else None
            # A PNG would be decoded whole in search of a tag that it hardly ever has; a TIFF has its size upright.
            turn = 0 if kind in ("PNG", "TIFF") else _TURNS.get(image.getexif().get(_ORIENTATION, 1), 0)
            tilt = 0 if _is_turned(path) else _TURNS.get(image.info.get("original_orientation") or 1, 0)
            pictures = getattr(image, "n_frames", 1) if kind in ("HEIF", "TIFF", "AVIF") else 1
            clear = "transparency" in image.info or "a" in mode.lower()
    except ProbeError:
        raise
    except Exception as cause:
        # Whatever a damaged header makes Pillow raise.
        message = tr(
            "'{name}' is a damaged {format} picture: {reason}", name=path.name, format=kind, reason=in_words(cause)
        )
        raise ProbeError("unreadable-media", message) from cause
    return _info(
        name,
        (width, height),
        rotation=turn,
        tilt=tilt,
        pixel_format="rgba" if clear else mode.lower(),
        pictures=pictures,
    )


def _is_turned(path: Path) -> bool:
    """Whether a HEIF says itself how it is turned; readers leave its EXIF aside (ISO/IEC 23008-12, 6.5.10)."""
    with path.open("rb") as file:
        head = file.read(_META)
    return b"irot" in head or b"imir" in head


def _page(path: Path) -> MediaInfo:
    from pipeline.media.picture.pdf import page_size

    found = page_size(path)
    return _info("pdf", (found.width, found.height), pictures=found.pages)


def _info(
    name: str, size: tuple[int, int], *, rotation: int = 0, tilt: int = 0, pixel_format: str = "rgb", pictures: int = 1
) -> MediaInfo:
    video = VideoInfo(
        codec=name, width=size[0], height=size[1], rate=Fraction(0), start=Fraction(0), duration=Fraction(0),
        rotation=rotation, tilt=tilt, pixel_format=pixel_format, range="pc",
    )  # fmt: skip
    return MediaInfo(kind="image", format=name, start=Fraction(0), duration=Fraction(0), video=video, pictures=pictures)


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
