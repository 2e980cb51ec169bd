"""Pictures as people have them, from the manifest to the finished file."""

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.media.ffmpeg import binary
from pipeline.media.picture.formats import load_heif
from tests import sources
from tests.e2e.conftest import Workspace

SERIES = "title: 图\nrenditions:\n  main: {size: 320x180, rate: 25}\n  sound: none\n"
LEVELS = (10, 120, 230)


@pytest.fixture
def shelf(bare: Workspace) -> Workspace:
    """A workspace with pictures of every sort beside the episodes."""
    bare.write("episodes/s/series.yaml", SERIES)
    folder = bare.root / "episodes/s"
    load_heif()
    frames = [Image.new("RGB", (160, 90), (level, level, level)) for level in LEVELS]
    for name, options in (("a.gif", {}), ("a.png", {}), ("a.webp", {"lossless": True})):
        frames[0].save(folder / name, save_all=True, append_images=frames[1:], duration=200, loop=0, **options)
    frames[0].save(folder / "deck.pdf", save_all=True, append_images=frames[1:])
    frames[1].save(folder / "phone.heic", quality=95)
    (folder / "photos").mkdir()
    for number, level in ((10, 230), (2, 120), (1, 10)):
        Image.new("L", (160, 90), level).save(folder / f"photos/p{number}.jpg", quality=95)
    return bare


def rendered(workspace: Workspace, segments: str) -> tuple[list[int], list[str]]:
    """The gray of every frame, from 0 to 255, and the codes of what was said."""
    workspace.episode(f"number: 1\ntitle: 图\nsegments:\n{segments}")
    (episode,) = workspace.json("render")["episodes"]
    grays = sources.grays(workspace.root / episode["files"][0]["path"])
    levels = [round((float(gray[60:120, 100:220].mean()) - 16) * 255 / 219) for gray in grays]
    return levels, [one["code"] for one in episode["diagnostics"]]


def near(levels: Any, wanted: Any) -> bool:
    return len(levels) == len(wanted) and bool((np.abs(np.subtract(levels, wanted)) <= 3).all())


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_plays_as_a_clip(shelf, name):
    levels, said = rendered(shelf, f"  - clip: {name}\n")

    assert near(levels, np.repeat(LEVELS, 5)) and "animated-picture" not in said


def test_a_part_of_an_animation(shelf):
    levels, _ = rendered(shelf, '  - clip: a.webp\n    from: "00:00.160"\n    to: "00:00.480"\n')

    assert near(levels, [10] + [120] * 5 + [230] * 2)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_as_a_picture_stands_and_says_so(shelf, name):
    levels, said = rendered(shelf, f"  - image: {name}\n    for: 200ms\n")

    assert near(levels, [10] * 5) and said == ["animated-picture"]


def test_pages_photos_and_patterns(shelf):
    sound = shelf.asset(sources.tone("speech.wav", 3))
    levels, said = rendered(
        shelf,
        "  - image: deck.pdf\n    page: 2\n    for: 80ms\n  - image: phone.heic\n    for: 80ms\n"
        f"  - narration: {sound}\n    pictures: photos/*.jpg\n  - narration: {sound}\n    pictures: deck.pdf\n",
    )

    assert near(levels, [120] * 4 + list(np.repeat((*LEVELS, *LEVELS), 25)))
    assert "more-pictures" not in said


@pytest.mark.parametrize(
    ("segment", "code", "line"),
    [
        ("  - image: deck.pdf\n    page: 4\n    for: 1s\n", "no-such-page", 4),
        ("  - image: photos/p1.jpg\n    page: 1\n    for: 1s\n", "no-pages", 4),
        ("  - image: deck.pdf\n    for: 1s\n", "more-pictures", 4),
    ],
)
def test_what_is_said_of_pages(shelf, segment, code, line):
    shelf.episode(f"number: 1\ntitle: 图\nsegments:\n{segment}")

    said = shelf.json("check", status=0 if code == "more-pictures" else 1)["diagnostics"]
    assert [(one["code"], one["line"]) for one in said] == [(code, line)]


def test_a_page_may_be_cover_and_ground_of_a_card(shelf):
    card = "  - card: 字\n    for: 80ms\n    theme: {picture: deck.pdf}\n"
    shelf.episode(f"number: 1\ntitle: 图\ncover: deck.pdf\nsegments:\n{card}")

    (episode,) = shelf.json("render")["episodes"]

    assert {one["code"] for one in episode["diagnostics"]} == {"more-pictures", "blank-cover"}
    with Image.open(shelf.out("001 图.jpg")) as cover:
        assert abs(int(np.asarray(cover.convert("L")).mean()) - 10) <= 3


def test_an_audiogram_shows_a_slide_whole(bare: Workspace):
    """16:9 with a mark at either side: both are there."""
    bare.write(
        "episodes/s/series.yaml", "title: 图\nrenditions:\n  main: {preset: audiogram, size: 320x320}\n  sound: none\n"
    )
    slide = Image.new("RGB", (640, 360), (40, 40, 40))
    slide.paste((255, 255, 255), (0, 0, 30, 360))
    slide.paste((255, 255, 255), (610, 0, 640, 360))
    slide.save(bare.root / "episodes/s/slide.png")
    sound = bare.asset(sources.tone("speech.wav", 1))
    bare.episode(f"number: 1\ntitle: 图\nsegments:\n  - narration: {sound}\n    pictures: slide.png\n")

    (episode,) = bare.json("render")["episodes"]

    picture = first_frame(bare.root / episode["files"][0]["path"])
    art = picture[24:160, 24:160].mean(axis=2)
    middle = art[art.shape[0] // 2]
    bright = np.flatnonzero(middle > 200)
    assert bright.min() <= 4 and bright.max() >= len(middle) - 8, middle


def first_frame(path: Path) -> Any:
    command = [binary(), "-v", "error", "-i", path, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run([str(word) for word in command], capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.uint8).reshape(320, 320, 3).astype(int)
