"""Notes: everything a reader must know to read the figures right, in words, with the old figures."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date

from pipeline.reach.report.amounts import Amount, shown
from pipeline.reach.report.facts import Fact, Known, WorkFact
from pipeline.reach.report.figures import SeriesFigures, counts
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.words import ADDED, LISTENING, MAIN, METRIC_NAMES, PEOPLE, platform_name, platform_order

LISTED = 20
"""Works told one by one under one code; of more the rest is counted."""
STALE = 7
"""Days that a platform's figures may be older than the newest before that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to know about the figures."""

    code: str
    text: str
    chinese: str

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "text": self.text}


def notes(known: Known, series: Sequence[SeriesFigures], periods: Sequence[Gains] = ()) -> tuple[Note, ...]:
    """All notes on a report, the weightiest first."""
    view = _View(known, series)
    makers: tuple[Callable[[_View], Iterator[Note]], ...] = (
        _falls, _gone, _private, _unmatched, _no_episode, _unlisted, _overlaps, _missing_platforms, _missing_episodes,
        _stale, _definitions, _rounded, _people, _recommends, _attendance, _accounts,
    )  # fmt: skip
    return (*(note for maker in makers for note in maker(view)), *_gains(periods))


class _View:
    """What the notes look at."""

    def __init__(self, known: Known, series: Sequence[SeriesFigures]) -> None:
        self.known = known
        self.series = series
        self.ids = {one.series.id for one in series}
        self.facts: dict[int, list[Fact]] = defaultdict(list)
        for fact in known.facts:
            self.facts[fact.work].append(fact)
        self.counted = [work for work in known.works.values() if counts(work) and work.series in self.ids]

    def main(self, work: WorkFact) -> Fact | None:
        """The figure by which a work is known."""
        by_metric = {fact.metric: fact for fact in self.facts[work.id]}
        return next((by_metric[metric] for metric in MAIN if metric in by_metric), None)

    def last(self, work: WorkFact) -> tuple[str, str]:
        """`last known: 120 plays on 2026-03-01`, in both languages."""
        fact = self.main(work)
        if fact is None:
            return "nothing was known of it", "此前没有数据"
        day, value = fact.as_of.date(), shown(Amount(fact.value, fact.low, fact.high)).replace(",", "")
        name = METRIC_NAMES.get(fact.metric, fact.metric)
        return f"last known: {value} {fact.metric} on {day}", f"最后数据：{day} {name}{value}"


def _falls(view: _View) -> Iterator[Note]:
    fallen = [(work, fact) for work in view.counted for fact in view.facts[work.id] if fact.fell_from is not None]
    fallen.sort(key=lambda pair: _weight(pair[1]), reverse=True)
    for work, fact in fallen[:LISTED]:
        then = fact.fell_at.date() if fact.fell_at else "before"
        metric = METRIC_NAMES.get(fact.metric, fact.metric)
        yield Note(
            code="fall",
            text=f"{_named(work)}: {fact.metric} fell from {fact.fell_from} ({then}) to {fact.value}"
            f" ({fact.as_of.date()}); the platform's correction is taken as it is",
            chinese=f"{_called(work)}：{metric}由{fact.fell_from}（{then}）降为{fact.value}（{fact.as_of.date()}），"
            "按平台更正后的数据计",
        )
    yield from _rest("fall", len(fallen), "more figures fell", "项数据下降")


def _weight(fact: Fact) -> float:
    return float((fact.fell_from or 0) - fact.value)


def _gone(view: _View) -> Iterator[Note]:
    gone = [work for work in view.counted if work.gone_since is not None]
    for work in gone[:LISTED]:
        since = work.gone_since.date() if work.gone_since else ""
        last, zuihou = view.last(work)
        yield Note(
            code="gone",
            text=f"{_named(work)} is gone since {since}; {last}, and that still counts",
            chinese=f"{_called(work)}自{since}起已不在平台导出的作品列表中；{zuihou}，仍计入",
        )
    yield from _rest("gone", len(gone), "more works are gone", "件作品已不在列表中")


