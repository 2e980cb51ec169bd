"""Counting requests as downloads, one day after the other; windows that are still open go on into the next day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.reach.downloads.media import MediaFile
from pipeline.reach.downloads.requests import NONE, Flags, Integers, Requests, in_order
from pipeline.reach.downloads.windows import Rule, closed, local_days, starts

FOREVER = (1 << 32) + 10 * 86_400
"""Seconds; after all that is known."""


@dataclass(slots=True, kw_only=True)
class DownloadCounts:
    """Downloads; episodes by their place in `DownloadCounter.episodes`."""

    by_day: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Downloads by episode and local day (since 1970) of the first request, over all that is known."""
    by_episode: Counter[int] = field(default_factory=Counter)
    """Downloads completed by a request of this run's logs; 0 for episodes whose requests were too small."""
    people: list[Integers] = field(default_factory=list)
    """Visitors of those; some more than once."""

    @property
    def consumers(self) -> int:
        """How many visitors those are."""
        return len(np.unique(np.concatenate(self.people))) if self.people else 0


class DownloadCounter:
    """Counts downloads by a rule; days must come in order."""

    def __init__(self, media: Sequence[MediaFile], rule: Rule, zone: ZoneInfo) -> None:
        self.totals = DownloadCounts()
        self.episodes = list(dict.fromkeys(one.episode for one in media))
        places = {episode: i for i, episode in enumerate(self.episodes)}
        self._episode = np.array([places[one.episode] for one in media], np.int64)
        self._size = np.array([one.size for one in media], np.int64)
        self._need = np.array([one.need for one in media], np.int64)
        self._rule, self._zone = rule, zone
        self._open, self._open_people = NONE, np.zeros(0, np.int64)

    def day(self, requests: Requests, people: Integers, *, previous: dict[int, int], until: int) -> None:
        """Count further requests; windows that can hold nothing from `until` on (seconds since 1970) are closed.

        `people` has for each request its visitor's number in this run, 0 where the request was known before; `previous`
        leads from visitors' numbers to those they had in the month before.
        """
        self._rename({before: now for now, before in previous.items() if before})
        requests = np.concatenate((self._open, requests))
        people = np.concatenate((self._open_people, people))
        if not len(requests):
            return
        episode = self._episode[requests["medium"]]
        order = np.lexsort(
            (requests["stop"], requests["start"], requests["medium"], requests["time"], episode, requests["visitor"])
        )
        requests, people, episode = requests[order], people[order], episode[order]
        fresh = np.ones(len(requests), bool)
        fresh[1:] = (requests["visitor"][1:] != requests["visitor"][:-1]) | (episode[1:] != episode[:-1])
        times = requests["time"].astype(np.int64)
        begin = np.flatnonzero(starts(self._rule, times, fresh, self._zone))
        end = np.append(begin[1:], len(requests))
        over = closed(self._rule, times[begin], times[end - 1], until, self._zone)
        self._settle(requests, people, episode, begin, end, over)
        still = np.repeat(~over, end - begin)
        self._open, self._open_people = requests[still], people[still]

    def finish(self) -> DownloadCounts:
        """Close all windows."""
        self.day(NONE, np.zeros(0, np.int64), previous={}, until=FOREVER)
        return self.totals

    def _settle(
        self, requests: Requests, people: Integers, episode: Integers, begin: Integers, end: Integers, over: Flags
    ) -> None:
        """Add the windows that are over to the totals."""
        window = np.repeat(np.arange(len(begin)), end - begin)
        done = over & self._complete(requests, window, len(begin))
        days = local_days(requests["time"][begin].astype(np.int64), self._zone)
        pairs, counts = np.unique(np.stack((episode[begin], days))[:, done], axis=1, return_counts=True)
        for (one, day), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
            self.totals.by_day[one, day] += count
        person = np.maximum.reduceat(people, begin)
        known = np.minimum.reduceat(people, begin) == 0
        mine = person > 0
        for place in np.flatnonzero(done & mine & known).tolist():
            part = slice(begin[place], end[place])
            mine[place] = people[part][self._completing(requests[part])] > 0
        for one in np.unique(episode[begin][over & (person > 0)]).tolist():
            self.totals.by_episode[one] += 0
        mine &= done
        ones, counts = np.unique(episode[begin][mine], return_counts=True)
        for one, count in zip(ones.tolist(), counts.tolist(), strict=True):
            self.totals.by_episode[one] += count
        self.totals.people.append(np.unique(person[mine]))

    def _complete(self, requests: Requests, window: Integers, windows: int) -> Flags:
        """Which windows hold enough of a file: bytes that came twice count once, those of unknown place are added."""
        order = np.lexsort((requests["start"], requests["medium"], window))
        medium, window = requests["medium"][order], window[order]
        start, stop = requests["start"][order], requests["stop"][order]
        fresh = np.ones(len(requests), bool)
        fresh[1:] = (medium[1:] != medium[:-1]) | (window[1:] != window[:-1])
        first = np.flatnonzero(fresh)
        loose = start < 0
        # Every file of a window gets a stretch of its own on one long line, so that one running maximum serves all.
        base = np.repeat(np.arange(len(first)) * (int(self._size.max()) + 1), np.diff(np.append(first, len(requests))))
        low, high = np.where(loose, base, base + start), np.where(loose, base, base + stop)
        reached = np.maximum.accumulate(high)
        reached = np.concatenate((base[:1], reached[:-1]))
        got = np.where(loose, stop, np.maximum(0, high - np.maximum(low, reached)))
        enough = np.add.reduceat(got, first) >= self._need[medium[first]]
        return np.bincount(window[first][enough], minlength=windows) > 0

    def _completing(self, requests: Requests) -> int:
        """The first of a complete window's requests, in order of time, with which it is complete."""
        low, high = 0, len(requests) - 1
        while low < high:
            middle = (low + high) // 2
            some = requests[: middle + 1]
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
