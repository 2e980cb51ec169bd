"""Metrics of a report: which may be added, and in which order they are shown."""

from pipeline.reach.observation import COUNTS, DURATIONS, RATES

PEOPLE = frozenset(["readers", "sharers", "consumers", "delivered"])
"""Counts of people: whoever came on two days, to two works or to two platforms is one person, so these are never
added."""

ADDED = ("plays", "reads", "downloads", "likes", "shares", "comments", "favorites", "recommends", "coins", "danmaku")
"""What a total over platforms may add, each to its own kind only.

Follows and reposts are shown for their platform only: platforms mean different things by them. So is attendance: people
in a room are no plays.
"""

JOINED = {"plays_and_reads": ("plays", "reads"), "likes_and_shares": ("likes", "shares")}
"""Sums of two kinds that monthly reports ask for."""

LISTENING = frozenset(["plays", "reads", "downloads"])
"""Metrics by which two tools may count the same listening."""

AVERAGED = (*RATES, *DURATIONS)
WEIGHTS = ("plays", "reads", "downloads", "readers", "consumers")
"""What an average over works is weighted by: the first of these that most of the works have."""

GAINED = ("plays", "reads", "downloads", "likes", "shares")
"""Metrics with gains between two dates."""

COUNTED = ("plays", "reads", "downloads")
"""What listening, watching and reading is counted in, wherever a report says how far something got."""
REACTIONS = ("shares", "likes")
"""What people do with it, as the sentence for the office names it."""

MAIN = ("plays", "reads", "downloads", "attendance")
"""The main metric of a work: the first of these that its platform reports."""

TOOLS = ("podcast-host", "web-log", "op3")
"""Tools that see every download of a podcast, the one that counts first."""
APPS = ("apple-podcasts", "spotify")
"""Players that see a part of what those tools see; two of them see different listening."""


METRIC_ORDER = (
    "plays_and_reads", "plays", "reads", "downloads", "attendance", "likes_and_shares", "likes", "shares",
    *(name for name in COUNTS if name not in {"plays", "reads", "downloads", "attendance", "likes", "shares"}),
    *AVERAGED,
)  # fmt: skip
_PLACES = {metric: place for place, metric in enumerate(METRIC_ORDER)}


def metric_order(metric: str) -> tuple[int, str]:
    """Metrics in the order in which they are shown; unknown ones last."""
    return (_PLACES.get(metric, len(_PLACES)), metric)
