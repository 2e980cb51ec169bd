"""The first sheet of a report, for the office: the period, a sentence, large figures, the best episodes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.messages import Message, spoken, tr, trn
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import day_text, joint_name, listed, metric_name, platform_title, series_title
from pipeline.reach.report.bounds import UNITS, Amount, rounded, shown, total
from pipeline.reach.report.comparison import Change
from pipeline.reach.report.counted import figures_of
from pipeline.reach.report.metrics import COUNTED, REACTIONS
from pipeline.reach.report.notes import Note
from pipeline.reach.report.periods import DAY
from pipeline.reach.report.press import MISSING, attendance, chinese_days
from pipeline.reach.report.report import ReachReport
from pipeline.reach.report.totals import EpisodeFigures, Figures

BEST = 5
"""Episodes that are named on the first sheet."""
WARNED = 4
"""Remarks on it; the others follow."""
NAMED = 3
"""Series that its title names."""
LONGEST = 48
"""Characters of a title on it; the tables have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A large figure."""

    metric: str
    large: str
    """Rounded down as in the sentence."""
    full: str
    """The figure itself, where `large` is rounded."""
    label: str
    lower: bool
    change: str = ""
    """Against the period before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """An episode that reached far."""

    series: str
    number: int
    title: str
    of: str
    """Its series, where the report is on several."""
    figures: tuple[tuple[str, str], ...]
    """What is counted, with the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the first sheet."""

    series: str
    when: str
    tiles: tuple[Tile, ...]
    best: tuple[Best, ...]
    attendance: str
    """Empty where nothing was shown in a room."""
    remarks: tuple[str, ...]
    more: int
    """Further remarks behind."""
    source: str
    headline: str
    total: str
    """What was reached in all, beside what was gained in a period; empty without one."""


def sheet(report: ReachReport) -> Sheet:
    """The first sheet, in the language that is spoken."""
    missing = [note for note in report.notes if note.code in MISSING and note.code not in GAIN_NOTES]
    # What is not there weighs more than what a platform corrected.
    missing.sort(key=lambda note: MISSING.index(note.code))
    remarks = [*_uncompared(report), *(note.text for note in missing)]
    room = attendance(report.series)
    return Sheet(
        series=_series(report),
        when=when(report),
        tiles=tuple(_tiles(report)),
        best=best(report),
        attendance=shown(room) if room is not None else "",
        remarks=tuple(remarks[:WARNED]),
        more=max(0, len(remarks) - WARNED),
        source=_source(report),
        headline=_headline(report),
        total=_total(report),
    )


GAIN_NOTES = frozenset(["spans", "no-baseline", "not-counted-again"])
"""Notes that stand beside the gains."""


def when(report: ReachReport) -> str:
    """Which days the report is about."""
    if report.since is None:
        return tr("up to {day}", day=day_text(report.data.as_of))
    first, last = report.since.start + DAY, report.since.stop
    if spoken() == "zh":
        return chinese_days(first, last)
    return tr("{first} to {last}", first=first, last=last)


def large(amount: Amount) -> str:
    """A figure in large type: in Chinese rounded down as in the sentence for the office."""
    if spoken() != "zh" or amount.value is None or amount.low < UNITS[-1][0]:
        return shown(amount)
    return rounded(amount)


def change_text(change: Change) -> str:
    """Against the period before: `1,261 more than in the period before (+15.8%)`."""
    if change.difference is None:
        return tr("not comparable with the period before")
    if not change.difference:
        return tr("as many as in the period before")
    number = f"{abs(change.difference):,}"
    if change.rate is None:
        if change.difference > 0:
            return tr("{number} more than in the period before", number=number)
        return tr("{number} fewer than in the period before", number=number)
    rate = f"{change.rate:+.1%}"
    if change.difference > 0:
        return tr("{number} more than in the period before ({rate})", number=number, rate=rate)
    return tr("{number} fewer than in the period before ({rate})", number=number, rate=rate)


