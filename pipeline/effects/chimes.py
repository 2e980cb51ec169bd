"""Chimes: two soft notes that tell listeners where a pause begins and ends."""

from dataclasses import dataclass
from typing import Literal

from pipeline.messages import tr
from pipeline.timebase import SAMPLE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Chime:
    """Two notes of a bell: upwards where a pause begins, downwards where it ends."""

    kind: Literal["begins", "ends"]
    version: int = 1
    """Of the way in which it is computed."""

    @property
    def label(self) -> str:
        return tr("chime")

    @property
    def samples(self) -> int:
        return SAMPLE_RATE * 3 // 2
