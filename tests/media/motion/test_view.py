"""Motion drawn: smooth to a fraction of a pixel, sharp, the same in chunks as in one, with captions over it."""

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.digest import file_digest
from pipeline.effects.motion import path_of
from pipeline.effects.stills import FittedImage
from pipeline.media.motion.view import View
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.probe.probe import probe
from pipeline.media.video.planes import planes_in
from pipeline.media.video.stills import to_frame
from pipeline.model.media import Font, Medium
from pipeline.model.rendition import Picture
from pipeline.model.segments.motion import Motion, MotionKind
from pipeline.model.timeline import Caption, CaptionRun, Lettering, MotionSpan, motion_stretch_of
from pipeline.render.picture.motion import MotionStep, draw_moment, perform_motion, view_of
from tests import sources

WIDE = F(16, 9)
PICTURE = Picture(width=640, height=360, rate=F(25), crf=12, preset="ultrafast")


def photo(folder: Path, size: tuple[int, int] = (1280, 720)) -> FittedImage:
    path = folder / "photo.png"
    Image.fromarray(sources.photo_pixels(size)).save(path)
    return FittedImage(image=Medium(content=file_digest(path), info=probe(path), path=path), fit="blur")


def marked(folder: Path, size: tuple[int, int] = (2560, 1440), at: tuple[float, float] = (0.4, 0.45)) -> FittedImage:
    """A soft bright spot on gray, whose middle can be told to hundredths of a pixel."""
    across, down = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    far = (across - at[0] * size[0]) ** 2 + (down - at[1] * size[1]) ** 2
    light = 60 + 160 * np.exp(-far / (2 * 24**2))
    path = folder / "spot.png"
    Image.fromarray(np.repeat(light[..., None], 3, axis=2).round().astype(np.uint8)).save(path)
    return FittedImage(image=Medium(content=file_digest(path), info=probe(path), path=path), fit="blur")


def span(still: FittedImage, kind: MotionKind, frames: int = 50, **more: object) -> MotionSpan:
    motion = Motion(kind=kind, **more)  # type: ignore[arg-type]
    return MotionSpan(frames=frames, still=still, motion=motion, first=0, total=frames)


def spot(luma: np.ndarray) -> tuple[float, float]:  # type: ignore[type-arg]
    """The middle of the bright spot."""
    light = np.clip(luma.astype(float) - 90, 0, None)
    across, down = np.meshgrid(np.arange(luma.shape[1]) + 0.5, np.arange(luma.shape[0]) + 0.5)
    return float((light * across).sum() / light.sum()), float((light * down).sum() / light.sum())


@pytest.mark.parametrize("kind", ["push-in", "pull-out", "pan-left", "pan-right", "pan-up", "pan-down"])
def test_the_picture_goes_where_it_should_within_a_twentieth_of_a_pixel(kind: MotionKind, tmp_path: Path):
    subject = span(marked(tmp_path), kind)
    way = path_of(subject, WIDE)

    for number, frame in enumerate(view_of(subject, PICTURE).frames()):
        window = way.at(number, 50)
        expected = (
            float((F(2, 5) - window.left) / window.wide * 640), float((F(9, 20) - window.top) / window.high * 360),
        )  # fmt: skip
        assert spot(planes_in(frame)[0]) == pytest.approx(expected, abs=0.05)


def test_colours_go_with_the_light(tmp_path: Path):
    """A red spot on gray, in half as many samples."""
    still = marked(tmp_path)
    pixels = np.asarray(Image.open(still.image.path)).copy()
    pixels[..., 1:] = 60
    Image.fromarray(pixels).save(still.image.path)
    subject = span(still, "pan-right", linear := 20, ease="linear")
    way, aside = path_of(subject, WIDE), []

    for number, frame in enumerate(view_of(subject, PICTURE).frames()):
        window, seen = way.at(number, linear), planes_in(frame)[2].astype(int)
        away = np.abs(seen - int(seen[0, 0])).astype(np.uint8)
        aside.append(spot(away + np.uint8(86))[0] * 2 - float((F(2, 5) - window.left) / window.wide * 640))
    # Samples of colour lie a little to the left of the four pixels that they colour, by as much in every frame.
    assert max(aside) - min(aside) < 0.25
    assert -0.5 < np.mean(aside) < 0.25