def _private(view: _View) -> Iterator[Note]:
    private = [
        work
        for work in view.known.works.values()
        if work.state == "private" and (work.series in view.ids or not work.series)
    ]
    for work in private[:LISTED]:
        last, zuihou = view.last(work)
        yield Note(
            code="private",
            text=f"{_named(work)} is private and not counted; {last}",
            chinese=f"{_called(work)}为非公开作品，不计入；{zuihou}",
        )
    yield from _rest("private", len(private), "more works are private and not counted", "件作品为非公开，不计入")


def _unmatched(view: _View) -> Iterator[Note]:
    lost = [work for work in view.known.works.values() if not work.decided and work.state == "public"]
    for platform, works in _by_platform(lost):
        figures, shuju = _sums(view, works)
        yield Note(
            code="unmatched",
            text=f"{_works(len(works))} on {platform} matched to no episode yet and not counted{figures}; "
            "see 'voicehall reach match'",
            chinese=f"{platform_name(platform)}有{len(works)}件作品尚未对应到期，未计入{shuju}",
        )


def _no_episode(view: _View) -> Iterator[Note]:
    others = [work for work in view.known.works.values() if work.decided and not work.series and work.state == "public"]
    for platform, works in _by_platform(others):
        figures, shuju = _sums(view, works)
        yield Note(
            code="no-episode",
            text=f"{_works(len(works))} on {platform} that are no episode are not counted{figures}",
            chinese=f"{platform_name(platform)}有{len(works)}件作品不属于任何一期，不计入{shuju}",
        )


def _unlisted(view: _View) -> Iterator[Note]:
    for one in view.series:
        listed = {episode.number for episode in one.series.episodes}
        numbers = sorted(
            {work.number for work in view.counted if work.series == one.series.id and work.number is not None} - listed
        )
        if numbers:
            yield Note(
                code="unlisted",
                text=f"{one.series.id}: works of episodes that have no manifest count for the series: {runs(numbers)}",
                chinese=f"《{one.series.title}》第{runs(numbers)}期没有脚本，其作品计入系列合计",
            )


def _overlaps(view: _View) -> Iterator[Note]:
    for one in view.series:
        if one.choice.missing:
            named = one.choice.missing
            yield Note(
                code="overlap",
                text=f"{one.series.id}: '{named}' is to count first, but reports nothing",
                chinese=f"《{one.series.title}》指定以{platform_name(named)}为准，但没有它的数据",
            )
        if not one.choice.compared:
            continue
        counted, jiru = _tools(one, one.choice.counted)
        compared, canzhao = _tools(one, one.choice.compared)
        yield Note(
            code="overlap",
            text=f"{one.series.id}: these saw the same listening: {counted} counts; for comparison only: {compared}",
            chinese=f"《{one.series.title}》以下统计覆盖同一批收听，只计{jiru}；{canzhao}仅供对照，不计入合计",
        )


def _tools(one: SeriesFigures, platforms: Iterable[str]) -> tuple[str, str]:
    english, chinese = [], []
    for platform in sorted(platforms, key=platform_order):
        figures = {name: amount for name, amount in one.places[platform].figures.items() if name in LISTENING}
        told = ", ".join(f"{_plain(amount)} {name}" for name, amount in figures.items())
        english.append(f"{platform} ({told})")
        shuju = "、".join(f"{METRIC_NAMES[name]}{_plain(amount)}" for name, amount in figures.items())
        chinese.append(f"{platform_name(platform)}（{shuju}）")
    return ", ".join(english), "、".join(chinese)


def _missing_platforms(view: _View) -> Iterator[Note]:
    reporting = {work.platform for work in view.counted if view.facts[work.id]}
    for platform in sorted(view.known.expected - reporting, key=platform_order):
        yield Note(
            code="missing-platform",
            text=f"no figures from {platform}; nothing of it is in the totals",
            chinese=f"缺少{platform_name(platform)}的数据，未计入",
        )


