"""Publishing a series into a folder, as a producer meets it."""

import pytest

from tests.e2e.conftest import SHORTEST, STUDIO, Workspace

TARGET = 'targets:\n  site: {url: "file://site", public: "https://hall.example.org/lessons/"}\n'


@pytest.fixture
def rendered(workspace: Workspace) -> Workspace:
    workspace.write("studio.yaml", STUDIO + TARGET)
    workspace.episode(SHORTEST)
    workspace.json("render")
    return workspace


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
    assert "not what was rendered" in told["reason"]
    assert (rendered.root / "site/s/1/s-001.mp4").read_bytes() == before


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
    assert "2 wait" in first["notes"][0]
    assert "2 h" in first["notes"][0]
    assert [one["status"] for one in second["episodes"]] == ["unchanged", "waiting", "waiting"]


def test_the_board_tells_where_a_programme_stands(rendered: Workspace):
    rendered.json("publish", "--to", "site")

    row = rendered.json("status")["episodes"][0]

    assert row["published"]["site"]["state"] == "live"
    assert row["published"]["site"]["url"] == "https://hall.example.org/lessons/s/1/"
    assert "site" in rendered.run("status").stdout
