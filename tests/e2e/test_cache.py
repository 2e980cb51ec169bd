"""The cache from outside: looked at, verified and pruned without losing what is needed."""

import shutil
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.conftest import SHORTEST, Workspace


def test_pruning_keeps_what_the_manifests_need(rendered: Workspace):
    rendered.episode(SHORTEST.replace("../../", "").replace("a.jpg", "b.jpg"))
    shutil.copyfile(rendered.root / "assets/a.jpg", rendered.root / "assets/b.jpg")
    (rendered.root / "assets/b.jpg").write_bytes((rendered.root / "assets/a.jpg").read_bytes() + b"\0")
    rendered.json("render")

    foreseen = rendered.json("cache", "prune", "--dry-run")
    report = rendered.json("cache", "prune")

    # The covers show the picture as well.
    assert sorted(one["kind"] for one in foreseen["to remove"]) == ["cover", "cover", "still"]
    assert report["removed"] == foreseen["to remove"]
    shutil.rmtree(rendered.root / "out")
    assert rendered.json("render")["episodes"][0]["spans"]["encoded"] == 0


def test_a_broken_manifest_keeps_what_it_was_last_made_from_and_nothing_else(rendered: Workspace):
    rendered.episode("number: 2\ntitle: 二\nsegments: [{card: 二, for: 1s}]\n", 2)
    rendered.episode("number: 3\ntitle: 三\nsegments: [{card: 三, for: 1s}]\n", 3)
    rendered.json("render")
    rendered.episode("number: 2\ntitle: 二\nsegments: [{card: 二, for: 1}]\n", 2)
    rendered.episode("number: 3\ntitle: 三\nsegments: [{card: 三点, for: 1s}]\n", 3)
    rendered.episode("number: 4\n", 4)

    report = rendered.json("cache", "prune")

    # Its cover has the title, and stays.
    assert [one["kind"] for one in report["removed"]] == ["still"]
    (known,) = [one for one in report["kept"] if one["manifest"] == "episodes/s/002.yaml"]
    assert known["artefacts"] >= 1 and known["bytes"] > 0
    (unknown,) = [one for one in report["kept"] if one["manifest"] == "episodes/s/004.yaml"]
    assert unknown["artefacts"] == 0
    assert {one["code"] for one in report["diagnostics"]} >= {"bad-time", "missing-key"}
    rendered.episode("number: 2\ntitle: 二\nsegments: [{card: 二, for: 1s}]\n", 2)
    mended = rendered.json("render", "s/2")["episodes"][0]
    assert mended["spans"]["encoded"] == 0


def test_verify_names_what_is_damaged(rendered: Workspace):
    (tile,) = (rendered.root / ".voicehall/cache").glob("??/*.mp4")
    tile.write_bytes(b"")

    report = rendered.json("cache", "verify", status=1)

    assert [one["kind"] for one in report["damaged"]] == ["still"]


def test_wrong_sizes_and_ages_are_refused_in_words(workspace: Workspace):
    for option, word in (("--to", "much"), ("--older-than", "long")):
        done = workspace.run("cache", "prune", option, word)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"'{word}' is no" in done.stderr


def test_two_renders_at_once_share_the_workspace_safely(workspace: Workspace):
    for number in range(2, 5):
        workspace.episode(SHORTEST.replace("../../", "").replace("number: 1", f"number: {number}"), number)

    with ThreadPoolExecutor(2) as both:
        reports = list(both.map(lambda _: workspace.json("render"), range(2)))

    assert all(report["ok"] for report in reports)
    together = workspace.hashes()
    assert workspace.json("render", "--force")["ok"]
    assert workspace.hashes() == together
