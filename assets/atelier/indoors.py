"""Pictures indoors and on paper: the museum, the oil lamp by night, a poem on a scroll, an old map."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, Point, curve, mirrored, star

INK = "#2a1f18"


def museum(width: int = 1600, height: int = 900) -> Image.Image:
    """A museum hall: light falls from above on frames, a glass case and a few visitors."""
    canvas = Canvas(width, height, "#2a1512")
    here = canvas.moved(canvas.wide / 2, 0)
    edge = canvas.wide / 2
    sides = ((-edge, 0), (-330, 250), (-330, 600), (-edge, 900))
    here.fill(here.polygon(*sides), here.across((-edge, "#3a1a16"), (-320, "#7c3428")))
    here.fill(here.polygon(*((-x, y) for x, y in sides)), here.across((320, "#7c3428"), (edge, "#3a1a16")))
    here.fill(here.polygon(*mirrored((-edge, 0), (-330, 250))), here.down((0, "#20100f"), (250, "#5b2a22")))
    here.fill(here.polygon(*mirrored((-330, 600), (-edge, 900))), here.down((600, "#a86a48"), (900, "#33170f")))
    here.fill(here.box(-330, 250, 330, 600), here.down((245, "#a8332a"), (600, "#7a1d1b")))
    for i in range(-9, 10):
        here.shade(here.line((i * 37, 600), (i * 150, 900), thick=1.6), 0.3)
    for y in (624, 660, 708, 774, 855):
        here.shade(here.box(-edge, y, edge, y + 2), 0.3)
    here.fill(here.polygon(*star(0, 372, 66)), "#ffd66b")
    here.light(here.radial(0, 372, 300), "#ffb54a", 0.55)
    here.fill(here.letters("不忘初心", 0, 505, 62, spacing=26), "#ffe2a0")
    for side in (-1, 1):
        for near, far in ((0.12, 0.34), (0.42, 0.6), (0.67, 0.81), (0.86, 0.96)):
            _frame(here, side * edge, side * 330, near, far)
    for x, amount in ((-430, 0.16), (0, 0.22), (430, 0.16)):
        beam = here.polygon((x - 36, -10), (x + 36, -10), (x + 190, 720), (x - 190, 720), blur=26)
        here.light(beam, "#ffdfae", amount)
    _glass_case(here.moved(0, 690))
    for x, size in ((-330, 1.0), (-270, 0.72), (300, 1.06), (390, 0.98)):
        visitor(here.moved(x, 820, size))
    return canvas.finish(seed=4, vignette=0.5)


def _frame(here: Canvas, outer: float, inner: float, near: float, far: float) -> None:
    """A framed picture on a side wall, in the room's perspective; `near` and `far` are its depths in the room."""

    def corner(depth: float, rise: float) -> Point:
        top, bottom = 250 * depth, 900 - 300 * depth
        return outer + (inner - outer) * depth, top + (bottom - top) * rise

    def board(near: float, far: float, top: float, bottom: float) -> np.ndarray:
        return here.polygon(corner(near, top), corner(far, top), corner(far, bottom), corner(near, bottom))

    frame, inset = board(near, far, 0.27, 0.66), (far - near) * 0.08
    picture = board(near + inset, far - inset, 0.3, 0.63)
    here.fill(frame, "#e2b35a")
    here.fill(picture, here.down((180, "#f2e6c8"), (500, "#c9b48a"), (680, "#8d7a58")))
    here.fill(here.hills(504, 120, lump=120, seed=round(near * 100)) * picture, "#5c4c3a", 0.75)
    here.light(frame * here.radial(*corner((near + far) / 2, 0.3), 190), "#ffe6b0", 0.3)


