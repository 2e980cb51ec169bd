"""Pictures of houses: the courtyard by the clear pond, the village among hills, the school."""

import numpy as np
from PIL import Image

from atelier.paint import Canvas, mirrored

TIMBER = "#3a2a20"


def courtyard(width: int = 1600, height: int = 900) -> Image.Image:
    """The small house by the clear pond, in the evening; one window is lit."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down((0, "#233d5c"), (270, "#50708a"), (450, "#b9b7a4"), (600, "#f0d9a6"))
    canvas.light(canvas.clouds(grain=(800, 110), seed=81) ** 2, "#ffe9c4", 0.35)
    for base, rise, tone, seed in ((590, 190, "#7f9a9b", 82), (600, 130, "#557a78", 83), (612, 80, "#36594f", 84)):
        canvas.fill(canvas.hills(base, rise, lump=430, seed=seed), tone)
    canvas.fill(canvas.hills(613, 34, lump=300, seed=85), "#3f5a3c")
    house = canvas.moved(canvas.wide / 2, 602)
    for middle, half, wall, roof in ((-300, 130, 92, 58), (300, 130, 92, 58), (0, 215, 124, 84)):
        hall(house.moved(middle, 0), half=half, wall=wall, roof=roof)
    for x in (-300, -110, 110, 300):
        _window(house.moved(x, 0), lit=x == 110)
    house.fill(house.box(-36, -92, 36, 6), "#5a2018")
    house.fill(house.box(-2, -92, 2, 6), "#2d100c")
    house.fill(house.box(-54, 4, 54, 12), "#a39a88")
    for x, size, seed in ((0.16, 1.25, 91), (0.86, 1.45, 92), (0.735, 0.7, 93), (0.045, 0.9, 94)):
        tree(canvas.moved(x * canvas.wide, 606, size), seed)
    canvas.mirror(610, ripple=12, darker=0.2, seed=86)
    canvas.light(canvas.clouds(grain=(300, 12), seed=87, octaves=3) ** 3 * canvas.below(610), "#dfeee0", 0.16)
    _lotus(canvas, shore=610)
    return canvas.finish(seed=3)


def hall(here: Canvas, *, half: float, wall: float, roof: float) -> None:
    """White walls under grey tiles, standing at 0."""
    here.fill(here.box(-half, -wall, half, 12), here.down((-190, "#f4ead2"), (30, "#cbb994")))
    here.shade(here.box(-half, -wall, half, 18 - wall, blur=6), 0.45)
    here.fill(here.box(-half, -8, half, 12), "#7b7468")
    eave, ridge = 8 - wall, -wall - roof
    tiles = here.polygon(*mirrored((22 - half, ridge), (-half - 34, eave)))
    here.fill(tiles, here.down((ridge - 40, "#6a6f74"), (eave + 30, "#3d4449")))
    here.shade(tiles * here.stripes(here.columns, 11, 0.29), 0.34)
    crest = [(8 - half, ridge - 4), (26 - half, ridge + 2), (half - 26, ridge + 2), (half - 8, ridge - 4)]
    here.fill(here.line(*crest, thick=8), "#33393d")


def _window(here: Canvas, *, lit: bool) -> None:
    here.fill(here.box(-38, -78, 38, -26), "#ffcf70" if lit else "#4a3a2e")
    for i in range(-2, 3):
        here.fill(here.box(i * 17 - 1.5, -78, i * 17 + 1.5, -26), TIMBER)
    here.fill(here.box(-38, -53, 38, -50), TIMBER)
    if lit:
        here.light(here.radial(0, -52, 170, power=2.2), "#ffb54d", 0.75)


def tree(
    here: Canvas, seed: int, leaves: tuple[str, str, str, str] = ("#1f3a2c", "#2b4d35", "#3f6540", "#5b7f4a")
) -> None:
    """A broad tree at 0; its leaves are brighter towards the top."""
    random = np.random.default_rng(seed)
    here.fill(here.polygon((-9, 4), (9, 4), (4, -190), (-4, -190)), "#2c2a22")
    for i in range(70):
        turn, away = random.random() * 2 * np.pi, random.random() ** 0.6
        x, y = np.cos(turn) * away * 95, np.sin(turn) * away * 85 - 210
        height = 0 if i < 19 else int((1 - (y + 300) / 180) * 2 + random.random() * 2)
        size = (random.uniform(12, 30), random.uniform(9, 21))
        here.fill(here.ellipse(x, y, *size), leaves[min(3, max(0, height))], 0.9)


def _lotus(canvas: Canvas, *, shore: float) -> None:
    random = np.random.default_rng(95)
    for _ in range(34):
        depth = random.random()
        x = random.choice((random.uniform(0, 0.34), random.uniform(0.68, 1))) * canvas.wide
        leaf = canvas.moved(x, shore + 60 + depth * 210, 14 + depth * 44)
        leaf.shade(leaf.ellipse(0.07, 0.12, 1, 0.3, blur=0.05), 0.4)
        leaf.fill(leaf.ellipse(0, 0, 1, 0.3), random.choice(("#3f6b4a", "#2f5a44", "#5a8455")))
        leaf.light(leaf.ellipse(-0.2, -0.08, 0.5, 0.12, blur=0.08), "#d8e8b0", 0.25)
        if random.random() < 0.28:
            for turn in (-0.9, 0.9, -0.45, 0.45, 0):
                tip = (np.sin(turn) * 0.75, -np.cos(turn) * 0.8 - 0.1)
                tone = "#f6bcc2" if turn == 0 else "#ee9aa6"
                leaf.fill(
                    leaf.polygon(
                        (-0.13, -0.1), (tip[0] - 0.14, tip[1] * 0.6), tip, (tip[0] + 0.14, tip[1] * 0.6), (0.13, -0.1)
                    ),
                    tone,
                )


def village(width: int = 1600, height: int = 900) -> Image.Image:
    """Shaoshan in spring: hills in the morning haze, terraces of young rice, a farmhouse."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down((0, "#8fb8c8"), (260, "#cfe0d2"), (420, "#fbeecb"), (900, "#fbeecb"))
    canvas.light(canvas.radial(380, 250, 620, power=2), "#fff3c0", 0.9)
    canvas.light(canvas.clouds(grain=(700, 130), seed=151) ** 2 * np.clip(1 - canvas.rows / 420, 0, 1), "#ffffff", 0.6)
    layers = ((430, 250, "#a9c4ba"), (470, 230, "#84aba0"), (510, 190, "#5f9183"), (545, 120, "#437a64"))
    for i, (base, rise, tone) in enumerate(layers):
        canvas.fill(canvas.hills(base, rise, lump=380, seed=152 + i), tone)
        haze = canvas.clouds(grain=(600, 70), seed=160 + i) ** 1.4 * np.exp(-(((canvas.rows - base + 10) / 46) ** 2))
        canvas.light(haze, "#fff6dd", 0.75)
    _terraces(canvas)
    farm = canvas.moved(1090, 604, 1.1)
    tree(farm.moved(-330, 6, 1.0), 171, leaves=("#2c5a3c", "#3f7547", "#649650", "#93b860"))
    tree(farm.moved(300, 12, 1.3), 172, leaves=("#2c5a3c", "#3f7547", "#649650", "#93b860"))
    farm.shade(farm.ellipse(0, 14, 330, 22, blur=10), 0.4)
    for middle, half, wall, roof in ((-190, 92, 70, 52), (190, 92, 70, 52), (0, 130, 88, 66)):
        farmhouse = farm.moved(middle, 0)
        hall(farmhouse, half=half, wall=wall, roof=roof)
        mud = farmhouse.box(-half, 14 - wall, half, 10)
        farmhouse.fill(mud, "#c99a5c", 0.55)
    for x in (-190, -66, 66, 190):
        farm.fill(farm.box(x - 19, -46, x + 19, -18), TIMBER)
    farm.fill(farm.box(-20, -62, 20, 8), "#4a2f22")
    return canvas.finish(seed=7, vignette=0.25)


