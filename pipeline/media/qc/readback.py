"""Readback: the tags, chapters and captions in a finished file, read by another library than wrote them.

FFmpeg's muxer writes our MP4, so mutagen reads it; mutagen writes our MP3 and Opus, so FFmpeg's demuxers read them.
"""

# mypy: allow-untyped-calls

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.mp4 import MP4

from pipeline.errors import in_words
from pipeline.media.probe.probe import opened
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.captions import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTags:
    """What a file says about itself; empty where it says nothing."""

    tags: Mapping[str, str]
    """title, artist, album, track (`3/20`), date, genre, comment, identity, keywords, language (where a tag has it)."""
    chapters: tuple[tuple[int, str], ...] = ()
    """Beginnings in milliseconds, with titles."""
    cover: bytes = b""


_ATOMS = {
    "title": "\xa9nam", "artist": "\xa9ART", "album": "\xa9alb", "date": "\xa9day", "genre": "\xa9gen",
    "comment": "\xa9cmt", "identity": "tven", "keywords": "keyw",
}  # fmt: skip
_NAMES = {"description": "comment", "tgid": "identity", "guid": "identity", "tkwd": "keywords"}
"""What FFmpeg calls some of them in Opus and MP3."""
_COVER_BYTES = 32 << 20
_MOST_LISTED = 0xFF
"""Chapters in the list of an MP4 that counts them in one byte."""


def read_file_tags(path: Path) -> FileTags:
    """The tags, chapters and cover of a file. Raises ProbeError when it cannot be read."""
    if path.suffix.lower() in (".mp4", ".m4a", ".m4v", ".mov"):
        return _by_mutagen(path)
    return _by_ffmpeg(path)


def captions_in(path: Path) -> tuple[Cue, ...]:
    """The soft captions of an MP4, as its packets hold them; times in milliseconds."""
    cues = []
    with opened(path) as container:
        stream = next((one for one in container.streams.subtitles), None)
        if stream is None or stream.time_base is None:
            return ()
        for packet in container.demux(stream):
            data = bytes(packet)
            text = data[2 : 2 + int.from_bytes(data[:2])]
            # Between captions there are packets without text.
            if packet.pts is not None and text:
                start = packet.pts * stream.time_base
                stop = start + (packet.duration or 0) * stream.time_base
                cues.append(Cue(start=round(start * 1000), stop=round(stop * 1000), text=text.decode(errors="replace")))
    return tuple(cues)


def _by_mutagen(path: Path) -> FileTags:
    try:
        file = MP4(path)
        tags: dict[str, Any] = dict(file.tags or {})
        found = {name: str(tags[atom][0]) for name, atom in _ATOMS.items() if tags.get(atom)}
        if pair := next(iter(tags.get("trkn", [])), None):
            found["track"] = f"{pair[0]}/{pair[1]}" if pair[1] else str(pair[0])
        chapters = tuple((round(one.start * 1000), one.title) for one in file.chapters or ())
        if len(chapters) == _MOST_LISTED:
            # The list that mutagen reads ends here; the chapters' own track goes on.
            chapters = _by_ffmpeg(path).chapters
        return FileTags(tags=found, chapters=chapters, cover=bytes(next(iter(tags.get("covr", [])), b"")))
    except (MutagenError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as cause:
        message = tr("the tags of '{name}' cannot be read: {reason}", name=path.name, reason=in_words(cause))
        raise ProbeError("unreadable-media", message) from cause


def _by_ffmpeg(path: Path) -> FileTags:
    with opened(path) as container:
        found = {name.lower(): value for name, value in container.metadata.items()}
        for stream in container.streams.audio:
            # Ogg keeps its tags with the sound.
            found = {name.lower(): value for name, value in stream.metadata.items()} | found
        if "tracktotal" in found and "track" in found and "/" not in found["track"]:
            found["track"] += f"/{found['tracktotal']}"
        for name, other in _NAMES.items():
            if name in found:
                found.setdefault(other, found[name])
        chapters = tuple(
            (floor(one["start"] * (one["time_base"] or 0) * 1000 + 0.5), one["metadata"].get("title", ""))
            for one in container.chapters()
        )
        cover = b""
        if container.streams.video:
            picture = next(container.demux(container.streams.video[0]), None)
            cover = bytes(picture)[:_COVER_BYTES] if picture is not None and picture.size else b""
    names = (*_ATOMS, "track", "language")
    return FileTags(tags={name: found[name] for name in names if name in found}, chapters=chapters, cover=cover)
