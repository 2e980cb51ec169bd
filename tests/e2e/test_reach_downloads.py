"""Downloads from server logs, as a producer meets them."""

import gzip
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.media.probe.container.header_bytes import head_bytes
from tests.e2e.conftest import SHORTEST, Workspace
from tests.e2e.downloads import elsewhere, log
from tests.reach.weblogs import CHINA, TABLET, combined, piece

TABLE = [datetime(2026, 8, 31, 22, tzinfo=CHINA) + timedelta(hours=h) for h in (0, 5, 24.25, 49.25)]


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    """A series with one manifest and no media."""
    bare.episode(SHORTEST)
    return bare


def request(when: datetime = TABLE[0], **other: Any) -> str:
    return combined(when, target="/media/ep01.mp3", **other)


def reported(studio: Workspace) -> int | None:
    """Downloads of the series in the report."""
    (series,) = studio.json("reach", "report", "s")["series"]
    found: int | None = series["platforms"].get("web-log", {}).get("downloads")
    return found


def test_the_answer_has_what_was_promised(studio: Workspace):
    lines = [*map(request, TABLE), request(agent=TABLET), request(agent="curl/8.1"), request(method="HEAD"), "x"]

    report = studio.json("reach", "downloads", log(studio, *lines), "--media", elsewhere(studio))

    assert report | {"files": 0, "robots": 0} == {
        "voicehall": 1,
        "command": "reach downloads",
        "ok": True,
        "rule": "first-touch-24h",
        "tz": "Asia/Shanghai",
        "lines": 8,
        "kept": 5,
        "dropped": {"library": 1, "method": 1, "unreadable": 1},
        "downloads": 4,
        "consumers": 2,
        "episodes": [{"series": "s", "number": 1, "downloads": 4}],
        "stored": 3,
        "notes": [],
        "robots": 0,
        "files": 0,
    }
    assert reported(studio) == 4


def test_every_rule_and_what_the_report_says_then(studio: Workspace):
    path, media = log(studio, *map(request, TABLE)), elsewhere(studio)

    for rule, expected in (("calendar-day", 3), ("last-touch-24h", 2), ("first-touch-24h", 3)):
        report = studio.json("reach", "downloads", path, "--media", media, "--rule", rule)

        assert (report["rule"], report["downloads"]) == (rule, expected)
        assert reported(studio) == expected
        assert bool(report["notes"]) == (rule != "calendar-day")


def test_reading_again_grown_and_rotated_counts_nothing_twice(studio: Workspace):
    media = ("--media", elsewhere(studio))
    lines = [*map(request, TABLE)]
    studio.json("reach", "downloads", log(studio, *lines[:2]), *media)
    assert reported(studio) == 1

    grown = log(studio, *lines[:3])
    studio.json("reach", "downloads", grown, *media)
    (studio.root / "access.log.1.gz").write_bytes(gzip.compress(Path(grown).read_bytes()))
    report = studio.json("reach", "downloads", str(studio.root / "access.log.1.gz"), log(studio, lines[3]), *media)

    assert (report["lines"], report["downloads"]) == (4, 3)
    assert reported(studio) == 3
    assert studio.json("reach", "downloads", grown, *media)["stored"] == 0


def test_people_are_told_in_words(studio: Workspace):
    done = studio.run("reach", "downloads", log(studio, *map(request, TABLE), "x"), "--media", elsewhere(studio))

    assert done.stdout == (
        "        3  s/1  毛泽建\n"
        "3 downloads by 1 visitor: a minute of content or more, once in 24 hours from the first request "
        "for each address and player (IAB 2.3, first-touch-24h, Asia/Shanghai)\n"
        "5 lines: 4 kept, 1 unreadable\n"
        "3 daily figures stored\n"
    )


def test_a_dry_run_stores_nothing(studio: Workspace):
    report = studio.json("reach", "downloads", log(studio, request()), "--media", elsewhere(studio), "--dry-run")

    assert (report["downloads"], report["stored"]) == (1, None)
    assert not (studio.root / ".voicehall/downloads").exists()
    assert not (studio.root / ".voicehall/reach.sqlite").exists()


