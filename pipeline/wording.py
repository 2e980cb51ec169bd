"""How people read numbers: runs, sizes, lengths of time, clocks; and how wide a text is in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

from pipeline.messages import Message, tr

NOTHING = "-"


def run(low: int, high: int) -> str:
    """Numbers from the lowest to the highest: `3`, `5-9`."""
    return str(low) if low == high else f"{low}-{high}"


def runs(numbers: Iterable[int]) -> list[str]:
    """Numbers in order, those that follow each other as one: `3`, `5-9`."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        low = found.pop()[0] if found and number == found[-1][1] + 1 else number
        found.append((low, number))
    return [run(low, high) for low, high in found]


def size(number: float) -> str:
    """Bytes as people read them, alike in every language: `12.4 MB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"


def round_size(number: Fraction | float) -> str:
    """Bytes of a limit, which is a round number: `500 kB`, `1.5 GB`, `16 GB`."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if number >= factor:
            return f"{float(number) / factor:.3g} {unit}"
    return f"{float(number) / 1000:.3g} kB"


def duration(seconds: float) -> Message:
    """A length of time as people say it: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds < 10:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return tr("{seconds} s", seconds=rest)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02d}")
    return tr("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02d}")


def clock(seconds: Fraction | float | None) -> str:
    """`9:58`, `1:02:03`, to the nearest second."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def timestamp(milliseconds: int, point: str = ".") -> str:
    """`00:12:03.456`, as subtitle files and chapters in tags have it."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def width(text: str) -> int:
    """Columns that a text takes in a terminal: two for every Chinese character, none for a mark on another one."""
    if text.isascii() and text.isprintable():
        return len(text)
    columns = 0
    for character in text:
        if " " <= character <= "~":
            columns += 1
        elif "\u4e00" <= character <= "\u9fff" or "\uff01" <= character <= "\uff5e" or character in "、。《》「」":
            columns += 2
        else:
            # Imported for what is rare alone: help has to be there at once.
            from rich.cells import cell_len

            return cell_len(text)
    return columns


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text with blanks behind it, or before it, so that it takes so many columns."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks
