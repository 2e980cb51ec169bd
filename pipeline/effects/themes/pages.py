"""A theme's colours on pages: a band in its colours, and links and numbers on paper by day and by night."""

from dataclasses import dataclass

from pipeline.effects.colours import READABLE, contrast, readable


@dataclass(frozen=True, slots=True, kw_only=True)
class PageColours:
    """What pages of a series wear; #rrggbb, all readable where they stand."""

    band: str
    """Behind a title."""
    on_band: str
    """Text on it."""
    shine: str
    """Numbers and lines on it."""
    by_day: str
    """Links and numbers on paper."""
    by_night: str


def page_colours(
    background: str, foreground: str, accent: str, *, day: tuple[str, ...], night: tuple[str, ...]
) -> PageColours:
    """Of a theme's three colours; `day` and `night` are the papers behind the text of pages, bright and dark.

    On paper stands whichever of the theme's own colours can be read there, the background first: a pale one would turn
    grey before it could be.
    """
    return PageColours(
        band=background,
        on_band=readable(foreground, background),
        shine=readable(accent, background),
        by_day=_on(day, background, accent, foreground),
        by_night=_on(night, accent, background, foreground),
    )


def _on(papers: tuple[str, ...], *colours: str) -> str:
    own = (one for one in colours if all(contrast(one, paper) >= READABLE for paper in papers))
    return next(own, readable(max(colours[:2], key=_chroma), *papers))


def _chroma(colour: str) -> int:
    """How far from grey."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return max(parts) - min(parts)
