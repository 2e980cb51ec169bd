"""Renumbering and renaming, as a producer meets it: every episode stays who it is."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.manifest.edit import transaction
from tests.e2e.conftest import SHORTEST, Workspace

TITLES = {1: "毛泽建", 2: "郭亮", 3: "夏明翰", 5: "杨开慧"}


@pytest.fixture
def series(workspace: Workspace) -> Workspace:
    """Numbers 1, 2, 3 and 5, in files called after number and title, but for the last."""
    (workspace.root / "episodes/s/001.yaml").unlink()
    for number, title in TITLES.items():
        text = SHORTEST.replace("../../", "").replace("number: 1", f"number: {number}  # 期号").replace("毛泽建", title)
        workspace.write("episodes/s/yang.yaml" if number == 5 else f"episodes/s/{number:03d}-{title}.yaml", text)
    return workspace


def files(workspace: Workspace) -> dict[str, str]:
    """The manifests' numbers by their names."""
    found = {}
    for path in sorted((workspace.root / "episodes/s").iterdir()):
        if path.name != "series.yaml":
            found[path.name] = next(
                line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("number")
            ).split()[1]
    return found


def guids(workspace: Workspace) -> dict[str, str]:
    """Identities by title."""
    return {row["title"]: row["guid"] for row in workspace.json("status")["episodes"]}


def records(workspace: Workspace) -> dict[str, Any]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in workspace.out("").glob("*.json")]
    return {record["title"]: record for record in found}


def test_a_number_changes_in_its_line_alone(series: Workspace):
    before = (series.root / "episodes/s/yang.yaml").read_text(encoding="utf-8")

    series.json("renumber", "s/5", "4")

    after = (series.root / "episodes/s/yang.yaml").read_text(encoding="utf-8")
    assert after == before.replace("number: 5  # 期号", "number: 4  # 期号")


def test_a_file_that_is_called_after_its_number_is_renamed_and_stays_who_it_is(series: Workspace):
    before = guids(series)

    report = series.json("renumber", "s/3", "4")

    assert files(series) == {"001-毛泽建.yaml": "1", "002-郭亮.yaml": "2", "004-夏明翰.yaml": "4", "yang.yaml": "5"}
    assert guids(series) == before
    (change,) = report["changes"]
    assert (change["before"], change["after"], change["guid"]) == (3, 4, before["夏明翰"])
    assert change["moved_from"] == "episodes/s/003-夏明翰.yaml"


def test_a_number_that_is_taken_is_refused_and_nothing_changes(series: Workspace):
    before = files(series)

    report = series.json("renumber", "s/1", "2", status=1)

    assert report["error"] == "number 2 is '002-郭亮.yaml' already"
    assert "--shift" in report["hint"]
    assert files(series) == before


def test_two_change_places(series: Workspace):
    before = guids(series)

    series.json("renumber", "s/1", "5", "--swap")

    assert files(series) == {"002-郭亮.yaml": "2", "003-夏明翰.yaml": "3", "005-毛泽建.yaml": "5", "yang.yaml": "1"}
    assert guids(series) == before


def test_whoever_is_in_the_way_moves_up_to_the_first_free_number(series: Workspace):
    before = guids(series)

    series.json("renumber", "s/1", "2", "--shift")

    assert files(series) == {"002-毛泽建.yaml": "2", "003-郭亮.yaml": "3", "004-夏明翰.yaml": "4", "yang.yaml": "5"}
    assert guids(series) == before


def test_the_last_becomes_the_first(series: Workspace):
    series.json("renumber", "s/5", "1", "--shift")

    assert files(series) == {"002-毛泽建.yaml": "2", "003-郭亮.yaml": "3", "004-夏明翰.yaml": "4", "yang.yaml": "1"}


def test_several_keep_their_distances(series: Workspace):
    series.json("renumber", "s/2-5", "3")

    assert list(files(series).values()) == ["1", "3", "4", "6"]


def test_names_that_are_numbers_alone_change_places_with_their_identities(series: Workspace):
    folder = series.root / "episodes/s"
    for number in (1, 2):
        next(folder.glob(f"00{number}-*")).rename(folder / f"00{number}.yaml")
    before = guids(series)

    series.json("renumber", "s/1", "2", "--swap")

    assert guids(series) == before
    assert "title: 郭亮" in (folder / "001.yaml").read_text(encoding="utf-8")


def test_a_new_file_under_a_name_that_was_given_up_is_somebody_else(series: Workspace):
    before = guids(series)
    series.json("renumber", "s/1", "4")
    text = SHORTEST.replace("../../", "").replace("毛泽建", "蔡畅")
    series.write("episodes/s/001-毛泽建.yaml", text)

    after = guids(series)

    assert after["毛泽建"] == before["毛泽建"]
    assert len(set(after.values())) == 5


