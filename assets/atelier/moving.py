"""Clips: clouds and a flag at the tower, the river by night, a candle, falling petals."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from atelier import city, indoors, memorial
from atelier.paint import HIGH, Canvas, drifting, noise

Frame = Callable[[float], Image.Image]
"""The picture at a time in seconds."""


class Layer:
    """Something painted once and laid over other pictures: every brush is linear in what it paints on."""

    def __init__(self, width: int, height: int, paint: Callable[[Canvas], None]) -> None:
        black, white = Canvas(width, height, "#000000"), Canvas(width, height, "#ffffff")
        paint(black)
        paint(white)
        self.own = black.pixels
        self.through = white.pixels - black.pixels

    def over(self, canvas: Canvas) -> None:
        canvas.pixels *= self.through
        canvas.pixels += self.own


def tower_and_flag(width: int, height: int) -> Frame:
    """Clouds drift behind the tower; a flag moves in the wind before it."""
    scene = tower_scene(width, height)
    pole = Layer(width, height, _flagpole)

    def frame(t: float) -> Image.Image:
        canvas = scene(t)
        pole.over(canvas)
        _flag(canvas.moved(330, 250), t)
        return finish(canvas)

    return frame


def tower_scene(width: int, height: int) -> Callable[[float], Canvas]:
    unit = height / HIGH
    base = Canvas(width, height)
    memorial.sky(base)
    wide = width + round(160 * unit)
    bright = noise(wide, height, grain=(900 * unit, 90 * unit), seed=3)
    dark = noise(wide, height, grain=(700 * unit, 120 * unit), seed=8)
    tower = Layer(
        width,
        height,
        lambda canvas: (memorial.far_hills(canvas), memorial.monument(canvas), memorial.foreground(canvas)),
    )

    def scene(t: float) -> Canvas:
        canvas = base.copy()
        memorial.clouds(canvas, drifting(bright, t * 15 * unit, width), drifting(dark, t * 9 * unit, width))
        tower.over(canvas)
        return canvas

    return scene


def _flagpole(canvas: Canvas) -> None:
    canvas.fill(canvas.box(322, 232, 329, 800), canvas.across((322, "#f3e3c4"), (325, "#b9a184"), (329, "#4d3f42")))
    canvas.fill(canvas.ellipse(325.5, 228, 8, 8), "#f0c24d")


def _flag(here: Canvas, t: float) -> None:
    """Plain red cloth that hangs from 0, 0 to the right."""
    x = np.linspace(0, 210, 36)
    swing = (x / 210) ** 0.8

    def edge(y: float) -> list[tuple[float, float]]:
        wave = 11 * np.sin(x / 34 - t * 5.2 + y / 90) * swing + 4 * np.sin(x / 15 - t * 8.1) * swing
        return list(zip(x + 5 * np.cos(x / 34 - t * 5.2) * swing, y + wave + x * 0.07, strict=True))

    cloth = here.polygon(*edge(0), *reversed(edge(132)))
    here.fill(cloth, "#cf2a20")
    folds = np.sin(here.columns / 34 - t * 5.2 + here.rows / 90 + 1.1)
    here.light(cloth * np.clip(folds, 0, 1), "#ff7a4a", 0.42)
    here.shade(cloth * np.clip(-folds, 0, 1), 0.42)


def river(width: int, height: int) -> Frame:
    """The river runs past the city; a lit boat goes down it."""
    city_scene = city.riverside(width, height)

    def frame(t: float) -> Image.Image:
        canvas = city_scene.copy()
        _boat(canvas.moved(560 + t * 34, city.SHORE - 2 + 1.4 * np.sin(t * 1.9)))
        city.water(canvas, flow=t * 26)
        return finish(canvas)

    return frame


def _boat(here: Canvas) -> None:
    here.fill(here.polygon((-78, -16), (88, -20), (70, 3), (-64, 3)), "#1c1730")
    here.fill(here.box(-52, -36, 44, -16, corner=4), "#3a2a48")
    here.fill(here.polygon((-60, -36), (-44, -52), (36, -52), (52, -36)), "#8c2a22")
    for x in range(-44, 40, 15):
        here.fill(here.box(x, -32, x + 9, -21), "#ffd98a")
    here.light(here.radial(-4, -28, 96, flat=0.6), "#ffbd6a", 0.8)
    for x in (-56, 48):
        here.light(here.radial(x, -40, 20), "#ff5a3a", 1.0)


def candle(width: int, height: int) -> Frame:
    """A candle by the window, for those who are remembered; portrait format."""
    unit = height / HIGH
    dark = Canvas(width, height)
    _candle_room(dark)
    lit = dark.copy()
    middle = lit.wide / 2
    lit.light(lit.radial(middle, 440, 520, power=1.7), "#ff9a3a", 0.62)
    lit.light(lit.radial(middle, 430, 220, power=1.6), "#ffd890", 0.4)
    lit.light(lit.below(700) * lit.radial(middle, 720, 330, power=1.4, flat=0.45), "#ffae50", 0.6)
    _candle_stick(lit)
    breath = noise(1200, 3, grain=(60, 3), seed=301, octaves=4) - 0.5

    def frame(t: float) -> Image.Image:
        at = int(t * 120) % 1100
        canvas = dark.copy()
        canvas.pixels += (lit.pixels - dark.pixels) * (0.93 + 0.2 * breath[0, at])
        indoors.flame(
            canvas.moved(middle + 0.5 * unit, 452),
            lean=float(breath[1, at] * 0.9),
            tall=float(1 + breath[2, at] * 0.25),
        )
        return finish(canvas)

    return frame


def _candle_room(canvas: Canvas) -> None:
    middle = canvas.wide / 2
    canvas.pixels[:] = canvas.down((0, "#1c0f12"), (690, "#3a1a18"), (900, "#3a1a18"))
    canvas.shade(canvas.clouds(grain=(200, 160), seed=302), 0.35)
    table = canvas.below(700)
    canvas.fill(table, canvas.down((700, "#6a3420"), (716, "#4a2214"), (900, "#1c0c08")))
    canvas.shade(table * canvas.clouds(grain=(700, 7), seed=303, octaves=4), 0.35)
    wreath = np.random.default_rng(304)
    for i in range(26):
        turn = i / 26 * 2 * np.pi
        x, y = middle + np.cos(turn) * 140, 742 + np.sin(turn) * 34
        for tone, size in (("#1f3f2c", 1.0), ("#2c5a3a", 0.7)):
            lean = wreath.uniform(-1, 1)
            canvas.fill(
                canvas.polygon((x - 12 * size, y + 4), (x + lean * 14, y - 24 * size), (x + 12 * size, y + 4)), tone
            )
    for i in range(11):
        turn = i / 11 * 2 * np.pi + 0.2
        flower = canvas.moved(middle + np.cos(turn) * 140, 738 + np.sin(turn) * 36, 1 + 0.25 * np.sin(turn))
        for petal in np.linspace(0, 2 * np.pi, 8, endpoint=False):
            flower.fill(flower.ellipse(np.cos(petal) * 8, np.sin(petal) * 5.5, 5.4, 4.2), "#ece6d6")
        flower.fill(flower.ellipse(0, 0, 4, 3), "#d9a83a")


def _candle_stick(canvas: Canvas) -> None:
    here = canvas.moved(canvas.wide / 2, 452)
    wax = here.across((-34, "#8c1a16"), (-12, "#ff6a48"), (6, "#e0402c"), (34, "#6a1010"))
    here.fill(here.box(-32, 44, 32, 284, corner=5), wax)
    here.fill(here.ellipse(0, 46, 32, 9), "#ff8a5c")
    here.fill(here.ellipse(0, 46, 23, 6), "#ffc27a")
    here.light(here.box(-32, 44, 32, 170, corner=5) * np.clip(1 - here.rows / 170, 0, 1), "#ffb070", 0.5)
    for x, long in ((-24, 60), (-29, 26), (18, 44), (27, 74)):
        here.fill(here.line((x, 50), (x, 50 + long), thick=7), "#d9482f")
    here.fill(here.line((0, 44), (1, 22), thick=3.5), "#2a120c")


def petals(width: int, height: int) -> Frame:
    """Petals fall past the tower at sunrise, and the last words come up."""
    scene = tower_scene(width, height)
    words = Canvas(width, height)
    text = words.letters("致敬英烈　薪火相传", words.wide / 2, 812, 60, spacing=16)
    halo = words.box(words.wide / 2 - 420, 740, words.wide / 2 + 420, 884, blur=44)
    fall = np.random.default_rng(311).random((46, 8))

    def frame(t: float) -> Image.Image:
        canvas = scene(t)
        shown = float(np.clip((t - 0.8) / 1.2, 0, 1))
        canvas.shade(halo, 0.5 * shown)
        canvas.fill(text, "#ffe9bd", shown)
        _petals(canvas, fall, t)
        return finish(canvas)

    return frame


def _petals(canvas: Canvas, fall: np.ndarray, t: float) -> None:
    for tone, group in (("#f4b6bd", fall[:18]), ("#fbe3e0", fall[18:34]), ("#d97a80", fall[34:])):
        leaves = []
        for x, y, size, speed, sway, turn, spin, tilt in group:
            long = 7 + 13 * size
            down = (y * 1.3 + t * (0.07 + 0.1 * speed) * (0.6 + size)) % 1.3 * HIGH - 60
            right = x * (canvas.wide + 200) - 100 + 46 * np.sin(t * (0.8 + sway) + turn * 6) + t * 26
            angle = turn * 6.28 + t * (spin - 0.5) * 3.4
            wide = long * (0.32 + 0.26 * abs(np.sin(t * (1 + tilt) + tilt * 6)))
            across, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
            ring = np.linspace(0, 2 * np.pi, 13)
            leaves.append([(right + c[0], down + c[1]) for c in (
                along * long * np.cos(r) + across * wide * np.sin(r) * (1 - 0.35 * np.cos(r)) for r in ring
            )])  # fmt: skip

        def draw(pen, leaves=leaves) -> None:
            for leaf in leaves:
                pen.polygon(canvas._place(*leaf), fill=255)

        canvas.fill(canvas.mask(draw), tone, 0.92)


def finish(canvas: Canvas) -> Image.Image:
    return canvas.finish(vignette=0.3, grain=0)
