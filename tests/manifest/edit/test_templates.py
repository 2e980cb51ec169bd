from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import parse
from pipeline.documents.source import Source
from pipeline.errors import PipelineError
from pipeline.manifest import new_episode, new_workspace, next_number, read
from pipeline.manifest.edit.templates import scalar
from tests.manifest.workspaces import EPISODE, Workspace

DAY = date(2022, 4, 7)


def test_a_new_workspace_is_right_as_it_stands(tmp_path: Path):
    for name, text in new_workspace(DAY).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    reading = read(tmp_path)

    assert reading.diagnostics == ()
    assert [(episode.number, episode.date) for episode in reading.episodes] == [(1, DAY)]


def test_the_next_manifest_is_the_last_one_with_other_lines_at_its_top(workspace: Workspace):
    path, text, _ = new_episode(workspace.root, "lieshita", title="夏明翰: 还有后来人", day=DAY)

    expected = EPISODE.replace("number: 1\n", "number: 2\n")
    expected = expected.replace("title: 毛泽建：巾帼英烈", 'title: "夏明翰: 还有后来人"')
    expected = expected.replace("summary: 一位女战士的一生\n", "").replace("2022-03-31", "2022-04-07")
    expected = expected.replace("narration/001", "narration/002")
    assert text == expected
    assert path == workspace.folder / "002-夏明翰-还有后来人.yaml"


def test_comments_and_blank_lines_stay(workspace: Workspace):
    workspace.episode(
        """\
        # 模板
        title: 一   # 标题
        summary:
          一
          二

        # 从这里开始
        segments: [{card: 一}]  # 001

        number: 9
        """,
        "009.yaml",
    )

    path, text, _ = new_episode(workspace.root, "lieshita", title="十", day=DAY)

    assert text == "# 模板\ntitle: 十\n\n# 从这里开始\nsegments: [{card: 一}]  # 001\n\nnumber: 10\n"
    assert path.name == "010-十.yaml"


def test_a_series_without_manifests_begins_with_its_parts(workspace: Workspace):
    (workspace.folder / "001-mao-zejian.yaml").unlink()

    path, text, _ = new_episode(workspace.root, "lieshita", title="毛泽建", day=DAY)

    path.write_text(text)
    (episode,) = workspace.read().episodes
    assert (episode.number, episode.title, episode.date) == (1, "毛泽建", DAY)
    assert [segment.part for segment in episode.segments] == ["intro", "", "outro", "outro"]


@pytest.mark.parametrize("last", ["{number: 8, title: 八, segments: [{card: 八}]}", "number: 8\ntitle: [\n"])
def test_a_last_manifest_that_cannot_be_copied_is_not(workspace: Workspace, last: str):
    workspace.episode(last, "8.yaml")

    path, text, _ = new_episode(workspace.root, "lieshita", title="九", day=DAY)

    assert path.name == "9-九.yaml"
    path.write_text(text)
    assert 9 in [episode.number for episode in workspace.read().episodes]


def test_the_next_number_is_above_the_highest(workspace: Workspace):
    workspace.episode("number: 40\ntitle: 四十\nsegments: [{card: 一}]\n", "0.yaml")

    assert next_number(workspace.root, "lieshita") == 41


def test_no_such_series(workspace: Workspace):
    with pytest.raises(PipelineError, match="unknown series 'lieshit'"):
        new_episode(workspace.root, "lieshit", title="一")


@pytest.mark.parametrize("title", ["", " ", "一\n二", "\x07", "长" * 301])
def test_titles_that_cannot_be_used(workspace: Workspace, title: str):
    with pytest.raises(PipelineError, match="cannot be used"):
        new_episode(workspace.root, "lieshita", title=title)


@given(
    title=st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1
    )
)
def test_any_title_is_written_so_that_it_reads_as_itself(title: str):
    title = title.strip() or "一"
    found = Findings()

    place = parse(Source(path=Path(), file="", text=f"title: {scalar(title)}\n"), found)

    assert place and place.data == {"title": title}, found.sorted()