def test_programmes_follow_with_their_identities(series: Workspace):
    series.json("render")
    before = {title: record["guid"] for title, record in records(series).items()}

    series.json("renumber", "s/1", "2", "--shift")
    stale = {row["title"]: row["reason"] for row in series.json("status")["episodes"] if row["status"] == "stale"}
    series.json("render")

    assert stale == dict.fromkeys(("毛泽建", "郭亮", "夏明翰"), "number changed")
    assert {title: record["guid"] for title, record in records(series).items()} == before
    assert sorted(path.name for path in series.out("").glob("*.mp4")) == [
        "002 毛泽建.mp4", "003 郭亮.mp4", "004 夏明翰.mp4", "005 杨开慧.mp4",
    ]  # fmt: skip


def test_programmes_called_by_number_alone_change_places(series: Workspace):
    path = series.root / "episodes/s/series.yaml"
    path.write_text(path.read_text(encoding="utf-8") + 'name: "{number:03d}"\n', encoding="utf-8")
    series.json("render", "s/1,5")
    before = {title: record["guid"] for title, record in records(series).items()}

    series.json("renumber", "s/1", "5", "--swap")
    series.json("render", "s/1,5")

    assert {title: record["guid"] for title, record in records(series).items()} == before
    assert {title: record["number"] for title, record in records(series).items()} == {"毛泽建": 5, "杨开慧": 1}
    assert len(list(series.out("").glob("*.mp4"))) == 2


def test_a_copy_of_the_workspace_gives_the_same_bytes(series: Workspace):
    series.json("render", "s/1")
    series.json("renumber", "s/1", "4")
    series.json("render", "s/4")
    copy = Workspace(root=series.root.parent / "copy")
    shutil.copytree(series.root, copy.root, ignore=shutil.ignore_patterns("out", ".voicehall"))

    copy.json("render", "s/4")

    assert copy.hashes() == series.hashes()


def test_a_title_changes_and_the_episode_stays_who_it_is(series: Workspace):
    before = guids(series)

    series.json("renumber", "s/2", "--title", "郭亮：工运先锋")

    after = guids(series)
    assert after["郭亮：工运先锋"] == before["郭亮"]
    assert "002-郭亮-工运先锋.yaml" in files(series)


def test_a_dry_run_changes_nothing(series: Workspace):
    before = files(series)

    report = series.json("renumber", "s/1", "2", "--shift", "--dry-run")

    assert len(report["changes"]) == 3
    assert files(series) == before


def test_one_of_two_with_the_same_number_is_named_by_its_path(series: Workspace):
    text = SHORTEST.replace("../../", "").replace("毛泽建", "蔡畅")
    series.write("episodes/s/cai.yaml", text)

    assert "by its path" in series.json("renumber", "s/1", "7", status=1)["hint"]
    series.json("renumber", "episodes/s/cai.yaml", "7")

    assert files(series)["cai.yaml"] == "7"
    assert series.json("check")["ok"]


def test_a_manifest_that_cannot_be_edited_stops_all(series: Workspace):
    series.write("episodes/s/003-夏明翰.yaml", "base: &b {number: 3}\n<<: *b\ntitle: 三\nsegments: [{card: 一}]\n")
    before = files_as_they_are(series)

    series.json("renumber", "s/1", "2", "--shift", status=1)

    assert files_as_they_are(series) == before


def files_as_they_are(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace.root / "episodes/s").iterdir() if path.is_file()}


@pytest.mark.parametrize("killed_after", range(8))
def test_a_run_that_was_killed_is_finished_by_the_next_command(
    series: Workspace, killed_after: int, monkeypatch: pytest.MonkeyPatch
):
    """Killed after so many steps on the disk, all or nothing is seen by the next command."""
    from pipeline.workflow.authoring.renumber import renumber
    from pipeline.workflow.session import Session

    before = guids(series)
    numbers = files(series)
    steps = 0

    class Killed(BaseException):
        pass

    def counted(function: Any) -> Any:
        def step(*arguments: Any, **more: Any) -> Any:
            nonlocal steps
            if steps == killed_after:
                raise Killed
            steps += 1
            return function(*arguments, **more)

        return step

    for name in ("replace", "unlink"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    monkeypatch.setattr(transaction, "write", counted(transaction.write))
    try:
        renumber(Session(cwd=series.root), "s/1", 2, shift=True)
    except Killed:
        pass
    finally:
        monkeypatch.undo()

    after = guids(series)

    assert after == before
    done = {"002-毛泽建.yaml": "2", "003-郭亮.yaml": "3", "004-夏明翰.yaml": "4", "yang.yaml": "5"}
    left = {name: number for name, number in files(series).items() if not name.startswith(".")}
    assert left == (done if killed_after > 3 else numbers)
    assert not (series.root / ".voicehall/renumber.json").exists()


def test_nothing_to_say_is_wrong_usage(series: Workspace):
    assert series.run("renumber", "s/1").returncode == 2
    assert series.run("renumber", "s/1", "2", "--shift", "--swap").returncode == 2
