"""SubRip and WebVTT: a line of times, then the text that is shown between them."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.source import Source
from pipeline.manifest.spoken.times import TimedLine
from pipeline.messages import tr
from pipeline.model.captions import Cue

_ARROW = re.compile(r"^\s*(\S+)\s+-->\s+(\S+)(?:\s.*)?$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})", re.ASCII)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_NOTE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def block_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """The cues of a file.

    Read here and not by pysubs2, which takes WebVTT notes and cue names for text, `{...}` for styling, and knows no
    lines.
    """
    vtt = source.path.suffix.lower() == ".vtt"
    if vtt and not source.lines[0].removeprefix("\ufeff").startswith("WEBVTT"):
        found.error("bad-captions", tr("a .vtt file must begin with 'WEBVTT'"), source.mark(0, 0))
        return
    places = [number for number, line in enumerate(source.lines) if "-->" in line]
    for index, (number, end) in enumerate(zip(places, [*places[1:], len(source.lines)], strict=False)):
        if found.full:
            return
        line = source.lines[number]
        times = _ARROW.match(line)
        start, stop = (_milliseconds(times[1]), _milliseconds(times[2])) if times else (None, None)
        if start is None or stop is None:
            hint = tr("write 00:00:12,500 --> 00:00:15,000")
            message = tr("'{line}' is not a pair of times", line=shown(line.strip()))
            found.error("bad-caption-time", message, source.mark(number, len(line) - len(line.lstrip())), hint)
            continue
        last = end == len(source.lines)
        between = range(number + 1, end)
        kept = (
            _of_webvtt(source, between, found, last=last)
            if vtt
            else _of_subrip(source, between, index, found, last=last)
        )
        text = "\n".join(filter(None, (_TAG.sub("", source.lines[one]).strip() for one in kept)))
        yield TimedLine(number, Cue(start=start, stop=stop, text=html.unescape(text) if vtt else text))


def _of_subrip(source: Source, between: range, index: int, found: Findings, *, last: bool) -> list[int]:
    """The lines of a cue's text: all that stand before the next cue's counter, empty lines among them or not."""
    filled = [number for number in between if source.lines[number].strip()]
    if filled and not last:
        number = filled[-1]
        counter = source.lines[number].strip()
        # Right above the times; or farther away, as in files with an empty line after each other line.
        if counter.isdigit() and (number + 1 == between.stop or int(counter) in (index + 1, index + 2)):
            filled.pop()
    for before, number in pairwise(filled):
        if number > before + 1:
            message = tr("an empty line stands within this caption; what follows it is shown with it")
            hint = tr("take the empty line out: many players leave the rest of the caption out")
            found.warning("caption-empty-line", message, source.mark(number, 0), hint)
            break
    return filled


def _of_webvtt(source: Source, between: range, found: Findings, *, last: bool) -> list[int]:
    """The lines of a cue's text, which an empty line ends: what stands there without times is shown by no player."""
    kept = []
    for number in between:
        if not source.lines[number].strip():
            break
        kept.append(number)
    note = False
    for number in range(between.start + len(kept), between.stop):
        line = source.lines[number].strip()
        note = bool(line) and (note or bool(_NOTE.match(line)))
        name = not last and number + 1 == between.stop
        if line and not note and not name:
            message = tr("this text has no times and is left out: in WebVTT an empty line ends a caption")
            hint = tr("take the empty line above it out, or give it times of its own")
            found.warning("caption-empty-line", message, source.mark(number, 0), hint)
            break
    return kept


def _milliseconds(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
