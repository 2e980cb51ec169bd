"""Figures by episode and platform, and totals that add only what may be added."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.report.metrics import PEOPLE
from pipeline.reach.report.totals import choose
from tests.reach.stage import LAST, ROUNDED, Stage, listed


def test_what_nobody_reported_is_absent():
    stage = Stage()
    stage.work("douyin", 1, plays=12_345, likes=0)
    series = stage.json()["series"][0]

    assert series["episodes"][0]["platforms"] == {"douyin": {"plays": 12_345, "likes": 0}}
    assert series["episodes"][1] == {"number": 2, "title": "第2位", "platforms": {}, "totals": {}}
    assert series["totals"] == {
        "plays_and_reads": 12_345, "plays": 12_345, "likes_and_shares": 0, "likes": 0,
    }  # fmt: skip


def test_two_works_of_one_episode_add_up():
    stage = Stage()
    stage.work("douyin", 1, plays=100, likes=1)
    stage.work("douyin", 1, plays=20)

    assert stage.json()["series"][0]["episodes"][0]["platforms"] == {"douyin": {"plays": 120, "likes": 1}}


def test_plays_and_reads_are_told_together_and_downloads_beside():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("wechat-article", 1, reads=30)
    stage.work("podcast-host", 1, downloads=7)

    assert stage.totals == {"plays_and_reads": 130, "plays": 100, "reads": 30, "downloads": 7}


@pytest.mark.parametrize("metric", sorted(PEOPLE))
def test_people_are_never_added(metric: str):
    stage = Stage()
    stage.work("wechat-article", 1, **{metric: 94})
    stage.work("wechat-article", 2, **{metric: 50})
    series = stage.json()["series"][0]

    assert series["episodes"][0]["platforms"] == {"wechat-article": {metric: 94}}
    assert series["platforms"] == {"wechat-article": {}}
    assert series["bounds"] == {"wechat-article": {metric: {"low": 94, "high": 144}}}
    assert series["totals"] == {}
    assert "never added" in stage.notes("people")[0]


def test_recommends_are_no_likes():
    stage = Stage()
    stage.work("wechat-channels", 1, likes=3, recommends=40, shares=2)

    assert stage.totals == {"likes_and_shares": 5, "likes": 3, "shares": 2, "recommends": 40}


def test_reposts_follows_and_attendance_are_in_no_total():
    stage = Stage()
    stage.work("toutiao", 1, reposts=3, follows=4)
    stage.work("classroom", 1, attendance=42)
    stage.work("classroom", 2, attendance=30)
    document = stage.json()

    assert document["totals"] == {}
    assert document["series"][0]["platforms"] == {
        "toutiao": {"follows": 4, "reposts": 3}, "classroom": {"attendance": 72},
    }  # fmt: skip


def test_private_works_and_works_that_are_no_episode_do_not_count_and_are_said():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("douyin", 2, plays=31, about={"state": "private", "title": "自见"})
    stage.work("douyin", plays=77)
    stage.work("douyin", plays=55, about={"decided": True})

    assert stage.totals["plays"] == 100
    assert stage.notes("private") == [
        "Douyin '自见' (lieshita/2) is private and not counted; last known: 31 plays on 2026-03-31"
    ]
    assert stage.notes("unmatched") == [
        "1 work on Douyin is matched to no episode yet and not counted (77 plays); see 'voicehall reach match'"
    ]
    assert stage.notes("no-episode") == ["1 work on Douyin is no episode and not counted (55 plays)"]


def test_works_that_had_not_come_out_yet_are_no_matter_of_the_day():
    stage = Stage()
    for published in (LAST, LAST + timedelta(seconds=1)):
        stage.work("douyin", about={"published": published})
        stage.work("douyin", about={"published": published, "state": "private"})

    assert (len(stage.notes("unmatched")), len(stage.notes("private"))) == (1, 1)
    assert stage.notes("unmatched")[0].startswith("1 work on Douyin")


def test_works_of_which_only_people_are_told_are_said():
    stage = Stage()
    stage.work("wechat-article", 1, readers=90, sharers=2)
    stage.work("wechat-article", 2, reads=90, readers=60)

    assert stage.notes("people-only") == ["1 work on WeChat articles has only figures of people, which are in no total"]


def test_a_work_that_is_gone_keeps_what_was_known_of_it():
    stage = Stage()
    stage.work("douyin", 1, plays=1234, about={"gone_since": LAST, "title": "旧作"})

    assert stage.totals["plays"] == 1234
    assert stage.notes("gone") == [
        "Douyin '旧作' (lieshita/1) is missing from the platform's list since 2026-03-31; "
        "last known: 1234 plays on 2026-03-31, and that still counts"
    ]


def test_a_work_of_several_episodes_counts_for_its_series():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("douyin", None, series="lieshita", plays=40)
    series = stage.json()["series"][0]

    assert series["totals"]["plays"] == 140
    assert [episode["totals"].get("plays") for episode in series["episodes"]] == [100, None, None]


def test_works_of_other_series_stay_out():
    stage = Stage()
    stage.work("douyin", 1, plays=100)
    stage.work("douyin", 1, series="hongse", plays=40)

    assert stage.totals["plays"] == 100


def test_several_series_add_up():
    stage = Stage(series=(listed(), listed("hongse", "红色家书")))
    stage.work("douyin", 1, plays=100)
    stage.work("douyin", 1, series="hongse", plays=40)

    assert [series["totals"]["plays"] for series in stage.json()["series"]] == [100, 40]
    assert stage.totals["plays"] == 140


class TestRates:
    def test_are_weighted_by_plays(self):
        stage = Stage()
        stage.work("douyin", 1, plays=900, completion_rate=0.1)
        stage.work("douyin", 2, plays=100, completion_rate=0.5)

        assert stage.json()["series"][0]["platforms"]["douyin"]["completion_rate"] == pytest.approx(0.14)

    def test_works_without_one_are_left_out(self):
        stage = Stage()
        stage.work("douyin", 1, plays=900, average_play_seconds=10.5)
        stage.work("douyin", 2, plays=100)

        assert stage.json()["series"][0]["platforms"]["douyin"]["average_play_seconds"] == 10.5

    def test_without_plays_there_is_no_average(self):
        stage = Stage()
        stage.work("douyin", 1, completion_rate=0.1)
        stage.work("douyin", 2, completion_rate=0.5)

        assert stage.json()["series"][0]["platforms"] == {"douyin": {}}

    def test_articles_weigh_by_their_reads(self):
        stage = Stage()
        stage.work("wechat-article", 1, reads=30, completion_rate=0.2)
        stage.work("wechat-article", 2, reads=10, completion_rate=0.6)

        assert stage.json()["series"][0]["platforms"]["wechat-article"]["completion_rate"] == pytest.approx(0.3)

    def test_weigh_by_what_most_works_have(self):
        """The newest tables of articles tell readers only, older ones reads as well."""
        stage = Stage()
        stage.work("wechat-article", 1, reads=163, readers=100, completion_rate=0.7)
        stage.work("wechat-article", 2, readers=300, completion_rate=0.5)

        assert stage.json()["series"][0]["platforms"]["wechat-article"]["completion_rate"] == 0.55

    def test_are_in_no_total(self):
        stage = Stage()
        stage.work("douyin", 1, plays=900, completion_rate=0.1)

        assert set(stage.totals) == {"plays", "plays_and_reads"}


class TestRounded:
    def test_figures_keep_their_bounds_in_sums(self):
        stage = Stage()
        stage.work("douyin", 1, plays=12_000, bounds={"plays": ROUNDED})
        stage.work("douyin", 2, plays=345)
        series = stage.json()["series"][0]

        assert series["totals"]["plays"] == 12_345
        assert series["bounds"]["totals"]["plays"] == {"low": 11_845, "high": 12_844}
        assert series["episodes"][1].get("bounds") is None

    def test_no_upper_bound_makes_a_lower_one(self):
        stage = Stage()
        stage.work("wechat-article", 1, reads=100_000, bounds={"reads": (100_000, None)})
        stage.work("wechat-article", 2, reads=163)

        assert stage.json()["series"][0]["bounds"]["totals"]["reads"] == {"low": 100_163, "high": None}
        assert "lower bounds" in stage.notes("lower-bound")[0]


class TestOverlap:
    def test_the_host_counts_before_the_log_before_op3(self):
        assert choose({"op3", "web-log", "podcast-host", "spotify"}, "s", {}).counted == {"podcast-host"}
        assert choose({"op3", "web-log", "spotify"}, "s", {}).counted == {"web-log"}
        assert choose({"op3", "spotify"}, "s", {}).compared == {"spotify"}

    def test_players_alone_saw_different_listening(self):
        assert choose({"spotify", "apple-podcasts", "douyin"}, "s", {}).counted == {"spotify", "apple-podcasts"}

    def test_of_one_player_streams_are_plays_and_no_downloads_beside(self):
        stage = Stage()
        stage.work("spotify", 1, plays=30, downloads=20)

        assert stage.totals == {"plays_and_reads": 30, "plays": 30}
        assert stage.json()["series"][0]["platforms"]["spotify"] == {"plays": 30, "downloads": 20}
        assert "累计播放30人次" in stage.report.press.sentence

    def test_the_studio_names_another(self):
        assert choose({"op3", "podcast-host"}, "s", {"podcast": "op3"}).counted == {"op3"}
        assert choose({"op3", "podcast-host"}, "s", {"podcast": "op3", "s": "podcast-host"}).counted == {"podcast-host"}

    def test_one_that_reports_nothing_is_said(self):
        choice = choose({"podcast-host"}, "s", {"podcast": "op3"})

        assert (choice.counted, choice.missing) == ({"podcast-host"}, "op3")

    def test_counts_once_and_shows_the_others(self):
        stage = Stage()
        stage.work("op3", 1, downloads=500)
        stage.work("podcast-host", 1, downloads=450)
        stage.work("spotify", 1, plays=99, likes=5)
        stage.work("douyin", 1, plays=1)
        document = stage.json()
        series = document["series"][0]

        assert document["totals"] == {
            "plays_and_reads": 1, "plays": 1, "downloads": 450, "likes_and_shares": 5, "likes": 5,
        }  # fmt: skip
        assert series["platforms"]["op3"] == {"downloads": 500}
        assert series["compared"] == ["op3", "spotify"]
        assert stage.notes("overlap") == [
            "烈士塔下颂英烈: these saw the same listening: podcast host (450 downloads) counts; "
            "for comparison only: Spotify (99 plays), OP3 (500 downloads)"
        ]


PLATFORMS = st.sampled_from(["douyin", "wechat-article", "bilibili", "op3", "podcast-host", "spotify"])
WORKS = st.lists(
    st.tuples(PLATFORMS, st.integers(1, 3), st.dictionaries(
        st.sampled_from(["plays", "reads", "downloads", "likes", "readers"]), st.integers(0, 10**9), min_size=1
    )),
    max_size=12,
)  # fmt: skip


@given(WORKS)
def test_totals_never_exceed_what_was_reported_nor_depend_on_order(works: list[tuple[str, int, dict[str, int]]]):
    there, back = Stage(), Stage()
    for platform, number, figures in works:
        there.work(platform, number, **figures)
    for platform, number, figures in reversed(works):
        back.work(platform, number, **figures)

    assert there.totals == back.totals
    assert not PEOPLE & set(there.totals)
    for metric in ("plays", "reads", "downloads", "likes"):
        reported = [figures[metric] for _, _, figures in works if metric in figures]
        assert (metric in there.totals) <= bool(reported)
        assert there.totals.get(metric, 0) <= sum(reported)
