"""What of an item a page plays and shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.captions import Cue
from pipeline.packaging.transcript import SpokenLine, spoken_chapters
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.site.locale import seconds

SOUNDS = {"audio/mpeg": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/ogg": "audio/ogg"}
"""Types of sound, what most browsers play first, and what browsers call them."""
INLINE = 16_000
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


Caption = tuple[str, str, str, str]
"""What one caption says: from when, until when, in seconds; its words, and a blank or nothing behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What an episode's page has of what is said; plain values, since templates look up nothing faster."""

    chapters: tuple[tuple[str, tuple[tuple[Caption, ...], ...]], ...]
    """Titles with their paragraphs."""
    whole: bool
    """Whether that is all."""


def transcript_of(item: Item) -> Transcript:
    """All of it, or the beginning where it is long and can be read elsewhere."""
    chapters = tuple((one.title, one.paragraphs) for one in spoken_chapters(item.cues, item.chapters))
    whole = reading_of(item) is None or sum(map(_weight, item.cues)) <= INLINE
    kept = chapters if whole else tuple(_beginning(chapters))
    return Transcript(
        chapters=tuple((title, tuple(map(_captions, paragraphs))) for title, paragraphs in kept), whole=whole
    )


def _captions(paragraph: Sequence[SpokenLine]) -> tuple[Caption, ...]:
    return tuple((seconds(one.start), seconds(one.stop), one.text, one.after) for one in paragraph)


def _beginning(
    chapters: Iterable[tuple[str, Sequence[Sequence[SpokenLine]]]],
) -> Iterator[tuple[str, list[list[SpokenLine]]]]:
    room = INLINE
    for title, paragraphs in chapters:
        kept = []
        for paragraph in paragraphs:
            words = []
            for one in paragraph:
                room -= _weight(one)
                if room < 0:
                    break
                words.append(one)
            if words:
                kept.append(words)
        if kept:
            yield title, kept


def _weight(said: SpokenLine | Cue) -> int:
    return len(said.text.encode(errors="replace")) + MARKUP
