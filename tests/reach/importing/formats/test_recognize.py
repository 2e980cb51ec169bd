"""Recognizing a file: by its columns, whatever it is called; what nobody knows is told."""

from pathlib import Path

from tests.reach.exports import DOUYIN, answered, douyin, refusal, text_file, understood


def test_columns_that_fit_two_platforms_are_settled_by_the_option(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["作品名称", "发布时间", "播放量"], ["一", "2026-03-01 09:00", "5"]])

    assert "its columns fit several platforms equally well: 'douyin', 'kuaishou'" in refusal(path)
    assert understood(path, platform="douyin").format == "douyin-works"
    assert understood(path, platform="kuaishou").format == "kuaishou-works"


def test_the_option_settles_ties_and_nothing_else(tmp_path: Path):
    reading = understood(text_file(tmp_path / "a.csv", [DOUYIN, douyin()]), platform="bilibili")

    assert reading.platform == "douyin"
    assert (
        "it is a file of 'douyin', not of 'bilibili'; --platform only decides where several platforms fit"
        in reading.warnings
    )


def test_an_unknown_file_is_told_what_was_looked_for(tmp_path: Path):
    near = text_file(tmp_path / "a.csv", [["视频描述", "播放量", "推荐"], ["一", 1, 2]])
    far = text_file(tmp_path / "b.csv", [["x", "y"], [1, 2]])

    assert "nearest is 'wechat-channels-works'" in refusal(near)
    assert "which also needs '视频ID'; the file has '视频描述', '播放量', '推荐'" in refusal(near)
    assert "have none of the column names of the" in refusal(far)


def test_the_name_of_a_file_means_nothing(tmp_path: Path):
    for name in ("动态数据明细.csv", "Table data.pdf", "a"):
        assert understood(text_file(tmp_path / name, [DOUYIN, douyin()])).platform == "douyin"


def test_every_file_has_an_answer_whatever_its_neighbours(tmp_path: Path):
    good = text_file(tmp_path / "a.csv", [DOUYIN, douyin()])

    assert answered(tmp_path / "none.csv").path.endswith("none.csv")
    assert understood(good).sha256
