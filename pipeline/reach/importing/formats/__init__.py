"""Formats: one declarative file for each kind of export, and recognising which of them a table has."""

from pipeline.reach.importing.formats.format import Column, Format, Table
from pipeline.reach.importing.formats.library import OWN_FORMATS, library, read_formats
from pipeline.reach.importing.formats.recognize import FoundTable, PlacedTable, recognised

__all__ = [
    "OWN_FORMATS",
    "Column",
    "Format",
    "FoundTable",
    "PlacedTable",
    "Table",
    "library",
    "read_formats",
    "recognised",
]
