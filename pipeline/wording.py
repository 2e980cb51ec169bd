"""How people read numbers: runs, sizes, lengths of time, clocks; and how a text lies in the columns of a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

from pipeline.messages import Message, tr

NOTHING = "-"
CHINESE = (("\u2e80", "\u9fff"), ("\uff00", "\uffef"))
"""Characters between which a line may break: from, to. As a pattern they would take longer to compile than all else."""
NEVER_FIRST = "，。、；：？！”’）》」』】…,.;:?!)]"
"""What may not begin a line."""
NEVER_LAST = "“‘（《「『【(["
"""What may not end one."""


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


def passed(seconds: Fraction | float) -> int:
    """Full seconds that have passed: what every player counts, and so every page, list, feed and terminal of ours.

    A length of 59.96 s is 0:59 wherever it is shown. Of numbers with a fraction of a microsecond too little it is not.
    """
    return int(seconds + (0 if isinstance(seconds, int) else 1e-6))


def duration(seconds: Fraction | float) -> Message:
    """A length of time as people say it: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds < 10:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(passed(seconds), 60)
    if not minutes:
        return tr("{seconds} s", seconds=rest)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02d}")
    return tr("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02d}")


def clock(seconds: Fraction | float | None) -> str:
    """`9:58`, `1:02:03`: the seconds that have passed."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(passed(seconds), 60)
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


def terminal_columns() -> int:
    """As shutil has them, whose import would take longer than all there is to show."""
    with suppress(ValueError, OSError, AttributeError):
        return int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    return 80


def lines(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns: broken at blanks, and between Chinese characters.

    What has neither and is longer, such as a path, stays whole.
    """
    line = ""
    for piece in pieces(text):
        if line and piece.strip() and width(line) + width(piece) > columns:
            yield line.rstrip()
            line = ""
        line += piece if line or piece.strip() else ""
    if line.strip():
        yield line.rstrip()


def pieces(text: str) -> Iterator[str]:
    """The text cut where a line may end, which is never before a mark such as a comma, nor after one that opens."""
    held = ""
    for part in parts(text):
        if held.strip() and (part[0] in NEVER_FIRST or (held[-1] in NEVER_LAST and part.strip())):
            held += part
            continue
        if held:
            yield held
        held = part
    yield held


def parts(text: str) -> Iterator[str]:
    """Words, the blanks between them, and every Chinese character by itself."""
    for piece in re.findall(r"\s+|\S+", text):
        if piece.isascii():
            yield piece
        else:
            for chinese, run in groupby(piece, key=is_chinese):
                joined = "".join(run)
                yield from joined if chinese else (joined,)


def one_line(text: str) -> str:
    """A text of several lines as one: with a blank where a line ended, but between Chinese characters with none."""
    joined = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        joined += f"{'' if not joined or goes_on(joined[-1], line[0]) else ' '}{line}"
    return joined


def goes_on(end: str, begin: str) -> bool:
    """Whether nothing stands between two characters at which a line ended."""
    return all(is_chinese(one) or one in _MARKS for one in (end, begin)) and (is_chinese(end) or is_chinese(begin))


_MARKS = "“”‘’…—·"
"""That both languages have."""


def is_chinese(character: str) -> bool:
    return any(first <= character <= last for first, last in CHINESE)
