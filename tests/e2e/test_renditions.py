"""Several files from one plan: shapes, shared work, equal bytes, and titles and covers that ask for trouble."""

import json
import shutil
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from mutagen.mp4 import MP4
from PIL import Image

from tests import sources
from tests.e2e.conftest import SHORTEST, STUDIO, Workspace

SERIES = """\
title: 烈士塔下颂英烈
renditions:
  main: {size: 320x180}
  tall: {preset: vertical, size: 180x320, reframe: crop}
  wave: {preset: audiogram, size: 240x240}
  horns: loudspeaker
"""
PLAIN = SHORTEST.replace("../../", "")


def first_frame(path: Path) -> Any:
    with av.open(str(path)) as file:
        return next(file.decode(video=0)).to_ndarray(format="rgb24").astype(int)


@pytest.fixture
def shapes(workspace: Workspace) -> Workspace:
    workspace.write("episodes/s/series.yaml", SERIES)
    return workspace


@pytest.fixture
def colours(shapes: Workspace) -> Workspace:
    """The picture is red on its left, blue on its right."""
    picture = Image.new("RGB", (640, 360), "red")
    picture.paste("blue", (320, 0, 640, 360))
    picture.save(shapes.root / "assets/a.jpg", quality=95)
    return shapes


@pytest.mark.parametrize(
    ("own", "rendition", "red"), [("", "", 0.5), ("[0, 0.5]", "", 1), ("", "[100%, 0]", 0), ("[0, 0]", "[1, 1]", 1)]
)
def test_a_crop_looks_where_the_picture_says_else_where_the_rendition_does(
    colours: Workspace, own: str, rendition: str, red: float
):
    if rendition:
        colours.write("episodes/s/series.yaml", SERIES.replace("reframe: crop", f"reframe: crop, focus: {rendition}"))
    colours.episode(PLAIN.replace("a.jpg", f"a.jpg, focus: {own}") if own else PLAIN)

    colours.json("render", "--rendition", "tall")

    shown = first_frame(colours.out("001 毛泽建.tall.mp4"))
    assert float((shown[..., 0] > shown[..., 2]).mean()) == pytest.approx(red, abs=0.03)


def test_cards_are_typeset_for_every_shape(shapes: Workspace):
    """The frame line keeps its distance from the edges of each; a scaled card's would not."""
    shapes.episode("number: 1\ntitle: 毛泽建\nsegments: [{card: 毛泽建烈士, for: 1s}]\n")

    shapes.json("render")

    for name, width in ((".mp4", 320), (".tall.mp4", 180)):
        shown = first_frame(shapes.out(f"001 毛泽建{name}"))
        letters = np.flatnonzero((shown.min(axis=2) > 170).any(axis=0))
        assert shown.shape[1] == width
        assert abs((letters.min() + letters.max()) / 2 - width / 2) <= 3
        assert 0.3 * width < letters.max() - letters.min() < 0.85 * width


def test_what_is_the_same_in_two_renditions_is_made_once(workspace: Workspace):
    workspace.write(
        "episodes/s/series.yaml",
        "title: x\nrenditions:\n  main: {size: 320x180}\n  again: {size: 320x180, bitrate: 96k}\n"
        "  same: {size: 320x180}\n",
    )

    (episode,) = workspace.json("render")["episodes"]

    assert episode["spans"] == {"total": 3, "encoded": 1, "reused": 2}
    files = {file["rendition"]: file["sha256"] for file in episode["files"] if file["rendition"]}
    assert files["main"] == files["same"] != files["again"]


def test_any_number_of_cores_and_any_folder_give_the_same_bytes(shapes: Workspace):
    shapes.write("assets/n.srt", "1\n00:00:00,200 --> 00:00:01,000\n烈士塔\n")
    shapes.episode(PLAIN.replace("    pictures", "    subtitles: assets/n.srt\n    pictures"))
    shapes.json("render", "-j", "1")
    elsewhere = Workspace(root=shapes.root.parent / "elsewhere")
    shutil.copytree(shapes.root, elsewhere.root, ignore=shutil.ignore_patterns("out", ".voicehall"))

    elsewhere.json("render", "-j", "3")

    assert shapes.hashes() == elsewhere.hashes()


def test_a_rendition_that_is_wanted_no_more_leaves(workspace: Workspace):
    series = "title: 颂英烈\nrenditions:\n  main: {size: 320x180}\n"
    workspace.write("episodes/s/series.yaml", f"{series}  small: {{preset: video-720p, size: 160x90}}\n")
    workspace.json("render")
    assert workspace.out("001 毛泽建.small.mp4").exists()
    workspace.write("episodes/s/series.yaml", series)

    (planned,) = workspace.json("plan")["episodes"]
    (done,) = workspace.json("render")["episodes"]

    assert (planned["reason"], done["status"]) == ("list of renditions changed", "rendered")
    assert not workspace.out("001 毛泽建.small.mp4").exists()
    assert {file["rendition"] for file in done["files"]} == {"main", "sound", ""}
    assert workspace.json("render")["episodes"][0]["status"] == "fresh"
    assert [workspace.json("render", "--draft")["episodes"][0]["status"] for _ in range(2)] == ["rendered", "fresh"]


