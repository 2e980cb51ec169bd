"""Any picture comes out upright, in sRGB, in the frame's shape; what cannot is refused in words."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from pipeline.effects.stills import FittedImage
from pipeline.errors import PipelineError
from pipeline.media.picture import images
from pipeline.media.picture.images import draw_image
from pipeline.model.media import MediaInfo, Medium

RED, GREEN, BLUE, WHITE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def fitted(path: Path, fit: str = "pad") -> FittedImage:
    info = MediaInfo(kind="image", format="", start=Fraction(0), duration=Fraction(0))
    return FittedImage(image=Medium(content="", info=info, path=path), fit=fit)


def drawn(path: Path, width: int = 320, height: int = 180, fit: str = "pad") -> Image.Image:
    frame = draw_image(fitted(path, fit), width, height)
    assert (frame.mode, frame.size) == ("RGB", (width, height))
    return frame


def quarters(width: int = 640, height: int = 360) -> Image.Image:
    """Red and green above, blue and white below: tells every way of turning a picture."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def corners(frame: Image.Image) -> tuple[tuple[int, ...], ...]:
    """The four corners as pure colours."""
    right, bottom = frame.width - 10, frame.height - 10
    places = [(9, 9), (right, 9), (9, bottom), (right, bottom)]
    return tuple(tuple(255 * (value > 127) for value in frame.getpixel(place)) for place in places)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_formats_are_known_by_content(form, tmp_path):
    quarters().save(tmp_path / "图 片.jpg", format=form)

    assert corners(drawn(tmp_path / "图 片.jpg")) == (RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(320, 180), (1600, 900)], ids=["small", "shrunk while decoding"])
def test_photographs_stand_upright(orientation, size, tmp_path):
    undo = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    turn = images._TURNS.get(orientation)
    stored = quarters(*size).transpose(undo.get(orientation, turn)) if turn is not None else quarters(*size)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "photo.jpg", exif=exif)

    assert corners(drawn(tmp_path / "photo.jpg")) == (RED, GREEN, BLUE, WHITE)


def test_pad_keeps_the_aspect_over_black(tmp_path):
    Image.new("RGB", (100, 100), RED).save(tmp_path / "square.png")

    frame = np.asarray(drawn(tmp_path / "square.png"))

    assert (frame[:, 70:250] == RED).all()
    assert (frame[:, :70] == 0).all()
    assert (frame[:, 250:] == 0).all()


def test_crop_fills_the_frame_from_the_middle(tmp_path):
    image = Image.new("RGB", (100, 300), RED)
    image.paste(BLUE, (0, 100, 100, 200))
    image.save(tmp_path / "tall.png")

    assert corners(drawn(tmp_path / "tall.png", fit="crop")) == (BLUE,) * 4


def test_blur_shows_the_whole_picture_over_a_darker_softer_one(tmp_path):
    image = quarters(360, 360)
    image.save(tmp_path / "square.png")

    frame = drawn(tmp_path / "square.png", fit="blur")

    middle = frame.crop((70, 0, 250, 180))
    assert corners(middle) == (RED, GREEN, BLUE, WHITE)
    outside = np.asarray(frame)[:, :60].astype(int)
    assert 60 < outside.max() < 140
    assert abs(np.diff(outside, axis=0)).max() < 12, "the edge between red and blue is soft"


def test_a_picture_that_misses_the_shape_by_a_pixel_has_no_border(tmp_path):
    Image.new("RGB", (1366, 768), WHITE).save(tmp_path / "screen.png")

    assert np.asarray(drawn(tmp_path / "screen.png", 1920, 1080)).min() == 255


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (3, 2)], ids=str)
@pytest.mark.parametrize("fit", ["blur", "pad", "crop"])
def test_odd_shapes_fit_too(size, fit, tmp_path):
    Image.new("RGB", size, RED).save(tmp_path / "odd.png")

    assert drawn(tmp_path / "odd.png", fit=fit).getpixel((159, 89)) == RED


def test_fine_detail_shrinks_to_its_mean(tmp_path):
    lines = np.zeros((720, 1280, 3), np.uint8)
    lines[:, ::2] = 255
    Image.fromarray(lines).save(tmp_path / "lines.png")

    middle = np.asarray(drawn(tmp_path / "lines.png"))[10:-10, 10:-10]

    assert (middle.min(), middle.max()) == pytest.approx((128, 128), abs=6)


