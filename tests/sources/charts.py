"""Charts: clips made by FFmpeg of known colours and shapes, in any format that people have."""

import subprocess
from functools import cache
from pathlib import Path

from PIL import Image

from pipeline.media.ffmpeg import binary
from tests.sources.place import folder

PATCHES = (
    (115, 82, 68), (194, 150, 130), (98, 122, 157), (87, 108, 67), (133, 128, 177), (103, 189, 170), (214, 126, 44),
    (80, 91, 166), (193, 90, 99), (94, 60, 108), (157, 188, 64), (224, 163, 46), (56, 61, 150), (70, 148, 73),
    (175, 54, 60), (231, 199, 31), (187, 86, 149), (8, 133, 161), (243, 243, 242), (200, 200, 200), (160, 160, 160),
    (122, 122, 121), (85, 85, 85), (52, 52, 52),
)  # fmt: skip
"""The ColorChecker's, in sRGB."""
SIDE = 32
ACROSS, DOWN = 6, 4


@cache
def chart(patches: tuple[tuple[int, int, int], ...] = PATCHES) -> Path:
    """A picture of six patches across and four down."""
    path = folder() / f"chart{abs(hash(patches))}.png"
    image = Image.new("RGB", (ACROSS * SIDE, DOWN * SIDE))
    for index, patch in enumerate(patches):
        left, top = index % ACROSS * SIDE, index // ACROSS * SIDE
        image.paste(patch, (left, top, left + SIDE, top + SIDE))
    image.save(path)
    return path


@cache
def made(name: str, *arguments: str) -> Path:
    """A file by FFmpeg's arguments; `chart` stands for a moving picture of the chart."""
    path = folder() / name
    begin = ("-loop", "1", "-framerate", "25", "-t", "0.2", "-i", str(chart()))
    words = [word for one in arguments for word in (begin if one == "chart" else (one,))]
    subprocess.run([binary(), "-nostdin", "-v", "error", "-y", *words, str(path)], check=True)
    return path


def joined(name: str, *parts: Path) -> Path:
    """Files one after the other, byte by byte."""
    path = folder() / name
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path
