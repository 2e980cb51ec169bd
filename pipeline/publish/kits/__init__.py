"""Kits: all that a person needs to put a programme on a platform by hand, in a folder of its own."""

from pipeline.publish.kits.folder import KitShelf
from pipeline.publish.kits.kit import Kit, kit_of
from pipeline.publish.kits.limits import Misfit, text_misfits, time_misfits
from pipeline.publish.kits.platform import Platform
from pipeline.publish.kits.rendition import Film, Verdict, choose, shape_of
from pipeline.publish.kits.rules import known_platforms, read_platform
from pipeline.publish.kits.texts import KitTexts, Words, texts_of

__all__ = [
    "Film",
    "Kit",
    "KitShelf",
    "KitTexts",
    "Misfit",
    "Platform",
    "Verdict",
    "Words",
    "choose",
    "kit_of",
    "known_platforms",
    "read_platform",
    "shape_of",
    "text_misfits",
    "texts_of",
    "time_misfits",
]
