"""Sound tracks: the one that players choose, and what is known of each."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from pipeline.media.probe.container.duration import own_end
from pipeline.media.probe.container.links import links_of
from pipeline.media.probe.framing import Framing
from pipeline.media.probe.listening import Impression, fold_of, listen
from pipeline.media.probe.opening import opened
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.media import AudioInfo, Listened, MediaInfo, SoundPart

UNTIMED = ("aac", "mp3", "ac3", "eac3")
"""Formats without times: FFmpeg counts them by the first frame's rate, so they are wrong after a change of it."""
MOST_CHANNELS = 64
"""FFmpeg mixes no more."""
FRAMED = ("wav", "aiff", "mp3", "flac", "aac", "ac3", "eac3", "amr", "ogg")
"""Formats in which nothing but tags follows the sound."""
UNREAD = 4096
"""Bytes behind a file's own end that are tags and padding."""
COUNTED = 2 << 30
"""Bytes; in larger files no further files are looked for."""
LISTENED_TRACKS = 8
"""Of more tracks, these many and the chosen one are listened to."""
LISTENED_PARTS = 8
"""Of more files in one, these many are listened to."""


def chosen_audio(container: InputContainer) -> AudioStream | None:
    """The sound stream that a player plays: the first that is marked as default, else the first."""
    streams = container.streams.audio
    marked = [stream for stream in streams if stream.disposition & Disposition.default]
    return next(iter(marked or streams), None)


def framings(streams: Sequence[AudioStream]) -> dict[int, Framing]:
    """By the streams' indices."""
    return {
        stream.index: Framing(stream.codec_context.name, stream.time_base or Fraction(1, 48_000)) for stream in streams
    }


def laid_out(stream: AudioStream) -> bool:
    """Whether the file says where the channels belong, so that they can be folded; of one or two everybody knows."""
    return stream.codec_context.channels == 1 or fold_of(stream.codec_context.layout) is not None


def check_channels(name: str, stream: AudioStream) -> None:
    """Raises ProbeError for more channels than can be mixed."""
    channels = stream.codec_context.channels
    if channels > MOST_CHANNELS:
        raise ProbeError(
            "unsupported-sound",
            tr("'{name}' has {channels} channels, of which only {most} can be mixed", name=name, channels=channels,
               most=MOST_CHANNELS),
            hint=tr("export the voice as a file of its own, in one or two channels"),
        )  # fmt: skip


def with_framing(info: AudioInfo, framing: Framing) -> AudioInfo:
    return replace(info, jumps=tuple(framing.jumps), changing=framing.changing)


def listened(path: Path, info: MediaInfo, container: InputContainer) -> MediaInfo:
    """The same with what is heard in each of its sound tracks; `container` is the file, opened."""
    if info.audio is None:
        return info
    audio = info.audio
    tracks = [
        _listened(path, track, container) if track.track in (audio.track, *range(LISTENED_TRACKS + 1)) else track
        for track in info.tracks or (audio,)
    ]
    audio = next(track for track in tracks if track.track == info.audio.track)
    return replace(info, audio=audio, tracks=tuple(tracks) if info.tracks else ())


def links_in(path: Path, container: InputContainer) -> list[tuple[int, int]]:
    """The stretches of a sound file that are files of their own; nothing where it is one."""
    if path.stat().st_size > COUNTED:
        return []
    # Before the first there may be something else: programs write tags that others do not know.
    links = [link for link in links_of(path, container.format.name) if _holds_sound(path, link)]
    return links if len(links) > 1 else []


def _holds_sound(path: Path, link: tuple[int, int]) -> bool:
    try:
        with opened(path, link) as container:
            return bool(container.streams.audio)
    except ProbeError:
        return False


