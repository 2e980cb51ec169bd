"""A kit: the files that a person takes to a platform, with the page that says how."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from pipeline.digest import digest
from pipeline.pages import pages
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.kits.platform import CoverSize, Platform
from pipeline.publish.kits.rendition import Film, Verdict, shape_of
from pipeline.publish.kits.texts import KitTexts

VERSION = 1
"""Counts up when kits are made in another way."""
SHEET = "kit.json"
CHECKLIST = "checklist.html"
_TRANSCRIPTS = (".txt", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFile:
    """One file of a kit: copied from `source`, or `text` itself."""

    name: str
    sha256: str
    bytes: int
    source: Path | None = None
    text: str = ""

    @classmethod
    def of(cls, name: str, text: str) -> "KitFile":
        data = text.encode()
        return cls(name=name, sha256=sha256(data).hexdigest(), bytes=len(data), text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A cover that was drawn in a size that the platform shows."""

    size: CoverSize
    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All files of a kit; the sheet, which names the others, comes last."""

    platform: str
    series: str
    stem: str
    guid: str
    key: str
    files: tuple[KitFile, ...]


def kit_key(item: Item, stem: str, platform: Platform) -> str:
    """Of all that a kit is made from: one that stands under the same key is not made again."""
    said = (item.series.title, item.series.author, item.numbering)
    return digest([VERSION, _source(), item_digest(item), stem, said, platform])


def kit_of(
    item: Item, stem: str, platform: Platform, verdict: Verdict, texts: KitTexts, covers: Sequence[Cover], *, root: Path
) -> Kit:
    """The kit of a programme whose `verdict` found a file; `root` is the workspace."""
    film = verdict.film
    assert film is not None
    media = _copied(film.file, f"{stem}.{film.suffix}", root)
    captions = [_copied(one, f"{stem}.srt", root) for one in item.files if one.role == "subtitles"][:1]
    articles = [
        _copied(one, f"{stem}{suffix}", root)
        for suffix in _TRANSCRIPTS
        for one in item.files
        if platform.transcript and one.role == "transcript" and one.name.endswith(suffix)
    ]
    pictures = [KitFile(name=one.size.name, sha256=one.sha256, bytes=one.bytes, source=one.path) for one in covers]
    written = [
        KitFile.of("title.txt", _lines(texts.title)),
        KitFile.of("description.txt", _lines(texts.description)),
        KitFile.of("tags.txt", _lines(*texts.tags)),
    ]
    template = pages("pipeline.publish.kits", clock=_clock, size=_size).get_template(CHECKLIST)
    page = template.render(
        item=item,
        label=_argument(item.label),
        platform=platform,
        film=film,
        shape=shape_of(film.sides) if film.sides else "",
        better=verdict.better,
        texts=texts,
        media=media,
        captions=captions,
        articles=articles,
        covers=covers,
        key=item.guid,
    )
    others = (media, *pictures, *captions, *articles, *written, KitFile.of(CHECKLIST, page + "\n"))
    key = kit_key(item, stem, platform)
    sheet = _sheet(item, platform, film, verdict, texts, covers, others, key)
    return Kit(
        platform=platform.id, series=item.series.id, stem=stem, guid=item.guid, key=key,
        files=(*others, KitFile.of(SHEET, sheet)),
    )  # fmt: skip


def _copied(file: ItemFile, name: str, root: Path) -> KitFile:
    return KitFile(name=name, sha256=file.sha256, bytes=file.bytes, source=root / file.source)


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines if line)


def _sheet(
    item: Item,
    platform: Platform,
    film: Film,
    verdict: Verdict,
    texts: KitTexts,
    covers: Sequence[Cover],
    files: Sequence[KitFile],
    key: str,
) -> str:
    """The kit in JSON, for programs."""
    value = {
        "voicehall": 1,
        "kit": 1,
        "platform": platform.id,
        "platform_name": platform.name,
        "series": item.series.id,
        "number": item.number,
        "guid": item.guid,
        "title": texts.title,
        "description": texts.description,
        "tags": list(texts.tags),
        "tags_left_out": list(texts.left_out),
        "media": {
            "path": files[0].name,
            "rendition": film.file.rendition,
            "width": film.sides[0] if film.sides else None,
            "height": film.sides[1] if film.sides else None,
            "duration": round(float(film.file.duration or item.duration), 3),
            "better_shape": verdict.better,
        },
        "captions": next((file.name for file in files if file.name.endswith(".srt")), None),
        "covers": [
            {"path": one.size.name, "width": one.size.width, "height": one.size.height, "for": one.size.place}
            for one in covers
        ],
        "files": [{"path": file.name, "bytes": file.bytes, "sha256": file.sha256} for file in files],
        "key": key,
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _source() -> str:
    """Of the page's template: kits with an old page are made again."""
    return (Path(__file__).parent / "pages" / CHECKLIST).read_text(encoding="utf-8")


def _argument(word: str) -> str:
    """As it is typed in the shells of all systems."""
    return word if re.fullmatch(r"[\w/.-]+", word, re.ASCII) else f'"{word}"'


def _clock(seconds: Fraction) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest:02d} 秒" if minutes else f"{rest} 秒"


def _size(number: int) -> str:
    return f"{number / 10**6:.1f} MB" if number >= 10**5 else f"{max(1, round(number / 1000))} kB"
