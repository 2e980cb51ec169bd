"""Blends drawn: one contract over all of them, and what each shows."""

from collections.abc import Iterator
from fractions import Fraction as F
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.digest import file_digest
from pipeline.effects.transitions import BLENDS
from pipeline.media.motion.blends import blended, blended_frames, frames_in, standing
from pipeline.media.video.drawn_frames import encode_drawn
from pipeline.media.video.planes import Planes, empty_pixels, planes_of
from pipeline.media.video.stills import encode_still
from pipeline.model.rendition import Picture
from pipeline.model.series import TransitionKind
from pipeline.model.timeline import Blend
from tests import sources

PICTURE = Picture(width=320, height=180, rate=F(25), crf=12)
SIZES = ((320, 180), (180, 320), (64, 64), (322, 182))


def plain(luma: int, size: tuple[int, int] = (320, 180), colour: int = 128) -> Planes:
    pixels = empty_pixels(*size)
    planes = planes_of(pixels, *size)
    for plane, value in zip(planes, (luma, colour, colour), strict=True):
        plane[:] = value
    return planes


def frames(blend: Blend, count: int, size: tuple[int, int] = (320, 180)) -> Iterator[Planes]:
    """Light follows dark."""
    for frame in range(count):
        to = planes_of(empty_pixels(*size), *size)
        blended(blend, plain(50, size, 100), plain(200, size, 160), blend.share(frame, count), to)
        yield to


def at(name: TransitionKind, share: F) -> np.ndarray:  # type: ignore[type-arg]
    to = planes_of(empty_pixels(320, 180), 320, 180)
    blended(BLENDS[name], plain(50), plain(200), share, to)
    return to[0].copy()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("blend", BLENDS.values(), ids=BLENDS)
def test_the_contract_of_blends(blend: Blend, size: tuple[int, int]):
    """Neither end is a pure side; what comes is seen more and more, and in colour as in light."""
    for count in (1, 2, 12):
        shown = list(frames(blend, count, size))

        for one in (shown[0], shown[-1]):
            assert (one[0] != 50).any() and (one[0] != 200).any()
        shares = [float((one[0] == 200).mean() - (one[0] == 50).mean()) for one in shown]
        light = [float(one[0].mean()) for one in shown]
        if not blend.label.startswith("dip"):
            assert light == sorted(light) and shares == sorted(shares)
            # A circle opens slowly at first; all others show both alike.
            assert abs(np.mean(light) - 125) < (25 if blend.label == "circle-open" else 3)
            for one in shown:
                weight = (one[0].mean() - 50) / 150
                assert abs((one[1].mean() - 100) / 60 - weight) < 0.05
                assert np.array_equal(one[1], one[2])


def test_a_dissolve_shows_so_much_of_each_everywhere():
    shown = [int(one[0][90, 160]) for one in frames(BLENDS["dissolve"], 4)]

    assert shown == [80, 110, 140, 170]
    assert all(len(np.unique(one[0])) == 1 for one in frames(BLENDS["dissolve"], 4))


@pytest.mark.parametrize(("name", "colour"), [("dip-to-black", 16), ("dip-to-white", 235)])
def test_a_dip_is_its_colour_in_the_middle(name: TransitionKind, colour: int):
    shown = [int(one[0][0, 0]) for one in frames(BLENDS[name], 5)]

    assert shown[2] == colour
    assert shown[1] == pytest.approx(50 + (colour - 50) * 2 / 3, abs=1)
    assert shown[3] == pytest.approx(200 + (colour - 200) * 2 / 3, abs=1)
    assert list(frames(BLENDS[name], 5))[2][1].max() == 128


def test_wipes_go_where_their_names_say():
    left, right = at("wipe-left", F(1, 4)), at("wipe-right", F(1, 4))

    assert (left[:, :230] == 50).all() and (left[:, 250:] == 200).all()
    assert (right[:, :70] == 200).all() and (right[:, 90:] == 50).all()
    # A soft edge of a few pixels.
    assert 2 <= ((left > 50) & (left < 200)).sum() / 180 <= 8


