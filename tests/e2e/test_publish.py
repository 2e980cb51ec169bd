"""Publishing a series into a folder, as a producer meets it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock
from PIL import Image

from tests import sources
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import SERIES, SHORTEST, STUDIO, Workspace

TARGET = 'targets:\n  site: {url: "file://site", public: "https://hall.example.org/lessons/"}\n'


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A studio with one programme, and what is made of it for targets before anything is sent."""
    made = Workspace(root=tmp_path_factory.mktemp("finished") / "声音馆 工作区")
    made.write("studio.yaml", STUDIO + TARGET)
    made.write("episodes/s/series.yaml", SERIES)
    made.asset(sources.tone("n.m4a"))
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.episode(SHORTEST)
    made.json("render")
    made.json("publish", "--to", "site", "--dry-run")
    return made


@pytest.fixture
def rendered(finished: Workspace, tmp_path: Path) -> Workspace:
    copy = Workspace(root=tmp_path / finished.root.name)
    shutil.copytree(finished.root, copy.root)
    return copy


def test_a_programme_goes_out_once(rendered: Workspace):
    planned = rendered.json("publish", "s", "--to", "site", "--dry-run")["episodes"][0]
    nothing_yet = (rendered.root / "site").exists()
    first = rendered.json("publish", "s", "--to", "site")["episodes"][0]
    again = rendered.json("publish", "s", "--to", "site")["episodes"][0]

    assert planned["status"] == "planned"
    assert not nothing_yet
    assert first["status"] == "published"
    assert first["url"] == "https://hall.example.org/lessons/s/1/"
    assert {"s/1/s-001.mp4", "s/1/s-001.mp3", "s/1/s-001.jpg"} <= {file["path"] for file in first["files"]}
    assert {file["action"] for file in first["files"]} == {"uploaded"}
    assert again["status"] == "unchanged"
    assert {file["action"] for file in again["files"]} == {"skipped"}


def test_a_file_lost_at_the_target_is_brought_back(rendered: Workspace):
    rendered.json("publish", "--to", "site")
    lost = rendered.root / "site/s/1/s-001.mp3"
    lost.unlink()

    told = rendered.json("publish", "--to", "site")["episodes"][0]

    assert lost.is_file()
    assert [file["path"] for file in told["files"] if file["action"] == "uploaded"] == ["s/1/s-001.mp3"]


def test_a_damaged_programme_is_refused_and_the_published_one_stays(rendered: Workspace):
    rendered.json("publish", "--to", "site")
    before = (rendered.root / "site/s/1/s-001.mp4").read_bytes()
    rendered.out("001 毛泽建.mp4").write_bytes(b"damaged")

    told = rendered.json("publish", "--to", "site", status=1)["episodes"][0]

    assert told["status"] == "failed"
    assert "not the file that was rendered" in told["reason"]
    assert (rendered.root / "site/s/1/s-001.mp4").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no picture", "bad-series-cover"),
        (b"", "empty-file"),
        (b"\xff\xd8\xff\xe0 half", "bad-series-cover"),
        (None, "missing-file"),
    ],
    ids=["text", "empty", "torn", "gone"],
)
def test_a_broken_cover_of_a_series_keeps_no_episode_back(rendered: Workspace, content: bytes | None, code: str):
    rendered.write("episodes/s/series.yaml", SERIES + "cover: assets/square.jpg\n")
    if content is not None:
        (rendered.root / "assets/square.jpg").write_bytes(content)

    said = rendered.json("check", status=0 if code == "bad-series-cover" else 1)["diagnostics"]
    done = rendered.run("publish", "s", "--to", "site")

    assert [(one["code"], one["file"]) for one in said] == [(code, "episodes/s/series.yaml")]
    assert done.returncode == 0, done.stderr
    assert "warning: s: its cover cannot be shown, one with the title is in its place: " in done.stdout
    assert "cover.jpg" in (rendered.root / "site/s/feed.xml").read_text("utf-8")
    with Image.open(rendered.root / "site/s/cover.jpg") as cover:
        assert cover.width == cover.height


def test_what_was_never_rendered_is_told(rendered: Workspace):
    rendered.episode(SHORTEST.replace("number: 1", "number: 2"), number=2)

    told = rendered.json("publish", "--to", "site", status=1)["episodes"]

    assert [one["status"] for one in told] == ["published", "failed"]
    assert "not rendered" in told[1]["reason"]


