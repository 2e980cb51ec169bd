"""Blends: how one picture becomes the next, as values; each is drawn in `media/moving/blends.py`.

The frame before a transition shows the outgoing picture alone, the frame after it the incoming one: neither shows a
pure side itself, so that no picture stands still for a moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from pipeline.effects.motion import eased
from pipeline.model.series import TransitionKind
from pipeline.model.timeline import Blend

Towards = Literal["left", "right"]
"""Where what moves goes."""


def evenly(frame: int, frames: int) -> Fraction:
    """The share of a blend that goes on at one pace."""
    return Fraction(frame + 1, frames + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissolve:
    """The incoming picture's weight rises evenly from frame to frame; neither end shows a pure side twice."""

    label: ClassVar[str] = "dissolve"

    def share(self, frame: int, frames: int) -> Fraction:
        return evenly(frame, frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dip:
    """The outgoing picture goes into a colour, the incoming one comes out of it."""

    into: Literal["black", "white"]

    @property
    def label(self) -> str:
        return f"dip-to-{self.into}"

    def share(self, frame: int, frames: int) -> Fraction:
        return evenly(frame, frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """A soft line goes over the frame, behind it the incoming picture is seen."""

    towards: Towards

    @property
    def label(self) -> str:
        return f"wipe-{self.towards}"

    def share(self, frame: int, frames: int) -> Fraction:
        return evenly(frame, frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """The incoming picture slides over the outgoing one, which stays where it is; it sets off and stops gently."""

    towards: Towards

    @property
    def label(self) -> str:
        return f"slide-{self.towards}"

    def share(self, frame: int, frames: int) -> Fraction:
        return eased(evenly(frame, frames), "in-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """The incoming picture pushes the outgoing one out of the frame; it sets off and stops gently."""

    towards: Towards

    @property
    def label(self) -> str:
        return f"push-{self.towards}"

    def share(self, frame: int, frames: int) -> Fraction:
        return eased(evenly(frame, frames), "in-out")


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleOpen:
    """The incoming picture is seen in a circle that opens from the middle of the frame."""

    label: ClassVar[str] = "circle-open"

    def share(self, frame: int, frames: int) -> Fraction:
        return evenly(frame, frames)


BLENDS: Mapping[TransitionKind, Blend] = {
    "dissolve": Dissolve(),
    "dip-to-black": Dip(into="black"),
    "dip-to-white": Dip(into="white"),
    "wipe-left": Wipe(towards="left"),
    "wipe-right": Wipe(towards="right"),
    "slide-left": Slide(towards="left"),
    "slide-right": Slide(towards="right"),
    "push-left": Push(towards="left"),
    "push-right": Push(towards="right"),
    "circle-open": CircleOpen(),
}
"""By the names that manifests have for them; `cut` is none."""
