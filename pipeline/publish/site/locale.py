"""The words of the site, in Chinese and English, and how it says times, days and sizes."""

from collections.abc import Callable, Mapping
from datetime import date as Date
from fractions import Fraction
from typing import Any

from pipeline import wording
from pipeline.model.language import is_chinese

CHINESE = {
    "skip": "跳到正文", "you are here": "所在位置", "series": "系列", "latest": "最近更新", "episodes": "期",
    "planned": "计划 {} 期", "in all": "总时长", "by": "讲述", "tags": "标签",
    "listen": "连续收听", "listen from here": "从这一期起连续收听", "go on": "接着听", "subscribe": "订阅",
    "print cards": "打印二维码卡片", "feed hint": "把订阅地址交给任何一个播客应用，新的一期会自己到来。",
    "search": "搜索", "search all": "搜索全部节目", "search hint": "标题、讲述人、标签、文字稿里的话",
    "found": "找到 {} 期", "found none": "没有找到。换一个词试试。", "looking": "正在查找文字稿……",
    "more": "还有 {} 期，写得再具体些。", "list": "全部节目",
    "watch": "看视频", "hear": "听声音", "speed": "速度", "player": "播放器", "captions": "字幕",
    "without player": "这个浏览器不能播放，可以下载：", "chapters": "章节", "transcript": "文字稿",
    "follow": "跟着播放", "transcript hint": "点一句，就从那一句听起。", "whole transcript": "阅读全部文字稿",
    "no transcript": "这一期没有文字稿。", "resumed": "从上次听到的地方继续", "from start": "从头听",
    "previous": "上一期", "next": "下一期", "neighbours": "前后各期", "share": "分享",
    "scan": "扫码收听这一期", "code": "二维码", "copy": "复制网址", "copied": "已复制",
    "downloads": "下载", "elsewhere": "在其他平台", "video": "视频", "audio": "音频", "subtitles": "字幕",
    "text": "文字稿", "stop": "收起", "press play": "按播放键开始",
    "end": "已经是最后一期", "cards": "二维码卡片", "cards hint": "用 A4 纸打印，边距选“无”，沿角线裁开。",
    "print": "打印", "scan card": "扫码听讲解", "licence": "许可",
    "made by machines": "本节目含人工智能生成合成内容",
}  # fmt: skip
ENGLISH = {
    "skip": "Skip to content", "you are here": "You are here", "series": "Series", "latest": "Latest",
    "episodes": "episodes", "planned": "{} planned", "in all": "in all", "by": "With", "tags": "Tags",
    "listen": "Listen to the whole series", "listen from here": "Listen on from here", "go on": "Go on with",
    "subscribe": "Subscribe", "print cards": "Print QR cards",
    "feed hint": "Give this address to any podcast app, and new episodes come by themselves.",
    "search": "Search", "search all": "Search all episodes",
    "search hint": "Titles, speakers, tags, words of transcripts",
    "found": "{} found", "found none": "Nothing found. Try another word.", "looking": "Looking through transcripts …",
    "more": "{} more; say more precisely what you look for.",
    "list": "All episodes",
    "watch": "Watch", "hear": "Listen", "speed": "Speed", "player": "Player", "captions": "Captions",
    "without player": "This browser cannot play it; download instead:", "chapters": "Chapters",
    "transcript": "Transcript", "follow": "Follow along", "transcript hint": "Choose a sentence to hear it.",
    "whole transcript": "Read the whole transcript", "no transcript": "This episode has no transcript.",
    "resumed": "Resumed where you left off", "from start": "From the start",
    "previous": "Previous", "next": "Next", "neighbours": "Episodes before and after", "share": "Share",
    "scan": "Scan to listen to this episode", "code": "QR code", "copy": "Copy address",
    "copied": "Copied", "downloads": "Downloads", "elsewhere": "Elsewhere", "video": "Video", "audio": "Audio",
    "subtitles": "Subtitles", "text": "Transcript", "stop": "Close",
    "press play": "Press play to begin", "end": "This was the last episode", "cards": "QR cards",
    "cards hint": "Print on A4 without margins and cut along the marks.", "print": "Print",
    "scan card": "Scan to listen", "licence": "Licence",
    "made by machines": "Contains content made by artificial intelligence",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def words_of(language: str) -> Mapping[str, str]:
    """What the pages of a series say beside its own texts: Chinese, or English for every other language."""
    return CHINESE if is_chinese(language) else ENGLISH


def clock(seconds: Fraction | float) -> str:
    """`2:03`, `1:02:03`: the seconds that have passed, as the player beside it counts them."""
    return wording.clock(int(seconds))


def span(seconds: Fraction | float, language: str) -> str:
    """A length in words: `2小时5分`, `2 h 5 min`; seconds only where it is short."""
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    units = ("小时", "分", "秒") if is_chinese(language) else (" h", " min", " s")
    amounts = (hours, left, 0 if hours or minutes >= 10 else rest)
    said = [f"{amount}{unit}" for amount, unit in zip(amounts, units, strict=True) if amount]
    return ("" if is_chinese(language) else " ").join(said) or f"0{units[2]}"


def iso_span(seconds: Fraction) -> str:
    """A length as ISO 8601 has it: `PT2M3S`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    amounts = zip((hours, minutes, rest), "HMS", strict=True)
    return "PT" + ("".join(f"{amount}{unit}" for amount, unit in amounts if amount) or "0S")


def day(value: Date, language: str) -> str:
    """`2022年3月31日`, `31 March 2022`."""
    if is_chinese(language):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def size(amount: int) -> str:
    """Of a download: `12 kB`, `3.4 MB`."""
    return f"{amount / 1e6:.1f} MB" if amount >= 1_000_000 else f"{max(1, round(amount / 1000))} kB"


def seconds(milliseconds: int) -> str:
    """As addresses and attributes have it: `12.345`, `12`."""
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock, "span": span, "day": day, "size": size, "seconds": seconds, "iso_span": iso_span
}  # fmt: skip
