"""Platforms: the list of those that voicehall knows, and what people call them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from pipeline.messages import Message, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where programmes are played or read, and that reports figures."""

    id: str
    name: str
    """In Chinese, as reports write it."""
    english: Message
    """The same as a message: in English, and as `name` in Chinese."""
    also: tuple[str, ...] = ()
    """What else tables and people call it, in lower case."""
    kit: bool = False
    """Whether people upload programmes there by hand; voicehall has rules for a kit of files."""


_PLATFORMS = (
    Platform(id="douyin", name="抖音", english=tr("Douyin"), also=("抖音", "抖音号"), kit=True),
    Platform(id="kuaishou", name="快手", english=tr("Kuaishou"), also=("快手", "快手号"), kit=True),
    Platform(
        id="wechat-article", name="微信公众号", english=tr("WeChat articles"),
        also=("公众号", "微信公众号", "微信文章"), kit=True,
    ),
    Platform(
        id="wechat-channels", name="微信视频号", english=tr("WeChat Channels"), also=("视频号", "微信视频号"), kit=True
    ),
    Platform(id="bilibili", name="哔哩哔哩", english=tr("Bilibili"), also=("哔哩哔哩", "b站", "b 站"), kit=True),
    Platform(id="xiaohongshu", name="小红书", english=tr("Xiaohongshu"), also=("小红书",), kit=True),
    Platform(id="toutiao", name="今日头条", english=tr("Toutiao"), also=("头条", "今日头条", "头条号"), kit=True),
    Platform(id="ximalaya", name="喜马拉雅", english=tr("Ximalaya"), also=("喜马拉雅",), kit=True),
    Platform(id="youtube", name="YouTube", english=tr("YouTube"), also=("油管",)),
    Platform(id="spotify", name="Spotify", english=tr("Spotify")),
    Platform(
        id="apple-podcasts", name="Apple 播客", english=tr("Apple Podcasts"),
        also=("apple podcasts", "apple", "苹果播客"),
    ),
    Platform(id="podcast-host", name="播客托管平台", english=tr("podcast host"), also=("podcast host", "播客托管")),
    Platform(id="op3", name="OP3", english=tr("OP3")),
    Platform(id="web-log", name="自有网站", english=tr("own website"), also=("web log", "网站", "官网")),
    Platform(id="classroom", name="现场放映", english=tr("showings in a room"), also=("课堂", "现场", "线下")),
)  # fmt: skip
"""In the order of reports."""

PLATFORMS: Mapping[str, Platform] = {one.id: one for one in _PLATFORMS}
"""By id."""
KIT_PLATFORMS = tuple(sorted(one.id for one in _PLATFORMS if one.kit))
"""Ids of those to which people upload programmes by hand."""

PLATFORM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Form of the id of a platform, also of a studio's own."""
_NAME = re.compile(r"\w[^/\x00-\x1f\x7f]{0,39}")
"""Form of the name of a platform that voicehall does not know."""
OWN_RULES = "assets/platforms"
"""Folder in the workspace where a studio changes the rules of kits and adds platforms: `<id>.yaml`."""


def folded(text: str) -> str:
    """A name as it is compared: in whatever case and width, without blanks and signs."""
    return "".join(c for c in normalize("NFKC", text).casefold() if c.isalnum())


def names_of(one: Platform) -> frozenset[str]:
    """All that people call it, as it is compared."""
    return frozenset(map(folded, (one.id, one.name, one.english.id, *one.also)))


_IDS = {name: one.id for one in _PLATFORMS for name in names_of(one)}
_USUAL = frozenset(("web-log", "classroom", "podcast-host", "apple-podcasts"))
_PLACES = {id: place for place, id in enumerate(PLATFORMS)}


def platforms_in(text: str) -> frozenset[str]:
    """Ids of the platforms that a name of a file speaks of; places of a studio's own, such as 现场, are usual words."""
    form = folded(text)
    return frozenset(
        one.id for one in _PLATFORMS if one.id not in _USUAL and any(len(n) > 1 and n in form for n in names_of(one))
    )


def platform_named(text: str) -> str | None:
    """The id of the platform that a table calls `text`; None where there is none of that name."""
    return _IDS.get(folded(text))


def is_platform(text: str) -> bool:
    """Whether a text may be a platform's id, of whatever platform: its name, where voicehall does not know it."""
    return bool(PLATFORM_ID.fullmatch(text) or (_NAME.fullmatch(text) and platform_named(text) is None))


def platform_order(id: str) -> tuple[int, str]:
    """Platforms in the order of reports; those of a studio's own formats last."""
    return (_PLACES.get(id, len(_PLACES)), id)
