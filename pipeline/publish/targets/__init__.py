"""Targets: the places that files are put to, each whole under its name or not there at all."""

from pipeline.publish.targets.registry import open_place
from pipeline.publish.targets.remote import Content, Place, PlaceError, is_part, whole_of

__all__ = ["Content", "Place", "PlaceError", "is_part", "open_place", "whole_of"]
