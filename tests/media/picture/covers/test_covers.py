"""Covers: every text readable over whatever lies beneath, in every shape, and none like another."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from benchmarks.support import texts
from pipeline.effects.colours import contrast
from pipeline.effects.covers import Cover
from pipeline.effects.look import look_of
from pipeline.effects.stills import FittedImage
from pipeline.effects.themes import presets
from pipeline.media.picture import fonts
from pipeline.media.picture.covers import draw_cover, is_shortened
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.media.probe.probe import probe
from pipeline.model.media import Font, Medium
from pipeline.model.series import Theme
from tests.media.picture.scenery import scene

SHAPES = [(1280, 720), (960, 600), (900, 383), (960, 720), (720, 720), (720, 960), (720, 1280)]
FONTS = tuple(Font(content=str(path), index=index, path=path) for path, index in fonts.default_fonts())


def cover(picture: Path | None = None, *, preset: str = "red-gold", **more: object) -> Cover:
    own = presets()[preset]
    theme = Theme(preset=preset, background=own.background, foreground=own.inks.foreground, accent=own.inks.accent)  # type: ignore[arg-type]
    medium = Medium(content=str(picture), info=probe(picture), path=picture) if picture else None
    given = {"title": "毛泽建：巾帼英烈", "series": "烈士塔下颂英烈", "number": "第3期"} | more
    return Cover(
        art=FittedImage(image=medium, fit="crop") if medium else None,
        look=look_of(theme, picture=None, fonts=FONTS),
        **given,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("nasty")
    board = Image.fromarray(np.kron(np.indices((40, 60)).sum(axis=0) % 2 * 255, np.ones((20, 20))).astype(np.uint8))
    seen = Image.new("RGBA", (900, 700), (0, 0, 0, 0))
    ImageDraw.Draw(seen).ellipse((200, 100, 700, 600), fill=(240, 240, 240, 255))
    pictures = {
        "white": Image.new("RGB", (1600, 900), "white"),
        "black": Image.new("RGB", (1600, 900), "black"),
        "grey": Image.new("RGB", (900, 1600), "#777777"),
        "checks": board.convert("RGB"),
        "noise": Image.effect_noise((1200, 900), 200).convert("RGB"),
        "photo": scene(),
        "panorama": scene(2, (4000, 300)),
        "pillar": scene(3, (260, 3000)),
        "tiny": scene(4, (60, 40)),
        "transparent": seen,
    }
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png")
    return {name: folder / f"{name}.png" for name in pictures}


class Letters:
    """What was drawn where: ink, and the pixels around it that it has to stand out from."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.found: list[tuple[str, float]] = []
        draw = Typesetter.draw

        def watched(setter, image, block, **places):  # type: ignore[no-untyped-def]
            before = image.copy()
            draw(setter, image, block, **places)
            box = ImageChops.difference(before, image).getbbox()
            if box:
                beneath = np.asarray(before.crop(box)).reshape(-1, 3)
                worst = min(contrast(places["fill"], "#" + bytes(one).hex()) for one in np.unique(beneath, axis=0))
                self.found.append(("".join(block.lines), worst))

        monkeypatch.setattr(Typesetter, "draw", watched)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    return Letters(monkeypatch)


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_every_text_is_readable_on_every_pixel_beneath(preset, size, nasty, letters):
    for name in ("white", "black", "checks", "noise"):
        draw_cover(cover(nasty[name], preset=preset), size[0] // 2, size[1] // 2)

    assert len(letters.found) >= 4 * 4
    assert min(worst for _, worst in letters.found) >= 4.5


@pytest.mark.parametrize("background", ["#777777", "#808000", "#ffffff", "#000000", "#ff0000"])
def test_on_grounds_of_any_colour_as_well(background, nasty, letters):
    own = cover(nasty["checks"])
    look = replace(own.look, background=background, foreground="#888888", accent="#7a7a7a")

    draw_cover(replace(own, look=look), 640, 360)

    assert min(worst for _, worst in letters.found) >= 4.5


@pytest.mark.parametrize("name", ["photo", "panorama", "pillar", "tiny", "transparent", "grey"])
@pytest.mark.parametrize("size", [(640, 360), (480, 480), (360, 640)], ids=str)
def test_any_picture_makes_a_cover(name, size, nasty):
    for whole in (False, True):
        image = draw_cover(cover(nasty[name], whole=whole), *size)
        assert (image.size, image.mode) == (size, "RGB")


@pytest.mark.parametrize("title", ["毛", "A", "字" * 300, "word " * 60, "一：二", "：", "🎉", "第3期：" + "长" * 80])
@pytest.mark.parametrize("size", [(640, 360), (480, 480), (360, 640), (450, 192), (64, 64)], ids=str)
def test_titles_of_any_length_find_room(title, size, letters):
    draw_cover(cover(title=title), *size)

    assert letters.found or title == "🎉"


def test_what_finds_no_room_is_known_before_it_is_drawn():
    assert is_shortened(cover(title="字" * 900), 1280, 720)
    assert not is_shortened(cover(title="字" * 20), 1280, 720)
    assert not is_shortened(cover(title=""), 1280, 720)


@pytest.mark.parametrize("number", ["", "3", "第3期", "EP 12", "第三季 第十二期", "2022年第100期特别节目"])
def test_numbers_of_any_form_stand_on_the_ribbon(number, letters):
    draw_cover(cover(number=number), 640, 360)

    drawn = {text for text, _ in letters.found}
    assert {"毛泽建", "巾帼英烈", "烈士塔下颂英烈"} <= drawn
    digits = {"3": "3", "第3期": "3", "EP 12": "12"}.get(number, number)
    assert digits in drawn or not number


def test_a_title_is_set_by_its_sense(monkeypatch):
    sizes = {}
    draw = Typesetter.draw

    def watched(setter, image, block, **places):  # type: ignore[no-untyped-def]
        sizes["".join(block.lines)] = block.size
        draw(setter, image, block, **places)

    monkeypatch.setattr(Typesetter, "draw", watched)
    draw_cover(cover(title="毛泽建：巾帼英烈"), 1280, 720)

    assert sizes["毛泽建"] >= 720 * 0.13
    assert sizes["毛泽建"] > 1.8 * sizes["巾帼英烈"] > 1.8 * 30


@pytest.mark.parametrize("size", [(720, 720), (720, 960)], ids=str)
def test_in_a_list_of_small_covers_series_and_number_can_be_read(size, monkeypatch):
    """Covers 150 pixels wide."""
    sizes = {}
    draw = Typesetter.draw

    def watched(setter, image, block, **places):  # type: ignore[no-untyped-def]
        sizes["".join(block.lines)] = block.size * 150 / size[0]
        draw(setter, image, block, **places)

    monkeypatch.setattr(Typesetter, "draw", watched)
    draw_cover(cover(), *size)

    assert min(sizes[one] for one in ("烈士塔下颂英烈", "第", "期")) >= 8
    assert min(sizes[one] for one in ("3", "毛泽建")) >= 16


def undressed(one: Cover) -> Cover:
    return replace(one, look=replace(one.look, dress=replace(one.look.dress, frame="none")))


@pytest.mark.parametrize("preset", presets())
def test_the_foot_of_upright_covers_is_dressed_and_nothing_above_it(preset):
    own = cover(preset=preset, title="字" * 40)
    dressed, bare = draw_cover(own, 360, 640), draw_cover(undressed(own), 360, 640)

    box = ImageChops.difference(dressed, bare).getbbox() or pytest.fail("an empty foot")
    assert box[1] >= 640 * 0.77
    assert box[3] >= 640 * 0.9


def test_covers_in_other_shapes_are_as_they_are_without_a_frame():
    assert draw_cover(cover(), 320, 320).tobytes() == draw_cover(undressed(cover()), 320, 320).tobytes()


def test_a_picture_in_ink_reaches_the_edges_of_its_cover(nasty):
    drawn = np.asarray(draw_cover(cover(nasty["black"], preset="ink"), 320, 320).convert("L"), float)

    assert abs(drawn[:100, :4].mean() - drawn[:100, 158:162].mean()) < 3


@pytest.mark.parametrize("preset", presets())
def test_upright_covers_write_nothing_where_players_write(preset, monkeypatch):
    """The lowest 23 % and the uppermost 12 %, and 9 % at either side."""
    edges = []
    draw = Typesetter.draw

    def watched(setter, image, block, **places):  # type: ignore[no-untyped-def]
        before = image.copy()
        draw(setter, image, block, **places)
        edges.append(ImageChops.difference(before, image).getbbox())

    monkeypatch.setattr(Typesetter, "draw", watched)
    draw_cover(cover(title="字" * 60, preset=preset), 720, 1280)

    for left, top, right, bottom in filter(None, edges):
        assert left >= 720 * 0.085
        assert right <= 720 * 0.915
        assert top >= 1280 * 0.12
        assert bottom <= 1280 * 0.775


def test_a_whole_picture_keeps_its_edges(tmp_path):
    picture = Image.new("RGB", (1600, 900), "#ffffff")
    ImageDraw.Draw(picture).rectangle((0, 0, 1599, 899), outline="#00ff00", width=24)
    picture.save(tmp_path / "cover.png")

    drawn = np.asarray(draw_cover(cover(tmp_path / "cover.png", whole=True), 600, 800)).astype(int)
    green = (drawn[..., 1] > 200) & (drawn[..., 0] < 80) & (drawn[..., 2] < 80)

    rows, columns = np.where(green)
    assert (columns.max() - columns.min()) / (rows.max() - rows.min()) == pytest.approx(16 / 9, rel=0.03)


def test_without_a_title_nothing_is_written(tmp_path, letters):
    scene().save(tmp_path / "a.png")

    drawn = draw_cover(cover(tmp_path / "a.png", title=""), 640, 360)

    assert not letters.found
    assert np.asarray(drawn)[:, :40].std() > 5


def test_the_seal_stands_in_the_upper_right_corner(tmp_path):
    Image.new("RGBA", (200, 100), (0, 255, 0, 255)).save(tmp_path / "seal.png")
    seal = Medium(content="seal", info=probe(tmp_path / "seal.png"), path=tmp_path / "seal.png")

    with_seal, without = (draw_cover(cover(seal=one), 640, 360) for one in (seal, None))

    left, top, right, bottom = ImageChops.difference(with_seal, without).getbbox() or pytest.fail("no seal")
    assert left > 560
    assert right < 640
    assert 0 < top < bottom < 80


def test_the_same_cover_is_the_same_picture(tmp_path):
    scene().save(tmp_path / "a.png")

    for one in (cover(tmp_path / "a.png", preset="ink"), cover()):
        assert draw_cover(one, 320, 180).tobytes() == draw_cover(one, 320, 180).tobytes()


def hashed(image: Image.Image) -> np.ndarray:
    """The perceptual hash of 64 bits: signs of low frequencies against their median."""
    grey = np.asarray(image.convert("L").resize((32, 32), Image.Resampling.LANCZOS), float)
    at = np.arange(32)
    cosines = np.cos(np.pi * (2 * at[None, :] + 1) * at[:, None] / 64)
    low = (cosines @ grey @ cosines.T)[:8, :8]
    return (low > np.median(low)).ravel()


def distances(covers: list[Image.Image]) -> Iterator[int]:
    hashes = [hashed(one) for one in covers]
    for place, one in enumerate(hashes):
        yield from (int((one != other).sum()) for other in hashes[place + 1 :])


def painted(seed: int) -> Image.Image:
    """A picture like no other: large discs before a sky of a few colours; every third is upright."""
    dice = np.random.Generator(np.random.PCG64(seed))
    sky = dice.integers(0, 256, (int(dice.integers(2, 5)), int(dice.integers(2, 6)), 3), np.uint8)
    width, height = (960, 640) if seed % 3 else (640, 960)
    image = Image.fromarray(sky).resize((width, height), Image.Resampling.BICUBIC)
    for _ in range(int(dice.integers(2, 7))):
        x, y, radius = int(dice.integers(width)), int(dice.integers(height)), int(dice.integers(60, 300))
        colour = tuple(int(part) for part in dice.integers(0, 256, 3))
        ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image


@pytest.fixture(scope="module")
def paintings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("paintings")
    for number in range(50):
        painted(number).save(folder / f"{number}.png")
    return [folder / f"{number}.png" for number in range(50)]


@pytest.mark.parametrize(
    ("preset", "size"),
    [
        ("red-gold", (480, 270)),
        ("red-gold", (320, 320)),
        ("night", (270, 480)),
        ("archive-paper", (400, 300)),
        ("ink", (320, 320)),
    ],
    ids=str,
)
def test_no_two_of_fifty_covers_look_alike(preset, size, paintings):
    own = [
        cover(path, title=title, number=f"第{number}期", preset=preset)
        for number, (path, title) in enumerate(zip(paintings, texts.titles()[:50], strict=True))
    ]

    assert min(distances([draw_cover(one, *size) for one in own])) >= 10


def test_titles_of_one_form_leave_few_that_look_alike(paintings):
    own = [cover(path, title=f"人物{number}：生平", number=f"第{number}期") for number, path in enumerate(paintings)]

    apart = list(distances([draw_cover(one, 320, 320) for one in own]))

    assert min(apart) >= 6
    assert sum(one < 10 for one in apart) <= len(apart) // 200


def test_words_stand_at_either_side(monkeypatch):
    """In a list of covers of one shape the eye finds its way back."""
    sides = set()
    draw = Typesetter.draw

    def watched(setter, image, block, **places):  # type: ignore[no-untyped-def]
        if "人" in "".join(block.lines):
            sides.add(places["column"][0] < 320)
        draw(setter, image, block, **places)

    monkeypatch.setattr(Typesetter, "draw", watched)
    for number in range(12):
        draw_cover(cover(title=f"人{number}"), 640, 640)

    assert sides == {True, False}


def test_what_a_picture_shows_goes_on_beneath_the_words(tmp_path):
    """Without edges: no row beneath the picture differs from the next by more than the picture's own."""
    ramp = Image.linear_gradient("L").rotate(90).resize((1200, 900)).convert("RGB")
    ramp.save(tmp_path / "a.png")

    drawn = np.asarray(draw_cover(cover(tmp_path / "a.png"), 600, 600).convert("L"), float)
    edge = drawn[:, 570:]

    assert np.abs(np.diff(edge.mean(axis=1))).max() < 6
    foot = np.asarray(draw_cover(cover(tmp_path / "a.png"), 600, 600).convert("L"), float)[585:]
    assert foot[:, :60].mean() != pytest.approx(foot[:, -60:].mean(), abs=4)


def test_nor_do_those_without_a_picture(tmp_path):
    own = [cover(title=f"人物{number}：生平", number=f"第{number}期") for number in range(50)]

    apart = list(distances([draw_cover(one, 320, 320) for one in own]))

    assert min(apart) >= 6
    assert sum(one < 10 for one in apart) <= len(apart) // 100
