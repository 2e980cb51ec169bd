"""Ids that an open store keeps in memory, so that a year of files need not ask for the same works again and again."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, Table, func, insert, select

from pipeline.reach.observation import Work
from pipeline.reach.store.tables import account, details, file, measure, sheet, work

Description = tuple[str, datetime | None, str, str, bool, str]
"""Title, publication, address, state, whether its key is an id, and the episode it says it is."""

Position = tuple[datetime, str, int]
"""As of when, in which file (by digest), at which row: places are in the order in which figures follow each other."""

_NAMES = ("title", "published", "url", "state", "named", "episode")
describe: Callable[[Work], Description] = attrgetter(*_NAMES)


class CachedWork:
    """A work that figures are stored of, with all its descriptions."""

    __slots__ = ("described", "descriptions", "id", "sole")

    def __init__(self, id: int) -> None:
        self.id = id
        self.descriptions: dict[Description, int] = {}
        """Ids of its descriptions."""
        self.described: Work | None = None
        """The object that last described it as always, by identity: when it comes again, nothing has changed."""
        self.sole: Description | None = None
        """The description, while there is only one."""


class IdCache:
    """Ids of accounts, works and measures. Only used by the one writer."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        """The last id given out, by table."""
        self._accounts: dict[tuple[str, str], int] = {}
        self._cached_works: dict[int, dict[str, CachedWork]] = {}
        self._measures: dict[tuple[str, str, str], int] = {}
        self._works: list[dict[str, object]] = []
        self._descriptions: list[dict[str, object]] = []

    def forget(self) -> None:
        """After a transaction that was undone, or another process's work."""
        self.__init__()  # type: ignore[misc]

    def begin(self, connection: Connection) -> None:
        """Forget everything if another process has written since."""
        last = dict(connection.execute(_LAST).one()._mapping)
        if self._last != last:
            self.forget()
            self._last = last
        self._works, self._descriptions = [], []

    def next(self, table: Table) -> int:
        """An id for a new row: there is one writer, and thousands of new works need not be asked for theirs."""
        self._last[table.name] += 1
        return self._last[table.name]

    def store(self, connection: Connection) -> None:
        """Store the works and descriptions that are new."""
        if self._works:
            connection.execute(insert(work), self._works)
        if self._descriptions:
            connection.execute(insert(details), self._descriptions)
        self._works, self._descriptions = [], []

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

    def cached_works(self, connection: Connection, account_id: int) -> dict[str, CachedWork]:
        """All works of an account by their keys; `add` puts new ones there."""
        known = self._cached_works.get(account_id)
        if known is None:
            known = self._cached_works[account_id] = {}
            columns = (
                work.c.key,
                work.c.id,
                details.c.id,
                details.c.title,
                details.c.published,
                details.c.url,
                details.c.state,
            )
            rows = connection.execute(
                select(*columns, details.c.named, details.c.episode)
                .join(details, details.c.work_id == work.c.id)
                .where(work.c.account_id == account_id)
            )
            for key, work_id, description_id, title, published, url, state, named, episode in rows:
                cached = known.get(key)
                if cached is None:
                    cached = known[key] = CachedWork(work_id)
                description = (title, published, url, state, named, episode)
                cached.descriptions[description] = description_id
                cached.sole = description if len(cached.descriptions) == 1 else None
        return known

    def add(self, account_id: int, key: str) -> CachedWork:
        """A work that was never seen before."""
        cached = self._cached_works[account_id][key] = CachedWork(self.next(work))
        self._works.append({"id": cached.id, "account_id": account_id, "key": key})
        return cached

    def add_description(self, cached: CachedWork, description: Description, place: Position) -> None:
        """A description that was never seen before."""
        id = self.next(details)
        values = dict(zip(_NAMES, description, strict=True)) | dict(zip(("as_of", "sha256", "row"), place, strict=True))
        self._descriptions.append(values | {"id": id, "work_id": cached.id})
        cached.descriptions[description] = id
        cached.sole = description if len(cached.descriptions) == 1 else None
        cached.described = None


_LAST = select(
    *(
        select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery().label(table.name)
        for table in (file, sheet, work, details)
    )
)
