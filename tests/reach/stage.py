"""A stage for reports: works put on it with their figures, without files or a store."""

from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Any

from pipeline.reach.observation import KnownEpisode, KnownSeries
from pipeline.reach.report.data import AccountFigure, Fact, ReportData, ReportWork, SourceFile
from pipeline.reach.report.report import ReachReport

LAST = datetime(2026, 3, 31, 23, 59, 59)
ROUNDED = (11_500, 12_499)
"""What '1.2万' may stand for."""


def listed(id: str = "lieshita", title: str = "烈士塔下颂英烈", episodes: int = 3) -> KnownSeries:
    found = tuple(KnownEpisode(series=id, number=number, title=f"第{number}位") for number in range(1, episodes + 1))
    return KnownSeries(id=id, title=title, episodes=found)


@dataclass
class Stage:
    """Works and figures of the series `lieshita`, as of the end of March 2026."""

    series: tuple[KnownSeries, ...] = field(default_factory=lambda: (listed(),))
    works: dict[int, ReportWork] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    accounts: list[AccountFigure] = field(default_factory=list)
    primary: dict[str, str] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()

    def work(
        self,
        platform: str,
        number: int | None = None,
        *,
        series: str | None = None,
        as_of: datetime = LAST,
        definition: str = "",
        bounds: dict[str, tuple[int, int | None]] | None = None,
        about: dict[str, Any] | None = None,
        **figures: int | float,
    ) -> int:
        """Put a work on the stage; without a number and a series it is of no episode. Returns its id."""
        id = len(self.works) + 1
        of = series if series is not None else "lieshita" if number is not None else ""
        values = {"title": f"作品{id}", "decided": bool(of)} | (about or {})
        self.works[id] = ReportWork(id=id, platform=platform, series=of, number=number, **values)
        for metric, value in figures.items():
            low, high = (bounds or {}).get(metric, (value, value))
            self.facts.append(Fact(id, metric, value, low, high, as_of, definition, 1, id + 1))
        return id

    @property
    def data(self) -> ReportData:
        return ReportData(
            as_of=LAST.date(),
            series=self.series,
            works=self.works,
            facts=tuple(self.facts),
            accounts=tuple(self.accounts),
            files={1: SourceFile(id=1, path="抖音 三月.xlsx", sha256="ab" * 32, platform="douyin", as_of=LAST)},
            primary=self.primary,
            expected=self.expected,
        )

    @property
    def report(self) -> ReachReport:
        return ReachReport(data=self.data)

    def json(self) -> dict[str, Any]:
        return self.report.as_json(sources=True)

    @property
    def totals(self) -> dict[str, Any]:
        """Of the whole report."""
        return self.json()["totals"]  # type: ignore[no-any-return]

    def notes(self, code: str) -> list[str]:
        return [note.text for note in self.report.notes if note.code == code]


def march(day: int) -> Date:
    return Date(2026, 3, day)
