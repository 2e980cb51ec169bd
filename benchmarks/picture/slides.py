"""How sharp the pages of a deck are, and what they cost.

`python -m benchmarks.picture.slides [PAGES]` makes a PDF with pages of words in several sizes, draws and encodes them
as `slides` shows them, and prints for each size of frame the CPU seconds of a page, and its edge contrast: how steep
the edges of its letters are as drawn and as encoded, against the same page drawn at twice the size and halved.
"""

import resource
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from PIL import Image

from pipeline.effects.stills import OWN, FittedImage
from pipeline.media.picture.pdf import draw_page
from pipeline.media.probe.index import Catalogue
from pipeline.model.rendition import Picture
from pipeline.render.picture.stills import StillStep, draw, perform_still

PAGES = 30
SIZES = ((1920, 1080), (3840, 2160), (1080, 1920), (1440, 1080), (1280, 720))
EDGE = 0.25
"""Of the steepest edge: what is flatter is no edge."""
WORDS = "The red lesson of our street, 建党精神 0123456789"


def main(pages: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deck = folder / "deck.pdf"
        write_deck(deck, pages)
        medium = Catalogue(folder / "catalogue.json").medium(deck)
        print(f"{'frame':>11}  {'CPU s a page':>12}  {'wall s':>6}  {'drawn':>6}  {'encoded':>7}")
        for width, height in SIZES:
            picture = Picture(width=width, height=height, rate=Fraction(25))
            stills = [FittedImage(image=medium, fit="blur", page=number + 1, ground=OWN) for number in range(pages)]
            # What a picture of this size asks for once is no page's.
            perform_still(StillStep(still=stills[0], picture=picture, tools=""), [], folder / "first.mp4")
            begun, clock = _cpu(), time.monotonic()
            for number, still in enumerate(stills):
                perform_still(StillStep(still=still, picture=picture, tools=""), [], folder / f"{number}.mp4")
            spent, lasted = (_cpu() - begun) / pages, (time.monotonic() - clock) / pages
            reference = _reference(deck, width, height)
            drawn = edge_contrast(_luma(draw(stills[0], width, height)), reference)
            encoded = edge_contrast(_decoded(folder / "0.mp4"), reference)
            print(f"{width:>6}x{height:<4}  {spent:12.3f}  {lasted:6.3f}  {drawn:6.3f}  {encoded:7.3f}")


def write_deck(path: Path, pages: int) -> None:
    """Pages of 16:9 with a heading, and lines in sizes as people use them."""
    with PdfPages(path) as file:
        for number in range(pages):
            figure = Figure(figsize=(13.333, 7.5), facecolor="white")
            figure.text(0.06, 0.84, f"{number + 1}. {WORDS[:19]}", fontsize=40)
            for line, size in enumerate((24, 20, 18, 16, 14, 12, 10, 8)):
                figure.text(0.06, 0.72 - 0.085 * line, WORDS, fontsize=size, family=["sans-serif", "Noto Sans CJK SC"])
            file.savefig(figure)


def edge_contrast(shown: npt.NDArray[np.float32], reference: npt.NDArray[np.float32]) -> float:
    """How steep the reference's edges are in a picture: 1 as steep as there."""
    wanted, found = _steepness(reference), _steepness(shown)
    edges = wanted > EDGE * wanted.max()
    return float(found[edges].sum() / wanted[edges].sum())


def _steepness(luma: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    down, across = np.gradient(luma)
    steep: npt.NDArray[np.float32] = np.hypot(down, across)
    return steep


def _reference(deck: Path, width: int, height: int) -> npt.NDArray[np.float32]:
    """Twice as large, halved, on a white ground as the page has."""
    twice = draw_page(deck, 1, 2 * width, 2 * height, inside=True)
    frame = Image.new("RGB", (2 * width, 2 * height), "white")
    inner = (twice.width // 2, twice.height // 2)
    frame.paste(twice, ((width - inner[0]) // 2 * 2, (height - inner[1]) // 2 * 2))
    return _luma(frame.reduce(2))


def _luma(image: Image.Image) -> npt.NDArray[np.float32]:
    return np.asarray(image.convert("RGB"), np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _decoded(tile: Path) -> npt.NDArray[np.float32]:
    with av.open(str(tile)) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="gray")
    return (frame.astype(np.float32) - 16) * 255 / 219 if frame.min() >= 16 else frame.astype(np.float32)


def _cpu() -> float:
    spent = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
