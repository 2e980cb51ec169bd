"""What an open store remembers, so that a year of files need not look the same works up again and again."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, Table, func, insert, select

from pipeline.reach.observation import Work
from pipeline.reach.store.tables import account, file, look, measure, sheet, work

Description = tuple[str, datetime | None, str, str, bool, str]
"""Title, publication, address, state, whether its key is an id, and the episode it says it is."""

Place = tuple[datetime, str, int]
"""As of when, in which file (by digest), at which row: places are in the order in which figures follow each other."""

_NAMES = ("title", "published", "url", "state", "named", "episode")
describe: Callable[[Work], Description] = attrgetter(*_NAMES)


class Subject:
    """A work that figures are stored of, with how it was ever described."""

    __slots__ = ("described", "id", "looks", "sole")

    def __init__(self, id: int) -> None:
        self.id = id
        self.looks: dict[Description, int] = {}
        """Ids of its looks."""
        self.described: Work | None = None
        """The very object that last described it as ever, to know it by when it comes again."""
        self.sole: Description | None = None
        """The description, while there is only one."""


class Memory:
    """Ids of accounts, works and measures. Only used by the one writer."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        """The last id given out, by table."""
        self._accounts: dict[tuple[str, str], int] = {}
        self._subjects: dict[int, dict[str, Subject]] = {}
        self._measures: dict[tuple[str, str, str], int] = {}
        self._works: list[dict[str, object]] = []
        self._looks: list[dict[str, object]] = []

    def forget(self) -> None:
        """After a transaction that was undone, or another process's work."""
        self.__init__()  # type: ignore[misc]

    def begin(self, connection: Connection) -> None:
        """Forget everything if another process has written since."""
        last = dict(connection.execute(_LAST).one()._mapping)
        if self._last != last:
            self.forget()
            self._last = last
        self._works, self._looks = [], []

    def next(self, table: Table) -> int:
        """An id for a new row: there is one writer, and thousands of new works need not be asked for theirs."""
        self._last[table.name] += 1
        return self._last[table.name]

    def store(self, connection: Connection) -> None:
        """Store the works and looks that are new."""
        if self._works:
            connection.execute(insert(work), self._works)
        if self._looks:
            connection.execute(insert(look), self._looks)
        self._works, self._looks = [], []

    def account(self, connection: Connection, platform: str, name: str) -> int:
        known = self._accounts.get((platform, name))
        if known is None:
            where = (account.c.platform == platform, account.c.name == name)
            known = connection.execute(select(account.c.id).where(*where)).scalar()
        if known is None:
            new = insert(account).values(platform=platform, name=name).returning(account.c.id)
            known = connection.execute(new).scalar_one()
        self._accounts[platform, name] = known
        return known

    def measure(self, connection: Connection, metric: str, grain: str, definition: str) -> int:
        known = self._measures.get((metric, grain, definition))
        if known is None:
            names = {"metric": metric, "grain": grain, "definition": definition}
            where = [measure.c[name] == value for name, value in names.items()]
            known = connection.execute(select(measure.c.id).where(*where)).scalar()
            if known is None:
                known = connection.execute(insert(measure).values(names).returning(measure.c.id)).scalar_one()
            self._measures[metric, grain, definition] = known
        return known

    def subjects(self, connection: Connection, account_id: int) -> dict[str, Subject]:
        """All works of an account by their keys; `add` puts new ones there."""
        known = self._subjects.get(account_id)
        if known is None:
            known = self._subjects[account_id] = {}
            columns = (work.c.key, work.c.id, look.c.id, look.c.title, look.c.published, look.c.url, look.c.state)
            rows = connection.execute(
                select(*columns, look.c.named, look.c.episode)
                .join(look, look.c.work_id == work.c.id)
                .where(work.c.account_id == account_id)
            )
            for key, work_id, look_id, title, published, url, state, named, episode in rows:
                subject = known.get(key)
                if subject is None:
                    subject = known[key] = Subject(work_id)
                description = (title, published, url, state, named, episode)
                subject.looks[description] = look_id
                subject.sole = description if len(subject.looks) == 1 else None
        return known

    def add(self, account_id: int, key: str) -> Subject:
        """A work that was never seen before."""
        subject = self._subjects[account_id][key] = Subject(self.next(work))
        self._works.append({"id": subject.id, "account_id": account_id, "key": key})
        return subject

    def add_look(self, subject: Subject, description: Description, place: Place) -> None:
        """A description that was never seen before."""
        id = self.next(look)
        values = dict(zip(_NAMES, description, strict=True)) | dict(zip(("as_of", "sha256", "row"), place, strict=True))
        self._looks.append(values | {"id": id, "work_id": subject.id})
        subject.looks[description] = id
        subject.sole = description if len(subject.looks) == 1 else None
        subject.described = None


_LAST = select(
    *(
        select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery().label(table.name)
        for table in (file, sheet, work, look)
    )
)
