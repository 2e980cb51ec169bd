"""Tags: what a programme's files say about themselves, in the form of each container."""

# mypy: allow-untyped-calls

import base64
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from mutagen import MutagenError, PaddingInfo, id3
from mutagen.flac import Picture
from mutagen.id3 import BitPaddedInt
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.oggopus import OggOpus

from pipeline.errors import MediaError, in_words
from pipeline.messages import tr
from pipeline.model.ai_content import KEY
from pipeline.model.language import iso639_2
from pipeline.model.programme import Levels, Stamp
from pipeline.wording import timestamp

PADDING = 1024
"""Bytes left free behind the tags, so that a correction by hand does not rewrite the file."""

_NO_OFFSET = 0xFFFFFFFF
_MOST = 0xFFFF
"""Largest number of a track that MP4 holds."""
_MOST_LISTED = 0xFF
"""Most chapters that an ID3 table of contents holds."""
_TV_SHOW, _PODCAST = 10, 21
"""The kinds of medium that media libraries sort by."""
_LONGEST_ID = 64
"""Bytes that ID3 allows an identity."""
_OWNER = "voicehall"
"""Of the identities in ID3's UFID frames."""
_MP4_LABEL = f"----:com.apple.iTunes:{KEY}"
UNMEASURED = Levels()
_REPLAY_GAIN, _R128 = Decimal(-18), Decimal(-23)
"""LUFS to which players bring what they play, by ReplayGain 2.0 and by RFC 7845 (Opus)."""


def stamp_file(path: Path, stamp: Stamp, cover: bytes | None, levels: Levels = UNMEASURED) -> None:
    """Replace the tags of an .mp3 or .opus file with the programme's, its chapters among them; `cover` is a JPEG.

    Changes the file in place, so nobody may read it yet. Raises MediaError when it cannot be read or written.
    """
    try:
        _STAMPERS[path.suffix](path, stamp, cover, levels)
    except MutagenError as cause:
        raise MediaError(
            tr("cannot write tags to '{name}': {reason}", name=path.name, reason=in_words(cause))
        ) from cause


def stamp_mp3(path: Path, stamp: Stamp, cover: bytes | None, levels: Levels) -> None:
    """ID3v2.3, which every reader knows; text as UTF-16, the only encoding of v2.3 that holds Chinese."""
    tags = id3.ID3()
    for frame in (*_id3_frames(stamp), *_replay_gain(levels)):
        tags.add(frame)
    if cover:
        tags.add(id3.APIC(encoding=0, mime="image/jpeg", type=id3.PictureType.COVER_FRONT, desc="", data=cover))
    # Saving as v2.3 alone would leave the date in a frame of v2.4, which readers of v2.3 ignore.
    tags.update_to_v23()
    tags.save(path, v1=id3.ID3v1SaveOptions.REMOVE, v2_version=3, padding=_padding)
    _put_chapters_in_order(path)


