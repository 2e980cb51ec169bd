from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.manifest import find_workspace, select
from pipeline.manifest.workspace import numbers_in
from tests.manifest.workspaces import Workspace


@pytest.fixture
def hall(workspace: Workspace) -> Workspace:
    """Two series: `lieshita` with 1-4 and 7, `kaifu-hong` with 1."""
    for number in (2, 3, 4, 7):
        workspace.episode(f"number: {number}\ntitle: 一\nsegments: [{{card: 一}}]\n", f"{number:03d}.yaml")
    workspace.write("episodes/kaifu-hong/series.yaml", "title: 开福红\n")
    workspace.write("episodes/kaifu-hong/001.yaml", "number: 1\ntitle: 一\nsegments: [{card: 一}]\n")
    workspace.write("episodes/notes/readme.txt", "no series")
    return workspace


def chosen(workspace: Workspace, *what: str, cwd: Path | None = None) -> list[str]:
    selection = select(workspace.root, what, cwd)
    return [f"{series.id}/{series.numbers[path]}" for series in selection.series for path in series.chosen]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("", "kaifu-hong/1 lieshita/1 lieshita/2 lieshita/3 lieshita/4 lieshita/7"),
        ("kaifu-hong", "kaifu-hong/1"),
        ("kaifu-hong/", "kaifu-hong/1"),
        ("lieshita/3", "lieshita/3"),
        ("lieshita/2-3,7", "lieshita/2 lieshita/3 lieshita/7"),
        ("lieshita/3-9", "lieshita/3 lieshita/4 lieshita/7"),
        ("lieshita/7 lieshita/1 kaifu-hong", "kaifu-hong/1 lieshita/1 lieshita/7"),
        ("lieshita lieshita/2", "lieshita/1 lieshita/2 lieshita/3 lieshita/4 lieshita/7"),
        ("episodes/lieshita/004.yaml", "lieshita/4"),
        ("episodes/kaifu-hong", "kaifu-hong/1"),
        ("episodes/kaifu-hong/series.yaml", "kaifu-hong/1"),
    ],
)
def test_what_names_manifests(hall: Workspace, what: str, expected: str):
    assert chosen(hall, *what.split()) == expected.split()


def test_paths_count_from_where_one_stands(hall: Workspace):
    assert chosen(hall, "002.yaml", "../kaifu-hong/001.yaml", cwd=hall.folder) == ["kaifu-hong/1", "lieshita/2"]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("lieshta", "unknown series 'lieshta'\nhint: did you mean 'lieshita'? Known: kaifu-hong, lieshita"),
        ("lieshita/5", "there is no episode 'lieshita/5'\nhint: lieshita has 1-4, 7"),
        ("lieshita/8-20", "there is no episode 'lieshita/8-20'\nhint: lieshita has 1-4, 7"),
        ("lieshita/4-2", "'lieshita/4-2' counts backwards\nhint: write 'lieshita/2-4'"),
        ("lieshita/x", "'x' names no episodes of 'lieshita'\nhint: write 'lieshita/3' or 'lieshita/1-20,25'"),
        (
            "episodes/lieshita/001-mao-zejan.yaml",
            "there is no file 'episodes/lieshita/001-mao-zejan.yaml'\nhint: did you mean '001-mao-zejian.yaml'?",
        ),
    ],
)
def test_what_is_not_there(hall: Workspace, what: str, message: str):
    with pytest.raises(PipelineError) as caught:
        select(hall.root, [what])

    assert str(caught.value) == message


def test_a_manifest_of_another_workspace_is_refused(hall: Workspace, tmp_path: Path):
    elsewhere = tmp_path / "003.yaml"
    elsewhere.write_text("number: 3\n")

    with pytest.raises(PipelineError, match="belongs to no series of this workspace"):
        select(hall.root, [str(elsewhere)])


def test_the_nearest_workspace_upward(workspace: Workspace):
    assert find_workspace(workspace.folder / "photos") == workspace.root


def test_a_workspace_by_name(workspace: Workspace, tmp_path: Path):
    assert find_workspace(tmp_path, workspace.root) == workspace.root


def test_no_workspace(tmp_path: Path):
    with pytest.raises(PipelineError, match="there is no workspace here"):
        find_workspace(tmp_path)
    with pytest.raises(PipelineError, match="is not a workspace"):
        find_workspace(tmp_path, tmp_path)


