"""Pages of decks in frames: as large as they are shown, sharp, and on a ground of their own."""

import numpy as np
import pytest
from PIL import Image

from pipeline.effects.stills import OWN, FittedImage
from pipeline.media.picture.images import draw_image
from pipeline.media.picture.pdf import draw_page
from tests import sources
from tests.media.picture.documents import vector_pdf
from tests.media.video.spans import medium
from tests.sources.place import Pixels

PAPER = b"0.1 0.2 0.4 rg 0 0 400 400 re f "
"""A page in one dark colour, #1a3366."""
COLOUR = (26, 51, 102)
LINE = b"1 1 1 RG 1 w 100 20 m 100 80 l S"


def page(name: str, content: bytes, box: bytes = b"0 0 200 100", turned: int = 0) -> FittedImage:
    path = sources.folder() / name
    data = vector_pdf(content, box)
    path.write_bytes(data.replace(b"/Contents", b"/Rotate " + str(turned).encode() + b"/Contents") if turned else data)
    return FittedImage(image=medium(path), fit="blur", ground=OWN)


def drawn(still: FittedImage, width: int, height: int) -> Pixels:
    return np.asarray(draw_image(still, width, height)).astype(int)


@pytest.mark.parametrize(
    ("box", "turned", "inner"),
    [
        (b"0 0 200 100", 0, (320, 160)),
        (b"0 0 200 100", 90, (90, 180)),
        (b"0 0 100 200", 270, (320, 160)),
        (b"0 0 160 90", 0, (320, 180)),
        (b"10 20 170 110", 0, (320, 180)),
        (b"0 0 1601 900", 0, (320, 180)),
    ],
    ids=str,
)
def test_a_page_is_drawn_in_the_pixels_that_it_is_shown_in(box: bytes, turned: int, inner: tuple[int, int]):
    still = page(f"page-{turned}-{box.decode().replace(' ', '-')}.pdf", PAPER, box, turned)

    assert draw_page(still.image.path, 1, 320, 180, inside=True).size == inner
    assert draw_image(still, 320, 180).size == (320, 180)


def test_a_line_is_as_sharp_in_an_upright_frame_as_in_any():
    """A line of one point is 1.6 pixels wide there, or 1.8; what is scaled afterwards would be wider."""
    still = page("line-sharp.pdf", PAPER + LINE, b"0 0 200 112.5")

    for width, height in ((320, 180), (320, 640), (360, 360)):
        frame = drawn(still, width, height)
        lit = np.flatnonzero(frame[height // 2, :, 0] > 80)
        assert len(lit) in (2, 3) and frame[height // 2, :, 0].max() > 200


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (200, 200)], ids=str)
def test_its_ground_goes_on_in_its_own_colour(size: tuple[int, int]):
    frame = drawn(page("paper.pdf", PAPER + LINE), *size)

    edges = np.concatenate([frame[0], frame[-1], frame[:, 0], frame[:, -1]])
    assert np.abs(edges - COLOUR).max() <= 2


def test_a_page_with_a_picture_up_to_its_edge_stands_on_a_blurred_copy():
    half = b"0.9 0.1 0.1 rg 0 0 100 100 re f "
    frame = drawn(page("two.pdf", PAPER + half), 180, 320)

    top = frame[:60].reshape(-1, 3)
    assert np.ptp(top[:, 0]) > 40 and top.mean() < 90


def test_only_edges_beside_which_there_is_room_count():
    """A page whose upper edge is a red bar: beside it left and right the bar is a thirtieth of what is seen."""
    bar = b"0.9 0.1 0.1 rg 0 98 200 10 re f "
    beside = drawn(page("bar.pdf", PAPER + bar), 320, 100)
    above = drawn(page("bar.pdf", PAPER + bar), 200, 200)

    assert np.abs(beside[50, :40] - COLOUR).max() <= 2
    assert np.ptp(above[10, :, 0]) < 30 and np.abs(above[10, 100] - COLOUR).max() > 10


def test_any_fit_may_be_asked_for():
    still = page("paper.pdf", PAPER)
    cut = FittedImage(image=still.image, fit="crop", ground=OWN)
    padded = FittedImage(image=still.image, fit="pad")
    ground = FittedImage(image=still.image, fit="pad", ground="#80ff00")

    assert np.abs(drawn(cut, 180, 320) - COLOUR).max() <= 2
    assert drawn(padded, 180, 320)[0, 0].tolist() == [0, 0, 0]
    assert drawn(ground, 180, 320)[0, 0].tolist() == [128, 255, 0]


def test_a_photograph_among_slides_is_treated_alike():
    path = sources.folder() / "framed.png"
    image = Image.new("RGB", (400, 300), "#e0f0d0")
    image.paste("#303030", (50, 50, 350, 250))
    image.save(path)

    frame = drawn(FittedImage(image=medium(path), fit="blur", ground=OWN), 180, 320)

    assert frame[0, 0].tolist() == [0xE0, 0xF0, 0xD0]
