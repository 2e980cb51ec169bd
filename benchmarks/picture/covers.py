"""`python -m benchmarks.picture.covers [THEME...]`: how far apart the covers of fifty episodes are, by theme and shape.

Fifty pictures, each like no other, every third upright, with titles as series have them. The figure is the smallest
distance between the perceptual hashes of any two covers, of 64 bits, and how many of the 1225 pairs are closer than 10;
behind the stroke the same with titles of one form (`人物7：生平事迹`), which differ in a digit; last that of episodes
without a picture, with drawings of our own. Exits with 1 where two with pictures and titles of their own are closer.
"""

import sys
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.support import texts
from pipeline.effects.covers import Cover
from pipeline.effects.look import look_of
from pipeline.effects.stills import FittedImage
from pipeline.effects.themes import presets
from pipeline.media.picture import fonts
from pipeline.media.picture.appraisal import fingerprint
from pipeline.media.picture.covers import draw_cover
from pipeline.media.probe.probe import probe
from pipeline.model.media import Font, Medium
from pipeline.model.series import Theme

COUNT, LEAST = 50, 10
SHAPES = {"16:9": (480, 270), "4:3": (400, 300), "1:1": (320, 320), "3:4": (300, 400), "9:16": (270, 480)}
FONTS = tuple(Font(content=str(path), index=index, path=path) for path, index in fonts.default_fonts())


def main() -> None:
    with TemporaryDirectory() as folder:
        pictures = [_saved(Path(folder) / f"{number}.png", number) for number in range(COUNT)]
        raw = _apart(Image.open(one.path) for one in pictures)
        print(f"the pictures themselves: {raw[0]}, {raw[1]} pairs below {LEAST}")
        print("theme           " + "".join(f"{name:>18}" for name in SHAPES) + "   without pictures, 1:1")
        near = 0
        for name in sys.argv[1:] or presets():
            cells = [_figures(name, pictures, size) for size in SHAPES.values()]
            cells.append(_figures(name, [None] * COUNT, SHAPES["1:1"]))
            shown = ("{} ({}) / {} ({})".format(*own, *alike) for own, alike in cells)
            print(f"{name:<16}" + "".join(f"{one:>18}" for one in shown), flush=True)
            near += sum(own[1] for own, _ in cells[:-1])
    sys.exit(near > 0)


def _figures(
    theme: str, art: Sequence[Medium | None], size: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    own, alike = texts.titles()[:COUNT], [f"人物{number}：生平事迹" for number in range(COUNT)]
    first, other = (
        _apart(draw_cover(_cover(theme, number, one, title), *size)
               for number, (one, title) in enumerate(zip(art, titles, strict=True)))
        for titles in (own, alike)
    )  # fmt: skip
    return first, other


def _apart(covers: Iterable[Image.Image]) -> tuple[int, int]:
    """The smallest distance, and how many pairs are closer than they should be."""
    distances = [(one ^ other).bit_count() for one, other in combinations(map(fingerprint, covers), 2)]
    return min(distances), sum(one < LEAST for one in distances)


def _cover(theme: str, number: int, picture: Medium | None, title: str) -> Cover:
    own = presets()[theme]
    colours = Theme(preset=own.name, background=own.background, foreground=own.inks.foreground, accent=own.inks.accent)
    return Cover(
        art=FittedImage(image=picture, fit="crop") if picture else None,
        look=look_of(colours, picture=None, fonts=FONTS),
        title=title,
        series="烈士塔下颂英烈",
        number=f"第{number}期",
    )


def _saved(path: Path, seed: int) -> Medium:
    """Large discs before a sky of a few colours; every third picture is upright."""
    dice = np.random.Generator(np.random.PCG64(seed))
    width, height = (960, 640) if seed % 3 else (640, 960)
    sky = dice.integers(0, 256, (int(dice.integers(2, 5)), int(dice.integers(2, 6)), 3), np.uint8)
    image = Image.fromarray(sky).resize((width, height), Image.Resampling.BICUBIC)
    for _ in range(int(dice.integers(2, 7))):
        x, y, radius = int(dice.integers(width)), int(dice.integers(height)), int(dice.integers(60, 300))
        colour = tuple(int(part) for part in dice.integers(0, 256, 3))
        ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    image.save(path)
    return Medium(content=str(path), info=probe(path), path=path)


if __name__ == "__main__":
    main()
