"""Runs that are stopped, killed or starved: nothing half-written stands, and the next run goes on."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import sources
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import Workspace

pytestmark = pytest.mark.usefixtures("whole_covers")

SEGMENTS = 6


@pytest.fixture
def long(bare: Workspace) -> Workspace:
    """An episode of several clips, each a span of its own."""
    name = bare.asset(sources.numbered("busy.mp4", sources.regular(25, 250), size=(640, 360)))
    bare.write("episodes/s/series.yaml", "title: 长\nrenditions:\n  main: {size: 640x360, rate: 25}\n")
    lines = "".join(f'  - clip: {name}\n    from: "00:0{index}.0"\n    to: "00:0{index + 3}.5"\n' for index in range(6))
    bare.episode(f"number: 1\ntitle: 长\nsegments:\n{lines}")
    return bare


def started(workspace: Workspace) -> "tuple[subprocess.Popen[str], list[int]]":
    """The command, once it has finished a span, and the ffmpeg that works at another: halted, it cannot get ready."""
    process = subprocess.Popen(
        [*COMMAND, "render", "-j", "1"],
        cwd=workspace.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (encoded(workspace) and (at_work := halted(process))):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process, at_work


def encoded(workspace: Workspace) -> list[Path]:
    return list((workspace.root / ".voicehall/cache").glob("??/*.mp4"))


def halted(process: "subprocess.Popen[str]") -> list[int]:
    """The ffmpeg processes that it has started and that have not ended, halted."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            words = (folder / "cmdline").read_bytes()
            if b"libx264" in words and stat(folder)[1] == str(process.pid):
                os.kill(int(folder.name), signal.SIGSTOP)
                time.sleep(0.01)
                found += [int(folder.name)] if stat(folder)[0] == "T" else []
    return found


def stat(folder: Path) -> list[str]:
    """State, parent and more of a process by its folder in /proc."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_within_two_seconds_and_the_next_run_goes_on(long: Workspace, sent: signal.Signals):
    process, at_work = started(long)
    process.send_signal(sent)
    begun = time.monotonic()
    _, err = process.communicate(timeout=20)

    assert time.monotonic() - begun < 2
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "stopped" in err
    assert not [number for number in at_work if Path(f"/proc/{number}/exe").exists()]
    assert not list((long.root / "out").rglob("*.mp4"))
    kept = len(encoded(long))
    report = long.json("render")
    assert report["episodes"][0]["spans"] == {"total": SEGMENTS, "encoded": SEGMENTS - kept, "reused": kept}
    assert not list((long.root / ".voicehall").rglob("tmp/*/*"))


def test_a_killed_run_goes_on_with_the_same_bytes(long: Workspace):
    process, at_work = started(long)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for number in at_work:
        os.kill(number, signal.SIGCONT)
    assert not list((long.root / "out").rglob("*.mp4"))

    report = long.json("render")

    assert report["episodes"][0]["spans"]["reused"] >= 1
    assert not list((long.root / ".voicehall").rglob("tmp/*/*"))
    interrupted = long.hashes()
    long.json("render", "--force")
    assert long.hashes() == interrupted


def test_half_written_programmes_of_a_killed_run_are_swept(workspace: Workspace):
    stray = workspace.write("out/s/.001 毛泽建.mp4.999999999.part.mp4", "half")

    workspace.json("render")

    assert not stray.exists()


def test_a_full_disk_is_said_and_leaves_nothing_under_a_final_name(workspace: Workspace):
    workspace.json("check")
    limited = f"ulimit -f 8; exec {' '.join(COMMAND)} render --json"
    done = subprocess.run(
        ["bash", "-c", limited],
        cwd=workspace.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not [path for path in (workspace.root / "out").rglob("*") if path.is_file() and path.name[0] != "."]
    assert workspace.json("render")["ok"]
