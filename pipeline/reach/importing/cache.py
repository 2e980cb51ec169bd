"""The cache of one import: works and times that its files repeat, as daily exports of a year do."""

from datetime import tzinfo

from pipeline.reach.importing.cells import BrokenCell, Cell, moment
from pipeline.reach.importing.figures import CellCache
from pipeline.reach.importing.work_keys import minute
from pipeline.reach.observation import Work

Works = dict[tuple[Cell, ...], Work | None]
"""Public works by the cells that name them; None for the whole account."""


class ImportCache:
    """Works and times that were read once and need not be read again."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._works: dict[tuple[object, ...], Works] = {}
        self.minutes = CellCache(self._minute)
        """By cell: the minute in it; empty where there is none."""

    def works(self, kind: tuple[object, ...]) -> Works:
        """Those of one kind of table: of the same format, the same columns, and whatever else works are known by."""
        return self._works.setdefault(kind, {})

    def _minute(self, cell: Cell) -> str:
        try:
            when = moment(cell, self._zone)
        except BrokenCell:
            return ""
        return minute(when) if when and not when.day_only else ""
