"""Rendering what cannot be rendered, or what was damaged since: told, and the rest is made."""

import shutil
from fractions import Fraction

from tests import sources
from tests.e2e.conftest import SERIES, SHORTEST, Workspace


def test_one_failed_episode_does_not_stop_the_others(workspace: Workspace):
    workspace.episode("number: 2\ntitle: 坏\nsegments:\n  - clip: assets/nothing.mp4\n", 2)
    workspace.episode("number: 3\ntitle: 碎\nsegments:\n  - clip: assets/broken.mp4\n", 3)
    workspace.asset(sources.truncated(sources.flash_and_beep("flash.mp4", 2), "broken.mp4", kept=Fraction(1, 2)))

    report = workspace.json("render", status=1)

    assert [episode["status"] for episode in report["episodes"]] == ["rendered", "failed", "failed"]
    assert [found["code"] for found in report["episodes"][1]["diagnostics"]] == ["missing-file"]
    (found,) = report["episodes"][2]["diagnostics"]
    assert (found["file"], found["line"], found["column"]) == ("episodes/s/003.yaml", 4, 11)


def test_two_programmes_of_one_name_are_refused(workspace: Workspace):
    workspace.write("episodes/s/series.yaml", SERIES + 'name: "{title}"\n')
    workspace.episode(SHORTEST.replace("../../", "").replace("number: 1", "number: 2"), 2)

    report = workspace.json("render", status=1)

    assert [episode["status"] for episode in report["episodes"]] == ["rendered", "failed"]
    assert [found["code"] for found in report["episodes"][1]["diagnostics"]] == ["name-collision"]


def test_a_damaged_artefact_is_made_again_with_a_warning(rendered: Workspace):
    before = rendered.hashes()
    (tile,) = (path for path in (rendered.root / ".voicehall/cache").rglob("*.mp4"))
    tile.write_bytes(tile.read_bytes()[:-7] + b"damaged")
    shutil.rmtree(rendered.root / "out")

    report = rendered.json("render")

    assert [found["code"] for found in report["diagnostics"]] == ["damaged-artefact"]
    assert rendered.hashes() == before


def test_a_damaged_programme_is_put_out_again(rendered: Workspace):
    before = rendered.hashes()
    rendered.out("001 毛泽建.mp3").write_bytes(b"")

    report = rendered.json("render")

    assert report["episodes"][0]["status"] == "rendered"
    assert report["episodes"][0]["spans"]["encoded"] == 0
    assert rendered.hashes() == before
