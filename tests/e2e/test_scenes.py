"""`scene:` from the manifest to the programme: pictures, sound, captions, and what is told when it fails."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from tests.cluster import Cluster, until
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import Workspace

pytestmark = pytest.mark.usefixtures("whole_covers")

SCRIPT = '''\
"""A bar that goes from left to right, with a tone."""

import numpy as np
from moviepy import AudioClip, VideoClip


def scene(size, rate, length, hz: int = 440, level: float = 0.3):
    def frame(t):
        pixels = np.zeros((size[1], size[0], 3), np.uint8)
        number = round(t * rate)
        pixels[:, number * 4 : number * 4 + 4] = 230
        return pixels

    sound = AudioClip(lambda t: level * np.sin(2 * np.pi * hz * t), duration=length, fps=48000)
    return VideoClip(frame, duration=length).with_audio(sound)
'''
EPISODE = """\
number: 1
title: 毛泽建
captions: none
segments:
  - scene: opening.py
    for: 2s
    chapter: 片头
    with: {hz: 500}
  - scene: title-rise
    for: 6s
    transition: {kind: dissolve, for: 400ms}
    with: {title: "{title}：巾帼英烈"}
"""


@pytest.fixture
def studio(bare: Workspace) -> Workspace:
    bare.write("studio.yaml", "name: 声音馆\nscenes: trusted\n")
    bare.write("episodes/s/opening.py", SCRIPT)
    bare.episode(EPISODE)
    return bare


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same, rendered. Tests copy it."""
    from tests.e2e.conftest import bare_workspace

    studio = bare_workspace(tmp_path_factory.mktemp("scenes"))
    studio.write("studio.yaml", "name: 声音馆\nscenes: trusted\n")
    studio.write("episodes/s/opening.py", SCRIPT)
    studio.episode(EPISODE)
    assert studio.json("check")["diagnostics"] == []
    studio.json("render")
    return studio


@pytest.fixture
def rendered(made: Workspace, tmp_path: Path) -> Workspace:
    return made.copied(tmp_path)


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray()[: frame.height] for frame in file.decode(video=0)]


def tone(path: Path, start: float, stop: float) -> tuple[float, float]:
    """The strongest frequency between two seconds, and how loud it is."""
    with av.open(str(path)) as file:
        pcm = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=-1)
        rate = file.streams.audio[0].rate
    part = pcm[0, int(start * rate) : int(stop * rate)]
    return np.abs(np.fft.rfft(part)).argmax() / (stop - start), float(np.sqrt((part.astype(float) ** 2).mean()))


def test_pictures_and_sound_are_where_the_script_puts_them(rendered: Workspace):
    shown = pictures(rendered.out("001 毛泽建.mp4"))

    assert len(shown) == 200
    # Until the dissolve, which begins 5 frames before the cut.
    assert [int(one[90].reshape(-1, 4).mean(axis=1).argmax()) for one in shown[:45]] == list(range(45))
    assert shown[45][90, 45 * 4 + 1] > shown[52][90, 49 * 4 + 1] > 80
    # The last frame of a scene stands while the next one comes.
    assert (np.abs(shown[-1].astype(int) - shown[-20]) <= 2).all()
    for name in ("001 毛泽建.mp4", "001 毛泽建.mp3"):
        frequency, loud = tone(rendered.out(name), 0.5, 1.5)
        assert frequency == pytest.approx(500, abs=2)
        assert tone(rendered.out(name), 3, 4)[1] < loud / 1000


def test_chapters_record_and_verify(rendered: Workspace):
    record = json.loads(rendered.out("001 毛泽建.json").read_text(encoding="utf-8"))

    # Two seconds are no chapter of their own; a stated one is.
    assert [one["title"] for one in record["chapters"]] == ["片头", "毛泽建：巾帼英烈"]
    assert {"opening.py", "title-rise"} <= {one["name"] for one in record["inputs"]}
    assert rendered.json("verify")["ok"]


def test_again_nothing_is_made_and_a_change_is_told(rendered: Workspace):
    assert rendered.json("render")["episodes"][0]["spans"] == {"total": 3, "encoded": 0, "reused": 3}

    rendered.episode(EPISODE.replace("hz: 500", "hz: 600"))
    said = rendered.run("plan", "--why").stdout
    assert "hz 500 -> 600" in said
    spans = rendered.json("plan")["episodes"][0]["timeline"]
    assert [one["action"] for one in spans if one["kind"] == "scene"] == ["encode", "reuse"]

    rendered.episode(EPISODE)
    rendered.write("episodes/s/opening.py", SCRIPT + "\n# Another line.\n")
    assert "opening.py changed" in rendered.run("plan", "--why").stdout


def test_a_used_file_is_part_of_it(rendered: Workspace):
    rendered.write(
        "episodes/s/opening.py", SCRIPT.replace("    def frame", "    open('level.txt').read()\n\n    def frame")
    )
    rendered.episode(EPISODE.replace("    chapter", "    uses: [level.txt]\n    chapter"))
    rendered.write("episodes/s/level.txt", "1")
    rendered.json("render")
    assert rendered.json("plan")["episodes"][0]["status"] == "fresh"

    rendered.write("episodes/s/level.txt", "2")
    assert "level.txt changed" in rendered.run("plan", "--why").stdout


def test_without_trust_nothing_of_it_runs(rendered: Workspace):
    rendered.write("studio.yaml", "name: 声音馆\n")
    rendered.write("episodes/s/opening.py", "import pathlib\npathlib.Path('/tmp/ran').write_text('x')\n" + SCRIPT)

    for verb in ("check", "render", "plan", "storyboard"):
        found = rendered.json(verb, status=1)
        assert "untrusted-scene" in json.dumps(found), verb


