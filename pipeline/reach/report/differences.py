"""Differences of counts: what each work gained, between which days, or why that is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any, NamedTuple

import numpy as np

from pipeline.reach.report.bounds import Amount
from pipeline.reach.report.data import NO_DAY
from pipeline.reach.store.columns import ENDLESS, Counts


class Gain(NamedTuple):
    """What was gained by some works, and between which counts."""

    amount: Amount
    first: Date
    """Of the earliest count that a difference starts from."""
    last: Date

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {"value": self.amount.value, "from": str(self.first), "to": str(self.last)}
        return found if self.amount.exact else found | {"low": self.amount.low, "high": self.amount.high}


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Of the rows whose gain is known."""

    rows: Any
    """Their numbers in what was given."""
    value: Any
    low: Any
    high: Any
    endless: Any
    """Whether there is no upper bound; `high` means nothing there."""
    first: Any
    """Days, counted from 1 January of the year 1."""
    last: Any
    unknown: Mapping[str, Any]
    """Numbers of the others, by why: `no-baseline` had no figures at the start, of `definition` what is counted changed
    meanwhile, `not-counted-again` was not counted since."""

    def added(self, chosen: Any, kinds: Sequence[Any]) -> Iterator[tuple[tuple[int, ...], Gain]]:
        """Some of them summed up by kinds, each a column of numbers."""
        if not len(chosen):
            return
        # One number stands for all kinds: sorting pairs takes many times as long.
        columns = [kind[chosen] for kind in kinds]
        rooms = [int(column.max()) + 1 for column in columns]
        groups, place = np.unique(np.ravel_multi_index(columns, rooms), return_inverse=True)
        keys = np.stack(np.unravel_index(groups, rooms), axis=1).tolist()
        count = len(groups)
        value, low, high = (np.zeros(count, np.int64) for _ in range(3))
        endless, last = np.zeros(count, np.bool_), np.zeros(count, np.int64)
        first = np.full(count, Date.max.toordinal())
        for whole, column in ((value, self.value), (low, self.low), (high, self.high)):
            np.add.at(whole, place, column[chosen])
        np.logical_or.at(endless, place, self.endless[chosen])
        np.minimum.at(first, place, self.first[chosen])
        np.maximum.at(last, place, self.last[chosen])
        sums = (one.tolist() for one in (value, low, high, endless, first, last))
        for key, *figures in zip(keys, *sums, strict=True):
            value_, low_, high_, endless_, first_, last_ = figures
            amount = Amount(value_, low_, None if endless_ else high_)
            yield tuple(key), Gain(amount, Date.fromordinal(first_), Date.fromordinal(last_))


def differences(before: Counts, after: Counts, published: Any, *, start: Date, origin: Date) -> Differences:
    """What was gained from each count of `before` to the one of `after` that continues it.

    `published` is the day of each row of `after`. A sum of days needs no count at the start, and what came out after
    `origin` began with nothing.
    """
    old = _continued(before, after)
    there = old >= 0
    new = ~there & ~after.daily
    born = new & (published != NO_DAY) & (published > origin.toordinal())
    earlier = before.at(np.where(there, old, 0)) if len(before) else after
    changed = there & (earlier.definition != after.definition).astype(np.bool_)
    same = there & ~changed & (after.moment <= earlier.moment)
    unknown = {"no-baseline": new & ~born, "definition": changed, "not-counted-again": same}
    rows = np.flatnonzero(~np.logical_or.reduce(list(unknown.values())))
    continues = there[rows]
    value, low, high = (np.where(continues, column[rows], 0) for column in (earlier.value, earlier.low, earlier.high))
    open_before = continues & (high == ENDLESS)
    open_now = after.high[rows] == ENDLESS
    gained = after.value[rows] - value
    return Differences(
        rows=rows,
        value=gained,
        # From '10万+' to '10万+' may be any gain, but is not known to be a loss.
        low=np.where(open_before, np.minimum(0, gained), after.low[rows] - high),
        high=after.high[rows] - low,
        endless=open_now,
        first=np.where(continues, earlier.day[rows], np.where(born[rows], published[rows], start.toordinal())),
        last=after.day[rows],
        unknown={why: np.flatnonzero(rows) for why, rows in unknown.items() if rows.any()},
    )


def _continued(before: Counts, after: Counts) -> Any:
    """For each row of `after` the one of `before` that it continues, or -1: of daily figures only those of one
    definition continue each other.
    """
    if not len(before):
        return np.full(len(after), -1, np.int64)
    names: dict[str, int] = {}
    keys = []
    for one in (before, after):
        kinds = np.zeros(len(one), np.int64)
        for row in np.flatnonzero(one.daily).tolist():
            if definition := one.definition[row]:
                kinds[row] = names.setdefault(definition, len(names) + 1)
        keys.append(kinds)
    # The names of both are known only now.
    then, now = (one.pair * (len(names) + 1) + kinds for one, kinds in zip((before, after), keys, strict=True))
    order = np.argsort(then, kind="stable")
    place = np.searchsorted(then[order], now, side="right") - 1
    found = order[np.maximum(place, 0)]
    return np.where((place >= 0) & (then[found] == now), found, -1)
