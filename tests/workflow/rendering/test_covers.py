"""Covers in a series: what one shows, the next ones rather do not, and nothing later changes it."""

import shutil

import pytest
from PIL import Image

from pipeline.workflow.authoring.check import check
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.session import Session
from pipeline.workflow.workspace import Workspace
from tests.e2e.conftest import Workspace as Folder
from tests.media.picture.scenery import scene

EPISODE = """number: {number}
title: {title}
segments:
{images}
"""


def series(folder: Folder, *episodes: str) -> None:
    for number, pictures in enumerate(episodes, start=1):
        images = "\n".join(f"  - image: assets/{name}\n    for: 1s" for name in pictures.split())
        text = EPISODE.format(number=number, title=f"第{number}", images=images)
        (folder.root / f"episodes/s/{number:03d}.yaml").write_text(text, encoding="utf-8")


def chosen(folder: Folder, number: int) -> tuple[str, str]:
    """The name of the picture that an episode's covers show, planned alone, and why."""
    own = Workspace.open(Session(cwd=folder.root))
    (episode,) = own.read((f"s/{number}",)).episodes
    programme = plan_episode(own, episode).programme
    assert programme is not None
    assert programme.cover_source is not None
    choice = programme.artwork.front.choice
    assert choice is not None
    own.catalogue.save()
    return programme.cover_source.picture.rpartition("/")[2], choice.reason


def test_no_episode_shows_what_an_earlier_one_uses(workspace: Folder):
    assets = workspace.root / "assets"
    for place, name in enumerate(("one.png", "two.png", "three.png")):
        scene(place + 1, (800, 600)).save(assets / name)
    Image.open(assets / "one.png").resize((700, 525)).save(assets / "copy.jpg", quality=70)
    series(workspace, "one.png", "copy.jpg two.png", "two.png copy.jpg three.png", "one.png")
    found = [chosen(workspace, number) for number in (1, 2, 3, 4)]

    assert [name for name, _ in found] == ["one.png", "two.png", "three.png", "one.png"]
    assert "shown by no earlier episode" in found[1][1]

    shutil.rmtree(workspace.root / ".voicehall", ignore_errors=True)
    series(workspace, "one.png", "copy.jpg two.png", "two.png copy.jpg three.png", "two.png three.png")
    assert [chosen(workspace, number)[0] for number in (2, 3)] == ["two.png", "three.png"]


@pytest.mark.parametrize(("characters", "told"), [(40, []), (120, [2])])
def test_titles_that_are_too_small_on_covers_are_told(workspace: Folder, characters: int, told: list[int]):
    scene(1, (800, 600)).save(workspace.root / "assets/one.png")
    series(workspace, "one.png")
    path = workspace.root / "episodes/s/001.yaml"
    long = ("永远的丰碑在人民心中，" * 30)[:characters]
    path.write_text(path.read_text(encoding="utf-8").replace("title: 第1", f"title: {long}"), encoding="utf-8")

    report = check(Session(cwd=workspace.root))

    assert [one.mark.line for one in report.diagnostics if one.code == "small-cover-title"] == told


def test_titles_that_covers_cut_are_told(workspace: Folder):
    scene(1, (800, 600)).save(workspace.root / "assets/one.png")
    series(workspace, "one.png")
    path = workspace.root / "episodes/s/001.yaml"
    long = "永远的丰碑在人民心中" * 30
    path.write_text(path.read_text(encoding="utf-8").replace("title: 第1", f"title: {long}"), encoding="utf-8")

    def told() -> list[str]:
        report = check(Session(cwd=workspace.root))
        return [one.hint for one in report.diagnostics if one.code == "shortened-cover"]

    assert told() == ["give covers a shorter one: cover: {text: ...}"]
    path.write_text(path.read_text(encoding="utf-8") + "cover: {text: 丰碑}\n", encoding="utf-8")
    assert not told()
