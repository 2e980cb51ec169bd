"""The files that video platforms export, in their true layout with invented figures."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.reach.exports import (
    DOUYIN,
    Rows,
    as_text,
    douyin,
    refusal,
    repacked,
    sums,
    text_file,
    understood,
    words,
    xlsx_file,
)

CHANNELS = words(
    "视频描述 视频ID 发布时间 完播率 平均播放时长 播放量 推荐 喜欢 评论量 分享量 关注量 转发聊天和朋友圈"
    " 设为铃声 设为状态 设为朋友圈封面"
)
BILIBILI = words(
    "视频标题 发布时间 播放量 游客播放占比 粉丝观看率 封标点击率 点赞量 评论量 弹幕量 收藏量 投币量 转发量"
    " 平均播放进度 涨粉量 取关量"
)
NOTES = words("笔记标题 首次发布时间 体裁 曝光 观看量 封面点击率 点赞 评论 收藏 涨粉 分享 人均观看时长 弹幕")
TOUTIAO = words(
    "标题 发布时间 ID 链接 展现量 粉丝展现量 播放量 粉丝播放量 点击率 平均播放完成率 平均播放时长 点赞量"
    " 评论量 转发量 分享量 收藏量"
)
YOUTUBE = [
    "Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers",
    "Impressions", "Impressions click-through rate (%)",
]  # fmt: skip


def test_douyins_list(tmp_path: Path):
    rows = [
        DOUYIN,
        douyin(播放量="12,000", 完播率="0.018947", 平均播放时长="14.73", 点赞量="100", 分享量="7", 粉丝增量="-3"),
        douyin("第002期", "2026-04-02 17:05:00", 播放量="1.2万", 完播率="-", 点赞量="--", 分享量="3", 粉丝增量="5"),
        douyin("草稿", "2026-04-03 08:00:00", 审核状态="自见", 播放量="0", 点赞量="9"),
    ]
    reading = understood(xlsx_file(tmp_path / "作品列表导出_2026-09-01.xlsx", rows))

    assert (reading.platform, reading.grain, reading.encoding) == ("douyin", "work-cumulative", None)
    assert sums(reading) == {
        "plays": 24_000, "completion_rate": 0.018947, "average_play_seconds": 14.73, "likes": 100, "shares": 10,
        "follows": 2,
    }  # fmt: skip
    assert (reading.rows, dict(reading.skipped)) == (3, {"private": 1})
    assert [(entry.work.key, entry.work.state, len(entry.figures)) for entry in reading.entries if entry.work] == [
        ("2026-03-30T17:05", "public", 6),
        ("2026-04-02T17:05", "public", 3),
        ("2026-04-03T08:00", "private", 0),
    ]


def test_wechat_channels_keeps_heart_and_thumb_apart(tmp_path: Path):
    rows = [
        CHANNELS,
        ["#党史\n第一行\n#红色", "export/UzFfA", "2026/08/07", "4.41%", "14.73秒", 1000, 30, 20, 5, 8, 2, 6, 0, 0, 0],
        ["", "export/UzFfB", "46233", "10%", "1:05", "1.5万", 1, 2, "-", 4, 0, 3, 0, 0, 0],
    ]
    reading = understood(text_file(tmp_path / "动态数据明细.csv", rows))

    assert sums(reading) == {
        "completion_rate": 0.1441, "average_play_seconds": 79.73, "plays": 16_000, "recommends": 31, "likes": 22,
        "comments": 5, "shares": 12, "follows": 2, "reposts": 9,
    }  # fmt: skip
    first, second = reading.entries
    assert (first.work.title, first.work.key, first.work.named) == ("#党史\n第一行\n#红色", "export/UzFfA", True)
    assert second.work.published == datetime(2026, 7, 30)
    assert reading.definitions["reposts"] == "wechat-channels/forwarded"


def test_kuaishou(tmp_path: Path):
    header = words("作品 发布时间 播放量 完播率 点赞量 评论量 收藏量 分享量 涨粉量")
    rows = [header, ["第1期", "2026-03-01 09:00", "3.4w", "12.5%", "1,024", 2, 3, 4, -1]]
    reading = understood(text_file(tmp_path / "作品列表明细.csv", rows, encoding="gb18030"))

    assert reading.platform == "kuaishou"
    assert sums(reading) == {
        "plays": 34_000, "completion_rate": 0.125, "likes": 1024, "comments": 2, "favorites": 3, "shares": 4,
        "follows": -1,
    }  # fmt: skip


def test_bilibili(tmp_path: Path):
    rows = [
        BILIBILI,
        ["第一期", "2026年06月03日 16:41:25", 900, "50%", "5%", "3.5星", 10, 1, 2, 3, 4, 5, "55.9%", 1, 0],
        ["第二期", "2026年06月04日 16:41:25", 100, "--", "--", "3星", 1, 1, 1, 1, 1, 1, "--", 0, 0],
    ]
    reading = understood(text_file(tmp_path / "近期稿件对比.csv", rows, encoding="utf-8"))

    assert sums(reading) == {
        "plays": 1000, "likes": 11, "comments": 2, "danmaku": 3, "favorites": 4, "coins": 5, "shares": 6, "follows": 1,
    }  # fmt: skip
    assert not reading.skipped


def test_xiaohongshu_below_its_banner(tmp_path: Path):
    rows = [
        ["最多导出排序后前1000条笔记"] * 13,
        NOTES,
        ["笔记一", "2026年03月31日15时09分32秒", "视频", 9000, 700, "8.5%", 10, 2, 3, 1, 4, 23, 0],
        [None, "2026年04月01日10时00分00秒", "图文", 100, 50, "1%", 5, 0, 0, 0, 0, "-", 0],
    ]
    reading = understood(xlsx_file(tmp_path / "笔记列表明细表.xlsx", rows))

    assert sums(reading) == {
        "plays": 750, "likes": 15, "comments": 2, "favorites": 3, "follows": 1, "shares": 4, "average_play_seconds": 23,
        "danmaku": 0,
    }  # fmt: skip
    assert [entry.work.key for entry in reading.entries] == ["2026-03-31T15:09", "2026-04-01T10:00"]


def test_toutiao_with_broken_styles_and_minus_one(tmp_path: Path):
    rows = [
        TOUTIAO,
        ["视频一", "2026-03-30 17:05", "7531", "https://a/1", 9, 1, 100, 1, 0.41, 23.37, 12.5, 3, "-1.00", 5, 6, 7],
        ["视频二", "2026-03-31 17:05", "7532", "https://a/2", 9, 1, -1, 1, 0.41, "-1.00", -1.0, 1, 1, 1, 1, -1],
    ]
    path = repacked(xlsx_file(tmp_path / "小视频.xlsx", rows), {"xl/styles.xml": b"<styleSheet"})
    reading = understood(path)

    assert sums(reading) == {
        "plays": 100, "completion_rate": 0.2337, "average_play_seconds": 12.5, "likes": 4, "comments": 1, "reposts": 6,
        "shares": 7, "favorites": 7,
    }  # fmt: skip
    assert not [said for said in reading.warnings if said.startswith("row")]


def youtube_rows() -> Rows:
    return [
        YOUTUBE,
        ["Total", "", "", "", 8290, 251.3464, -70, 9, 1.2],
        [" -yquaLFqjE4", "第1期", "May 27, 2025", 300, 8000, 250, -72, 9, 1.2],
        ["abcdefghijk", "第2期", "Jun 1, 2025", 300, 284, 1.3, 2, 9, 1.2],
    ]


def test_totals_of_rounded_figures(tmp_path: Path):
    head = ["作品标题", "发布时间", "播放量", "点赞", "评论", "分享", "收藏"]
    rows = [[one, "2026-03-01", plays, "0", "0", "0", "0"] for one, plays in (("毛泽建", "1.2万"), ("郭亮", "3456"))]

    def warned(total: str) -> list[str]:
        table = [head, *rows, ["合计", "", total, "0", "0", "0", "0"]]
        warnings = understood(text_file(tmp_path / "快手.csv", table, encoding="utf-8")).warnings
        return [str(one) for one in warnings if one.startswith("row")]

    # From 14,956 to 15,956 by the bounds of 1.2万.
    assert warned("1.5万") == warned("15,456") == []
    assert warned("1.7万") == ["row 4 says 17,000 plays in all, but the rows add up to 15,456"]


def test_youtube_and_a_total_that_is_not_the_sum(tmp_path: Path):
    reading = understood(text_file(tmp_path / "Table data.csv", youtube_rows(), encoding="utf-8"))

    assert sums(reading) == {"plays": 8284, "follows": -70}
    assert reading.skipped == {"total": 1}
    assert "row 2 says 8,290 plays in all, but the rows add up to 8,284" in reading.warnings
    assert [entry.work.key for entry in reading.entries] == ["-yquaLFqjE4", "abcdefghijk"]
    assert reading.definitions["plays"] == "youtube/views-2026-08-24"


def test_what_a_spreadsheet_has_spoilt_is_told_by_the_files_own_header(tmp_path: Path):
    rows = [*youtube_rows()[:1], ["#NAME?", "第1期", "May 27, 2025", 300, 8, 1, 0, 9, 1.2]]
    assert "no row of it can be used: row 2 is left out: '#NAME?' under 'Content'" in refusal(
        text_file(tmp_path / "a.csv", rows)
    )
    rows.append(["abc", "第2期", "May 28, 2025", 300, 8, 1, 0, 9, 1.2])
    reading = understood(text_file(tmp_path / "Table data.csv", rows))

    assert "row 2 is left out: '#NAME?' under 'Content': an error of a spreadsheet" in reading.warnings


def test_youtubes_zip_gives_its_works(tmp_path: Path):
    path = tmp_path / "Content 2020-01-01_2026-08-20 声音馆.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Totals.csv", "Date,Views\n2026-08-19,5\n")
        archive.writestr("Chart data.csv", "Date,Content,Video title,Video publish time,Duration,Views\n")
        archive.writestr("Table data.csv", as_text(youtube_rows()))
    reading = understood(path)

    assert sums(reading)["plays"] == 8284
    assert (reading.as_of, reading.definitions["plays"]) == (
        datetime(2026, 8, 20, 23, 59, 59),
        "youtube/views-2025-03-31",
    )
    assert (
        "'Totals.csv' in it is left out: its format is 'youtube-totals', figures of the account by day"
        in reading.warnings
    )


@pytest.mark.parametrize(
    ("rows", "format", "grain", "figures"),
    [
        ([["视频名称", "播放量", "5s完播率"], ["一", 5, 0.2]], "douyin-analysis", "work-cumulative", {"plays": 5}),
        ([["投稿量", "条均播放量", "播放量中位数"], [9, 100, 80]], "douyin-summary", "summary", {}),
        ([["日期", "净增粉丝"], ["2026-08-01", -2]], "douyin-daily", "account-daily", {"follows": -2}),
        ([["指标", "数值", "环比"], ["播放量", "1.2万", "+3%"]], "douyin-indicators", "summary", {}),
    ],
)
def test_douyins_other_files_are_taken_as_what_they_are(tmp_path: Path, rows: Rows, format: str, grain: str, figures):
    reading = understood(xlsx_file(tmp_path / "a.xlsx", rows))

    assert (reading.format, reading.grain, sums(reading)) == (format, grain, figures)
    assert grain == "work-cumulative" or any("no total includes" in said for said in reading.warnings)
