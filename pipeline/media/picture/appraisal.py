"""Appraising: how sharp, well lit and calm a picture is, measured on a small copy."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from pipeline.errors import PipelineError
from pipeline.media.picture.images import open_picture
from pipeline.media.picture.thumbnails import thumbnails
from pipeline.model.appraisal import Appraisal, Source

_LONGEST = 480
"""Pixels of the copy: enough to tell a shaken photo, few enough for a few milliseconds."""
_MOMENTS = 6
"""At which a film is looked at."""
_EDGES = Fraction(1, 12)
"""Of a stretch of film, at both ends: there it is often dark, or still blends."""
_DARK, _BURNT = 8, 247
"""Of 255: beyond these nothing is drawn any more."""
_HASHED = 32
"""Pixels at each side of the copy of which a fingerprint is taken."""

Pixels = np.ndarray[Any, np.dtype[Any]]


def appraise(source: Source) -> tuple[Appraisal, ...]:
    """One appraisal of a picture, several of a film; none of what cannot be opened, which is reported elsewhere."""
    return tuple(_film(source) if source.stop else _picture(source))


def measure(image: Image.Image, width: int, height: int, *, at: int = 0) -> Appraisal:
    """An RGB picture, which stands for a file of `width` x `height` pixels."""
    scale = min(1.0, _LONGEST / max(image.size))
    size = (max(3, round(image.width * scale)), max(3, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX)
    grey = np.asarray(small.convert("L"), np.float32)
    inner = grey[1:-1, 1:-1]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    edges = np.hypot(grey[1:-1, 2:] - grey[1:-1, :-2], grey[2:, 1:-1] - grey[:-2, 1:-1]) / 2
    # Quantised: grain and JPEG's own noise must not make many colours of one.
    colours = np.asarray(small) >> 4
    codes = (colours[..., 0].astype(int) << 8) + (colours[..., 1].astype(int) << 4) + colours[..., 2]
    deviation = float(grey.std())
    return Appraisal(
        width=width,
        height=height,
        sharp=_thousandths(float(laplacian.std()) / (deviation + 4)),
        contrast=_thousandths(deviation / 128),
        light=_thousandths(float(grey.mean()) / 255),
        lost=_thousandths(float(((grey <= _DARK) | (grey >= _BURNT)).mean())),
        busy=_thousandths(float(edges.mean()) / 64),
        below=_thousandths(float(edges[len(edges) * 2 // 3 :].mean()) / 64),
        aside=_thousandths(float(edges[:, : edges.shape[1] // 3 + 1].mean()) / 64),
        flat=_thousandths(float(np.bincount(codes.ravel()).max()) / codes.size),
        at=at,
        print=fingerprint(small),
    )


def fingerprint(image: Image.Image) -> int:
    """The perceptual hash of 64 bits: which of a picture's lowest frequencies are above their median. Of two copies of
    one picture, whatever their size and quality, few bits differ; of two different pictures about half of them.
    """
    grey = np.asarray(image.convert("L").resize((_HASHED, _HASHED), Image.Resampling.LANCZOS), np.float64)
    at = np.arange(_HASHED)
    cosines = np.cos(np.pi * (2 * at[None, :] + 1) * at[:8, None] / (2 * _HASHED))
    low = cosines @ grey @ cosines.T
    return int.from_bytes(np.packbits(low > np.median(low)).tobytes())


def _picture(source: Source) -> Iterator[Appraisal]:
    video = source.medium.info.video
    try:
        image = open_picture(source.medium.path, _LONGEST, _LONGEST, page=source.page)
    except PipelineError:
        return
    wide, high = video.shown_size if video else image.size
    yield measure(image, round(wide), round(high))


def _film(source: Source) -> Iterator[Appraisal]:
    video = source.medium.info.video
    if video is None:
        return
    wide, high = video.shown_size
    for seconds, data in thumbnails(source.medium.path, _times(source)):
        with Image.open(BytesIO(data)) as image:
            yield measure(image.convert("RGB"), round(wide), round(high), at=round(seconds * 1000))


def _times(source: Source) -> list[float]:
    length = source.stop - source.start
    first, room = source.start + length * _EDGES, length * (1 - 2 * _EDGES)
    moments = min(_MOMENTS, max(1, length // 400))
    return [float(first + room * Fraction(2 * place + 1, 2 * moments)) / 1000 for place in range(moments)]


def _thousandths(share: float) -> int:
    return min(1000, round(share * 1000))
