"""Formats: every export known, in its true layout with invented figures, against totals worked out by hand."""

import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.errors import DiagnosedError
from pipeline.reach.definitions import definition_named
from pipeline.reach.importing.formats import OWN_FORMATS, library
from tests.reach.exports import (
    DOUYIN,
    Rows,
    answered,
    as_text,
    douyin,
    page_file,
    refusal,
    repacked,
    sums,
    text_file,
    understood,
    words,
    xls_file,
    xlsx_file,
)

CHANNELS = words(
    "视频描述 视频ID 发布时间 完播率 平均播放时长 播放量 推荐 喜欢 评论量 分享量 关注量 转发聊天和朋友圈"
    " 设为铃声 设为状态 设为朋友圈封面"
)
ARTICLES = words(
    "内容标题 发表时间 总阅读人数 总阅读次数 总分享人数 总分享次数 阅读后关注人数 送达人数 公众号消息阅读次数"
    " 送达阅读率 首次分享次数 分享产生阅读次数 首次分享率 每次分享带来阅读次数 阅读完成率 内容url"
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
OP3 = words(
    "time url audienceId showUuid episodeId hashedIpAddress agentType agentName deviceType deviceName referrerType"
    " referrerName botType countryCode continentCode regionCode regionName timezone metroCode"
)
LINK = "http://mp.weixin.qq.com/s?__biz=MzA&mid=2651&idx=1&sn=ab&chksm=cd#rd"


def test_douyins_list(tmp_path: Path):
    rows = [
        DOUYIN,
        douyin(播放量="12,000", 完播率="0.018947", 平均播放时长="14.73", 点赞量="100", 分享量="7", 粉丝增量="-3"),
        douyin("第002期", "2026-04-02 17:05:00", 播放量="1.2万", 完播率="-", 点赞量="--", 分享量="3", 粉丝增量="5"),
        douyin("草稿", "2026-04-03 08:00:00", 审核状态="自见", 播放量="0", 点赞量="9"),
    ]
    parsed = understood(xlsx_file(tmp_path / "作品列表导出_2026-09-01.xlsx", rows))

    assert (parsed.platform, parsed.grain, parsed.encoding) == ("douyin", "work-cumulative", None)
    assert sums(parsed) == {
        "plays": 24_000, "completion_rate": 0.018947, "average_play_seconds": 14.73, "likes": 100, "shares": 10,
        "follows": 2,
    }  # fmt: skip
    assert (parsed.rows, dict(parsed.skipped)) == (3, {"private": 1})
    assert [(entry.work.key, entry.work.state, len(entry.figures)) for entry in parsed.entries if entry.work] == [
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
    parsed = understood(text_file(tmp_path / "动态数据明细.csv", rows))

    assert sums(parsed) == {
        "completion_rate": 0.1441, "average_play_seconds": 79.73, "plays": 16_000, "recommends": 31, "likes": 22,
        "comments": 5, "shares": 12, "follows": 2, "reposts": 9,
    }  # fmt: skip
    first, second = parsed.entries
    assert (first.work.title, first.work.key, first.work.named) == ("#党史\n第一行\n#红色", "export/UzFfA", True)
    assert second.work.published == datetime(2026, 7, 30)
    assert parsed.definitions["reposts"] == "wechat-channels/forwarded"


def test_the_sixteen_columns_of_articles(tmp_path: Path):
    rows = [
        ARTICLES,
        ["一文", 20220329, 94, 163, 7, 10, 0, 2112, 79, 0.0374, 5, 69, 0.0633, 6.9, 0.6889, LINK],
        ["二文", 20220330, 6, 37, 1, 2, 1, 2000, 7, 0.01, 0, 0, 0, 0, 0.5, LINK.replace("2651", "2652")],
    ]
    parsed = understood(xlsx_file(tmp_path / "ContentAnalysis_SingleMass.xlsx", rows))

    assert sums(parsed) == {
        "readers": 100, "reads": 200, "sharers": 8, "shares": 12, "follows": 1, "delivered": 4112,
        "completion_rate": 1.1889,
    }  # fmt: skip
    assert [entry.work.key for entry in parsed.entries] == ["MzA/2651/1", "MzA/2652/1"]
    # A column of 次数 counts times still; the figures of before are not compared with it.
    definition = definition_named(parsed.definitions["reads"])
    assert (definition.id, definition.says[:4]) == ("wechat-article/reads-2025-11-01", "阅读次数")


def test_the_newest_file_of_articles_has_people_only(tmp_path: Path):
    header = [
        "内容标题",
        "发表时间",
        "总阅读人数",
        "总分享人数",
        "阅读后关注人数",
        "送达人数",
        "送达阅读率",
        "阅读完成率",
        "内容url",
    ]
    rows = [["数据概况"], [], [], header, ["一文", "20260814", 94, 7, 0, 2112, 0.0374, 0.6889, LINK]]
    parsed = understood(xls_file(tmp_path / "total_20260815.xls", rows, first_column=1))

    assert sums(parsed) == {"readers": 94, "sharers": 7, "follows": 0, "delivered": 2112, "completion_rate": 0.6889}
    (entry,) = parsed.entries
    assert (entry.row, entry.work.key, entry.work.url) == (5, "MzA/2651/1", LINK)
    assert (parsed.as_of, parsed.as_of_from) == (datetime(2026, 8, 15, 23, 59, 59), "name")


def test_three_tables_side_by_side(tmp_path: Path):
    by_day = ["日期", "渠道", "阅读人数"]
    sharing = words("日期 分享人数 跳转阅读原文人数 微信收藏人数 发表篇数")
    header = [None, *by_day, None, *sharing, None, *words("传播渠道 发表日期 内容标题 阅读人数 占比")]
    rows = [
        ["流量数据"],
        header,
        [None, "2026-08-13", "全部", 50, None, "2026-08-13", 4, 0, 1, 1, None, "全部", "20260813", "一文", 50, "100%"],
        [
            None,
            "2026-08-13",
            "朋友圈",
            20,
            None,
            "2026-08-14",
            3,
            0,
            1,
            1,
            None,
            "朋友圈",
            "20260813",
            "一文",
            20,
            "40%",
        ],
        [None, "2026-08-14", "全部", 30],
        [None, "2026-08-14", "朋友圈", 30],
    ]
    parsed = understood(xls_file(tmp_path / "内容分析_流量数据.xls", rows))

    assert parsed.grain == "account-daily"
    assert sums(parsed) == {"readers": 80, "sharers": 7}
    assert {(entry.day, entry.work) for entry in parsed.entries} == {
        (date(2026, 8, 13), None),
        (date(2026, 8, 14), None),
    }
    assert parsed.skipped == {"part": 2}
    assert any("of the whole account by day" in said for said in parsed.warnings)


def test_a_page_that_says_it_is_xls(tmp_path: Path):
    rows = [
        ["用户增长数据"],
        ["时间", "新关注人数", "取消关注人数", "净增关注人数", "累积关注人数"],
        ["2026-08-13", 5, 9, -4, 1000],
        ["2026-08-14", 6, 1, 5, 1005],
    ]
    parsed = understood(page_file(tmp_path / "用户分析_用户增长.xls", rows))

    assert (parsed.format, parsed.grain, sums(parsed)) == (
        "wechat-article-followers",
        "account-daily",
        {"follows": 1},
    )


def test_the_older_daily_file(tmp_path: Path):
    header = words("日期 阅读次数 阅读人数 分享次数 分享人数 阅读原文次数 阅读原文人数 收藏次数 收藏人数 群发篇数 渠道")
    rows = [
        header,
        ["2022-03-01", 9, 5, 2, 1, 0, 0, 1, 1, 1, "全部"],
        ["2022-03-01", 4, 3, 1, 1, 0, 0, 0, 0, 0, "好友转发"],
    ]
    parsed = understood(text_file(tmp_path / "a.csv", rows, encoding="gb18030"))

    assert (parsed.grain, parsed.encoding) == ("account-daily", "gb18030")
    assert sums(parsed) == {"reads": 9, "readers": 5, "shares": 2, "sharers": 1, "favorites": 1}


def test_articles_by_day_from_the_interface(tmp_path: Path):
    days = [{"stat_date": "2026-08-13", "read_user": 5, "share_user": 1, "zaikan_user": 2, "read_finish_rate": 0.5}]
    document = {"list": [{"msgid": "100_1", "title": "一文", "detail_list": days}], "is_delay": False}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    parsed = understood(path)

    (entry,) = parsed.entries
    assert (parsed.grain, entry.day, entry.work.key) == ("work-daily", date(2026, 8, 13), "100_1")
    assert sums(parsed) == {"readers": 5, "sharers": 1, "recommends": 2, "completion_rate": 0.5}


def test_the_list_of_publications_tells_thumb_from_wow(tmp_path: Path):
    path = tmp_path / "a.json"
    item = {
        "appmsgid": 7,
        "title": "一文",
        "read_num": 90,
        "old_like_num": 4,
        "like_num": 3,
        "comment_num": 2,
        "share_num": 1,
    }
    path.write_text(json.dumps({"list": [item | {"sent_status": {"total": 1000}}]}), encoding="utf-8")

    assert sums(understood(path)) == {
        "readers": 90, "likes": 4, "recommends": 3, "comments": 2, "shares": 1, "delivered": 1000,
    }  # fmt: skip


def test_articles_of_one_push_are_the_ones_that_the_tables_list(tmp_path: Path):
    """The page receives documents as texts within documents; all articles of a push share its id."""
    address = "http://mp.weixin.qq.com/s?__biz=MzA&amp;mid=100&amp;idx={}&amp;sn=a"
    articles = [
        {"aid": f"7_{n}", "appmsgid": 7, "title": f"第{n}文", "content_url": address.format(n)}
        | {"read_num": n, "old_like_num": 0, "like_num": 0}
        for n in (1, 2)
    ]
    push = {"sent_status": {"total": 1000}, "appmsg_info": articles}
    page = {"publish_list": [{"publish_info": json.dumps(push)}]}
    path = tmp_path / "发表记录.json"
    path.write_text(json.dumps({"publish_page": json.dumps(page)}), encoding="utf-8")
    parsed = understood(path)

    assert [entry.work.key for entry in parsed.entries] == ["MzA/100/1", "MzA/100/2"]
    assert sums(parsed)["delivered"] == 2000


def test_kuaishou(tmp_path: Path):
    header = words("作品 发布时间 播放量 完播率 点赞量 评论量 收藏量 分享量 涨粉量")
    rows = [header, ["第1期", "2026-03-01 09:00", "3.4w", "12.5%", "1,024", 2, 3, 4, -1]]
    parsed = understood(text_file(tmp_path / "作品列表明细.csv", rows, encoding="gb18030"))

    assert parsed.platform == "kuaishou"
    assert sums(parsed) == {
        "plays": 34_000, "completion_rate": 0.125, "likes": 1024, "comments": 2, "favorites": 3, "shares": 4,
        "follows": -1,
    }  # fmt: skip


def test_bilibili(tmp_path: Path):
    rows = [
        BILIBILI,
        ["第一期", "2026年06月03日 16:41:25", 900, "50%", "5%", "3.5星", 10, 1, 2, 3, 4, 5, "55.9%", 1, 0],
        ["第二期", "2026年06月04日 16:41:25", 100, "--", "--", "3星", 1, 1, 1, 1, 1, 1, "--", 0, 0],
    ]
    parsed = understood(text_file(tmp_path / "近期稿件对比.csv", rows, encoding="utf-8"))

    assert sums(parsed) == {
        "plays": 1000, "likes": 11, "comments": 2, "danmaku": 3, "favorites": 4, "coins": 5, "shares": 6, "follows": 1,
    }  # fmt: skip
    assert not parsed.skipped


def test_xiaohongshu_below_its_banner(tmp_path: Path):
    rows = [
        ["最多导出排序后前1000条笔记"] * 13,
        NOTES,
        ["笔记一", "2026年03月31日15时09分32秒", "视频", 9000, 700, "8.5%", 10, 2, 3, 1, 4, 23, 0],
        [None, "2026年04月01日10时00分00秒", "图文", 100, 50, "1%", 5, 0, 0, 0, 0, "-", 0],
    ]
    parsed = understood(xlsx_file(tmp_path / "笔记列表明细表.xlsx", rows))

    assert sums(parsed) == {
        "plays": 750, "likes": 15, "comments": 2, "favorites": 3, "follows": 1, "shares": 4, "average_play_seconds": 23,
        "danmaku": 0,
    }  # fmt: skip
    assert [entry.work.key for entry in parsed.entries] == ["2026-03-31T15:09", "2026-04-01T10:00"]


def test_toutiao_with_broken_styles_and_minus_one(tmp_path: Path):
    rows = [
        TOUTIAO,
        ["视频一", "2026-03-30 17:05", "7531", "https://a/1", 9, 1, 100, 1, 0.41, 23.37, 12.5, 3, "-1.00", 5, 6, 7],
        ["视频二", "2026-03-31 17:05", "7532", "https://a/2", 9, 1, -1, 1, 0.41, "-1.00", -1.0, 1, 1, 1, 1, -1],
    ]
    path = repacked(xlsx_file(tmp_path / "小视频.xlsx", rows), {"xl/styles.xml": b"<styleSheet"})
    parsed = understood(path)

    assert sums(parsed) == {
        "plays": 100, "completion_rate": 0.2337, "average_play_seconds": 12.5, "likes": 4, "comments": 1, "reposts": 6,
        "shares": 7, "favorites": 7,
    }  # fmt: skip
    assert not [said for said in parsed.warnings if said.startswith("row")]


def youtube_rows() -> Rows:
    return [
        YOUTUBE,
        ["Total", "", "", "", 8290, 251.3464, -70, 9, 1.2],
        [" -yquaLFqjE4", "第1期", "May 27, 2025", 300, 8000, 250, -72, 9, 1.2],
        ["abcdefghijk", "第2期", "Jun 1, 2025", 300, 284, 1.3, 2, 9, 1.2],
    ]


def test_youtube_and_a_total_that_is_not_the_sum(tmp_path: Path):
    parsed = understood(text_file(tmp_path / "Table data.csv", youtube_rows(), encoding="utf-8"))

    assert sums(parsed) == {"plays": 8284, "follows": -70}
    assert parsed.skipped == {"total": 1}
    assert "row 2 says 8,290 plays in all, the rows add up to 8,284" in parsed.warnings
    assert [entry.work.key for entry in parsed.entries] == ["-yquaLFqjE4", "abcdefghijk"]
    assert parsed.definitions["plays"] == "youtube/views-2026-08-24"


def test_what_a_spreadsheet_has_spoilt_is_told_by_the_files_own_header(tmp_path: Path):
    rows = [*youtube_rows()[:1], ["#NAME?", "第1期", "May 27, 2025", 300, 8, 1, 0, 9, 1.2]]
    parsed = understood(text_file(tmp_path / "Table data.csv", rows))

    assert "row 2: 'Content' '#NAME?' is a spreadsheet's error mark" in parsed.warnings


def test_youtubes_zip_gives_its_works(tmp_path: Path):
    path = tmp_path / "Content 2020-01-01_2026-08-20 声音馆.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Totals.csv", "Date,Views\n2026-08-19,5\n")
        archive.writestr("Chart data.csv", "Date,Content,Video title,Video publish time,Duration,Views\n")
        archive.writestr("Table data.csv", as_text(youtube_rows()))
    parsed = understood(path)

    assert sums(parsed)["plays"] == 8284
    assert (parsed.as_of, parsed.definitions["plays"]) == (
        datetime(2026, 8, 20, 23, 59, 59),
        "youtube/views-2025-03-31",
    )
    assert "'Totals.csv' in it is left out: it is 'youtube-totals' (account-daily)" in parsed.warnings


def test_a_podcast_host(tmp_path: Path):
    header = ["Slug", "Title", "Published", "1 Day", "7 Days", "14 Days", "30 Days", "90 Days", "Spotify", "All Time"]
    rows = [
        header,
        ["ep-1", "第一集", "2026-01-05", 3, 9, 12, 15, 20, 4, 31],
        ["ep-2", "第二集", "2026-01-12", 1, 2, 3, 4, 5, 0, 9],
    ]

    assert sums(understood(text_file(tmp_path / "a.csv", rows))) == {"downloads": 40}


def op3_row(time: str, episode: str, bot: str = "") -> list[str]:
    known = {"time": time, "url": f"https://a/{episode}.mp3", "audienceId": "x", "episodeId": episode, "botType": bot}
    return [known.get(name, "") for name in OP3]


def test_op3_counts_rows_that_are_no_robots(tmp_path: Path):
    rows = [
        OP3,
        op3_row("2026-08-01T15:59:59.000Z", "a"),
        op3_row("2026-08-01T16:00:00.000Z", "a"),
        op3_row("2026-08-01T16:00:00.000Z", "b", bot="bot"),
    ]
    parsed = understood(text_file(tmp_path / "downloads.tsv", rows, delimiter="\t", encoding="utf-8"))

    assert (parsed.platform, parsed.grain, parsed.rows, dict(parsed.skipped)) == ("op3", "event", 3, {"robot": 1})
    assert sums(parsed) == {"downloads": 2}
    assert [entry.day for entry in parsed.entries] == [date(2026, 8, 1), date(2026, 8, 2)]


def test_op3s_show_names_its_episodes(tmp_path: Path):
    path = tmp_path / "show.json"
    episodes = [{"id": "a", "title": "第一集", "pubdate": "2026-07-01T00:00:00.000Z", "itemGuid": "g"}]
    path.write_text(json.dumps({"showUuid": "u", "title": "节目", "episodes": episodes}), encoding="utf-8")

    parsed = understood(path)
    (entry,) = parsed.entries
    assert (entry.work.key, entry.work.title, entry.figures) == ("a", "第一集", ())
    # Nothing in it hangs on the day of the export.
    assert (parsed.as_of_from, list(parsed.warnings)) == ("mtime", [])


def test_podlove(tmp_path: Path):
    rows = [["post_id", "title", "post_date", "days", "downloads"], [12, "第一集", "2026-01-05 06:00", 200, 31]]
    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert (sums(parsed), parsed.definitions) == ({"downloads": 31}, {"downloads": "podcast-host/intents"})


def test_spotify_before_and_after_starts(tmp_path: Path):
    old = [["id", "name", "releaseDate", "starts", "streams", "listeners"], ["a", "一", "2024-01-01", 9, 5, 4]]
    new = [
        ["id", "name", "releaseDate", "starts", "plays", "streams", "listeners"],
        ["a", "一", "2024-01-01", 9, 12, 5, 4],
    ]
    before, after = (understood(text_file(tmp_path / f"{n}.csv", rows)) for n, rows in enumerate([old, new]))

    assert (sums(before)["plays"], before.definitions["plays"]) == (9, "spotify/starts")
    assert (sums(after)["plays"], after.definitions["plays"]) == (12, "spotify/plays-2025-05")


def test_apple_by_day_and_in_all(tmp_path: Path):
    daily = [
        ["atl_date", "episode_id", "atl_playscount", "atl_totaltimelistened", "atl_uniqueengagedlistenerscount",
         "atl_uniquelistenerscount"],
        ["2026-08-01", "a", 5, 900, 2, 4],
    ]  # fmt: skip
    whole = [["episode_id", "episode_name", "playscount", "uniquelistenerscount"], ["a", "一", 50, 31]]
    by_day, in_all = (understood(text_file(tmp_path / f"{n}.csv", rows)) for n, rows in enumerate([daily, whole]))

    assert (by_day.grain, sums(by_day)) == ("work-daily", {"plays": 5, "consumers": 4})
    assert (in_all.grain, sums(in_all)) == ("work-cumulative", {"plays": 50, "consumers": 31})


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
    parsed = understood(xlsx_file(tmp_path / "a.xlsx", rows))

    assert (parsed.format, parsed.grain, sums(parsed)) == (format, grain, figures)
    assert grain == "work-cumulative" or any("kept apart" in said for said in parsed.warnings)


def test_a_day_and_plays_alone_may_be_anybodys(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["日期", "播放量"], ["2026-08-01", 5]])

    assert "no column says which platform its figures are from" in refusal(path)
    assert understood(path, platform="kuaishou").grain == "account-daily"


