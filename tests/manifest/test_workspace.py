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
    (workspace.folder / "old.yaml").mkdir()

    assert [path.name for path in numbers_in(workspace.folder)] == ["001-mao-zejian.yaml"]
