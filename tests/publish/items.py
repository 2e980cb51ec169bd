"""Items to change in one respect: programmes as records tell of them, whose files exist nowhere."""

from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.publish.item import Item, ItemFile, ItemSeries

SERIES = ItemSeries(id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN", numbering="第{number}期")
KINDS = {".mp4": ("video", "video/mp4"), ".mp3": ("audio", "audio/mpeg"), ".srt": ("subtitles", "application/x-subrip")}


def file(suffix: str, rendition: str = "", **more: Any) -> ItemFile:
    role, kind = KINDS[suffix]
    name = f"lieshita-001{f'.{rendition}' if rendition not in ('', 'main', 'sound') else ''}{suffix}"
    given: dict[str, Any] = {
        "role": role, "rendition": rendition, "source": f"out/lieshita/{name}", "name": name, "type": kind,
        "sha256": "ab" * 32, "bytes": 480_000,
    }  # fmt: skip
    return ItemFile(**given | more)


def item(number: int = 1, **more: Any) -> Item:
    given: dict[str, Any] = {
        "series": SERIES,
        "number": number,
        "title": "毛泽建：巾帼英烈",
        "guid": f"guid-{number}",
        "summary": "一位女战士的一生",
        "date": date(2022, 3, 31),
        "speakers": ("李明",),
        "tags": ("党性教育", "英烈"),
        "duration": Fraction(600),
        "files": (file(".mp4", "main"), file(".mp3", "sound")),
    }
    return Item(**given | more)
