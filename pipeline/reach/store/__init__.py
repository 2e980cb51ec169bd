"""The reach store: figures as they were read, on SQLite or PostgreSQL."""

from pipeline.reach.store.store import Store
from pipeline.reach.store.values import (
    AccountSum,
    Conflict,
    DaySum,
    Fall,
    FileRow,
    KnownWork,
    Placement,
    Seen,
    Standing,
)

__all__ = [
    "AccountSum", "Conflict", "DaySum", "Fall", "FileRow", "KnownWork", "Placement", "Seen", "Standing", "Store",
]  # fmt: skip
