"""The board in terminals of every width, in both languages."""

import re

import pytest

from pipeline.messages import Language, speaking, told
from pipeline.wording import width
from pipeline.workflow.board.table import HEADINGS, coloured, plain
from pipeline.workflow.report import DIM, GREEN, RED

TITLE = "陈树湘：断肠明志的红军师长，为苏维埃新中国流尽最后一滴血"
WHY = "episodes/lieshita/006-chen-shuxiang.yaml:5:16：没有文件“narration/006.m4a”，另外还有 3 处"
ROWS = [
    ("1", "毛泽建：巾帼英烈", "已完成", "1:43", "-16.0", "合格", "抖音、哔哩哔哩：已上传，待核对", "12,345", ""),
    ("600", TITLE, "有错误", "1:02:03", "-", "-", "-", "-", WHY),
]
TONES = [(GREEN, DIM), (RED, RED)]


def bare(lines: list[str]) -> list[str]:
    return [re.sub(r"\x1b\[\d+m", "", line) for line in lines]


def drawn(columns: int, language: Language, rows: list[tuple[str, ...]] = ROWS) -> list[str]:
    with speaking(language):
        return list(coloured(list(map(told, HEADINGS.values())), rows, TONES, columns))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(columns: int, language: Language):
    lines = bare(drawn(columns, language))
    all_of_it = re.sub(r"\s", "", "".join(lines))

    assert max(map(width, lines)) <= columns
    for text in ("毛泽建：巾帼英烈", "1:02:03", "600", "-16.0", "12,345", "有错误"):
        assert text in all_of_it, text
    # Cells stand side by side, so the text of one is read line by line.
    for text in (TITLE, WHY):
        assert set(re.sub(r"\s", "", text)) <= set(all_of_it)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_title_has_room_and_breaks_where_it_may(columns: int):
    lines = bare(drawn(columns, "zh"))
    first = next(index for index, line in enumerate(lines) if line.lstrip().startswith("600"))
    title = [line[6:].split("  ")[0].strip() for line in lines[first : first + 3]]

    assert width(title[0]) >= 20
    assert not any(line.startswith(tuple("，。：；”）")) or line.endswith(("“", "（")) for line in title)


def test_remarks_stand_below_a_narrow_table_with_their_number():
    narrow, wide = bare(drawn(80, "zh")), bare(drawn(160, "zh"))
    (below,) = [line for line in narrow if line.lstrip().startswith("600  episodes/")]

    assert "备注" not in narrow[0]
    assert "备注" in wide[0]
    assert below.startswith(" 600  episodes/lieshita/006-chen-shuxiang.yaml:5:16：")
    assert any("抖音" in line and line.lstrip().startswith("1  发布") for line in narrow)


def test_states_and_remarks_are_in_colours():
    lines = drawn(80, "zh")

    assert any("\x1b[32m已完成\x1b[0m" in line for line in lines)
    assert any("\x1b[31m有错误\x1b[0m" in line for line in lines)
    assert any("\x1b[31mepisodes/" in line for line in lines)


def test_what_says_nothing_has_no_column_in_a_narrow_terminal():
    rows = [(*row[:6], "-", "-", "") for row in ROWS]

    assert "播放" not in drawn(80, "zh", rows)[0]
    assert "播放" in drawn(120, "zh", rows)[0]


def test_a_file_gets_every_column_whole():
    lines = list(plain(list(map(told, HEADINGS.values())), ROWS))

    assert len(lines) == 3
    assert lines[2].endswith(WHY)
    assert TITLE in lines[2]
