"""Bundles, as a partner finds them on a stick: in order, whole, playing without network."""

import json
import zipfile
from pathlib import Path
from typing import Any

import av
import pytest
from mutagen.id3 import ID3

from tests.e2e.browser import told_by
from tests.e2e.conftest import SERIES, SHORTEST, Workspace, shortest_workspace

EPISODE = SHORTEST.replace("../../assets", "assets").replace(
    "    pictures", "    subtitles: assets/n.srt\n    pictures"
)
TITLES = {1: "毛泽建：巾帼英烈", 2: "郭亮", 3: "a/b"}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three programmes with captions, rendered."""
    workspace = shortest_workspace(tmp_path_factory.mktemp("three"))
    workspace.write("assets/n.srt", "1\n00:00:00,000 --> 00:00:01,500\n烈士塔下\n")
    for number, title in TITLES.items():
        text = EPISODE.replace("number: 1", f"number: {number}").replace("毛泽建", title)
        workspace.episode(f"{text}summary: 第{number}课讲什么\n", number=number)
    workspace.json("render")
    return workspace


@pytest.fixture
def rendered(three: Workspace, tmp_path: Path) -> Workspace:
    return three.copied(tmp_path)


def bundled(workspace: Workspace, *arguments: str) -> Any:
    return workspace.json("bundle", *arguments)


def channels(data: Path) -> int:
    with av.open(str(data)) as sound:
        return sound.streams.audio[0].channels


def test_a_folder_holds_the_selection_in_its_order(rendered: Workspace):
    told = bundled(rendered, "s/3,1-2", "--for", "省体育局", "--to", "课程", "--handouts")
    folder = rendered.root / "课程"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert [one["number"] for one in told["episodes"]] == [3, 1, 2]
    assert {"01 a／b.mp4", "02 毛泽建：巾帼英烈.mp4", "03 郭亮.mp4", "03 郭亮.mp3", "讲义/03 郭亮.html"} <= names
    assert (folder / "03 郭亮.mp4").read_bytes() == rendered.out("002 郭亮.mp4").read_bytes()
    lines = (folder / "playlist.m3u8").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "01 a／b.mp4",
        "02 毛泽建：巾帼英烈.mp4",
        "03 郭亮.mp4",
    ]
    contents = (folder / "contents.html").read_text(encoding="utf-8")
    assert contents.index("第3课讲什么") < contents.index("第1课讲什么") < contents.index("第2课讲什么")
    assert "省体育局" in contents
    assert told["warnings"] == []


def test_the_same_bundle_is_left_alone_and_another_one_replaces_it(rendered: Workspace):
    first = bundled(rendered, "s/1-2", "--to", "课程")
    again = bundled(rendered, "s/1-2", "--to", "课程")
    (rendered.root / "课程" / "01 毛泽建：巾帼英烈.mp4").write_bytes(b"damaged on the stick")
    mended = bundled(rendered, "s/1-2", "--to", "课程")
    other = bundled(rendered, "s/2", "--to", "课程")

    assert [one["status"] for one in (first, again, mended, other)] == ["written", "unchanged", "written", "written"]
    assert sorted(path.name for path in (rendered.root / "课程").glob("*.mp4")) == ["01 郭亮.mp4"]
    assert not [path for path in rendered.root.iterdir() if path.name.endswith((".part", ".new", ".old"))]


def test_loudspeakers_get_one_channel_and_zips_are_the_same_twice(rendered: Workspace, tmp_path: Path):
    bundled(rendered, "s/2,1", "--to", "a.zip", "--loudspeaker")
    bundled(rendered, "s/2,1", "--to", "b.zip", "--loudspeaker")
    first, second = (rendered.root / name for name in ("a.zip", "b.zip"))
    with zipfile.ZipFile(first) as packed:
        packed.extractall(tmp_path / "out")
    media = sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix in (".mp3", ".mp4", ".srt"))

    assert first.read_bytes() == second.read_bytes()
    assert media == ["01 郭亮.mp3", "02 毛泽建：巾帼英烈.mp3"]
    assert channels(tmp_path / "out" / media[0]) == 1
    assert ID3(tmp_path / "out" / media[0])["TIT2"].text == ["郭亮"]


def test_the_rendition_for_loudspeakers_is_taken_where_there_is_one(workspace: Workspace):
    workspace.write("episodes/s/series.yaml", SERIES + "  horn: loudspeaker\n")
    workspace.json("render")

    bundled(workspace, "s/1", "--to", "课程", "--loudspeaker")
    bundled(workspace, "s/1", "--to", "全部")

    own = workspace.out("001 毛泽建.horn.mp3").read_bytes()
    assert (workspace.root / "课程" / "01 毛泽建.mp3").read_bytes() == own
    assert (workspace.root / "全部" / "01 毛泽建.mp3").read_bytes() == workspace.out("001 毛泽建.mp3").read_bytes()


def test_a_damaged_or_missing_programme_leaves_nothing(rendered: Workspace):
    rendered.out("002 郭亮.mp4").write_bytes(b"damaged")
    rendered.episode(EPISODE.replace("number: 1", "number: 4"), number=4)

    done = rendered.run("bundle", "s/1-4", "--to", "课程")

    assert done.returncode == 1
    assert "s/2: '002 郭亮.mp4' is not the file that was rendered" in done.stderr
    assert "s/4: not rendered yet" in done.stderr
    assert not (rendered.root / "课程").exists()


def test_somebodys_folder_is_not_touched(rendered: Workspace):
    done = rendered.run("bundle", "s/1", "--to", "episodes")

    assert done.returncode == 1
    assert "is not a bundle" in done.stderr


def test_the_page_plays_from_the_stick(rendered: Workspace):
    bundled(rendered, "s/2,1", "--to", "课程")
    folder = rendered.root / "课程"
    page = (folder / "index.html").read_text(encoding="utf-8")
    probe = """<script>
      addEventListener("load", async () => {
        const played = async player => { player.muted = true; await player.play(); return player.duration; };
        const wait = ms => new Promise(done => setTimeout(done, ms));
        const rows = document.querySelectorAll("#list .play");
        rows[1].click(); await wait(300);
        const film = await played(document.getElementById("video"));
        const cues = document.getElementById("video").textTracks[0].cues.length;
        document.getElementById("only").click(); await wait(300);
        const sound = await played(document.getElementById("audio"));
        const shown = getComputedStyle(document.getElementById("video")).display;
        fetch("/report", {method: "POST", body: JSON.stringify({film, sound, cues, shown,
          title: document.getElementById("title").textContent,
          now: document.querySelector("[aria-current=true] b").textContent})});
      });
    </script></body>"""
    (folder / "probe.html").write_text(page.replace("</body>", probe), encoding="utf-8")

    told = told_by(folder, "probe.html")

    assert told["film"] == pytest.approx(2, abs=0.1)
    assert told["sound"] == pytest.approx(2, abs=0.1)
    assert told["cues"] == 1
    assert told["shown"] == "none"
    assert told["title"] == "2. 毛泽建：巾帼英烈"
    assert told["now"] == "毛泽建：巾帼英烈"
    assert json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["bundle"] == 1
