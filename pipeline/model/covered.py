"""What platforms lay over a film: names, titles and buttons along the edges of its frame."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Shares of a frame, from each of its edges inward, that a platform lays its own texts and buttons over."""

    top: Fraction = Fraction(0)
    bottom: Fraction = Fraction(0)
    left: Fraction = Fraction(0)
    right: Fraction = Fraction(0)

    def __or__(self, other: "Covered") -> "Covered":
        """What either of them covers."""
        return Covered(
            top=max(self.top, other.top),
            bottom=max(self.bottom, other.bottom),
            left=max(self.left, other.left),
            right=max(self.right, other.right),
        )


PHONES = Covered(top=Fraction(8, 100), bottom=Fraction(23, 100), left=Fraction(4, 100), right=Fraction(13, 100))
"""Of upright frames, by all platforms together whose rules come with voicehall (a test holds it against these)."""
NOTHING = Covered()
"""Of other frames, which platforms show between bars, their own texts above and below."""


def is_upright(width: int, height: int) -> bool:
    """Whether a frame is watched on the whole screen of a phone, under the platform's own texts: 3:4, 9:16."""
    return height * 10 >= width * 13


def covered_in(width: int, height: int, stated: Covered | None = None) -> Covered:
    """What of a frame is covered: what is stated, else what any platform may cover."""
    if stated is not None:
        return stated
    return PHONES if is_upright(width, height) else NOTHING


def beyond_usual(width: int, height: int, stated: Covered | None) -> Covered | None:
    """All that is covered of a frame, where more of it is than any platform covers that comes with voicehall."""
    usual = covered_in(width, height)
    return None if stated is None or stated | usual == usual else stated | usual