def test_what_is_taken_back_leaves_feed_and_folder(rendered: Workspace):
    rendered.episode(SHORTEST.replace("number: 1", "number: 2").replace("毛泽建", "郭亮"), number=2)
    rendered.json("render")
    rendered.json("publish", "--to", "site")
    planned = rendered.json("retract", "s/1", "--from", "site", "--dry-run")["episodes"]
    told = rendered.json("retract", "s/1", "--from", "site")["episodes"]
    again = rendered.json("retract", "s/1", "--from", "site")["episodes"]

    assert [one["status"] for one in (*planned, *told, *again)] == ["planned", "retracted", "unchanged"]
    assert not list((rendered.root / "site/s").glob("1/s-001.*"))
    assert (rendered.root / "site/s/2/s-002.mp4").is_file()
    feed = (rendered.root / "site/s/feed.xml").read_text(encoding="utf-8")
    assert "郭亮" in feed
    assert "毛泽建" not in feed
    assert rendered.json("publish", "s/1", "--to", "site")["episodes"][0]["status"] == "published"


def test_nothing_goes_out_before_somebody_approved_it(rendered: Workspace):
    rendered.write("studio.yaml", STUDIO + TARGET.replace("}", ", review: required}"))
    before = rendered.json("publish", "--to", "site")["episodes"][0]
    approved = rendered.json("approve", "s/1")["episodes"][0]
    after = rendered.json("publish", "--to", "site")["episodes"][0]
    rendered.episode(SHORTEST.replace("毛泽建", "毛泽建烈士"))
    rendered.json("render")
    changed = rendered.json("publish", "--to", "site")["episodes"][0]

    assert (before["status"], approved["status"], after["status"]) == ("waiting", "approved", "published")
    assert "voicehall approve s/1" in before["reason"]
    assert changed["status"] == "waiting"


@pytest.mark.parametrize(
    ("episode", "series", "told"),
    [
        ("publish_at: 2999-01-02 19:30\n", "", "2999-01-02 19:30"),
        ("date: 2999-01-02\n", "", "2999-01-02 00:00"),
        ("date: 2999-01-02\n", 'schedule: {time: "19:30"}\n', "2999-01-02 19:30"),
        # 2999-01-01 is a Tuesday.
        ("", 'schedule: {day: 周三, time: "19:30", from: 2999-01-01}\n', "2999-01-02 19:30"),
    ],
)
def test_an_episode_waits_for_its_day(rendered: Workspace, episode: str, series: str, told: str):
    rendered.episode(SHORTEST + episode)
    rendered.write("episodes/s/series.yaml", rendered.root.joinpath("episodes/s/series.yaml").read_text() + series)
    rendered.json("render")

    found = rendered.json("publish", "--to", "site")["episodes"][0]

    assert (found["status"], found["reason"]) == ("waiting", f"comes out on {told}")


def test_a_target_that_takes_few_at_a_time_gets_few(rendered: Workspace):
    rendered.write("studio.yaml", STUDIO + TARGET.replace("}", ", pace: 1/hour}"))
    for number in (2, 3):
        rendered.episode(SHORTEST.replace("number: 1", f"number: {number}"), number=number)
    rendered.json("render")

    first = rendered.json("publish", "--to", "site")
    second = rendered.json("publish", "--to", "site")

    assert [one["status"] for one in first["episodes"]] == ["published", "waiting", "waiting"]
    assert "2 episodes wait" in first["notes"][0]
    assert "2 h" in first["notes"][0]
    assert [one["status"] for one in second["episodes"]] == ["unchanged", "waiting", "waiting"]


def test_the_board_tells_where_a_programme_stands(rendered: Workspace):
    rendered.json("publish", "--to", "site")

    row = rendered.json("status")["episodes"][0]

    assert row["published"]["site"]["state"] == "live"
    assert row["published"]["site"]["url"] == "https://hall.example.org/lessons/s/1/"
    assert "site" in rendered.run("status").stdout


def test_a_renumbered_programme_moves_and_its_old_address_sends_on(rendered: Workspace):
    rendered.json("publish", "--to", "site")
    rendered.json("renumber", "s/1", "7")
    rendered.json("render")
    told = rendered.json("publish", "--to", "site")

    assert [one["url"] for one in told["episodes"]] == ["https://hall.example.org/lessons/s/7/"]
    assert (rendered.root / "site/s/7/s-007.mp4").is_file()
    assert not list((rendered.root / "site/s/1").glob("s-001.*"))
    assert 'url=../7/index.html"' in (rendered.root / "site/s/1/index.html").read_text(encoding="utf-8")
    assert {page["path"] for page in told["pages"] if page["action"] == "removed"} >= {"s/1/s-001.mp4"}


