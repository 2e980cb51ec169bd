"""Pictures: any image file, upright and in sRGB, brought to the frame's shape."""

from fractions import Fraction
from functools import cache
from io import BytesIO
from math import floor
from pathlib import Path
from struct import error as StructError

import numpy as np
from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from pipeline.effects.stills import OWN, FittedImage
from pipeline.errors import PipelineError, in_words
from pipeline.media.picture.formats import FORMATS, NAMED, load_heif
from pipeline.media.picture.pdf import draw_page
from pipeline.media.probe.image_header import PICTURE_PIXELS
from pipeline.media.probe.sniff import ProbeError, sniff
from pipeline.messages import listed, tr
from pipeline.model.series import Focus

# We check a limit of our own before a pixel is decoded; Pillow's would only warn, and at fewer pixels.
Image.MAX_IMAGE_PIXELS = None

_SPARE = 2
"""How many times its final size a picture keeps after the coarse shrinking: all that the fine filter can use."""
_SMALLER = 8
"""The blurred background is made at an eighth of the frame's size, where a blur costs next to nothing."""
_BLUR = 0.035
"""Its radius, of the frame's longer side."""
_DARKER = 0.45
"""What is left of its brightness, so that the picture itself is clearly seen."""
_SLIVER = 2
"""Pixels: a picture that differs no more from the frame's shape is scaled to it."""

