"""Captions from files: subtitle files and scripts with times become cues, scripts without times become sentences."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pipeline.captions.cues import split_long_cues
from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.source import Source
from pipeline.errors import did_you_mean
from pipeline.manifest.spoken.blocks import block_lines
from pipeline.manifest.spoken.events import event_lines
from pipeline.manifest.spoken.passages import read_passage
from pipeline.manifest.spoken.scripts import Script, read_script
from pipeline.manifest.spoken.text import is_word, not_text, read_text
from pipeline.manifest.spoken.times import TimedLine, is_timed, timed_lines, timed_pictures
from pipeline.messages import tr
from pipeline.model.captions import Cue, Passage
from pipeline.model.series import MediaUse
from pipeline.timebase import format_time

SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")


class CaptionReader:
    """Reads scripts and subtitle files, each once: many episodes may share those of an intro."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[tuple[Path, bool, str], tuple[tuple[Cue, ...], Script, Findings]] = {}

    def subtitles(self, media: MediaUse, found: Findings, encoding: str | None = None) -> tuple[Cue, ...]:
        """Cues of a subtitle file, in order and without overlap; `encoding` is Python's name of the stated one."""
        suffix = media.path.suffix.lower()
        if suffix not in SUFFIXES and (other := not_text(media)):
            found.add(other)
            return ()
        if suffix not in SUFFIXES:
            message = tr("'{name}' is not a subtitle file that can be read", name=shown(media.name))
            found.error("unknown-subtitles", message, media.mark, did_you_mean(suffix, SUFFIXES))
            return ()
        cues, _ = self._once(media, found, encoding, timed_only=True)
        return cues

    def script(self, media: MediaUse, found: Findings, encoding: str | None = None) -> tuple[tuple[Cue, ...], Script]:
        """Cues of a script whose lines begin with times such as `[00:12.5]`, none if none do; and its contents."""
        return self._once(media, found, encoding, timed_only=False)

    def passage(self, media: MediaUse, found: Findings, encoding: str | None = None) -> tuple[Passage, Script] | None:
        """What is seen of a text, and its contents as a script without times; None where it cannot be read."""
        if not is_word(media.path) and (other := not_text(media)):
            found.add(other)
            return None
        source = read_text(media.path, self._root, found, encoding)
        return read_passage(source, found) if source else None

    def untimed(self, media: MediaUse, found: Findings, encoding: str | None = None) -> Script:
        """The contents of a script, all its sentences whether they have times or not."""
        source = read_text(media.path, self._root, found, encoding)
        return read_script(source, found) if source else Script()

    def _once(
        self, media: MediaUse, found: Findings, encoding: str | None, *, timed_only: bool
    ) -> tuple[tuple[Cue, ...], Script]:
        if (timed_only or not is_word(media.path)) and (other := not_text(media)):
            found.add(other)
            return (), Script()
        key = media.path, timed_only, encoding or ""
        if key not in self._read:
            own = Findings()
            self._read[key] = (*self._fresh(media.path, own, encoding, timed_only=timed_only), own)
        cues, script, own = self._read[key]
        for diagnostic in own.sorted():
            found.add(diagnostic)
        return cues, script

    def _fresh(
        self, path: Path, found: Findings, encoding: str | None, *, timed_only: bool
    ) -> tuple[tuple[Cue, ...], Script]:
        source = read_text(path, self._root, found, encoding)
        if source is None:
            return (), Script()
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
        lines = event_lines if path.suffix.lower() in (".ass", ".ssa") else block_lines
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


def cues_at_speed(cues: tuple[Cue, ...], speed: Fraction) -> tuple[Cue, ...]:
    """The cues of a recording that plays so many times as fast."""
    if speed == 1:
        return cues
    return tuple(replace(cue, start=round(cue.start / speed), stop=round(cue.stop / speed)) for cue in cues)


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