def _glass_case(here: Canvas) -> None:
    """A letter and an oil lamp under glass."""
    here.shade(here.ellipse(0, 92, 190, 22, blur=12), 0.6)
    here.fill(here.box(-150, 0, 150, 90), here.down((0, "#6a2c22"), (90, "#2c110e")))
    here.fill(here.box(-156, -6, 156, 6), "#d9a856")
    here.light(here.box(-140, -96, 140, -6), "#bfd4d8", 0.16)
    here.fill(here.polygon((-96, -8), (-80, -52), (6, -52), (-4, -8)), "#f3e4bd")
    for i in range(6):
        here.fill(here.line((i * 13 - 84, -46), (i * 13 - 90, -14)), "#5a4a38", 0.8)
    here.fill(here.ellipse(70, -20, 22, 13), "#8a6a2f")
    here.fill(here.box(66, -46, 74, -28), "#b98f45")
    here.light(here.radial(70, -56, 90), "#ffcf70", 0.8)
    for x in (-140, 139):
        here.light(here.box(x, -96, x + 2, -6), "#ffffff", 0.6)


def visitor(here: Canvas) -> None:
    """Somebody seen from behind, standing at 0."""
    tone = "#190c0b"
    here.shade(here.ellipse(0, 2, 40, 8, blur=6), 0.5)
    here.fill(here.polygon((-20, 0), (-26, -90), (26, -90), (20, 0), (4, 0), (0, -66), (-4, 0)), tone)
    here.fill(here.polygon(*mirrored((-10, -142), (-26, -136), (-33, -122), (-29, -62))), tone)
    here.fill(here.ellipse(0, -160, 17, 20), tone)
    here.light(here.line((-33, -118), (-24, -136), (-9, -142), thick=2.5, blur=1.5), "#ffcf90", 0.7)


def lamp(width: int = 1600, height: int = 900) -> Image.Image:
    """An oil lamp, a book and a brush on a desk, late at night; the moon is in the window."""
    canvas = lamplit(width, height)
    flame(canvas.moved(980, 512))
    return canvas.finish(seed=9, vignette=0.55)


def lamplit(width: int, height: int, *, glow: float = 1) -> Canvas:
    """The desk in the light of its lamp; `glow` is the lamp's strength."""
    canvas = Canvas(width, height, "#1a110e")
    canvas.fill(canvas.below(-10), canvas.down((0, "#20160f"), (620, "#4a2f1d")))
    canvas.shade(canvas.clouds(grain=(240, 160), seed=201), 0.3)
    _night_window(canvas.moved(360, 90))
    canvas.light(canvas.radial(980, 470, 760, power=1.7), "#ffa53d", 0.66 * glow)
    canvas.light(canvas.radial(980, 470, 300, power=1.6), "#ffd890", 0.4 * glow)
    grain = canvas.clouds(grain=(900, 8), seed=202, octaves=4)
    desk = canvas.below(660)
    canvas.fill(desk, canvas.down((660, "#7a4a28"), (680, "#5c3519"), (900, "#27140a")))
    canvas.shade(desk * grain, 0.3)
    canvas.light(desk * canvas.radial(980, 690, 720, power=1.5, flat=0.4), "#ffb04d", 0.62 * glow)
    _book(canvas.moved(560, 752))
    _brushes(canvas.moved(1290, 700))
    canvas.shade(canvas.ellipse(1010, 712, 150, 22, blur=10), 0.55)
    brass = canvas.across((880, "#5c3a14"), (950, "#f0c060"), (1000, "#b5802e"), (1080, "#4a2c0e"))
    here = canvas.moved(980, 512)
    here.fill(here.polygon(*mirrored((-34, 112), (-44, 150), (-92, 176), (-96, 196))), brass)
    here.fill(here.ellipse(0, 196, 96, 13), brass)
    here.fill(here.ellipse(0, 92, 74, 38), brass)
    here.light(here.ellipse(-24, 78, 22, 10, blur=5), "#fff0c0", 0.6)
    here.fill(here.box(-16, 36, 16, 60, corner=4), brass)
    here.fill(here.box(-4, 14, 4, 40), "#2a1a10")
    return canvas


