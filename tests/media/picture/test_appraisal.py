"""Measuring pictures: what a blurred, dark, plain or busy one is told by."""

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from pipeline.media.picture.appraisal import appraise, fingerprint, measure
from pipeline.media.probe.probe import probe
from pipeline.model.appraisal import Source
from pipeline.model.media import Medium
from pipeline.packaging.best_still import is_fit, score
from tests.media.picture.scenery import scene
from tests.sources.clips import flash_and_beep


def measured(image: Image.Image):
    return measure(image, *image.size)


@pytest.mark.parametrize("radius", [2, 4, 8])
def test_a_blurred_picture_is_less_sharp_whatever_its_contrast(radius):
    sharp, blurred = measured(scene()), measured(scene().filter(ImageFilter.GaussianBlur(radius)))

    assert blurred.sharp < sharp.sharp * 0.7
    assert score(blurred).total < score(sharp).total


def test_of_a_dark_and_a_bright_picture_neither_is_as_good_as_one_between():
    middling = scene()
    dark = middling.point(lambda value: value * 0.12)
    bright = middling.point(lambda value: 235 + value * 0.08)

    assert score(measured(middling)).light > score(measured(dark)).light + 0.3
    assert score(measured(middling)).light > score(measured(bright)).light + 0.3


def test_a_picture_calm_where_the_title_goes_is_better_than_one_that_is_busy_there():
    noise = Image.effect_noise((300, 640), 120).convert("RGB")
    calm, busy = scene(), scene()
    calm.paste(noise, (660, 0))
    busy.paste(noise, (0, 0))

    assert measured(calm).aside < measured(busy).aside
    assert score(measured(calm)).calm > score(measured(busy)).calm


def test_a_page_of_text_is_known_by_its_one_colour():
    page = Image.new("RGB", (900, 1200), "white")
    pen = ImageDraw.Draw(page)
    for line in range(20):
        pen.rectangle((100, 80 + line * 50, 700, 92 + line * 50), fill="black")

    assert score(measured(page)).photo < 0.3 < score(measured(scene())).photo


@pytest.mark.parametrize("colour", ["black", "white", "#7a1414"])
def test_one_colour_is_fit_for_no_cover(colour):
    assert not is_fit(measured(Image.new("RGB", (1920, 1080), colour)))


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (30, 20)], ids=str)
def test_any_size_is_measured(size):
    assert not is_fit(measured(Image.effect_noise(size, 90).convert("RGB")))


def medium(path: Path) -> Medium:
    return Medium(content="0" * 64, info=probe(path), path=path)


def test_a_picture_is_measured_as_it_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    scene(size=(800, 600)).save(tmp_path / "a.jpg", exif=exif)

    (found,) = appraise(Source(medium=medium(tmp_path / "a.jpg")))

    assert (found.width, found.height) == (600, 800)


def test_a_damaged_picture_is_no_candidate(tmp_path):
    scene().save(tmp_path / "a.jpg")
    of = medium(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").write_bytes(b"damaged")

    assert appraise(Source(medium=of)) == ()


def test_several_moments_of_a_film_are_looked_at():
    of = medium(flash_and_beep("looked-at.mp4", 3))

    found = appraise(Source(medium=of, start=500, stop=2500))

    assert len(found) == 5
    assert all(500 < one.at < 2500 for one in found)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert Fraction(found[0].width, found[0].height) == Fraction(of.info.video.width, of.info.video.height)


def test_copies_of_a_picture_have_one_fingerprint_and_others_another(tmp_path):
    picture = scene()
    picture.resize((picture.width // 3, picture.height // 3)).save(tmp_path / "small.jpg", quality=40)
    copy, other = Image.open(tmp_path / "small.jpg"), scene(7)

    assert (fingerprint(picture) ^ fingerprint(copy)).bit_count() <= 4
    assert (fingerprint(picture) ^ fingerprint(other)).bit_count() >= 12
