"""Recall: the same matches as thinking anew, without it."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.reach.matching import Accounts, Evidence, Match, Matcher, Recall
from pipeline.reach.observation import Listed, ListedSeries

TITLES = {1: "毛泽建：巾帼英烈", 2: "郭亮：工运先锋", 12: "夏明翰：就义诗"}
SERIES = ListedSeries(
    id="lieshita",
    title="烈士塔下颂英烈",
    episodes=tuple(Listed(series="lieshita", number=n, title=t, date=date(2026, 3, n)) for n, t in TITLES.items()),
)
WORKS = [
    Evidence(platform="douyin", titles=(title,), published=datetime(2026, 3, 2, 8))
    for title in (
        "烈士塔下颂英烈 第12期", "烈士塔下颂英烈 第1期 郭亮：工运先锋", "烈士塔下颂英烈 第2期预告",
        "烈士塔下颂英烈 1-2期", "第2期", "开会通知",
    )
]  # fmt: skip


def recall(tmp_path: Path, series: ListedSeries = SERIES, accounts: Accounts | None = None, **more) -> Recall:
    return Recall(tmp_path / "matches.json", (series,), accounts or Accounts(), **{"decided": ()} | more)


def thought(series: ListedSeries = SERIES, accounts: Accounts | None = None, decided=()) -> list[Match]:
    matcher = Matcher((series,), accounts, decided)
    return [matcher.match(work) for work in WORKS]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles that were thought about."""
    titles: list[str] = []
    match = Matcher.match
    monkeypatch.setattr(Matcher, "match", lambda self, work: titles.append(work.titles[0]) or match(self, work))
    return titles


def test_what_was_matched_once_is_not_thought_about_again(tmp_path: Path, asked: list[str]):
    first = recall(tmp_path).matches(WORKS)
    asked.clear()

    assert recall(tmp_path).matches(WORKS) == first == thought()
    assert asked == [work.titles[0] for work in WORKS]  # by `thought` alone


def test_a_new_work_or_title_is_thought_about_alone(tmp_path: Path, asked: list[str]):
    recall(tmp_path).matches(WORKS)
    asked.clear()
    renamed = replace(WORKS[0], titles=("新名字", *WORKS[0].titles))
    recall(tmp_path).matches([renamed, *WORKS[1:]])

    assert asked == ["新名字"]


@pytest.mark.parametrize(
    "changed",
    [
        {"series": replace(SERIES, episodes=SERIES.episodes[1:])},
        {"series": replace(SERIES, aliases=("通知",))},
        {"accounts": Accounts(series={"douyin": "lieshita"})},
        {"decided": [replace(WORKS[5], platform="kuaishou", decision="lieshita/1")]},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_all_is_thought_about_anew_when_anything_that_it_follows_from_changes(tmp_path: Path, changed):
    recall(tmp_path).matches(WORKS)

    assert recall(tmp_path, **changed).matches(WORKS) == thought(**changed)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"basis": 1}', b"\xff"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes):
    (tmp_path / "matches.json").write_bytes(content)

    assert recall(tmp_path).matches(WORKS) == thought()
    assert recall(tmp_path).matches(WORKS) == thought()


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path):
    (tmp_path / "no folder").write_bytes(b"")

    assert recall(tmp_path / "no folder").matches(WORKS) == thought()
    assert [path.name for path in tmp_path.iterdir()] == ["no folder"]