def test_rendered_programmes_are_found_at_their_addresses(workspace: Workspace):
    workspace.episode(SHORTEST.replace("../../", ""))
    workspace.json("render")
    sound, film = workspace.out("001 毛泽建.mp3"), workspace.out("001 毛泽建.mp4")
    heads = head_bytes(sound), head_bytes(film)
    requests = [
        (sound, "/lessons/s/1/s-001.mp3"),
        (film, "/lessons/s/1/s-001.mp4?from=page"),
        (film, "/old/s/001%20%E6%AF%9B%E6%B3%BD%E5%BB%BA.mp4"),
    ]
    lines = [
        combined(target=target, sent=path.stat().st_size, ip=f"10.0.0.{i}") for i, (path, target) in enumerate(requests)
    ]
    almost = [
        combined(target=target, sent=path.stat().st_size - 1, ip=f"10.0.1.{i}")
        for i, (path, target) in enumerate(requests)
    ]

    report = workspace.json("reach", "downloads", log(workspace, *lines, *almost))

    assert all(0 < (head or 0) < path.stat().st_size for head, path in zip(heads, (sound, film), strict=True))
    # Two seconds are less than a minute: only whole files count.
    assert (report["kept"], report["downloads"]) == (6, 3)


def test_sizes_that_are_not_known_ask_for_the_whole_file(studio: Workspace):
    path = log(studio, request(sent=4_810_000), request(sent=4_809_999, ip="9.9.9.9"))

    for changes in ({"duration_s": 59.5}, {"header_bytes": None}, {"duration_s": None, "bytes_per_second": None}):
        report = studio.json("reach", "downloads", path, "--media", elsewhere(studio, **changes), "--dry-run")
        assert report["downloads"] == 1, changes
    assert studio.json("reach", "downloads", path, "--media", elsewhere(studio), "--dry-run")["downloads"] == 2


def test_episodes_without_manifest_wait_to_be_matched(studio: Workspace):
    report = studio.json("reach", "downloads", log(studio, request()), "--media", elsewhere(studio, episode=9))

    assert report["notes"] == ["these episodes have no manifest, see 'voicehall reach match': s/9"]
    assert [work["work_id"] for work in studio.json("reach", "match")["works"]] == ["s/9"]


def test_without_a_series_the_only_one_is_meant(studio: Workspace):
    path, media = log(studio, request()), elsewhere(studio, series=None)

    assert studio.json("reach", "downloads", path, "--media", media)["episodes"][0]["series"] == "s"
    studio.write("episodes/t/series.yaml", "title: y\n")
    assert studio.json("reach", "downloads", path, "--media", media, "--dry-run")["episodes"][0]["series"] is None


def test_the_good_logs_are_counted_and_the_bad_ones_refused(studio: Workspace):
    good = log(studio, request(), piece(0, 100))
    bad = studio.write("notes.log", "烈士塔\n" * 50)
    cut = studio.root / "cut.gz"
    cut.write_bytes(gzip.compress(Path(good).read_bytes() * 50)[:-8])

    report = studio.json(
        "reach", "downloads", good, str(bad), str(cut), "no.log", "--media", elsewhere(studio), status=1
    )

    assert [file["status"] for file in report["files"]] == ["read", "refused", "refused", "refused"]
    assert (report["lines"], report["downloads"]) == (2, 1)
    assert report["lines"] == report["kept"] + sum(report["dropped"].values())
    assert reported(studio) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a list of media files"),
        ('{"files": [{"path": "/a.mp3", "episode": 1}]}', "file 1: 'size' must be the file's size in bytes"),
        ('{"files": [{"path": "/a.mp3", "episode": 1, "size": 9, "duration": 3}]}', "did you mean 'duration_s'?"),
        ('{"files": [{"path": "", "episode": 1, "size": 9}]}', "'path' is missing"),
        ('{"files": [{"path": "/a", "episode": "1", "size": 9}]}', "'episode' must be"),
        ('{"files": [{"path": "/a", "episode": 1, "size": 9, "duration_s": -1}]}', "'duration_s' must be"),
    ],
)
def test_a_list_of_media_that_says_too_little_is_refused(studio: Workspace, content: str, said: str):
    studio.write("media.json", content)

    done = studio.run("reach", "downloads", log(studio, request()), "--media", "media.json")

    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_wrong_usage_is_told_in_words(studio: Workspace):
    path, media = log(studio, request()), ("--media", elsewhere(studio))

    assert studio.run("reach", "downloads", path, *media, "--rule", "weekly").returncode == 2
    assert studio.run("reach", "downloads").returncode == 2
    zone = studio.run("reach", "downloads", path, *media, "--tz", "Asia/Shanghia")
    assert (zone.returncode, "did you mean 'Asia/Shanghai'?" in zone.stderr) == (1, True)
    nothing = studio.run("reach", "downloads", path)
    assert (nothing.returncode, "--media FILE" in nothing.stderr) == (1, True)


