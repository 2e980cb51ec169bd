"""Colours as #rrggbb: how readable one is on another (WCAG 2.2), and what lies between two."""

READABLE = 4.5
"""Least contrast of text with what is behind it (success criterion 1.4.3)."""
_BLACK, _WHITE = "#000000", "#ffffff"


def readable(colour: str, *backgrounds: str, least: float = READABLE) -> str:
    """The colour, moved towards black or white until it has that contrast on all backgrounds, or as much as can be."""
    ends = sorted((_BLACK, _WHITE), key=lambda end: min(contrast(end, background) for background in backgrounds))
    for step in range(21):
        moved = mixed(colour, ends[-1], step / 20)
        if all(contrast(moved, background) >= least for background in backgrounds):
            return moved
    return ends[-1]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG, from 0 to 1."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in rgb(colour)))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a `share`, from 0 to 1, of the `other`."""
    parts = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
