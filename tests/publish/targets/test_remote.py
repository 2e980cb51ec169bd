"""What every kind of remote folder does alike, at real servers."""

from collections.abc import Iterable
from hashlib import sha256

import pytest

from pipeline.errors import PipelineError
from pipeline.messages import verbatim
from pipeline.publish.targets import RemoteError
from pipeline.publish.targets.remote import part_path, path_of_part
from tests.publish.targets.conftest import FolderUnderTest

TEXT = "声音馆".encode() * 30_000
PATHS = ["index.html", "s/1/s-001.mp4", "第一 期/二 课/三'课\".txt"]


def put(remote: FolderUnderTest, path: str, data: bytes, announced: bytes | None = None) -> list[int]:
    """Put a file that is announced as `announced`; returns the sizes that were reported as sent."""
    sent: list[int] = []
    expected = data if announced is None else announced
    remote.folder.put(
        path,
        lambda start: [data[start : start + 70_000], data[start + 70_000 :]],
        sha256=sha256(expected).hexdigest(),
        size=len(expected),
        sent=sent.append,
    )
    return sent


def lying(remote: FolderUnderTest) -> dict[str, bytes]:
    """What really is there."""
    return {
        path.relative_to(remote.root).as_posix(): path.read_bytes() for path in remote.root.rglob("*") if path.is_file()
    }


def standing(remote: FolderUnderTest) -> dict[str, bytes]:
    """The same without files that are known to be unfinished; the next run takes those away."""
    return {path: data for path, data in lying(remote).items() if path_of_part(path) is None}


def test_a_folder_that_is_not_there_yet_is_empty(remote: FolderUnderTest):
    assert remote.folder.sizes() == {}


@pytest.mark.parametrize("path", PATHS)
def test_a_file_stands_under_its_name_and_nothing_else_does(remote: FolderUnderTest, path: str):
    sent = put(remote, path, TEXT)

    assert lying(remote) == {path: TEXT}
    assert remote.folder.sizes() == {path: len(TEXT)}
    assert sum(sent) == len(TEXT)


def test_an_empty_file_is_a_file(remote: FolderUnderTest):
    put(remote, "s/empty.vtt", b"")

    assert lying(remote) == {"s/empty.vtt": b""}


def test_a_file_is_replaced_by_a_shorter_one(remote: FolderUnderTest):
    put(remote, "s/1/a.mp3", TEXT)
    put(remote, "s/1/a.mp3", b"short")

    assert lying(remote) == {"s/1/a.mp3": b"short"}


@pytest.mark.parametrize("wrong", [TEXT[:-1], TEXT[:-1] + b"x", TEXT + b"x"], ids=["shorter", "other", "longer"])
def test_what_is_not_what_was_told_does_not_come_to_stand_and_what_stood_stays(remote: FolderUnderTest, wrong: bytes):
    put(remote, "s/1/a.mp3", b"before")

    with pytest.raises(PipelineError, match="changed while it was being sent"):
        put(remote, "s/1/a.mp3", wrong, announced=TEXT)

    assert standing(remote) == {"s/1/a.mp3": b"before"}


def test_reading_that_fails_leaves_what_stood(remote: FolderUnderTest):
    put(remote, "s/1/a.mp3", b"before")

    def broken(start: int) -> Iterable[bytes]:
        yield TEXT[start:100_000]
        raise RemoteError(verbatim("cannot read it"))

    with pytest.raises(RemoteError):
        remote.folder.put("s/1/a.mp3", broken, sha256="0" * 64, size=len(TEXT), sent=lambda size: None)

    assert standing(remote) == {"s/1/a.mp3": b"before"}


def test_a_part_of_a_killed_run_is_told_apart_and_does_not_spoil_the_next(remote: FolderUnderTest):
    part = part_path("s/1/a.mp3", sha256(TEXT).hexdigest())
    put(remote, "s/1/b.mp3", b"there")
    (remote.root / part).write_bytes(b"wrong" * 10_000)
    found = remote.folder.sizes()

    # The first try may go on from the wrong half; it is then known to be wrong, and never stands.
    for _ in range(2):
        try:
            put(remote, "s/1/a.mp3", TEXT)
            break
        except RemoteError as error:
            assert error.passing

    assert found == {part: 50_000, "s/1/b.mp3": 5}
    assert lying(remote)["s/1/a.mp3"] == TEXT


def test_what_is_removed_takes_empty_folders_along(remote: FolderUnderTest):
    for path in PATHS:
        put(remote, path, b"text")

    remote.folder.remove("s/1/s-001.mp4")
    remote.folder.remove("s/1/s-001.mp4")
    remote.folder.remove("never/there.mp4")

    assert remote.folder.sizes() == {path: 4 for path in PATHS if path != "s/1/s-001.mp4"}
    assert not (remote.root / "s").exists()


def test_several_threads_put_at_once(remote: FolderUnderTest):
    from concurrent.futures import ThreadPoolExecutor

    paths = [f"s/{number}/{number}.txt" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: put(remote, path, path.encode()), paths))

    assert lying(remote) == {path: path.encode() for path in paths}