def best(report: ReachReport) -> tuple[Best, ...]:
    """The episodes with the most plays, reads and downloads, at most so many."""
    found = []
    for one in report.series:
        for episode in one.episodes:
            reached = reach_of(report, one.series.id, episode)
            if reached > 0:
                found.append((-reached, (one.series.id, episode.episode.number), one.series.title, episode))
    several = len([one for one in report.series if one.platforms]) > 1
    return tuple(
        Best(
            series=series,
            number=number,
            title=shortened(episode.episode.title, LONGEST),
            of=series_title(shortened(of, LONGEST // 2)) if several else "",
            figures=tuple(
                (metric_name(name), shown(amount)) for name, amount in counted_of(report, series, episode).items()
            ),
        )
        for _, (series, number), of, episode in sorted(found, key=lambda one: one[:2])[:BEST]
    )


def reach_of(report: ReachReport, series: str, episode: EpisodeFigures) -> int | float:
    """By what episodes are ranked: what is counted of it, by the lower bound; less than nothing where there is none."""
    reached = total(counted_of(report, series, episode).values())
    return -1 if reached is None else reached.low


def counted_of(report: ReachReport, series: str, episode: EpisodeFigures) -> Figures:
    """Of an episode what was counted in the report's period, else in all."""
    figures: Figures = episode.totals
    if report.since is not None:
        gained = report.since.by_episode.get((series, episode.episode.number), {})
        figures = {name: gain.amount for name, gain in gained.items()}
    return {name: figures[name] for name in COUNTED if name in figures}


def shortened(title: str, most: int) -> str:
    line = " ".join(title.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _tiles(report: ReachReport) -> Iterator[Tile]:
    """The sums that the sentence tells, and their parts."""
    figures = figures_of(report)
    for kinds in (COUNTED, REACTIONS):
        known = [name for name in kinds if name in figures]
        joint = total(figures[name] for name in known)
        if joint is not None and len(known) > 1:
            yield _tile(report, known, joint)
        if kinds is COUNTED or len(known) == 1:
            yield from (_tile(report, [name], figures[name]) for name in known)


def _tile(report: ReachReport, metrics: Sequence[str], amount: Amount) -> Tile:
    text, label = large(amount), joint_name(metrics)
    change = report.comparison.of(metrics) if report.comparison is not None else None
    return Tile(
        metric=metrics[0] if len(metrics) == 1 else "",
        large=text,
        full=shown(amount) if text != shown(amount) else "",
        label=tr("{metric} gained", metric=label) if report.since is not None else label,
        lower=amount.by_lower_bound,
        change=change_text(change) if change is not None else "",
    )


def _uncompared(report: ReachReport) -> Iterator[Message]:
    """What cannot be compared with the period before, and why; what has the same reason together."""
    if report.comparison is None:
        return
    reasons: dict[str, list[str]] = {}
    for name in COUNTED:
        change = report.comparison.changes.get(name)
        if change is not None and change.why:
            reasons.setdefault(str(change.reason), []).append(metric_name(name))
    for reason, names in reasons.items():
        yield tr("{metrics} not comparable with the period before: {reason}", metrics=listed(names), reason=reason)


def _series(report: ReachReport) -> str:
    named = [one for one in report.series if one.platforms] or report.series
    titles = [series_title(shortened(one.series.title, LONGEST)) for one in named]
    if len(titles) <= NAMED:
        return listed(titles)
    return trn(
        "{series} and {count} other series", "{series} and {count} other series", len(titles) - NAMED,
        series=listed(titles[:NAMED]),
    )  # fmt: skip


def _source(report: ReachReport) -> Message:
    platforms = {name for one in report.series for name in one.platforms}
    return tr(
        "Source: exports of {platforms} ({count}, listed with their fingerprints in the appendix), figures as of {day}",
        platforms=listed(platform_title(name) for name in sorted(platforms, key=platform_order)) or "–",
        count=trn("{count} file", "{count} files", len(report.sources)),
        day=day_text(report.data.as_of),
    )


def _headline(report: ReachReport) -> Message:
    """A sentence on the figures, for studios whose language is not Chinese."""
    figures = figures_of(report)
    counted = [
        tr("{number} {metric}", number=shown(figures[name]), metric=metric_name(name))
        for name in COUNTED
        if name in figures
    ]
    if not counted:
        return tr("There are no figures yet.")
    places: Sequence[str] = sorted({name for one in report.series for name in one.platforms}, key=platform_order)
    platforms = listed(platform_title(name) for name in places if name != "classroom")
    if report.since is None:
        return tr("{figures} on {platforms}.", figures=listed(counted), platforms=platforms)
    return tr("{figures} gained on {platforms}.", figures=listed(counted), platforms=platforms)


def _total(report: ReachReport) -> Message | str:
    totals = report.totals
    counted = [
        tr("{number} {metric}", number=shown(totals[name]), metric=metric_name(name))
        for name in (*COUNTED, *REACTIONS)
        if name in totals
    ]
    if report.since is None or not counted:
        return ""
    return tr("In all up to {day}: {figures}", day=day_text(report.data.as_of), figures=listed(counted))


def remark_texts(notes: Sequence[Note], *, gains: bool) -> list[str]:
    """The notes that stand beside the gains, or all others."""
    return [note.text for note in notes if (note.code in GAIN_NOTES) == gains]
