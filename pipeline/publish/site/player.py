"""What a page plays and shows of an item."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.captions import Cue
from pipeline.packaging.transcript import SpokenLine, spoken_chapters
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.site.locale import seconds

SOUNDS = {"audio/mpeg": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/ogg": "audio/ogg"}
"""MIME types of sound, those first that most browsers play, with the names by which browsers know them."""
INLINE = 16_000
"""Bytes of a transcript in its episode's page, to keep that small; the rest is loaded afterwards."""
MARKUP = 40
"""Bytes of markup around one caption, about."""
ASKING, ASKED = 7_000, 500
"""Bytes of what is there to ask, and of the markup of one question, about: the transcript has so much less room."""


def film_of(item: Item) -> ItemFile | None:
    """The video that a page plays: the first, `main` before all others."""
    return item.file("video")


def sound_of(item: Item) -> ItemFile | None:
    """The sound that a page plays without pictures."""
    known = [file for file in item.files if file.type in SOUNDS]
    return min(known, key=lambda file: list(SOUNDS).index(file.type), default=None)


def picture_of(item: Item) -> ItemFile | None:
    """The wide cover, else the square one."""
    return next((file for file in item.files if file.role == "cover" and file != item.square_cover), item.square_cover)


def transcript_page_of(item: Item) -> ItemFile | None:
    """The transcript as a page of its own."""
    return next((file for file in item.files if file.type == "text/html"), None)


Caption = tuple[str, str, str, str]
"""One caption: its start and end in seconds, its words, and a blank or nothing after them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The transcript in an episode's page; plain values, since templates read these fastest."""

    chapters: tuple[tuple[str, tuple[tuple[Caption, ...], ...]], ...]
    """Titles with their paragraphs."""
    whole: bool
    """Whether that is all of it."""


def transcript_of(item: Item) -> Transcript:
    """All of it, or the beginning where it is long and has a page of its own."""
    chapters = tuple((one.title, one.paragraphs) for one in spoken_chapters(item.cues, item.chapters, item.readings))
    whole = transcript_page_of(item) is None or sum(map(_size, item.cues)) <= _room(item)
    kept = chapters if whole else tuple(_beginning(chapters, _room(item)))
    return Transcript(
        chapters=tuple((title, tuple(map(_captions, paragraphs))) for title, paragraphs in kept), whole=whole
    )


def _room(item: Item) -> int:
    """Bytes for the transcript."""
    if not item.questions:
        return INLINE
    texts = ((one.text, one.answer, one.explain, *one.options) for one in item.questions)
    # Questions stand in the page and in its linked data.
    asked = sum(ASKED + 2 * len("".join(one).encode(errors="replace")) for one in texts)
    return max(MARKUP * 20, INLINE - ASKING - asked)


def _captions(paragraph: Sequence[SpokenLine]) -> tuple[Caption, ...]:
    return tuple((seconds(one.start), seconds(one.stop), one.text, one.after) for one in paragraph)


def _beginning(
    chapters: Iterable[tuple[str, Sequence[Sequence[SpokenLine]]]], room: int
) -> Iterator[tuple[str, list[list[SpokenLine]]]]:
    for title, paragraphs in chapters:
        kept = []
        for paragraph in paragraphs:
            words = []
            for one in paragraph:
                room -= _size(one)
                if room < 0:
                    break
                words.append(one)
            if words:
                kept.append(words)
        if kept:
            yield title, kept


def _size(line: SpokenLine | Cue) -> int:
    return len(line.text.encode(errors="replace")) + MARKUP
