"""Pages of readings as they are drawn: readable in every colour, the mark seen, the same everywhere else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.effects.colours import READABLE, contrast
from pipeline.effects.look import Look
from pipeline.effects.reading import Recital
from pipeline.manifest.spoken.passages import read_passage
from pipeline.media.picture.cards.sheet import Sheet
from pipeline.media.picture.fonts import default_fonts
from pipeline.media.picture.reading.draw import draw_page
from pipeline.media.picture.reading.pages import Pages, pages_of
from pipeline.model.media import Font

FONTS = tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())
COLOURS = {
    "red": ("#7a1414", "#fff6e0", "#e8b64c"),
    "paper": ("#f4efe4", "#2b2118", "#9c2f23"),
    "grey on grey": ("#777777", "#888888", "#707070"),
    "white on white": ("#ffffff", "#ffffff", "#ffffff"),
}
SHAPES = [(640, 360), (360, 640), (400, 400), (480, 360)]


def pages(colours: tuple[str, str, str], shape: tuple[int, int]) -> Pages:
    text = "# 郭亮\n\n郭亮出生在长沙。他走到工人中间。\n\n砍头不要紧，\n只要主义真。\n"
    passage, _ = read_passage(Source(path=Path("/a.md"), file="a.md", text=text), Findings())
    background, foreground, accent = colours
    look = Look(background=background, foreground=foreground, accent=accent, fonts=FONTS)
    return pages_of(Recital(key=digest(passage), passage=passage, look=look), *shape)


@pytest.mark.parametrize("colours", COLOURS.values(), ids=COLOURS)
def test_what_waits_and_what_is_read_can_be_read(colours: tuple[str, str, str]):
    look = pages(colours, (640, 360)).pages[0].look
    sheet = Sheet(640, 360, look, framed=False)
    pixels = np.asarray(sheet.image.crop(sheet.safe.whole)).reshape(-1, 3)
    order = pixels.sum(axis=1).argsort()
    for place in (len(order) // 100, -len(order) // 100):
        ground = "#" + "".join(f"{part:02x}" for part in pixels[order[place]])
        assert contrast(sheet.quiet, ground) >= READABLE
        assert contrast(sheet.tint, ground) >= 1.2
    assert contrast(sheet.on(sheet.tint), sheet.tint) >= READABLE


@pytest.mark.parametrize("shape", SHAPES, ids=["16:9", "9:16", "1:1", "4:3"])
def test_only_the_lines_of_the_sentence_change(shape: tuple[int, int]):
    found = pages(COLOURS["red"], shape)
    bare, first, second = (
        np.asarray(draw_page(page, *shape)).astype(int)
        for page in (found.pages[0], found.moment(0, marked=True), found.moment(1, marked=True))
    )
    rows = [np.flatnonzero(np.abs(one - bare).max(axis=(1, 2)) > 8) for one in (first, second)]

    assert 0 < len(rows[0]) < shape[1] / 3
    assert rows[0].min() <= rows[1].min()
    assert rows[1].max() >= rows[0].max()
    # Text keeps clear of the edges, where screens cut it off.
    assert rows[0].min() > shape[1] * 0.05


def test_another_size_shows_the_same_page_smaller():
    page = pages(COLOURS["red"], (640, 360)).moment(0, marked=True)
    small, whole = draw_page(page, 320, 180), draw_page(page, 640, 360).resize((320, 180))

    assert np.abs(np.asarray(small).astype(int) - np.asarray(whole)).mean() < 2


def test_a_mark_beyond_the_page_marks_nothing():
    page = pages(COLOURS["red"], (640, 360)).pages[0]

    assert draw_page(replace(page, marked=99), 640, 360).tobytes() == draw_page(page, 640, 360).tobytes()
