"""What notes look at, and how they name works."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from pipeline.model.platform import platform_name
from pipeline.reach.report.bounds import Amount, shown
from pipeline.reach.report.data import Fact, Known, WorkFact
from pipeline.reach.report.metrics import MAIN, METRIC_NAMES
from pipeline.reach.report.totals import SeriesFigures, counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to know about the figures."""

    code: str
    text: str
    chinese: str

    def as_json(self) -> dict[str, object]:
        return {"code": self.code, "text": self.text}


class View:
    """What the notes look at."""

    def __init__(self, known: Known, series: Sequence[SeriesFigures]) -> None:
        self.known = known
        self.series = series
        self.ids = {one.series.id for one in series}
        self.facts: dict[int, list[Fact]] = defaultdict(list)
        for fact in known.facts:
            self.facts[fact.work].append(fact)
        end = datetime.combine(known.as_of, time.max)
        self.known_works = [work for work in known.works.values() if work.published is None or work.published <= end]
        """Those that had come out by the day of the report."""
        self.counted = [work for work in known.works.values() if counts(work) and work.series in self.ids]
        self.told = [(work.platform, fact) for work in self.counted for fact in self.facts[work.id]]
        """Every figure of those, with its platform."""
        self.metrics = {fact.metric for _, fact in self.told}

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


def named(work: WorkFact) -> str:
    episode = f" ({work.series}/{work.number})" if work.series and work.number is not None else ""
    return f"{work.platform} '{short(work.title)}'{episode}"


def called(work: WorkFact) -> str:
    return f"{platform_name(work.platform)}《{short(work.title)}》"


def short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= 40 else line[:39] + "…"


def bare(amount: Amount) -> str:
    return shown(amount).replace(",", "")
