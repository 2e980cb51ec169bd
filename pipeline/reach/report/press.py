"""The sentence for a Chinese office's monthly report: 人次 rounded down, never people, with a footnote of all sources.

It is always Chinese, so its words are not messages; the notes and the names of platforms are asked for in Chinese.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date

from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import chinese_day, platform_title
from pipeline.reach.report.bounds import Amount, rounded, total
from pipeline.reach.report.data import ReportData
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.meanings import meanings
from pipeline.reach.report.metrics import COUNTED, REACTIONS
from pipeline.reach.report.notes import Note
from pipeline.reach.report.periods import DAY, is_whole_month
from pipeline.reach.report.totals import Figures, SeriesFigures, together

NAMES = {"plays": "播放", "reads": "阅读", "downloads": "下载", "shares": "转发", "likes": "点赞"}
MISSING = (
    "missing-platform", "missing-series", "unmatched", "lower-bound", "rounded", "definition", "missing-episodes",
    "missing-days", "overlap", "people-only", "private", "gone", "no-episode", "fall", "no-baseline",
    "not-counted-again",
)  # fmt: skip
"""Notes that a reader of the sentence must have, the weightiest first; `definition` also says why there is no gain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A sentence to be printed, with its footnote."""

    sentence: str
    footnote: str

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.footnote}"


def press(data: ReportData, series: Sequence[SeriesFigures], notes: Iterable[Note], gained: Gains | None) -> Press:
    """The sentence on `series`; on what was gained in a period where one is given. Chinese must be spoken."""
    figures = together(series) if gained is None else {name: gain.amount for name, gain in gained.whole.items()}
    titles = "".join(f"《{one.series.title}》" for one in [one for one in series if one.platforms] or series)
    reported = {found.episode.label for one in series for found in one.episodes if found.is_counted}
    if gained is not None:
        # The sentence tells what these gained.
        reported &= {f"{id}/{number}" for id, number in gained.by_episode}
    parts, falls = [*_sums(figures)], [*_falls(figures)]
    room = _attendance(series) if gained is None else ""
    named = _dates(series) if gained is None else gained.by_platform
    platforms = [
        name for name in sorted(named, key=platform_order) if name != "classroom" and not _compared(name, series)
    ]
    if gained is not None and not parts and not falls and [*_sums(together(series))]:
        period = chinese_days(gained.start + DAY, gained.stop)
        sentence = f"{period}新增的播放、阅读数据无从得知；{press(data, series, (), None).sentence}"
    elif not parts and not falls and not room:
        sentence = f"截至{chinese_day(data.as_of)}，{titles}尚无可统计的播放、阅读数据。"
    else:
        when = f"截至{chinese_day(data.as_of)}" if gained is None else _span(gained)
        verb = "累计" if gained is None else "新增"
        where = f"在{_and_listed([platform_title(name) for name in platforms])}" if platforms else ""
        number = f"共{len(reported)}期" if reported else ""
        sums = "，".join(filter(None, [f"{verb}{'，'.join(parts)}" if parts else "", *falls, room]))
        sentence = f"{when}，{titles}{number}{where}{sums}。"
    return Press(sentence=sentence, footnote=f"注：{''.join(_footnote(series, notes))}")


def _sums(figures: Figures) -> Iterable[str]:
    """`播放、阅读和下载2.9万余人次`: several kinds in one figure are all named."""
    for names in (COUNTED, REACTIONS):
        amounts = {name: figures[name] for name in names if name in figures}
        amount = total(amounts.values())
        if amount is not None and amount.low >= 0 and (amount.exact or amount.low > 0):
            yield f"{_and_listed([NAMES[name] for name in amounts])}{rounded(amount)}人次"


def _falls(figures: Figures) -> Iterable[str]:
    """`播放净减1500人次`: what platforms took back in a period is no gain, and not nothing either."""
    for names in (COUNTED, REACTIONS):
        amounts = {name: figures[name] for name in names if name in figures}
        amount = total(amounts.values())
        if amount is not None and amount.high is not None and amount.high < 0:
            least = Amount(-amount.high, -amount.high, -amount.low)
            yield f"{_and_listed([NAMES[name] for name in amounts])}净减{rounded(least)}人次"


def attendance(series: Sequence[SeriesFigures]) -> Amount | None:
    """People who came to showings in a room, as the studio noted them; None where there was nothing."""
    shows = (one.platforms["classroom"].figures for one in series if "classroom" in one.platforms)
    return total(figures["attendance"] for figures in shows if "attendance" in figures)


def _attendance(series: Sequence[SeriesFigures]) -> str:
    amount = attendance(series)
    return f"另有现场放映到场{rounded(amount)}人次" if amount is not None and amount.low > 0 else ""


def _footnote(series: Sequence[SeriesFigures], notes: Iterable[Note]) -> Iterable[str]:
    sources = []
    for platform, (first, last) in _dates(series).items():
        days = f"截至{chinese_day(last)}" if first == last else f"数据日期{chinese_day(first)}至{chinese_day(last)}"
        compared = "，仅供对照" if _compared(platform, series) else ""
        what = meanings(platform, series, (*COUNTED, "attendance"))
        sources.append(f"{platform_title(platform)}（{'，'.join(filter(None, [days, what]))}{compared}）")
    yield f"数据来自{'、'.join(sources)}；" if sources else "没有任何平台的数据；"
    yield "播放、阅读、下载、转发、点赞均为次数（人次），各平台计法不同，按各自口径原样相加，人头数不相加；"
    yield "带“余”的数字为向下取整，不带的为准确数"
    missing = [note.text for note in notes if note.code in MISSING]
    yield f"；{'；'.join(missing)}。" if missing else "；各平台数据齐全。"


def _compared(platform: str, series: Sequence[SeriesFigures]) -> bool:
    """Whether another tool's listening counts in its place wherever it reports."""
    return all(platform in one.choice.compared for one in series if platform in one.platforms)


def _span(gained: Gains) -> str:
    """Which days the gains really are of: from the day after the earliest count to that of the last one."""
    found = list(gained.whole.values())
    first = min(gain.first for gain in found)
    # A work that came out in the period began with nothing on its own day.
    return chinese_days(first + DAY if first <= gained.start else first, max(gain.last for gain in found))


def _dates(series: Sequence[SeriesFigures]) -> dict[str, tuple[Date, Date]]:
    """Every platform with the oldest and the newest day of its figures."""
    found: dict[str, tuple[Date, Date]] = {}
    for one in series:
        for name, platform in one.platforms.items():
            if platform.dates is None:
                continue
            first, last = (moment.date() for moment in platform.dates)
            earlier = found.get(name, (first, last))
            found[name] = (min(first, earlier[0]), max(last, earlier[1]))
    return {name: found[name] for name in sorted(found, key=platform_order)}


def _and_listed(words: Sequence[str]) -> str:
    """`播放、阅读和下载`."""
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}和{words[-1]}"


def chinese_days(first: Date, last: Date) -> str:
    """`2026年3月`, `2026年1月1日至3月31日`."""
    if is_whole_month(first, last):
        return f"{first.year}年{first.month}月"
    if first == last:
        return chinese_day(first)
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{chinese_day(first)}至{year}{last.month}月{last.day}日"
