"""Pieces: what the picture of a rendition is joined from."""

from dataclasses import dataclass

from pipeline.build import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An action's artefact at its place in the picture."""

    action: Action
    start: int
    frames: int
    still: bool
    """Its artefact is a tile, repeated to `frames`."""
    span: int
    """Index of the timeline's span it belongs to."""
