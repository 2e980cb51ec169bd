"""Bundles, as a partner finds them on a stick: in order, whole, playing without network."""

import json
import zipfile
from pathlib import Path
from typing import Any

import av
import pytest
import zxingcpp
from mutagen.id3 import ID3
from PIL import Image

from tests.e2e.conftest import SERIES, SHORTEST, STUDIO, Workspace, shortest_workspace
from tests.e2e.devtools import Browser, chromium
from tests.e2e.looks import problems

EPISODE = SHORTEST.replace("../../assets", "assets").replace(
    "    pictures", "    subtitles: assets/n.srt\n    pictures"
)
PUBLIC = "https://hall.example.org/lessons/"
TARGET = f'targets:\n  site: {{url: "file://site", public: "{PUBLIC}"}}\n'
TITLES = {1: "毛泽建：巾帼英烈", 2: "郭亮", 3: "a/b"}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three programmes with captions, rendered, of which the second is published."""
    workspace = shortest_workspace(tmp_path_factory.mktemp("three"))
    workspace.write("studio.yaml", STUDIO + TARGET)
    workspace.write("assets/n.srt", "1\n00:00:00,000 --> 00:00:01,500\n烈士塔下\n")
    for number, title in TITLES.items():
        text = EPISODE.replace("number: 1", f"number: {number}").replace("毛泽建", title)
        workspace.episode(f"{text}summary: 第{number}课讲什么\n", number=number)
    workspace.json("render")
    workspace.json("publish", "s/2", "--to", "site")
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
    assert [one.partition(":")[0] for one in told["warnings"]] == ["2 handouts have no QR code"]


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
    with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        tab = browser.page().open((folder / "index.html").as_uri())
        tab.until("document.querySelector('video').poster.endsWith('.jpg')")
        black = tab.tell("[...document.images].filter(one => one.offsetParent && !one.naturalWidth).length")
        tab.click("#list li:nth-child(2) .play")
        film = tab.until(
            "document.querySelector('video').currentTime > 0.1 && document.querySelector('video').duration"
        )
        caption = tab.until("document.querySelector('.p-caption').textContent")
        tab.click("[data-show=audio]")
        sound = tab.until(
            "document.querySelector('audio').currentTime > 0.2 && document.querySelector('audio').duration"
        )
        shown = tab.tell("document.querySelector('video').offsetParent")
        title, now = (
            tab.tell(f"document.querySelector('{one}').textContent") for one in ("#title", "[aria-current=true] b")
        )
        complaints, asked = tab.complaints(), tab.requests()

    assert film == pytest.approx(2, abs=0.1)
    assert sound == pytest.approx(2, abs=0.1)
    assert (black, caption, shown) == (0, "烈士塔下", None)
    assert (title, now) == ("2. 毛泽建：巾帼英烈", "毛泽建：巾帼英烈")
    assert complaints == []
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["bundle"] == 1


def test_a_handout_leads_to_where_its_episode_can_be_heard(rendered: Workspace, browser: Browser, tmp_path: Path):
    bundled(rendered, "s/2,1", "--to", "课程", "--handouts")
    published, other = (rendered.root / "课程/讲义" / name for name in ("01 郭亮.html", "02 毛泽建：巾帼英烈.html"))
    tab = browser.page(1000, 1400)
    tab.media(paper=True)
    tab.open(published.as_uri()).picture(tmp_path / "paper.png")
    across = tab.tell("document.querySelector('.listen svg').getBoundingClientRect().width") / 96 * 25.4
    shown = tab.tell("document.querySelector('.listen a').textContent")
    tab.close()
    with Image.open(tmp_path / "paper.png") as paper:
        read = [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))]

    assert read == [f"{PUBLIC}s/2/"] == [shown]
    assert across == pytest.approx(28, abs=0.5)  # mm
    assert "<svg" not in other.read_text("utf-8")


@pytest.mark.parametrize("page", ["index.html", "contents.html", "讲义/01 郭亮.html"])
def test_pages_owe_nothing_to_anybody(rendered: Workspace, browser: Browser, page: str):
    bundled(rendered, "s/2,1", "--to", "课程", "--handouts")

    assert problems(browser, (rendered.root / "课程" / page).as_uri()) == []