def stamp_opus(path: Path, stamp: Stamp, cover: bytes | None, levels: Levels) -> None:
    """Vorbis comments, with chapters as numbered pairs: FFmpeg's own are up to a second late."""
    file = OggOpus(path)
    tags = file.tags
    assert tags is not None
    tags.clear()
    words = {
        "TITLE": stamp.title,
        "ARTIST": stamp.artist,
        "ALBUM": stamp.series,
        "TRACKNUMBER": str(stamp.number),
        "TRACKTOTAL": str(stamp.total or ""),
        "DATE": stamp.date.isoformat() if stamp.date else "",
        "GENRE": stamp.category,
        "DESCRIPTION": stamp.summary,
        "LANGUAGE": iso639_2(stamp.language),
        "GUID": stamp.guid,
        KEY: stamp.ai,
        "R128_TRACK_GAIN": "" if levels.integrated is None else str(round((_R128 - levels.integrated) * 256)),
    }
    for name, text in words.items():
        if text:
            tags[name] = text
    for name, many in (("PERFORMER", stamp.speakers), ("KEYWORDS", stamp.tags)):
        if many:
            tags[name] = list(many)
    for index, chapter in enumerate(stamp.chapters):
        tags[f"CHAPTER{index:03d}"] = timestamp(chapter.start)
        tags[f"CHAPTER{index:03d}NAME"] = chapter.title
    if cover:
        picture = Picture()
        picture.type, picture.mime, picture.data = id3.PictureType.COVER_FRONT, "image/jpeg", cover
        tags["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode("ascii")
    file.save(padding=_padding)


def label_mp4(path: Path, stamp: Stamp) -> None:
    """Write the label of content made by AI into an .mp4 or .m4a file; none where there is none.

    As a key of its own among those of iTunes (moov.udta.meta): FFmpeg would write it only in place of all others.
    """
    if not stamp.ai:
        return
    try:
        file = MP4(path)
        assert file.tags is not None
        file.tags[_MP4_LABEL] = [MP4FreeForm(stamp.ai.encode())]
        file.save(padding=_padding)
    except MutagenError as cause:
        raise MediaError(
            tr("cannot write tags to '{name}': {reason}", name=path.name, reason=in_words(cause))
        ) from cause


def mp4_metadata(stamp: Stamp, *, audio_only: bool = False) -> dict[str, str]:
    """The atoms of iTunes, which everybody reads, by FFmpeg's names: its muxer writes them in its one pass.

    Without `episode_sort`, of which FFmpeg writes one byte: episode 300 would be number 44.
    """
    words = {
        "title": stamp.title,
        "artist": stamp.artist,
        "album_artist": stamp.artist,
        "album": stamp.series,
        "date": stamp.date.isoformat() if stamp.date else "",
        "genre": stamp.category,
        "comment": stamp.summary,
        "description": stamp.summary,
        "synopsis": stamp.summary,
        "show": stamp.series,
        "episode_id": stamp.guid,
        "keywords": ",".join(stamp.tags),
        "track": _number_of_total(stamp) if stamp.number <= _MOST else "",
        "media_type": str(_PODCAST if audio_only else _TV_SHOW),
    }
    return {name: text for name, text in words.items() if text}


def _id3_frames(stamp: Stamp) -> list[id3.Frame]:
    language = iso639_2(stamp.language)
    frames: list[id3.Frame] = [
        id3.TIT2(encoding=1, text=stamp.title),
        id3.TPE1(encoding=1, text=stamp.artist),
        id3.TPE2(encoding=1, text=stamp.artist),
        id3.TALB(encoding=1, text=stamp.series),
        id3.TRCK(encoding=0, text=_number_of_total(stamp)),
        id3.TLAN(encoding=0, text=language),
    ]
    if stamp.guid:
        # Both: the one that podcast apps read, and the one of the standard.
        frames.append(id3.TGID(encoding=0 if stamp.guid.isascii() else 1, text=stamp.guid))
        if len(data := stamp.guid.encode()) <= _LONGEST_ID:
            frames.append(id3.UFID(owner=_OWNER, data=data))
    if stamp.tags:
        frames.append(id3.TKWD(encoding=1, text=",".join(stamp.tags)))
    if stamp.speakers:
        frames.append(id3.TXXX(encoding=1, desc="PERFORMER", text="/".join(stamp.speakers)))
    if stamp.ai:
        frames.append(id3.TXXX(encoding=0 if stamp.ai.isascii() else 1, desc=KEY, text=stamp.ai))
    if stamp.category:
        frames.append(id3.TCON(encoding=1, text=stamp.category))
    if stamp.date:
        frames.append(id3.TDRC(encoding=0, text=stamp.date.isoformat()))
    if stamp.summary:
        frames.append(id3.COMM(encoding=1, lang=language, desc="", text=[stamp.summary]))
    names = [f"chp{index}" for index in range(len(stamp.chapters))]
    for name, chapter in zip(names, stamp.chapters, strict=True):
        title = id3.TIT2(encoding=1, text=chapter.title)
        frames.append(
            id3.CHAP(
                element_id=name,
                start_time=chapter.start, end_time=chapter.stop,
                start_offset=_NO_OFFSET, end_offset=_NO_OFFSET,
                sub_frames=[title],
            )
        )  # fmt: skip
    if names:
        flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
        frames.append(id3.CTOC(element_id="toc", flags=flags, child_element_ids=names[:_MOST_LISTED], sub_frames=[]))
    return frames


def _replay_gain(levels: Levels) -> Iterator[id3.Frame]:
    """What brings the file to the loudness at which ReplayGain plays everything, and its peak as an amplitude."""
    if levels.integrated is not None:
        gain = f"{_REPLAY_GAIN - levels.integrated:.2f} dB"
        yield id3.TXXX(encoding=0, desc="REPLAYGAIN_TRACK_GAIN", text=gain)
    if levels.peak is not None:
        yield id3.TXXX(encoding=0, desc="REPLAYGAIN_TRACK_PEAK", text=f"{10 ** (levels.peak / 20):.6f}")


def _put_chapters_in_order(path: Path) -> None:
    """Sort the chapter frames by time: mutagen writes frames by size, and many readers ignore the table of contents."""
    with path.open("r+b") as file:
        header = file.read(10)
        size = BitPaddedInt(header[6:10])
        data = file.read(size)
        frames = []
        at = 0
        while at + 10 <= size and data[at]:
            end = at + 10 + int.from_bytes(data[at + 4 : at + 8], "big")
            frames.append(data[at:end])
            at = end
        chapters = iter(sorted((frame for frame in frames if frame[:4] == b"CHAP"), key=_chapter_start))
        ordered = [next(chapters) if frame[:4] == b"CHAP" else frame for frame in frames]
        file.seek(10)
        file.write(b"".join(ordered))


def _chapter_start(frame: bytes) -> int:
    """Milliseconds, which follow the frame's header and the chapter's name with its closing zero."""
    start = frame.index(b"\0", 10) + 1
    return int.from_bytes(frame[start : start + 4], "big")


def _number_of_total(stamp: Stamp) -> str:
    return f"{stamp.number}/{stamp.total}" if stamp.total else str(stamp.number)


def _padding(_: PaddingInfo) -> int:
    return PADDING


_STAMPERS: dict[str, Callable[[Path, Stamp, bytes | None, Levels], None]] = {
    ".mp3": stamp_mp3,
    ".opus": stamp_opus,
}
