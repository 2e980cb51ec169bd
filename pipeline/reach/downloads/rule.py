"""Counting: facts become downloads, one day after the other; windows that are still open go on into the next day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.reach.downloads.media import Medium
from pipeline.reach.downloads.requests import NONE, Facts, Flags, Integers, in_order
from pipeline.reach.downloads.windows import Rule, closed, local_days, starts

FOREVER = (1 << 32) + 10 * 86_400
"""Seconds; after all that is known."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted; episodes by their place in `Teller.episodes`."""

    by_day: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Downloads by episode and local day (since 1970) of the first request, over all that is known."""
    by_episode: Counter[int] = field(default_factory=Counter)
    """Downloads that became complete with a request of this run's logs; 0 for episodes that were only touched."""
    people: list[Integers] = field(default_factory=list)
    """Visitors of those; some more than once."""

    @property
    def consumers(self) -> int:
        """How many visitors those are."""
        return len(np.unique(np.concatenate(self.people))) if self.people else 0


class Teller:
    """Counts downloads by a rule; days must come in order."""

    def __init__(self, media: Sequence[Medium], rule: Rule, zone: ZoneInfo) -> None:
        self.tally = Tally()
        self.episodes = list(dict.fromkeys(one.episode for one in media))
        places = {episode: i for i, episode in enumerate(self.episodes)}
        self._episode = np.array([places[one.episode] for one in media], np.int64)
        self._size = np.array([one.size for one in media], np.int64)
        self._need = np.array([one.need for one in media], np.int64)
        self._rule, self._zone = rule, zone
        self._open, self._open_people = NONE, np.zeros(0, np.int64)

    def day(self, facts: Facts, people: Integers, *, ties: dict[int, int], until: int) -> None:
        """Count the facts before `until` that were not given yet.

        `people` tells for each fact its visitor in this run, 0 where the fact was known before; `ties` leads from
        visitors' numbers to those they had in the month before.
        """
        self._rename({before: now for now, before in ties.items() if before})
        facts = np.concatenate((self._open, facts))
        people = np.concatenate((self._open_people, people))
        if not len(facts):
            return
        episode = self._episode[facts["medium"]]
        order = np.lexsort((facts["stop"], facts["start"], facts["medium"], facts["time"], episode, facts["visitor"]))
        facts, people, episode = facts[order], people[order], episode[order]
        fresh = np.ones(len(facts), bool)
        fresh[1:] = (facts["visitor"][1:] != facts["visitor"][:-1]) | (episode[1:] != episode[:-1])
        times = facts["time"].astype(np.int64)
        begin = np.flatnonzero(starts(self._rule, times, fresh, self._zone))
        end = np.append(begin[1:], len(facts))
        over = closed(self._rule, times[begin], times[end - 1], until, self._zone)
        self._settle(facts, people, episode, begin, end, over)
        still = np.repeat(~over, end - begin)
        self._open, self._open_people = facts[still], people[still]

    def finish(self) -> Tally:
        """Close all windows."""
        self.day(NONE, np.zeros(0, np.int64), ties={}, until=FOREVER)
        return self.tally

    def _settle(
        self, facts: Facts, people: Integers, episode: Integers, begin: Integers, end: Integers, over: Flags
    ) -> None:
        """Add the windows that are over to the tally."""
        window = np.repeat(np.arange(len(begin)), end - begin)
        done = over & self._complete(facts, window, len(begin))
        days = local_days(facts["time"][begin].astype(np.int64), self._zone)
        pairs, counts = np.unique(np.stack((episode[begin], days))[:, done], axis=1, return_counts=True)
        for (one, day), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
            self.tally.by_day[one, day] += count
        person = np.maximum.reduceat(people, begin)
        known = np.minimum.reduceat(people, begin) == 0
        mine = person > 0
        for place in np.flatnonzero(done & mine & known).tolist():
            part = slice(begin[place], end[place])
            mine[place] = people[part][self._completing(facts[part])] > 0
        for one in np.unique(episode[begin][over & (person > 0)]).tolist():
            self.tally.by_episode[one] += 0
        mine &= done
        ones, counts = np.unique(episode[begin][mine], return_counts=True)
        for one, count in zip(ones.tolist(), counts.tolist(), strict=True):
            self.tally.by_episode[one] += count
        self.tally.people.append(np.unique(person[mine]))

    def _complete(self, facts: Facts, window: Integers, windows: int) -> Flags:
        """Which windows hold enough of a file: bytes that came twice count once, those of unknown place are added."""
        order = np.lexsort((facts["start"], facts["medium"], window))
        medium, window = facts["medium"][order], window[order]
        start, stop = facts["start"][order], facts["stop"][order]
        fresh = np.ones(len(facts), bool)
        fresh[1:] = (medium[1:] != medium[:-1]) | (window[1:] != window[:-1])
        first = np.flatnonzero(fresh)
        loose = start < 0
        # Every file of a window gets a stretch of its own on one long line, so that one running maximum serves all.
        base = np.repeat(np.arange(len(first)) * (int(self._size.max()) + 1), np.diff(np.append(first, len(facts))))
        low, high = np.where(loose, base, base + start), np.where(loose, base, base + stop)
        reached = np.maximum.accumulate(high)
        reached = np.concatenate((base[:1], reached[:-1]))
        got = np.where(loose, stop, np.maximum(0, high - np.maximum(low, reached)))
        enough = np.add.reduceat(got, first) >= self._need[medium[first]]
        return np.bincount(window[first][enough], minlength=windows) > 0

    def _completing(self, facts: Facts) -> int:
        """The first of a complete window's facts, in order of time, with which it is complete."""
        low, high = 0, len(facts) - 1
        while low < high:
            middle = (low + high) // 2
            some = facts[: middle + 1]
            if self._complete(some, np.zeros(len(some), np.int64), 1)[0]:
                high = middle
            else:
                low = middle + 1
        return low

    def _rename(self, now: dict[int, int]) -> None:
        """Open windows go on under the numbers that their visitors have in the new month."""
        if now and len(self._open):
            self._open["visitor"] = [now.get(number, number) for number in self._open["visitor"].tolist()]
            order = in_order(self._open)
            self._open, self._open_people = self._open[order], self._open_people[order]