def test_a_workspace_without_series(workspace: Workspace, tmp_path: Path):
    (tmp_path / "studio.yaml").write_text("name: 空\n")

    with pytest.raises(PipelineError, match="there is no series"):
        select(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "number: 12\n",
        "number:   12   # twelve\n",
        "title: 一\r\nnumber: 12\r\n",
        "{number: 12, title: 一}",
        "'number': 12\n",
        'summary: |\n  number\nnumber: "12"\n',
        "number: 012\n",
    ],
)
def test_numbers_are_read_without_reading_all(workspace: Workspace, text: str):
    path = workspace.write("episodes/lieshita/x.yaml", text)

    assert numbers_in(workspace.folder)[path] == 12


@pytest.mark.parametrize("text", ["", "number: x\n", "number: 1\nnumber: 2\n{", b"\xff\xfe", "- 12\n", "number: [\n"])
def test_a_number_that_cannot_be_read(workspace: Workspace, text: str | bytes):
    path = workspace.write("episodes/lieshita/x.yaml", text)

    assert numbers_in(workspace.folder)[path] is None
    assert [failed.number for failed in workspace.read().failed] == [None]


def test_only_manifests_count(workspace: Workspace):
    workspace.write("episodes/lieshita/._001.yaml", "left by a Mac")
    workspace.write("episodes/lieshita/notes.md", "number: 9\n")
    (workspace.folder / "002.yaml.bak").write_text("number: 2\n")

    assert [path.name for path in numbers_in(workspace.folder)] == ["001-mao-zejian.yaml"]


@pytest.mark.parametrize("name", ["002.YAML", "002.Yml", "002.yml"])
def test_endings_in_any_case_are_read(workspace: Workspace, name: str):
    workspace.episode("number: 2\ntitle: 一\nsegments: [{card: 一}]\n", name)

    assert chosen(workspace, "lieshita/2") == ["lieshita/2"]
    assert workspace.read().ok


def test_what_looks_like_a_manifest_and_is_not_read_is_told(workspace: Workspace):
    workspace.write("episodes/lieshita/002.yaml.txt", "number: 2\n")
    workspace.write("episodes/003.yml", "number: 3\n")

    assert workspace.complaints() == (
        "episodes/003.yml:1:1: warning: '003.yml' is not read: it lies in no series [stray-file]\n"
        "hint: move it into the folder of its series: episodes/SERIES/\n"
        "episodes/lieshita/002.yaml.txt:1:1: warning: '002.yaml.txt' is not read: its name does not end in '.yaml'"
        " [stray-file]\n"
        "hint: rename it to '002.yaml'; Windows hides the last ending until one asks it to show them"
    )


def test_a_folder_or_a_broken_link_called_like_a_manifest_is_an_error_there(workspace: Workspace):
    (workspace.folder / "002.yaml").mkdir()
    (workspace.folder / "003.yaml").symlink_to("gone.yaml")

    assert workspace.complaints() == (
        "episodes/lieshita/002.yaml:1:1: this is a folder, not a file [unreadable-file]\n"
        "episodes/lieshita/003.yaml:1:1: this link leads nowhere: there is no 'gone.yaml' [unreadable-file]"
    )
    assert workspace.complaints("episodes/lieshita/003.yaml").startswith("episodes/lieshita/003.yaml:1:1: this link")


@pytest.mark.parametrize("name", ["series.yml", "Series.yaml", "series.yaml.txt"])
def test_a_series_file_of_another_name_is_found(workspace: Workspace, name: str):
    (workspace.folder / "series.yaml").rename(workspace.folder / name)

    (found,) = [one for one in workspace.read().diagnostics if one.code == "missing-series"]

    assert found.hint == f"'{name}' is there: rename it to 'series.yaml'"
    assert [path.name for path in numbers_in(workspace.folder)] == ["001-mao-zejian.yaml"]


def test_a_studio_file_of_another_name_is_found(tmp_path: Path):
    (tmp_path / "studio.yaml.txt").write_text("name: 馆\n")

    with pytest.raises(PipelineError) as caught:
        find_workspace(tmp_path)

    assert caught.value.hint == "'studio.yaml.txt' is there: rename it to 'studio.yaml'"


@pytest.mark.parametrize(
    ("what", "message", "hint"),
    [
        ("lieshita/3-6", "'lieshita/3-6' names 2 episodes that do not exist: 5-6", "lieshita has 1-4, 7"),
        ("lieshita/1-2,4-5", "'lieshita/1-2,4-5' names an episode that does not exist: 5", "lieshita has 1-4, 7"),
    ],
)
def test_numbers_that_do_not_exist_are_told(hall: Workspace, what: str, message: str, hint: str):
    (note,) = select(hall.root, [what]).notes

    assert (note.message, note.hint, note.severity) == (message, hint, "warning")
    assert note in hall.read(what).diagnostics


def test_of_what_is_there_nothing_is_told(hall: Workspace):
    assert select(hall.root, ["lieshita/1-4,7", "kaifu-hong"]).notes == ()
