"""Motion: how the view moves over a picture while it is shown."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pipeline.digest import OUTSIDE_RECIPE
from pipeline.errors import Mark
from pipeline.model.series import Focus

MotionKind = Literal["push-in", "pull-out", "pan-left", "pan-right", "pan-up", "pan-down", "none", "auto"]
"""Where the view goes; `auto` chooses by the picture's shape."""
MOTIONS: tuple[MotionKind, ...] = (
    "push-in", "pull-out", "pan-left", "pan-right", "pan-up", "pan-down", "none", "auto",
)  # fmt: skip
Ease = Literal["in-out", "linear", "in", "out"]
"""Whether it sets off and stops gently, at both ends, at neither, or at one."""
EASES: tuple[Ease, ...] = ("in-out", "linear", "in", "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """How the view moves over a picture, from the first frame that shows it to the last."""

    kind: MotionKind = "none"
    amount: Fraction | None = None
    """Share by which the picture grows (push-in), or of the frame by which it moves (pan); None is the usual one."""
    focus: Focus | None = None
    """What is pushed in on, or in the middle of a pan; shares of the picture. None takes that of the picture."""
    ease: Ease = "in-out"
    mark: Mark | None = field(default=None, compare=False, repr=False, metadata=OUTSIDE_RECIPE)
