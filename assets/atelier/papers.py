"""Pictures on paper: a poem on a scroll, an old map."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, curve

INK = "#2a1f18"


def scroll(width: int = 1600, height: int = 900) -> Image.Image:
    """Four lines that outlived their poet, on a hanging scroll beside ink bamboo."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down((0, "#5c1512"), (900, "#2e0a0a"))
    canvas.shade(canvas.clouds(grain=(500, 400), seed=211), 0.3)
    canvas.light(canvas.radial(800, 300, 900), "#c0392b", 0.5)
    here = canvas.moved(800, 450)
    here.shade(here.box(-560, -330, 580, 352, blur=22), 0.7)
    here.fill(here.box(-560, -330, 560, 330), "#c9a45c")
    paper = here.box(-536, -308, 536, 308)
    fibres = here.clouds(grain=(30, 18), seed=212, octaves=4)
    here.fill(paper, here.down((-308, "#f6e9c6"), (308, "#e4cd98")))
    here.shade(paper * fibres, 0.05)
    here.shade(paper * here.clouds(grain=(420, 420), seed=213) ** 2, 0.08)
    for y in (-344, 330):
        here.fill(here.box(-590, y, 590, y + 16, corner=7), here.down((y, "#8a4a22"), (y + 16, "#3a1a0a")))
        for x in (-604, 590):
            here.fill(here.box(x, y - 4, x + 14, y + 20, corner=4), "#d9b256")
    _ink_bamboo(here, paper)
    lines = ("砍头不要紧", "只要主义真", "杀了夏明翰", "还有后来人")
    for i, line in enumerate(lines):
        brush = here.letters(line, 410 - i * 128, -16, 82, spacing=20, upright=True)
        here.fill(brush * (0.82 + 0.18 * fibres), INK)
    here.fill(here.box(-82, 196, -22, 256, corner=6), "#b3211d", 0.92)
    here.fill(here.letters("明", -52, 211, 25), "#f6e3c0")
    here.fill(here.letters("翰", -52, 240, 25), "#f6e3c0")
    return canvas.finish(seed=10, vignette=0.5)


def _ink_bamboo(here: Canvas, paper: np.ndarray) -> None:
    """Three stalks in lighter and lighter ink, nowhere beyond the paper."""
    random = np.random.default_rng(214)
    for x, lean, tone in ((-430, 40, 0.75), (-340, -14, 0.45), (-250, 26, 0.3)):
        y = 300.0
        while y > -290:
            high = random.uniform(80, 110)
            foot, top = x + lean * (300 - y) / 600, x + lean * (300 - y + high) / 600
            here.fill(here.line((foot, y - 4), (top, y - high + 4), thick=15) * paper, INK, tone * 0.85)
            here.light(here.line((foot - 3, y - 8), (top - 3, y - high + 8), thick=3, blur=1) * paper, "#f0e0b8", 0.35)
            y -= high
            for _ in range(random.integers(2, 5)):
                turn, long = random.uniform(-0.5, 1.3), random.uniform(60, 110)
                side = random.choice((-1, 1))
                tip = (top + side * np.cos(turn) * long, y + np.sin(turn) * long)
                middle = (top + side * np.cos(turn - 0.16) * long * 0.45, y + np.sin(turn - 0.16) * long * 0.45)
                under = (top + side * np.cos(turn + 0.16) * long * 0.45, y + np.sin(turn + 0.16) * long * 0.45)
                here.fill(here.polygon((top, y), middle, tip, under) * paper, INK, tone * random.uniform(0.5, 1))


