"""Names of metrics, platforms and series as people read them, in the language that is spoken."""

from collections.abc import Iterable, Sequence
from datetime import date as Date

from pipeline.messages import Message, spoken, told, tr
from pipeline.model.publishing.platform import PLATFORMS

METRIC_NAMES = {
    "plays": tr("plays"),
    "reads": tr("reads"),
    "readers": tr("readers"),
    "likes": tr("likes"),
    "recommends": tr("recommends"),
    "shares": tr("shares"),
    "sharers": tr("sharers"),
    "comments": tr("comments"),
    "favorites": tr("favorites"),
    "coins": tr("coins"),
    "danmaku": tr("danmaku"),
    "reposts": tr("reposts"),
    "follows": tr("follows"),
    "delivered": tr("delivered"),
    "downloads": tr("downloads"),
    "consumers": tr("consumers"),
    "attendance": tr("attendance"),
    "completion_rate": tr("completion rate"),
    "average_play_seconds": tr("average play seconds"),
    "plays_and_reads": tr("plays and reads"),
    "likes_and_shares": tr("likes and shares"),
}


GRAIN_NAMES: dict[str, Message] = {
    "work-cumulative": tr("figures of works since publication"),
    "work-daily": tr("figures of works by day"),
    "account-daily": tr("figures of the account by day"),
    "event": tr("single events"),
    "summary": tr("a summary"),
}


def metric_name(metric: str) -> str:
    """What a metric is called; one that is not known here by its id."""
    return told(METRIC_NAMES.get(metric, metric))


def joint_name(metrics: Sequence[str]) -> str:
    """What several metrics are called whose sum is told: `plays, reads and downloads`."""
    names = [metric_name(name) for name in metrics]
    if len(names) < 2:
        return "".join(names)
    return told(tr("{several} and {last}", several=listed(names[:-1]), last=names[-1]))


def platform_title(id: str) -> str:
    """What a platform is called; one of a studio's own formats by its id."""
    if id not in PLATFORMS:
        return id
    return told(PLATFORMS[id].english)


def platform_titles(ids: str) -> str:
    """What platforms are called whose ids are separated by commas."""
    return listed(platform_title(id) for id in ids.split(", "))


def series_title(title: str) -> str:
    """A series' title as a text names it: in Chinese between marks."""
    return f"《{title}》" if spoken() == "zh" else title


def account_title(platform: str, account: str) -> str:
    """An account of a platform; in English with its name."""
    title = platform_title(platform)
    return title if spoken() == "zh" or not account else f"{title}, '{account}'"


def listed(texts: Iterable[str]) -> str:
    """`a, b, c`; in Chinese with the comma of lists."""
    return ("、" if spoken() == "zh" else ", ").join(texts)


def clauses(texts: Iterable[str]) -> str:
    """`a; b; c`."""
    return ("；" if spoken() == "zh" else "; ").join(texts)


def chinese_day(day: Date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def day_text(day: Date) -> str:
    """A day as people read it: `2026-03-31`, `2026年3月31日`."""
    return chinese_day(day) if spoken() == "zh" else day.isoformat()