def _missing_episodes(view: _View) -> Iterator[Note]:
    """Missing is not zero: episodes of which a platform that reports on the series says nothing."""
    for one in view.series:
        for platform in one.places:
            missing = [found.episode.number for found in one.episodes if platform not in found.places]
            if missing and len(missing) < len(one.episodes):
                yield Note(
                    code="missing-episodes",
                    text=f"{one.series.id}: no figures from {platform} for {runs(missing)}",
                    chinese=f"《{one.series.title}》第{runs(missing)}期没有{platform_name(platform)}的数据",
                )


def _stale(view: _View) -> Iterator[Note]:
    newest: dict[str, Date] = {}
    for work in view.counted:
        for fact in view.facts[work.id]:
            newest[work.platform] = max(newest.get(work.platform, fact.as_of.date()), fact.as_of.date())
    for platform in sorted(newest, key=platform_order):
        days = (view.known.as_of - newest[platform]).days
        if days > STALE:
            yield Note(
                code="missing-days",
                text=f"the newest figures from {platform} are of {newest[platform]}, {days} days before "
                f"{view.known.as_of}",
                chinese=f"{platform_name(platform)}的最新数据为{newest[platform]}，距{view.known.as_of}已{days}天",
            )


def _definitions(view: _View) -> Iterator[Note]:
    by_metric: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for work in view.counted:
        for fact in view.facts[work.id]:
            by_metric[work.platform, fact.metric][fact.definition] += 1
    for (platform, metric), definitions in sorted(by_metric.items(), key=lambda item: platform_order(item[0][0])):
        if len(definitions) > 1:
            told = ", ".join(f"{name or 'unnamed'} ({times})" for name, times in sorted(definitions.items()))
            yield Note(
                code="definition",
                text=f"{platform} changed what its {metric} count; works by definition: {told}",
                chinese=f"{platform_name(platform)}的{METRIC_NAMES.get(metric, metric)}口径有变，各口径作品数：{told}",
            )


def _rounded(view: _View) -> Iterator[Note]:
    rounded: dict[str, int] = defaultdict(int)
    unbounded: dict[str, int] = defaultdict(int)
    for work in view.counted:
        for fact in view.facts[work.id]:
            if fact.high is None:
                unbounded[work.platform] += 1
            elif fact.low != fact.high:
                rounded[work.platform] += 1
    for platform in sorted(rounded, key=platform_order):
        yield Note(
            code="rounded",
            text=f"{platform} rounds {rounded[platform]} of its figures; sums with them are known within bounds",
            chinese=f"{platform_name(platform)}有{rounded[platform]}项数据经平台取整，相应合计为近似值",
        )
    for platform in sorted(unbounded, key=platform_order):
        yield Note(
            code="lower-bound",
            text=f"{platform} tells {unbounded[platform]} of its figures as 'at least' (10万+); "
            "sums with them are lower bounds",
            chinese=f"{platform_name(platform)}有{unbounded[platform]}项数据只给出下限（如10万+），相应合计为“以上”",
        )


def _people(view: _View) -> Iterator[Note]:
    metrics = {fact.metric for work in view.counted for fact in view.facts[work.id]} & PEOPLE
    if metrics:
        names = sorted(metrics)
        yield Note(
            code="people",
            text=f"people ({', '.join(names)}) are never added, over works, days or platforms: "
            "of several works only bounds are known",
            chinese=f"{'、'.join(METRIC_NAMES[name] for name in names)}按人头计，不跨作品、日期、平台相加",
        )


def _recommends(view: _View) -> Iterator[Note]:
    if any(fact.metric == "recommends" for work in view.counted for fact in view.facts[work.id]):
        yield Note(
            code="recommends",
            text="recommends (推荐, 在看) are no likes and are not added to them",
            chinese="“推荐”“在看”不是点赞，不计入点赞",
        )


def _attendance(view: _View) -> Iterator[Note]:
    if any(fact.metric == "attendance" for work in view.counted for fact in view.facts[work.id]):
        yield Note(
            code="attendance",
            text="attendance counts seats taken at showings in a room; it stands beside plays and is in no total",
            chinese="现场放映到场按人次计，单列，不计入播放",
        )


