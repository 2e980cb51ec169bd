"""Captions that are hard to read, reported where they stand in their script or subtitle file."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.captions.mismatch import MISMATCH
from pipeline.captions.rules import violations
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import Message, tr, trn
from pipeline.model.captions import Cue
from pipeline.packaging.plan import PlannedEpisode

MOST = 10
"""Diagnostics of one kind in one file; who has many will find the others."""

_HINTS = {
    "caption-width": tr("break the line, or make two captions of it"),
    "caption-lines": tr("make two captions of it"),
    "caption-break": tr("break the line at another place"),
    "caption-speed": tr("shorten the text, or let it stand longer"),
    "caption-short": tr("let it stand longer, or join it with its neighbour"),
    "caption-long": tr("make two captions of it, or end it sooner"),
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
    given: Counter[str] = Counter()
    for one, mark in broken:
        given[one.code] += 1
        if mark is None or given[one.code] > MOST:
            continue
        more = total[one.code] - MOST
        words = one.message
        if given[one.code] == MOST and more > 0:
            words = trn(
                "{message}; and {count} more like it in this file",
                "{message}; and {count} more like it in this file",
                more,
                message=one.message,
            )
        yield _warning(one.code, words, mark)


def _warning(code: str, message: Message, mark: Mark) -> Diagnostic:
    return Diagnostic(code=code, message=message, mark=mark, hint=_HINTS[code], severity="warning")
