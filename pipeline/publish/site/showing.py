"""What of an item a page plays and shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.captions import Cue
from pipeline.packaging.transcript import SpokenChapter, Words, spoken_chapters
from pipeline.publish.item import Item, ItemFile

SOUNDS = {"audio/mpeg": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/ogg": "audio/ogg"}
"""Types of sound, what most browsers play first, and what browsers call them."""
INLINE = 20_000
"""Bytes of a transcript on its episode's page, which is to stay light; the rest is loaded when the page has come."""
MARKUP = 40
"""Bytes around the words of one caption, about."""


def film_of(item: Item) -> ItemFile | None:
    """What a page plays with pictures: the first that is, `main` before all others."""
    return item.file("video")


def sound_of(item: Item) -> ItemFile | None:
    """What a page plays without pictures."""
    known = [file for file in item.files if file.type in SOUNDS]
    return min(known, key=lambda file: list(SOUNDS).index(file.type), default=None)


def picture_of(item: Item) -> ItemFile | None:
    """The wide cover, else whatever there is."""
    return next((file for file in item.files if file.role == "cover" and file != item.square_cover), item.square_cover)


def reading_of(item: Item) -> ItemFile | None:
    """The transcript that a browser shows as a page of its own."""
    return next((file for file in item.files if file.type == "text/html"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What an episode's page has of what is said."""

    chapters: tuple[SpokenChapter, ...]
    whole: bool
    """Whether that is all."""


def transcript_of(item: Item) -> Transcript:
    """All of it, or the beginning where it is long and can be read elsewhere."""
    chapters = tuple(spoken_chapters(item.cues, item.chapters))
    if reading_of(item) is None or sum(map(_weight, item.cues)) <= INLINE:
        return Transcript(chapters=chapters, whole=True)
    return Transcript(chapters=tuple(_beginning(chapters)), whole=False)


def _beginning(chapters: Iterable[SpokenChapter]) -> Iterator[SpokenChapter]:
    room = INLINE
    for chapter in chapters:
        paragraphs = []
        for paragraph in chapter.paragraphs:
            kept: list[Words] = []
            for words in paragraph:
                room -= _weight(words)
                if room < 0:
                    break
                kept.append(words)
            if kept:
                paragraphs.append(tuple(kept))
        if paragraphs:
            yield replace(chapter, paragraphs=tuple(paragraphs))


def _weight(said: Words | Cue) -> int:
    return len(said.text.encode(errors="replace")) + MARKUP
