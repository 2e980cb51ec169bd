"""Sheets: what is written on them can be read and stands where text may stand, whatever the shape and the colours."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.colours import READABLE, contrast
from pipeline.errors import MediaError
from pipeline.media.picture.cards.areas import safe_area
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.cards.sheet import SIZES, Role, Sheet
from pipeline.model.media import Medium
from tests import factories
from tests.media.picture.cards.shapes import COLOURS, SHAPES, look


def brightest_and_darkest(image: Image.Image) -> tuple[str, str]:
    pixels = np.asarray(image).reshape(-1, 3)
    order = pixels.sum(axis=1).argsort()
    dark, light = pixels[order[len(order) // 100]], pixels[order[-len(order) // 100]]
    return tuple("#" + "".join(f"{part:02x}" for part in pixel) for pixel in (dark, light))  # type: ignore[return-value]


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS)
def test_every_ink_can_be_read_wherever_text_may_stand(colours: tuple[str, str, str]):
    sheet = Sheet(640, 360, look(colours))

    for ground in brightest_and_darkest(sheet.image.crop(sheet.safe.whole)):
        assert contrast(sheet.ink, ground) >= READABLE
        assert contrast(sheet.soft, ground) >= READABLE
        assert contrast(sheet.accent_ink, ground) >= READABLE


def test_a_busy_picture_behind_text_is_soft(tmp_path: Path):
    chessboard = np.kron(np.indices((64, 64)).sum(axis=0) % 2 * 255, np.ones((8, 8))).astype(np.uint8)
    path = tmp_path / "busy.png"
    Image.fromarray(chessboard).convert("RGB").save(path)
    sheet = Sheet(640, 360, look(picture=Medium(path=path, content="busy", info=factories.image().info)))

    inner = np.asarray(sheet.image.crop((200, 100, 440, 260)).convert("L")).astype(int)

    assert np.abs(np.diff(inner, axis=1)).max() <= 4


@pytest.mark.parametrize(("width", "height"), SHAPES)
@pytest.mark.parametrize("role", SIZES)
def test_a_fitted_text_stays_in_its_box(role: Role, width: int, height: int):
    sheet = Sheet(width, height, look(), framed=False)
    blank = np.asarray(sheet.image).astype(int)
    box = sheet.safe.inside(0, sheet.unit * 8)

    sheet.text("毛泽建：巾帼英烈，1905 年生于湖南湘潭韶山", box, role)

    rows, columns = np.nonzero(np.abs(np.asarray(sheet.image) - blank).sum(axis=2))
    assert box.left - 1 <= columns.min()
    assert columns.max() <= box.right + 1
    assert box.top - 1 <= rows.min()
    assert rows.max() <= box.bottom + sheet.short * SIZES[role][0] * 0.2


def test_a_text_is_as_large_as_its_room_allows():
    sheet = Sheet(640, 360, look())
    short, long = (sheet.fit(text, sheet.safe, "body") for text in ("毛泽建", "毛泽建，" * 70))

    assert short.size == int(360 * SIZES["body"][0])
    assert SIZES["body"][1] * 360 - 1 <= long.size < short.size


def test_too_much_text_is_an_error_that_counts_it():
    sheet = Sheet(640, 360, look())

    with pytest.raises(MediaError, match="600 characters"):
        sheet.fit("长" * 600, sheet.safe, "title")
    with pytest.raises(MediaError):
        sheet.fit("一行放不下的标题，" * 5, sheet.safe, "title", lines=1)


def test_upright_text_keeps_clear_of_what_platforms_lay_over_it():
    upright, wide = safe_area(1080, 1920), safe_area(1920, 1080)

    assert upright.bottom <= 0.8 * 1920
    assert upright.top >= 0.1 * 1920
    assert wide.bottom >= 0.85 * 1080


def test_a_ring_closes_clockwise_from_the_top():
    sheet = Sheet(400, 400, look(), framed=False)
    box = Box(100, 100, 300, 300)

    sheet.ring_at(box, share=0.25, ink="#ffffff", track="#000000")

    stroke = 200 * 0.075 / 2
    assert sheet.image.getpixel((300 - round(stroke), 190)) == (255, 255, 255)
    assert sheet.image.getpixel((300 - round(stroke), 210)) == (0, 0, 0)
    assert sheet.image.getpixel((100 + round(stroke), 200)) == (0, 0, 0)


def test_a_panel_has_round_corners_and_its_line():
    sheet = Sheet(400, 400, look(), framed=False)
    ground = sheet.image.getpixel((101, 101))

    sheet.panel_at(Box(100, 100, 300, 200), fill="#00ff00", radius=5, line="#ffffff")

    assert sheet.image.getpixel((101, 101)) == ground
    assert sheet.image.getpixel((200, 100)) == (255, 255, 255)
    assert sheet.image.getpixel((200, 150)) == (0, 255, 0)


def test_boxes_are_divided_without_loss():
    box = Box(10, 20, 110, 220)

    left, right = box.columns(0.25, 20)
    upper, lower = box.rows(0.5, 40)

    assert (left.right, right.left, right.right) == (30, 50, 110)
    assert (upper.bottom, lower.top) == (100, 140)
    assert box.centred(20, 20).whole == (50, 110, 70, 130)
