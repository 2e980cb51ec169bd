"""Caption rules: what makes captions readable, and which rules a list of cues breaks.

The limits are those of the subtitle guides of broadcasters and platforms: sixteen Chinese characters a line
and two lines (Netflix, Timed Text Style Guide, Simplified Chinese), five sixths of a second to seven seconds and two
frames between captions (the same guide's general requirements), nine characters a second for adults; which marks may
not begin or end a line is GB/T 15834 and W3C clreq.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from unicodedata import category, east_asian_width

from pipeline.captions.linebreak import CLOSING, OPENING
from pipeline.messages import Message, tr
from pipeline.model.captions import Cue

WIDTH = 32
"""Columns of a line: sixteen Chinese characters, or thirty-two letters."""
LINES = 2
SPEED = 9
"""Chinese characters that adults read in a second; a letter or digit counts half."""
SHORTEST, LONGEST = 833, 7_000
"""Milliseconds that a caption is shown."""
GAP = 2
"""Frames between two captions; without them a change of text is easily missed."""

_ROUNDING = 1
"""Milliseconds by which times in files are rounded."""
_JOINED = ("——", "……")
"""Punctuation marks of two characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a caption breaks."""

    code: str
    """caption-width, caption-lines, caption-break, caption-speed, caption-short, caption-long or caption-gap."""
    cue: int
    """Its index."""
    message: Message


def columns(text: str) -> int:
    """How wide a line is in print: two columns for every Chinese character and mark, one for a letter or digit.

    Not as wide as in a terminal (`wording.width`): quotes, dashes and dots fill an em beside Chinese characters.
    """
    return sum(map(_columns, text))


def characters(text: str) -> Fraction:
    """How much there is to read, in Chinese characters; letters, digits and blanks count half."""
    return Fraction(sum(columns(line) for line in text.split("\n")), 2)


def violations(cues: Sequence[Cue], *, rate: Fraction | None = None) -> tuple[Violation, ...]:
    """The rules that `cues`, in order, break; without a frame rate gaps are not checked."""
    found = [
        Violation(code=code, cue=index, message=message)
        for index, cue in enumerate(cues)
        for code, message in (*_lines(cue.text), *_times(cue))
    ]
    if rate is not None:
        gap = tr("this caption comes less than {frames} frames after the one before", frames=GAP)
        found += (
            Violation(code="caption-gap", cue=index + 1, message=gap)
            for index, (cue, after) in enumerate(pairwise(cues))
            if 0 <= after.start - cue.stop < GAP * 1000 / rate - _ROUNDING
        )
    return tuple(sorted(found, key=lambda one: one.cue))


def _lines(text: str) -> Iterator[tuple[str, Message]]:
    lines = text.split("\n")
    if len(lines) > LINES:
        message = tr("this caption has {lines} lines; more than {most} are hard to read", lines=len(lines), most=LINES)
        yield "caption-lines", message
    widest = max(map(columns, lines))
    if widest > WIDTH:
        message = tr(
            "a line of this caption has {characters} characters; {most} fit, or {letters} letters",
            characters=f"{widest / 2:g}", most=WIDTH // 2, letters=WIDTH,
        )  # fmt: skip
        yield "caption-width", message
    for before, after in pairwise(lines):
        if before[-1:] in OPENING and before:
            mark = before[-1]
            yield (
                "caption-break",
                tr("a line of this caption ends with '{mark}', which belongs to the next line", mark=mark),
            )
        elif after[:1] in CLOSING and after:
            mark = after[0]
            yield (
                "caption-break",
                tr("a line of this caption begins with '{mark}', which belongs to the line before", mark=mark),
            )
        elif before[-1:] + after[:1] in _JOINED:
            mark = before[-1] + after[0]
            yield "caption-break", tr("'{mark}' is one mark and must be on one line", mark=mark)


def _times(cue: Cue) -> Iterator[tuple[str, Message]]:
    length = cue.stop - cue.start
    speed = characters(cue.text) * 1000 / max(length, 1)
    if length < SHORTEST - _ROUNDING:
        message = tr(
            "this caption is shown for {length} ms; it needs at least {least} ms", length=length, least=SHORTEST
        )
        yield "caption-short", message
    if length > LONGEST + _ROUNDING:
        seconds = f"{length / 1000:.3g}"
        message = tr("this caption is shown for {length} s; at most {most} s", length=seconds, most=LONGEST // 1000)
        yield "caption-long", message
    if speed > SPEED:
        message = tr(
            "this caption has {speed} characters a second; adults read {most}", speed=f"{float(speed):.1f}", most=SPEED
        )
        yield "caption-speed", message


def _columns(character: str) -> int:
    kind = category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    width = east_asian_width(character)
    # Letters of the class of quotes and dashes (Greek, Cyrillic) are narrow.
    return 2 if width in "WF" or (width == "A" and kind[0] in "PS") else 1