def test_a_studio_that_makes_sound_only_has_audiograms(workspace: Workspace):
    workspace.write("episodes/s/series.yaml", "title: x\nrenditions: {main: {preset: audiogram, size: 240x240}}\n")
    workspace.episode("number: 1\ntitle: 毛泽建\nsegments: [{narration: assets/n.m4a}]\n")

    workspace.json("render")

    with av.open(str(workspace.out("001 毛泽建.mp4"))) as file:
        assert sum(1 for _ in file.decode(video=0)) == 50
    (changed,) = workspace.json("plan", "s/1")["episodes"]
    assert changed["status"] == "fresh"


TITLES = (
    "毛泽建" * 100, "AVeryLongTitle" * 21, "😀 英烈", "שלום عليكم 毛泽建", "CON", "a/b\\c:d*e?f|g<h>i",
    "{title} {0} %s \\n", "…", "é" * 120,
)  # fmt: skip


def test_any_title_makes_a_programme_in_every_rendition(shapes: Workspace):
    for number, title in enumerate(TITLES, start=1):
        head = f"number: {number}\ntitle: {json.dumps(title, ensure_ascii=False)}\n"
        shapes.episode(head + PLAIN.split("\n", 2)[2], number)

    report = json.loads(shapes.run("render", "--json").stdout)

    taken: set[str] = set()
    for title, episode in zip(TITLES, report["episodes"], strict=True):
        errors = {found["code"] for found in episode["diagnostics"] if found["severity"] == "error"}
        # What no font of this machine draws is told, and nothing else may be wrong.
        assert errors <= {"missing-glyph"}, title
        names = [Path(file["path"]).name for file in episode["files"]]
        assert len({name.casefold() for name in names} - taken) == (0 if errors else 7), title
        assert all(len(name.encode()) <= 255 for name in names)
        taken |= {name.casefold() for name in names}
        for file in episode["files"]:
            if file["rendition"] == "main":
                tags = MP4(shapes.root / file["path"]).tags
                assert tags is not None
                assert tags["\xa9nam"] == [title]
    assert len(taken) >= 6 * 7


@pytest.mark.parametrize("title", ["a\\u0007b", "a\\u202Eb\\u0000", "a\\u0085b"])
def test_control_characters_in_titles_are_refused_at_their_place(shapes: Workspace, title: str):
    shapes.episode(PLAIN.replace("title: 毛泽建", f'title: "{title}"'))

    report = shapes.json("check", status=1)

    assert [(found["code"], found["line"]) for found in report["diagnostics"]] == [("control-character", 2)]


def test_covers_of_any_size_are_handled_in_words(shapes: Workspace):
    Image.new("RGB", (1, 1)).save(shapes.root / "assets/one.png")
    Image.linear_gradient("L").resize((800, 600)).save(shapes.root / "assets/small.png")
    shapes.asset(sources.huge_png("huge.png", 30_000), "huge.png")
    said = {}
    for name in ("one", "small", "huge"):
        shapes.episode(PLAIN.replace("segments:", f"cover: assets/{name}.png\nsegments:"))
        (found,) = json.loads(shapes.run("check", "--json").stdout)["diagnostics"]
        said[name] = (found["code"], found["severity"], found["line"])

    assert said == {
        "one": ("cover-too-small", "error", 3),
        "small": ("cover-upscaled", "warning", 3),
        "huge": ("picture-too-large", "error", 3),
    }


def test_a_given_cover_is_in_every_file_and_square_for_feeds(shapes: Workspace):
    Image.linear_gradient("L").resize((1600, 1200)).convert("CMYK").save(shapes.root / "assets/c.jpg")
    shapes.episode(PLAIN.replace("segments:", "cover: assets/c.jpg\nsegments:"))

    shapes.json("render")

    covers = {name: Image.open(shapes.out(f"001 毛泽建{name}")) for name in (".jpg", ".square.jpg")}
    assert [(cover.size, cover.mode) for cover in covers.values()] == [((320, 240), "RGB"), ((3000, 3000), "RGB")]
    tags = MP4(shapes.out("001 毛泽建.wave.mp4")).tags
    assert tags is not None
    assert bytes(tags["covr"][0]) == shapes.out("001 毛泽建.jpg").read_bytes()


def test_a_square_cover_has_the_title_first(workspace: Workspace):
    workspace.write("studio.yaml", STUDIO)
    workspace.json("render")

    with Image.open(workspace.out("001 毛泽建.square.jpg")) as cover:
        assert (cover.size, cover.mode, cover.info["dpi"]) == ((3000, 3000), "RGB", (72, 72))
    assert workspace.out("001 毛泽建.square.jpg").stat().st_size <= 512_000
