"""Caption rules: what keeps captions readable, and which of it a file of cues breaks.

The figures are those of the subtitle guides that broadcasters and platforms work by: sixteen Chinese characters a line
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
from pipeline.model.captions import Cue

WIDTH = 32
"""Columns of a line: sixteen Chinese characters, or thirty-two letters."""
LINES = 2
SPEED = 9
"""Chinese characters that adults read in a second; a letter or digit counts half."""
SHORTEST, LONGEST = 833, 7_000
"""Milliseconds that a caption stands."""
GAP = 2
"""Frames between two captions, without which a change of text is easily missed."""

_ROUNDING = 1
"""Milliseconds by which a time in a file may miss the frame it means."""
_JOINED = ("——", "……")
"""One mark of two ems each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a caption breaks."""

    code: str
    """caption-width, caption-lines, caption-break, caption-speed, caption-short, caption-long or caption-gap."""
    cue: int
    """Its index."""
    message: str


def columns(text: str) -> int:
    """How wide a line is in print: two columns for every Chinese character and mark, one for a letter or digit.

    Not as wide as in a terminal (`wording.width`): quotes, dashes and dots fill an em beside Chinese characters.
    """
    return sum(map(_columns, text))


def characters(text: str) -> Fraction:
    """How much there is to read, in Chinese characters; letters, digits and blanks count half."""
    return Fraction(sum(columns(line) for line in text.split("\n")), 2)


def violations(cues: Sequence[Cue], *, rate: Fraction | None = None) -> tuple[Violation, ...]:
    """What of `cues`, in order, breaks the rules; without a frame rate gaps are not looked at."""
    found = [
        Violation(code=code, cue=index, message=message)
        for index, cue in enumerate(cues)
        for code, message in (*_lines(cue.text), *_times(cue))
    ]
    if rate is not None:
        found += (
            Violation(code="caption-gap", cue=index + 1, message=f"less than {GAP} frames after the caption before it")
            for index, (cue, after) in enumerate(pairwise(cues))
            if 0 <= after.start - cue.stop < GAP * 1000 / rate - _ROUNDING
        )
    return tuple(sorted(found, key=lambda one: one.cue))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    if len(lines) > LINES:
        yield "caption-lines", f"{len(lines)} lines in a caption; at most {LINES} can be read at a glance"
    widest = max(map(columns, lines))
    if widest > WIDTH:
        wide = f"{widest / 2:g} characters"
        yield (
            "caption-width",
            f"a caption's line of {wide}; it holds {WIDTH // 2}, or {WIDTH} letters",
        )
    for before, after in pairwise(lines):
        if before[-1:] in OPENING and before:
            yield "caption-break", f"a caption's line ends with '{before[-1]}', which belongs to what follows"
        elif after[:1] in CLOSING and after:
            yield "caption-break", f"a caption's line begins with '{after[0]}', which belongs to what is before it"
        elif before[-1:] + after[:1] in _JOINED:
            yield "caption-break", f"'{before[-1] + after[0]}' is one mark and stays on one line"


def _times(cue: Cue) -> Iterator[tuple[str, str]]:
    length = cue.stop - cue.start
    speed = characters(cue.text) * 1000 / max(length, 1)
    if length < SHORTEST - _ROUNDING:
        yield "caption-short", f"a caption stands for {length} ms; {SHORTEST} ms are the least that is seen"
    if length > LONGEST + _ROUNDING:
        yield (
            "caption-long",
            f"a caption stands for {length / 1000:.3g} s; it is read twice after {LONGEST // 1000} s",
        )
    if speed > SPEED:
        yield "caption-speed", f"{float(speed):.1f} characters a second; adults read {SPEED}"


def _columns(character: str) -> int:
    kind = category(character)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    width = east_asian_width(character)
    # Letters of the class of quotes and dashes (Greek, Cyrillic) are narrow.
    return 2 if width in "WF" or (width == "A" and kind[0] in "PS") else 1
