"""Time: seconds in manifests and print, integer frames and samples everywhere else."""

import re
import unicodedata
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


_PARTS = re.compile(
    r"(\d{1,9}(?:\.\d{1,3})?)\s*"
    r"(?:(?P<h>小时|小時|时|時|hours?|hrs?|h)|(?P<ms>毫秒|milliseconds?|msecs?|ms)"
    r"|(?P<m>分钟|分鐘|分|minutes?|mins?|m)|(?P<s>秒钟|秒鐘|秒|seconds?|secs?|s))[\s,、]*",
    re.ASCII | re.IGNORECASE,
)
_UNSAID = re.compile(r"(?<=[m分钟鐘])\s*([0-5]\d)$", re.ASCII)
"""Seconds whose unit is left out behind minutes: 1分30."""
_PRIMES = re.compile(r"(\d{1,3})\s*['′’]\s*(\d{2})\s*(?:[\"″”]|''|′′)?", re.ASCII)
_MILLISECONDS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


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


def canonical_time(text: str) -> str:
    """A time as `parse_time` has it, from what people write and what can mean nothing else.

    `3秒` and `3 s` are `3s`, `1分30秒` is `1m30s`, `1：30` is `1:30`, and digits may be full-width. Any other text is
    given back as it is.
    """
    text = text.strip()
    plain = unicodedata.normalize("NFKC", text).replace("∶", ":").strip()
    if primes := _PRIMES.fullmatch(plain):
        return f"{primes[1]}:{primes[2]}"
    clock = re.sub(r"(?<=\d),(?=\d{1,3}$)", ".", re.sub(r"\s*:\s*", ":", plain), flags=re.ASCII)
    if _CLOCK.fullmatch(clock):
        return clock
    if _UNITS.fullmatch(plain) and plain:
        return plain
    milliseconds = _sum_of_units(_UNSAID.sub(r" \1s", plain))
    return text if milliseconds is None else _in_units(milliseconds)


def _sum_of_units(text: str) -> int | None:
    """Milliseconds of numbers with units, the largest first; None for any other text."""
    total, at, below = Fraction(0), 0, len(_MILLISECONDS)
    units = list(_MILLISECONDS)[::-1]
    while at < len(text):
        part = _PARTS.match(text, at)
        rank = units.index(str(part.lastgroup)) if part else below
        if part is None or rank >= below:
            return None
        total += Fraction(part[1]) * _MILLISECONDS[units[rank]]
        at, below = part.end(), rank
    return int(total) if text and total.denominator == 1 else None


def _in_units(milliseconds: int) -> str:
    """`1m30s`, `3.5s`, `500ms`."""
    if milliseconds < 1000:
        return f"{milliseconds}ms" if milliseconds else "0s"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    words = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m")) if number]
    fraction = f".{rest % 1000:03d}".rstrip("0").rstrip(".")
    return "".join([*words, *([f"{rest // 1000}{fraction}s"] if rest else [])])


def format_time(seconds: Fraction) -> str:
    """`00:41.240`, with hours only where there are any; rounded to the millisecond."""
    thousandths = floor(seconds * 1000 + Fraction(1, 2))
    sign = "-" if thousandths < 0 else ""
    minutes, rest = divmod(abs(thousandths), 60_000)
    hours, minutes = divmod(minutes, 60)
    clock = f"{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
    return sign + (f"{hours}:{clock}" if hours else clock)


def speed_text(speed: Fraction) -> str:
    """How many times as fast, as people write it: 0.5, 2, 1.25."""
    return f"{float(speed):.3f}".rstrip("0").rstrip(".")
