"""Publishing to real servers: killed, cut, refused and starved, and what the next run makes of it."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sources
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import SERIES, SHORTEST, STUDIO, Workspace
from tests.publish.targets import servers
from tests.publish.targets.servers import HOST, Line, SshServer

PUBLIC = 'public: "https://hall.example.org/"'
BIG = 8_000_000
"""Bytes of the film, at least."""


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with servers.ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A programme of a few seconds of noise, so that there is something to cut."""
    made = Workspace(root=tmp_path_factory.mktemp("finished") / "声音馆 工作区")
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", SERIES)
    made.asset(sources.tone("n.m4a"))
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.episode(SHORTEST)
    made.json("render")
    # A trailing box that players pass over makes the film as large as one of an hour.
    film = made.out("001 毛泽建.mp4")
    with film.open("ab") as file:
        file.write((BIG + 8).to_bytes(4, "big") + b"free" + os.urandom(BIG))
    from pipeline.digest import file_digest

    record = made.out("001 毛泽建.json")
    found = json.loads(record.read_bytes())
    for one in found["files"]:
        if one["path"] == film.name:
            one |= {"bytes": film.stat().st_size, "sha256": file_digest(film)}
    record.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    made.write("studio.yaml", f'{STUDIO}targets:\n  site: {{url: "file://site", {PUBLIC}}}\n')
    made.json("publish", "--to", "site", "--dry-run")
    return made


@pytest.fixture
def studio(finished: Workspace, tmp_path: Path) -> Workspace:
    copy = Workspace(root=tmp_path / finished.root.name)
    shutil.copytree(finished.root, copy.root)
    return copy


def aim(studio: Workspace, entry: str) -> None:
    studio.write("studio.yaml", f"{STUDIO}targets:\n  school: {{{entry}, {PUBLIC}}}\n")


def started(studio: Workspace) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, "publish", "--to", "school", "--json"],
        cwd=studio.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def half_there(www: Path, process: "subprocess.Popen[str]") -> Path:
    """The unfinished film at the server, once a good part of it is there."""
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        for part in www.rglob(".s-001.mp4.*.part"):
            if part.stat().st_size > 1_000_000:
                return part
        time.sleep(0.02)


def whole(www: Path) -> set[str]:
    """Files under final names at the server."""
    return {path.name for path in www.rglob("*") if path.is_file() and not path.name.endswith(".part")}


def test_a_killed_run_goes_on_where_it_was(studio: Workspace, ssh: SshServer, tmp_path: Path):
    www = tmp_path / "一 网"
    aim(studio, ssh.target(www) + ", bandwidth: 3MB/s")
    process = started(studio)
    part = half_there(www, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    kept, before = part.stat().st_ino, part.stat().st_size

    assert "s-001.mp4" not in whole(www)
    assert "index.html" not in whole(www)
    aim(studio, ssh.target(www))
    told = studio.json("publish", "--to", "school")["episodes"][0]

    film = www / "s/1/s-001.mp4"
    assert told["status"] == "published"
    assert film.read_bytes() == studio.out("001 毛泽建.mp4").read_bytes()
    assert (film.stat().st_ino, before > 1_000_000) == (kept, True)
    assert not list(www.rglob("*.part"))
    assert studio.json("publish", "--to", "school")["episodes"][0]["status"] == "unchanged"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_within_two_seconds(studio: Workspace, ssh: SshServer, tmp_path: Path, sent: signal.Signals):
    www = tmp_path / "www"
    aim(studio, ssh.target(www) + ", bandwidth: 2MB/s")
    process = started(studio)
    half_there(www, process)
    process.send_signal(sent)
    begun = time.monotonic()
    _, err = process.communicate(timeout=20)

    assert time.monotonic() - begun < 2
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "s-001.mp4" not in whole(www)


def test_a_line_that_breaks_is_tried_again_and_gone_on_with(studio: Workspace, ssh: SshServer, tmp_path: Path):
    line = Line(ssh.port, after=3_000_000, times=1)
    ssh.vouch(line.port)
    aim(studio, ssh.target(tmp_path / "www", line.port))

    told = studio.json("publish", "--to", "school")["episodes"][0]

    ssh.vouch()
    assert line.left == 0
    assert told["status"] == "published"
    assert (tmp_path / "www/s/1/s-001.mp4").read_bytes() == studio.out("001 毛泽建.mp4").read_bytes()


def test_all_together_goes_no_faster_than_allowed(studio: Workspace, ssh: SshServer, tmp_path: Path):
    aim(studio, ssh.target(tmp_path / "www") + ", bandwidth: 4MB/s, uploads: 4")

    studio.json("publish", "--to", "school")
    learned = json.loads((studio.root / ".voicehall/targets/school.speed.json").read_bytes())

    assert learned["bytes"] / learned["seconds"] <= 4_000_000 * 1.1
    other = studio.json("publish", "--to", "school", "--again", "--dry-run")
    assert other["estimate"] == pytest.approx(learned["seconds"], rel=0.1)


def test_a_full_disk_is_told_and_keeps_nothing_half(studio: Workspace, tmp_path: Path):
    www = tmp_path / "www"
    with servers.ssh_server(tmp_path / "keys", most=2_000_000) as server:
        aim(studio, server.target(www))
        told = studio.json("publish", "--to", "school", status=1)["episodes"][0]

    assert told["status"] == "failed"
    assert "its disk may be full" in told["reason"]
    assert "s-001.mp4" not in whole(www)
    assert not list(www.rglob("*.part"))


def test_webdav_and_s3_take_the_same_tree(studio: Workspace, tmp_path: Path):
    for name in ("dav", "s3/lessons"):
        (tmp_path / name).mkdir(parents=True)
    with servers.webdav_server(tmp_path / "dav", "geheim") as port:
        aim(studio, f'url: "webdav+http://hall@{HOST}:{port}/一 课/网", password-env: HALL')
        env = {"HALL": "geheim"}
        dav = studio.run("publish", "--to", "school", env=env)
        again = studio.run("publish", "--to", "school", env=env)
        refused = studio.run("publish", "--to", "school", env={"HALL": "wrong"})
        unset = studio.run("publish", "--to", "school")
        back = studio.run("retract", "s/1", "--from", "school", env=env)
    with servers.s3_server(tmp_path / "s3") as port:
        aim(studio, 'url: "s3://lessons/网"')
        (studio.root / ".voicehall/targets/school.jsonl").unlink()
        keys = {"AWS_ACCESS_KEY_ID": "access", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
        env = keys | {"AWS_ENDPOINT_URL": f"http://{HOST}:{port}"}
        s3 = studio.run("publish", "--to", "school", env=env)
        wrong = studio.run("publish", "--to", "school", env=env | {"AWS_SECRET_ACCESS_KEY": "other"})
    gone = studio.run("publish", "--to", "school", env=env)

    assert (dav.returncode, again.returncode, back.returncode, s3.returncode) == (0, 0, 0, 0), dav.stderr + s3.stderr
    assert "1 unchanged" in again.stdout
    assert "refuses access: 401" in refused.stderr
    assert "'HALL' is not set" in unset.stderr
    assert "refuses access" in wrong.stderr
    assert "cannot list its files" in gone.stderr
    assert "Traceback" not in "".join(one.stderr for one in (dav, refused, unset, back, s3, wrong, gone))
    assert not (tmp_path / "dav/一 课/网/s/1").exists()
    assert (tmp_path / "s3/lessons/网/s/1/s-001.mp4").read_bytes() == studio.out("001 毛泽建.mp4").read_bytes()
