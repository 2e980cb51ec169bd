"""What notes are made from, and how they name works and figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from pipeline.messages import Message, spoken, told, tr
from pipeline.reach.names import listed, metric_name, platform_title
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.data import Fact, ReportData, ReportWork
from pipeline.reach.report.metrics import MAIN
from pipeline.reach.report.totals import SeriesFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to know about the figures."""

    code: str
    text: Message

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "text": told(self.text)}


class NoteContext:
    """What notes are made from."""

    def __init__(self, data: ReportData, series: Sequence[SeriesFigures]) -> None:
        self.data = data
        self.series = series
        self.ids = {one.series.id for one in series}
        self.facts: dict[int, list[Fact]] = defaultdict(list)
        for fact in data.facts:
            self.facts[fact.work].append(fact)
        end = datetime.combine(data.as_of, time.max)
        self.works = [work for work in data.works.values() if work.published is None or work.published <= end]
        """Those that had come out by the day of the report."""
        self.counted = [work for work in data.works.values() if work.counts and work.series in self.ids]
        self.figures = [(work.platform, fact) for work in self.counted for fact in self.facts[work.id]]
        """Every figure of the counted works, with its platform."""
        self.metrics = {fact.metric for _, fact in self.figures}

    def main(self, work: ReportWork) -> Fact | None:
        """The figure by which a work is known."""
        by_metric = {fact.metric: fact for fact in self.facts[work.id]}
        return next((by_metric[metric] for metric in MAIN if metric in by_metric), None)

    def last(self, work: ReportWork) -> Message:
        """`last known: 120 plays on 2026-03-01`."""
        fact = self.main(work)
        if fact is None:
            return tr("nothing was known of it")
        return tr(
            "last known: {value} {metric} on {day}",
            value=bare(Amount(fact.value, fact.low, fact.high)),
            metric=metric_name(fact.metric),
            day=fact.as_of.date(),
        )


def named(work: ReportWork) -> str:
    """A work with its platform, and in English its episode."""
    platform, title = platform_title(work.platform), short(work.title)
    if spoken() == "zh":
        return f"{platform}《{title}》"
    episode = f" ({work.series}/{work.number})" if work.series and work.number is not None else ""
    return f"{platform} '{title}'{episode}"


def short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= 40 else line[:39] + "…"


def bare(amount: Amount) -> str:
    """An amount without separators."""
    return shown(amount).replace(",", "")


def figures_text(figures: Mapping[str, Amount], metrics: Iterable[str]) -> str:
    """`120 plays, 3 likes`."""
    return listed(
        tr("{number} {metric}", number=bare(figures[metric]), metric=metric_name(metric))
        for metric in metrics
        if metric in figures
    )
