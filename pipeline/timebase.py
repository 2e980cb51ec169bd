"""Time: seconds in manifests and print, integer frames and samples everywhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

SAMPLE_RATE = 48_000
"""Samples a second of every mix."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.(\d{1,3}))?", re.ASCII)
_UNITS = re.compile(
    r"(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m(?!s))?(?:(\d{1,6})(?:\.(\d{1,3}))?s)?(?:(\d{1,9})ms)?", re.ASCII
)


class BadTime(ValueError):
    """A text is no time."""

    def __init__(self, text: str, *, overflow: bool = False) -> None:
        super().__init__(f"'{text}' is not a time")
        self.overflow = overflow
        """It is written like one, but has more than 59 seconds or minutes after a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRange:
    """Half-open run of frames, counted from the start of whatever holds it; it may begin before that start."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.stop))

    def moved(self, frames: int) -> "FrameRange":
        return FrameRange(start=self.start + frames, stop=self.stop + frames)


def frame_to_sample(frame: int, rate: Fraction) -> int:
    """The sample at which a frame begins: round(frame * 48000 / rate)."""
    return round(Fraction(frame * SAMPLE_RATE) / rate)


def seconds_to_frames(seconds: Fraction, rate: Fraction) -> int:
    """The nearest whole number of frames (a half rounds up); may be 0."""
    return floor(seconds * rate + Fraction(1, 2))


def seconds_to_samples(seconds: Fraction) -> int:
    return floor(seconds * SAMPLE_RATE + Fraction(1, 2))


def parse_time(text: str) -> Fraction:
    """Seconds from `4s`, `1m30s`, `250ms`, `00:12.5` or `1:02:03`; exact to the millisecond.

    Raises BadTime when the text is no time, has more than 59 s or min. where a larger unit stands before, or has more
    than three decimals.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction = clock.groups()
        if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
            raise BadTime(text, overflow=True)
        whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        return whole + Fraction(int((fraction or "0").ljust(3, "0")), 1000)
    if units := _UNITS.fullmatch(text):
        hours, minutes, seconds, fraction, milliseconds = units.groups()
        whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
        thousandths = int((fraction or "0").ljust(3, "0")) + int(milliseconds or 0)
        if any(part is not None for part in (hours, minutes, seconds, milliseconds)):
            return whole + Fraction(thousandths, 1000)
    raise BadTime(text)


def format_time(seconds: Fraction) -> str:
    """`00:41.240`, with hours only where there are any; rounded to the millisecond."""
    thousandths = floor(seconds * 1000 + Fraction(1, 2))
    sign = "-" if thousandths < 0 else ""
    minutes, rest = divmod(abs(thousandths), 60_000)
    hours, minutes = divmod(minutes, 60)
    clock = f"{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
    return sign + (f"{hours}:{clock}" if hours else clock)
