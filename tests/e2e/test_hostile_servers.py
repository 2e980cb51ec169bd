"""Publishing to a server that breaks off: what people are told, and what the next run makes of it."""

from collections.abc import Iterator

import pytest

from tests.e2e.conftest import STUDIO, Workspace
from tests.publish.targets import hostile
from tests.publish.targets.hostile import Fault, Hostile, status


@pytest.fixture
def server() -> Iterator[Hostile]:
    with hostile.hostile() as made:
        yield made


@pytest.fixture
def studio(rendered: Workspace, server: Hostile) -> Workspace:
    address = server.url.replace("http://", "webdav+http://")
    entry = f'url: "{address}/www", public: "https://hall.example.org/"'
    rendered.write("studio.yaml", f"{STUDIO}targets:\n  nas: {{{entry}}}\n")
    return rendered


def test_a_list_that_stumbles_once_is_no_matter(studio: Workspace, server: Hostile):
    server.faults["PROPFIND"] = [hostile.junk_behind]
    studio.json("publish", "--to", "nas")
    server.faults["PROPFIND"] = [hostile.broken_off, hostile.dropped]

    told = studio.json("retract", "s/1", "--from", "nas")

    assert told["episodes"][0]["status"] == "retracted"
    assert not [path for path in server.files if path.startswith("/www/s/1/")]


@pytest.mark.parametrize(
    ("method", "fault", "said"),
    [
        ("PROPFIND", hostile.junk_behind, "its answer is no list of files, or broke off"),
        ("PROPFIND", status(500), "received 500"),
        ("PUT", status(405), "does not do what WebDAV needs: 405"),
        ("MOVE", status(507), "has no space left"),
    ],
)
def test_no_command_ends_in_a_traceback(studio: Workspace, server: Hostile, method: str, fault: Fault, said: str):
    studio.json("publish", "--to", "nas")
    before = dict(server.files)
    server.always[method] = fault

    done = [
        studio.run("retract", "s/1", "--from", "nas"),
        studio.run("publish", "--to", "nas", "--again"),
        studio.run("publish", "--to", "nas", "--dry-run"),
        studio.run("approve", "s/1"),
        studio.run("status"),
    ]

    words = "".join(one.stdout + one.stderr for one in done)
    assert "Traceback" not in words
    assert said in words
    assert [one.returncode for one in done][1] == 1
    assert set(before) <= {*server.files, *(path for path in before if path.startswith("/www/s/1/"))}


def test_a_page_in_place_of_every_answer_is_told(studio: Workspace, server: Hostile):
    for method in ("PROPFIND", "PUT", "GET", "MOVE", "DELETE", "MKCOL"):
        server.always[method] = hostile.page

    done = studio.run("publish", "--to", "nas")

    assert done.returncode == 1
    assert "its answer is no list of files, or broke off" in done.stderr
    assert "Traceback" not in done.stderr
