"""Policy: from which measure on a finished file is worth a warning, and from which on it fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Verdict = Literal["pass", "warn", "fail"]
Weight = Literal["ignore", "warn", "fail"]
"""What it counts that something is not as it should be."""

VERDICTS: tuple[Verdict, ...] = ("pass", "warn", "fail")
"""The worse, the later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a figure begins to be worth a warning, and where it fails; None where it never does."""

    warn: Fraction | None = None
    fail: Fraction | None = None

    def verdict(self, figure: Fraction | Decimal) -> Verdict:
        """Of a figure, which is well as long as it lies at or below the limits."""
        if self.fail is not None and figure > self.fail:
            return "fail"
        return "warn" if self.warn is not None and figure > self.warn else "pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is asked of finished files, by the names that a policy file gives."""

    weights: Mapping[str, Weight]
    """Of what is either so or not."""
    limits: Mapping[str, Limits]
    """Of figures; seconds, LU and dB."""
    adopted: "Policy | None" = field(default=None)
    """For programmes that were finished elsewhere; None asks the same of them."""


def worst(verdicts: "tuple[Verdict, ...] | list[Verdict]") -> Verdict:
    """The verdict of the whole: `pass` where there is none."""
    return max(verdicts, key=VERDICTS.index, default="pass")