_ALIKE = 8
"""Steps of 255 by which what is one colour to the eye may differ."""
_PLAIN = 0.97
"""Share of a picture's edges in one colour from which it has a ground: the corner of an ornament may reach them."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, KeyError, StructError, MemoryError)
"""What Pillow raises over damaged files."""

_CLEAR = 128
"""Mean alpha of a picture's edges below which it has none."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def draw_image(still: FittedImage, width: int, height: int) -> Image.Image:
    """The picture as an RGB frame of exactly `width` x `height`.

    Raises PipelineError when the file is not a picture that can be read, too large, or damaged.
    """
    inside = still.ground == OWN and still.fit != "crop"
    image = open_picture(still.image.path, width, height, page=still.page, inside=inside)
    if still.fit == "crop":
        return image.resize((width, height), Image.Resampling.LANCZOS, box=cut(image, width, height, still.focus))
    scale = min(width / image.width, height / image.height)
    inner = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if width - inner[0] <= _SLIVER and height - inner[1] <= _SLIVER:
        return image.resize((width, height), Image.Resampling.LANCZOS)
    ground = edge_colour(image, width, height) if still.ground == OWN else still.ground if still.fit == "pad" else ""
    if still.fit == "blur" and "ground" in image.info:
        # At its edges there is nothing that a backdrop could go on with.
        ground = image.info["ground"]
    if ground:
        frame = Image.new("RGB", (width, height), ground)
    else:
        frame = _blurred(image, width, height) if still.fit == "blur" else Image.new("RGB", (width, height))
    picture = image.resize(inner, Image.Resampling.LANCZOS)
    frame.paste(picture, ((width - inner[0]) // 2, (height - inner[1]) // 2))
    return frame


def edge_colour(image: Image.Image, width: int, height: int) -> str:
    """The one colour (#rrggbb) of a picture's edges beside which there is room in a frame; empty for several."""
    pixels = np.asarray(image)
    if image.width * height < image.height * width:
        pixels = pixels.swapaxes(0, 1)
    rows = max(len(pixels) // 100, 1)
    edges = np.concatenate([pixels[:rows].reshape(-1, 3), pixels[-rows:].reshape(-1, 3)])
    colour = np.median(edges, axis=0)
    alike = (np.abs(edges - colour).max(axis=1) <= _ALIKE).mean()
    return "#{:02x}{:02x}{:02x}".format(*colour.astype(int)) if alike >= _PLAIN else ""


def cut(image: Image.Image, width: int, height: int, focus: Focus | None) -> tuple[float, float, float, float]:
    """The box of the frame's shape that has the focus in its middle, as far as the picture reaches."""
    scale = min(Fraction(image.width, width), Fraction(image.height, height))
    across, down = focus or (Fraction(1, 2), Fraction(1, 2))
    left, right = _around(across, width * scale, image.width)
    top, bottom = _around(down, height * scale, image.height)
    return float(left), float(top), float(right), float(bottom)


def _around(focus: Fraction, kept: Fraction, length: int) -> tuple[Fraction, Fraction]:
    start = max(min(length * focus - kept / 2, length - kept), Fraction(0))
    return start, start + kept


def open_picture(path: Path, width: int, height: int, *, page: int = 1, inside: bool = False) -> Image.Image:
    """An image file in RGB (sRGB), upright; not smaller than it needs to be to fill `width` x `height`, but a page that
    is to be shown `inside` it just as large as it is there.

    Of an animation, the first picture; of a PDF, this page. What is transparent becomes black or white, whichever gives
    the better contrast; its `info` has that colour as `ground` where the edges are transparent. Raises PipelineError
    like `draw_image`.
    """
    image, profile = _upright(path, width, height, page, inside=inside)
    flat = _flattened(image)
    shown = _in_srgb(flat, profile)
    if "ground" in flat.info:
        shown.info["ground"] = flat.info["ground"]
    return shown


def open_transparent(path: Path, width: int, height: int) -> Image.Image:
    """The same in RGBA, with its transparency."""
    image, profile = _upright(path, width, height, 1)
    shown = _in_srgb(image.convert("RGB") if image.mode == "RGBA" else image, profile)
    shown.putalpha(image.getchannel("A") if image.mode == "RGBA" else 255)
    return shown


def _upright(
    path: Path, width: int, height: int, page: int, *, inside: bool = False
) -> tuple[Image.Image, bytes | None]:
    """The picture upright, with its transparency, and its colour profile."""
    kind = _kind(path)
    if kind == "PDF":
        return draw_page(path, page, width, height, inside=inside), None
    if kind == "HEIF":
        load_heif()
    # Pillow is asked for what it knows only: that of phones is loaded where there is one.
    formats = [one for one in FORMATS if one != "HEIF" or kind == "HEIF"]
    try:
        with Image.open(path, formats=formats) as file:
            _check_size(file, path)
            turn = _TURNS.get(file.getexif().get(_ORIENTATION, 1))
            profile = file.info.get("icc_profile")
            # For both orientations: which side is the width is known once it is upright.
            least = (width, height) if turn is None else (max(width, height), max(width, height))
            factor = _shrinking(file, *least)
            file.draft(None, (file.width // factor, file.height // factor))
            file.load()
            # A TIFF stands upright once it is loaded, and says so; a PNG may say only now how it lies.
            turn = _TURNS.get(file.getexif().get(_ORIENTATION, 1))
            image = _eight_bits(file, path)
            image = _reduced(image, factor) if (factor := _shrinking(image, *least)) > 1 else image
    except UnidentifiedImageError as cause:
        raise PipelineError(
            tr("'{path}' is not a picture that can be read", path=path),
            hint=tr("save it as JPEG or PNG; these can be read: {formats}", formats=listed(NAMED)),
        ) from cause
    except _BROKEN as cause:
        raise PipelineError(
            tr("the picture '{path}' is damaged: {reason}", path=path, reason=in_words(cause)),
            hint=tr("open it in a picture editor and save it again"),
        ) from cause
    return image if turn is None else image.transpose(turn), profile


def _kind(path: Path) -> str:
    """By its first bytes; empty where the message about it is to come from whoever opens it."""
    try:
        return sniff(path)
    except ProbeError as error:
        if error.code == "unsupported-picture":
            raise
        return ""


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Coarsely shrunk; what is transparent gives its colour to none of its neighbours."""
    if image.mode != "RGBA":
        return image.reduce(factor)
    return image.convert("RGBa").reduce(factor).convert("RGBA")


def _check_size(file: Image.Image, path: Path) -> None:
    if file.width * file.height > PICTURE_PIXELS:
        raise PipelineError(
            tr(
                "the picture '{path}' has {width} x {height} pixels, more than {limit} million",
                path=path,
                width=file.width,
                height=file.height,
                limit=PICTURE_PIXELS // 10**6,
            ),
            hint=tr("make it smaller; no video shows more than about eight million"),
        )


def _shrinking(image: Image.Image, width: int, height: int) -> int:
    """The whole factor by which a picture may be shrunk and still have pixels to spare over `width` x `height`."""
    return max(1, floor(min(image.width / width, image.height / height) / _SPARE))


def _eight_bits(image: Image.Image, path: Path) -> Image.Image:
    """As L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise PipelineError(
            tr("the picture '{path}' has more than 16 bits per pixel", path=path), hint=tr("save it as JPEG or PNG")
        )
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    alpha = image.getchannel("A")
    seen = ImageStat.Stat(image.convert("L"), mask=alpha)
    dark = seen.count[0] > 0 and seen.mean[0] < 128
    colour = "white" if dark else "black"
    ground = Image.new("RGB", image.size, colour)
    ground.paste(image, mask=alpha)
    pixels = np.asarray(alpha)
    edges = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    if edges.mean() < _CLEAR:
        ground.info["ground"] = colour
    return ground


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """By its colour profile where it has one; a profile that is damaged or of another kind of colour is ignored."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _blurred(image: Image.Image, width: int, height: int) -> Image.Image:
    """A background: the picture cut to the frame, blurred and darkened."""
    size = (max(1, width // _SMALLER), max(1, height // _SMALLER))
    small = ImageOps.fit(image, size, Image.Resampling.BOX)
    radius = _BLUR * max(width, height) / _SMALLER
    soft = small.filter(ImageFilter.GaussianBlur(radius)).point(lambda value: value * _DARKER)
    return soft.resize((width, height), Image.Resampling.BICUBIC)
