"""Pictures indoors: the museum, and the oil lamp by night."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, Point, mirrored, star


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
