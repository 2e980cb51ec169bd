"""Policy: which defects of finished files are warnings, and which are failures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Verdict = Literal["pass", "warn", "fail"]
Weight = Literal["ignore", "warn", "fail"]
"""How serious a defect is."""

VERDICTS: tuple[Verdict, ...] = ("pass", "warn", "fail")
"""From best to worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Values above which a figure is a warning, and a failure; None for never."""

    warn: Fraction | None = None
    fail: Fraction | None = None

    def verdict(self, figure: Fraction | Decimal) -> Verdict:
        """The verdict on a figure; it passes up to and including the limits."""
        if self.fail is not None and figure > self.fail:
            return "fail"
        return "warn" if self.warn is not None and figure > self.warn else "pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Requirements for finished files, by their names in policy files."""

    weights: Mapping[str, Weight]
    """Of defects that a file has or has not."""
    limits: Mapping[str, Limits]
    """Of figures; seconds, LU and dB."""
    adopted: "Policy | None" = field(default=None)
    """For programmes that were finished elsewhere; None uses the same policy."""


def worst(verdicts: "tuple[Verdict, ...] | list[Verdict]") -> Verdict:
    """The verdict of the whole: `pass` where there is none."""
    return max(verdicts, key=VERDICTS.index, default="pass")
