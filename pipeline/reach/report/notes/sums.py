"""Notes on sums and gains: what was not added to what, and which definitions and rounded figures they hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.messages import tr, trn
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import account_title, clauses, listed, metric_name, platform_title, series_title
from pipeline.reach.platforms import is_own
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.meanings import meaning
from pipeline.reach.report.metrics import LISTENING, MAIN, PEOPLE
from pipeline.reach.report.notes.context import Note, NoteContext, figures_text
from pipeline.reach.report.totals import SeriesFigures


def gain_notes(periods: Sequence[Gains]) -> Iterator[Note]:
    """How the gains of these periods were counted, and of which works they are not known; nothing without periods."""
    if not periods:
        return
    text = tr("gains are differences of counts; 'from' and 'to' are the days of these counts, nothing is estimated")
    yield Note(code="spans", text=text)
    if len(periods) > 2 and any(not gain.amount.exact for period in periods[1:] for gain in period.whole.values()):
        text = tr(
            "what was gained in single months is a lower bound where figures are rounded: together it may be less"
        )
        yield Note(code="spans", text=text)
    if number := _unknown(periods, "no-baseline"):
        text = trn(
            "{count} work had no figures at the start of a period: its gain in it is not known",
            "{count} works had no figures at the start of a period: their gain in it is not known",
            number,
        )
        yield Note(code="no-baseline", text=text)
    if number := _unknown(periods, "definition"):
        text = trn(
            "what is counted changed for {count} work: no gain is computed across that",
            "what is counted changed for {count} works: no gain is computed across that",
            number,
        )
        yield Note(code="definition", text=text)
    if number := _unknown(periods, "not-counted-again"):
        text = trn(
            "{count} work had no newer figures in a period: its gain in it is not known",
            "{count} works had no newer figures in a period: their gain in it is not known",
            number,
        )
        yield Note(code="not-counted-again", text=text)


def _unknown(periods: Iterable[Gains], why: str) -> int:
    return len({work for period in periods for work in period.unknown.get(why, ())})


def _overlaps(context: NoteContext) -> Iterator[Note]:
    for one in context.series:
        series = series_title(one.series.title)
        if one.choice.missing:
            text = tr(
                "{series}: {platform} is to count first, but there are no figures from it",
                series=series,
                platform=platform_title(one.choice.missing),
            )
            yield Note(code="overlap", text=text)
        if one.choice.compared:
            text = tr(
                "{series}: these saw the same listening: {counted} counts; for comparison only: {compared}",
                series=series,
                counted=_tools(one, one.choice.counted),
                compared=_tools(one, one.choice.compared),
            )
            yield Note(code="overlap", text=text)
        apart = [name for name in one.platforms if is_own(name) and one.choice.leaves_out(name, "downloads")]
        if apart := [name for name in apart if "downloads" in one.platforms[name].figures]:
            text = tr(
                "{series}: the downloads of {platforms} may be those that {counted} saw, and are not added to them; "
                "'reach: primary' in studio.yaml says which count",
                series=series,
                platforms=listed(apart),
                counted=listed(platform_title(name) for name in sorted(one.choice.counted, key=platform_order)),
            )
            yield Note(code="overlap", text=text)


def _tools(one: SeriesFigures, platforms: Iterable[str]) -> str:
    """`podcast host (450 downloads), OP3 (500 downloads)`."""
    return listed(
        tr(
            "{platform} ({figures})",
            platform=platform_title(platform),
            figures=figures_text(
                one.platforms[platform].figures, [name for name in one.platforms[platform].figures if name in LISTENING]
            ),
        )
        for platform in sorted(platforms, key=platform_order)
    )


def _definitions(context: NoteContext) -> Iterator[Note]:
    by_metric: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    counted = Counter([(platform, fact.metric, fact.definition) for platform, fact in context.figures])
    for (platform, metric, definition), times in sorted(counted.items()):
        by_metric[platform, metric][definition] = times
    for (platform, metric), definitions in sorted(by_metric.items(), key=lambda item: platform_order(item[0][0])):
        if len(definitions) > 1:
            text = tr(
                "{platform} changed what its {metric} count, which were reported as {definitions}",
                platform=platform_title(platform),
                metric=metric_name(metric),
                definitions=clauses(
                    trn("'{meaning}' ({count} work)", "'{meaning}' ({count} works)", times, meaning=words)
                    for words, times in _by_words(definitions, metric).items()
                ),
            )
            yield Note(code="definition", text=text)


def _by_words(definitions: Mapping[str, int], metric: str) -> Mapping[str, int]:
    """Works by what their figures count, in words; of several definitions that say the same the sum."""
    found: Counter[str] = Counter()
    for definition, times in definitions.items():
        found[meaning(definition, metric)] += times
    return found


def _rounded(context: NoteContext) -> Iterator[Note]:
    inexact = [(platform, fact) for platform, fact in context.figures if fact.low != fact.high]
    rounded = Counter(platform for platform, fact in inexact if fact.high is not None)
    unbounded = Counter(platform for platform, fact in inexact if fact.high is None)
    for platform in sorted(rounded, key=platform_order):
        text = trn(
            "{platform} rounds {count} of its figures; sums with it are only known within bounds",
            "{platform} rounds {count} of its figures; sums with them are only known within bounds",
            rounded[platform],
            platform=platform_title(platform),
        )
        yield Note(code="rounded", text=text)
    for platform in sorted(unbounded, key=platform_order):
        text = trn(
            "{platform} gives only a lower bound for {count} of its figures (10万+); sums with it are lower bounds",
            "{platform} gives only a lower bound for {count} of its figures (10万+); sums with them are lower bounds",
            unbounded[platform],
            platform=platform_title(platform),
        )
        yield Note(code="lower-bound", text=text)


def _people(context: NoteContext) -> Iterator[Note]:
    if names := sorted(context.metrics & PEOPLE):
        text = tr(
            "people ({metrics}) are never added over works, days or platforms; of several works only bounds are known",
            metrics=listed(metric_name(name) for name in names),
        )
        yield Note(code="people", text=text)


def _people_only(context: NoteContext) -> Iterator[Note]:
    """Works with figures of people and nothing that a total may hold."""
    if context.metrics.isdisjoint(PEOPLE):
        return
    metrics = {work.id: {fact.metric for fact in context.facts[work.id]} for work in context.counted}
    only = Counter(
        work.platform
        for work in context.counted
        if not metrics[work.id].isdisjoint(PEOPLE) and metrics[work.id].isdisjoint(MAIN)
    )
    for platform in sorted(only, key=platform_order):
        text = trn(
            "{count} work on {platform} has only figures of people, which are in no total",
            "{count} works on {platform} have only figures of people, which are in no total",
            only[platform],
            platform=platform_title(platform),
        )
        yield Note(code="people-only", text=text)


def _recommends(context: NoteContext) -> Iterator[Note]:
    if "recommends" in context.metrics:
        yield Note(code="recommends", text=tr("recommends (推荐, 在看) are not likes and are not added to them"))


def _attendance(context: NoteContext) -> Iterator[Note]:
    if "attendance" in context.metrics:
        text = tr("attendance counts people at showings in a room; it is shown beside plays and is in no total")
        yield Note(code="attendance", text=text)


def _accounts(context: NoteContext) -> Iterator[Note]:
    platforms = {fact.platform for fact in context.data.accounts}
    if platforms:
        text = tr(
            "figures of whole accounts ({platforms}) are shown apart and are in no total",
            platforms=listed(platform_title(name) for name in sorted(platforms, key=platform_order)),
        )
        yield Note(code="account", text=text)
    for fact in context.data.accounts:
        missing = (fact.last - fact.first).days + 1 - fact.days
        if missing > 0 and fact.grain == "account-daily":
            text = trn(
                "{account}: {metric} of {count} day between {first} and {last} is missing",
                "{account}: {metric} of {count} days between {first} and {last} are missing",
                missing,
                account=account_title(fact.platform, fact.account),
                metric=metric_name(fact.metric),
                first=fact.first,
                last=fact.last,
            )
            yield Note(code="missing-days", text=text)


SUMS = (_overlaps, _definitions, _rounded, _people, _people_only, _recommends, _attendance, _accounts)