def test_a_trailer_counts_for_its_series_and_for_no_episode(studio: Workspace):
    entry = {"series": "s", "duration_s": 300, "header_bytes": 10_000, "bytes_per_second": 16_000, "size": 4_810_000}
    files = [
        {"path": "/media/ep01.mp3", "episode": 1, **entry},
        {"path": "/media/trailer.mp3", "episode": None, **entry},
        {"path": "https://cdn.example.org//media/teaser%202.mp3", "episode": None, **entry},
    ]
    media = str(studio.write("media.json", json.dumps({"files": files})))
    lines = [
        combined(TABLE[0], target=path) for path in ("/media/ep01.mp3", "/media/trailer.mp3", "/media/teaser 2.mp3")
    ]

    report = studio.json(
        "reach",
        "downloads",
        log(studio, *lines, combined(TABLE[0], target="/media/trailer.mp3", agent=TABLET)),
        "--media",
        media,
    )

    assert report["downloads"] == 4
    assert [(one["number"], one["downloads"]) for one in report["episodes"]] == [(None, 3), (1, 1)]
    assert report["notes"] == []
    (series,) = studio.json("reach", "report", "s")["series"]
    assert series["platforms"]["web-log"]["downloads"] == 4
    assert [one["platforms"]["web-log"]["downloads"] for one in series["episodes"]] == [1]


def test_all_visitors_behind_one_private_address(studio: Workspace):
    three = [request(ip="172.18.0.1") + f' "198.51.100.{n}"' for n in (1, 2, 3)]
    path, media = log(studio, *three), elsewhere(studio)

    blind = studio.json("reach", "downloads", path, "--media", media, "--dry-run")
    seeing = studio.json("reach", "downloads", path, "--media", media, "--dry-run", "--trust-proxy")

    assert (blind["consumers"], seeing["consumers"], seeing["downloads"], seeing["notes"]) == (1, 3, 3, [])
    (note,) = blind["notes"]
    assert "172.18.0.1" in note
    assert "--trust-proxy" in note
    assert blind["files"][0]["warnings"] == [note]


def test_a_newer_list_of_robots(studio: Workspace):
    entries = [{"name": "Nachtigall", "pattern": "^Nachtigall/"}, {"name": "all", "pattern": "."}]
    given = str(studio.write("bots.json", json.dumps({"entries": entries})))
    lines, media = log(studio, request(agent="Nachtigall/3.1"), request()), elsewhere(studio)

    before = studio.json("reach", "downloads", lines, "--media", media, "--dry-run")
    taken = studio.json("reach", "agents", "Nachtigall/3.1", "Xiaoyuzhou/2.50.0", "--update", given)
    after = studio.json("reach", "downloads", lines, "--media", media, "--dry-run")

    assert (before["downloads"], after["downloads"], after["dropped"]) == (2, 1, {"robot": 1})
    assert [one["is"] for one in taken["agents"]] == ["robot", "person"]
    assert [one["pattern"] for one in taken["left_out"]] == ["."]
    assert (studio.root / "assets/reach-robots.json").is_file()
    assert "reach-robots.json" in after["robots"]


def test_a_log_in_the_words_of_the_servers_settings(studio: Workspace):
    text = "$msec|$remote_addr|$request_uri|$status|$body_bytes_sent|$http_user_agent"
    lines = [f"{when.timestamp():.3f}|114.86.1.2|/media/ep01.mp3|200|4810000|{TABLET}" for when in TABLE]
    path, media = log(studio, *lines), elsewhere(studio)

    (refused,) = studio.json("reach", "downloads", path, "--media", media, status=1)["files"]
    assert "--log-format says another one" in json.dumps(refused)
    report = studio.json("reach", "downloads", path, "--media", media, "--log-format", text)
    assert (report["kept"], report["downloads"]) == (4, 3)
    assert reported(studio) == 3

    error = studio.json("reach", "downloads", path, "--log-format", "%h %t", status=1)
    assert "--log-format lacks the request (%r)" in error["error"]
