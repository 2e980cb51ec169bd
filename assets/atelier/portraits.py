"""Pictures of people as silhouettes, lanterns, and the picture that closes a programme."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, curve, mirrored


def woman(width: int = 900, height: int = 1200) -> Image.Image:
    """A young woman with bobbed hair before a rising sun; portrait format."""
    canvas = _sunrise(width, height, seed=231)
    here = canvas.moved(canvas.wide / 2, 900)
    tone = here.down((-560, "#3a1216"), (0, "#16080b"))
    shoulders = mirrored((-56, -345), (-58, -290), (-78, -246), (-150, -214), (-262, -166), (-318, -96), (-330, 60))
    here.fill(here.polygon(*shoulders, blur=2), tone)
    bob = curve(*mirrored((0, -606), (-78, -590), (-128, -530), (-142, -450), (-140, -380), (-126, -338), (-92, -332),
                          (-72, -352), (-52, -318), (0, -296)))  # fmt: skip
    here.fill(here.polygon(*bob, blur=1), tone)
    for side in (-1, 1):
        flap = ((side * 4, -222), (side * 70, -268), (side * 104, -236), (side * 44, -168))
        here.fill(here.polygon(*flap), "#6a2022")
    here.fill(here.line((0, -220), (0, 0), thick=3), "#4a181a")
    hair = curve((30, -604), (92, -584), (130, -528), (143, -450), (141, -380), (127, -338))
    for rim in (hair, [(78, -248), (150, -214), (262, -166), (318, -96)]):
        here.light(here.line(*rim, thick=5, blur=3), "#ffb56a", 0.85)
    return canvas.finish(seed=12, vignette=0.45)


def worker(width: int = 900, height: int = 1200) -> Image.Image:
    """A man in a worker's cap before a rising sun; portrait format."""
    canvas = _sunrise(width, height, seed=241)
    here = canvas.moved(canvas.wide / 2, 900)
    tone = here.down((-560, "#3a1216"), (0, "#16080b"))
    shoulders = mirrored((-62, -350), (-66, -296), (-88, -252), (-160, -222), (-276, -178), (-336, -104), (-350, 60))
    here.fill(here.polygon(*shoulders, blur=2), tone)
    face = curve(*mirrored((-66, -572), (-98, -520), (-106, -450), (-96, -384), (-56, -322), (-20, -304)))
    here.fill(here.polygon(*face, blur=1), tone)
    cap = curve(*mirrored((0, -636), (-84, -620), (-126, -572), (-120, -526), (-56, -530)))
    here.fill(here.polygon(*cap, blur=1), here.down((-640, "#4a161a"), (-520, "#22090c")))
    here.fill(here.polygon((-116, -526), (0, -546), (116, -526), (92, -498), (0, -512), (-92, -498), blur=1), "#1a070a")
    for side in (-1, 1):
        here.fill(here.polygon((side * 8, -236), (side * 96, -268), (side * 66, -190)), "#4a181a")
    here.fill(here.line((0, -240), (0, 0), thick=3), "#4a181a")
    for rim in (curve((104, -450), (95, -384), (60, -326)), [(88, -252), (160, -222), (276, -178), (336, -104)]):
        here.light(here.line(*rim, thick=5, blur=3), "#ffb56a", 0.85)
    return canvas.finish(seed=13, vignette=0.45)


def _sunrise(width: int, height: int, seed: int) -> Canvas:
    """A great sun with rays behind layered hills."""
    canvas = Canvas(width, height)
    middle = canvas.wide / 2
    canvas.pixels[:] = canvas.down((0, "#8c1f1c"), (420, "#d9542f"), (700, "#f7a64a"), (900, "#ffd58a"))
    turn = np.arctan2(canvas.columns - middle, 430 - canvas.rows)
    rays = 0.5 + 0.5 * np.cos(turn * 24)
    canvas.light(np.clip(rays * 3 - 1, 0, 1) * canvas.radial(middle, 430, 900, power=1.1), "#ffc46a", 0.3)
    canvas.light(canvas.radial(middle, 430, 560, power=1.6), "#ffe08a", 0.75)
    canvas.fill(canvas.ellipse(middle, 430, 236, 236, blur=1), canvas.down((190, "#fff0b8"), (670, "#ffb84d")))
    canvas.shade(canvas.clouds(grain=(300, 60), seed=seed) ** 3, 0.16)
    for base, rise, tone in ((760, 130, "#c8502f"), (810, 120, "#9a3226"), (860, 110, "#6a1d1c")):
        canvas.fill(canvas.hills(base, rise, lump=260, seed=seed + base, octaves=5), tone)
    return canvas


