"""The slides: a small presentation as PDF, its type as outlines, so that it is sharp at every size."""

from collections.abc import Iterator

import matplotlib
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from atelier.tools import ASSETS, made
from pipeline.media.picture.fonts import default_fonts

WIDE, HIGH = 16.0, 9.0
PAPER, INK, SOFT, ACCENT, WATER = "#f6f1e6", "#22304f", "#6b7385", "#b5482e", "#9fc3cf"
XIANG = [(0, 1.6), (5.4, 2.5), (9.6, 2.2), (16, 4.6), (16, 3.1), (10, 1.2), (5, 1.4), (0, 0.9)]
LIUYANG = [(7.6, 2.1), (8.4, 3.7), (11, 4.9), (16, 5.7), (16, 5), (11.4, 4.2), (9.3, 3.3), (8.9, 1.9)]


class Page:
    """One slide, 16 units wide and 9 high, counted from the left lower corner."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDE * 0.6, HIGH * 0.6), facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, WIDE)
        self.axes.set_ylim(0, HIGH)

    def text(self, text: str, x: float, y: float, size: float, *, bold: bool = False, ink: str = INK) -> None:
        """A line from x on, its baseline at y, of characters `size` units wide."""
        path, index = default_fonts()[0 if bold else 1]
        font = FT2Font(str(path), face_index=index)
        for character in text:
            glyph = font.load_char(ord(character), flags=LoadFlags.NO_SCALE)
            scale = size / font.units_per_EM
            vertices, codes = font.get_path()
            if len(vertices):
                placed = Affine2D().scale(scale * 64).translate(x, y).transform_path(Outline(vertices, codes))
                self.axes.add_patch(PathPatch(placed, facecolor=ink, linewidth=0, snap=False))
            x += glyph.horiAdvance * scale

    def heading(self, text: str, number: int) -> None:
        self.axes.add_patch(Rectangle((1.2, 7.05), 0.14, 0.95, color=ACCENT, linewidth=0))
        self.text(text, 1.7, 7.2, 0.84, bold=True)
        self.text(f"{number} / 4", 14.2, 0.6, 0.32, ink=SOFT)
        self.text("新河三角洲", 1.2, 0.6, 0.32, ink=SOFT)


def make() -> None:
    """assets/documents/xinhe.pdf"""
    matplotlib.rcParams["pdf.compression"] = 9
    quiet = {"Creator": None, "Producer": None, "CreationDate": None, "Title": "新河三角洲"}
    with PdfPages(made(ASSETS / "documents" / "xinhe.pdf"), metadata=quiet) as pdf:
        for page in _pages():
            pdf.savefig(page.figure, facecolor=PAPER)


def _pages() -> Iterator[Page]:
    page = Page()
    page.heading("两条河，一座城", 1)
    for river in (XIANG, LIUYANG):
        page.axes.add_patch(Polygon(river, closed=True, color=WATER, linewidth=0, zorder=0))
    page.text("湘江", 13.0, 2.75, 0.5, bold=True)
    page.text("浏阳河", 12.6, 4.85, 0.5, bold=True)
    page.axes.add_patch(Circle((8.1, 3.05), 0.22, color=ACCENT, linewidth=0))
    page.text("新河三角洲", 4.4, 3.3, 0.62, bold=True, ink=ACCENT)
    page.text("浏阳河在这里汇入湘江，南来北往的货船在此停泊。", 1.7, 5.95, 0.46)
    yield page
    page = Page()
    page.heading("铁路来了", 2)
    page.axes.add_patch(Rectangle((1.7, 3.95), 12.4, 0.08, color=INK, linewidth=0))
    for x, year, what in (
        (2.4, "1909", "长沙至株洲段开工"),
        (6.6, "1911", "长沙新河车站建成"),
        (10.8, "1918", "武昌至长沙通车"),
    ):
        page.axes.add_patch(Circle((x, 3.99), 0.2, color=ACCENT, linewidth=0))
        page.text(year, x - 0.6, 4.7, 0.72, bold=True, ink=ACCENT)
        page.text(what, x - 0.6, 2.9, 0.42)
    page.text("粤汉铁路分段修筑，工人们从四面八方来到新河。", 1.7, 1.7, 0.46, ink=SOFT)
    yield page
    page = Page()
    page.heading("工人们站了起来", 3)
    for row, line in enumerate(("1922 年 9 月，粤汉铁路工人举行大罢工。", "新河的铁路工人一起停工，寸步不让。",
                                "罢工取得胜利，工会在车站旁成立。")):  # fmt: skip
        page.axes.add_patch(Circle((2.0, 5.55 - row * 1.25), 0.11, color=ACCENT, linewidth=0))
        page.text(line, 2.5, 5.38 - row * 1.25, 0.54)
    yield page
    page = Page()
    page.heading("今天的滨江", 4)
    for left, high, what in ((2.0, 2.4, "图书馆"), (5.3, 1.7, "博物馆"), (8.6, 3.0, "音乐厅"), (11.9, 2.0, "规划馆")):
        page.axes.add_patch(Rectangle((left, 2.0), 2.2, high, color=INK, linewidth=0))
        page.text(what, left + 0.2, 1.35, 0.5)
    page.text("一座旧车站，变成了城市的客厅。", 1.7, 5.9, 0.5, ink=SOFT)
    yield page
