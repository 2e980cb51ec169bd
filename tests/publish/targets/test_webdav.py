"""WebDAV servers that break off, answer with pages, or say that they are elsewhere: told plainly, tried again."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from pipeline.publish.targets import RemoteError, plain
from pipeline.publish.targets.plain import PlainFolder
from pipeline.publish.targets.webdav import WebdavFolder
from tests.publish.targets import hostile
from tests.publish.targets.hostile import Fault, Hostile, status

METHODS = ["PROPFIND", "MKCOL", "PUT", "GET", "MOVE"]
"""What putting a file asks for."""
FAULTS: dict[str, Fault] = {
    "a page": hostile.page,
    "a page as a list": hostile.page_as_list,
    "an error of the server": status(500),
    "a gateway that fails": status(502),
    "too busy": status(503),
    "locked": status(423),
    "a conflict": status(409),
    "too many requests": status(429),
    "a bad request": status(400),
    "refused inside": hostile.refused_inside,
    "dropped": hostile.dropped,
    "no HTTP": hostile.no_http,
    "shorter than said": hostile.shorter_than_said,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    monkeypatch.setattr(plain, "DELAYS", (0.0, 0.0))
    with hostile.hostile() as made:
        made.folders |= {"/www/", "/www/s/"}
        made.files |= {"/www/index.html": b"home", "/www/s/a.mp3": b"sound"}
        yield made


@pytest.fixture
def folder(server: Hostile) -> Iterator[PlainFolder]:
    made = PlainFolder(WebdavFolder(f"{server.url}/www", user="hall", password="geheim"), f"{server.url}/www")
    yield made
    made.close()


def put(folder: PlainFolder, path: str = "s/1/b.mp3", data: bytes = b"new sound") -> None:
    folder.put(path, lambda start: [data[start:]], sha256=sha256(data).hexdigest(), size=len(data), sent=lambda n: None)


def test_this_server_does_as_it_should(server: Hostile, folder: PlainFolder):
    put(folder)
    sizes = folder.sizes()
    folder.remove("s/a.mp3")

    assert sizes == {"index.html": 4, "s/a.mp3": 5, "s/1/b.mp3": 9}
    assert server.files == {"/www/index.html": b"home", "/www/s/1/b.mp3": b"new sound"}


@pytest.mark.parametrize(
    "fault",
    [hostile.junk_behind, hostile.broken_off, hostile.shorter_than_said, hostile.dropped, hostile.no_http, hostile.page,
     hostile.page_as_list, hostile.without_addresses, hostile.odd_status, hostile.wrong_numbers, status(503)],
)  # fmt: skip
def test_a_list_that_breaks_off_is_asked_for_again(server: Hostile, folder: PlainFolder, fault: Fault):
    server.faults["PROPFIND"] = [fault, fault]

    assert folder.sizes() == {"index.html": 4, "s/a.mp3": 5}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (hostile.junk_behind, "cannot list its files: its answer is no list of files, or broke off"),
        (hostile.broken_off, "cannot list its files: its answer is no list of files, or broke off"),
        (hostile.page, "cannot list its files: its answer is no list of files, or broke off"),
        (status(503), "cannot list its files: received 503 (Service Unavailable)"),
        (hostile.dropped, "cannot list its files: "),
    ],
)
def test_a_list_that_breaks_off_every_time_is_told_after_three_tries(
    server: Hostile, folder: PlainFolder, fault: Fault, said: str
):
    server.always["PROPFIND"] = fault

    with pytest.raises(RemoteError) as caught:
        folder.sizes()

    assert said in str(caught.value)
    assert server.seen == ["PROPFIND /www"] * 3


def test_what_cannot_be_looked_at_is_left_out_of_the_list(server: Hostile, folder: PlainFolder):
    server.faults["PROPFIND"] = [hostile.some_refused]

    assert folder.sizes() == {"index.html": 4, "s/a.mp3": 5}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (status(301, Location="https://other.example.org/dav"), "leads elsewhere: https://other.example.org/dav"),
        (status(401), "refuses access: 401"),
        (status(403), "refuses access: 403"),
        (status(405), "does not do what WebDAV needs: 405"),
        (status(413), "'s/1/b.mp3' is too large for"),
        (status(507), "has no space left for 's/1/b.mp3'"),
    ],
)
def test_what_no_second_try_would_change_is_told_at_once(server: Hostile, folder: PlainFolder, fault: Fault, said: str):
    server.always["PUT"] = fault

    with pytest.raises(RemoteError) as caught:
        put(folder)

    assert said in str(caught.value)
    assert not caught.value.passing


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_that_a_server_does_while_a_file_is_put_is_a_bug(
    server: Hostile, folder: PlainFolder, method: str, fault: Fault
):
    """It may work out in the end, or be told; what stood there before stands there still."""
    server.always[method] = fault
    try:
        put(folder, "s/a.mp3")
    except RemoteError as error:
        assert "\n" not in error.message
        assert server.files.get("/www/s/a.mp3") in (b"sound", b"new sound")
    else:
        assert server.files["/www/s/a.mp3"] in (b"new sound", b"sound")


@pytest.mark.parametrize("method", ["DELETE", "PROPFIND"])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_that_a_server_does_while_a_file_is_removed_is_a_bug(
    server: Hostile, folder: PlainFolder, method: str, fault: Fault
):
    server.always[method] = fault
    try:
        folder.remove("s/a.mp3")
    except RemoteError as error:
        assert error.message


def test_a_server_that_never_answers_is_told(server: Hostile, monkeypatch: pytest.MonkeyPatch, folder: PlainFolder):
    from pipeline.publish.targets import webdav

    monkeypatch.setattr(webdav, "TIMEOUT", 0.2)
    server.always["PROPFIND"] = lambda handler: __import__("time").sleep(1)
    slow = PlainFolder(WebdavFolder(f"{server.url}/www", user=None, password=None), "slow")

    with pytest.raises(RemoteError, match="did not answer within"):
        slow.sizes()
