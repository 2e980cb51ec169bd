"""Themes: presets as data, and the colours and dresses that cards, covers, captions and pages get of them."""

from pipeline.effects.themes.colours import Chosen, Mended, chosen_colours
from pipeline.effects.themes.dress import (
    CoverLayout,
    Dress,
    Face,
    FrameKind,
    GroundKind,
    PlateKind,
    RuleKind,
)
from pipeline.effects.themes.pages import PageColours, page_colours
from pipeline.effects.themes.presets import Preset, preset, presets

__all__ = [
    "Chosen",
    "CoverLayout",
    "Dress",
    "Face",
    "FrameKind",
    "GroundKind",
    "Mended",
    "PageColours",
    "PlateKind",
    "Preset",
    "RuleKind",
    "chosen_colours",
    "page_colours",
    "preset",
    "presets",
]
