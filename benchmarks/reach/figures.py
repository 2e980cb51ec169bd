"""`python -m benchmarks.reach.figures`: a year of daily exports of eight platforms, imported and reported on.

Every file lists 800 lessons in its platform's own layout. `voicehall reach import` reads, understands, stores and
matches them; beside it the same rows, known already, go into one bare table by sqlite3's executemany.
"""

import argparse
import csv
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.support.measure import cost
from benchmarks.support.tools import WORK

EPISODES = 800
FIRST = datetime(2025, 1, 1)
TIMES_BARE = 3
"""What an import may cost, in what sqlite3 takes for the rows alone."""
WIDEST = 500
"""MB; the most that an import may take."""
LONGEST = 1.0
"""Seconds that a report may take."""
VOICEHALL = str(Path(sys.executable).with_name("voicehall"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's list of works, as its export lays it out."""

    id: str
    title: str
    """The column with the title; `published` and `counts` likewise."""
    published: str
    counts: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()
    """Further columns, with what they hold: `{n}` is the lesson's number."""
    rates: tuple[tuple[str, str], ...] = ()
    """Rates and lengths, which change less."""
    date: str = "%Y-%m-%d %H:%M:%S"

    @property
    def figures(self) -> int:
        return len(self.counts) + len(self.rates)


PLATFORMS = (
    Platform(
        id="douyin", title="作品名称", published="发布时间", counts=("播放量", "点赞量", "分享量", "评论量", "收藏量"),
        others=(("体裁", "视频"), ("审核状态", "公开")), rates=(("完播率", "0.0245"), ("平均播放时长", "14.73")),
    ),
    Platform(
        id="kuaishou", title="作品", published="发布时间", counts=("播放量", "点赞量", "评论量", "收藏量", "分享量"),
        rates=(("完播率", "4.41%"),),
    ),
    Platform(
        id="wechat-channels", title="视频描述", published="发布时间",
        counts=("播放量", "推荐", "喜欢", "评论量", "分享量"), others=(("视频ID", "export/UzFf{n:08d}"),),
        rates=(("完播率", "4.41%"), ("平均播放时长", "14.73秒")), date="%Y/%m/%d %H:%M",
    ),
    Platform(
        id="bilibili", title="视频标题", published="发布时间",
        counts=("播放量", "点赞量", "评论量", "弹幕量", "收藏量", "投币量", "转发量"),
    ),
    Platform(
        id="xiaohongshu", title="笔记标题", published="首次发布时间",
        counts=("观看量", "点赞", "评论", "收藏", "分享"), others=(("体裁", "视频"),), date="%Y年%m月%d日%H时%M分%S秒",
    ),
    Platform(
        id="toutiao", title="标题", published="发布时间",
        counts=("播放量", "点赞量", "评论量", "转发量", "分享量", "收藏量"),
        others=(("ID", "74{n:017d}"), ("展现量", "1000")),
    ),
    Platform(
        id="youtube", title="Video title", published="Video publish time",
        counts=("Views", "Likes", "Comments added", "Shares"), others=(("Content", "vid{n:08d}"),), date="%b %d, %Y",
    ),
    Platform(
        id="podcast-host", title="Title", published="Published", counts=("All Time",), others=(("Slug", "lesson-{n}"),),
        date="%Y-%m-%d",
    ),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reach.figures", description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=365, help="of exports")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare:
        print(_bare(given.bare, given.days))
        return
    place = WORK / f"reach-{given.days}"
    files = _workspace(place, given.days)
    shutil.rmtree(place / ".voicehall", ignore_errors=True)
    sys.exit(_compare(place, files, given.days))


def _compare(place: Path, files: list[Path], days: int) -> int:
    """Print the figures; 1 where a promise is not kept."""
    observations = days * EPISODES * sum(one.figures for one in PLATFORMS)
    bare = _measured_bare(place, days)
    imported = cost([VOICEHALL, "reach", "import", "--quiet", "--workspace", str(place), *map(str, files)])
    bare = min(bare, _measured_bare(place, days))
    reports = [cost([VOICEHALL, "reach", "report", "--workspace", str(place), "--json"]) for _ in range(3)]
    report = min(reports, key=lambda one: one.wall)
    size = (place / ".voicehall" / "reach.sqlite").stat().st_size
    print(f"{observations:,} figures in {len(files):,} files, {size / observations:.0f} bytes each in the store")
    print(f"bare executemany   {bare:7.1f} cpu s  {bare / observations * 1e6:6.2f} us each")
    print(f"reach import       {imported.cpu:7.1f} cpu s  {imported.cpu / observations * 1e6:6.2f} us each", end="")
    print(f"  {imported.wall:7.1f} wall s  {imported.peak:5.0f} MB at most")
    print(f"                   {imported.cpu / bare:7.2f} times the bare rows; at most {TIMES_BARE}")
    print(f"reach report       {report.cpu:7.2f} cpu s  {report.wall:7.2f} wall s  {report.peak:5.0f} MB at most")
    return int(imported.cpu > TIMES_BARE * bare or imported.peak > WIDEST or report.wall > LONGEST)


def _workspace(place: Path, days: int) -> list[Path]:
    """A studio with its manifests and all exports, made once."""
    exports = place / "exports"
    names = [
        (exports / f"{one.id}_{FIRST + timedelta(days=day):%Y-%m-%d}.csv", one, day)
        for day in range(days)
        for one in PLATFORMS
    ]
    if not (place / "studio.yaml").is_file():
        shutil.rmtree(place, ignore_errors=True)
        exports.mkdir(parents=True)
        folder = place / "episodes" / "lieshita"
        folder.mkdir(parents=True)
        (folder / "series.yaml").write_text("title: 烈士塔下颂英烈\n", encoding="utf-8")
        for number in range(1, EPISODES + 1):
            text = f"number: {number}\ntitle: 英烈故事 {number}\ndate: {_published(number):%Y-%m-%d}\n"
            text += "segments:\n  - {image: ../../assets/cover.png, for: 4s}\n"
            (folder / f"{number:03d}.yaml").write_text(text, encoding="utf-8")
        for path, one, day in names:
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                rows = csv.writer(stream)
                rows.writerow([one.title, one.published, *(name for name, _ in one.others + one.rates), *one.counts])
                rows.writerows(_rows(one, day))
        (place / "studio.yaml").write_text("name: 声音馆\n", encoding="utf-8")
    return [path for path, _, _ in names]


def _rows(one: Platform, day: int) -> Iterator[list[object]]:
    for number, counts in enumerate(_counts(one, day), 1):
        others = [value.format(n=number) for _, value in one.others + one.rates]
        yield [_title(number), _published(number).strftime(one.date), *others, *counts]


def _counts(one: Platform, day: int) -> Iterator[list[int]]:
    """What each lesson has on a day: more than the day before."""
    chance = random.Random(one.id)
    for _ in range(EPISODES):
        start, a_day = chance.randrange(1000), chance.random() * 20
        yield [(start + int(a_day * day)) // (place + 1) for place in range(len(one.counts))]


def _title(number: int) -> str:
    return f"《烈士塔下颂英烈》第{number:03d}期 英烈故事 {number}"


def _published(number: int) -> datetime:
    return datetime(2022, 1, 1, 8, 30) + timedelta(days=number)


def _measured_bare(place: Path, days: int) -> float:
    command = [
        sys.executable,
        "-m",
        "benchmarks.reach.figures",
        "--days",
        str(days),
        "--bare",
        str(place / "bare.sqlite"),
    ]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _bare(path: Path, days: int) -> float:
    """Seconds of CPU that executemany and the commit take, the making of the rows left out."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE observation (platform TEXT, account TEXT, work TEXT, metric TEXT, grain TEXT, as_of TEXT,"
        " value REAL, low REAL, high REAL, definition TEXT, sha256 TEXT, row INTEGER)"
    )
    marks = ", ".join("?" * 12)
    taken = 0.0
    for day in range(days):
        as_of = f"{FIRST + timedelta(days=day):%Y-%m-%d} 23:59:59"
        for one in PLATFORMS:
            names, rates = [*one.counts, *dict(one.rates)], [0.0245] * len(one.rates)
            digest = f"{one.id}{day}".encode().hex().ljust(64, "0")
            rows = [
                (
                    one.id,
                    "",
                    f"work{number:08d}",
                    metric,
                    "work-cumulative",
                    as_of,
                    value,
                    value,
                    value,
                    "",
                    digest,
                    number,
                )
                for number, counts in enumerate(_counts(one, day), 1)
                for metric, value in zip(names, [*counts, *rates], strict=True)
            ]
            begin = time.process_time()
            connection.executemany(f"INSERT INTO observation VALUES ({marks})", rows)
            taken += time.process_time() - begin
    begin = time.process_time()
    connection.commit()
    connection.close()
    taken += time.process_time() - begin
    path.unlink()
    return taken


if __name__ == "__main__":
    main()
