"""The database under the store: made anew, taken over, damaged, shared."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import PassingError, PipelineError
from pipeline.reach.store import Store, database, tables
from pipeline.reach.store.migrations import MIGRATIONS
from tests.reach.parsed_files import JULY, JUNE, MAY, entry, listing, parsed, work
from tests.reach.postgres import postgres, server
from tests.reach.store.telling import told

__all__ = ["postgres", "server"]

OLD = Path(__file__).parents[1] / "golden" / "store-1.sql"
"""A store as version 1 left it."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "reach.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty store."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")
    return f"sqlite:///{tmp_path / 'reach.sqlite'}"


def test_a_store_on_either_database_tells_the_same(url: str, tmp_path: Path):
    files = [
        listing({"w1": 100, "w2": 50, "w3": 1}, MAY),
        listing({"w1": 90, "w2": None}, JULY),
        listing({"w1": 95, "w2": 60}, JUNE),
        listing({"w1": 96, "w2": 60}, JUNE, sha256="f" * 64),
        parsed([entry(2, work(title="新"), {"plays": 5, "likes": 2})], JULY, grain="event"),
        parsed(
            [entry(2, work(title="新"), {"plays": 5}), entry(3, work(title="新"), {"plays": 9})],
            MAY,
            grain="work-daily",
        ),
    ]
    answers = []
    for where, order in ((url, files), (tmp_path / "other.sqlite", files[::-1])):
        with Store.open(where) as store:
            for one in order:
                store.add(one)
            answers.append(told(store))

    assert answers[0] == answers[1]


def import_some(url: str, first: int, begin: "multiprocessing.synchronize.Barrier") -> None:
    with Store.open(url) as store:
        begin.wait()
        for day in range(4):
            plays = {f"w{number}": 100 * day + first for number in range(first, first + 20)}
            store.add(listing(plays, MAY.replace(day=day + 1), format=f"list-{day % 2}", sha256=f"{first}{day}" * 32))
            # Both bring the same file.
            store.add(listing({"both": day}, JUNE.replace(day=day + 1), sha256=f"{day}" * 64))


def test_two_importers_at_once_lose_nothing(url: str):
    spawn = multiprocessing.get_context("spawn")
    begin = spawn.Barrier(2)
    both = [spawn.Process(target=import_some, args=(url, first, begin)) for first in (10, 20)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)

    assert [one.exitcode for one in both] == [0, 0]
    with Store.open(url) as store:
        assert len(store.files()) == 12
        assert len(store.works()) == 31
        assert len(store.history([known.id for known in store.works()])) == 2 * 4 * 20 + 4


def test_an_old_store_is_brought_up_to_date(place: Path):
    with sqlite3.connect(place) as old:
        old.executescript(OLD.read_text(encoding="utf-8"))
    old.close()

    with Store.open(place) as store:
        assert [(known.title, known.plays, known.gone_since) for known in store.works()] == [
            ("毛泽建：巾帼英烈", 90, None),
            ("郭亮", 50, JUNE),
            ("陈树湘", 8, None),
        ]
        assert [(one.before, one.value) for one in store.decreases()] == [(100, 90)]
        assert store.works()[0].placed.number == 12
        file = store.add(listing({"w1": 95}, JULY))

    assert file.id == 3
    with sqlite3.connect(place) as now:
        assert now.execute("SELECT version FROM reach_schema").fetchall() == [(1,), (2,)]
    now.close()


def test_the_tables_are_those_that_the_migrations_leave(url: str):
    from sqlalchemy import create_engine, inspect

    Store.open(url).close()
    engine = create_engine(database.Database(url).url)

    found = {
        name: {column["name"] for column in inspect(engine).get_columns(name)}
        for name in (*inspect(engine).get_table_names(), *inspect(engine).get_view_names())
    }
    engine.dispose()
    assert found == {name: set(table.columns.keys()) for name, table in tables.metadata.tables.items()}


def test_a_store_of_a_newer_voicehall_is_left_alone(place: Path):
    Store.open(place).close()
    with sqlite3.connect(place) as connection:
        connection.execute("INSERT INTO reach_schema VALUES (99)")
    connection.close()
    before = place.read_bytes()

    with pytest.raises(PipelineError) as told:
        Store.open(place)

    assert str(told.value) == (
        f"the database of figures '{place}' has tables of version 99; this voicehall knows version {len(MIGRATIONS)}\n"
        "hint: a newer voicehall has used it: update this one"
    )
    assert place.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "cut", "scrambled"])
def test_a_damaged_file_is_told_and_left_as_it_is(place: Path, damage: str):
    with Store.open(place) as store:
        store.add(listing({f"w{number}": number for number in range(2000)}))
    whole = place.read_bytes()
    broken = {
        "text": "播放量,标题\n".encode() * 1000,
        "cut": whole[: len(whole) // 2],
        "scrambled": whole[:100] + b"\xa5" * (len(whole) - 100),
    }[damage]
    place.write_bytes(broken)

    with pytest.raises(PipelineError, match="is not a database of figures, or is damaged"), Store.open(place) as store:
        store.works()
        store.latest()

    assert place.read_bytes() == broken


def test_a_busy_store_is_waited_for_only_so_long(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "WAIT", 0.1)
    with Store.open(place) as store, sqlite3.connect(place, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.latest() == [], "who only asks need not wait"
        with pytest.raises(PassingError, match="another import has been writing"):
            store.add(listing({"w1": 1}))
        other.execute("ROLLBACK")
        assert store.add(listing({"w1": 1})).stored == 1
    other.close()


@pytest.mark.parametrize("address", ["mysql://host/x", "reach.sqlite", "sqlite://", "", "postgresql"])
def test_other_addresses_are_refused(address: str):
    with pytest.raises(PipelineError, match="is not the address of a database"):
        Store.open(address)


def test_a_server_that_is_not_there_is_told_without_its_password():
    with pytest.raises(PipelineError) as told:
        Store.open("postgresql://hall:geheim@127.0.0.1:1/hall")

    assert "postgresql+psycopg://***@127.0.0.1:1/hall" in str(told.value)
    assert "geheim" not in str(told.value)


def test_a_folder_where_the_file_should_be(tmp_path: Path):
    with pytest.raises(PipelineError, match="cannot write the database of figures"):
        Store.open(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(PipelineError, match="cannot make the folder"):
        Store.open(tmp_path / "taken" / "reach.sqlite")
