"""Targets: the places that files are put to, each whole under its name or not there at all."""

from pipeline.publish.targets.opening import open_place
from pipeline.publish.targets.place import Place, PlaceError

__all__ = ["Place", "PlaceError", "open_place"]