def _accounts(view: _View) -> Iterator[Note]:
    platforms = {fact.platform for fact in view.known.accounts}
    if platforms:
        names = sorted(platforms, key=platform_order)
        yield Note(
            code="account",
            text=f"figures of whole accounts ({', '.join(names)}) stand beside and are in no total",
            chinese=f"账号整体数据（{'、'.join(map(platform_name, names))}）单列，不计入合计",
        )
    for fact in view.known.accounts:
        missing = (fact.last - fact.first).days + 1 - fact.days
        if missing > 0 and fact.grain == "account-daily":
            yield Note(
                code="missing-days",
                text=f"{fact.platform}, account {fact.account or 'unnamed'}: {fact.metric} of {missing} days between "
                f"{fact.first} and {fact.last} are missing",
                chinese=f"{platform_name(fact.platform)}账号{METRIC_NAMES.get(fact.metric, fact.metric)}在"
                f"{fact.first}至{fact.last}间缺{missing}天",
            )


_UNKNOWN = {
    "no-baseline": (
        "nothing was known of {} at the start of a period: their gain in it is not known",
        "{}件作品在期初没有数据，当期增量未知，不计入",
    ),
    "definition": (
        "what is counted changed for {}: no gain is told across that",
        "{}件作品的统计口径在期间有变，不计算增量",
    ),
    "not-counted-again": (
        "{} were not counted again in a period: their gain in it is not known",
        "{}件作品在期内没有新的数据，增量未知，不计入",
    ),
}


def _gains(periods: Sequence[Gains]) -> Iterator[Note]:
    if not periods:
        return
    yield Note(
        code="spans",
        text="gains are differences between counts; 'from' and 'to' say between which, nothing is filled in",
        chinese="增量为两次统计之差，起止以实际统计日期为准，不作推算",
    )
    for why, (english, chinese) in _UNKNOWN.items():
        works = {work for period in periods for work in period.unknown.get(why, ())}
        if works:
            yield Note(code=why, text=english.format(_works(len(works))), chinese=chinese.format(len(works)))


def runs(numbers: Iterable[int]) -> str:
    """`3, 5-9`."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in found)


def _by_platform(works: Iterable[WorkFact]) -> Iterator[tuple[str, list[WorkFact]]]:
    found: dict[str, list[WorkFact]] = defaultdict(list)
    for work in works:
        found[work.platform].append(work)
    for platform in sorted(found, key=platform_order):
        yield platform, found[platform]


def _sums(view: _View, works: Iterable[WorkFact]) -> tuple[str, str]:
    """What works that do not count would have added: ` (120 plays, 3 likes)`."""
    sums: Mapping[str, int | float] = defaultdict(int)
    found: dict[str, int | float] = dict(sums)
    for work in works:
        for fact in view.facts[work.id]:
            if fact.metric in ADDED[:5]:
                found[fact.metric] = found.get(fact.metric, 0) + fact.value
    if not found:
        return "", ""
    english = ", ".join(f"{found[name]} {name}" for name in ADDED if name in found)
    chinese = "、".join(f"{METRIC_NAMES[name]}{found[name]}" for name in ADDED if name in found)
    return f" ({english})", f"（{chinese}）"


def _rest(code: str, found: int, english: str, chinese: str) -> Iterator[Note]:
    if found > LISTED:
        left = found - LISTED
        yield Note(code=code, text=f"{left} {english}", chinese=f"另有{left}{chinese}")


def _works(number: int) -> str:
    return "1 work" if number == 1 else f"{number} works"


def _named(work: WorkFact) -> str:
    episode = f" ({work.series}/{work.number})" if work.series and work.number is not None else ""
    return f"{work.platform} '{_short(work.title)}'{episode}"


def _called(work: WorkFact) -> str:
    return f"{platform_name(work.platform)}《{_short(work.title)}》"


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _plain(amount: Amount) -> str:
    return shown(amount).replace(",", "")
