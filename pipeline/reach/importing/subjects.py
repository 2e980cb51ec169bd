"""Subjects: what a row is about: a work, the whole account, or nothing that is counted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import islice

from pipeline.messages import Message, tr
from pipeline.reach.importing.cells import Cell, is_missing, plain_text, quoted
from pipeline.reach.importing.formats import Column, FoundTable, PlacedTable
from pipeline.reach.importing.formats.format import plain_header
from pipeline.reach.importing.row_counts import RowCounts
from pipeline.reach.importing.words import AVERAGES
from pipeline.reach.importing.work_keys import UnusableRow, made_work
from pipeline.reach.observation import Work
from pipeline.reach.platforms import Platforms

_SAMPLE = 500
"""Rows by which the style of ids is known."""
_ROLES = (
    "id", "url-id", "published", "title", "state", "platform", "episode", "series", "url", "part", "robot"
)  # fmt: skip
"""Those whose cells say which work a row is about, and whether it counts at all."""
_AVERAGES = frozenset(map(plain_header, AVERAGES))
_NO = frozenset(["false", "no", "0", "否", "n"])
"""What says of a row that it is no robot's."""


def _word(cell: Cell) -> str:
    """A word that a format names, whatever its case: TRUE, True and true are one."""
    return plain_text(cell).casefold()


def _bare(text: str) -> str:
    """A word that begins a row of totals, without what is said beside it: `合计：`, `总计（12期）`, `共计12期`."""
    return re.sub(r"[(（\[【].*?[)）\]】]|\d+[期集条个篇行]?(?=[:：]?$)|[:：]$", "", plain_header(text))


def new_platform(name: str) -> Message:
    """What is said of a platform when its first figures come in."""
    return tr("'{name}' is a platform that was not known before: its figures are kept under this name", name=name)


class Subjects:
    """Finds what the rows of one table are about."""

    def __init__(
        self,
        found: FoundTable,
        placed: PlacedTable,
        *,
        zone: tzinfo,
        now: datetime,
        minutes: Mapping[Cell, str],
        platforms: Platforms,
    ) -> None:
        """`minutes` has the minute of any cell, empty where it has none."""
        self._headers, self._totals = found.headers, placed.table.totals
        self._zone, self._now = zone, now
        self._minutes = minutes
        self._beside = bool(found.format.beside)
        self._platforms = platforms
        self._start, self._stop = min(placed.columns), max(placed.columns) + 1
        known = {column.role: (i, column) for i, column in placed.columns.items() if column.role in _ROLES}
        self._places = {role: i for role, (i, _) in known.items()}
        self._columns: Mapping[str, Column] = {
            role: replace(column, header=found.headers[i]) for role, (i, column) in known.items()
        }
        """With the headers that the file itself has."""
        self._of_works = found.format.grain.startswith("work") or found.format.grain == "event"
        self.shared_minutes: frozenset[str] = frozenset()
        """Minutes in which works of different titles came out; known after `look_ahead`."""
        self._lettered = False
        day = [i for i, column in placed.columns.items() if column.role == "day"]
        # A row of a whole account differs from a total or a note by its first cell and its day.
        self.places = (*self._places.values(), *(() if self._of_works else (self._start, *day)))
        """Cells that are the same in two rows only if both are about the same."""

    def of(self, row: Sequence[Cell], number: int, row_counts: RowCounts) -> Work | UnusableRow | None:
        """The work that a row is about; None for the whole account."""
        cells = {role: row[i] for role, i in self._places.items()}
        texts = [text for cell in row[self._start : self._stop] if (text := plain_text(cell))]
        if not texts:
            return UnusableRow(reason="empty")
        if sums := self._totals & {_bare(texts[0]), _bare(self._first(row))}:
            return UnusableRow(reason="note" if sums & _AVERAGES else "total", word=min(sums))
        if self._is_header(row):
            return UnusableRow(reason="banner")
        if len(texts) == 1 and self._stop - self._start > 2 and not self._names_work(cells):
            return UnusableRow(reason="note")
        if (part := self._columns.get("part")) and part.only and _word(cells["part"]) not in part.only:
            return UnusableRow(reason="part")
        if not is_missing(cells.get("robot")) and _word(cells["robot"]) not in _NO:
            return UnusableRow(reason="robot")
        if not self._of_works:
            return None
        word, state = plain_text(cells.get("state")), self._columns.get("state")
        if state and word and _word(word) not in state.public | state.private:
            warning = tr(
                "{word} under '{header}' is not known; works with it are taken as public",
                word=quoted(word),
                header=state.header,
            )
            row_counts.warnings.add(warning)
        work = made_work(
            cells,
            self._columns,
            zone=self._zone,
            now=self._now,
            shared_minutes=self.shared_minutes,
            platforms=self._platforms,
            lettered=self._lettered,
        )
        if isinstance(work, Work) and work.platform and self._platforms.named(work.platform) is None:
            row_counts.warnings.add(new_platform(work.platform))
            # However a further row spells it, it is the same one.
            self._platforms = Platforms.of([*self._platforms.own, work.platform])
        return work

    def _first(self, row: Sequence[Cell]) -> str:
        """The first text of a row, also under a column that is not used, unless that is of another table."""
        return "" if self._beside else next((text for cell in row if (text := plain_text(cell))), "")

    def look_ahead(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Find the minutes in which works of different titles came out, where works are known by their minute, and
        whether their ids have letters."""
        if (place := self._places.get("id")) is not None:
            ids = [text for row in islice(rows, _SAMPLE) if (text := plain_text(row[place])) and not is_missing(text)]
            self._lettered = sum(any(map(str.isalpha, text)) for text in ids) * 2 > len(ids)
        if not {"published", "title"} <= self._places.keys() or {"id", "url-id"} & self._places.keys():
            return
        published, title = self._places["published"], self._places["title"]
        seen: dict[str, Cell] = {}
        shared_minutes = set()
        for row in rows:
            minute, name = self._minutes[row[published]], row[title]
            first = seen.setdefault(minute, name)
            if minute and first != name and plain_text(first) != plain_text(name):
                shared_minutes.add(minute)
        self.shared_minutes = frozenset(shared_minutes)

    def _names_work(self, cells: Mapping[str, Cell]) -> bool:
        """Whether one filled cell is a work without figures: a note is in the first cell and in none of these."""
        return any(not is_missing(cells.get(role)) for role in ("id", "url-id", "published", "episode"))

    def _is_header(self, row: Sequence[Cell]) -> bool:
        headers = [(i, text) for i, text in enumerate(self._headers[: self._stop]) if text]
        return all(plain_text(row[i]) == text for i, text in headers[:4])
