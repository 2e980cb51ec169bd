from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.diagnostics import Findings
from pipeline.documents.nodes import parse
from pipeline.documents.source import Source
from pipeline.errors import PipelineError
from pipeline.manifest import begun_series, new_episode, new_series, new_workspace, next_number, read
from pipeline.manifest.edit.writing import scalar
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


def test_a_new_workspace_s_instructions_are_not_copied(tmp_path: Path):
    for name, text in new_workspace(DAY).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    _, text, _ = new_episode(tmp_path, "lessons", title="第二课", day=DAY)

    assert "然后照下面的样子写" not in text
    assert text.count("- card:") == 1 and "    chapter: 开场\n  # - narration:" in text and "  - use: outro\n" in text


def test_the_time_at_which_the_last_one_came_out_is_not_copied_and_told(workspace: Workspace):
    path = workspace.folder / "001-mao-zejian.yaml"
    path.write_text(path.read_text().replace("title:", "publish_at: 2022-04-01 19:30\ntitle:", 1))

    _, text, left_out = new_episode(workspace.root, "lieshita", title="二", day=DAY)

    assert "publish_at" not in text
    assert left_out == ("summary", "publish_at")


def test_the_sample_has_chapters_for_listeners(tmp_path: Path):
    (episode,) = (text for name, text in new_workspace(DAY).items() if "001" in name)

    assert [line.split(": ")[1] for line in episode.splitlines() if "chapter:" in line] == ["开场", "怎么开始"]


def test_a_new_series_begins_with_its_first_manifest(workspace: Workspace):
    texts = new_series(workspace.root, "新系列", title="开讲", day=DAY)
    folder = workspace.root / "episodes/新系列"

    assert list(texts) == [folder / "series.yaml", folder / "001-开讲.yaml"]
    for path, text in texts.items():
        workspace.write(str(path.relative_to(workspace.root)), text)
    (episode,) = read(workspace.root, ["新系列"]).episodes
    assert (episode.series.title, episode.number, episode.title) == ("新系列", 1, "开讲")


def test_a_series_called_almost_like_another_is_asked_about(workspace: Workspace):
    with pytest.raises(PipelineError) as caught:
        new_series(workspace.root, "lieshit", title="一")

    assert str(caught.value) == (
        "unknown series 'lieshit'\n"
        "hint: did you mean 'lieshita'? A new series is begun with: voicehall new lieshit --title ... --begin"
    )
    assert len(begun_series(workspace.root, "lieshit", title="一")) == 2


@pytest.mark.parametrize("name", ["街坊", "lieshita-2"])
def test_a_series_begins_in_the_folder_that_was_made_for_its_media(workspace: Workspace, name: str):
    (workspace.root / "episodes" / name / "photos").mkdir(parents=True)

    assert workspace.root / "episodes" / name / "series.yaml" in new_series(workspace.root, name, title="一")


@pytest.mark.parametrize("name", ["a/b", "..", ".hidden", "-x", "a\\b", "a*", ""])
def test_names_that_no_series_can_have(workspace: Workspace, name: str):
    with pytest.raises(PipelineError, match="a series cannot be called"):
        new_series(workspace.root, name, title="一")