@pytest.mark.parametrize(
    "header", [["episode", "date", "platform", "plays", "likes"], ["期数", "日期", "平台", "播放量", "点赞数"]]
)
def test_the_general_table(tmp_path: Path, header: list[str]):
    rows = [header, ["lieshita/1", "2026-08-01", "抖音", "100", "-"], ["第2期", "2026-08-02", "ximalaya", "1.2万", "3"]]
    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert (parsed.platform, sums(parsed)) == ("", {"plays": 12_100, "likes": 3})
    assert [(entry.work.platform, entry.work.episode, entry.day) for entry in parsed.entries] == [
        ("douyin", "lieshita/1", date(2026, 8, 1)),
        ("ximalaya", "第2期", date(2026, 8, 2)),
    ]


def test_the_general_table_of_a_platform_that_is_said(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["episode", "plays"], ["1", "5"]])

    assert "--platform" in refusal(path)
    assert understood(path, platform="ximalaya").platform == "ximalaya"


@pytest.mark.parametrize(
    "header", [["date", "episode", "people"], ["日期", "期数", "人数"], ["日期", "主题", "到场人数"]]
)
def test_attendance_adds_up(tmp_path: Path, header: list[str]):
    rows = [header, ["2026-08-01", "1", "30"], ["2026-08-01", "1", "25"], ["2026-08-02", "2", "-"]]
    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert (parsed.platform, parsed.grain, sums(parsed)) == ("classroom", "event", {"attendance": 55})