def _terraces(canvas: Canvas) -> None:
    """Flooded fields that mirror the sky, with banks of grass and rows of seedlings between."""
    canvas.fill(canvas.below(590), canvas.down((590, "#6f9a56"), (900, "#2f5a34")))
    bend = canvas.clouds(grain=(900, 900), seed=165, octaves=2) * 70
    level = canvas.rows + bend - 12 * np.sin(canvas.columns / 260)
    top, deep = 640.0, 20.0
    while top < 980:
        field = ((level > top) & (level < top + deep * 0.72)).astype(np.float32) * canvas.below(600)
        canvas.fill(field, canvas.down((600, "#e9efd9"), (900, "#8fb3a8")), 0.86)
        rows = canvas.stripes(canvas.columns + canvas.rows * 0.7, 9 + deep * 0.12, 0.3)
        canvas.fill(field * rows * (np.mod(level - top, 7) < 3.4), "#5f9a4a", 0.7)
        canvas.shade(((level > top - 3) & (level < top)) * canvas.below(600), 0.25)
        top, deep = top + deep, deep * 1.3


def school(width: int = 1600, height: int = 900) -> Image.Image:
    """The old academy on an autumn morning; girls with books come up the path."""
    canvas = Canvas(width, height)
    canvas.pixels[:] = canvas.down((0, "#7fa3b5"), (300, "#dcdcc0"), (520, "#f8e3b2"), (900, "#f8e3b2"))
    canvas.light(canvas.radial(1250, 180, 700, power=1.8), "#fff0c0", 0.85)
    for base, rise, tone, seed in ((560, 230, "#a8b59c", 181), (590, 150, "#869a78", 182)):
        canvas.fill(canvas.hills(base, rise, lump=420, seed=seed), tone)
    canvas.fill(canvas.below(640), canvas.down((640, "#c9b98a"), (900, "#7d6a45")))
    canvas.shade(canvas.clouds(grain=(90, 16), seed=183) * canvas.below(640), 0.2)
    autumn = ("#8a4a1e", "#b5642a", "#d98c34", "#f0b850")
    for x, size, seed in ((130, 1.5, 184), (1450, 1.7, 185), (330, 1.0, 186)):
        tree(canvas.moved(x, 655, size), seed, leaves=autumn)
    gate = canvas.moved(860, 650)
    for middle, half, wall, roof in ((-390, 180, 130, 70), (390, 180, 130, 70)):
        hall(gate.moved(middle, 0), half=half, wall=wall, roof=roof)
    for x in (-470, -330, 330, 470):
        _window(gate.moved(x, -10), lit=False)
    _gatehouse(gate)
    path = canvas.polygon((800, 660), (920, 660), (1180, 900), (420, 900))
    canvas.fill(path, canvas.down((660, "#efe2bd"), (900, "#c4ac7c")), 0.85)
    for x, size, seed in ((770, 0.95, 1), (838, 0.98, 2), (1010, 1.25, 3)):
        _student(canvas.moved(x, 770 + (size - 0.95) * 260, size), seed)
    random = np.random.default_rng(187)
    for _ in range(60):
        leaf = canvas.moved(random.uniform(0, 1600), random.uniform(300, 890), random.uniform(3, 7))
        leaf.fill(leaf.polygon((-1, 0), (0, -0.6), (1.2, 0), (0, 0.5)), random.choice(autumn), 0.9)
    return canvas.finish(seed=8, vignette=0.28)


