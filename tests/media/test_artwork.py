"""Covers: JPEGs that are never larger than what they come from, nor heavier than a file can carry."""

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import PipelineError
from pipeline.media.artwork import LARGEST, cover_of_file, cover_of_picture


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

    assert opened(cover_of_file(path, 1280, 720)).size == shown


def test_a_phone_picture_stands_upright_and_tells_nothing_of_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (28.0, 12.0, 0.0)}
    path = saved(tmp_path / "phone.jpg", (400, 300), exif=exif)

    cover = opened(cover_of_file(path, 1280, 720))
    assert cover.size == (300, 400)
    assert not cover.getexif()


def test_a_cover_is_light_enough_whatever_it_shows():
    picture = Image.effect_noise((900, 900), 250).convert("RGB")

    cover = cover_of_picture(picture)
    assert len(cover) <= LARGEST
    assert opened(cover).width >= 600
    assert cover == cover_of_picture(picture)


def test_what_is_no_picture_is_said(tmp_path):
    path = tmp_path / "x.jpg"
    path.write_text("not a picture", encoding="utf-8")

    with pytest.raises(PipelineError, match=r"x\.jpg"):
        cover_of_file(path, 1280, 720)