def test_columns_that_fit_two_platforms_are_settled_by_the_option(tmp_path: Path):
    path = text_file(tmp_path / "a.csv", [["作品名称", "发布时间", "播放量"], ["一", "2026-03-01 09:00", "5"]])

    assert "its columns fit 'douyin' and 'kuaishou' equally well" in refusal(path)
    assert understood(path, platform="douyin").format == "douyin-works"
    assert understood(path, platform="kuaishou").format == "kuaishou-works"


def test_the_option_settles_ties_and_nothing_else(tmp_path: Path):
    parsed = understood(text_file(tmp_path / "a.csv", [DOUYIN, douyin()]), platform="bilibili")

    assert parsed.platform == "douyin"
    assert "it is a file of 'douyin', not of 'bilibili': --platform only settles a tie" in parsed.warnings


def test_an_unknown_file_is_told_what_was_looked_for(tmp_path: Path):
    near = text_file(tmp_path / "a.csv", [["视频描述", "播放量", "推荐"], ["一", 1, 2]])
    far = text_file(tmp_path / "b.csv", [["x", "y"], [1, 2]])

    assert "nearest is 'wechat-channels-works'" in refusal(near)
    assert "which also needs '视频ID'; the file has '视频描述', '播放量', '推荐'" in refusal(near)
    assert "none of their column names was found" in refusal(far)


