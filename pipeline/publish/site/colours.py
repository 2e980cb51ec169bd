"""Colours of a site: those of a series' theme, changed until text is readable, in light and in dark (WCAG 2.2)."""

from pipeline.effects.themes import PageColours, page_colours
from pipeline.publish.item import Colours

PAPER_BY_DAY, PAPER_BY_NIGHT = "#faf7f0", "#161311"
"""Behind the text of pages, as in `site.css`."""
CARD_BY_DAY, CARD_BY_NIGHT = "#fffdf9", "#201c19"


def palette(colours: Colours) -> PageColours:
    """The theme's own colours where they are readable, else the nearest that are."""
    return page_colours(
        colours.background, colours.foreground, colours.accent,
        day=(PAPER_BY_DAY, CARD_BY_DAY), night=(PAPER_BY_NIGHT, CARD_BY_NIGHT),
    )  # fmt: skip


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
