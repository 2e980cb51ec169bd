"""The store of figures as they were read, on SQLite or PostgreSQL."""

from pipeline.reach.store.store import Store
from pipeline.reach.store.values import (
    AccountSum,
    Conflict,
    DaySum,
    Decrease,
    FileRow,
    KnownWork,
    LatestFigure,
    PastFigure,
    Placement,
)

__all__ = [
    "AccountSum",
    "Conflict",
    "DaySum",
    "Decrease",
    "FileRow",
    "KnownWork",
    "LatestFigure",
    "PastFigure",
    "Placement",
    "Store",
]  # fmt: skip
