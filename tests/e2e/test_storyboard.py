"""Storyboards and scripts to read from, as a producer meets them."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import Workspace, shortest_workspace

SCRIPT = "# 毛泽建\n\n一九零五年，她出生在韶山。\n\n[停顿]\n她走进了学堂。\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = shortest_workspace(tmp_path_factory.mktemp("storyboard"))
    made.write("episodes/s/n.md", SCRIPT)
    text = (made.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    made.episode(text.replace("    pictures:", "    script: n.md\n    pictures:"))
    return made


def test_a_page_shows_pictures_words_and_chapters_and_nothing_is_encoded(workspace: Workspace):
    report = workspace.json("storyboard")

    page = (workspace.root / "out/storyboard.html").read_text(encoding="utf-8")
    assert report["ok"]
    assert report["path"].endswith("storyboard.html")
    (episode,) = report["episodes"]
    assert (episode["episode"], episode["title"]) == ("s/1", "毛泽建")
    assert episode["shots"][0]["kind"] == "still"
    assert "data:image/jpeg;base64," in page
    assert "她走进了学堂。" in page.replace("\n", "")
    assert "停顿" not in page
    assert not re.search(r"https?://", page)
    assert not list((workspace.root / "out").rglob("*.mp4"))
    assert {path.suffix for path in (workspace.root / ".voicehall/cache").rglob("*") if path.is_file()} <= {
        ".jpg", ".json",
    }  # fmt: skip


def test_a_sheet_is_one_picture(workspace: Workspace):
    done = workspace.run("storyboard", "s/1", "--to", "板 1.png")

    assert done.returncode == 0, done.stderr
    with Image.open(workspace.root / "板 1.png") as sheet:
        assert sheet.width == 1600
        colours = sheet.convert("RGB").getcolors(1 << 24)
        assert colours is not None and len(colours) > 50


def test_a_file_of_another_kind_is_refused(workspace: Workspace):
    done = workspace.run("storyboard", "--to", "a.pdf")

    assert done.returncode == 2
    assert "'a.pdf' is neither .html nor .png" in done.stderr


def test_an_episode_with_mistakes_is_told_and_the_others_are_drawn(workspace: Workspace, tmp_path: Path):
    own = workspace.copied(tmp_path, "out")
    own.episode("number: 2\ntitle: 坏\nsegments: [{clip: assets/nothing.mp4}]\n", 2)

    report = own.json("storyboard", status=1)

    assert [one["episode"] for one in report["episodes"]] == ["s/1"]
    assert "there is no file 'assets/nothing.mp4'" in report["diagnostics"][0]["message"]
    assert (own.root / "out/storyboard.html").exists()


def test_a_script_to_read_from(workspace: Workspace):
    done = workspace.run("export", "script", "s/1", "--to", "读.html")

    assert done.returncode == 0, done.stderr
    page = (workspace.root / "读.html").read_text(encoding="utf-8")
    assert "<p>一九零五年，她出生在韶山。</p>" in page
    assert "<p>她走进了学堂。</p>" in page
    assert "停顿" not in page
    assert "1 episode, about" in done.stdout


def test_a_script_is_there_before_its_recording(workspace: Workspace, tmp_path: Path):
    own = workspace.copied(tmp_path, "out")
    (own.root / "assets/n.m4a").unlink()

    assert own.json("export", "script", "--to", "a.html")["episodes"][0]["episode"] == "s/1"


def test_where_nothing_is_read_there_is_no_page(tmp_path: Path):
    own = shortest_workspace(tmp_path)

    done = own.run("export", "script", "--to", "a.html")

    assert done.returncode == 1
    assert "nothing is to be read: no narration has a script" in done.stderr
    assert not (own.root / "a.html").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are sent")
def test_saving_renews_the_page_until_interrupted(workspace: Workspace, tmp_path: Path):
    own = workspace.copied(tmp_path, "out", ".voicehall")
    page = own.root / "out/storyboard.html"
    manifest = own.root / "episodes/s/001.yaml"
    process = subprocess.Popen(
        [*COMMAND, "watch"],
        cwd=own.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        # Where the suite runs in the background, the signal would be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "Ctrl-C" in line:
                break
        assert "毛泽建" in page.read_text(encoding="utf-8")
        # inotify begins a moment after the words.
        until = time.monotonic() + 30
        while "郭亮" not in page.read_text(encoding="utf-8") and time.monotonic() < until:
            manifest.write_text(manifest.read_text(encoding="utf-8").replace("毛泽建", "郭亮"), encoding="utf-8")
            time.sleep(0.5)
        assert "郭亮" in page.read_text(encoding="utf-8")
        assert "location.reload" in page.read_text(encoding="utf-8")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_the_default_page_does_not_load_itself_again(workspace: Workspace):
    workspace.json("storyboard")

    assert "location.reload" not in (workspace.root / "out/storyboard.html").read_text(encoding="utf-8")