def test_a_failure_is_told_at_the_scripts_line(rendered: Workspace):
    rendered.write("episodes/s/opening.py", SCRIPT.replace("number * 4 + 4]", "number * 4 + 4, 9]"))
    (said,) = rendered.json("render", status=1)["episodes"][0]["diagnostics"]

    assert (said["code"], said["file"], said["line"]) == ("scene-failed", "episodes/s/opening.py", 11)
    assert "IndexError" in said["message"]


def test_one_that_never_ends_costs_its_limit(rendered: Workspace):
    rendered.write(
        "episodes/s/opening.py", SCRIPT.replace("    def frame(t):", "    def frame(t):\n        while t > 0.5: pass")
    )
    rendered.episode(EPISODE.replace("    chapter: 片头", "    chapter: 片头\n    time-limit: 3s"))
    (said,) = rendered.json("render", status=1)["episodes"][0]["diagnostics"]

    assert "takes longer than 3.0 s" in said["message"]
    assert "time-limit" in said["hint"]
    assert said["file"] == "episodes/s/001.yaml"


def test_its_own_level_and_gain(rendered: Workspace):
    """Beside a narration a scene's sound keeps its level: what is soft stays soft."""
    from tests import sources

    name = rendered.asset(sources.tone("n.m4a"))
    narrated = EPISODE + f"  - narration: ../../{name}\n    chapter: 解说\n".replace("../../assets", "assets")
    rendered.episode(narrated.replace("hz: 500", "hz: 500, level: 0.01"))
    rendered.json("render")
    soft = tone(rendered.out("001 毛泽建.mp3"), 0.5, 1.5)[1]
    rendered.episode(narrated.replace("with: {hz: 500}", "gain: 6 dB\n    with: {hz: 500, level: 0.01}"))
    rendered.json("render")

    assert tone(rendered.out("001 毛泽建.mp3"), 0.5, 1.5)[1] / soft == pytest.approx(2, rel=0.1)
    assert tone(rendered.out("001 毛泽建.mp3"), 8.5, 9.5)[1] > 5 * soft


def test_in_a_storyboard_it_is_drawn(rendered: Workspace):
    rendered.json("storyboard", "--to", "board.png")

    from PIL import Image

    board = np.asarray(Image.open(rendered.root / "board.png").convert("RGB")).astype(int)
    assert ((board[..., 0] > 90) & (board[..., 1] < 60)).mean() > 0.01  # The red of the title's ground.


def test_in_every_shape_and_as_an_audiogram(studio: Workspace):
    studio.write(
        "episodes/s/series.yaml",
        "title: 颂英烈\nrenditions:\n  main: {size: 320x180, rate: 25}\n  tall: {size: 180x320, rate: 30000/1001}\n"
        "  square: {size: 180x180, rate: 25}\n  heard: {preset: audiogram, size: 180x180}\n",
    )
    made = studio.json("render")
    files = {one["rendition"]: one["path"] for one in made["episodes"][0]["files"]}

    for name, size in (("main", (320, 180)), ("tall", (180, 320)), ("square", (180, 180)), ("heard", (180, 180))):
        with av.open(str(studio.root / files[name])) as file:
            stream = file.streams.video[0]
            assert (stream.width, stream.height) == size
            assert float(stream.duration * stream.time_base) == pytest.approx(8, abs=0.05)
        assert tone(studio.root / files[name], 0.5, 1.5)[0] == pytest.approx(500, abs=2)


def test_with_burned_captions_and_a_logo(studio: Workspace):
    from tests import sources

    logo = studio.asset(sources.photo("photo.jpg"), "logo.jpg")
    studio.write("studio.yaml", f"name: 声音馆\nscenes: trusted\nlogo: {{image: {logo}, corner: top-right}}\n")
    studio.episode(EPISODE.replace("captions: none\n", ""))
    studio.json("render")
    bare = pictures(studio.out("001 毛泽建.mp4"))
    studio.write("studio.yaml", "name: 声音馆\nscenes: trusted\n")
    studio.json("render")
    without = pictures(studio.out("001 毛泽建.mp4"))

    corner = np.s_[5:40, 270:315]
    assert np.abs(bare[10][corner].astype(int) - without[10][corner]).mean() > 5
    assert np.abs(bare[10][90:, :200].astype(int) - without[10][90:, :200]).mean() < 1


def test_other_machines_make_it_from_the_store_alone(rendered: Workspace, tmp_path: Path):
    """The worker has neither the script nor what it uses: both come by their content."""
    before = rendered.hashes()
    shutil.rmtree(rendered.root / "out")
    shutil.rmtree(rendered.root / ".voicehall")
    store = tmp_path / "store"
    store.mkdir()
    cluster = Cluster(tmp_path / "cluster")
    try:
        cluster.worker("one", VOICEHALL_STORE=str(store))
        cluster.has("one")
        with cluster.busy():
            process = subprocess.Popen(
                [*COMMAND, "render", "--cluster", cluster.address],
                cwd=rendered.root,
                env=os.environ | {"PYTHONPATH": str(ROOT), "VOICEHALL_STORE": str(store)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            until(lambda: "opening.py" in {path.name for path in store.glob("files/*/*/*")})
            (rendered.root / "episodes/s/opening.py").rename(rendered.root / "moved.py")
        said, _ = process.communicate(timeout=120)
    finally:
        cluster.close()

    assert process.returncode == 0, said
    assert rendered.hashes() == before
