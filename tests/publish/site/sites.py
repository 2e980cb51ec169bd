"""Sites that are made of items without files, and a reader of their pages."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

from pipeline.model.captions import Cue
from pipeline.model.programme import ProgrammeChapter
from pipeline.publish.item import Item, ItemFile, ItemSeries, TargetContents
from pipeline.publish.site import site_pages

PUBLIC = "https://hall.example.org/lessons/"
SERIES = ItemSeries(
    id="lieshita", title="烈士塔下颂英烈", author="开福区", language="zh-CN", numbering="第{number}期",
    cover=ItemFile(role="cover", rendition="", source="x", name="cover.jpg", type="image/jpeg", sha256="", bytes=1),
)  # fmt: skip
HOSTILE = "</script><b>\"'&amp; \u202e左\u2066右 👨‍👩‍👧 {{ 7*7 }}"
FILES = (
    (".mp4", "video", "main", "video/mp4"),
    (".mp3", "audio", "sound", "audio/mpeg"),
    (".vtt", "captions", "", "text/vtt"),
    (".html", "transcript", "", "text/html"),
    (".jpg", "cover", "", "image/jpeg"),
    (".square.jpg", "cover", "", "image/jpeg"),
)


def media(number: int, series: ItemSeries = SERIES, *, kinds: str = ".mp4 .mp3 .vtt .html .jpg .square.jpg"):
    return tuple(
        ItemFile(
            role=role, rendition=rendition, source=f"out/{number}{suffix}", name=f"{series.slug}-{number:03d}{suffix}",
            type=kind, sha256=f"{number:064x}", bytes=1_000_000,
        )
        for suffix, role, rendition, kind in FILES
        if suffix in kinds.split()
    )  # fmt: skip


def captions(count: int, text: str = "一九零五年，她出生在湖南。") -> tuple[Cue, ...]:
    """One caption every five seconds, a breath after each."""
    return tuple(Cue(start=n * 5000, stop=n * 5000 + 4500, text=text) for n in range(count))


def item(number: int = 1, **more: object) -> Item:
    series = more.get("series", SERIES)
    given: dict[str, object] = {
        "series": series,
        "number": number,
        "title": f"第{number}课：毛泽建",
        "guid": f"guid-{number}",
        "summary": "一位女战士的一生",
        "date": date(2022, 3, number % 28 + 1),
        "speakers": ("李明",),
        "tags": ("党史", "英烈"),
        "duration": Fraction(754),
        "chapters": (ProgrammeChapter(start=0, stop=60_000, title="片头"),
                     ProgrammeChapter(start=60_000, stop=754_000, title="她的一生")),
        "cues": captions(20),
        "files": media(number, series),
    }  # fmt: skip
    return Item(**given | more)


def catalogue(*items: Item) -> TargetContents:
    return TargetContents(studio="烈士塔下声音馆", public=PUBLIC, items=items)


def made(*items: Item) -> dict[str, str]:
    return {page.path: page.make().decode() for page in site_pages(catalogue(*items))}


class Reader(HTMLParser):
    """What a page says, as a browser takes it."""

    VOID = frozenset(("meta", "link", "img", "input", "track", "source", "br", "wbr"))

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID and not (tag == "path" and self._open[-1] == "svg"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def links(self) -> Iterator[str]:
        for _, attributes in self.tags:
            yield from (attributes[name] for name in ("href", "src", "poster") if name in attributes)

    def meta(self, name: str) -> str:
        (found,) = self.all("meta", property=name) or self.all("meta", name=name)
        return found["content"]

    @property
    def data(self) -> dict:
        return self.json("application/ld+json")

    def json(self, kind: str) -> dict:
        """What the one script of that type holds."""
        kinds = [one.get("type") for one in self.all("script")]
        (text,) = (text for text, one in zip(self.texts["script"], kinds, strict=True) if one == kind)
        return json.loads(text)
