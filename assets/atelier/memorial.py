"""Pictures of remembrance, out of doors: the tower on its hill at sunrise, and the stele with flowers."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, mirrored, star

FOOT = 640
"""Where the tower stands, in units."""


def tower(width: int = 1600, height: int = 900) -> Image.Image:
    """The memorial tower on its hill, at sunrise."""
    canvas = dawn(width, height)
    monument(canvas)
    foreground(canvas)
    return canvas.finish(seed=1)


def dawn(width: int, height: int) -> Canvas:
    """A sky at sunrise behind rolling hills."""
    canvas = Canvas(width, height)
    sky(canvas)
    clouds(canvas, canvas.clouds(grain=(900, 90), seed=3), canvas.clouds(grain=(700, 120), seed=8))
    far_hills(canvas)
    return canvas


def sky(canvas: Canvas) -> None:
    middle = canvas.wide / 2
    canvas.pixels[:] = canvas.down(
        (0, "#2b3a63"), (225, "#6d5a86"), (405, "#d0756b"), (540, "#f4ad6c"), (650, "#fbdc9c"), (900, "#fbe7bd")
    )
    canvas.light(canvas.radial(middle, 520, 900, power=2.2), "#ff9a4a", 0.75)
    canvas.light(canvas.radial(middle, 520, 330, power=1.8), "#ffe6a8", 0.9)


def clouds(canvas: Canvas, bright: np.ndarray, dark: np.ndarray) -> None:
    """Streaks that catch the light, and a few that do not; both fade towards the horizon."""
    fade = np.clip(1.15 - canvas.rows / 530, 0, 1)
    canvas.light(bright**2.2 * fade, "#ffb58a", 0.55)
    canvas.shade(dark**3 * fade, 0.16)


def far_hills(canvas: Canvas) -> None:
    for base, rise, colour, seed in ((640, 120, "#b9707a", 21), (690, 120, "#8d5163", 22), (730, 90, "#623a50", 23)):
        canvas.fill(canvas.hills(base, rise, lump=520, seed=seed, octaves=5), colour)
        canvas.light(canvas.radial(canvas.wide / 2, base + 10, 900, power=1.6, flat=0.16), "#ffca8a", 0.4)


def monument(canvas: Canvas) -> None:
    """The hill with its stairs, and the tower: a base in three steps, an eight-sided shaft with a star, a spire."""
    here = canvas.moved(canvas.wide / 2, FOOT)
    wood = here.clouds(grain=(46, 30), seed=31, octaves=4)
    edge = slope(here.columns) - 26 * wood * np.clip(np.abs(here.columns) / 240 - 0.55, 0, 1)
    here.fill(here.below(edge), here.down((0, "#3a2a3f"), (260, "#1c1626")))
    _stairs(here)
    stone = here.down((-540, "#fff1d2"), (-230, "#e7c7a3"), (10, "#a97f78"), (260, "#4c3a4c"))
    right_side = np.clip(here.columns / 300 + 0.15, 0, 1)
    for half, top, bottom in ((205, 10, 44), (165, -14, 12), (112, -62, -12)):
        body = here.box(-half, top, half, bottom)
        here.fill(body, stone)
        here.shade(body * right_side, 0.6)
        ledge = here.box(-half - 9, top - 7, half + 9, top + 1)
        here.fill(ledge, "#fff3d8")
        here.shade(ledge * right_side, 0.5)
    for i in range(-4, 5):
        here.fill(here.box(i * 22 - 5, -52, i * 22 + 5, -14), "#5d3f4c", 0.75)
    # Three of its eight faces are seen, each in its own light.
    faces = ((-50, -20, -30, -74, 0.16), (-20, 20, 30, -30, 0.0), (20, 50, 74, 30, 0.48))
    for upper_left, upper_right, lower_right, lower_left, shade in faces:
        face = here.polygon((upper_left, -470), (upper_right, -470), (lower_right, -66), (lower_left, -66))
        here.fill(face, stone)
        here.shade(face, shade)
    shaft = here.polygon(*mirrored((-50, -470), (-74, -66)))
    here.shade(shaft * here.stripes(here.rows, 27, 0.05), 0.13)
    for half, y in ((84, -70), (57, -470)):
        ledge = here.box(-half, y - 8, half, y + 4)
        here.fill(ledge, "#fff0d0")
        here.shade(ledge * right_side, 0.6)
    here.fill(here.polygon(*mirrored((-30, -510), (-46, -476))), stone)
    here.fill(here.polygon(*mirrored((-14, -536), (-40, -508))), "#c9a27f")
    here.fill(here.polygon((0, -590), (-5, -534), (5, -534)), "#f6dcae")
    here.light(here.radial(0, -588, 46, power=2.5), "#fff0c0", 0.8)
    here.fill(here.letters("永垂不朽", 0, -268, 27, spacing=15, upright=True), "#8c1f1c")
    here.fill(here.polygon(*star(0, -412, 17)), "#b3211d")


def slope(x: np.ndarray | float) -> np.ndarray | float:
    """The hill's edge below the tower's foot, at x from its middle."""
    return 34 + (1 - np.exp(-((x / 620) ** 2))) * 120


def _stairs(here: Canvas) -> None:
    stairs = here.polygon((-62, 20), (62, 20), (210, 260), (-210, 260))
    here.fill(stairs, here.down((10, "#c79c86"), (80, "#a5797a"), (260, "#5a4255")))
    y, gap = 26.0, 3.6
    while y < 260:
        here.shade(stairs * ((here.rows > y) & (here.rows < y + gap * 0.42)), 0.36)
        y, gap = y + gap, gap * 1.045


def foreground(canvas: Canvas) -> None:
    """Cypresses to either side, nearer ones darker, and ground mist."""
    here = canvas.moved(canvas.wide / 2, FOOT)
    for i in range(9):
        for side in (-1, 1):
            x = side * (250 + i * 74 + i * 53 % 31)
            tone = ("#3a2a42", "#2e2138", "#221a2e", "#181323")[min(3, i // 2)]
            _cypress(here, x, slope(x) + 10 + i * 5, 120 + i * 21 + i * 37 % 23, tone, seed=40 + i * 2 + (side > 0))
    mist = canvas.clouds(grain=(800, 60), seed=52) ** 1.5
    canvas.light(mist * np.exp(-(((canvas.rows - 720) / 63) ** 2)), "#ffcf9d", 0.34)


def _cypress(canvas: Canvas, x: float, base: float, high: float, tone: str, seed: int) -> None:
    """A slender flame of dark needles."""
    random = np.random.default_rng(seed)
    sides: dict[int, list[tuple[float, float]]] = {-1: [], 1: []}
    for t in np.linspace(0, 1, 27):
        half = high * 0.15 * min(1, t * 1.5 + 0.03) ** 0.8 * min(1, (1 - t) * 5 + 0.45)
        for side, points in sides.items():
            points.append((x + side * half * random.uniform(0.78, 1.12), base - high * (1 - t)))
    canvas.fill(canvas.polygon(*sides[-1], *reversed(sides[1])), tone)


def stele(width: int = 1200, height: int = 1200) -> Image.Image:
    """A granite stele among pines, with chrysanthemums laid before it; a square picture."""
    canvas = Canvas(width, height)
    middle = canvas.wide / 2
    canvas.pixels[:] = canvas.down((0, "#1d3a3c"), (350, "#5f8a80"), (620, "#cfd8b4"), (900, "#dfe3c4"))
    canvas.light(canvas.radial(middle + 150, 210, 760, power=1.6), "#fff3c8", 0.8)
    for base, rise, tone, seed in ((620, 190, "#8fae9c", 101), (650, 150, "#5b8474", 102), (690, 120, "#355c50", 103)):
        canvas.fill(canvas.hills(base, rise, lump=240, seed=seed), tone)
    for i, x in enumerate((40, 132, 215, 700, 782, 868)):
        _cypress(canvas, x, 760, 420 + i * 47 % 90, ("#234a40", "#1b3b35")[i % 2], seed=110 + i)
    canvas.fill(canvas.below(740), canvas.down((740, "#7c8a68"), (900, "#39462f")))
    canvas.light(canvas.clouds(grain=(60, 12), seed=120) * canvas.below(740), "#c9d09a", 0.16)
    _slab(canvas.moved(middle, 740))
    _flowers(canvas.moved(middle, 800))
    for lean in (-0.2, 0.05, 0.3):
        beam = canvas.polygon(
            (600 + lean * 80, -20), (690 + lean * 80, -20), (430 + lean * 900, 900), (180 + lean * 900, 900), blur=30
        )
        canvas.light(beam, "#fff2c4", 0.1)
    return canvas.finish(seed=5)


def _slab(here: Canvas) -> None:
    here.shade(here.ellipse(30, 62, 330, 34, blur=16), 0.5)
    granite = here.clouds(grain=(26, 26), seed=121, octaves=4)
    for half, top, bottom in ((270, 22, 64), (215, -18, 24)):
        step = here.box(-half, top, half, bottom)
        here.fill(step, here.down((top, "#e5e2d4"), (top + 9, "#b9b6a8"), (bottom, "#7f7f76")))
        here.shade(step * granite, 0.16)
    side = here.polygon((150, -560), (176, -544), (180, -18), (150, -18))
    here.fill(side, "#5d625d")
    slab = here.polygon(*mirrored((-86, -606), (-118, -590), (-150, -560), (-156, -18)))
    here.fill(slab, here.down((-606, "#d8d6c8"), (-300, "#aeb0a6"), (-18, "#8b8f88")))
    here.shade(slab * granite, 0.26)
    here.light(slab * np.clip(-here.columns / 160 + 0.2, 0, 1), "#fff6d8", 0.3)
    here.fill(here.polygon(*star(0, -505, 40)), "#b3211d")
    here.light(here.polygon((0, -545), (0, -505), (-9, -517)), "#ff8a6a", 0.5)
    here.shade(here.letters("革命烈士永垂不朽", 2, -246, 43, spacing=9, upright=True), 0.55)
    here.fill(here.letters("革命烈士永垂不朽", 0, -248, 43, spacing=9, upright=True), "#d9b256")


def _flowers(here: Canvas) -> None:
    """White and yellow chrysanthemums on dark leaves, tied with red ribbons."""
    random = np.random.default_rng(130)
    for _ in range(60):
        x, y = random.uniform(-240, 240), random.uniform(-14, 44)
        turn = random.uniform(0, np.pi)
        tip = (x + 34 * np.cos(turn), y - 22 * np.sin(turn))
        here.fill(here.polygon((x - 7, y), tip, (x + 7, y)), random.choice(("#1f4a34", "#2f6140", "#173b2b")))
    for x in np.sort(random.uniform(-225, 225, 46)):
        y, size = random.uniform(-34, 26), random.uniform(11, 18)
        white = random.random() < 0.6
        for ring, tone in ((1.0, "#f1efe6" if white else "#e8b73a"), (0.62, "#ffffff" if white else "#ffdc6a")):
            for turn in np.linspace(0, 2 * np.pi, 9, endpoint=False) + ring:
                petal = (x + np.cos(turn) * size * ring * 0.6, y + np.sin(turn) * size * ring * 0.42)
                here.fill(here.ellipse(*petal, size * 0.36, size * 0.3), tone, 0.95)
        here.fill(here.ellipse(x, y, size * 0.24, size * 0.18), "#c9cf7a" if white else "#b57a1c")
    for x in (-130, 20, 150):
        ribbon = here.polygon((x - 5, 20), (x + 7, 20), (x + 22, 78), (x + 10, 72), (x + 2, 80))
        here.fill(ribbon, here.down((20, "#d3362b"), (80, "#8c1414")))
