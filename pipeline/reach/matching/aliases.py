"""Aliases: decisions of persons, applied to works of the same title elsewhere."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from pipeline.reach.matching.match import Evidence
from pipeline.reach.matching.text import key

NEAR = timedelta(days=7)
"""A work of the same title on another platform comes out within these days; later it may be another's."""
SHORTEST = 4
"""Characters of a title that is compared."""


class Aliases:
    """Decisions by title."""

    def __init__(self, decided: Iterable[Evidence] = ()) -> None:
        self._decided: dict[str, list[Evidence]] = defaultdict(list)
        for work in decided:
            for name in {key(title) for title in work.titles}:
                if len(name) >= SHORTEST:
                    self._decided[name].append(work)

    def of(self, work: Evidence) -> str:
        """The one decision of works of this title; empty where there is none, or more than one."""
        if not self._decided or not work.titles or work.published is None:
            return ""
        known = {
            other.decision
            for other in self._decided.get(key(work.titles[0]), ())
            if other.published is not None and abs(other.published - work.published) <= NEAR
        }
        return known.pop() if len(known) == 1 else ""
