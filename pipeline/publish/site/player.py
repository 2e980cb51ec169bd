"""What a page plays and shows of an item."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from pipeline.messages import Message, listed, tr
from pipeline.model.captions import Cue
from pipeline.packaging.transcript import SpokenLine, spoken_chapters
from pipeline.publish.item import Form, Item, ItemFile
from pipeline.publish.site.locale import clock, seconds

SOUNDS = {"audio/mpeg": "audio/mpeg", "audio/x-m4a": "audio/mp4", "audio/ogg": "audio/ogg"}
"""MIME types of sound, those first that most browsers play, with the names by which browsers know them."""
INLINE = 8_400
"""Bytes of a transcript in its episode's page, to keep that small; the rest is loaded afterwards."""
MARKUP = 40
"""Bytes of markup around one caption, about."""
ASKING, ASKED = 5_000, 500
"""Bytes of what is there to ask, and of the markup of one question, about: the transcript has so much less room."""


def film_of(item: Item) -> ItemFile | None:
    """The video that a page plays: the first, `main` before all others."""
    return item.file("video")


def sound_of(item: Item) -> ItemFile | None:
    """The sound that a page plays without pictures."""
    known = [file for file in item.files if file.type in SOUNDS]
    return min(known, key=lambda file: (file.form == "loudspeaker", list(SOUNDS).index(file.type)), default=None)


def films_of(item: Item) -> tuple[ItemFile, ...]:
    """All videos that a page can play, one of a kind."""
    kinds = {file.form: file for file in reversed(item.files) if file.role == "video"}
    return tuple(file for file in item.files if kinds.get(file.form) == file)


RATIOS: Mapping[Form, str] = {"upright": "0.5625", "square": "1", "audiogram": "1"}
"""Width by height, where it is not the usual one."""


def played(item: Item) -> dict[str, object]:
    """What the player knows of an item; its chapters stand in the page."""
    film, sound, picture = film_of(item), sound_of(item), picture_of(item)
    return {
        "guid": item.guid,
        "title": item.title,
        "under": item.numbering,
        "artist": listed(item.speakers) if item.speakers else item.series.author,
        "album": item.series.title,
        "picture": picture.name if picture else "",
        "length": round(float(item.duration), 3),
        "total": clock(item.duration),
        "video": film.name if film else "",
        "videoType": film.type if film else "",
        **({"burned": True} if film and film.burned else {}),
        **({"ratio": ratio} if film and (ratio := _ratio(film)) else {}),
        "audio": sound.name if sound else "",
        "audioType": SOUNDS[sound.type] if sound else "",
    }


SHAPES: Mapping[str, float] = {"": 16 / 9, "tv": 4 / 3, "square": 1, "portrait": 3 / 4, "upright": 9 / 16}
"""Width by height of films, by the classes under which `player.css` keeps room for them."""


def shape_of(film: ItemFile) -> str:
    """The class of the shape that is nearest to a film's."""
    ratio = _ratio(film) or SHAPES[""]
    return min(SHAPES, key=lambda name: abs(log(SHAPES[name] / ratio)))


def _ratio(film: ItemFile) -> float | None:
    """Width by height, as far as it is known before the file is."""
    if film.width and film.height:
        return round(film.width / film.height, 4)
    return float(RATIOS[film.form]) if film.form in RATIOS else None


def file_words(file: ItemFile) -> Message:
    """What people call a file."""
    match file.role, file.form:
        case "video", "upright":
            return tr("Upright video")
        case "video", "square":
            return tr("Square video")
        case "video", "classroom":
            return tr("Video for classrooms")
        case "video", "audiogram":
            return tr("Sound with a moving picture")
        case "video", _:
            return tr("Video")
        case "audio", "loudspeaker":
            return tr("Audio for loudspeakers")
        case "audio", _:
            return tr("Audio")
        case "transcript", _:
            return tr("Transcript")
        case _:
            return tr("Subtitles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """The files of a page, those first that most people want."""

    first: tuple[ItemFile, ...]
    more: tuple[ItemFile, ...]


def downloads_of(item: Item) -> Downloads:
    """The film, the sound and the transcript; behind them all other forms, and subtitles."""
    offered = [file for file in item.files if file.role in _OFFERED or file.type in ("text/plain", "text/html")]
    chosen = (film_of(item), sound_of(item), transcript_page_of(item))
    first = tuple(file for file in chosen if file in offered)
    return Downloads(first=first, more=tuple(file for file in offered if file not in first))


_OFFERED = ("video", "audio", "captions", "subtitles")


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
