"""Candidates: what a person is asked about, the likeliest first."""

from pipeline.reach.matching import Evidence
from tests.reach.matching.lessons import MATCHER, day


def candidates(title: str, on: int | None = None, platform: str = "kuaishou") -> list[str]:
    work = Evidence(platform=platform, titles=(title,), published=None if on is None else day(on))
    return [one.episode.label for one in MATCHER.candidates(work, MATCHER.match(work))]


def test_candidates_are_ranked():
    assert candidates("半截铅笔头的故事")[0] == "lieshita/5"
    assert candidates("毛泽建")[0] == "lieshita/1"
    assert candidates("烈士塔下颂英烈 第5期 一封家书")[:2] == ["lieshita/5", "lieshita/6"]
    assert set(candidates("", on=2)) >= {"lieshita/2", "kaifu-hong/2"}
    assert len(candidates("", on=2)) <= 5
    assert candidates("今日菜谱") == []
