"""Formats: one declarative file for each kind of export, and which of them a table is."""

from pipeline.reach.importing.formats.format import Column, Format, Table
from pipeline.reach.importing.formats.library import OWN_FORMATS, library, read_formats
from pipeline.reach.importing.formats.recognize import Found, Placed, recognised

__all__ = ["OWN_FORMATS", "Column", "Format", "Found", "Placed", "Table", "library", "read_formats", "recognised"]
