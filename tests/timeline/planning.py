"""Timelines of episodes whose media exist nowhere."""

from fractions import Fraction
from pathlib import Path

from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.timeline import Timeline
from pipeline.timeline import PlannedTimeline, plan_timeline
from tests.factories import FONT

RATE = Fraction(25)


def planned(subject: Episode, *media: Medium, rate: Fraction = RATE) -> PlannedTimeline:
    found = {Path("/w") / medium.path.name: medium for medium in media}
    return plan_timeline(subject, found, lambda *_: (FONT,), rate)


def timeline(subject: Episode, *media: Medium, rate: Fraction = RATE) -> Timeline:
    result = planned(subject, *media, rate=rate)
    assert result.timeline is not None, [found.describe() for found in result.diagnostics]
    return result.timeline
