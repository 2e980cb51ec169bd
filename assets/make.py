"""Makes everything under assets/ and episodes/*/narration that is not text: `python assets/make.py [NAME...]`.

It needs Pillow, numpy, PyYAML and imageio-ffmpeg (the project's own environment has them), and from the system
espeak-ng for the narrator and fonts-noto-cjk for characters in pictures. Its results are committed: nobody has to run
it to work with the samples. The same tools make the same files again; all of them take some minutes.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from atelier import (
    city,
    houses,
    indoors,
    manuscript,
    memorial,
    moving,
    openings,
    papers,
    portraits,
    slides,
    tune,
    voice,
)
from atelier.tools import ASSETS, encode_clip, made
from PIL import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    name: str
    frames: Callable[[int, int], moving.Frame]
    size: tuple[int, int]
    rate: Fraction
    seconds: int
    crf: int
    sound: Callable[[float], np.ndarray] | None = None


PICTURES = (
    memorial.tower, memorial.stele, city.river, city.railway, houses.courtyard, houses.village, houses.school,
    indoors.museum, indoors.lamp, papers.scroll, papers.old_map,
    portraits.woman, portraits.worker, portraits.lanterns, portraits.closing,
)  # fmt: skip
CLIPS = (
    Clip(name="tower-flag", frames=moving.tower_and_flag, size=(1280, 720), rate=Fraction(30000, 1001), seconds=7,
         crf=24),
    Clip(name="river-night", frames=moving.river, size=(1920, 1080), rate=Fraction(25), seconds=7, crf=27,
         sound=tune.stream),
    Clip(name="candle", frames=moving.candle, size=(720, 1280), rate=Fraction(30), seconds=7, crf=24,
         sound=tune.night),
    Clip(name="petals", frames=moving.petals, size=(1920, 1080), rate=Fraction(25), seconds=5, crf=26),
    Clip(name="intro-lieshita", frames=openings.tower, size=(1920, 1080), rate=Fraction(25), seconds=5, crf=24,
         sound=partial(tune.chime, root=50)),
    Clip(name="intro-kaifu-hong", frames=openings.river, size=(1920, 1080), rate=Fraction(25), seconds=5, crf=26,
         sound=partial(tune.chime, root=55)),
)  # fmt: skip


def main(names: list[str]) -> None:
    steps: dict[str, Callable[[], None]] = {
        "voice": voice.make,
        "music": tune.make,
        "manuscript": manuscript.make,
        "slides": slides.make,
    }
    steps |= {paint.__name__.replace("_", "-"): partial(_picture, paint) for paint in PICTURES}
    steps |= {clip.name: partial(_clip, clip) for clip in CLIPS}
    if unknown := set(names) - set(steps):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(steps)}")
    for name in names or steps:
        steps[name]()


def _picture(paint: Callable[[], Image.Image]) -> None:
    path = ASSETS / "pictures" / f"{paint.__name__.replace('_', '-')}.jpg"
    paint().save(made(path), quality=82, optimize=True)


def _clip(clip: Clip) -> None:
    frame = clip.frames(*clip.size)
    frames = (frame(float(i / clip.rate)) for i in range(int(clip.seconds * clip.rate)))
    path = made(ASSETS / "clips" / f"{clip.name}.mp4")
    encode_clip(frames, path, rate=str(clip.rate), crf=clip.crf, sound=clip.sound and clip.sound(clip.seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