def test_sixteen_bits_are_scaled(tmp_path):
    Image.fromarray(np.full((180, 320), 0x8000, np.uint16)).save(tmp_path / "deep.png")
    Image.fromarray(np.full((180, 320), 0x8000, np.uint16)).save(tmp_path / "deep.tif")

    assert drawn(tmp_path / "deep.png").getpixel((5, 5)) == (128, 128, 128)
    assert drawn(tmp_path / "deep.tif").getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_other_modes_become_rgb(mode, tmp_path):
    Image.new("RGB", (320, 180), WHITE).convert(mode).save(tmp_path / "picture.tif")

    assert drawn(tmp_path / "picture.tif").getpixel((5, 5)) == WHITE


@pytest.mark.parametrize(("ink", "ground"), [(BLACK, WHITE), (WHITE, BLACK)])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_shows_a_ground_the_ink_stands_out_from(ink, ground, mode, tmp_path):
    image = Image.new("RGBA", (320, 180), (*ink, 0))
    ImageDraw.Draw(image).rectangle((100, 50, 200, 130), fill=(*ink, 255))
    image.convert(mode).save(tmp_path / "logo.png")

    frame = drawn(tmp_path / "logo.png")

    assert frame.getpixel((150, 90)) == ink
    assert frame.getpixel((5, 5)) == ground


def test_wholly_transparent_is_black(tmp_path):
    Image.new("RGBA", (320, 180), (200, 0, 0, 0)).save(tmp_path / "nothing.png")

    assert drawn(tmp_path / "nothing.png").getpixel((5, 5)) == BLACK


def test_a_colour_profile_is_followed(tmp_path):
    # Its red and blue are each other's, so that following it shows.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = (
        srgb.replace(b"rXYZ", b"!!!!").replace(b"bXYZ", b"rXYZ").replace(b"!!!!", b"bXYZ").replace(b"sRGB", b"odd!")
    )
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "odd!".encode("utf-16-be"))
    Image.new("RGB", (320, 180), RED).save(tmp_path / "wide.png", icc_profile=swapped)
    Image.new("RGB", (320, 180), RED).save(tmp_path / "plain.png", icc_profile=srgb)
    Image.new("RGB", (320, 180), RED).save(tmp_path / "broken.png", icc_profile=b"no profile at all")
    Image.new("L", (320, 180), 200).save(tmp_path / "grey.png", icc_profile=srgb.replace(b"sRGB", b"odd!"))

    assert corners(drawn(tmp_path / "wide.png"))[0] == BLUE
    assert drawn(tmp_path / "plain.png").getpixel((5, 5)) == RED
    assert drawn(tmp_path / "broken.png").getpixel((5, 5)) == RED
    assert drawn(tmp_path / "grey.png").getpixel((5, 5)) == (200, 200, 200)


def test_of_an_animation_the_first_picture(tmp_path):
    first, second = Image.new("RGB", (320, 180), RED), Image.new("RGB", (320, 180), BLUE)
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    first.save(tmp_path / "moving.webp", save_all=True, append_images=[second], lossless=True)

    assert drawn(tmp_path / "moving.gif").getpixel((5, 5)) == RED
    assert drawn(tmp_path / "moving.webp").getpixel((5, 5)) == RED


def test_too_many_pixels_are_refused_before_they_are_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(images, "PICTURE_PIXELS", 2_000_000)
    Image.new("L", (2001, 1000)).save(tmp_path / "bomb.png")
    (tmp_path / "bomb.png").write_bytes((tmp_path / "bomb.png").read_bytes()[:200])

    with pytest.raises(PipelineError, match="has 2001 x 1000 pixels, more than 2 million"):
        drawn(tmp_path / "bomb.png")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_truncated_files_are_refused(form, tmp_path):
    quarters().save(tmp_path / "whole", format=form)
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(PipelineError, match=r"is damaged|is not a picture"):
        drawn(tmp_path / "half")


@pytest.mark.parametrize("content", [b"", b"#EXTM3U\n", b"%!PS-Adobe-3.0 EPSF-3.0\n"])
def test_other_files_are_refused(content, tmp_path):
    (tmp_path / "picture.png").write_bytes(content)

    with pytest.raises(PipelineError, match="is not a picture that can be read"):
        drawn(tmp_path / "picture.png")