def lanterns(width: int = 900, height: int = 1600) -> Image.Image:
    """Red lanterns over an old lane after rain; portrait format, as a telephone takes it."""
    canvas = Canvas(width, height)
    middle = canvas.wide / 2
    canvas.pixels[:] = canvas.down((0, "#101a38"), (330, "#33315e"), (520, "#8a5068"), (640, "#c77a5e"))
    canvas.light(canvas.radial(middle, 560, 340), "#ffb070", 0.6)
    for side in (-1, 1):
        lane = canvas.moved(middle, 0)
        for near, far, top, tone in ((262, 150, 120, "#1a1526"), (160, 92, 270, "#2a2038"), (98, 56, 372, "#41304a")):
            house = lane.polygon(
                (side * near, top), (side * far, top + (620 - top) * 0.36), (side * far, 620), (side * near, 700)
            )
            lane.fill(house, tone)
            eave = ((side * (near - 34), top - 20), (side * (far - 16), top + (620 - top) * 0.34),
                    (side * far, top + (620 - top) * 0.31), (side * near, top - 52))  # fmt: skip
            lane.fill(lane.polygon(*eave), "#0f0c18")
            for row in (0.35, 0.62):
                y = top + (620 - top) * row + 30
                x, wide = side * (near * 0.62 + far * 0.38), (near - far) * 0.2
                lane.fill(
                    lane.box(min(x, x + side * wide), y, max(x, x + side * wide), y + (near - far) * 0.42),
                    "#ffb95c",
                    0.9,
                )
                lane.light(lane.radial(x, y + 20, near * 0.5), "#ff9a44", 0.35)
    canvas.mirror(640, ripple=16, darker=0.32, seed=251)
    stones = canvas.clouds(grain=(60, 16), seed=252, octaves=3) * canvas.below(640)
    canvas.shade(stones, 0.4)
    for x, y, size in ((0.5, 350, 0.34), (0.34, 300, 0.5), (0.68, 262, 0.62), (0.24, 170, 1.0), (0.74, 110, 1.25)):
        _lantern(canvas.moved(x * canvas.wide, y, size))
    return canvas.finish(seed=14, vignette=0.45)


def _lantern(here: Canvas) -> None:
    here.fill(here.line((0, -900), (0, -60), thick=2), "#2a1616")
    here.light(here.radial(0, 0, 230), "#ff5a30", 0.65)
    here.fill(
        here.ellipse(0, 0, 84, 66), here.across((-84, "#8c1210"), (-20, "#ff5a36"), (10, "#ff7a48"), (84, "#8c1210"))
    )
    for x in (-62, -32, 0, 32, 62):
        here.shade(here.ellipse(0, 0, abs(x) + 1.5, 66) - here.ellipse(0, 0, max(1, abs(x) - 1.5), 66), 0.22)
    here.light(here.ellipse(0, 6, 40, 40, blur=16), "#ffd27a", 0.75)
    for y in (-66, 58):
        here.fill(here.box(-34, y - 5, 34, y + 11, corner=3), "#e0ac48")
    here.fill(here.letters("福", 0, 2, 54), "#ffe2a0")
    for i in range(-3, 4):
        here.fill(here.line((i * 6, 68), (i * 8, 140), thick=3), "#d98a2e")


def closing(width: int = 1600, height: int = 900) -> Image.Image:
    """Red silk, a golden star and doves of light: the picture under the last words."""
    canvas = Canvas(width, height)
    fold = canvas.clouds(grain=(1500, 420), seed=261, octaves=2) * 7 + canvas.columns / 330 + canvas.rows / 520
    gleam = 0.5 + 0.5 * np.sin(fold * 2.3)
    canvas.pixels[:] = canvas.down((0, "#a3181a"), (900, "#5c0c10"))
    canvas.light(gleam**3, "#ff5a44", 0.42)
    canvas.shade((1 - gleam) ** 2.2, 0.6)
    canvas.light(canvas.radial(800, 330, 640, power=1.8), "#ffb54a", 0.55)
    here = canvas.moved(800, 330)
    for i in range(5):
        turn = i * 2 * np.pi / 5 - np.pi / 2
        tip, inner = (np.cos(turn) * 150, np.sin(turn) * 150), 57.3
        for side, tone in ((-1, "#ffe9a0"), (1, "#d99a2e")):
            notch = (np.cos(turn + side * np.pi / 5) * inner, np.sin(turn + side * np.pi / 5) * inner)
            here.fill(here.polygon((0, 0), tip, notch), tone)
    here.light(here.radial(0, 0, 330), "#ffdf8a", 0.45)
    for half in (300, 420):
        here.light(here.box(-half, 226 + (half - 300) * 0.1, half, 228 + (half - 300) * 0.1, blur=1), "#ffd98a", 0.5)
    here.fill(here.letters("山河无恙　英雄不朽", 0, 300, 68, spacing=12), "#ffe7b0")
    random = np.random.default_rng(263)
    for _ in range(70):
        x, y = random.uniform(0, canvas.wide), random.uniform(0, 900)
        canvas.light(canvas.radial(x, y, random.uniform(4, 16)), "#ffd98a", random.uniform(0.2, 0.8))
    return canvas.finish(seed=15, vignette=0.45)
