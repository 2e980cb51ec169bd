"""Covers: JPEGs of their own shape or of the one that is asked for, no heavier than they may be."""

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import MediaError, PipelineError
from pipeline.media.picture.artwork import cover_filling, cover_inside, cover_of_picture
from pipeline.media.probe.probe import probe
from pipeline.model.media import Medium

MOST = 400_000


def opened(cover: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(cover))
    image.load()
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    return image


def saved(path: Path, size: tuple[int, int], **more: object) -> Path:
    Image.linear_gradient("L").resize(size).convert("RGB").save(path, **more)
    return path


@pytest.mark.parametrize(
    ("given", "shown"),
    [((2560, 1440), (1280, 720)), ((1000, 2000), (640, 1280)), ((300, 200), (300, 200)), ((1280, 1280), (1280, 1280))],
)
def test_a_given_picture_keeps_its_shape_and_is_never_enlarged(given, shown, tmp_path):
    path = saved(tmp_path / "封 面.png", given)

    assert opened(cover_inside(path, 1280, 720, most=MOST)).size == shown


def test_a_phone_picture_stands_upright_and_tells_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (28.0, 12.0, 0.0)}
    path = saved(tmp_path / "phone.jpg", (400, 300), exif=exif)

    cover = opened(cover_inside(path, 1280, 720, most=MOST))
    assert cover.size == (300, 400)
    assert not cover.getexif()


def test_a_cover_is_light_enough_whatever_it_shows():
    picture = Image.effect_noise((900, 900), 250).convert("RGB")

    cover = cover_of_picture(picture, most=MOST)
    assert len(cover) <= MOST
    assert opened(cover).width >= 600
    assert cover == cover_of_picture(picture, most=MOST)


def test_what_is_no_picture_is_said(tmp_path):
    path = tmp_path / "x.jpg"
    path.write_text("not a picture", encoding="utf-8")

    with pytest.raises(PipelineError, match=r"x\.jpg"):
        cover_inside(path, 1280, 720, most=MOST)


def given(path: Path) -> Medium:
    return Medium(content="", info=probe(path), path=path)


@pytest.mark.parametrize("size", [(3000, 3000), (960, 600), (900, 1600), (1, 1)], ids=str)
def test_a_platform_gets_the_very_size_it_asks_for(size, tmp_path):
    path = saved(tmp_path / "cover.png", (400, 300))

    assert opened(cover_filling(given(path), *size, most=MOST)).size == size


def test_a_picture_of_nearly_the_shape_is_cut_and_any_other_shown_whole(tmp_path):
    """White at the left and right edges: cut off in the first cover, in the second still there."""
    picture = Image.new("RGB", (1000, 900), "white")
    picture.paste("red", (45, 0, 955, 900))
    picture.save(tmp_path / "cover.png")

    near = opened(cover_filling(given(tmp_path / "cover.png"), 900, 900, most=MOST))
    far = opened(cover_filling(given(tmp_path / "cover.png"), 450, 900, most=MOST))

    assert near.getpixel((3, 450))[1] < 40
    assert far.getpixel((3, 450))[1] > 200


def test_what_is_too_rich_for_its_size_is_said():
    noise = Image.effect_noise((900, 900), 250).convert("RGB")

    with pytest.raises(MediaError, match=r"900 x 900 pixels does not fit into 2 kB"):
        cover_of_picture(noise, most=2000, exact=True)
