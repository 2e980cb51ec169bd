"""Pictures as people have them: photos of phones, pages, layers, and those that only say why not."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from pipeline.effects.stills import FittedImage
from pipeline.media.picture.formats import load_heif
from pipeline.media.picture.images import draw_image, open_picture
from pipeline.media.picture.pdf import page_size
from pipeline.media.probe.probe import probe
from pipeline.media.probe.sniff import ProbeError
from tests import sources
from tests.media.picture.documents import vector_pdf
from tests.media.video.spans import medium

SEEN = {1: (0, 1, 2, 3), 2: (1, 0, 3, 2), 3: (3, 2, 1, 0), 4: (2, 3, 0, 1), 5: (0, 2, 1, 3), 6: (2, 0, 3, 1),
        7: (3, 1, 2, 0), 8: (1, 3, 0, 2)}  # fmt: skip
"""Which quarter is seen where, by the EXIF orientation."""
COLOURS = ((200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 220))


def quarters(mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (96, 64))
    for index, colour in enumerate(COLOURS):
        image.paste(colour, (index % 2 * 48, index // 2 * 32, index % 2 * 48 + 48, index // 2 * 32 + 32))
    return image.quantize(16) if mode == "P" else image.convert(mode)


def middles(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of the quarters."""
    wide, high = image.size
    return [image.getpixel((wide * x // 4, high * y // 4)) for y in (1, 3) for x in (1, 3)]


def saved(name: str, image: Image.Image, **options: object) -> Path:
    load_heif()
    path = sources.folder() / name
    image.save(path, **options)
    return path


def assert_quarters(path: Path, order: tuple[int, ...] = (0, 1, 2, 3), within: int = 8) -> None:
    for seen, place in zip(middles(open_picture(path, 96, 96)), order, strict=True):
        assert np.abs(np.subtract(seen, COLOURS[place])).max() <= within, (path.name, seen, COLOURS[place])


@pytest.mark.parametrize("orientation", SEEN)
@pytest.mark.parametrize("suffix", ["avif", "heic", "webp", "tif", "png"])
def test_every_orientation_of_every_format(suffix, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = quarters()
    image.info["exif"] = exif.tobytes()
    path = saved(f"turn{orientation}.{suffix}", image, quality=95, **({} if suffix == "heic" else {"exif": exif}))

    assert_quarters(path, SEEN[orientation], within=12)
    size = open_picture(path, 96, 96).size
    assert size == ((64, 96) if orientation >= 5 else (96, 64))


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("q.heic", "RGB", {"quality": 95}), ("q.jp2", "RGB", {}), ("cmyk.jpg", "CMYK", {"quality": 95}),
        ("palette.gif", "P", {}), ("plain.bmp", "RGB", {}), ("cmyk.tif", "CMYK", {}),
    ],
)  # fmt: skip
def test_formats_have_their_colours(name, mode, options):
    assert_quarters(saved(name, quarters(mode), **options), within=10)


def test_sixteen_bits_and_gray_with_alpha():
    deep = Image.fromarray(np.full((64, 96), 128 << 8 | 7, np.uint16))
    veiled = Image.new("LA", (96, 64), (200, 255))

    assert open_picture(saved("deep.png", deep), 96, 96).getpixel((5, 5)) == (128, 128, 128)
    assert open_picture(saved("deep.tif", deep), 96, 96).getpixel((5, 5)) == (128, 128, 128)
    assert open_picture(saved("gray-alpha.png", veiled), 96, 96).getpixel((5, 5)) == (200, 200, 200)


def test_photos_of_phones_come_into_srgb():
    """Full red of Display P3 lies beyond sRGB; half of it is a stronger red than the same numbers in sRGB."""
    profile = display_p3()
    path = saved("p3.heic", Image.new("RGB", (96, 64), (128, 64, 64)), quality=-1, icc_profile=profile)

    red, green, blue = open_picture(path, 96, 96).getpixel((40, 30))

    assert (abs(red - 136) <= 3, abs(green - 60) <= 4, abs(blue - 62) <= 4) == (True, True, True), (red, green, blue)


def display_p3() -> bytes:
    """A profile of its primaries: sRGB's with other colourants (D50-adapted, as Apple's has them)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    columns = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for index in range(count):
        name, at, _ = struct.unpack(">4sII", data[132 + 12 * index : 144 + 12 * index])
        if name in columns:
            data[at + 8 : at + 20] = struct.pack(">3i", *(round(value * 65536) for value in columns[name]))
        if name == b"desc":
            data[132 + 12 * index : 136 + 12 * index] = b"xxxx"
    return bytes(data)


def test_a_turn_that_only_the_exif_of_a_heif_asks_for_is_known():
    exif = Image.Exif()
    exif[0x0112] = 6
    video = probe(saved("exif-only.heic", quarters(), quality=95, exif=exif)).video

    assert video is not None and (video.rotation, video.tilt) == (0, 90)


def test_a_burst_shows_its_first_picture():
    import pillow_heif

    file = pillow_heif.from_pillow(quarters())
    file.add_from_pillow(Image.new("RGB", (96, 64), "black"))
    path = sources.folder() / "burst.heic"
    file.save(path, quality=95)
    pages = saved("pages.tif", quarters(), save_all=True, append_images=[Image.new("RGB", (96, 64))] * 2)

    assert (probe(path).pictures, probe(pages).pictures) == (2, 3)
    assert_quarters(path)
    assert_quarters(pages)


def deck(name: str = "deck.pdf", pages: int = 3, size: tuple[int, int] = (960, 540)) -> Path:
    images = []
    for index in range(pages):
        image = Image.new("RGB", size, "white")
        image.paste("black", (size[0] * index // pages, 0, size[0] * (index + 1) // pages, size[1]))
        images.append(image)
    return saved(name, images[0], save_all=True, append_images=images[1:])


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_of_a_pdf_is_drawn_as_large_as_the_frame(page):
    still = FittedImage(image=medium(deck()), fit="pad", page=page)

    drawn = np.asarray(draw_image(still, 1920, 1080).convert("L"))

    dark = np.flatnonzero(drawn[540] < 128)
    assert (dark.min(), dark.max()) == (pytest.approx((page - 1) * 640, abs=2), pytest.approx(page * 640, abs=2))
    edge = drawn[540, page * 640 - 4 : page * 640 + 4] if page < 3 else drawn[540, 1276:1284]
    assert edge.min() < 60 and edge.max() > 200, "the border is sharp"


def test_lines_of_a_page_are_sharp():
    """A hairline of a vector drawing is a pixel wide in any frame."""
    path = sources.folder() / "line.pdf"
    path.write_bytes(vector_pdf(b"0 0 0 RG 0.5 w 100 0 m 100 100 l S"))

    drawn = np.asarray(open_picture(path, 1920, 960).convert("L"))

    assert drawn.shape[1] >= 1920 and int((drawn[drawn.shape[0] // 2] < 200).sum()) in range(3, 8)


def test_a_sheet_of_a0_takes_no_more_than_the_frame_needs():
    path = sources.folder() / "a0.pdf"
    path.write_bytes(vector_pdf(b"", b"0 0 2384 3370"))
    strip = sources.folder() / "strip.pdf"
    strip.write_bytes(vector_pdf(b"", b"0 0 14400 3"))

    assert open_picture(path, 640, 360).size == (640, 905)
    wide, high = open_picture(strip, 640, 360).size
    assert wide * high <= 41_000_000


def test_pages_of_a_long_file_are_counted_at_once():
    path = sources.folder() / "long.pdf"
    path.write_bytes(vector_pdf(b"", pages=10_000))

    assert page_size(path, 9_999).pages == 10_000
    assert probe(path).pictures == 10_000


def test_what_is_wrong_with_a_pdf_is_said():
    broken = sources.folder() / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing of the kind\x00\x01")
    none = sources.folder() / "none.pdf"
    none.write_bytes(vector_pdf(b"", pages=0))

    for path in (broken, none):
        with pytest.raises(ProbeError, match="a PDF without a page that can be drawn"):
            probe(path)
    with pytest.raises(ProbeError, match="has 3 pages, there is no page 4"):
        page_size(deck(), 4)


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("drawing.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing in SVG"),
        ("bare.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing in SVG"),
        ("IMG.CR2", b"II*\0\x10\0\0\0CR\2\0" + bytes(100), "raw photo"),
        ("IMG.CR3", b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(100), "raw photo"),
        ("IMG.RAF", b"FUJIFILMCCD-RAW 0201" + bytes(100), "raw photo"),
        ("IMG.DNG", b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 50706, 1, 4, 1) + bytes(100), "raw photo"),
        ("IMG.NEF", b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHII", 33422, 1, 4, 1) + bytes(100), "raw photo"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(name, head, words):
    path = sources.folder() / name
    path.write_bytes(head)

    with pytest.raises(ProbeError, match=words):
        probe(path)


def white_square(name: str, hidden: tuple[int, int, int], mode: str = "RGBA") -> Path:
    """A white square of 60 pixels in the middle of 180 x 360, nothing around it."""
    image = Image.new("RGBA", (180, 360), (*hidden, 0))
    image.paste((255, 255, 255, 255), (60, 150, 120, 210))
    if mode == "P":
        image = image.quantize(8)
    lossless = {"lossless": True} if name.endswith("webp") else {}
    return saved(name, image if mode != "LA" else image.convert("LA"), **lossless)


@pytest.mark.parametrize(
    ("name", "hidden", "mode"),
    [
        ("white.png", (255, 255, 255), "RGBA"), ("green.png", (0, 255, 0), "RGBA"), ("palette.png", (0, 255, 0), "P"),
        ("gray.png", (255, 255, 255), "LA"), ("clear.webp", (255, 0, 0), "RGBA"), ("clear.tif", (255, 0, 0), "RGBA"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fit", ["blur", "pad"])
def test_a_square_on_nothing_keeps_its_size_and_shows_nothing_else(name, hidden, mode, fit):
    still = FittedImage(image=medium(white_square(f"square-{name}", hidden, mode)), fit=fit)

    drawn = np.asarray(draw_image(still, 640, 360)).astype(int)

    rows, columns = np.where(drawn.max(axis=2) > 20)
    assert (np.ptp(columns) + 1, np.ptp(rows) + 1) == (pytest.approx(60, abs=4), pytest.approx(60, abs=4))
    assert np.abs(drawn.max(axis=2) - drawn.min(axis=2)).max() <= 12, "the hidden colour is nowhere"


def test_hidden_colours_do_not_bleed_when_a_large_picture_is_shrunk():
    image = Image.new("RGBA", (1600, 900), (0, 255, 0, 0))
    image.paste((255, 255, 255, 255), (401, 203, 1203, 705))
    drawn = np.asarray(draw_image(FittedImage(image=medium(saved("large.png", image)), fit="pad"), 160, 90)).astype(int)

    assert (drawn[:, :, 1] - drawn[:, :, 0]).max() <= 2


def test_a_photo_with_round_corners_keeps_its_backdrop():
    image = Image.new("RGBA", (180, 360), (200, 80, 40, 255))
    image.paste((0, 0, 0, 0), (0, 0, 12, 12))
    drawn = np.asarray(draw_image(FittedImage(image=medium(saved("round.png", image)), fit="blur"), 640, 360))

    assert drawn[180, 40].tolist() == pytest.approx([90, 36, 18], abs=4)
