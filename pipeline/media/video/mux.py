"""Joining: packets of picture, sound and subtitles copied into one file with its chapters, tags and cover."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import IO, Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.stream import Disposition
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from pipeline.errors import MediaError, in_words
from pipeline.media.mp4_boxes import boxes
from pipeline.media.video.packets import Packets, Piece, check_alike, video_packets
from pipeline.media.video.stills import UNDECODED
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.language import iso639_2
from pipeline.model.programme import ProgrammeChapter, Stamp
from pipeline.timebase import SAMPLE_RATE

_OPTIONS = {
    # No time of day and no name of the muxer: the same pieces give the same bytes.
    "fflags": "bitexact",
    "movflags": "faststart",
    # Lengths of tracks to the sample; in the usual milliseconds picture and sound could end apart.
    "movie_timescale": str(SAMPLE_RATE),
    # Packets are handed over in order; waiting for a rare subtitle would only fill memory.
    "max_interleave_delta": "100000",
}
_MILLISECOND = Fraction(1, 1000)
_TITLE_BYTES = 255
"""Longest title that the shorter of MP4's two lists of chapters holds."""
_CUE_BYTES = 0xFFFF
_HOLDERS = ("moov", "trak", "mdia")
"""Boxes that hold the boxes with a track's language."""

_CUE_STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""White at the bottom; players may show it in their own style."""


def join_mp4(
    pieces: Sequence[Piece],
    *,
    rate: Fraction,
    sound: Path,
    stamp: Stamp,
    metadata: Mapping[str, str],
    cover: bytes | None,
    to: Path,
) -> None:
    """Join pieces of picture (none for an .m4a) and AAC sound with the stamp's cues and chapters; leaves one file.

    `metadata` are tags in the muxer's words, `cover` is a JPEG. Sound beyond the stamp's duration is cut by
    shortening its last packet. Raises MediaError naming the piece that does not fit, OSError when `to` cannot be
    written.
    """
    check_alike(pieces)
    try:
        with ExitStack() as opened:
            sound_file = opened.enter_context(av.open(sound, "r", options=UNDECODED))
            picture_file = opened.enter_context(av.open(pieces[0].path, "r", options=UNDECODED)) if pieces else None
            options = _OPTIONS if pieces else _OPTIONS | {"brand": "M4A "}
            output = opened.enter_context(av.open(to, "w", format="mp4", options=options))
            output.metadata.update(metadata)
            output.set_chapters([_chapter(number, chapter) for number, chapter in enumerate(stamp.chapters)])
            sources = []
            if picture_file is not None:
                sources.append(_picture(output, picture_file, pieces, rate, stamp))
            sources.append(_sound(output, sound_file, stamp))
            if pieces and stamp.cues:
                sources.append(_subtitles(output, stamp))
            if cover:
                sources.append(_cover(output, cover))
            for packet in merge(*sources, key=_moment):
                output.mux_one(packet)
    except av.FFmpegError as cause:
        if isinstance(cause, OSError):
            raise
        raise MediaError(tr("cannot join '{name}': {reason}", name=to.name, reason=in_words(cause))) from cause
    _name_languages(to, iso639_2(stamp.language))


def _picture(
    output: OutputContainer, source: InputContainer, pieces: Sequence[Piece], rate: Fraction, stamp: Stamp
) -> Packets:
    stream = output.add_stream_from_template(source.streams.video[0], opaque=True)
    stream.time_base = 1 / rate
    # In the container too, whichever piece comes first.
    context = stream.codec_context
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    stream.metadata["language"] = iso639_2(stamp.language)
    return video_packets(pieces, rate, stream)


def _sound(output: OutputContainer, source: InputContainer, stamp: Stamp) -> Packets:
    template = source.streams.audio[0]
    stream = output.add_stream_from_template(template, opaque=True)
    stream.metadata["language"] = iso639_2(stamp.language)
    assert template.time_base is not None
    return _sound_packets(source, template, stream, stop=round(stamp.duration / template.time_base))


def _sound_packets(source: InputContainer, template: AudioStream, stream: AudioStream, *, stop: int) -> Packets:
    """Packets as they are, with the encoder's lead-in before 0; none ends after `stop`, in the template's time base."""
    for packet in source.demux(template):
        if packet.pts is None or packet.pts >= stop:
            continue
        packet.duration = min(packet.duration or 0, stop - packet.pts)
        packet.stream = stream
        yield packet


def _subtitles(output: OutputContainer, stamp: Stamp) -> Packets:
    stream = output.add_stream("mov_text")
    stream.codec_context.subtitle_header = _CUE_STYLE
    stream.time_base = _MILLISECOND
    stream.metadata["language"] = iso639_2(stamp.language)
    return _cue_packets(stamp.cues, stream)


def _cue_packets(cues: Sequence[Cue], stream: Any) -> Packets:
    for cue in cues:
        text = _shortened(cue.text, _CUE_BYTES)
        packet: av.Packet[Any] = av.Packet(len(text).to_bytes(2) + text)
        packet.stream, packet.time_base, packet.is_keyframe = stream, _MILLISECOND, True
        packet.pts, packet.dts, packet.duration = cue.start, cue.start, cue.stop - cue.start
        yield packet


def _cover(output: OutputContainer, cover: bytes) -> Packets:
    stream = output.add_mux_stream("mjpeg", width=1, height=1)
    stream.time_base = _MILLISECOND
    stream.disposition = Disposition.attached_pic
    packet: av.Packet[Any] = av.Packet(cover)
    packet.stream, packet.time_base, packet.is_keyframe = stream, _MILLISECOND, True
    packet.pts, packet.dts = 0, 0
    return iter([packet])


def _chapter(number: int, chapter: ProgrammeChapter) -> Any:
    title = _shortened(chapter.title, _TITLE_BYTES).decode()
    times = {"id": number, "start": chapter.start, "end": chapter.stop, "time_base": _MILLISECOND}
    return times | {"metadata": {"title": title}}


def _moment(packet: "av.Packet[Any]") -> float:
    assert packet.dts is not None
    return float(packet.dts * packet.time_base)


def _shortened(text: str, length: int) -> bytes:
    """As UTF-8 of at most so many bytes, without half a character at its end."""
    return text.encode()[:length].decode(errors="ignore").encode()


def _name_languages(path: Path, language: str) -> None:
    """Write `language` (three letters, ISO 639-2) into the tracks without one, such as the muxer's chapters."""
    packed = 0
    for letter in language.encode("ascii"):
        packed = packed << 5 | (letter - 0x60)
    with path.open("r+b") as file:
        for header in list(_media_headers(file, 0, file.seek(0, os.SEEK_END))):
            file.seek(header)
            wide = file.read(1) == b"\1"
            place = header + (32 if wide else 20)
            file.seek(place)
            if file.read(2) == b"\0\0":
                file.seek(place)
                file.write(packed.to_bytes(2))


def _media_headers(file: IO[bytes], start: int, stop: int) -> Iterator[int]:
    """Where the body of each track's mdhd begins."""
    for box in boxes(file, start, stop):
        if box.kind == "mdhd":
            yield box.body
        elif box.kind in _HOLDERS:
            yield from _media_headers(file, box.body, box.stop)