def test_a_programme_whose_manifest_is_gone_is_told_and_can_be_taken_back(rendered: Workspace):
    rendered.episode(SHORTEST.replace("number: 1", "number: 2"), number=2)
    rendered.json("render")
    rendered.json("publish", "--to", "site")
    (rendered.root / "episodes/s/001.yaml").unlink()

    board = rendered.run("status").stdout
    told = rendered.json("retract", "s/1", "--from", "site")["episodes"]

    assert "published without a manifest: site: s/1" in board
    assert [(one["number"], one["status"]) for one in told] == [(1, "retracted")]
    assert not (rendered.root / "site/s/1").exists()
    assert (rendered.root / "site/s/2/s-002.mp4").is_file()
    assert rendered.json("status")["series"][0]["orphans"] == []
    assert "there is no episode 's/1'" in rendered.run("retract", "s/1", "--from", "site").stderr


def test_what_the_ledger_has_lost_is_told_and_stays(rendered: Workspace):
    rendered.episode(SHORTEST.replace("number: 1", "number: 2"), number=2)
    rendered.json("render")
    rendered.json("publish", "--to", "site")
    for snapshot in (rendered.root / ".voicehall/published").glob("*.json"):
        if json.loads(snapshot.read_bytes())["number"] == 1:
            snapshot.write_bytes(snapshot.read_bytes()[:50])

    told = rendered.json("publish", "s/2", "--to", "site")
    healed = rendered.json("publish", "s/1", "--to", "site")

    assert told["notes"] == ["the copy of what was published of s/1 is lost or damaged; publish it again"]
    assert (rendered.root / "site/s/1/s-001.mp4").is_file()
    assert healed["episodes"][0]["status"] == "published"
    assert healed["notes"] == []


def test_a_ledger_cut_short_by_a_lost_power_supply_still_counts(rendered: Workspace):
    rendered.json("publish", "--to", "site")
    with (rendered.root / ".voicehall/ledger.jsonl").open("ab") as file:
        file.write(b'{"at": "2026-01-01T00:')

    assert rendered.json("publish", "--to", "site")["episodes"][0]["status"] == "unchanged"


def test_a_dry_run_tells_pages_bytes_and_time(rendered: Workspace):
    first = rendered.json("publish", "--to", "site", "--dry-run")
    rendered.write("studio.yaml", STUDIO + TARGET.replace("}", ", bandwidth: 1kB/s}"))
    slow = rendered.json("publish", "--to", "site", "--dry-run")
    rendered.write("studio.yaml", STUDIO + TARGET)
    done = rendered.json("publish", "--to", "site")

    planned = {page["path"]: page["bytes"] for page in first["pages"] if page["action"] == "uploaded"}
    assert planned == {page["path"]: page["bytes"] for page in done["pages"] if page["action"] == "uploaded"}
    assert first["estimate"] is None
    sizes = [file["bytes"] for one in slow["episodes"] for file in one["files"]] + list(planned.values())
    assert slow["estimate"] == pytest.approx(sum(sizes) / 1000, abs=0.1)


def test_a_folder_that_cannot_be_written_is_said(rendered: Workspace):
    rendered.write("site", "a file, no folder")

    done = rendered.run("publish", "--to", "site")

    assert done.returncode == 1
    assert "site" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_and_nothing_half_stands(rendered: Workspace):
    limited = f"ulimit -f 8; exec {' '.join(COMMAND)} publish --to site --json"
    done = subprocess.run(
        ["bash", "-c", limited],
        cwd=rendered.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    told = json.loads(done.stdout)["episodes"][0]
    standing = {path.name: path.stat().st_size for path in (rendered.root / "site").rglob("*") if path.is_file()}

    assert done.returncode == 1, done.stderr
    assert told["status"] == "failed"
    assert "cannot write" in told["reason"]
    assert {f"s-001{end}" for end in (".mp4", ".mp3")}.isdisjoint(standing)
    assert not [name for name in standing if name.endswith(".part")]
    assert rendered.json("publish", "--to", "site")["episodes"][0]["status"] == "published"


def test_two_runs_at_once_do_not_meet(rendered: Workspace):
    rendered.json("publish", "--to", "site")
    with FileLock(rendered.root / ".voicehall/targets/site.lock"):
        done = rendered.run("publish", "--to", "site")

    assert done.returncode == 1
    assert "another run is publishing to 'site' already" in done.stderr