def flame(here: Canvas, *, lean: float = 0, tall: float = 1) -> None:
    """A flame on its wick at 0, 24."""
    for half, high, tone, blur, amount in (
        (30, 120, "#ff8a2a", 9, 0.7), (20, 92, "#ffc24a", 3, 0.95), (11, 58, "#fff4c8", 2, 1.0),
    ):  # fmt: skip
        t = np.linspace(0, 1, 24)
        width = half * np.sin(np.pi * t**0.7) ** 0.9 * (1 - t * 0.55) * (1 - t) ** 0.25
        x, y = lean * 26 * t**2, 26 - high * tall * t
        left, right = zip(x - width, y, strict=True), zip(x + width, y, strict=True)
        here.light(here.polygon(*left, *reversed(list(right)), blur=blur), tone, amount)
    here.light(here.radial(lean * 8, -20, 230, power=2.6), "#ffd070", 0.85)


def _night_window(here: Canvas) -> None:
    """A lattice window on a blue night."""
    here.fill(here.box(-150, -10, 150, 400), "#2c1a10")
    here.fill(here.box(-136, 4, 136, 386), here.down((0, "#0f2040"), (386, "#2f4a6c")))
    here.fill(here.ellipse(46, 96, 34, 34), "#f6efcf")
    here.light(here.radial(46, 96, 150), "#cfdcf0", 0.5)
    bamboo = [(-100 + i * 38, 386, -120 + i * 40, 40 + i * 30) for i in range(4)]
    for x, y, top_x, top_y in bamboo:
        here.fill(here.line((x, y), (top_x, top_y), thick=5), "#0c1c2c")
        for t in (0.2, 0.42, 0.66, 0.9):
            joint = (x + (top_x - x) * t, y + (top_y - y) * t)
            for side in (-1, 1):
                tip = (joint[0] + side * 46, joint[1] + 16)
                here.fill(here.polygon(joint, (joint[0] + side * 18, joint[1] - 6), tip), "#0c1c2c")
    for i in range(-3, 4):
        here.fill(here.box(i * 39 - 2, 4, i * 39 + 2, 386), "#2c1a10")
    for y in (86, 162, 238, 314):
        here.fill(here.box(-136, y - 2, 136, y + 2), "#2c1a10")


def _book(here: Canvas) -> None:
    """An open book, its lines of text from right to left."""
    here.shade(here.ellipse(10, 46, 290, 26, blur=12), 0.6)
    here.fill(here.polygon((-280, 44), (-210, -60), (210, -60), (280, 44)), "#4a1d14")
    for side in (-1, 1):
        page = here.polygon((0, -62), (side * 100, -76), (side * 204, -62), (side * 268, 36), (side * 130, 18), (0, 40))
        near, far = ("#f7e3b4", "#b98f58") if side > 0 else ("#e0c48c", "#8a6a42")
        here.fill(page, here.across((-270, far), (-10, near)) if side < 0 else here.across((10, "#c9a56a"), (80, near)))
        for i in range(1, 9):
            top, bottom = (side * i * 22, -56 - (i % 5)), (side * i * 28.5, 20 + (i % 3))
            here.fill(here.line(top, bottom, thick=2.4), "#5a4026", 0.5)


def _brushes(here: Canvas) -> None:
    """A brush pot and an ink stone."""
    here.shade(here.ellipse(12, 62, 90, 14, blur=8), 0.5)
    for x, lean, tone in ((-14, -34, "#b5843e"), (4, 8, "#8a5a2a"), (20, 44, "#c99a55")):
        here.fill(here.line((x, -20), (x + lean, -190), thick=8), tone)
        here.fill(here.polygon((x + lean - 6, -186), (x + lean + 6, -188), (x + lean * 1.16, -236)), "#e6dcc4")
    here.fill(here.box(-44, -50, 44, 62, corner=6), here.across((-44, "#a8752f"), (-20, "#d9a852"), (44, "#4a2a10")))
    here.fill(here.ellipse(0, -50, 44, 10), "#3a200e")


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
