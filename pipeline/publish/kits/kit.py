"""A kit: the files that a person uploads to a platform, with a checklist of how to do it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.digest import digest
from pipeline.messages import Language, listed, spoken, told
from pipeline.pages import house_files, pages
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.kits.limits import amount, used
from pipeline.publish.kits.platform import CoverSize, Platform
from pipeline.publish.kits.rendition import RenditionChoice, shape_of, shape_word
from pipeline.publish.kits.texts import KitTexts
from pipeline.wording import duration, size

VERSION = 2
"""Counts up when kits are made in another way."""
INFO_FILE = "kit.json"
CHECKLIST = "checklist.html"
_AI_STEP = "声明作品含人工智能生成合成内容：在发布页的“声明”一类选项里选它。"
_TRANSCRIPTS = (".txt", ".html")
_HTML_LANGUAGES: dict[Language, str] = {"en": "en", "zh": "zh-CN"}


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
    """A cover that was drawn in one of the platform's sizes."""

    size: CoverSize
    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All files of a kit; `kit.json`, which lists the others, comes last."""

    platform: str
    series: str
    stem: str
    guid: str
    key: str
    files: tuple[KitFile, ...]


def kit_key(item: Item, stem: str, platform: Platform, short_title: str = "") -> str:
    """Digest of all that a kit is made from, the language of its checklist too: one with the same key is kept."""
    series = (item.series.title, item.series.author, item.numbering)
    parts = [VERSION, spoken(), _template_text(), item_digest(item), stem, series, platform]
    return digest([*parts, short_title] if short_title else parts)


def kit_of(
    item: Item,
    stem: str,
    platform: Platform,
    choice: RenditionChoice,
    texts: KitTexts,
    covers: Sequence[Cover],
    *,
    root: Path,
    short_title: str = "",
) -> Kit:
    """The kit of a programme for which `choice` found a file; `root` is the workspace.

    Its checklist is in the language that is spoken now.
    """
    chosen = choice.media
    assert chosen is not None
    media = _copied(chosen.file, f"{stem}.{chosen.suffix}", root)
    # Beside captions in the picture the platform would show them twice.
    subtitles = [] if chosen.file.burned else [one for one in item.files if one.role == "subtitles"]
    captions = [_copied(one, f"{stem}.srt", root) for one in subtitles[:1]]
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
    page = (
        pages("pipeline.publish.kits", duration=duration, listed=listed, shape_word=shape_word, size=size)
        .get_template(CHECKLIST)
        .render(
            language=_HTML_LANGUAGES[spoken()],
            item=item,
            label=_argument(item.label),
            platform=platform,
            chosen=chosen,
            shape=shape_of(chosen.sides) if chosen.sides else "",
            better_shape=choice.better_shape,
            texts=texts,
            shortened={one.field: one for one in texts.shortened},
            amount=amount,
            media=media,
            captions=captions,
            articles=articles,
            covers=covers,
            steps=tuple(_steps(item, platform, captions=bool(captions))),
            used=used,
            key=item.guid,
        )
    )
    others = (media, *pictures, *captions, *articles, *written, KitFile.of(CHECKLIST, page + "\n"))
    key = kit_key(item, stem, platform, short_title)
    info = _info(item, platform, choice, texts, covers, others, key)
    return Kit(
        platform=platform.id, series=item.series.id, stem=stem, guid=item.guid, key=key,
        files=(*others, KitFile.of(INFO_FILE, info)),
    )  # fmt: skip


def _steps(item: Item, platform: Platform, *, captions: bool) -> Iterator[str]:
    """What a person does there with this programme; the last of the platform's own steps publishes it."""
    *first, last = platform.steps or ("",)
    yield from first
    if captions and platform.captions_step:
        yield platform.captions_step
    if item.ai_content:
        yield platform.ai_step or _AI_STEP
    if last:
        yield last


def _copied(file: ItemFile, name: str, root: Path) -> KitFile:
    return KitFile(name=name, sha256=file.sha256, bytes=file.bytes, source=root / file.source)


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines if line)


def _info(
    item: Item,
    platform: Platform,
    choice: RenditionChoice,
    texts: KitTexts,
    covers: Sequence[Cover],
    files: Sequence[KitFile],
    key: str,
) -> str:
    """The kit in JSON, for programs."""
    chosen = choice.media
    assert chosen is not None
    value = {
        "voicehall": 1,
        "kit": 1,
        "platform": platform.id,
        "platform_name": told(platform.label),
        "series": item.series.id,
        "number": item.number,
        "guid": item.guid,
        "title": texts.title,
        "description": texts.description,
        "tags": list(texts.tags),
        "tags_left_out": list(texts.left_out),
        "ai_content": item.ai_content.label if item.ai_content else None,
        "shortened": [one.as_json() for one in texts.shortened],
        "media": {
            "path": files[0].name,
            "rendition": chosen.file.rendition,
            "width": chosen.sides[0] if chosen.sides else None,
            "height": chosen.sides[1] if chosen.sides else None,
            "duration": round(float(chosen.file.duration or item.duration), 3),
            "better_shape": choice.better_shape,
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


def _template_text() -> str:
    """Of the checklist and of what all pages share: kits with an old one are made again."""
    return (Path(__file__).parent / "pages" / CHECKLIST).read_text(encoding="utf-8") + house_files().decode()


def _argument(word: str) -> str:
    """As it is typed in the shells of all systems."""
    return word if re.fullmatch(r"[\w/.-]+", word, re.ASCII) else f'"{word}"'
