"""Names of platforms: a known one's, nearly one, or a new one's."""

import pytest

from pipeline.errors import PipelineError
from pipeline.model.publishing.platform import is_platform, platform_named
from pipeline.reach.platforms import Platforms, malformed


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("抖音", "douyin"),
        ("DouYin", "douyin"),
        ("Ｂ站", "bilibili"),
        ("b 站", "bilibili"),
        ("Apple 播客", "apple-podcasts"),
        ("wechat channels", "wechat-channels"),
        ("现场放映", "classroom"),
        ("own website", "web-log"),
        ("荔枝", None),
        ("", None),
        ("-", None),
    ],
)
def test_names_of_known_ones(text: str, id: str | None):
    assert platform_named(text) == id


@pytest.mark.parametrize(
    "name",
    ["荔枝", "猫耳FM", "学习强国", "Lizhi FM", "小宇宙", "蜻蜓FM", "微博", "知乎", "央视频", "百家号", "西瓜视频",
     "趣头条", "腾讯课堂", "网易云音乐", "TikTok", "Weibo", "Douban", "Douyu", "Castbox", "Podbean", "喜欢听", "5sing"],
)  # fmt: skip
def test_other_names_are_new_ones(name: str):
    assert Platforms().named(name) is None
    assert Platforms().called(name, new=False) == name


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("douyn", "douyin"),
        ("duoyin", "douyin"),
        ("bilbili", "bilibili"),
        ("kuaisou", "kuaishou"),
        ("Himalaya", "ximalaya"),
        ("喜玛拉雅", "ximalaya"),
        ("小红薯", "xiaohongshu"),
        ("抖音极速版", "douyin"),
        ("YouTube Music", "youtube"),
        ("微信", "wechat-article"),
        ("wechat", "wechat-article"),
        ("spotifyy", "spotify"),
        ("youtueb", "youtube"),
        ("podcast-hots", "podcast-host"),
    ],
)
def test_near_ones_are_asked(name: str, near: str):
    with pytest.raises(PipelineError) as told:
        Platforms().called(name, new=False)

    assert f"unknown platform '{name}'" in str(told.value)
    assert f"did you mean '{near}'" in str(told.value)
    assert "--new-platform" in str(told.value)
    assert Platforms().called(name, new=True) == name


def test_a_studios_own_are_known_in_every_spelling():
    known = Platforms.of(["douyin", "Lizhi FM", "lizhi-fm", "荔枝"])

    assert known.own == ("Lizhi FM", "荔枝")
    assert [known.named(text) for text in ("LIZHI  fm", "lizhifm", "荔枝", "ＬizhiFM")] == [
        "Lizhi FM", "Lizhi FM", "荔枝", "Lizhi FM",
    ]  # fmt: skip
    assert known.near("荔枝FM") == ("荔枝",)
    assert known.near("Lizi FM") == ("Lizhi FM",)


@pytest.mark.parametrize("text", ["合计", "总 计", "全网", "Total", "其他", "2026", "", "a/b", "甲" * 41, "=1+a", "-x"])
def test_what_is_no_name(text: str):
    assert malformed(text)
    with pytest.raises(PipelineError):
        Platforms().called(text, new=True)


@pytest.mark.parametrize(
    ("text", "right"),
    [("douyin", True), ("lizhi", True), ("荔枝", True), ("抖音", False), ("Web Log", False), ("", False)],
)
def test_what_studio_yaml_may_name(text: str, right: bool):
    assert is_platform(text) is right
