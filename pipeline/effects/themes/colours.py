"""The colours of a theme: those of its preset, those that its author wrote over them, and what of these was mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.effects.colours import READABLE, contrast, readable
from pipeline.effects.themes.presets import preset

ORNAMENT = 3.0
"""Least contrast of ornaments and large type (WCAG 2.2, 1.4.11 and 1.4.3)."""
ColourName = Literal["foreground", "accent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A colour that could not be seen on its background, and what it became."""

    name: ColourName
    was: str
    contrast: float
    becomes: str
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The colours of a theme, #rrggbb: the foreground can be read on the background, the accent be seen."""

    preset: str
    background: str
    foreground: str
    accent: str
    mended: tuple[Mended, ...] = ()


def chosen_colours(named: str, own: Mapping[str, str]) -> Chosen:
    """Of the preset that somebody named, or none, and the colours that authors wrote.

    Colours without a preset are those of `plain`; nothing at all is `red-gold`. What nobody wrote suits what somebody
    wrote: to a dark background alone belong light inks.
    """
    base = preset(named or ("plain" if own else "red-gold"))
    background = own.get("background", base.background)
    if "background" not in own and not named and "foreground" in own:
        grounds = (base.background, base.other_background)
        background = max(grounds, key=lambda ground: contrast(own["foreground"], ground))
    inks = base.inks
    if contrast(inks.foreground, background) < contrast(base.other_inks.foreground, background):
        inks = base.other_inks
    foreground, accent = own.get("foreground", inks.foreground), own.get("accent", inks.accent)
    wanted: tuple[tuple[ColourName, str, float], ...] = (
        ("foreground", foreground, READABLE), ("accent", accent, ORNAMENT),
    )  # fmt: skip
    seen = {name: readable(colour, background, least=least) for name, colour, least in wanted}
    mended = tuple(
        Mended(name=name, was=colour, contrast=contrast(colour, background), becomes=seen[name], least=least)
        for name, colour, least in wanted
        if seen[name] != colour and name in own
    )
    return Chosen(
        preset=base.name, background=background, foreground=seen["foreground"], accent=seen["accent"], mended=mended
    )
