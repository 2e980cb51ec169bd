"""Rendering on a cluster: two real workers who share nothing with us but the store."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sources
from tests.cluster import Cluster, kill, until
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import STUDIO, Workspace
from tests.programs import program

pytestmark = pytest.mark.usefixtures("whole_covers")

SERIES = "title: 集群\nrenditions:\n  main: {size: 320x180, rate: 25}\n"
EPISODE = """\
number: 1
title: 多台机器
segments:
  - card: "{title}"
    for: 1s
  - narration: [assets/n.m4a, assets/m.mp3]
    pictures: [{image: assets/a.jpg}, {image: assets/b.png, transition: dissolve}]
  - clip: assets/long.mp4
"""
SENT = {"n.m4a", "m.mp3", "a.jpg", "b.png", "long.mp4"}


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster") / "集群")
    yield made
    made.close()


@pytest.fixture
def cluster(scheduler: Cluster) -> Iterator[Cluster]:
    """A scheduler without workers; those that the test brings may be killed."""
    yield scheduler
    scheduler.dismiss()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """An episode of every kind of action, whose clip is long enough to be encoded in pieces, rendered here alone."""
    made = Workspace(root=tmp_path_factory.mktemp("alone") / "声音馆 工作区")
    made.write("studio.yaml", STUDIO)
    made.asset(sources.tone("n.m4a"))
    made.asset(sources.tone("m.mp3", level=-30))
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.asset(sources.photo("b.png", (300, 500), seed=2))
    made.asset(sources.numbered("long.mp4", sources.regular(25, 1100)))
    made.write("episodes/s/series.yaml", SERIES)
    made.episode(EPISODE)
    made.json("render")
    return made


@pytest.fixture
def series(alone: Workspace, tmp_path: Path) -> Workspace:
    """The same, not rendered yet."""
    root = tmp_path / alone.root.name
    shutil.copytree(alone.root, root, ignore=shutil.ignore_patterns("out", ".voicehall"))
    return Workspace(root=root)


def begun(workspace: Workspace, cluster: Cluster, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "render", "--cluster", cluster.address],
        cwd=workspace.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def at_work(store: Path, worker: "subprocess.Popen[bytes]") -> list[Path]:
    """What a worker is making."""
    return list(store.glob(f"tmp/{worker.pid}@*/*"))


def halt(store: Path, worker: "subprocess.Popen[bytes]") -> None:
    """Halt a worker in the middle of something, so that it cannot get ready before anything else happens."""

    def halted() -> bool:
        if at_work(store, worker):
            worker.send_signal(signal.SIGSTOP)
            time.sleep(0.05)
            if at_work(store, worker):
                return True
            worker.send_signal(signal.SIGCONT)
        return False

    until(halted)


def test_media_travel_by_content_to_workers_who_have_only_the_store(
    series: Workspace, alone: Workspace, cluster: Cluster
):
    store, mounted = series.root.parent / "store", series.root.parent / "mnt 挂载"
    store.mkdir()
    mounted.symlink_to(store)
    for name in ("one", "two"):
        cluster.worker(name, VOICEHALL_STORE=str(mounted))
    cluster.has("one", "two")

    with cluster.busy():
        process = begun(series, cluster, VOICEHALL_STORE=str(store))
        until(lambda: {path.name for path in store.glob("files/*/*/*")} >= SENT)
        (series.root / "assets").rename(series.root / "moved away")
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, out + err
    assert series.hashes() == alone.hashes()
    assert not list((series.root / ".voicehall").rglob("*.mp4"))


def test_a_worker_that_is_killed_costs_only_what_it_was_at(series: Workspace, alone: Workspace, cluster: Cluster):
    doomed = cluster.worker("doomed")
    cluster.worker("lasting")
    cluster.has("doomed", "lasting")
    store = series.root / ".voicehall/cache"

    process = begun(series, cluster)
    halt(store, doomed)
    kill(doomed)
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, out + err
    assert series.hashes() == alone.hashes()
    assert "is gone; its work goes to others" in err


def test_ctrl_c_takes_back_what_was_submitted_and_the_next_run_goes_on(
    series: Workspace, alone: Workspace, cluster: Cluster
):
    worker = cluster.worker("one")
    cluster.has("one")
    store = series.root / ".voicehall/cache"
    process = begun(series, cluster)
    until(lambda: list(store.glob("??/*.recipe.json")))
    halt(store, worker)

    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, err = process.communicate(timeout=20)

    assert time.monotonic() - asked < 3
    worker.send_signal(signal.SIGCONT)
    assert (process.returncode, "Traceback" in err) == (130, False), err
    until(lambda: cluster.tasks() == 0)
    series.json("render", "--cluster", cluster.address)
    assert series.hashes() == alone.hashes()


def test_a_store_behind_a_url_serves_machines_that_share_no_folder(
    series: Workspace, alone: Workspace, cluster: Cluster
):
    far = series.root.parent / "far"
    url = f"file://{far}"
    for name in ("one", "two"):
        cluster.worker(name, VOICEHALL_COPIES=str(cluster.folder / name / "copies"))
    cluster.has("one", "two")

    done = series.run("render", "--cluster", cluster.address, env={"VOICEHALL_STORE": url})

    assert done.returncode == 0, done.stdout + done.stderr
    assert series.hashes() == alone.hashes()
    assert {path.name for path in far.glob("files/*/*/*")} >= SENT
    # What the next machine finds there it need not make.
    fresh = Workspace(root=series.root.parent / "fresh")
    shutil.copytree(series.root, fresh.root, ignore=shutil.ignore_patterns("out", ".voicehall"))
    again = fresh.run("render", "--json", env={"VOICEHALL_STORE": url})
    assert '"encoded": 0' in again.stdout, again.stdout + again.stderr
    assert fresh.hashes() == alone.hashes()


def test_a_worker_with_other_tools_does_nothing(workspace: Workspace, cluster: Cluster, tmp_path: Path):
    other = tmp_path / "ffmpeg"
    other.write_text("#!/bin/sh\necho ffmpeg version 4.2\n")
    other.chmod(0o755)
    cluster.worker("stale", VOICEHALL_FFMPEG=str(other))
    cluster.has("stale")

    done = workspace.run("render", "--cluster", cluster.address)

    assert done.returncode == 1
    assert f"no worker of '{cluster.address}' can take part" in done.stderr
    assert "ffmpeg 4.2" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (workspace.root / "out").exists()


def test_for_a_worker_without_the_store_the_message_says_what_to_do(workspace: Workspace, cluster: Cluster):
    cluster.worker("apart", VOICEHALL_STORE="/nowhere")
    cluster.has("apart")

    done = workspace.run("render", "--cluster", cluster.address)

    assert done.returncode == 1
    assert "its '/nowhere' is not the store of this run: mount that store there" in done.stderr


def test_a_failure_on_a_worker_is_reported_like_one_here(workspace: Workspace, cluster: Cluster):
    """The file's own name is in it, not where a worker found the file."""
    whole = sources.numbered("whole.mp4", sources.regular(25, 200), gop=25)
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 6000] = bytes(6000)
    workspace.write("assets/坏.mp4", "").write_bytes(bytes(data))
    workspace.episode("number: 1\ntitle: 坏\nsegments:\n  - clip: assets/坏.mp4\n")
    cluster.worker("one")
    cluster.has("one")

    there = workspace.json("render", "--cluster", cluster.address, status=1)["episodes"][0]
    here = workspace.json("render", status=1)["episodes"][0]

    assert "坏.mp4" in there["diagnostics"][0]["message"]
    assert there["diagnostics"][0]["message"].splitlines()[0] == here["diagnostics"][0]["message"].splitlines()[0]


def test_a_scheduler_that_cannot_be_reached_is_one_plain_error(workspace: Workspace):
    done = workspace.run("render", "--cluster", "nonsense")

    assert done.returncode == 1
    assert done.stderr.startswith("'nonsense' is not the address of a scheduler\nhint: ")
    assert len(done.stderr.splitlines()) == 2


def test_what_a_voice_spoke_travels_like_any_medium(bare: Workspace, cluster: Cluster, tmp_path: Path):
    program("espeak-ng")
    bare.episode("voice: espeak-ng\nnumber: 1\ntitle: 毛泽建\nsegments:\n  - say: 人民没有忘记她。\n")
    here = bare.copied(tmp_path / "here")
    here.json("render")
    store = tmp_path / "store"
    store.mkdir()
    cluster.worker("one", VOICEHALL_STORE=str(store))
    cluster.has("one")

    process = begun(bare, cluster, VOICEHALL_STORE=str(store))
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, out + err
    assert [path.name for path in store.glob("files/*/*/*") if path.suffix == ".wav"]
    assert bare.hashes() == here.hashes()
