"""Pictures with the detail of photographs, and odd ones."""

import struct
import zlib
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from tests.sources.place import Pixels, folder


@cache
def photo(name: str = "photo.jpg", size: tuple[int, int] = (480, 320), *, orientation: int = 1, seed: int = 1) -> Path:
    """A picture with the detail of a photograph; `orientation` is its EXIF tag."""
    path = folder() / name
    image = Image.fromarray(photo_pixels(size, seed=seed))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, **({"exif": exif, "quality": 92} if path.suffix in (".jpg", ".jpeg", ".webp") else {}))
    return path


def photo_pixels(size: tuple[int, int], *, seed: int = 1) -> Pixels:
    """RGB noise that is stronger the coarser it is, as in nature."""
    random = np.random.default_rng(seed)
    total = np.zeros((size[1], size[0], 3))
    for cells in (4, 8, 16, 32, 64):
        coarse = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        total += np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=float) / cells
    return np.clip(total / total.max() * 255, 0, 255).astype(np.uint8)


@cache
def animated_gif(name: str = "animated.gif", levels: tuple[int, ...] = (10, 120, 230)) -> Path:
    """Frames of 100 ms each."""
    path = folder() / name
    first, *others = (Image.new("L", (64, 48), level) for level in levels)
    first.save(path, save_all=True, append_images=others, duration=100, loop=0)
    return path


def huge_png(name: str = "huge.png", side: int = 60_000) -> Path:
    """A header that promises billions of pixels and a body of a few bytes."""
    path = folder() / name
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data)
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path
