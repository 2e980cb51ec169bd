"""The index: number, title and date from the head of a manifest, as the full reader would read them."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.manifest import read_index
from pipeline.manifest.index import IndexedEpisode, episode_in


def heading(tmp_path: Path, text: str) -> IndexedEpisode | None:
    path = tmp_path / "001.yaml"
    path.write_text(text, encoding="utf-8")
    return episode_in(path)


@pytest.mark.parametrize(
    "text",
    [
        "number: 12\ntitle: 毛泽建：巾帼英烈\ndate: 2022-03-31\n",
        "\ufeffnumber: 12\ntitle: 毛泽建：巾帼英烈\ndate: 2022-03-31\n",
        "# 头\nvoicehall: 1\r\nnumber: 012 # 第十二\r\ntitle: '毛泽建：巾帼英烈'   # 题\r\ndate: '2022-03-31'\r\n",
        '{number: 12, title: "毛泽建：巾帼英烈", date: 2022-03-31}\n',
        "number: 12\ntitle: &t 毛泽建：巾帼英烈\nsummary: *t\ndate: 2022-03-31\n",
        "number: 12\ntitle: >-\n  毛泽建：巾帼英烈\ndate: 2022-03-31\n",
        'number: 12\ntitle: "毛泽建\\uFF1A巾帼英烈"\ndate: 2022-03-31\n',
        '"number": 12\ntitle:\n  毛泽建：巾帼英烈\ndate: 2022-03-31\n',
        "number: 12\ntitle: 毛泽建：巾帼英烈\ndate: 2022-03-31\nsegments:\n- card: |\n    number: 5\n    title: x\n",
        "base: &b {date: 2022-03-31}\n<<: *b\nnumber: 12\ntitle: 毛泽建：巾帼英烈\n",
    ],
)
def test_however_it_is_written(tmp_path: Path, text: str):
    assert heading(tmp_path, text) == IndexedEpisode(12, "毛泽建：巾帼英烈", date(2022, 3, 31))


def test_lines_that_belong_together(tmp_path: Path):
    assert heading(tmp_path, "number: 1\ntitle: 毛泽建\n\n  巾帼英烈\n") == IndexedEpisode(1, "毛泽建\n巾帼英烈", None)
    assert heading(tmp_path, 'number: 1\nsummary: "一\ntitle: 二"\ntitle: 三\n') == IndexedEpisode(1, "三", None)


@pytest.mark.parametrize(
    "text", ["title: 毛泽建\n", "number: 1\n", "number: 0\ntitle: x\n", "number: 1\ntitle: ''\n", "- 1\n", "{", ""]
)
def test_what_has_no_number_or_title_is_no_episode(tmp_path: Path, text: str):
    assert heading(tmp_path, text) is None


def test_a_day_that_is_none_is_left_out(tmp_path: Path):
    assert heading(tmp_path, "number: 1\ntitle: 毛泽建\ndate: 2026-02-30\n") == IndexedEpisode(1, "毛泽建", None)


def test_media_need_not_be_there(tmp_path: Path):
    folder = tmp_path / "episodes" / "lieshita"
    folder.mkdir(parents=True)
    (folder / "series.yaml").write_text("title: 烈士塔下颂英烈\naliases: 颂英烈\n", encoding="utf-8")
    for name, number in (("b", 2), ("a", 10), ("c", 2)):
        text = f"number: {number}\ntitle: {name}\nsegments: [{{clip: nothing.mp4}}]\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    (series,) = read_index(tmp_path)

    assert (series.id, series.title, series.aliases) == ("lieshita", "烈士塔下颂英烈", ("颂英烈",))
    assert [(one.number, one.title) for one in series.episodes] == [(2, "b"), (10, "a")]


def test_an_empty_workspace_has_an_empty_index(tmp_path: Path):
    assert read_index(tmp_path) == ()


def test_a_series_without_a_file_is_called_by_its_folder(tmp_path: Path):
    (tmp_path / "episodes" / "x").mkdir(parents=True)
    (tmp_path / "episodes" / "x" / "1.yaml").write_text("number: 1\ntitle: 毛泽建\n", encoding="utf-8")

    (series,) = read_index(tmp_path)

    assert (series.title, series.aliases) == ("x", ())
