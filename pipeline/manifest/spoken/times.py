"""Times in scripts: lines such as `[00:12.5] words`, which are captions where most have one, and pins where few do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.documents.diagnostics import Findings
from pipeline.documents.scalars import Mistake
from pipeline.documents.source import Source
from pipeline.documents.values import time_of
from pipeline.errors import Mark
from pipeline.manifest.spoken.illustrations import FILLER, PICTURE, Illustration
from pipeline.manifest.spoken.markdown import cleaned, ends_paragraph, lines_of, marked, spoken_lines, without_pictures
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.segments import Spot
from pipeline.timebase import format_time

READING_TIME = 250
"""Milliseconds that the last cue of a script stays for each of its characters, within `LAST_CUE`."""
LAST_CUE = (2_000, 7_000)

_TIMED_LINE = re.compile(r"^\[([^\]\s]{1,16})\][ \t]*(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedIllustration:
    """A picture of a script, and with which of its words it is shown."""

    written: Illustration
    spot: Spot


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A cue and the line of its times."""

    number: int
    cue: Cue


def is_timed(source: Source) -> bool:
    """Whether times, right or wrong, stand before most of what is spoken; fewer pin sentences in the sound."""
    text, _ = marked(source, Findings())
    times = untimed = 0
    covered = False
    for line in spoken_lines(source, text):
        if is_timed_line(line):
            times += 1
            covered = True
        elif ends_paragraph(line):
            covered = False
        elif not covered and cleaned(line):
            untimed += 1
            covered = True
    return times > untimed


def timed_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues of a script, each from its time to the next time; a time without text only ends the cue before it."""
    timed_texts: list[tuple[int, int, list[str]]] = []
    open_paragraph = lost = False
    text, _ = marked(source, Findings())
    for number, line in enumerate(spoken_lines(source, text)):
        timed = _TIMED_LINE.match(line)
        if timed and is_time(timed[1]):
            start = _time(timed[1], source.mark(number, 1), found)
            open_paragraph = start is not None
            if start is not None:
                timed_texts.append((number, start, [cleaned(timed[2])]))
        elif ends_paragraph(line):
            open_paragraph = lost = False
        elif open_paragraph:
            timed_texts[-1][2].append(cleaned(line))
        elif cleaned(line) and not lost:
            lost = True
            found.warning(
                "caption-without-time",
                tr("this line has no time, so it is not shown"),
                source.mark(number, len(line) - len(line.lstrip())),
                tr("begin it with the time at which it is spoken: [00:12.5]; most other lines have one"),
            )
    for index, (number, start, lines) in enumerate(timed_texts):
        text = "\n".join(filter(None, lines))
        shortest, longest = LAST_CUE
        stop = start + min(max(READING_TIME * len(text), shortest), longest)
        if index + 1 < len(timed_texts):
            stop = timed_texts[index + 1][1]
        if text or stop < start:
            yield TimedLine(number, Cue(start=start, stop=stop, text=text))


def timed_pictures(source: Source, cues: tuple[Cue, ...], found: Findings) -> tuple[PlacedIllustration, ...]:
    """The pictures of a script with times: each from the time of its line, or else of the next line with one."""
    text, pictures = marked(source, found)
    times: list[tuple[tuple[int, int], int, bool]] = []
    for number, line in enumerate(lines_of(source, text)):
        timed = _TIMED_LINE.match(line)
        if timed and is_time(timed[1]) and (start := _time(timed[1], source.mark(number, 1), Findings())) is not None:
            spoken = timed[2].lstrip(PICTURE + FILLER + " \t")
            times.append(((number, len(line) - len(spoken)), start, bool(cleaned(spoken))))
    first = min((cue.start for cue in cues), default=0)
    placed = []
    for one in pictures:
        there = one.place.node.line, one.place.node.column
        later = (start for spot, start, speaks in times if spot > there and (speaks or spot[0] == there[0]))
        start = next(later, None)
        placed.append(PlacedIllustration(written=one, spot=Spot(start=0 if start and start <= first else start)))
    return tuple(placed)


def pins(source: Source, lines: list[str], found: Findings) -> Iterator[tuple[int, int]]:
    """Lines that begin with a time, by number, and the milliseconds; they ascend."""
    before = -1
    for number, line in enumerate(lines):
        timed = _TIMED_LINE.match(without_pictures(line))
        if not timed or not is_time(timed[1]):
            continue
        mark = source.mark(number, 1)
        start = _time(timed[1], mark, found)
        if start is None:
            continue
        if start <= before:
            times = {"start": format_time(Fraction(start, 1000)), "before": format_time(Fraction(before, 1000))}
            message = tr("times must ascend, but {start} comes after {before}", **times)
            found.error("captions-out-of-order", message, mark)
            continue
        before = start
        yield number, start


def is_timed_line(line: str) -> bool:
    timed = _TIMED_LINE.match(line)
    return timed is not None and is_time(timed[1])


def is_time(text: str) -> bool:
    """Whether it looks like a time; `[1]` and `[笑]` belong to the script's text."""
    return text[:1].isdigit() and (":" in text or "：" in text)


def _time(text: str, mark: Mark, found: Findings) -> int | None:
    """Milliseconds."""
    try:
        return round(time_of(text) * 1000)
    except Mistake as mistake:
        found.error("bad-caption-time", mistake.message, mark, mistake.hint)
        return None
