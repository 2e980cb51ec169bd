"""Pictures of the city: where two rivers meet at dusk, and the railway of a hundred years ago."""

from itertools import pairwise

import numpy as np
from PIL import Image

from atelier.paint import Canvas, drifting, mirrored, noise, rgb

SHORE = 590
"""Where the water begins, in units."""


def river(width: int = 1600, height: int = 900) -> Image.Image:
    """Two rivers meet at dusk: towers, a concert hall, a bridge, and their lights on the water."""
    canvas = riverside(width, height)
    water(canvas)
    return canvas.finish(seed=2)


def riverside(width: int, height: int) -> Canvas:
    """All that stands above the water."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down(
        (0, "#0b1533"), (227, "#1d2f63"), (356, "#4a4b86"), (440, "#b0698a"), (505, "#f0a27a"), (600, "#f6c68b")
    )
    canvas.light(canvas.radial(canvas.wide * 0.68, SHORE, 760, flat=0.7), "#ff9d62", 0.7)
    canvas.light(canvas.clouds(grain=(820, 70), seed=61) ** 2.4, "#ff9c8a", 0.32)
    random = np.random.default_rng(5)
    for _ in range(90):
        x, y = random.random() * canvas.wide, random.random() ** 1.6 * 330
        canvas.light(canvas.radial(x, y, random.uniform(1.2, 3), power=1), "#ffffff", random.uniform(0.3, 0.8))
    canvas.fill(canvas.hills(SHORE + 4, 80, lump=600, seed=63, octaves=5), "#5b4a78")
    _skyline(canvas, "#57497f", taller=1.1, lit=0.3, seed=71)
    _skyline(canvas, "#241f45", taller=0.62, lit=0.75, seed=72)
    _concert_hall(canvas.moved(canvas.wide * 0.68, SHORE))
    _bridge(canvas.moved(0, SHORE))
    return canvas


def water(canvas: Canvas, *, flow: float = 0) -> None:
    """The river: what stands above it upside down, and glitter; `flow` is how far it has run, in units."""
    canvas.mirror(SHORE, ripple=26, darker=0.22, seed=64, flow=flow)
    height, width = canvas.rows.shape
    sheet = noise(2 * width + 2, height, grain=(120 * canvas.unit, 7 * canvas.unit), seed=65, octaves=3)
    glitter = drifting(sheet, width - flow * 1.4 * canvas.unit, width) ** 6
    near_shore = np.clip(1 - (canvas.rows - SHORE) / (900 - SHORE), 0, 1) * canvas.below(SHORE)
    canvas.pixels += (glitter * near_shore * 0.5)[..., None] * rgb("#ffbf80")
    canvas.shade(canvas.box(0, SHORE - 2, canvas.wide, SHORE + 3, blur=2), 0.5)


def _skyline(canvas: Canvas, tone: str, *, taller: float, lit: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    x = -20.0
    while x < canvas.wide:
        wide = random.uniform(34, 74)
        downtown = np.exp(-(((x / canvas.wide - 0.3) / 0.2) ** 2))
        top = SHORE - taller * (random.uniform(60, 150) + downtown * random.uniform(90, 260))
        house = canvas.box(x, top, x + wide, SHORE + 2)
        canvas.fill(house, tone)
        if random.random() < 0.4:
            canvas.fill(canvas.box(x + wide * 0.3, top - 26, x + wide * 0.7, top), tone)
        canvas.light(house * np.clip((canvas.columns - x) / wide, 0, 1), "#ffab7a", 0.16)
        for row in np.arange(top + 8, SHORE - 8, 9):
            for column in np.arange(x + 6, x + wide - 7, 9):
                if random.random() < 0.34:
                    _window(canvas, column, row, lit * random.uniform(0.35, 1))
        x += wide + random.uniform(-4, 22)


def _window(canvas: Canvas, x: float, y: float, amount: float) -> None:
    left, top, size = round(x * canvas.unit), round(y * canvas.unit), max(1, round(4 * canvas.unit))
    canvas.pixels[top : top + size, left : left + size] += rgb("#ffd180") * amount


def _concert_hall(here: Canvas) -> None:
    """Three leaning blocks side by side on a terrace."""
    blocks = ((-270, -110, 120, 34, "#8c6a8f"), (-80, 70, 160, -26, "#a67a92"), (100, 265, 110, 22, "#80608a"))
    for left, right, high, lean, tone in blocks:
        block = here.polygon((left, 0), (left + lean, -high), (right + lean * 0.4, 26 - high), (right, 0))
        here.fill(block, tone)
        here.light(block * np.clip((here.columns - left) / 160, 0, 1), "#ffbf8a", 0.4)
        glass = here.polygon((left + 26, -26), (left + 34, -high * 0.55), (right - 30, -high * 0.42), (right - 22, -26))
        here.fill(glass, "#ffd48c", 0.85)
        here.shade(glass * here.stripes(here.columns, 15, 0.14), 0.5)
    here.fill(here.box(-300, -22, 300, 2), "#3a2c50")
    here.light(here.box(-300, -24, 300, -20, blur=2), "#ffd79a", 0.9)


def _bridge(here: Canvas) -> None:
    """A cable-stayed bridge that comes in from the left."""
    for x in (120, 430):
        for i in range(1, 11):
            for side in (-1, 1):
                here.light(here.line((x, i * 5 - 230), (x + side * i * 15.5, -46), thick=1.2), "#ffd9a6", 0.45)
        here.fill(here.polygon((x - 4, -256), (x + 4, -256), (x + 9, 0), (x - 9, 0)), "#f0d5bd", 0.9)
        here.light(here.radial(x, -256, 26), "#ff5a4a", 0.9)
    here.fill(here.box(-10, -46, 620, -37), "#1b1838")
    for x in range(0, 620, 31):
        here.light(here.radial(x, -51, 15), "#ffdf9a", 0.9)


def railway(width: int = 1600, height: int = 900) -> Image.Image:
    """A steam engine comes out of the evening; workers wait beside the line."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down(
        (0, "#2a1b2e"), (260, "#7a3440"), (430, "#d9683f"), (540, "#f7b25e"), (900, "#f7b25e")
    )
    canvas.light(canvas.radial(1010, 520, 640, power=2), "#ffcf70", 0.9)
    canvas.shade(canvas.clouds(grain=(700, 90), seed=141) ** 2 * np.clip(1 - canvas.rows / 560, 0, 1), 0.4)
    for base, rise, tone, seed in ((560, 110, "#8a4244", 142), (572, 60, "#5f2f3a", 143)):
        canvas.fill(canvas.hills(base, rise, lump=420, seed=seed), tone)
    canvas.fill(canvas.below(560), canvas.down((560, "#8a5040"), (640, "#4f2f30"), (900, "#1d1418")))
    canvas.shade(canvas.clouds(grain=(50, 10), seed=144, octaves=4) * canvas.below(560), 0.4)
    _track(canvas.moved(1010, 560))
    _smoke(canvas)
    _engine(canvas.moved(986, 578))
    _telegraph(canvas)
    for x, size, flag in ((250, 1.5, False), (340, 1.6, True), (440, 1.42, False), (540, 1.3, False)):
        _worker(canvas.moved(x, 850 - (1.6 - size) * 130, size), flag=flag)
    return canvas.finish(seed=6, vignette=0.45)


