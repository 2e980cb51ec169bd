"""Colours of a site: those of a series' theme, changed until text is readable, in light and in dark (WCAG 2.2)."""

from dataclasses import dataclass

from pipeline.publish.item import Colours

READABLE = 4.5
"""Least contrast of text (success criterion 1.4.3)."""
PAPER_BY_DAY, PAPER_BY_NIGHT = "#faf7f0", "#161311"
"""Behind the text of pages, as in `site.css`."""
CARD_BY_DAY, CARD_BY_NIGHT = "#fffdf9", "#201c19"
_BLACK, _WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a series' pages; #rrggbb."""

    band: str
    """Behind a title."""
    on_band: str
    """Text on it."""
    shine: str
    """Numbers and lines on it."""
    by_day: str
    """Links and numbers on paper."""
    by_night: str


def palette(colours: Colours) -> Palette:
    """The theme's own colours where they are readable, else the nearest that are."""
    band = colours.background
    return Palette(
        band=band,
        on_band=readable(colours.foreground, band),
        shine=readable(colours.accent, band),
        by_day=readable(colours.background, PAPER_BY_DAY, CARD_BY_DAY),
        by_night=readable(colours.accent, PAPER_BY_NIGHT, CARD_BY_NIGHT),
    )


def theme_css(slug: str, colours: Colours) -> bytes:
    """The style sheet of a series' pages, beside `site.css`."""
    own = palette(colours)
    rules = {
        "--band": own.band, "--on-band": own.on_band, "--shine": own.shine, "--by-day": own.by_day,
        "--by-night": own.by_night,
    }  # fmt: skip
    declarations = " ".join(f"{name}: {colour};" for name, colour in rules.items())
    return f'[data-series="{slug}"] {{ {declarations} }}\n'.encode()


def readable(colour: str, *backgrounds: str) -> str:
    """The colour, moved towards black or white until it is readable on all backgrounds."""
    ends = sorted((_BLACK, _WHITE), key=lambda end: min(contrast(end, background) for background in backgrounds))
    for step in range(21):
        mixed = _mixed(colour, ends[-1], step / 20)
        if all(contrast(mixed, background) >= READABLE for background in backgrounds):
            return mixed
    return ends[-1]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour)))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _mixed(one: str, other: str, share: float) -> str:
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
