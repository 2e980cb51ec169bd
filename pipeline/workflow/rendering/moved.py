"""Moved pictures: those of scripts that begin elsewhere than when their programme was last rendered, and why."""

from dataclasses import dataclass
from fractions import Fraction

from pipeline.messages import Message, told, tr
from pipeline.timebase import format_time


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPicture:
    """A picture of a script that begins elsewhere than before; milliseconds from the programme's start."""

    picture: str
    before: int
    now: int
    reason: Message

    @property
    def visible(self) -> bool:
        """Whether the difference can be seen in what is told of it."""
        return _clock(self.before) != _clock(self.now)

    def as_json(self) -> dict[str, object]:
        return {
            "picture": self.picture,
            "from": self.before / 1000,
            "to": self.now / 1000,
            "reason": told(self.reason),
        }

    def describe(self) -> Message:
        return tr(
            "'{picture}' begins at {now} instead of {before}: {reason}",
            picture=self.picture, now=_clock(self.now), before=_clock(self.before), reason=self.reason,
        )  # fmt: skip


def _clock(milliseconds: int) -> str:
    """To the tenth of a second."""
    return format_time(Fraction(round(milliseconds / 100), 10))[:-2]