def _track(here: Canvas) -> None:
    """Two rails that meet at the horizon, over sleepers."""
    here.fill(here.polygon((-30, 4), (10, 4), (250, 340), (-560, 340)), "#2a1d20", 0.7)
    y, gap = 8.0, 3.5
    while y < 340:
        left, right = -16 - y * 1.42, -4 + y * 0.62
        here.fill(here.polygon((left, y), (right, y), (right + 3, y + gap * 0.5), (left - 5, y + gap * 0.5)), "#4a332d")
        y, gap = y + gap, gap * 1.13
    for lean in (-1.2, 0.4):
        here.fill(here.polygon((-11, 4), (-9, 4), (lean * 340 + 6, 340), (lean * 340 - 10, 340)), "#ffcf8a")


def _smoke(canvas: Canvas) -> None:
    billows = canvas.clouds(grain=(150, 110), seed=145) ** 1.3
    for i in range(26):
        x, y, size = 978 - i * 25, 446 - i * 13 + 22 * np.sin(i * 1.9), 34 + i * 6.5
        puff = np.clip(canvas.radial(x, y, size * 1.35, power=0.7, flat=0.8) * (0.35 + 1.1 * billows) - 0.2, 0, 1)
        canvas.fill(puff, canvas.down((100, "#7d5560"), (470, "#f6d2a4")), 0.5 - i * 0.015)


