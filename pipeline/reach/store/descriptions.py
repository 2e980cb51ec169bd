"""Looks: how a work was described, and where it was last described so; the newest look is how it looks now."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, tuple_, update

from pipeline.reach.observation import Work
from pipeline.reach.store.id_cache import Memory, Place, Subject, describe
from pipeline.reach.store.tables import latest, look, sheet

_MOVE = (
    update(look)
    .where(
        look.c.id == bindparam("look"),
        tuple_(look.c.as_of, look.c.sha256, look.c.row) < tuple_(bindparam("at"), bindparam("file"), bindparam("line")),
    )
    .values(as_of=bindparam("at"), sha256=bindparam("file"), row=bindparam("line"))
)


class Looks:
    """The looks of the works of one file."""

    def __init__(self, connection: Connection, memory: Memory, sha256: str) -> None:
        self._connection = connection
        self._memory = memory
        self._sha256 = sha256
        self._moved: dict[int, Place] = {}

    def see(self, subject: Subject, work: Work, row: int, as_of: datetime, *, before: int | None) -> None:
        """`work` is described in a row; `before` is an earlier row of the same file that describes it too.

        Nothing is stored while a work looks as it always did, which is nearly always.
        """
        description = describe(work)
        if subject.sole == description:
            subject.described = work
            return
        place = (as_of, self._sha256, row)
        known = subject.looks.get(description)
        if known is not None:
            self._move(known, place)
            return
        if subject.sole is not None:
            self._settle(subject, (as_of, self._sha256, before) if before is not None else None)
        self._memory.add_look(subject, description, place)

    def store(self) -> None:
        """Store the newer places of known looks."""
        moves = [{"look": id, "at": at, "file": file, "line": row} for id, (at, file, row) in self._moved.items()]
        if moves:
            self._connection.execute(_MOVE, moves)

    def _settle(self, subject: Subject, before: Place | None) -> None:
        """Give the only look so far the place where its work was seen last: it is no longer alone."""
        [known] = subject.looks.values()
        newest = (
            select(sheet.c.as_of, sheet.c.sha256, latest.c.row)
            .join(sheet, sheet.c.id == latest.c.sheet_id)
            .where(latest.c.work_id == subject.id)
            .order_by(sheet.c.as_of.desc(), sheet.c.sha256.desc(), latest.c.row.desc())
        )
        last = self._connection.execute(newest.limit(1)).first()
        if last is not None:
            self._move(known, (last.as_of, last.sha256, last.row))
        if before is not None:
            self._move(known, before)

    def _move(self, look_id: int, place: Place) -> None:
        there = self._moved.get(look_id)
        self._moved[look_id] = place if there is None else max(there, place)