def numbered(size: tuple[int, int] = (320, 180)) -> tuple[Planes, Planes]:
    """Pictures whose columns are told by their light."""
    one, other = plain(0), plain(0)
    one[0][:] = np.arange(320) // 4 + 16
    other[0][:] = np.arange(320) // 4 + 120
    return one, other


def test_slides_bring_the_incoming_picture_over_the_other():
    one, other = numbered()
    to = planes_of(empty_pixels(320, 180), 320, 180)

    blended(BLENDS["slide-left"], one, other, F(1, 4), to)
    assert np.array_equal(to[0][0, :240], one[0][0, :240])
    assert np.array_equal(to[0][0, 240:], other[0][0, :80])

    blended(BLENDS["slide-right"], one, other, F(1, 4), to)
    assert np.array_equal(to[0][0, :80], other[0][0, 240:])
    assert np.array_equal(to[0][0, 80:], one[0][0, 80:])


def test_pushes_move_both_pictures():
    one, other = numbered()
    to = planes_of(empty_pixels(320, 180), 320, 180)

    blended(BLENDS["push-left"], one, other, F(1, 4), to)
    assert np.array_equal(to[0][0, :240], one[0][0, 80:])
    assert np.array_equal(to[0][0, 240:], other[0][0, :80])

    blended(BLENDS["push-right"], one, other, F(1, 4), to)
    assert np.array_equal(to[0][0, :80], other[0][0, 240:])
    assert np.array_equal(to[0][0, 80:], one[0][0, :240])


def test_a_circle_opens_in_the_middle():
    shown = at("circle-open", F(1, 2))

    assert shown[90, 160] == 200 and shown[0, 0] == shown[179, 319] == 50
    # As far to the side as up, half of the way to the corner.
    row, column = (shown[90] > 125).sum() / 2, (shown[:, 160] > 125).sum() / 2
    assert row == pytest.approx(91.8, abs=2)
    assert column == 90 or column == pytest.approx(row, abs=2)


@pytest.mark.parametrize("blend", BLENDS.values(), ids=BLENDS)
def test_encoded_a_blend_has_its_frames_and_always_the_same_bytes(blend: Blend, tmp_path: Path):
    for name, luma in (("dark", "#303030"), ("light", "#d0d0d0")):
        encode_still(Image.new("RGB", (320, 180), luma), PICTURE, to=tmp_path / name)
    sides = [partial(standing, tmp_path / name, 6) for name in ("dark", "light")]

    for name in ("one", "other"):
        encode_drawn(lambda: blended_frames(blend, *sides, 6, PICTURE), 6, PICTURE, to=tmp_path / name)

    assert len(list(frames_in(tmp_path / "one"))) == 6
    assert file_digest(tmp_path / "one") == file_digest(tmp_path / "other")


def test_sides_of_unlike_lengths_are_refused(tmp_path: Path):
    encode_still(Image.new("RGB", (320, 180)), PICTURE, to=tmp_path / "tile")
    sides = [partial(standing, tmp_path / "tile", count) for count in (5, 6)]

    with pytest.raises(ValueError, match=r"is (shorter|longer)"):
        list(blended_frames(BLENDS["wipe-left"], *sides, 6, PICTURE))


def test_a_photograph_that_dissolves_into_itself_does_not_change():
    photo = Image.fromarray(sources.photo_pixels((320, 180)))
    pixels = np.asarray(photo.convert("L"))
    side = plain(0)
    side[0][:] = pixels
    to = planes_of(empty_pixels(320, 180), 320, 180)

    for share in (F(1, 7), F(1, 2), F(6, 7)):
        blended(BLENDS["dissolve"], side, side, share, to)
        assert np.array_equal(to[0], pixels)
