"""The openings of both series: the title rises in gold, letter by letter, over a moving picture."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from atelier import city, moving
from atelier.paint import HIGH, Canvas, rgb


def tower(width: int, height: int) -> moving.Frame:
    """The title of the first series rises in gold beside the tower."""
    return _opening(
        moving.tower_scene(width, height), width, height, "烈士塔下颂英烈", "党史学习教育系列节目", level=410, dim=0.66
    )


def river(width: int, height: int) -> moving.Frame:
    """The title of the second series over the river by night."""
    city_scene = city.riverside(width, height)

    def scene(t: float) -> Canvas:
        canvas = city_scene.copy()
        city.water(canvas, flow=t * 26)
        return canvas

    return _opening(scene, width, height, "开福“红”系列", "喜迎党的二十大", level=250, dim=0.45)


def _opening(
    scene: Callable[[float], Canvas], width: int, height: int, title: str, below: str, *, level: float, dim: float
) -> moving.Frame:
    sheet = Canvas(width, height)
    middle = sheet.wide / 2
    size = 118
    characters = [
        sheet.letters(character, middle + (i - (len(title) - 1) / 2) * (size + 26), level, size)
        for i, character in enumerate(title)
    ]
    gold = sheet.down((level - 60, "#fff3c4"), (level, "#f6c766"), (level + 60, "#c98a2c"))
    small = sheet.letters(below, middle, level + 132, 44, spacing=18)
    band = sheet.box(-100, level - 150, sheet.wide + 100, level + 220, blur=90)
    sparks = np.random.default_rng(321).random((60, 5))

    def frame(t: float) -> Image.Image:
        canvas = scene(t)
        fade_in = float(np.clip(t / 0.7, 0, 1))
        canvas.pixels *= fade_in
        canvas.shade(band, dim * float(np.clip(t / 1.2, 0, 1)))
        for i, mask in enumerate(characters):
            shown = float(np.clip((t - 0.4 - i * 0.16) / 0.6, 0, 1))
            if shown:
                canvas.fill(mask, gold, shown)
                canvas.light(mask, "#ffffff", (1 - shown) * 0.9 * (shown > 0.05))
        line = float(np.clip((t - 1.5) / 1.0, 0, 1)) * 470
        if line > 1:
            canvas.light(canvas.box(middle - line, level + 86, middle + line, level + 88), "#ffd98a", 0.9)
        canvas.fill(small, "#ffe9c0", float(np.clip((t - 2.0) / 0.8, 0, 1)))
        sweep = np.exp(-(((canvas.columns - canvas.rows * 0.3 - (t - 2.4) * 1500 + 100) / 70) ** 2))
        if 2.2 < t < 4.2:
            canvas.light(sweep * sum(characters), "#ffffff", 0.85)
        for x, y, s, p, v in sparks:
            rise = (y - t * (0.03 + 0.05 * v)) % 1
            glow = float(np.clip(t - 0.5, 0, 1) * (0.35 + 0.65 * abs(np.sin(t * 2 + p * 6))))
            _spark(canvas, x * canvas.wide, rise * HIGH, 3 + 7 * s, glow)
        return moving.finish(canvas)

    return frame


def _spark(canvas: Canvas, x: float, y: float, radius: float, glow: float) -> None:
    """A point of golden light; paints only the few pixels it reaches."""
    left, top, reach = round(x * canvas.unit), round(y * canvas.unit), max(2, round(radius * canvas.unit))
    rows, columns = slice(max(0, top - reach), top + reach), slice(max(0, left - reach), left + reach)
    spot = canvas.pixels[rows, columns]
    if spot.size:
        away = np.hypot(canvas.columns[rows, columns] - x, canvas.rows[rows, columns] - y) / radius
        spot += (1 - spot) * rgb("#ffd98a") * (np.clip(1 - away, 0, 1) ** 2 * glow)[..., None]
