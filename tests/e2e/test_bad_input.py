"""Bad input through the real command: reported at its place, without traceback or other effects."""

import json
import os
import shlex
import socket
import stat
import struct
import subprocess
import zlib
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.media.ffmpeg import binary
from tests import sources
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import SERIES, STUDIO, Workspace

COMMANDS = ("check", "plan", "render")
IMAGE = "  - image: {}\n    for: 200ms\n"
CLIP = "  - clip: {}\n"
NARRATION = "  - narration: {}\n    pictures: [{{image: assets/a.jpg}}]\n"
FONT = "  - card: 一\n    theme: {{font: {}}}\n"
HLS = b"#EXTM3U\n#EXTINF:2,\nflash.mp4\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile flash.mp4\n"
HIDDEN_HLS = b"#EXTM3U\n#\0\1\n#EXTINF:2,\nflash.mp4\n#EXT-X-ENDLIST\n"
SDP = b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 96\n"
DASH = b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>'

MADE_OF_BYTES = {
    "hls.mp4": (CLIP, HLS, "playlist"),
    "hls.jpg": (IMAGE, HLS, "playlist"),
    "hls.mp3": (NARRATION, HLS, "playlist"),
    "hidden.mp4": (CLIP, HIDDEN_HLS, "not-media"),
    "concat.mp4": (CLIP, CONCAT, "playlist"),
    "sdp.mp4": (CLIP, SDP, "playlist"),
    "dash.mp4": (CLIP, DASH, "playlist"),
    "words.jpg": (IMAGE, "你好".encode(), "not-media"),
    "drawing.jpg": (IMAGE, b'<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported-picture"),
    "zeros.mp4": (CLIP, bytes(5000), "not-media"),
    "zip.mp4": (CLIP, b"PK\3\4" + bytes(range(256)) * 9, "not-media"),
    "empty.mp4": (CLIP, b"", "empty-file"),
    "iphone.jpg": (IMAGE, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "unreadable-media"),
}
PATHS = {
    "/etc/passwd": "path-outside-workspace",
    "../../../../etc/passwd": "path-outside-workspace",
    "assets/link.jpg": "path-outside-workspace",
    "assets/pipe.jpg": "not-a-file",
    "assets/socket.jpg": "not-a-file",
    "assets": "missing-file",
    "assets/": "not-a-file",
    "concat:assets/a.jpg|assets/a.jpg": "missing-file",
    "file:assets/a.jpg": "missing-file",
    "http://127.0.0.1/a.jpg": "bad-path",
    "assets/a\0.jpg": "bad-path",
    "assets/a\n.jpg": "bad-path",
    "~/a.jpg": "missing-file",
    "x/" * 3000: "unreadable-file",
}
GOOD_NAMES = ("%03d.jpg", "-y.jpg", "a|b.jpg", "file:a.jpg", "a,b;[c]='d.jpg", "一 二{title}.jpg")


@dataclass(frozen=True)
class Reports:
    """What the three commands reported about a workspace full of mistakes."""

    workspace: Workspace
    expected: dict[int, str]
    """Code by the number of the episode."""
    documents: dict[str, Any]


def written(workspace: Workspace, name: str, data: bytes) -> str:
    """A medium of these bytes; returns its name in manifests."""
    (workspace.root / "assets" / name).write_bytes(data)
    return f"assets/{name}"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Mistakes of every kind, each in an episode of its own, beside good ones."""
    made = Workspace(root=tmp_path_factory.mktemp("bad") / "坏 输入")
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", SERIES)
    film = sources.flash_and_beep("flash.mp4", 2)
    made.asset(film)
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    asset, segments = partial(written, made), []
    segments += [(shape.format(asset(name, data)), code) for name, (shape, data, code) in MADE_OF_BYTES.items()]
    segments += [
        (CLIP.format(made.asset(sources.truncated(film, "cut.mp4", kept=Fraction(1, 2)))), "not-media"),
        (NARRATION.format(asset("cut.wav", sources.tone("whole.wav").read_bytes()[:90_000])), "truncated-media"),
        (IMAGE.format(made.asset(sources.huge_png())), "picture-too-large"),
        (IMAGE.format(asset("film.jpg", film.read_bytes())), "wrong-kind"),
        (NARRATION.format(asset("photo.mp3", sources.photo("photo.jpg").read_bytes())), "wrong-kind"),
        (CLIP.format("assets/flash.mp4\n    from: 3s"), "from-beyond-end"),
        (CLIP.format("assets/flash.mp4\n    to: 3s"), "to-beyond-end"),
        (CLIP.format('assets/flash.mp4\n    to: "00:60"'), "bad-time"),
        ("  - card: 一\n    for: 4\n", "bad-time"),
        ("  - clipp: assets/flash.mp4\n", "unknown-key"),
        (f"  - card: {'W' * 2000}\n", "crowded-card"),
        ("  - card: 一\n    music: assets/a.jpg\n", "wrong-kind"),
        (FONT.format(asset("photo.ttf", sources.photo("photo.jpg").read_bytes())), "bad-font"),
    ]
    os.mkfifo(made.root / "assets/pipe.jpg")
    (made.root / "assets/link.jpg").symlink_to("/etc/passwd")
    socket.socket(socket.AF_UNIX).bind(os.path.relpath(made.root / "assets/socket.jpg"))
    segments += [(IMAGE.format(json.dumps(path)), code) for path, code in PATHS.items()]
    for number, (segment, _) in enumerate(segments, start=1):
        made.episode(f"number: {number}\ntitle: t{number}\nsegments:\n{segment}", number)
    for number, name in enumerate(GOOD_NAMES, start=900):
        asset(name, sources.photo("photo.jpg").read_bytes())
        made.episode(f"number: {number}\ntitle: 好\nsegments:\n{IMAGE.format(json.dumps(f'assets/{name}'))}", number)
    documents = {command: made.json(command, status=1) for command in COMMANDS}
    expected = dict(enumerate((code for _, code in segments), start=1))
    return Reports(workspace=made, expected=expected, documents=documents)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_mistake_is_reported_at_its_place(reports: Reports, command: str):
    document = reports.documents[command]
    episodes = document["episodes"] if command != "check" else []
    diagnostics = [*document["diagnostics"], *(found for episode in episodes for found in episode["diagnostics"])]

    codes: dict[int, list[str]] = {}
    for found in diagnostics:
        if found["severity"] == "error":
            codes.setdefault(int(Path(found["file"]).stem), []).append(found["code"])
            assert 4 <= found["line"] <= 5 and found["column"] > 1, found
            assert len(found["message"]) < 200 and found["message"].isprintable(), found
    assert codes == {number: [code] for number, code in reports.expected.items()}


def test_good_episodes_are_made_beside_them_and_nothing_else(reports: Reports):
    statuses = {episode["number"]: episode["status"] for episode in reports.documents["render"]["episodes"]}

    good = range(900, 900 + len(GOOD_NAMES))
    assert statuses == dict.fromkeys(reports.expected, "failed") | dict.fromkeys(good, "rendered")
    assert {path.name.split()[0] for path in (reports.workspace.root / "out/s").iterdir()} == {str(one) for one in good}


DAMAGE = {
    "empty": b"",
    "half": b'{"format": ',
    "another value": b"[]",
    "other values": b'{"format": 3, "files": {"x": {}}, "media": {"a": 1}, "still": [], "programme": {}}',
    "no text": bytes(range(256)),
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_notes_cost_nothing_but_time(rendered: Workspace, damage: str):
    before = rendered.hashes()
    notes = [path for path in (rendered.root / ".voicehall").rglob("*") if path.suffix in (".json", ".jsonl")]
    notes.append(rendered.out("001 毛泽建.json"))
    for note in notes:
        note.write_bytes(DAMAGE[damage])

    planned = rendered.json("plan", "--why")
    again = rendered.json("render")

    assert planned["episodes"][0]["status"] == "stale"
    assert again["episodes"][0]["status"] == "rendered"
    assert rendered.hashes() == before


@pytest.mark.parametrize("place", ["out", "out/s", ".voicehall", ".voicehall/cache"])
def test_a_file_in_place_of_a_folder_fails_the_render_alone(workspace: Workspace, place: str):
    workspace.write(place, "")

    assert workspace.json("check")["ok"]
    assert workspace.json("plan")["ok"]
    (episode,) = workspace.json("render", status=1)["episodes"]

    (found,) = episode["diagnostics"]
    assert (found["code"], found["file"]) == ("render-failed", "episodes/s/001.yaml")
    assert place in found["message"]


def test_folders_may_be_links(workspace: Workspace, tmp_path: Path):
    for name in ("out", ".voicehall"):
        (tmp_path / name).mkdir()
        (workspace.root / name).symlink_to(tmp_path / name)

    assert workspace.json("render")["ok"]
    assert (tmp_path / "out/s/001 毛泽建.mp4").is_file()


def wrapped_ffmpeg(folder: Path, at_work: str) -> dict[str, str]:
    """An ffmpeg that does `at_work` first whenever it is to encode a span."""
    script = folder / "ffmpeg"
    words = f'#!/bin/sh\ncase "$*" in *libx264*) {at_work};; esac\nexec "{binary()}" "$@"\n'
    script.write_text(words, encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"VOICEHALL_FFMPEG": str(script)}


def test_a_medium_that_changes_while_it_is_read_is_not_kept_under_its_old_name(bare: Workspace, tmp_path: Path):
    name = bare.asset(sources.numbered("first.mp4", sources.regular(25, 25)), "c.mp4")
    other = bare.asset(sources.numbered("second.mp4", sources.regular(25, 50)))
    bare.episode(f"number: 1\ntitle: 变\nsegments:\n{CLIP.format(name)}")
    env = wrapped_ffmpeg(tmp_path, f"cp '{bare.root / other}' '{bare.root / name}'")

    done = bare.run("render", "--json", env=env)

    (episode,) = json.loads(done.stdout)["episodes"]
    (found,) = episode["diagnostics"]
    assert (found["code"], found["line"]) == ("render-failed", 4)
    assert "'c.mp4' was changed while it was read" in found["message"]
    assert not list((bare.root / "out").rglob("*.mp4"))
    report = bare.json("render")
    assert report["episodes"][0]["files"][0]["duration"] == 2


def test_a_tool_that_fails_is_reported_with_its_place_its_words_and_its_command(bare: Workspace, tmp_path: Path):
    name = bare.asset(sources.numbered("first.mp4", sources.regular(25, 25)))
    bare.asset(sources.photo("photo.jpg"), "a.jpg")
    bare.episode(f"number: 1\ntitle: 错\nsegments:\n{IMAGE.format('assets/a.jpg')}{CLIP.format(name)}")
    bare.episode(f"number: 2\ntitle: 好\nsegments:\n{IMAGE.format('assets/a.jpg')}", 2)

    done = bare.run("render", env=wrapped_ffmpeg(tmp_path, "echo boom >&2; exit 3"))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "episodes/s/001.yaml:6:5: s/1: segment 2, assets/first.mp4 at 00:00.200: encoding 'first.mp4'" in done.stdout
    assert "boom" in done.stdout
    (command,) = (line.strip() for line in done.stdout.splitlines() if "libx264" in line)
    assert subprocess.run(["sh", "-c", command], capture_output=True, cwd=tmp_path).returncode == 3
    assert "rendered s/2" in done.stdout


def test_pictures_that_unfold_are_refused(bare: Workspace):
    """A text of 200 MB, and a picture of billions of pixels, in a few hundred kilobytes."""
    plain = sources.photo("small.png", (32, 32)).read_bytes()
    body = b"zTXt" + b"k\0\0" + zlib.compress(bytes(200 << 20), 9)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    (bare.root / "assets").mkdir()
    (bare.root / "assets/text.png").write_bytes(plain[:33] + chunk + plain[33:])
    bare.asset(sources.huge_png(), "huge.png")
    for number, name in enumerate(("text.png", "huge.png"), start=1):
        bare.episode(f"number: {number}\ntitle: 炸\nsegments:\n{IMAGE.format(f'assets/{name}')}", number)

    report = bare.json("check", status=1)

    assert [found["code"] for found in report["diagnostics"]] == ["unreadable-media", "picture-too-large"]


def test_manifests_that_are_no_text(workspace: Workspace):
    for number, data in enumerate(
        (b"", os.urandom(3000), b"a: 1\n" * 10**6, "number: 5\ntitle: 中".encode("gb18030")), 2
    ):
        (workspace.root / f"episodes/s/{number:03d}.yaml").write_bytes(data)

    for command in COMMANDS:
        document = workspace.json(command, status=1)
        if command == "render":
            assert [one["status"] for one in document["episodes"]].count("rendered") == 1
    text = workspace.run("check")

    assert text.returncode == 1
    assert "Traceback" not in text.stderr
    for code in ("empty-file", "not-utf-8", "too-large"):
        assert f"[{code}]" in text.stdout


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">/dev/full", "2>/dev/full", "| head -c 1"])
def test_nobody_listening_gives_no_traceback(workspace: Workspace, tmp_path: Path, redirected: str):
    words = f"({shlex.join(COMMAND)} check) {redirected}"
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=workspace.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
    )

    assert done.returncode == (1 if redirected == ">/dev/full" else 0), done.stderr
    assert b"Traceback" not in done.stderr


def test_names_that_are_no_text(workspace: Workspace):
    manifest = os.fsencode(workspace.root / "episodes/s") + b"/00\xff.yaml"
    Path(os.fsdecode(manifest)).write_text("number: 2\ntitle: x\nsegments: [{card: x}]\n")

    report = workspace.json("render", status=1)

    assert [one["status"] for one in report["episodes"]] == ["rendered", "failed"]
    assert [found["code"] for found in report["episodes"][1]["diagnostics"]] == ["bad-path"]
    assert workspace.run("render", os.fsdecode(b"\xff")).returncode == 1


@pytest.mark.parametrize("program", ["/nonexistent", "/bin/true", "/bin/false"])
def test_another_program_in_place_of_ffmpeg(workspace: Workspace, program: str):
    done = workspace.run("render", "--json", env={"VOICEHALL_FFMPEG": program})

    assert done.returncode == 1
    assert program in json.loads(done.stdout)["error"]


def test_mistakes_in_the_text_do_not_hide_those_in_the_media(workspace: Workspace):
    workspace.write("assets/words.wav", "hello")
    workspace.episode("number: 1\ntilte: 毛泽建\nsegments:\n  - narration: assets/words.wav\n    pictures: []\n")

    found = workspace.json("check", status=1)["diagnostics"]

    assert {"unknown-key", "missing-key", "not-media"} <= {one["code"] for one in found}