def test_the_name_of_a_file_means_nothing(tmp_path: Path):
    for name in ("动态数据明细.csv", "Table data.pdf", "a"):
        assert understood(text_file(tmp_path / name, [DOUYIN, douyin()])).platform == "douyin"


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
    parsed = understood(path, root=own(tmp_path, OWN_FORMAT))

    assert (parsed.platform, sums(parsed)) == ("ximalaya", {"plays": 12_000, "completion_rate": 0.455})


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("播放数: plays", "播放数: play", "ximalaya.yaml:9:8: unknown meaning 'play' [unknown-meaning]"),
        ("platform: ximalaya", "platform: himalaya", "ximalaya.yaml:3:11: unknown platform 'himalaya'"),
        ("platform: ximalaya\n", "", "neither the file nor a column says which platform this is"),
        (", unit: bare-percent", "", "ximalaya.yaml:10:7: 'completion_rate' needs a unit [bad-unit]"),
        ("[声音标题, 播放数]", "[声音, 播放数]", "the signature asks for '声音', which is no column of this format"),
        ("  声音标题: title\n", "", "nothing here says which work a row is about"),
        ("work-cumulative", "work-daily", "nothing here says which day a row is about"),
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


def test_every_file_has_an_answer_whatever_its_neighbours(tmp_path: Path):
    good = text_file(tmp_path / "a.csv", [DOUYIN, douyin()])

    assert answered(tmp_path / "none.csv").path.endswith("none.csv")
    assert understood(good).sha256


