"""Pieces: the parts that the picture of a rendition is joined from, and what all its actions share."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import metadata

from pipeline.build import Action
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Placed
from pipeline.timebase import format_time

THREADS = 1
"""Of every encoder: several processes of one thread cost less than one of several, and the bytes are the same."""
MOVING_COST = 0.045
"""CPU seconds of a moving frame at 1920 x 1080."""
FULL_PICTURE = 1920 * 1080


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all actions of an episode share."""

    tools: str
    """Versions of whatever draws and encodes: part of every recipe, since other ones may give other bytes."""
    where: str
    """The episode, as labels begin: `lieshita/3`."""

    def label(self, what: Message) -> Message:
        """The label of an action that makes this of the episode."""
        return tr("{where}: {what}", where=self.where, what=what)

    def span_label(self, placed: Placed, rate: Fraction) -> Message:
        """The label of an action that makes this span."""
        return self.label(
            tr(
                "segment {number}, {name} at {time}",
                number=placed.segment + 1,
                name=placed.label,
                time=format_time(placed.start / rate),
            )
        )


@cache
def scene_tools(tools: str) -> str:
    """`tools`, and the libraries that scripts of scenes draw with."""
    return ", ".join([tools, *(f"{name} {metadata.version(name)}" for name in ("moviepy", "numpy"))])


def share(picture: Picture) -> float:
    """Its pixels against those of 1920 x 1080, by which costs are stated."""
    return picture.width * picture.height / FULL_PICTURE