def _engine(here: Canvas) -> None:
    """A steam engine, seen from the front."""
    here.shade(here.ellipse(0, 44, 96, 14, blur=8), 0.7)
    here.fill(here.box(-56, -86, 56, -30, corner=6), "#1a1116")
    here.fill(here.ellipse(0, -44, 46, 46), "#241820")
    here.light(here.ellipse(-10, -54, 30, 28, blur=10), "#ff9a5a", 0.18)
    here.fill(here.ellipse(0, -44, 36, 36), "#17100f")
    here.fill(here.polygon(*mirrored((-14, -128), (-10, -88))), "#140d10")
    here.fill(here.box(-20, -134, 20, -124, corner=3), "#2c1d20")
    here.fill(here.box(-62, -6, 62, 12), "#8c1f1c")
    here.fill(here.polygon(*mirrored((-54, 12), (-30, 46))), "#161013")
    for i in range(-4, 5):
        here.fill(here.line((i * 12, 12), (i * 7, 46), thick=2), "#5c2a22")
    here.fill(here.ellipse(0, -96, 9, 9), "#fff3c0")
    here.light(here.radial(0, -96, 170, power=2.4), "#ffe6a0", 0.95)
    for x in (-48, 48):
        here.fill(here.ellipse(x, 2, 6, 6), "#ffd27a")
        here.light(here.radial(x, 2, 40), "#ffc060", 0.7)


def _telegraph(canvas: Canvas) -> None:
    """Two posts with wires from one to the other and out of the picture."""
    posts = (canvas.moved(90, 640, 1.35), canvas.moved(400, 606, 0.9))
    pins = []
    for post in posts:
        post.fill(post.box(-4, -420, 4, 0), "#20141a")
        for y in (-400, -370):
            post.fill(post.box(-46, y, 46, y + 6), "#20141a")
            for x in (-40, 40):
                post.fill(post.box(x - 3, y - 10, x + 3, y), "#20141a")
    for x in (-40, 40):
        for y in (-410, -380):
            pins.append(
                [
                    (-160, 640 + y * 1.9),
                    (90 + x * 1.35, 640 + y * 1.35),
                    (400 + x * 0.9, 606 + y * 0.9),
                    (610, 560 + y * 0.42),
                ]
            )
    t = np.linspace(0, 1, 20)
    for wire in pins:
        for (x, y), (to_x, to_y) in pairwise(wire):
            sag = zip(x + (to_x - x) * t, y + (to_y - y) * t + 60 * t * (1 - t), strict=True)
            canvas.fill(canvas.line(*sag, thick=1.5), "#20141a", 0.6)


def _worker(here: Canvas, *, flag: bool) -> None:
    """A railway worker from behind, in short jacket and cap."""
    tone = "#160f14"
    here.shade(here.ellipse(-16, 2, 46, 8, blur=6), 0.5)
    here.fill(here.polygon((-17, 0), (-20, -74), (20, -74), (17, 0), (4, 0), (0, -56), (-4, 0)), tone)
    here.fill(here.polygon(*mirrored((-14, -136), (-26, -126), (-30, -66))), tone)
    here.fill(here.line((-26, -122), (-34, -92), (-28, -66), thick=10), tone)
    here.fill(here.ellipse(0, -152, 13, 15), tone)
    here.fill(here.box(-17, -163, 17, -157, corner=3), tone)
    here.light(here.line((12, -136), (25, -125), (29, -96), thick=2.5, blur=1.2), "#ffb566", 0.9)
    arm = ((24, -122), (44, -140), (52, -176)) if flag else ((26, -122), (34, -92), (28, -66))
    here.fill(here.line(*arm, thick=10), tone)
    if flag:
        here.fill(here.line((54, -120), (50, -300), thick=4), "#2a1a18")
        cloth = [(52 + x, -296 + 10 * np.sin(x / 22)) for x in range(0, 121, 8)]
        under = [(x, y + 74) for x, y in reversed(cloth)]
        here.fill(here.polygon(*cloth, *under), "#c8281f")
        for x in range(0, 120, 44):
            here.shade(here.polygon((52 + x, -290), (66 + x, -286), (66 + x, -212), (52 + x, -218), blur=6), 0.3)
