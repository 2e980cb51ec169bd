"""The index of all episodes, by number and by title."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.reach.matching.series_names import SeriesNames
from pipeline.reach.matching.text import key
from pipeline.reach.observation import KnownEpisode, KnownSeries

SHORTEST = 2
"""Characters of a name: 郭亮."""

_HALVES = re.compile(r"[：:｜|]|——|--| - ")


class EpisodeIndex:
    """All episodes of all series."""

    def __init__(self, series: Iterable[KnownSeries]) -> None:
        self.series: Mapping[str, KnownSeries] = {one.id: one for one in series}
        self.names = SeriesNames(self.series.values())
        self.episodes = tuple(episode for one in self.series.values() for episode in one.episodes)
        self._numbered = {(episode.series, episode.number): episode for episode in self.episodes}
        self._names: dict[KnownEpisode, tuple[str, ...]] = {}
        self._titled: dict[str, list[KnownEpisode]] = defaultdict(list)
        self._called: dict[str, list[KnownEpisode]] = defaultdict(list)
        for one in self.series.values():
            self._learn(one)

    def at(self, series: str, number: int) -> KnownEpisode | None:
        return self._numbered.get((series, number))

    def titled(self, name: str) -> list[KnownEpisode]:
        """Episodes whose title this is; a key."""
        return self._titled.get(name, [])

    def called(self, name: str) -> list[KnownEpisode]:
        """Episodes whose title, or a half of it that no other episode of the series has, this is; a key."""
        return self._called.get(name, [])

    def mentions(self, text: str, episode: KnownEpisode) -> bool:
        """Whether a text, a key, holds the episode's title or a half of it that is only its own."""
        return any(name in text for name in self._names[episode])

    def _learn(self, series: KnownSeries) -> None:
        halves = {episode: [key(half) for half in _HALVES.split(episode.title)] for episode in series.episodes}
        owners: dict[str, set[KnownEpisode]] = defaultdict(set)
        for episode, names in halves.items():
            for name in (*names, key(episode.title)):
                owners[name].add(episode)
        for episode, names in halves.items():
            whole = key(episode.title)
            own = [name for name in names if len(name) >= SHORTEST and len(owners[name]) == 1]
            self._names[episode] = tuple(dict.fromkeys([*([whole] if len(whole) >= SHORTEST else []), *own]))
            if whole:
                self._titled[whole].append(episode)
            for name in self._names[episode]:
                self._called[name].append(episode)
