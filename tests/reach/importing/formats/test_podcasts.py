"""The files of podcast hosts, counters and apps, against totals worked out by hand."""

import json
from datetime import date
from pathlib import Path

from tests.reach.exports import sums, text_file, understood, words

OP3 = words(
    "time url audienceId showUuid episodeId hashedIpAddress agentType agentName deviceType deviceName referrerType"
    " referrerName botType countryCode continentCode regionCode regionName timezone metroCode"
)


def test_a_podcast_host(tmp_path: Path):
    header = ["Slug", "Title", "Published", "1 Day", "7 Days", "14 Days", "30 Days", "90 Days", "Spotify", "All Time"]
    rows = [
        header,
        ["ep-1", "第一集", "2026-01-05", 3, 9, 12, 15, 20, 4, 31],
        ["ep-2", "第二集", "2026-01-12", 1, 2, 3, 4, 5, 0, 9],
    ]

    assert sums(understood(text_file(tmp_path / "a.csv", rows))) == {"downloads": 40}


def op3_row(time: str, episode: str, bot: str = "") -> list[str]:
    known = {"time": time, "url": f"https://a/{episode}.mp3", "audienceId": "x", "episodeId": episode, "botType": bot}
    return [known.get(name, "") for name in OP3]


def test_op3_counts_rows_that_are_no_robots(tmp_path: Path):
    rows = [
        OP3,
        op3_row("2026-08-01T15:59:59.000Z", "a"),
        op3_row("2026-08-01T16:00:00.000Z", "a"),
        op3_row("2026-08-01T16:00:00.000Z", "b", bot="bot"),
    ]
    reading = understood(text_file(tmp_path / "downloads.tsv", rows, delimiter="\t", encoding="utf-8"))

    assert (reading.platform, reading.grain, reading.rows, dict(reading.skipped)) == ("op3", "event", 3, {"robot": 1})
    assert sums(reading) == {"downloads": 2}
    assert [entry.day for entry in reading.entries] == [date(2026, 8, 1), date(2026, 8, 2)]


def test_op3s_show_names_its_episodes(tmp_path: Path):
    path = tmp_path / "show.json"
    episodes = [{"id": "a", "title": "第一集", "pubdate": "2026-07-01T00:00:00.000Z", "itemGuid": "g"}]
    path.write_text(json.dumps({"showUuid": "u", "title": "节目", "episodes": episodes}), encoding="utf-8")

    reading = understood(path)
    (entry,) = reading.entries
    assert (entry.work.key, entry.work.title, entry.figures) == ("a", "第一集", ())
    # Nothing in it hangs on the day of the export.
    assert (reading.as_of_from, list(reading.warnings)) == ("mtime", [])


def test_podlove(tmp_path: Path):
    rows = [["post_id", "title", "post_date", "days", "downloads"], [12, "第一集", "2026-01-05 06:00", 200, 31]]
    reading = understood(text_file(tmp_path / "a.csv", rows))

    assert (sums(reading), reading.definitions) == ({"downloads": 31}, {"downloads": "podcast-host/intents"})


def test_spotify_before_and_after_starts(tmp_path: Path):
    old = [["id", "name", "releaseDate", "starts", "streams", "listeners"], ["a", "一", "2024-01-01", 9, 5, 4]]
    new = [
        ["id", "name", "releaseDate", "starts", "plays", "streams", "listeners"],
        ["a", "一", "2024-01-01", 9, 12, 5, 4],
    ]
    before, after = (understood(text_file(tmp_path / f"{n}.csv", rows)) for n, rows in enumerate([old, new]))

    assert (sums(before)["plays"], before.definitions["plays"]) == (9, "spotify/starts")
    assert (sums(after)["plays"], after.definitions["plays"]) == (12, "spotify/plays-2025-05")


def test_apple_by_day_and_in_all(tmp_path: Path):
    daily = [
        ["atl_date", "episode_id", "atl_playscount", "atl_totaltimelistened", "atl_uniqueengagedlistenerscount",
         "atl_uniquelistenerscount"],
        ["2026-08-01", "a", 5, 900, 2, 4],
    ]  # fmt: skip
    whole = [["episode_id", "episode_name", "playscount", "uniquelistenerscount"], ["a", "一", 50, 31]]
    by_day, in_all = (understood(text_file(tmp_path / f"{n}.csv", rows)) for n, rows in enumerate([daily, whole]))

    assert (by_day.grain, sums(by_day)) == ("work-daily", {"plays": 5, "consumers": 4})
    assert (in_all.grain, sums(in_all)) == ("work-cumulative", {"plays": 50, "consumers": 31})
