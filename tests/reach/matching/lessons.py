"""Two series and a matcher that knows them: number n of each came out on day n."""

from datetime import date, datetime, timedelta

from pipeline.reach.matching import Accounts, Evidence, Match, Matcher
from pipeline.reach.observation import KnownEpisode, KnownSeries

LIESHITA = {
    1: "毛泽建：巾帼英烈", 2: "郭亮：工运先锋", 3: "夏明翰：就义诗", 4: "花絮里的英雄", 5: "半截铅笔", 6: "一封家书",
    12: "杨开慧", 20: "1921年的3个人", 21: "清水塘", 22: "新河", 123: "后来人",
}  # fmt: skip
KAIFU = {1: "清水塘的灯", 2: "烈士塔下的回声", 12: "新河船厂"}
FIRST_DAY = date(2026, 1, 1)


def listed(id: str, title: str, titles: dict[int, str], *aliases: str) -> KnownSeries:
    """A series of which number n came out on day n."""
    episodes = (
        KnownEpisode(series=id, number=number, title=name, date=FIRST_DAY + timedelta(number))
        for number, name in titles.items()
    )
    return KnownSeries(id=id, title=title, aliases=aliases, episodes=tuple(episodes))


SERIES = (
    listed("lieshita", "烈士塔下颂英烈", LIESHITA, "烈士塔下", "颂英烈"),
    listed("kaifu-hong", "喜迎党的二十大 开福“红”系列", KAIFU, "开福红"),
)
MATCHER = Matcher(SERIES, Accounts(series={"douyin": "lieshita", "bilibili/红": "kaifu-hong"}))


def day(number: int) -> datetime:
    """The evening of the day on which number n came out."""
    return datetime(2026, 1, 1, 19, 30) + timedelta(number)


def found(*titles: str, platform: str = "kuaishou", on: int | None = None, **more: str) -> Match:
    """The match of a work under these titles, the newest first; nothing but its title says which series it is of."""
    published = None if on is None else day(on)
    return MATCHER.match(Evidence(platform=platform, titles=titles, published=published, **more))