def with_parts(path: Path, info: MediaInfo, links: Sequence[tuple[int, int]], stops: Mapping[int, int]) -> MediaInfo:
    """The same with the files that lie in it one behind the other, and how much lies behind its own end.

    `links` are those files, `stops` the bytes behind the last packets of its streams.
    """
    if info.audio is None or path.stat().st_size > COUNTED:
        return info
    kind, size = info.format.split(",")[0], path.stat().st_size
    if parts := tuple(_parts(path, links)):
        duration = sum((part.duration for part in parts), Fraction(0))
        behind = size - sum(part.stop - part.first for part in parts)
        audio = replace(
            info.audio, start=Fraction(0), duration=duration, jumps=(), parts=parts, unread=_percent(behind, size)
        )
        return replace(info, audio=audio, tracks=(), start=Fraction(0), duration=duration)
    audio = info.audio
    if audio.changing and kind in UNTIMED:
        duration = _played(path)
        audio = replace(audio, duration=duration, jumps=())
        info = replace(info, duration=duration, audio=audio)
    end = own_end(path, kind)
    if kind in FRAMED and stops:
        end = max(end, *stops.values())
    behind = size - end
    return replace(info, audio=replace(audio, unread=_percent(behind, size) if end else 0))


def _percent(unread: int, size: int) -> int:
    return 0 if unread <= UNREAD else max(1, round(100 * unread / size))


def _played(path: Path) -> Fraction:
    """Seconds of sound in a file by decoding it."""
    length = Fraction(0)
    with opened(path) as container:
        for packet in container.demux(audio=0):
            with contextlib.suppress(av.FFmpegError):
                for frame in packet.decode():
                    if isinstance(frame, av.AudioFrame):
                        length += Fraction(frame.samples, frame.sample_rate)
    return length


def _parts(path: Path, links: Sequence[tuple[int, int]]) -> Iterator[SoundPart]:
    """Every file in a file that holds sound; what cannot be opened is left out."""
    for first, stop in links:
        with contextlib.suppress(ProbeError), opened(path, (first, stop)) as container:
            stream = chosen_audio(container)
            if stream is None or stream.codec_context is None:
                continue
            base, begin, end = stream.time_base or Fraction(1, 48_000), None, 0
            with contextlib.suppress(av.error.InvalidDataError):
                for packet in container.demux(stream):
                    if packet.pts is not None and not packet.is_discard:
                        begin = packet.pts if begin is None else begin
                        end = max(end, packet.pts + (packet.duration or 0))
            if begin is None:
                continue
            begin = stream.start_time if stream.start_time is not None else begin
            duration = max(end - begin, 0) * base
            stated = (stream.duration or 0) * base
            if stated and abs(stated - duration) < Fraction(1, 10):
                duration = min(stated, duration)
            yield SoundPart(first=first, stop=stop, duration=duration)


def _listened(path: Path, track: AudioInfo, container: InputContainer) -> AudioInfo:
    if not track.parts:
        stream = container.streams.audio[track.track - 1]
        heard = listen(container, stream, track.duration)
        if heard.left_out:
            # As of a recorder that calls its fourth microphone a subwoofer.
            heard = listen(container, stream, track.duration, even=True)
            track = replace(track, laid_out=False)
        return replace(track, silent=heard.silent, hot=heard.hot, heard=heard.heard)
    found: list[tuple[Impression, SoundPart]] = []
    for part in track.parts[:LISTENED_PARTS]:
        with opened(path, (part.first, part.stop)) as container:
            found.append((listen(container, container.streams.audio[0], part.duration), part))
    loud = [(one.heard, part) for one, part in found if one.heard]
    return replace(
        track,
        silent=all(one.silent for one, _ in found),
        hot=any(one.hot for one, _ in found),
        heard=_together(loud, track.parts) if loud else None,
    )


def _together(heard: Sequence[tuple[Listened, SoundPart]], parts: Sequence[SoundPart]) -> Listened:
    """What is heard in several files one behind the other."""
    whole = sum((part.duration for _, part in heard), Fraction(0)) or 1

    def share(name: str) -> int:
        return round(sum((getattr(one, name) * part.duration for one, part in heard), Fraction(0)) / whole)

    def first(place: str, *shares: str) -> Fraction:
        at = Fraction(0)
        for part in parts:
            for one, its in heard:
                if its is part and any(getattr(one, name) for name in shares):
                    found: Fraction = getattr(one, place)
                    return at + found
            at += part.duration
        return Fraction(0)

    return Listened(
        level=max(one.level for one, _ in heard),
        left=share("left"),
        right=share("right"),
        opposite=share("opposite"),
        uneven_at=first("uneven_at", "left", "right", "opposite"),
        clipped=share("clipped"),
        clipped_at=first("clipped_at", "clipped"),
    )
