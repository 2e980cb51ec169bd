"""Descriptions: how a work was described, and where it was last described so; the newest one is how it is now."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, tuple_, update

from pipeline.reach.observation import Work
from pipeline.reach.store.id_cache import CachedWork, IdCache, Position, describe
from pipeline.reach.store.tables import details, latest, sheet

_MOVE = (
    update(details)
    .where(
        details.c.id == bindparam("description"),
        tuple_(details.c.as_of, details.c.sha256, details.c.row)
        < tuple_(bindparam("at"), bindparam("file"), bindparam("line")),
    )
    .values(as_of=bindparam("at"), sha256=bindparam("file"), row=bindparam("line"))
)


class Descriptions:
    """The descriptions of the works of one file."""

    def __init__(self, connection: Connection, ids: IdCache, sha256: str) -> None:
        self._connection = connection
        self._ids = ids
        self._sha256 = sha256
        self._moved: dict[int, Position] = {}

    def add(self, cached: CachedWork, work: Work, row: int, as_of: datetime, *, before: int | None) -> None:
        """`work` is described in a row; `before` is an earlier row of the same file that describes it too.

        Nothing is stored while a work is described as it always was, which is nearly always.
        """
        description = describe(work)
        if cached.sole == description:
            cached.described = work
            return
        place = (as_of, self._sha256, row)
        known = cached.descriptions.get(description)
        if known is not None:
            self._move(known, place)
            return
        if cached.sole is not None:
            self._settle(cached, (as_of, self._sha256, before) if before is not None else None)
        self._ids.add_description(cached, description, place)

    def store(self) -> None:
        """Store the newer places of known descriptions."""
        moves = [
            {"description": id, "at": at, "file": file, "line": row} for id, (at, file, row) in self._moved.items()
        ]
        if moves:
            self._connection.execute(_MOVE, moves)

    def _settle(self, cached: CachedWork, before: Position | None) -> None:
        """Store where the only description so far was seen last: from now on it is not the only one."""
        [known] = cached.descriptions.values()
        newest = (
            select(sheet.c.as_of, sheet.c.sha256, latest.c.row)
            .join(sheet, sheet.c.id == latest.c.sheet_id)
            .where(latest.c.work_id == cached.id)
            .order_by(sheet.c.as_of.desc(), sheet.c.sha256.desc(), latest.c.row.desc())
        )
        last = self._connection.execute(newest.limit(1)).first()
        if last is not None:
            self._move(known, (last.as_of, last.sha256, last.row))
        if before is not None:
            self._move(known, before)

    def _move(self, description_id: int, place: Position) -> None:
        there = self._moved.get(description_id)
        self._moved[description_id] = place if there is None else max(there, place)