DOCS = Path(__file__).parents[4] / "docs" / "reach.md"


def shown(language: str, part: str) -> str:
    """The block in docs/reach.md that holds `part`."""
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    (block,) = [block for block in blocks if part in block]
    return block


def test_the_format_in_the_docs_works(tmp_path: Path):
    rows = [
        ["声音标题", "发布时间", "播放数", "点赞数", "完播率", "新增订阅", "时长"],
        ["第1期", "2026-03-01 08:00", "1.2万", "-1", "45.5", "-2", "300"],
    ]
    parsed = understood(xlsx_file(tmp_path / "a.xlsx", rows), root=own(tmp_path, shown("yaml", "声音标题")))

    assert sums(parsed) == {"plays": 12_000, "completion_rate": 0.455, "follows": -2}


@pytest.mark.parametrize(
    ("part", "format", "figures"),
    [
        ("episode,date", "table", {"plays": 24_345, "likes": 67, "shares": 13}),
        ("日期,期数,人数", "classroom", {"attendance": 83}),
    ],
)
def test_the_tables_in_the_docs_are_understood(tmp_path: Path, part: str, format: str, figures: dict[str, int]):
    path = tmp_path / "a.csv"
    path.write_text(shown("csv", part), encoding="utf-8")

    assert (understood(path).format, sums(understood(path))) == (format, figures)


def test_a_table_of_titles_needs_its_platform_in_a_column_or_said(tmp_path: Path):
    rows = [["标题", "发布时间", "播放量", "点赞量"], ["第1期 毛泽建", "2026-03-02 10:00", 5, 1]]
    path = text_file(tmp_path / "喜马拉雅.csv", rows)
    parsed = understood(path, platform="ximalaya")

    assert (parsed.platform, parsed.grain, sums(parsed)) == ("ximalaya", "work-cumulative", {"plays": 5, "likes": 1})
    assert refusal(path).startswith("no column says which platform its figures are from")


def test_rates_of_the_general_table_are_fractions_or_have_their_sign(tmp_path: Path):
    rows = [
        ["episode", "platform", "plays", "completion_rate"],
        ["s/1", "ximalaya", 5, 0.45],
        ["s/2", "ximalaya", 5, "45%"],
    ]
    parsed = understood(text_file(tmp_path / "a.csv", rows))

    assert [figure.value for entry in parsed.entries for figure in entry.figures if figure.metric != "plays"] == [
        0.45
    ] * 2
