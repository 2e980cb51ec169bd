"""Readers: the bytes of an export as grids of raw cells, whatever the name of the file; bounded however bad it is."""

from pipeline.reach.importing.readers.fingerprint import Fingerprint, fingerprint_of
from pipeline.reach.importing.readers.grid import CELL_LIMIT, COLUMN_LIMIT, Contents, Grid, UnreadableFile, check_width
from pipeline.reach.importing.readers.open import contents

__all__ = [
    "CELL_LIMIT",
    "COLUMN_LIMIT",
    "Contents",
    "Fingerprint",
    "Grid",
    "UnreadableFile",
    "check_width",
    "contents",
    "fingerprint_of",
]
