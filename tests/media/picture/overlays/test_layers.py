"""Overlays as they are drawn: where they stand in every shape, that nothing touches, and that all text can be read."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.look import Look
from pipeline.effects.overlays import Logo, LowerThird, PictureLabel, Sliding, StillInset
from pipeline.effects.stills import FittedImage
from pipeline.errors import MediaError
from pipeline.media.picture import fonts
from pipeline.media.picture.captions import caption_layer
from pipeline.media.picture.cards.areas import safe_area
from pipeline.media.picture.cards.box import Box
from pipeline.media.picture.overlays import box_of, fits, lay, layer_of
from pipeline.media.picture.overlays.text import plane
from pipeline.media.probe.probe import probe
from pipeline.model.media import Font, Medium
from pipeline.model.timeline import Caption, Lettering, Overlay

FONTS = tuple(Font(content=str(path), index=index, path=path) for path, index in fonts.default_fonts())
SHAPES = ((1920, 1080), (1080, 1920), (1080, 1080), (1440, 1080), (640, 360), (160, 90))
THEMES = (
    ("#7a1414", "#fff6e0", "#e8b64c"),
    ("#ffffff", "#222222", "#c01010"),
    ("#808080", "#7f7f7f", "#818181"),
    ("#000000", "#101010", "#000000"),
    ("#f2e9d8", "#f5efe0", "#fff6e0"),
)


def look(theme: tuple[str, str, str] = THEMES[0]) -> Look:
    background, foreground, accent = theme
    return Look(background=background, foreground=foreground, accent=accent, fonts=FONTS)


def medium(path: Path) -> Medium:
    return Medium(content=str(path), info=probe(path), path=path)


@pytest.fixture(scope="module")
def logo(tmp_path_factory: pytest.TempPathFactory) -> Medium:
    path = tmp_path_factory.mktemp("logo") / "logo.png"
    image = Image.new("RGBA", (300, 200), (255, 0, 255, 0))
    ImageDraw.Draw(image).ellipse((0, 0, 299, 199), fill=(0, 255, 0, 255))
    image.save(path)
    return medium(path)


def third(name: str = "李明", role: str = "烈士塔讲解员", **more: object) -> LowerThird:
    return LowerThird(name=name, role=role, look=look(), **more)  # type: ignore[arg-type]


def label(text: str = "韶山，1927年", **more: object) -> PictureLabel:
    return PictureLabel(text=text, look=look(), **more)  # type: ignore[arg-type]


def mark(image: Medium, **more: object) -> Logo:
    given = {"corner": "top-right", "size": Fraction(8, 100)} | more
    return Logo(image=image, **given)  # type: ignore[arg-type]


def inset(image: Medium, **more: object) -> StillInset:
    given = {"corner": "bottom-right", "size": Fraction(1, 4), "shape": "rect", "look": look()} | more
    return StillInset(image=FittedImage(image=image, fit="crop"), **given)  # type: ignore[arg-type]


def apart(boxes: list[Box]) -> bool:
    return not any(one.touches(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("size", SHAPES)
def test_everything_stands_inside_and_nothing_touches(size: tuple[int, int], logo: Medium):
    top, name = mark(logo, corner="top-left"), third()
    words = label(clear=(top,))
    below = inset(logo, corner="top-left", clear=(top, words), size=Fraction(1, 10))
    beside = inset(logo, clear=(name,), captions=Decimal(1))

    boxes = [box_of(one, *size) for one in (top, words, below, name, beside)]
    assert all(fits(box, *size) for box in boxes)
    assert apart(boxes)
    assert all(edge % 2 == 0 for box in boxes for edge in (box.left, box.top))


@pytest.mark.parametrize("corner", ["bottom-left", "bottom-right", "top-left", "top-right"])
@pytest.mark.parametrize("size", SHAPES[:4])
def test_upright_frames_leave_the_platforms_their_place(size: tuple[int, int], corner: str, logo: Medium):
    width, height = size
    box = box_of(inset(logo, corner=corner), width, height)

    if height > width:
        safe = safe_area(width, height)
        assert (box.top >= safe.top - 2, box.bottom <= safe.bottom + 2) == (True, True)
        assert box.bottom <= height * 0.78
    assert ("left" in corner) == (box.left + box.right < width)
    assert ("top" in corner) == (box.top + box.bottom < height)


@pytest.mark.parametrize(("size", "lettering"), [*product(SHAPES[:5], [Decimal(1), Decimal("1.5")])])
def test_a_name_stands_above_captions_of_two_lines(size: tuple[int, int], lettering: Decimal):
    text = "她自幼家境贫寒，却在堂兄的帮助下\n走进了学堂，加入了中国共产党了，"
    caption, (_, top) = caption_layer(Caption(text=text, lettering=Lettering(fonts=FONTS, size=lettering)), *size)
    shade = next(row for row, ink in enumerate(np.asarray(caption)[:, :, :3].max(axis=(1, 2)) > 128) if ink)

    assert box_of(third(captions=lettering), *size).bottom < top + shade


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#808080", "#ff0000", "#00ff00"])
def test_all_text_can_be_read_whatever_lies_beneath(theme: tuple[str, str, str], ground: str):
    """Measured on the pixels: the panel as it comes out over the ground, and the inks on it."""
    size = (1920, 1080)
    inks = plane(look(theme), 0.84)
    for overlay in (
        LowerThird(name="　", role="　", look=look(theme)),
        PictureLabel(text="　　　", look=look(theme)),
    ):
        layer = layer_of(overlay, *size)
        panel = lay(Image.new("RGB", size, ground), (overlay,))
        place = layer.left + layer.image.width * 3 // 4, layer.top + layer.image.height // 2
        colour = "#" + "".join(f"{part:02x}" for part in panel.getpixel(place))  # type: ignore[union-attr]
        for ink in (inks.ink, inks.second):
            assert contrast(ink, colour) >= READABLE - 0.05, (type(overlay), ink, colour)


@pytest.mark.parametrize("size", SHAPES[:4])
def test_a_long_name_is_set_smaller_then_in_two_lines(size: tuple[int, int]):
    one_line = box_of(third("李明"), *size).height
    longer = box_of(third("爱新觉罗·溥仪与其弟溥杰及其随行人员一行二十人"), *size)
    longest = box_of(third("爱新觉罗·溥仪与其弟溥杰及其随行人员一行二十人在长春合影留念之后"), *size)

    assert longer.width <= size[0] * 0.88
    assert longest.height > one_line * 1.1
    assert fits(longest, *size)


@pytest.mark.parametrize("overlay", [third("字" * 60), third("李明", "字" * 80), label("字" * 90)])
def test_what_finds_no_room_is_an_error(overlay: Overlay):
    with pytest.raises(MediaError):
        box_of(overlay, 1080, 1920)


def test_a_logo_keeps_shape_and_transparency_and_is_fainter_as_asked(logo: Medium):
    full, half = (layer_of(mark(logo, opacity=share), 1920, 1080).image for share in (Fraction(1), Fraction(1, 2)))

    assert full.size == (154, 102)
    alpha = np.asarray(full.getchannel("A")).astype(int)
    assert (alpha[0, 0], alpha[51, 77]) == (0, 255)
    assert abs(np.asarray(half.getchannel("A"))[51, 77] - 128) <= 1
    # What is transparent in it was magenta: none of that is seen at the edge.
    seen = np.asarray(full).astype(int)[alpha > 20]
    assert seen[:, 0].max() < 30


@pytest.mark.parametrize("mode", ["CMYK", "P", "L", "LA", "I;16", "1"])
def test_logos_of_any_kind_of_pixels(mode: str, tmp_path: Path):
    image = Image.new("RGB", (200, 200), (200, 30, 30))
    path = tmp_path / ("logo.jpg" if mode == "CMYK" else "logo.png")
    image = Image.fromarray(np.full((200, 200), 30_000, np.uint16)) if mode == "I;16" else image.convert(mode)
    image.save(path)

    layer = layer_of(mark(medium(path)), 1920, 1080).image
    red, green, _, alpha = layer.getpixel((70, 70))  # type: ignore[misc]
    assert alpha == 255
    if mode in ("CMYK", "P"):
        assert red > 150 > 80 > green


def test_a_turned_photograph_stands_upright(tmp_path: Path):
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    Image.new("RGB", (300, 100), (200, 30, 30)).save(path, exif=exif)

    layer = layer_of(mark(medium(path)), 1920, 1080).image
    assert layer.height > layer.width * 2.5


def test_a_circle_is_round_and_shows_what_its_focus_names(tmp_path: Path):
    image = Image.new("RGB", (400, 200), (20, 20, 200))
    image.paste((200, 20, 20), (200, 0, 400, 200))
    path = tmp_path / "two.png"
    image.save(path)
    found = []
    for focus in (Fraction(0), Fraction(1)):
        fitted = FittedImage(image=medium(path), fit="crop", focus=(focus, Fraction(1, 2)))
        round_one = StillInset(image=fitted, corner="top-left", size=Fraction(1, 4), shape="circle", look=look())
        box = box_of(round_one, 1920, 1080)
        assert box.width == box.height
        drawn = lay(Image.new("RGB", (1920, 1080), "#00ff00"), (round_one,))
        found.append(drawn.getpixel((round(box.middle[0]), round(box.middle[1]))))
        assert drawn.getpixel((round(box.left) + 8, round(box.top) + 8))[1] > 200  # type: ignore[index]
    assert found == [(20, 20, 200), (200, 20, 20)]


def test_what_slides_comes_out_from_behind_its_bar():
    standing = np.asarray(layer_of(third(), 1920, 1080).image).astype(int)
    coming = [
        np.asarray(layer_of(Sliding(overlay=third(), way="in", frame=frame, frames=10), 1920, 1080).image)
        for frame in range(10)
    ]

    widths = [int(np.flatnonzero(layer[:, :, 3].any(axis=0)).max()) + 1 for layer in coming]
    assert widths == sorted(widths)
    assert widths[0] < standing.shape[1] * 0.5
    assert all(layer.shape == standing.shape for layer in coming)


def test_the_same_is_drawn_once(logo: Medium):
    assert layer_of(mark(logo), 1920, 1080) is layer_of(mark(logo), 1920, 1080)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (960, 720)])
def test_names_in_wide_frames_can_be_read_on_a_phone(size: tuple[int, int]):
    """Where such a frame is a strip of 37 mm: names 4 % of its height and more, whatever else it says 3 %."""
    long = "湖南省博物馆讲解员，长沙市党史学习教育志愿宣讲团成员"
    name, role = (height_of_letters(third("李国明", role), *size) for role in ("", long))
    assert name >= 0.04 * size[1]
    assert role >= name + 0.03 * size[1]
    assert height_of_letters(label("韶山，1927年"), *size) >= 0.03 * size[1]


def height_of_letters(overlay: Overlay, width: int, height: int) -> int:
    """Rows in which something is written, in pixels."""
    image = layer_of(overlay, width, height).image.convert("RGB")
    inner = image.crop((image.width // 8, image.height // 8, image.width * 7 // 8, image.height * 7 // 8))
    grey = np.asarray(inner.convert("L"), int)
    return int((np.abs(grey - np.median(grey)) > 60).any(axis=1).sum())
