"""Blends: how one picture becomes the next."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissolve:
    """The incoming picture's weight rises evenly from frame to frame; neither end shows a pure side twice."""

    label: ClassVar[str] = "dissolve"
