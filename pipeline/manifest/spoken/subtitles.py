"""Captions from files: subtitle files and scripts with times become cues, scripts without times become sentences."""

import html
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pipeline.captions.cues import split_long_cues
from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.source import Source, decode_text, display_name, read_bytes
from pipeline.errors import Mark, did_you_mean
from pipeline.manifest.spoken.scripts import Script, TimedLine, is_timed, read_script, timed_lines, timed_pictures
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.series import MediaUse
from pipeline.timebase import format_time

SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")

_ARROW = re.compile(r"^\s*(\S+)\s+-->\s+(\S+)(?:\s.*)?$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})", re.ASCII)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")


class CaptionReader:
    """Reads scripts and subtitle files, each once: many episodes may share those of an intro."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[tuple[Path, bool], tuple[tuple[Cue, ...], Script, Findings]] = {}

    def subtitles(self, media: MediaUse, found: Findings) -> tuple[Cue, ...]:
        """Cues of a subtitle file, in order and without overlap."""
        suffix = media.path.suffix.lower()
        if suffix not in SUFFIXES:
            message = tr("'{name}' is not a subtitle file that can be read", name=shown(media.name))
            found.error("unknown-subtitles", message, media.mark, did_you_mean(suffix, SUFFIXES))
            return ()
        cues, _ = self._once(media, found, timed_only=True)
        return cues

    def script(self, media: MediaUse, found: Findings) -> tuple[tuple[Cue, ...], Script]:
        """Cues of a script whose lines begin with times such as `[00:12.5]`, none if none do; and its contents."""
        return self._once(media, found, timed_only=False)

    def _once(self, media: MediaUse, found: Findings, *, timed_only: bool) -> tuple[tuple[Cue, ...], Script]:
        key = media.path, timed_only
        if key not in self._read:
            own = Findings()
            self._read[key] = (*self._fresh(media.path, own, timed_only=timed_only), own)
        cues, script, own = self._read[key]
        for diagnostic in own.sorted():
            found.add(diagnostic)
        return cues, script

    def _fresh(self, path: Path, found: Findings, *, timed_only: bool) -> tuple[tuple[Cue, ...], Script]:
        file = display_name(path, self._root)
        data = read_bytes(path, file, found)
        if data is None:
            return (), Script()
        text = decode_text(data)
        if text is None or "\0" in text:
            start = Mark(file=file, line=1, column=1)
            found.error("unreadable-text", tr("this file is not text in UTF-8, UTF-16 or GB18030"), start)
            return (), Script()
        source = Source(path=path, file=file, text=text)
        if not timed_only:
            if is_timed(source):
                cues = _without_overlap(timed_lines(source, found), source, found)
                pictures = timed_pictures(source, cues, found)
                return split_long_cues(cues), replace(read_script(source), sentences=(), pictures=pictures)
            script = read_script(source, found)
            if not script.sentences:
                message = tr("there is nothing to speak in this script")
                hint = tr("headings, comments and directions in brackets are not spoken")
                found.warning("empty-script", message, source.mark(0, 0), hint)
            return (), script
        lines = _ass_lines if path.suffix.lower() in (".ass", ".ssa") else _block_lines
        cues = _without_overlap(lines(source, found), source, found)
        if not cues and not found.sorted():
            found.error("no-captions", tr("there are no captions in this file"), source.mark(0, 0))
        return cues, Script()


def cues_between(cues: tuple[Cue, ...], start: Fraction, end: Fraction | None) -> tuple[Cue, ...]:
    """The cues of a file between two times of that file, in seconds; they then count from the first of the two."""
    first = round(start * 1000)
    last = None if end is None else round(end * 1000)
    if first == 0 and last is None:
        return cues
    inside = (cue for cue in cues if cue.stop > first and (last is None or cue.start < last))
    return tuple(
        replace(
            cue,
            start=max(cue.start - first, 0),
            stop=(cue.stop if last is None else min(cue.stop, last)) - first,
        )
        for cue in inside
    )


def _block_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues of SubRip and WebVTT: a line of times, then text up to an empty line.

    Read here and not by pysubs2, which takes WebVTT notes and cue names for text, `{...}` for styling, and knows no
    lines.
    """
    vtt = source.path.suffix.lower() == ".vtt"
    if vtt and not source.lines[0].removeprefix("\ufeff").startswith("WEBVTT"):
        found.error("bad-captions", tr("a .vtt file must begin with 'WEBVTT'"), source.mark(0, 0))
        return
    for number, line in enumerate(source.lines):
        if "-->" not in line or found.full:
            continue
        times = _ARROW.match(line)
        start, stop = (_milliseconds(times[1]), _milliseconds(times[2])) if times else (None, None)
        if start is None or stop is None:
            hint = tr("write 00:00:12,500 --> 00:00:15,000")
            message = tr("'{line}' is not a pair of times", line=shown(line.strip()))
            found.error("bad-caption-time", message, source.mark(number, _indent(line)), hint)
            continue
        text = []
        for following in source.lines[number + 1 :]:
            if not following.strip() or "-->" in following:
                break
            text.append(_TAG.sub("", following).strip())
        if text and not vtt and _followed_by_times(source, number + 1 + len(text)) and text[-1].isdigit():
            # The next cue's counter, where the empty line before it is missing.
            text.pop()
        spoken = "\n".join(filter(None, text))
        yield TimedLine(number, Cue(start=start, stop=stop, text=html.unescape(spoken) if vtt else spoken))


