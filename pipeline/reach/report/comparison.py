"""A period compared with the one before it: what grew by how much, and where that cannot be said, why not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.messages import Message, tr
from pipeline.model.publishing.platform import platform_order
from pipeline.reach.names import clauses, listed, platform_title
from pipeline.reach.report.bounds import Amount, total
from pipeline.reach.report.data import ReportData
from pipeline.reach.report.differences import Gain
from pipeline.reach.report.gains import Gains
from pipeline.reach.report.metrics import JOINED, METRIC_ORDER

SLACK = 5
"""Gains whose days differ by more than a fifth are not compared: of 31 and 28 days they are, of 31 and 20 not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was gained of a metric in a period and in the one before it."""

    metric: str
    now: Amount | None
    before: Amount | None
    """None where no gain is known."""
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why they cannot be compared, by code, with the platforms that it is about; empty where they can."""

    @property
    def difference(self) -> int | float | None:
        """None where they cannot be compared."""
        if self.why or self.now is None or self.before is None or self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def rate(self) -> float | None:
        """The difference as a part of what was gained before; None also where that was nothing or less."""
        if self.difference is None or self.before is None or not self.before.value or self.before.value < 0:
            return None
        return self.difference / self.before.value

    @property
    def reason(self) -> Message | str:
        """Why they cannot be compared, in words."""
        return clauses(_reason(code, platforms) for code, platforms in self.why.items())

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {}
        if self.difference is not None:
            found["difference"] = self.difference
        if self.rate is not None:
            found["rate"] = round(self.rate, 6)
        if self.why:
            found["not_comparable"] = {code: list(platforms) for code, platforms in self.why.items()}
        return found


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A period beside the one before it."""

    now: Gains
    before: Gains
    data: ReportData

    @cached_property
    def changes(self) -> Mapping[str, Change]:
        """By metric, of all that was gained in either."""
        now, before = self.now.whole, self.before.whole
        return {metric: self._change(metric) for metric in METRIC_ORDER if metric in now or metric in before}

    def as_json(self) -> dict[str, object]:
        return {**self.before.as_json(), "changes": {name: one.as_json() for name, one in self.changes.items()}}

    def of(self, metrics: Sequence[str]) -> Change:
        """Of the sum of several metrics."""
        name = "_and_".join(metrics)
        return self._compared(name, metrics, _joint(self.now, metrics), _joint(self.before, metrics))

    def _change(self, metric: str) -> Change:
        parts = JOINED.get(metric, (metric,))
        return self._compared(metric, parts, self.now.whole.get(metric), self.before.whole.get(metric))

    def _compared(self, metric: str, parts: Sequence[str], now: Gain | None, before: Gain | None) -> Change:
        why: dict[str, set[str]] = defaultdict(set)
        for part in parts:
            for code, platform in self._obstacles.get(part, ()):
                why[code].add(platform)
        missing = [part for part in parts if part in self.now.whole and part not in self.before.whole]
        if why:
            pass
        elif before is None or missing:
            why["nothing-before"] = set()
        elif now is None or any(part in self.before.whole and part not in self.now.whole for part in parts):
            why["nothing-now"] = set()
        elif _differ(_days(now), _days(before)):
            why["spans"] = set()
        return Change(
            metric=metric,
            now=now.amount if now else None,
            before=before.amount if before else None,
            why={code: tuple(sorted(why[code], key=platform_order)) for code in why},
        )

    @cached_property
    def _obstacles(self) -> Mapping[str, Set[tuple[str, str]]]:
        """By metric why it cannot be compared, and on which platforms."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for metric, code, platform in self._found():
            found[metric].add((code, platform))
        return found

    def _found(self) -> Iterator[tuple[str, str, str]]:
        """Metric, reason and platform: a work counts in one of the periods alone, or a sum is not exact."""
        works = self.data.works
        for one, other in ((self.now, self.before), (self.before, self.now)):
            for work, name in one.known:
                platform = works[work].platform
                if (work, name) in other.blank:
                    code = next((code for code, found in other.unknown.items() if work in found), "no-baseline")
                    # Of a log that goes on, a work without a row was not fetched.
                    if code == "not-counted-again" and (work, name) in self._daily and self._goes_on(other, work, name):
                        continue
                    yield name, code, platform
                elif one is self.now and not (
                    (work, name) in other.known or self._is_new(work) or self._goes_on(other, work, name)
                ):
                    yield name, "no-baseline", platform
        for period in (self.now, self.before):
            for platform, gained in period.by_platform.items():
                yield from ((name, "rounded", platform) for name, gain in gained.items() if not gain.amount.exact)

    @cached_property
    def _daily(self) -> frozenset[tuple[int, str]]:
        return frozenset((fact.work, fact.metric) for fact in self.data.facts if fact.daily)

    def _goes_on(self, period: Gains, work: int, metric: str) -> bool:
        return metric in period.by_platform.get(self.data.works[work].platform, {})

    def _is_new(self, work: int) -> bool:
        """Whether it came out after the period before."""
        published = self.data.works[work].published
        return published is not None and published.date() > self.before.stop


def _joint(gains: Gains, metrics: Sequence[str]) -> Gain | None:
    known = [gains.whole[metric] for metric in metrics if metric in gains.whole]
    amount = total(gain.amount for gain in known)
    if amount is None:
        return None
    return Gain(amount, min(gain.first for gain in known), max(gain.last for gain in known))


def _days(gain: Gain) -> int:
    return (gain.last - gain.first).days


def _differ(one: int, other: int) -> bool:
    return abs(one - other) * SLACK > max(one, other)


def _reason(code: str, platforms: tuple[str, ...]) -> Message | str:
    names = listed(platform_title(name) for name in platforms)
    match code:
        case "no-baseline":
            return tr("{platforms}: works without figures at the start of the period before", platforms=names)
        case "not-counted-again":
            return tr("{platforms}: works without newer figures in one of the periods", platforms=names)
        case "definition":
            return tr("{platforms}: what is counted has changed", platforms=names)
        case "rounded":
            return tr("{platforms}: figures that are rounded or left open", platforms=names)
        case "spans":
            return tr("the days between the counts differ too much")
        case "nothing-now":
            return tr("nothing is known of this period")
        case _:
            return tr("nothing is known of the period before")
