"""Files: what is killed, full or torn leaves what stood there before."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.files import (
    append_line,
    left_behind,
    part_of,
    read_lines,
    whole,
    write,
    write_cache,
    write_output,
    write_whole,
)

NOBODY = 999_999_999
"""A process that does not run."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", ["诗\n", "诗\n".encode(), memoryview("诗\n".encode())])
@pytest.mark.parametrize("sync", [False, True])
def test_a_file_is_written_with_its_folder(tmp_path: Path, content: bytes | memoryview | str, sync: bool):
    for _ in range(2):
        write_whole(tmp_path / "a/b/c.txt", content, sync=sync)

    assert (tmp_path / "a/b/c.txt").read_bytes() == "诗\n".encode()
    assert names(tmp_path / "a/b") == ["c.txt"]


def test_others_may_read_it_as_the_user_has_it(tmp_path: Path):
    write_whole(tmp_path / "a", "new")
    (tmp_path / "b").write_text("new")

    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_no_stray(tmp_path: Path, fault: BaseException):
    (tmp_path / "a").write_text("old")

    with pytest.raises(type(fault)), whole(tmp_path / "a") as part:
        part.write_text("ne")
        raise fault

    assert (names(tmp_path), (tmp_path / "a").read_text()) == (["a"], "old")


def test_a_run_killed_in_the_middle_leaves_the_old_file(tmp_path: Path):
    (tmp_path / "a.json").write_text("old")
    code = (
        "import os, signal, sys; from pathlib import Path; from pipeline.files import whole\n"
        "with whole(Path(sys.argv[1])) as part: part.write_text('ne'); os.kill(os.getpid(), signal.SIGKILL)"
    )

    done = subprocess.run([sys.executable, "-c", code, tmp_path / "a.json"])

    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "a.json").read_text() == "old"
    assert [name[0] for name in names(tmp_path)] == [".", "a"]


def test_many_threads_write_one_file(tmp_path: Path):
    texts = [str(number) * 10_000 for number in range(10)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: write_whole(tmp_path / "a", text), texts * 5))

    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() in texts


def test_a_new_file_replaces_none(tmp_path: Path):
    write_whole(tmp_path / "a", "first", new=True)

    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", "second", new=True)

    assert (names(tmp_path), (tmp_path / "a").read_text()) == (["a"], "first")


def test_a_disk_without_links_takes_new_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*paths: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)

    write_whole(tmp_path / "a", "first", new=True)

    assert (names(tmp_path), (tmp_path / "a").read_text()) == (["a"], "first")


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path):
    (tmp_path / "file").write_text("")

    write_cache(tmp_path / "file" / "a", "x")

    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("place", ["file/a.html", "folder"])
def test_output_that_cannot_be_written_is_said_in_words(tmp_path: Path, place: str):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()

    with pytest.raises(PipelineError, match=f"cannot write '{tmp_path / place}': "):
        write_output(tmp_path / place, "x")

    assert names(tmp_path) == ["file", "folder"]


def test_output_goes_where_a_link_points(tmp_path: Path):
    (tmp_path / "www").mkdir()
    (tmp_path / "a.html").symlink_to("www/index.html")

    for text in ("one", "two"):
        write_output(tmp_path / "a.html", text)

    assert (tmp_path / "a.html").is_symlink()
    assert (tmp_path / "www/index.html").read_text() == "two"


def test_output_to_a_device_leaves_the_device():
    write_output(Path(os.devnull), "x")

    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("sync", [False, True])
def test_lines_come_back_in_their_order(tmp_path: Path, sync: bool):
    values = [{"title": "诗"}, ["a", 1], None, "x\ny"]

    for value in values:
        append_line(tmp_path / "a/b.jsonl", value, sync=sync)

    assert list(read_lines(tmp_path / "a/b.jsonl")) == values


@pytest.mark.parametrize("torn", [b'{"title": "\xe8', b"[1, 2", b"[" * 50_000, b"\xff\xfe\x00", b"\n\n\n"])
def test_a_line_that_was_cut_short_swallows_no_other(tmp_path: Path, torn: bytes):
    append_line(tmp_path / "a", 1)
    with (tmp_path / "a").open("ab") as file:
        file.write(torn)
    append_line(tmp_path / "a", 2)

    assert list(read_lines(tmp_path / "a")) == [1, 2]


def test_no_file_holds_no_lines(tmp_path: Path):
    assert list(read_lines(tmp_path / "none")) == []


def test_processes_that_add_lines_at_once_lose_none(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from pipeline.files import append_line\n"
        "for turn in range(200): append_line(Path(sys.argv[1]), [sys.argv[2] * 500, turn], sync=False)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, tmp_path / "a", name]) for name in "abc"]
    assert [one.wait() for one in running] == [0, 0, 0]

    found = sorted(json.dumps(value) for value in read_lines(tmp_path / "a"))

    assert found == sorted(json.dumps([name * 500, turn]) for name in "abc" for turn in range(200))


def test_what_killed_runs_left_is_told_from_the_work_of_others(tmp_path: Path):
    dead = (f".001 毛泽建.mp4.{NOBODY}.part.mp4", f".a.zip.{NOBODY}.part", f".a.{NOBODY}.part")
    alive = (f".001.mp4.{os.getppid()}.part.mp4", ".part", ".b.part", f"a.{NOBODY}.part", "001.mp4")
    own = part_of(tmp_path / "002.mp3")
    for name in (*dead, *alive, own.name):
        (tmp_path / name).touch()

    assert {path.name for path in left_behind(tmp_path)} == {*dead, own.name}
    assert [path.name for path in left_behind(tmp_path, "a")] == [f".a.{NOBODY}.part"]
    assert (own.name[0], own.suffix) == (".", ".mp3")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_with_the_file_that_was_to_be_written():
    with pytest.raises(OSError, match="No space left on device") as raised:
        write(Path("/dev/full"), b"x", named=Path("001.yaml"))

    assert raised.value.filename == "001.yaml"
