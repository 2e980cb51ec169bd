"""SubStation Alpha (.ass, .ssa): events whose fields stand in the order that the file itself states."""

import re
from collections.abc import Iterator, Mapping

from pipeline.documents.diagnostics import Findings
from pipeline.documents.source import Source
from pipeline.manifest.spoken.times import TimedLine
from pipeline.messages import listed, tr
from pipeline.model.captions import Cue

_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
"""Where a file does not say it: those of version 4+, in which every program writes them."""
_NEEDED = ("start", "end", "text")
_LINE = re.compile(r"\s*(format|dialogue)\s*:(.*)$", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d)(?:[.,:](\d{1,3}))?", re.ASCII)
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\\p(\d+)", re.ASCII)
_BREAKS = {"\\N": "\n", "\\n": "\n", "\\h": " "}


def event_lines(source: Source, found: Findings) -> Iterator[TimedLine]:
    """Cues sorted by time as players do; comments, styles and drawings are none."""
    fields: tuple[str, ...] = _FIELDS
    section, events = "events", []
    for number, line in enumerate(source.lines):
        if found.full:
            break
        if line.strip().startswith("[") and line.strip().endswith("]"):
            section = line.strip()[1:-1].lower()
        if section != "events" or not (words := _LINE.match(line)):
            continue
        if words[1].lower() == "format":
            fields = tuple(name.strip().lower() for name in words[2].split(","))
            if missing := [name for name in _NEEDED if name not in fields]:
                message = tr("this file's events have no field {names}", names=listed(missing))
                found.error(
                    "bad-captions", message, source.mark(number, 0), tr("export the subtitles again, as .srt best")
                )
                return
            continue
        cue = _cue(words[2], fields)
        if cue is None:
            message = tr("this line cannot be read as a caption")
            hint = tr("by its 'Format:' line an event here is {names}", names=listed(fields))
            found.error("bad-captions", message, source.mark(number, 0), hint)
        elif cue.text:
            events.append(TimedLine(number, cue))
    yield from sorted(events, key=lambda event: event.cue.start)


def _cue(values: str, fields: tuple[str, ...]) -> Cue | None:
    """The cue of an event; None where it lacks fields or its times are none."""
    named = _named(values, fields)
    start, stop = (_milliseconds(named.get(name, "")) for name in ("start", "end"))
    if start is None or stop is None or "text" not in named:
        return None
    return Cue(start=start, stop=stop, text=_plain(named["text"]))


def _named(values: str, fields: tuple[str, ...]) -> Mapping[str, str]:
    """Each field's value; commas beyond those between fields belong to the text, wherever it stands."""
    place = fields.index("text")
    before = values.split(",", place)
    after = before[-1].rsplit(",", len(fields) - place - 1)
    parts = [*before[:-1], *after]
    return dict(zip(fields, parts, strict=True)) if len(parts) == len(fields) else {}


def _plain(text: str) -> str:
    """What is read on the screen: no override tags, no comments in braces, none of the letters that draw shapes."""
    shown, at, drawing = [], 0, False
    for override in _OVERRIDE.finditer(text):
        shown += [] if drawing else [text[at : override.start()]]
        at = override.end()
        for scale in _DRAWING.findall(override[0]):
            drawing = int(scale) > 0
    shown += [] if drawing else [text[at:]]
    plain = "".join(shown)
    for mark, meant in _BREAKS.items():
        plain = plain.replace(mark, meant)
    return "\n".join(part.strip() for part in plain.splitlines() if part.strip())


def _milliseconds(text: str) -> int | None:
    """Fractions are hundredths, which some programs write with three digits."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int((fraction or "0").ljust(3, "0"))