def test_where_nothing_is_enlarged_it_is_the_still(tmp_path: Path):
    subject = span(photo(tmp_path), "push-in")

    first = next(iter(view_of(subject, PICTURE).frames())).to_ndarray()[:360].astype(int)

    still = to_frame(draw_moment(subject, 640, 360)).to_ndarray()[:360].astype(int)
    assert np.abs(first - still).mean() < 0.6
    assert np.abs(first - still).max() < 12


def test_it_stays_as_sharp_as_it_began(tmp_path: Path):
    noise = np.random.default_rng(3).integers(60, 200, (360, 640), dtype=np.uint8)
    path = tmp_path / "grain.png"
    Image.fromarray(noise).resize((2560, 1440), Image.Resampling.BICUBIC).convert("RGB").save(path)
    still = FittedImage(image=Medium(content=file_digest(path), info=probe(path), path=path), fit="blur")
    subject = span(still, "pan-right", ease="linear")

    detail = [
        float(np.abs(np.diff(planes_in(frame)[0].astype(int), axis=1)).mean())
        for frame in view_of(subject, PICTURE).frames()
    ]

    # A mixture of two pixels of the frame's own size would lose a third at every half.
    assert max(detail) / min(detail) < 1.15


def test_chunks_show_what_the_whole_shows(tmp_path: Path):
    subject = span(photo(tmp_path), "push-in", 30)
    whole = [frame.to_ndarray() for frame in view_of(subject, PICTURE).frames()]

    parts = [
        frame.to_ndarray()
        for part in (motion_stretch_of(subject, 0, 17, F(25)), motion_stretch_of(subject, 17, 13, F(25)))
        for frame in view_of(part, PICTURE).frames()
    ]

    assert len(parts) == 30
    # Each is drawn with as many samples as its own part of the way needs.
    assert max(np.abs(one.astype(int) - other).mean() for one, other in zip(whole, parts, strict=True)) < 0.5


def test_captions_lie_over_it_and_do_not_start_it_again(tmp_path: Path):
    fonts = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
    caption = Caption(text="韶山冲", lettering=Lettering(fonts=fonts))
    plain = span(photo(tmp_path), "pan-left", 12)
    said = replace(plain, captions=(CaptionRun(start=4, stop=9, caption=caption),))
    for name, one in (("plain", plain), ("said", said)):
        perform_motion(MotionStep(span=one, picture=PICTURE, tools=""), (), tmp_path / name)

    grays = zip(sources.grays(tmp_path / "plain"), sources.grays(tmp_path / "said"), strict=True)
    apart = [np.abs(one.astype(int) - other) for one, other in grays]
    assert [number for number, one in enumerate(apart) if one[270:].max() > 60] == [4, 5, 6, 7, 8]
    assert max(one[:200].mean() for one in apart) < 1


def test_the_bytes_are_always_the_same(tmp_path: Path):
    step = MotionStep(span=span(photo(tmp_path), "push-in", 10), picture=PICTURE, tools="")

    for name in ("one", "other"):
        perform_motion(step, (), tmp_path / name)

    assert file_digest(tmp_path / "one") == file_digest(tmp_path / "other")
    assert len(list(sources.grays(tmp_path / "one"))) == 10


def test_a_long_picture_is_drawn_as_large_as_what_is_seen_of_it(tmp_path: Path):
    subject = span(photo(tmp_path, (3200, 400)), "pan-right", 20, amount=F(1), ease="linear")
    view = view_of(subject, PICTURE)

    frames = [planes_in(frame)[0].copy() for frame in view.frames()]

    assert isinstance(view, View) and frames[0].shape == (360, 640)
    # It goes by one frame's width in nineteen steps: what is seen at 320 at first is at its left edge in the middle.
    shift = np.abs(frames[0][:, 337 : 337 + 100].astype(int) - frames[10][:, :100]).mean()
    assert shift < 3 < np.abs(frames[0][:, 300:400].astype(int) - frames[10][:, :100]).mean()
