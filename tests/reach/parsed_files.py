"""Readings to build a store from: files as readers would hand them over; and what then stands in it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any

from pipeline.reach.observation import Entry, Figure, Grain, ParsedFile, Work
from pipeline.reach.store import Store

MAY, JUNE, JULY = (datetime(2026, month, 1, 10) for month in (5, 6, 7))
RELEASED = datetime(2026, 1, 7, 8)


def work(key: str = "w1", title: str = "毛泽建", **values: Any) -> Work:
    return Work(**{"key": key, "title": title, "published": RELEASED} | values)


def exactly(metric: str, value: float) -> Figure:
    return Figure(metric, value, value, value)


def entry(row: int, of: Work | None, figures: Mapping[str, float | Figure], day: Date | None = None) -> Entry:
    made = tuple(value if isinstance(value, Figure) else exactly(name, value) for name, value in figures.items())
    return Entry(row=row, work=of, figures=made, day=day)


def parsed(
    entries: Iterable[Entry], as_of: datetime = MAY, *, grain: Grain = "work-cumulative", **values: Any
) -> ParsedFile:
    """A file that says this; other contents have another digest."""
    rows = list(entries)
    told = {"platform": "douyin", "account": "", "format": "douyin-works"} | values
    seed = repr((rows, as_of, grain, sorted(told.items(), key=str)))
    return ParsedFile(
        path="exports/作品列表.xlsx",
        name="作品列表.xlsx",
        sha256=told.pop("sha256", hashlib.sha256(seed.encode()).hexdigest()),
        grain=grain,
        as_of=as_of,
        as_of_from="option",
        encoding=None,
        rows=len(rows),
        entries=rows,
        **told,
    )


def listing(plays: Mapping[str, float | Figure | None], as_of: datetime = MAY, **values: Any) -> ParsedFile:
    """A list of works with their plays by key, the newest first; None for a work without figures."""
    rows = []
    for place, (key, count) in enumerate(plays.items()):
        made = replace(work(key), title=f"《{key}》", published=RELEASED - timedelta(days=place))
        rows.append(entry(place + 2, made, {} if count is None else {"plays": count}))
    return parsed(rows, as_of, **values)


def plays(store: Store, as_of: Date | None = None) -> dict[str, float]:
    """The plays that stand in a store, by the works' keys."""
    keys = {known.id: known.key for known in store.works()}
    return {keys[one.work]: one.value for one in store.latest(as_of) if one.metric == "plays"}
