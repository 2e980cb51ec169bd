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

    assert [one["kind"] for one in foreseen["to remove"]] == ["still"]
    assert report["removed"] == foreseen["to remove"]
    shutil.rmtree(rendered.root / "out")
    assert rendered.json("render")["episodes"][0]["spans"]["encoded"] == 0


def test_nothing_is_pruned_while_a_manifest_cannot_be_read(rendered: Workspace):
    before = rendered.json("cache", "stats")
    rendered.episode("number: 2\n", 2)

    report = rendered.json("cache", "prune", status=1)

    assert report["diagnostics"]
    assert rendered.json("cache", "stats") == before


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
