"""Platforms: the names that people write for them."""

from collections.abc import Mapping

from pipeline.reach.observation import PLATFORMS

_NAMES: Mapping[str, tuple[str, ...]] = {
    "douyin": ("抖音", "抖音号"),
    "kuaishou": ("快手", "快手号"),
    "wechat-article": ("公众号", "微信公众号", "微信文章"),
    "wechat-channels": ("视频号", "微信视频号"),
    "bilibili": ("哔哩哔哩", "b站", "b 站"),
    "xiaohongshu": ("小红书",),
    "toutiao": ("头条", "今日头条", "头条号"),
    "ximalaya": ("喜马拉雅",),
    "youtube": ("油管",),
    "apple-podcasts": ("apple podcasts", "apple", "苹果播客"),
    "podcast-host": ("podcast host", "播客托管"),
    "web-log": ("web log", "网站", "官网"),
    "classroom": ("课堂", "现场", "线下"),
}
_IDS = {name: name for name in PLATFORMS} | {name: one for one, names in _NAMES.items() for name in names}


def platform_named(text: str) -> str | None:
    """The id of the platform that a table calls `text`; None where nobody is called so."""
    return _IDS.get(text.strip().lower())
