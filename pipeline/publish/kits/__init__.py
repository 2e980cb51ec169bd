"""Kits: all that a person needs to put a programme on a platform by hand, in a folder of its own."""

from pipeline.publish.kits.folder import KitFolder
from pipeline.publish.kits.kit import Kit, kit_of
from pipeline.publish.kits.limits import Violation, length_violations, text_violations
from pipeline.publish.kits.platform import Platform
from pipeline.publish.kits.rendition import MediaFile, RenditionChoice, choose_rendition, shape_of, shape_word
from pipeline.publish.kits.rules import known_platforms, read_platform
from pipeline.publish.kits.texts import EpisodeTexts, KitTexts, kit_texts

__all__ = [
    "EpisodeTexts",
    "Kit",
    "KitFolder",
    "KitTexts",
    "MediaFile",
    "Platform",
    "RenditionChoice",
    "Violation",
    "choose_rendition",
    "kit_of",
    "kit_texts",
    "known_platforms",
    "length_violations",
    "read_platform",
    "shape_of",
    "shape_word",
    "text_violations",
]
