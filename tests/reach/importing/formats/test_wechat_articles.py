"""The files that WeChat's article accounts export, against totals worked out by hand."""

import json
from datetime import date, datetime
from pathlib import Path

from pipeline.reach.definitions import definition_named
from tests.reach.exports import page_file, sums, text_file, understood, words, xls_file, xlsx_file

ARTICLES = words(
    "内容标题 发表时间 总阅读人数 总阅读次数 总分享人数 总分享次数 阅读后关注人数 送达人数 公众号消息阅读次数"
    " 送达阅读率 首次分享次数 分享产生阅读次数 首次分享率 每次分享带来阅读次数 阅读完成率 内容url"
)
LINK = "http://mp.weixin.qq.com/s?__biz=MzA&mid=2651&idx=1&sn=ab&chksm=cd#rd"


def test_the_sixteen_columns_of_articles(tmp_path: Path):
    rows = [
        ARTICLES,
        ["一文", 20220329, 94, 163, 7, 10, 0, 2112, 79, 0.0374, 5, 69, 0.0633, 6.9, 0.6889, LINK],
        ["二文", 20220330, 6, 37, 1, 2, 1, 2000, 7, 0.01, 0, 0, 0, 0, 0.5, LINK.replace("2651", "2652")],
    ]
    reading = understood(xlsx_file(tmp_path / "ContentAnalysis_SingleMass.xlsx", rows))

    assert sums(reading) == {
        "readers": 100, "reads": 200, "sharers": 8, "shares": 12, "follows": 1, "delivered": 4112,
        "completion_rate": 1.1889,
    }  # fmt: skip
    assert [entry.work.key for entry in reading.entries] == ["MzA/2651/1", "MzA/2652/1"]
    # A column of 次数 counts times still; the figures of before are not compared with it.
    definition = definition_named(reading.definitions["reads"])
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
    reading = understood(xls_file(tmp_path / "total_20260815.xls", rows, first_column=1))

    assert sums(reading) == {"readers": 94, "sharers": 7, "follows": 0, "delivered": 2112, "completion_rate": 0.6889}
    (entry,) = reading.entries
    assert (entry.row, entry.work.key, entry.work.url) == (5, "MzA/2651/1", LINK)
    assert (reading.as_of, reading.as_of_from) == (datetime(2026, 8, 15, 23, 59, 59), "name")


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
    reading = understood(xls_file(tmp_path / "内容分析_流量数据.xls", rows))

    assert reading.grain == "account-daily"
    assert sums(reading) == {"readers": 80, "sharers": 7}
    assert {(entry.day, entry.work) for entry in reading.entries} == {
        (date(2026, 8, 13), None),
        (date(2026, 8, 14), None),
    }
    assert reading.skipped == {"part": 2}
    assert any("of the whole account by day" in said for said in reading.warnings)


def test_a_page_that_says_it_is_xls(tmp_path: Path):
    rows = [
        ["用户增长数据"],
        ["时间", "新关注人数", "取消关注人数", "净增关注人数", "累积关注人数"],
        ["2026-08-13", 5, 9, -4, 1000],
        ["2026-08-14", 6, 1, 5, 1005],
    ]
    reading = understood(page_file(tmp_path / "用户分析_用户增长.xls", rows))

    assert (reading.format, reading.grain, sums(reading)) == (
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
    reading = understood(text_file(tmp_path / "a.csv", rows, encoding="gb18030"))

    assert (reading.grain, reading.encoding) == ("account-daily", "gb18030")
    assert sums(reading) == {"reads": 9, "readers": 5, "shares": 2, "sharers": 1, "favorites": 1}


def test_articles_by_day_from_the_interface(tmp_path: Path):
    days = [{"stat_date": "2026-08-13", "read_user": 5, "share_user": 1, "zaikan_user": 2, "read_finish_rate": 0.5}]
    document = {"list": [{"msgid": "100_1", "title": "一文", "detail_list": days}], "is_delay": False}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    reading = understood(path)

    (entry,) = reading.entries
    assert (reading.grain, entry.day, entry.work.key) == ("work-daily", date(2026, 8, 13), "100_1")
    assert sums(reading) == {"readers": 5, "sharers": 1, "recommends": 2, "completion_rate": 0.5}


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
    reading = understood(path)

    assert [entry.work.key for entry in reading.entries] == ["MzA/100/1", "MzA/100/2"]
    assert sums(reading)["delivered"] == 2000
