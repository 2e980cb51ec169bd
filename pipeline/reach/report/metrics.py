"""What may be added and what not, and what metrics are called in a report."""

from pipeline.reach.observation import COUNTS, DURATIONS, RATES

PEOPLE = frozenset(["readers", "sharers", "consumers", "delivered"])
"""Heads: whoever came on two days, to two works or to two platforms is one person, so these are never added."""

ADDED = ("plays", "reads", "downloads", "likes", "shares", "comments", "favorites", "recommends", "coins", "danmaku")
"""What a total over platforms may add, each to its own kind only.

Follows and reposts stand at their platform: platforms mean different things by them. So does attendance: people in a
room are no plays.
"""

JOINED = {"plays_and_reads": ("plays", "reads"), "likes_and_shares": ("likes", "shares")}
"""Sums of two kinds that monthly reports ask for."""

LISTENING = frozenset(["plays", "reads", "downloads"])
"""What two tools that saw the same listening both count."""

AVERAGED = (*RATES, *DURATIONS)
WEIGHTS = ("plays", "reads", "downloads", "readers", "consumers")
"""By what an average weighs works: the first of these that as many as any have."""

GAINED = ("plays", "reads", "downloads", "likes", "shares")
"""What gains between two dates are told of."""

MAIN = ("plays", "reads", "downloads", "attendance")
"""By what a work is known: the first of these that its platform reports."""

TOOLS = ("podcast-host", "web-log", "op3")
"""Tools that see every download of a podcast, the one that counts first."""
APPS = ("apple-podcasts", "spotify")
"""Players that see their own part of what those tools see; apart from each other they saw different listening."""

METRIC_NAMES = {
    "plays": "播放", "reads": "阅读", "readers": "阅读人数", "likes": "点赞", "recommends": "推荐", "shares": "转发",
    "sharers": "转发人数", "comments": "评论", "favorites": "收藏", "coins": "投币", "danmaku": "弹幕",
    "reposts": "转载", "follows": "新增关注", "delivered": "送达人数", "downloads": "下载", "consumers": "收听人数",
    "attendance": "到场", "completion_rate": "完播率", "average_play_seconds": "平均播放（秒）",
    "plays_and_reads": "播放和阅读", "likes_and_shares": "点赞和转发",
}  # fmt: skip


METRIC_ORDER = (
    "plays_and_reads", "plays", "reads", "downloads", "attendance", "likes_and_shares", "likes", "shares",
    *(name for name in COUNTS if name not in {"plays", "reads", "downloads", "attendance", "likes", "shares"}),
    *AVERAGED,
)  # fmt: skip
_PLACES = {metric: place for place, metric in enumerate(METRIC_ORDER)}


def metric_order(metric: str) -> tuple[int, str]:
    """Metrics in the order in which they are told; unknown ones last."""
    return (_PLACES.get(metric, len(_PLACES)), metric)
