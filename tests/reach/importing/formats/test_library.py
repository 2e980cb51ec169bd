"""Formats of a studio's own: one file each, whose mistakes are shown at their place."""

from pathlib import Path

import pytest

from pipeline.errors import DiagnosedError
from pipeline.reach.importing.formats import OWN_FORMATS, library
from tests.reach.exports import documented, sums, text_file, understood, xlsx_file

OWN_FORMAT = """\
voicehall: 1
title: 喜马拉雅主播中心 → 节目数据
platform: ximalaya
grain: work-cumulative
signature:
  all: [声音标题, 播放数]
columns:
  声音标题: title
  播放数: plays
  完播: {means: completion_rate, unit: bare-percent}
"""


def own(root: Path, text: str) -> Path:
    folder = root / OWN_FORMATS
    folder.mkdir(parents=True)
    (folder / "ximalaya.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_new_platform_is_one_file(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["声音标题", "播放数", "完播"], ["第1期", "1.2万", "45.5"]])
    reading = understood(path, root=own(tmp_path, OWN_FORMAT))

    assert (reading.platform, sums(reading)) == ("ximalaya", {"plays": 12_000, "completion_rate": 0.455})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("播放数: plays", "播放数: play", "ximalaya.yaml:9:8: unknown meaning 'play' [unknown-meaning]"),
        ("platform: ximalaya", "platform: himalaya", "ximalaya.yaml:3:11: unknown platform 'himalaya'"),
        ("platform: ximalaya\n", "", "neither the format nor a column says which platform the figures are from"),
        (", unit: bare-percent", "", "ximalaya.yaml:10:7: 'completion_rate' needs a unit [bad-unit]"),
        ("[声音标题, 播放数]", "[声音, 播放数]", "the signature asks for '声音', which is not a column of this format"),
        ("  声音标题: title\n", "", "no column says which work a row is about"),
        ("work-cumulative", "work-daily", "no column says which day a row is about"),
        ("grain:", "grian:", "ximalaya.yaml:4:1: unknown key 'grian' [unknown-key]"),
        ("signature:\n  all: [声音标题, 播放数]\n", "", "missing key 'signature'"),
        ("  播放数: plays", "  播放数: [plays]", "ximalaya.yaml:9:8:"),
        ("columns:", "columns: []\nothers:", "ximalaya.yaml:7:10:"),
    ],
)
def test_mistakes_in_a_format_are_shown_at_their_place(tmp_path: Path, before: str, after: str, told: str):
    with pytest.raises(DiagnosedError) as found:
        library(own(tmp_path, OWN_FORMAT.replace(before, after)))
    assert told in str(found.value)


def test_the_format_in_the_docs_works(tmp_path: Path):
    rows = [
        ["声音标题", "发布时间", "播放数", "点赞数", "完播率", "新增订阅", "时长"],
        ["第1期", "2026-03-01 08:00", "1.2万", "-1", "45.5", "-2", "300"],
    ]
    reading = understood(xlsx_file(tmp_path / "a.xlsx", rows), root=own(tmp_path, documented("yaml", "声音标题")))

    assert sums(reading) == {"plays": 12_000, "completion_rate": 0.455, "follows": -2}
