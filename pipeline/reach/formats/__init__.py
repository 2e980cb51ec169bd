"""Formats: one declarative file for each kind of export, and which of them a table is."""

from pipeline.reach.formats.library import OWN, library, read_formats
from pipeline.reach.formats.model import Column, Format, Table
from pipeline.reach.formats.recognition import Found, Placed, recognised

__all__ = ["OWN", "Column", "Format", "Found", "Placed", "Table", "library", "read_formats", "recognised"]
