"""What is black or frozen in a programme because its source is so: told, not warned of."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.look import Look
from pipeline.effects.overlays import Overlaid, PictureLabel
from pipeline.effects.stills import FittedImage
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.probe.probe import probe
from pipeline.media.qc.survey import PictureSurvey
from pipeline.model.media import Font, Medium
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, MotionSpan, OverlayRun, Placed, StillSpan, Timeline
from pipeline.qc.defects import black, frozen
from tests.media.video.spans import clip
from tests.sources.charts import made

F = Fraction
FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
X264 = "-c:v libx264 -preset ultrafast -crf 12"
SHAPES = {
    "one long picture": "select='eq(n,0)+gte(t,2)'",
    "irregular": "select='not(mod(n,7))+gte(t,2)'",
    "every picture": "null",
}


def dark_at_first(name: str, select: str, *more: str) -> Path:
    """Four seconds, of which two are black."""
    picture = f"testsrc2=s=160x90:r=25:d=4,drawbox=color=black:t=fill:enable='lt(t,2)',{select}"
    return made(name, "-f", "lavfi", "-i", picture, "-fps_mode", "vfr", *X264.split(), *more)


def timeline(path: Path, start: Fraction, frames: int) -> Timeline:
    placed = Placed(start=0, span=clip(path, start, frames), segment=0, label="clip")
    mix = Mix(samples=frames * 1920, sounds=(), loudness=Loudness())
    return Timeline(rate=F(25), frames=frames, spans=(placed,), mix=mix, chapters=())


def surveyed(lit: list[float], changes: list[float]) -> PictureSurvey:
    return PictureSurvey(times=np.arange(len(lit)) / 25, changes=np.array(changes), lit=np.array(lit))


def reasons(found: Any) -> list[tuple[Fraction, Fraction, bool]]:
    return [(one.start, one.stop, bool(one.reason)) for one in found]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("start", [F(0), F(1, 2)])
def test_black_that_the_source_has_is_explained(shape, start):
    path = dark_at_first(f"dark-{shape.replace(' ', '-')}.mp4", SHAPES[shape])
    dark = int((2 - start) * 25)
    picture = surveyed([0.0] * dark + [1.0] * 25, [0.0] * dark + [9.0] * 25)

    found = black(picture, timeline(path, start, dark + 25), rate=F(25), least=F(1, 2))

    assert reasons(found) == [(F(0), F(dark, 25), True)]


def test_colours_hidden_under_transparency_are_black():
    picture = "color=lime:s=160x90:r=25:d=1,format=rgba,geq=r=0:g=255:b=0:a=0"
    path = made("hidden.webm", "-f", "lavfi", "-i", picture, "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p")

    found = black(surveyed([0.0] * 25, [0.0] * 25), timeline(path, F(0), 25), rate=F(25), least=F(1, 2))

    assert reasons(found) == [(F(0), F(1), True)]


@pytest.mark.parametrize("shape", SHAPES)
def test_black_that_the_source_has_not_is_not(shape):
    path = dark_at_first(f"dark-{shape.replace(' ', '-')}.mp4", SHAPES[shape])
    picture = surveyed([0.0] * 50, [0.0] * 50)

    found = black(picture, timeline(path, F(2), 50), rate=F(25), least=F(1, 2))

    assert reasons(found) == [(F(0), F(2), False)]


def test_a_picture_that_stands_in_the_source_may_stand(tmp_path):
    path = dark_at_first("stands.mp4", "select='lt(t,0.2)+gte(t,2)',negate")
    picture = surveyed([1.0] * 75, [0.0] * 50 + [9.0] * 25)

    assert reasons(frozen(picture, timeline(path, F(0), 75), rate=F(25), least=F(1))) == [(F(1, 25), F(2), True)]
    stuck = surveyed([1.0] * 50, [0.0] * 50)
    assert reasons(frozen(stuck, timeline(path, F(2), 50), rate=F(25), least=F(1))) == [(F(1, 25), F(2), False)]


@pytest.mark.parametrize("kind", ["moving", "standing"])
def test_words_over_a_picture_do_not_keep_it_from_being_looked_at(kind, tmp_path):
    path = tmp_path / "night.png"
    Image.new("RGB", (160, 90)).save(path)
    night = FittedImage(image=Medium(path=path, content="night", info=probe(path)), fit="blur")
    label = PictureLabel(
        text="开福区伍家岭，一九五二年的菜地与土路，由当年的街道办事处摄影组拍摄",
        look=Look(background="#000000", foreground="#ffffff", accent="#ff0000", fonts=FONTS),
    )
    run = OverlayRun(start=0, stop=50, overlay=label)
    spans = {
        "moving": MotionSpan(frames=50, still=night, motion=Motion(kind="push-in"), first=0, total=50, overlays=(run,)),
        "standing": StillSpan(frames=50, still=Overlaid(still=night, overlays=(label,))),
    }
    picture = surveyed([0.0] * 50, [0.0] * 50)
    laid = replace(timeline(path, F(0), 50), spans=(Placed(start=0, span=spans[kind], segment=0, label="night"),))

    assert reasons(black(picture, laid, rate=F(25), least=F(1, 2))) == [(F(0), F(2), True)]
    assert [one[1:] for one in reasons(frozen(picture, laid, rate=F(25), least=F(1, 2)))] == [(F(2), True)]