def _followed_by_times(source: Source, number: int) -> bool:
    return number < len(source.lines) and "-->" in source.lines[number]


def _milliseconds(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _ass_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues of Advanced SubStation Alpha, sorted by time as its players do; one event a line."""
    import pysubs2

    events = []
    for number, line in enumerate(source.lines):
        if not line.startswith("Dialogue:"):
            continue
        try:
            # One line at a time, so that a broken one is known by its number.
            with warnings.catch_warnings(action="ignore"):
                (event,) = pysubs2.SSAFile.from_string("[Events]\n" + line, format_="ass")
        except Exception:
            found.error("bad-captions", tr("this line cannot be read as a caption"), source.mark(number, 0))
            continue
        if event.is_drawing:
            continue
        text = "\n".join(part.strip() for part in event.plaintext.splitlines() if part.strip())
        events.append(TimedLine(number, Cue(start=event.start, stop=event.end, text=text)))
    yield from sorted(events, key=lambda event: event.cue.start)


def _without_overlap(lines: Iterator[TimedLine], source: Source, found: Findings) -> tuple[Cue, ...]:
    """The cues in order; one that lasts beyond the start of the next one ends there, with a warning."""
    cues: list[TimedLine] = []
    for line in lines:
        cue, mark = line.cue, source.mark(line.number, _indent(source.lines[line.number]))
        if found.full:
            break
        before = cues[-1].cue if cues else None
        if before and cue.start < before.start:
            times = {"start": _clock(cue.start), "before": _clock(before.start)}
            message = tr("captions must be in order, but {start} comes after {before}", **times)
            found.error("captions-out-of-order", message, mark)
        elif cue.stop <= cue.start:
            times = {"start": _clock(cue.start), "stop": _clock(cue.stop)}
            message = tr("this caption ends at {stop}, which is not after its start at {start}", **times)
            found.error("bad-caption-time", message, mark)
        elif cue.text:
            if before and before.stop > cue.start:
                times = {"start": _clock(cue.start), "stop": _clock(before.stop)}
                message = tr("the caption before this one lasts until {stop}; it is cut at {start}", **times)
                found.warning("captions-overlap", message, mark)
                if before.start == cue.start:
                    # Two texts at once: one cue of both.
                    cue = replace(cue, text=f"{before.text}\n{cue.text}", stop=max(cue.stop, before.stop))
                    cues.pop()
                else:
                    cues[-1] = TimedLine(cues[-1].number, replace(before, stop=cue.start))
            cues.append(TimedLine(line.number, replace(cue, mark=mark)))
    return tuple(line.cue for line in cues)


def _clock(milliseconds: int) -> str:
    return format_time(Fraction(milliseconds, 1000))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
