"""Candidates for a person to choose from. Similar titles rank and never decide: 半截铅笔 is much like 半截铅笔头."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.reach.matching.episode_index import EpisodeIndex
from pipeline.reach.matching.text import key
from pipeline.reach.matching.titles import ParsedTitle
from pipeline.reach.observation import KnownEpisode

LEAST = 45
"""Points below which a title is as similar as any other."""
_EVIDENT = 1000
_NAMED, _NUMBERED, _SAME_WEEK, _SAME_MONTH = 15, 25, 20, 8


class Candidate(NamedTuple):
    """An episode that a work may be."""

    episode: KnownEpisode
    score: int
    """Points for similar title, number, series and day; only to be compared."""


def ranked(
    index: EpisodeIndex,
    titles_of_work: Sequence[ParsedTitle],
    evident: Iterable[KnownEpisode],
    *,
    named: frozenset[str],
    published: datetime | None,
    limit: int,
) -> tuple[Candidate, ...]:
    """The likeliest episodes; those in `evident`, which the matcher found, come first."""
    from rapidfuzz import fuzz, process

    scores: dict[KnownEpisode, float] = {}
    titles = {episode: key(episode.title) for episode in index.episodes}
    for subject in dict.fromkeys(title.subject for title in titles_of_work if title.subject):
        for measure, weight in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.8)):
            near = process.extract(subject, titles, scorer=measure, limit=20, score_cutoff=LEAST)
            for _, likeness, episode in near:
                scores[episode] = max(scores.get(episode, 0.0), likeness * weight)
    numbers = {number.value for title in titles_of_work for number in title.numbers.found}
    for episode in index.episodes:
        more = _signs(episode, named, numbers, published)
        if episode in scores or more >= _SAME_WEEK:
            scores[episode] = scores.get(episode, 0.0) + more
    scores |= {episode: _EVIDENT - place for place, episode in enumerate(evident)}
    best = sorted(scores, key=lambda one: (-scores[one], one.series, one.number))
    return tuple(Candidate(one, round(scores[one])) for one in best if scores[one] >= _SAME_WEEK)[:limit]


def _signs(episode: KnownEpisode, named: frozenset[str], numbers: set[int], published: datetime | None) -> int:
    """Points for series, number and day."""
    points = _NAMED if episode.series in named else 0
    points += _NUMBERED if episode.number in numbers else 0
    if published is not None and episode.date is not None:
        days = abs((published.date() - episode.date).days)
        points += _SAME_WEEK if days <= 7 else _SAME_MONTH if days <= 30 else 0
    return points
