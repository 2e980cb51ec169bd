"""Ends: the last row of a file that stops in the middle is not believed."""

from pathlib import Path

import pytest

from tests.reach.exports import sums, understood

HEAD = "episode,date,platform,likes,plays"
ROWS = ["s/1,2026-03-31,douyin,5,1000", "s/2,2026-03-31,douyin,6,2000", "s/3,2026-03-31,douyin,7,3456"]


def parsed(folder: Path, text: str, encoding: str = "utf-8"):
    path = folder / "a.csv"
    path.write_bytes(text.encode(encoding))
    return understood(path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("cut", [1, 2, 4])
def test_a_figure_that_may_have_had_more_digits_is_none(tmp_path: Path, end: str, encoding: str, cut: int):
    whole = end.join([HEAD, *ROWS]) + end
    short = whole[: -len(end)][: -cut + 1 or None]

    assert sums(parsed(tmp_path, whole, encoding))["plays"] == 6456
    found = parsed(tmp_path, short, encoding)
    assert sums(found)["plays"] == 3000
    assert (found.rows, dict(found.skipped)) == (3, {"cut": 1})
    assert any("no line end" in said and "'s/3, 2026-03-31" in said for said in found.warnings)


def test_fewer_cells_are_cut_too(tmp_path: Path):
    found = parsed(tmp_path, "\n".join([HEAD, *ROWS[:2], "s/3,2026-03-31,dou"]))

    assert (sums(found)["plays"], found.skipped["cut"]) == (3000, 1)


@pytest.mark.parametrize(
    "last",
    [
        ("时长", ["14.73秒", "9.10秒", "7秒"]),
        ("完播率", ["4.41%", "5%", "6.2%"]),
        ("published", ["2026-03-01", "2026-03-02", "2026-03-03"]),
        ("地点", ["活动室", "小学", "礼堂"]),
        ("备注", ["", "", ""]),
    ],
)
def test_what_shows_that_it_is_whole_is_believed(tmp_path: Path, last):
    header, cells = last
    rows = [f"{row},{cell}" for row, cell in zip(ROWS, cells, strict=True)]

    found = parsed(tmp_path, "\n".join([f"{HEAD},{header}", *rows]))

    assert (sums(found)["plays"], dict(found.skipped)) == (6456, {})


def test_a_closed_quotation_is_whole(tmp_path: Path):
    quoted = [",".join(f'"{cell}"' for cell in row.split(",")) for row in [HEAD, *ROWS]]

    assert sums(parsed(tmp_path, "\r\n".join(quoted)))["plays"] == 6456


def test_reading_again_says_the_same(tmp_path: Path):
    found = parsed(tmp_path, "\n".join([HEAD, *ROWS]))

    assert [len(list(found.entries)) for _ in range(2)] == [2, 2]
    assert dict(found.skipped) == {"cut": 1}
