"""The label of content made by AI: as high as GB 45438-2025 asks for, inside the area of overlays, readable."""

import numpy as np
import pytest

from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.look import look_of
from pipeline.effects.overlays import AiLabel
from pipeline.errors import MediaError
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.overlays import box_of, fits, layer_of
from pipeline.media.picture.overlays.ai_label import _OPACITY
from pipeline.media.picture.overlays.text import plane
from pipeline.model.ai_content import HEIGHT, names_both, usual_label
from pipeline.model.media import Font
from pipeline.model.series import Theme

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
SHAPES = [(1920, 1080), (1080, 1920), (1080, 1080), (1440, 1080), (1080, 1440), (640, 360)]
TEXTS = [usual_label(language, voice=voice) for language in ("zh-CN", "en") for voice in (True, False)]


def label(text: str) -> AiLabel:
    return AiLabel(text=text, look=look_of(Theme(), picture=None, fonts=FONTS))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("text", TEXTS)
def test_letters_are_five_percent_of_the_shorter_side_high(shape: tuple[int, int], text: str):
    one = label(text)
    ink = plane(one.look, _OPACITY).ink
    pixels = np.asarray(layer_of(one, *shape).image.convert("RGB"), int)
    near = np.abs(pixels - [int(ink[at : at + 2], 16) for at in (1, 3, 5)]).sum(axis=2) < 60
    rows = np.flatnonzero(near.any(axis=1))

    assert rows[-1] - rows[0] + 1 >= min(shape) * HEIGHT
    assert fits(box_of(one, *shape), *shape)


@pytest.mark.parametrize("ground", ["#000000", "#ffffff"])
def test_it_is_readable_on_any_picture(ground: str):
    one = plane(label("AI生成").look, _OPACITY)
    share = one.opacity
    mixed = "#" + "".join(
        f"{round(int(one.fill[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)):02x}"
        for at in (1, 3, 5)
    )

    assert contrast(one.ink, mixed) >= READABLE - 0.05


def test_what_is_too_long_for_two_lines_is_an_error():
    with pytest.raises(MediaError):
        box_of(label("AI生成" * 20), 1080, 1920)


@pytest.mark.parametrize("text", [*TEXTS, "AI生成", "人工智能合成", "ai generated", "Synthesised by AI"])
def test_usual_words_name_both_what_made_it_and_that_it_was_made(text: str):
    assert names_both(text)


@pytest.mark.parametrize("text", ["AI", "生成", "机器配音", "generated", "said"])
def test_half_a_label_is_none(text: str):
    assert not names_both(text)
