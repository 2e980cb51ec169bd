"""Notes on sums and gains: what was not added to what, and which definitions and rounded figures they hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.platform import platform_name, platform_order
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.metrics import LISTENING, MAIN, METRIC_NAMES, PEOPLE
from pipeline.reach.report.notes.view import Note, View, bare
from pipeline.reach.report.totals import SeriesFigures
from pipeline.wording import count

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
        "of {} there was no newer count in a period: their gain in it is not known",
        "{}件作品在期内没有新的数据，增量未知，不计入",
    ),
}


def gain_notes(periods: Sequence[Gains]) -> Iterator[Note]:
    """How the gains of these periods were counted, and of which works they are not known; nothing without periods."""
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
            yield Note(code=why, text=english.format(count(len(works), "work")), chinese=chinese.format(len(works)))


def _overlaps(view: View) -> Iterator[Note]:
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
        told = ", ".join(f"{bare(amount)} {name}" for name, amount in figures.items())
        english.append(f"{platform} ({told})")
        shuju = "、".join(f"{METRIC_NAMES[name]}{bare(amount)}" for name, amount in figures.items())
        chinese.append(f"{platform_name(platform)}（{shuju}）")
    return ", ".join(english), "、".join(chinese)


def _definitions(view: View) -> Iterator[Note]:
    by_metric: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    counted = Counter([(platform, fact.metric, fact.definition) for platform, fact in view.told])
    for (platform, metric, definition), times in counted.items():
        by_metric[platform, metric][definition] = times
    for (platform, metric), definitions in sorted(by_metric.items(), key=lambda item: platform_order(item[0][0])):
        if len(definitions) > 1:
            told = ", ".join(f"{name or 'unnamed'} ({times})" for name, times in sorted(definitions.items()))
            yield Note(
                code="definition",
                text=f"{platform} changed what its {metric} count; works by definition: {told}",
                chinese=f"{platform_name(platform)}的{METRIC_NAMES.get(metric, metric)}口径有变，各口径作品数：{told}",
            )


def _rounded(view: View) -> Iterator[Note]:
    inexact = [(platform, fact) for platform, fact in view.told if fact.low != fact.high]
    rounded = Counter(platform for platform, fact in inexact if fact.high is not None)
    unbounded = Counter(platform for platform, fact in inexact if fact.high is None)
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


def _people(view: View) -> Iterator[Note]:
    if names := sorted(view.metrics & PEOPLE):
        yield Note(
            code="people",
            text=f"people ({', '.join(names)}) are never added, over works, days or platforms: "
            "of several works only bounds are known",
            chinese=f"{'、'.join(METRIC_NAMES[name] for name in names)}按人头计，不跨作品、日期、平台相加",
        )


def _people_only(view: View) -> Iterator[Note]:
    """Works of which a platform tells people and nothing that a total may hold."""
    if view.metrics.isdisjoint(PEOPLE):
        return
    told = {work.id: {fact.metric for fact in view.facts[work.id]} for work in view.counted}
    only = Counter(
        work.platform
        for work in view.counted
        if not told[work.id].isdisjoint(PEOPLE) and told[work.id].isdisjoint(MAIN)
    )
    for platform in sorted(only, key=platform_order):
        yield Note(
            code="people-only",
            text=f"of {count(only[platform], 'work')} on {platform} only people are told, which no total may hold",
            chinese=f"{platform_name(platform)}有{only[platform]}件作品只有人数、没有次数，不计入合计",
        )


def _recommends(view: View) -> Iterator[Note]:
    if "recommends" in view.metrics:
        yield Note(
            code="recommends",
            text="recommends (推荐, 在看) are no likes and are not added to them",
            chinese="“推荐”“在看”不是点赞，不计入点赞",
        )


def _attendance(view: View) -> Iterator[Note]:
    if "attendance" in view.metrics:
        yield Note(
            code="attendance",
            text="attendance counts seats taken at showings in a room; it stands beside plays and is in no total",
            chinese="现场放映到场按人次计，单列，不计入播放",
        )


def _accounts(view: View) -> Iterator[Note]:
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


SUMS = (_overlaps, _definitions, _rounded, _people, _people_only, _recommends, _attendance, _accounts)
