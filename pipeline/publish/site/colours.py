"""Colours of a site: those of a series' theme, changed until text is readable, in light and in dark (WCAG 2.2)."""

from dataclasses import dataclass

from pipeline.effects.colours import readable
from pipeline.publish.item import Colours

PAPER_BY_DAY, PAPER_BY_NIGHT = "#faf7f0", "#161311"
"""Behind the text of pages, as in `site.css`."""
CARD_BY_DAY, CARD_BY_NIGHT = "#fffdf9", "#201c19"


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
    # Of a feed that somebody opens, `rss` is the root.
    return f'[data-series="{slug}"], rss {{ {declarations} }}\n'.encode()
