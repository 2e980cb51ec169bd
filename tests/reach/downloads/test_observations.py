"""Storing downloads: what the store says follows what is known by now, by one rule, under the episode's number now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.digest import file_digest
from pipeline.reach.downloads.count import ServedFile
from pipeline.reach.downloads.observations import Stored, store_downloads
from pipeline.reach.downloads.windows import Rule
from pipeline.reach.store import Store
from tests.reach.weblogs import Server, combined, episode, hours

TABLE = hours(22, 27, 46.25, 71.25)


@contextmanager
def opened(server: Server) -> Iterator[Store]:
    with Store.open(server.root / "reach.sqlite") as store:
        yield store


def stored(server: Server, *logs: Path, rule: Rule = "first-touch-24h") -> Stored:
    with opened(server) as store:
        found = server.count(*logs, rule=rule)
        return store_downloads(
            found, store, logs, rule=rule, zone=ZoneInfo("Asia/Shanghai"), titles={"lieshita/1": "毛"}
        )


def days(server: Server) -> dict[date, int]:
    """What stands in the store for each day, by the newest definition."""
    with opened(server) as store:
        sums = [store.day_sums(day, day) for day in (date(2026, 3, 1 + i) for i in range(8))]
    newest = (max(found, key=lambda one: one.as_of) for found in sums if found)
    return {one.first: int(one.value) for one in newest if one.value}


def test_only_what_is_new_is_stored(tmp_path: Path):
    server = Server(tmp_path)
    log = server.log(*map(combined, TABLE))

    assert stored(server, log) == Stored(figures=3)
    assert stored(server, log) == Stored()
    assert stored(server, server.log(combined(TABLE[3], ip="9.9.9.9"), name="b.log")) == Stored(figures=1)
    assert days(server) == {date(2026, 3, 2): 1, date(2026, 3, 3): 1, date(2026, 3, 4): 2}


def test_an_older_log_corrects_the_days_after_it(tmp_path: Path):
    server = Server(tmp_path)
    stored(server, server.log(*map(combined, TABLE[1:])))
    assert days(server) == {date(2026, 3, 3): 1, date(2026, 3, 4): 1}

    # The requests of Tuesday 03:00 now lie in Monday's window; that of 22:15 begins one of its own.
    stored(server, server.log(combined(TABLE[0]), name="older.log"))

    assert days(server) == {date(2026, 3, 2): 1, date(2026, 3, 3): 1, date(2026, 3, 4): 1}


def test_another_rule_tells_every_day_anew(tmp_path: Path):
    server = Server(tmp_path)
    log = server.log(*map(combined, TABLE))
    stored(server, log)

    assert stored(server, log, rule="last-touch-24h") == Stored(figures=2, instead="web-log/downloads-first-touch-24h")
    with opened(server) as store:
        newest = max(store.day_sums(), key=lambda one: one.as_of)
    assert (newest.definition, newest.value) == ("web-log/downloads-last-touch-24h", 2)


def test_the_source_is_the_log_itself(tmp_path: Path):
    server = Server(tmp_path)
    log = server.log(*map(combined, TABLE))
    stored(server, log)
    stored(server, log, rule="calendar-day")

    with opened(server) as store:
        first, second = store.files()
    assert (first.path, first.sha256) == (str(log), file_digest(log))
    assert (second.path, second.sha256 != first.sha256) == (str(log), True)


def test_an_episode_keeps_its_downloads_under_another_number(tmp_path: Path):
    def numbered(number: int) -> ServedFile:
        one = episode(number)
        return replace(one, medium=replace(one.medium, guid="g-1"))

    before = Server(tmp_path, served=(numbered(1),))
    stored(before, before.log(*map(combined, TABLE)))
    other = replace(episode(1), medium=replace(episode(1).medium, guid="g-2"))
    after = Server(tmp_path, served=(numbered(7), other))

    # A request for the new number 1, who is somebody else.
    stored(after, after.log(combined(TABLE[0]), name="b.log"))

    with opened(after) as store:
        works = {work.key: (work.episode, work.id) for work in store.works()}
        sums = {one.work: one.value for one in store.day_sums()}
    assert {key: (number, sums[id]) for key, (number, id) in works.items()} == {
        "g-1": ("lieshita/7", 3),
        "g-2": ("lieshita/1", 1),
    }
