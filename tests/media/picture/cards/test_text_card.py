"""Title cards: everything is readable, inside the frame, whatever the text and the shape."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from pipeline.effects.look import Look
from pipeline.effects.stills import TextCard
from pipeline.errors import MediaError, PipelineError
from pipeline.media.picture.cards.text_card import draw_card
from pipeline.media.picture.fonts import default_fonts
from pipeline.model.media import Font, Medium
from tests import factories

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
CARD = TextCard(
    text="第 001 期\n毛泽建：巾帼英烈",
    look=Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=FONTS),
)
SHAPES = [(640, 360), (360, 640), (400, 400), (1000, 300)]
TEXTS = {
    "title": "第 001 期\n毛泽建：巾帼英烈",
    "long title": "喜迎党的二十大 开福“红”系列之《走进中共湖南自修大学旧址》——一段历史\n开福区教育局\n3月31日",
    "300 characters": "长" * 300,
    "one long word": "W" * 200 + "\nhello",
    "many lines": "\n".join(["标题", *(f"{number}. 服务人民、助人为乐" for number in range(1, 13))]),
    "emoji and missing": "😀👨\u200d👩\u200d👧 \U0003ffff\n👍🏽",
    "right to left": "مرحبا بالعالم 2022\nשלום עולם",
    "piled marks": "毛" + "\u0336\u0301\u0489" * 90 + "泽建",
    "control characters": "a\x07\t\u202eb\ud800\nc",
    "one character": "。",
}


def dressed(**changes: object) -> TextCard:
    return replace(CARD, look=replace(CARD.look, **changes))  # type: ignore[arg-type]


def opened(path: Path) -> Medium:
    """The picture in a file; another file is another picture."""
    return replace(factories.image(), path=path, content=str(path))


def written(text: str, width: int, height: int) -> tuple[int, int, int, int] | None:
    """Where a card differs from one without text."""
    card, blank = (draw_card(replace(CARD, text=one), width, height) for one in (text, ""))
    assert card.size == (width, height)
    assert card.mode == "RGB"
    return ImageChops.difference(card, blank).getbbox()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_text_is_drawn_and_keeps_away_from_the_edges(text: str, width: int, height: int):
    box = written(text, width, height)

    assert box
    left, top, right, bottom = box
    assert left >= 0.05 * width
    assert right <= 0.95 * width
    assert top >= 0.05 * height
    assert bottom <= 0.95 * height


@pytest.mark.parametrize("text", ["", " \n\n ", "\x07"])
def test_no_text_is_an_empty_card(text: str):
    assert written(text, 640, 360) is None


def test_a_card_looks_the_same_at_every_size():
    small, large = written(CARD.text, 640, 360), written(CARD.text, 1920, 1080)

    assert small and large
    assert all(abs(3 * one - other) <= 12 for one, other in zip(small, large, strict=True))


def test_the_heading_is_larger_than_the_text_and_both_are_in_the_middle():
    card, blank = draw_card(CARD, 640, 360), draw_card(replace(CARD, text=""), 640, 360)
    rows = ImageChops.difference(card, blank).convert("L").point(lambda level: 255 * (level > 40))
    left, top, right, bottom = rows.getbbox() or (0, 0, 0, 0)

    assert abs((left + right) / 2 - 320) <= 2
    assert abs((top + bottom) / 2 - 175) <= 8
    heading = rows.crop((0, top, 640, top + 60)).getbbox()
    text = rows.crop((0, bottom - 35, 640, bottom)).getbbox()
    assert heading and text
    assert heading[3] - heading[1] > 1.4 * (text[3] - text[1])


def test_colours_are_the_themes():
    card = draw_card(dressed(background="#102030", foreground="#80ff80", accent="#ff00ff"), 640, 360)
    colours = {colour for _, colour in card.getcolors(640 * 360) or []}

    assert (0x80, 0xFF, 0x80) in colours
    assert (0xFF, 0x00, 0xFF) in colours
    assert all(abs(a - b) <= 10 for a, b in zip(card.getpixel((320, 60)), (0x10, 0x20, 0x30), strict=True))


@pytest.mark.parametrize(
    ("background", "foreground"), [("#7a1414", "#fff6e0"), ("#12304a", "#f2f6fa"), ("#f5efe2", "#40200f")]
)
@pytest.mark.parametrize("level", [0, 255])
def test_text_stands_out_from_any_picture(background: str, foreground: str, level: int, tmp_path: Path):
    path = tmp_path / "背景 图.png"
    Image.new("RGB", (300, 200), (level, level, level)).save(path)
    picture = opened(path)
    card = replace(dressed(background=background, foreground=foreground, picture=picture), text="")

    ground = ImageStat.Stat(draw_card(card, 320, 180).crop((40, 40, 280, 140)))
    text = Image.new("RGB", (1, 1), foreground).getpixel((0, 0))
    assert contrast(tuple(ground.mean), text) >= 4.5


def test_a_picture_is_seen_behind_the_text(tmp_path: Path):
    path = tmp_path / "half.png"
    half = Image.new("RGB", (300, 200), "white")
    half.paste((0, 0, 0), (0, 0, 150, 200))
    half.save(path)

    card = draw_card(dressed(picture=opened(path)), 320, 180)
    assert sum(card.getpixel((250, 150))) > sum(card.getpixel((70, 150))) + 60


def test_too_much_text_is_said():
    with pytest.raises(MediaError, match="the card has 9000 characters, more than can be read on it"):
        draw_card(replace(CARD, text="长" * 9000), 640, 360)


def test_a_broken_picture_is_said(tmp_path: Path):
    path = tmp_path / "x.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n broken")

    with pytest.raises(PipelineError, match=r"x\.png"):
        draw_card(dressed(picture=opened(path)), 640, 360)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """As WCAG counts it, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    linear = [
        share / 12.92 if (share := part / 255) <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
