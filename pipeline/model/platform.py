"""Platforms: the one list of those that voicehall knows, what people call them, and what they are to us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Somewhere a programme is heard, and whose figures come back."""

    id: str
    name: str
    """In Chinese, as reports write it."""
    also: tuple[str, ...] = ()
    """What else tables and people call it, in lower case."""
    kit: bool = False
    """Whether programmes are taken there by hand, by rules that come with voicehall."""


_PLATFORMS = (
    Platform(id="douyin", name="抖音", also=("抖音", "抖音号"), kit=True),
    Platform(id="kuaishou", name="快手", also=("快手", "快手号"), kit=True),
    Platform(id="wechat-article", name="微信公众号", also=("公众号", "微信公众号", "微信文章"), kit=True),
    Platform(id="wechat-channels", name="微信视频号", also=("视频号", "微信视频号"), kit=True),
    Platform(id="bilibili", name="哔哩哔哩", also=("哔哩哔哩", "b站", "b 站"), kit=True),
    Platform(id="xiaohongshu", name="小红书", also=("小红书",), kit=True),
    Platform(id="toutiao", name="今日头条", also=("头条", "今日头条", "头条号"), kit=True),
    Platform(id="ximalaya", name="喜马拉雅", also=("喜马拉雅",), kit=True),
    Platform(id="youtube", name="YouTube", also=("油管",)),
    Platform(id="spotify", name="Spotify"),
    Platform(id="apple-podcasts", name="Apple 播客", also=("apple podcasts", "apple", "苹果播客")),
    Platform(id="podcast-host", name="播客托管平台", also=("podcast host", "播客托管")),
    Platform(id="op3", name="OP3"),
    Platform(id="web-log", name="自有网站", also=("web log", "网站", "官网")),
    Platform(id="classroom", name="现场放映", also=("课堂", "现场", "线下")),
)
"""In the order of reports."""

PLATFORMS: Mapping[str, Platform] = {one.id: one for one in _PLATFORMS}
"""By id."""
KIT_PLATFORMS = tuple(sorted(one.id for one in _PLATFORMS if one.kit))
"""Ids of those to which programmes are taken by hand, since they take no uploads from programs."""

PLATFORM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What the id of any platform looks like, one of a studio's own as well."""
OWN_RULES = "assets/platforms"
"""Where a studio corrects the rules of kits, and writes those of further platforms: `<id>.yaml`, in the workspace."""

_IDS = {name: one.id for one in _PLATFORMS for name in (one.id, *one.also)}
_PLACES = {id: place for place, id in enumerate(PLATFORMS)}


def platform_named(text: str) -> str | None:
    """The id of the platform that a table calls `text`; None where nobody is called so."""
    return _IDS.get(text.strip().lower())


def platform_name(id: str) -> str:
    """What a platform is called in Chinese; one of a studio's own formats by its id."""
    return PLATFORMS[id].name if id in PLATFORMS else id


def platform_order(id: str) -> tuple[int, str]:
    """Platforms in the order of reports; those of a studio's own formats last."""
    return (_PLACES.get(id, len(_PLACES)), id)