def _gatehouse(here: Canvas) -> None:
    """A gate with two roofs, red pillars and a name board."""
    here.fill(here.box(-170, -190, 170, 14), here.down((-190, "#f6ecd2"), (14, "#d8c49a")))
    here.shade(here.box(-170, -190, 170, -160, blur=8), 0.4)
    for half, eave, ridge in ((240, -176, -256), (160, -268, -336)):
        tiles = here.polygon(
            (-half, eave - 22),
            (30 - half, eave),
            (half - 30, eave),
            (half, eave - 22),
            (half * 0.62, ridge),
            (-half * 0.62, ridge),
        )
        here.fill(tiles, here.down((ridge, "#5f6a70"), (eave, "#333c44")))
        here.shade(tiles * here.stripes(here.columns, 12, 0.3), 0.35)
        here.fill(here.box(-half * 0.64, ridge - 8, half * 0.64, ridge + 2), "#2b3238")
    here.fill(here.box(-150, -268, 150, -250), "#7a2a20")
    here.fill(here.box(-66, -160, 66, 14, corner=4), "#4a1c16")
    here.fill(here.box(-3, -160, 3, 14), "#2a0f0c")
    for x in (-140, -92, 92, 140):
        here.fill(
            here.box(x - 10, -176, x + 10, 14),
            here.across((x - 10, "#6a1f18"), (x - 3, "#b8463a"), (x + 10, "#56170f")),
        )
        here.fill(here.box(x - 15, 4, x + 15, 16), "#8f8778")
    here.fill(here.box(-84, -226, 84, -184, corner=3), "#2a1a12")
    here.fill(here.letters("学以明志", 0, -206, 27, spacing=8), "#e8c068")


def _student(here: Canvas, seed: int) -> None:
    """A schoolgirl of the 1920s from behind: blue blouse, black skirt, a book under the arm."""
    here.shade(here.ellipse(-20, 2, 44, 7, blur=5), 0.4)
    here.fill(here.box(-9, -34, -3, 0), "#efe8dc")
    here.fill(here.box(3, -34, 9, 0), "#efe8dc")
    here.fill(here.box(-11, -5, -2, 1, corner=2), "#1c1614")
    here.fill(here.box(2, -5, 11, 1, corner=2), "#1c1614")
    here.fill(here.polygon(*mirrored((-15, -80), (-25, -30))), "#23222b")
    here.fill(here.polygon(*mirrored((-9, -130), (-19, -122), (-17, -74))), "#7fa9c9")
    sleeve = ((-18, -120), (-30, -94), (-20, -90)), ((18, -120), (30, -94), (20, -90))
    for points in sleeve:
        here.fill(here.line(*points, thick=11), "#6f9abc")
    here.fill(here.box(14, -104, 34, -84) if seed % 2 else here.box(-34, -104, -14, -84), "#b5462f")
    here.fill(here.ellipse(0, -144, 13, 15), "#191417")
    here.fill(here.box(-13, -146, 13, -128, corner=5), "#191417")
    here.light(here.line((10, -131), (18, -122), (17, -90), thick=2, blur=1.2), "#fff0c8", 0.7)
