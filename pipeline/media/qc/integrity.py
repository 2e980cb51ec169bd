"""Integrity: parts of a media file are decoded, and what looks like damage in it, so that damage is found early."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from pipeline.media.probe import animations
from pipeline.media.probe.damage import Damage
from pipeline.media.probe.probe import opened, shown_video
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.probe.sound_tracks import chosen_audio
from pipeline.messages import verbatim
from pipeline.model.edits import Edit, Part, parts_of
from pipeline.model.media import MediaInfo

SECONDS = 1
"""Decoded at the beginning, in the middle and at the end."""
FRAMES = 12
"""Pictures decoded at the beginning and in the middle, at most: a second of large ones would take a second."""
LAST_FRAMES = 60
"""Pictures decoded from the last keyframe to the end, on all of which the last depends. Where there are more between
them, only as many as at the beginning: then none of those at the end could be seen anyway."""
SUSPECT_FRAMES = 300
"""Pictures decoded around a place that looks damaged."""
SLIGHT = 3
"""So many damaged pictures are too short to be seen; renders accept them."""
PACKETS = 2000
"""Packets read before an end counts as silent."""
PARTS = 8
"""Of a recording that its file plays, looked at one by one."""


@dataclass(slots=True)
class _Tally:
    """What came of decoding a part."""

    good: int = 0
    bad: int = 0
    first: Fraction | None = None
    last: Fraction | None = None
    """Times of the first and the last bad frame, in container time."""


def examine(path: Path, info: MediaInfo) -> list[Damage]:
    """What is wrong with a media file that probing accepted; empty where nothing is.

    Decodes a second of the beginning, the middle and the end at most, and what looks damaged, so it takes a small part
    of a second.
    """
    if info.kind == "image" or info.format == animations.FORMAT:
        return _examine_picture(path)
    if info.format == "silk":
        return []  # Probing has decoded all of it.
    found: list[Damage] = []
    try:
        with opened(path, unedited=info.edited) as container:
            both = [shown_video(container) if info.video else None, chosen_audio(container)]
            streams = [stream for stream in both if stream is not None]
            for stream in streams:
                if isinstance(stream, VideoStream):
                    stream.codec_context.thread_count = 1
                edits = _edits(info, stream)
                for part in parts_of(edits)[:PARTS]:
                    found += _in_part(container, stream, info, part)
                if not edits:
                    found += _damaged_parts(container, stream, info, first=stream is streams[0])
    except ProbeError as error:
        return [Damage(code="damaged-media", reason=error.message)]
    return list(dict.fromkeys(_merged(found)))


def _examine_picture(path: Path) -> list[Damage]:
    from pipeline.errors import PipelineError
    from pipeline.media.picture.images import open_picture

    try:
        open_picture(path, 64, 64)
    except PipelineError as error:
        # The error's own message names the path, not what the file is called in the manifest.
        reason = verbatim(str(error.__cause__)) if error.__cause__ else error.message
        return [Damage(code="broken-picture", reason=reason)]
    return []


def _edits(info: MediaInfo, stream: VideoStream | AudioStream) -> tuple[Edit, ...]:
    part = info.video if isinstance(stream, VideoStream) else info.audio
    return part.edits if part is not None else ()


def _in_part(
    container: InputContainer, stream: VideoStream | AudioStream, info: MediaInfo, part: Part
) -> Iterator[Damage]:
    """What is wrong with a part of a recording, at the times at which its file plays it."""
    moved = part.start - part.at
    length = max(part.duration, Fraction(1, 25)) if not part.held else Fraction(1, 25)
    of_recording = replace(
        info,
        video=replace(info.video, start=part.at, duration=length) if info.video else None,
        audio=replace(info.audio, start=part.at, duration=length) if info.audio else None,
        suspects=tuple(at - moved for at in info.suspects if part.start <= at < part.stop),
        lost=tuple((at - moved, to - moved) for at, to in info.lost if part.start <= at < part.stop),
    )
    for one in _damaged_parts(container, stream, of_recording, first=False):
        start = part.start if one.start is None else max(one.start + moved, part.start)
        stop = part.stop if one.stop is None else min(one.stop + moved, part.stop)
        at_edge = one.where == "beginning" and not part.start
        yield one if at_edge else replace(one, where="middle", start=start, stop=stop)


def _damaged_parts(
    container: InputContainer, stream: VideoStream | AudioStream, info: MediaInfo, *, first: bool
) -> Iterator[Damage]:
    part = info.video if isinstance(stream, VideoStream) else info.audio
    assert part is not None
    begin, end = part.start, part.start + part.duration
    few = FRAMES if isinstance(stream, VideoStream) else SECONDS * _frames_a_second(stream)
    # Before the first packet was read there is nothing to go back to, and some formats cannot.
    if not first:
        container.seek(_ticks(info.start + begin, stream), stream=stream)
    tally = _decoded(container, stream, few)
    if tally.good <= tally.bad:
        yield Damage(code="damaged-media", where="beginning", stop=begin + SECONDS)
    if isinstance(stream, VideoStream):
        for start, stop in info.lost:
            yield Damage(code="damaged-media", where="middle", start=start, stop=stop)
        places = [*info.suspects, *([(begin + end) / 2] if end - begin > 3 * SECONDS else [])]
        for place in places:
            yield from _around(container, stream, info, place, few if place not in info.suspects else SUSPECT_FRAMES)
    last = end if isinstance(stream, VideoStream) else max(end - SECONDS, begin)
    if isinstance(stream, VideoStream):
        container.seek(_ticks(info.start + last, stream), stream=stream)
        key = next((packet.pts for packet in container.demux(stream) if packet.pts is not None), None)
        rate = info.video.rate if info.video else 0
        if key is not None and (info.start + end - key * (stream.time_base or 0)) * rate <= LAST_FRAMES:
            few = LAST_FRAMES + FRAMES
    container.seek(_ticks(info.start + last, stream), stream=stream)
    tally = _decoded(container, stream, few)
    # No frame at all is not damage: a stream may end before the file's last second.
    if tally.good < tally.bad:
        yield Damage(code="damaged-media", where="end", start=max(end - SECONDS, begin))


def _merged(found: list[Damage]) -> list[Damage]:
    """The same with neighbouring places as one, and those that reach into the end as the end."""
    kept: list[Damage] = []
    for one in sorted(found, key=lambda damage: (damage.where != "beginning", damage.start or Fraction(0))):
        before = kept[-1] if kept and kept[-1].where == "middle" else None
        if before and before.stop is not None and one.start is not None and one.start <= before.stop + SECONDS:
            stop = None if one.stop is None else max(before.stop, one.stop)
            kept[-1] = replace(before, where=one.where, stop=stop, slight=before.slight and one.slight)
        elif not (kept and one.where in ("middle", "end") and kept[-1].where == "end"):
            kept.append(one)
    return kept


def _around(
    container: InputContainer, stream: VideoStream, info: MediaInfo, place: Fraction, frames: int
) -> Iterator[Damage]:
    """What is damaged from the keyframe before a place until shortly after it."""
    tally = _Tally()
    # Formats that cannot seek are read when they are encoded.
    with contextlib.suppress(av.error.FFmpegError):
        container.seek(_ticks(info.start + place, stream), stream=stream)
        tally = _decoded(container, stream, frames, until=info.start + place + SECONDS)
    if tally.bad and tally.first is not None and tally.last is not None:
        start, stop = tally.first - info.start, tally.last - info.start
        yield Damage(code="damaged-media", where="middle", start=start, stop=stop, slight=tally.bad <= SLIGHT)


def _decoded(
    container: InputContainer, stream: VideoStream | AudioStream, limit: int, *, until: Fraction | None = None
) -> _Tally:
    """How many of the next frames, `limit` at most, can be decoded, and how many cannot."""
    tally, base = _Tally(), stream.time_base or Fraction(1, 90_000)
    for seen, packet in enumerate(container.demux(stream)):
        if tally.good + tally.bad >= limit or seen > PACKETS:
            break
        time = None if packet.pts is None else packet.pts * base
        if until is not None and time is not None and time > until:
            break
        try:
            frames = stream.decode(packet)
        except av.error.InvalidDataError:
            _note(tally, time)
            continue
        for frame in frames:
            if frame.is_corrupt:
                _note(tally, None if frame.pts is None else frame.pts * base)
            else:
                tally.good += 1
    return tally


def _note(tally: _Tally, time: Fraction | None) -> None:
    tally.bad += 1
    if time is not None:
        tally.first = time if tally.first is None else min(tally.first, time)
        tally.last = time if tally.last is None else max(tally.last, time)


def _ticks(time: Fraction, stream: VideoStream | AudioStream) -> int:
    return int(time / (stream.time_base or Fraction(1, 90_000)))


def _frames_a_second(stream: AudioStream) -> int:
    return -(-stream.codec_context.sample_rate // (stream.codec_context.frame_size or 1024))