def old_map(width: int = 1600, height: int = 900) -> Image.Image:
    """A worn map of Hunan's rivers with the places of these stories; a sketch, not to scale."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down((0, "#ead6a4"), (900, "#d6b77a"))
    canvas.shade(canvas.clouds(grain=(300, 300), seed=221) ** 1.5, 0.22)
    canvas.shade(canvas.clouds(grain=(14, 14), seed=222, octaves=3), 0.07)
    edge = np.minimum(
        np.minimum(canvas.columns, canvas.wide - canvas.columns), np.minimum(canvas.rows, 900 - canvas.rows)
    )
    canvas.shade(np.clip(1 - edge / 130, 0, 1) ** 2 * (0.4 + 0.6 * canvas.clouds(grain=(90, 90), seed=223)), 0.65)
    for x in (400, 800, 1200):
        canvas.shade(canvas.box(x - 1, 0, x + 1, 900, blur=2), 0.2)
        canvas.light(canvas.box(x + 3, 0, x + 12, 900, blur=4), "#fff2c8", 0.3)
    heights = canvas.clouds(grain=(420, 330), seed=224, octaves=3)
    canvas.shade(canvas.stripes(heights, 0.09, 0.07) * (heights > 0.5), 0.22)
    lake = canvas.polygon((770, 150), (880, 120), (1000, 160), (1040, 230), (950, 262), (860, 240), (790, 216), blur=5)
    canvas.fill(lake, "#7f9f98", 0.8)
    canvas.fill(canvas.letters("洞庭湖", 905, 190, 34, spacing=12), "#38575a")
    xiang = [(920, 250), (940, 330), (908, 420), (930, 500), (890, 590), (905, 680), (860, 770), (800, 880)]
    liuyang = [(918, 398), (990, 410), (1060, 392), (1150, 430), (1260, 420)]
    zi = [(840, 240), (760, 320), (700, 430), (620, 520), (600, 650)]
    yuan = [(800, 200), (660, 240), (540, 310), (420, 330), (300, 430)]
    for course, thick in ((xiang, 9), (liuyang, 6), (zi, 6), (yuan, 6)):
        canvas.fill(canvas.line(*curve(*course), thick=thick + 5, blur=3), "#5f8680", 0.4)
        canvas.fill(canvas.line(*curve(*course), thick=thick), "#4f7874", 0.85)
    canvas.fill(canvas.letters("湘江", 955, 610, 30, upright=True), "#38575a")
    canvas.fill(canvas.letters("浏阳河", 1120, 380, 27, spacing=10), "#38575a")
    rails = curve(*[(1010, 90), (1075, 220), (985, 330), (950, 400), (985, 540), (965, 700), (1000, 900)])
    canvas.fill(canvas.line(*rails, thick=6), "#4a2c20", 0.85)
    dashes = canvas.line(*rails, thick=3) * canvas.stripes(canvas.rows, 22, 0.5)
    canvas.fill(dashes, "#ead6a4")
    places = ((910, 405, "长沙", 46, -92), (842, 556, "韶山", 32, -72), (893, 690, "衡山", 32, -74),
              (857, 778, "衡阳", 36, -80), (1040, 150, "岳州", 36, 84))  # fmt: skip
    for x, y, name, size, offset in places:
        canvas.fill(canvas.ellipse(x, y, 13, 13), "#b3211d")
        canvas.fill(canvas.ellipse(x, y, 6, 6), "#ffe9b0")
        canvas.fill(canvas.letters(name, x + offset, y, size, spacing=6), INK)
    _compass(canvas.moved(240, 690))
    canvas.fill(canvas.box(1300, 90, 1440, 500), "#efdcae")
    canvas.fill(canvas.box(1300, 90, 1440, 500) - canvas.box(1306, 96, 1434, 494), "#7a1f18")
    canvas.fill(canvas.letters("三湘红色足迹", 1370, 295, 50, spacing=14, upright=True), "#7a1f18")
    return canvas.finish(seed=11, vignette=0.4)


def _compass(here: Canvas) -> None:
    here.fill(here.ellipse(0, 0, 108, 108) - here.ellipse(0, 0, 103, 103), "#7a1f18", 0.8)
    for i in range(8):
        turn, long = i * np.pi / 4, 98 if i % 2 == 0 else 58
        tip = (np.sin(turn) * long, -np.cos(turn) * long)
        for side, tone in ((-1, "#7a1f18"), (1, "#e6cf98")):
            foot = (np.sin(turn + side * np.pi / 4) * 20, -np.cos(turn + side * np.pi / 4) * 20)
            here.fill(here.polygon((0, 0), tip, foot), tone)
    here.fill(here.letters("北", 0, -132, 34), INK)
