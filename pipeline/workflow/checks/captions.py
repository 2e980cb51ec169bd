"""Readable: captions that break the rules of good ones, told where they stand in their script or subtitle file."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.captions.mismatch import MISMATCH
from pipeline.captions.rules import violations
from pipeline.errors import Diagnostic, Mark
from pipeline.model.captions import Cue
from pipeline.packaging.plan import PlannedEpisode

TOLD = 10
"""Of one kind in one file; who has many will find the others."""

_HINTS = {
    "caption-width": "break the line, or make two captions of it",
    "caption-lines": "make two captions of it",
    "caption-break": "break the line at another place",
    "caption-speed": "shorten the text, or let it stand longer",
    "caption-short": "let it stand longer, or join it with its neighbour",
    "caption-long": "make two captions of it, or end it sooner",
}


def hard_to_read(planned: PlannedEpisode) -> Iterator[Diagnostic]:
    """A warning for every rule that a caption breaks, as far as anybody wants to read them.

    Two frames between captions are not asked for: the programme's captions get them anyway. Nor is a script that does
    not fit its sound looked at: its captions are hasty for no other reason.
    """
    episode = planned.episode
    if episode.captions == "none":
        return
    others = {found.mark.file for found in planned.diagnostics if found.code == MISMATCH}
    parts = [segment.cues for segment in episode.segments]
    for cues in (*parts, episode.cues):
        yield from _complaints([cue for cue in cues if cue.mark and cue.mark.file not in others])


def _complaints(cues: Sequence[Cue]) -> Iterator[Diagnostic]:
    broken = [(one, cues[one.cue].mark) for one in violations(cues)]
    total = Counter(one.code for one, _ in broken)
    told: Counter[str] = Counter()
    for one, mark in broken:
        told[one.code] += 1
        if mark is None or told[one.code] > TOLD:
            continue
        more = total[one.code] - TOLD
        rest = f"; and {more} more like it in this file" if told[one.code] == TOLD and more > 0 else ""
        yield _warning(one.code, one.message + rest, mark)


def _warning(code: str, message: str, mark: Mark) -> Diagnostic:
    return Diagnostic(code=code, message=message, mark=mark, hint=_HINTS[code], severity="warning")
