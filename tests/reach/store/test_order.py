"""The order in which files come in plays no part."""

import tempfile
from collections.abc import Sequence
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reach.observation import Figure, ParsedFile
from pipeline.reach.store import Store
from tests.reach.parsed_files import MAY, entry, parsed, work
from tests.reach.store.telling import told

KEYS = ("a", "b", "c")
TITLES = ("", "毛泽建", "毛泽建：巾帼英烈")
COUNTS = st.one_of(
    st.integers(0, 30).map(lambda count: Figure("plays", count, count, count)),
    st.integers(0, 3).map(lambda tens: Figure("plays", tens * 10, max(0, tens * 10 - 5), tens * 10 + 5)),
    st.just(Figure("plays", 30, 30, None)),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(TITLES), st.none() | COUNTS, st.integers(0, 3)), max_size=4
)
FILES = st.lists(
    st.tuples(
        ROWS,
        st.integers(0, 4),
        st.sampled_from(("work-cumulative", "work-daily")),
        st.sampled_from(("list", "analysis")),
        st.sampled_from(("", "second definition")),
    ),
    min_size=2,
    max_size=6,
)


def readings(files) -> list[ParsedFile]:
    made = []
    for rows, moment, grain, format, definition in files:
        entries = []
        for place, (key, title, count, day) in enumerate(rows):
            told = {} if count is None else {"plays": count, "likes": 7 * len(title)}
            of = work(key, title, published=datetime(2026, 1, 1 + KEYS.index(key)))
            entries.append(entry(place + 2, of, told, Date(2026, 4, 1 + day) if grain == "work-daily" else None))
        as_of = MAY + timedelta(days=moment)
        made.append(parsed(entries, as_of, grain=grain, format=format, definitions={"plays": definition}))
    return list({one.sha256: one for one in made}.values())


def stored(folder: Path, files: Sequence[ParsedFile]) -> dict[str, list[str]]:
    with Store.open(folder / "reach.sqlite") as store:
        for one in files:
            store.add(one)
        return told(store)


@settings(max_examples=25)
@given(files=FILES.map(readings), data=st.data())
def test_any_order_of_the_same_files_tells_the_same(files: list[ParsedFile], data: st.DataObject):
    other = data.draw(st.permutations([*files, *files[:2]]))

    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        assert stored(Path(one), files) == stored(Path(two), other)


@settings(max_examples=10)
@given(files=FILES.map(readings))
def test_what_stands_is_the_newest_of_all_history(files: list[ParsedFile]):
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "reach.sqlite") as store:
        for one in files:
            store.add(one)
        ranks = {file.id: (file.as_of, file.sha256) for file in store.files()}
        newest = {}
        for seen in sorted(store.history([known.id for known in store.works()]), key=lambda seen: ranks[seen.file]):
            newest[seen.work, seen.metric] = (*seen[2:6], seen.file)

        assert {(one.work, one.metric): (*one[2:6], one.file) for one in store.latest()} == newest
