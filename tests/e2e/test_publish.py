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
