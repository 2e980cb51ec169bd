"""Probing: what a media file contains, found from its content; neither its name nor its header alone is believed."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from pipeline.media.probe.container.clock import Clock
from pipeline.media.probe.container.duration import broken_off, own_end
from pipeline.media.probe.container.edited import edited
from pipeline.media.probe.container.extents import Extent, picture_end
from pipeline.media.probe.container.mp4_index import edit_lists, index_fault
from pipeline.media.probe.damage import Suspicion
from pipeline.media.probe.frames import alpha_decoder, has_clear_edges, look_of
from pipeline.media.probe.framing import Framing
from pipeline.media.probe.opening import opened
from pipeline.media.probe.parameters import Evenness
from pipeline.media.probe.sniff import ProbeError, extension_differs, sniff
from pipeline.media.probe.sound_tracks import (
    check_channels,
    chosen_audio,
    framings,
    laid_out,
    links_in,
    listened,
    with_framing,
    with_parts,
)
from pipeline.messages import tr
from pipeline.model.media import AudioInfo, MediaInfo, VideoInfo

__all__ = ["ProbeError", "extension_differs", "opened", "probe", "shown_video"]

FRAME_PIXELS = 8192 * 4352
SCANNED_BYTES = 2 << 30
"""Of larger files the header is believed; scanning reads the whole file."""
SCANNED_PACKETS = 10_000_000
PACKETS_TO_PICTURE = 1000
SECONDS_TO_SCAN = 30
SLOW_DISK = 4_000_000
"""Bytes a second that a network disk gives at least."""
ENDING = ("flv", "avi", "asf")
"""Formats whose readers stop at the end that the header names, whatever follows."""
PLAYED = 0.75
"""Share of such a file that pictures and sound fill at least; the rest is an index."""
_INTERLACED_ORDERS = (2, 3, 4, 5)


def probe(path: Path) -> MediaInfo:
    """What a file contains.

    Raises ProbeError. Takes time in proportion to the file at most (its packets are counted,
    a few frames decoded), and memory for a few frames.
    """
    kind = sniff(path)
    if kind == "silk":
        # Here and not above: it stands beside what decodes sound, which probing does not load.
        from pipeline.media.sound.decoding.silk import silk_info

        return silk_info(path)
    if kind != "stream":
        # Pillow is loaded only where there are pictures.
        from pipeline.media.probe.image_header import picture_info

        if (picture := picture_info(path, kind)) is not None:
            return picture
    if fault := index_fault(path):
        raise ProbeError(fault.code, fault.message, hint=fault.hint)
    lists = edit_lists(path)
    with opened(path, unedited=bool(lists)) as whole, contextlib.ExitStack() as stack:
        links = links_in(path, whole) if shown_video(whole) is None else []
        container = stack.enter_context(opened(path, links[0])) if links else whole
        info, stops = _streams(path, container)
        info = with_parts(path, info, links, stops)
        if message := broken_off(path, info, _stated_duration(container)):
            raise ProbeError("truncated-media", message, hint=tr("copy or export it again"))
        if lists:
            shown = shown_video(container)
            return edited(path, info, container, None if shown is None else shown.index, lists)
        return listened(path, info, container)


def shown_video(container: InputContainer) -> VideoStream | None:
    """The picture stream that a player shows, which is not cover art."""
    hidden = Disposition.attached_pic | Disposition.timed_thumbnails
    shown = [stream for stream in container.streams.video if not stream.disposition & hidden]
    marked = [stream for stream in shown if stream.disposition & Disposition.default]
    return next(iter(marked or shown), None)


def _streams(path: Path, container: InputContainer) -> tuple[MediaInfo, dict[int, int]]:
    """What it contains, and the bytes behind the last packets of its sound streams."""
    video, audio = shown_video(container), chosen_audio(container)
    if video is None and audio is None:
        raise ProbeError("not-media", tr("'{name}' contains neither picture nor sound", name=path.name))
    for stream in (video, audio):
        if stream is not None and stream.codec_context is None:
            message = tr("'{name}' uses a codec that cannot be decoded here", name=path.name)
            raise ProbeError("unreadable-media", message)
    start = _file_start(container)
    voices = [stream for stream in container.streams.audio if stream.codec_context is not None]
    for stream in voices:
        check_channels(path.name, stream)
    framed = framings(voices)
    suspicion = Suspicion(video.codec_context, _base(video)) if video is not None else None
    frame, extents = _scan(path, container, video, audio, framed, suspicion)
    if video is None and extents and not any(extent.packets for extent in extents.values()):
        raise ProbeError("not-media", tr("'{name}' contains no sound", name=path.name))
    picture = None if video is None or frame is None else _video_info(video, frame, extents.get(video.index), start)
    tracks = tuple(
        with_framing(_audio_info(stream, extents.get(stream.index), start, number), framed[stream.index])
        for number, stream in enumerate(container.streams.audio, start=1)
        if stream.index in framed
    )
    sound = None
    if audio is not None:
        sound = tracks[[stream.index for stream in voices].index(audio.index)]
    if picture is not None and picture.matrix == "ipt-c2":
        raise ProbeError(
            "unsupported-hdr", tr("'{name}' is Dolby Vision without a compatible picture", name=path.name),
            hint=tr("export it as HDR10, HLG or SDR"),
        )  # fmt: skip
    info = MediaInfo(
        kind="audio" if picture is None else "video",
        format=container.format.name,
        start=start,
        duration=max(part.start + part.duration for part in (picture, sound) if part is not None),
        video=picture,
        audio=sound,
        tracks=tracks if len(tracks) > 1 else (),
        suspects=tuple(place * _base(video) - start for place in suspicion.places) if suspicion and video else (),
        lost=tuple((first * _base(video) - start, last * _base(video) - start) for first, last in suspicion.lost)
        if suspicion and video
        else (),
    )
    return info, {index: framing.stop for index, framing in framed.items()} if extents else {}


def _stated_duration(container: InputContainer) -> Fraction:
    """Seconds that picture and sound last by the header; other streams, of positions or subtitles, may be longer."""
    audio = chosen_audio(container)
    streams = [stream for stream in (shown_video(container), audio) if stream is not None]
    stated = [stream.duration * stream.time_base for stream in streams if stream.duration and stream.time_base]
    return max(stated, default=Fraction(container.duration or 0, 1_000_000))


def _file_start(container: InputContainer) -> Fraction:
    """The earliest stream's first timestamp; exact, where the container's own is rounded to microseconds."""
    streams = [
        stream
        for stream in (*container.streams.video, *container.streams.audio)
        if not stream.disposition & Disposition.attached_pic
    ]
    starts = [
        stream.start_time * stream.time_base for stream in streams if stream.start_time is not None and stream.time_base
    ]
    return min(starts, default=Fraction(0))


def _scan(
    path: Path,
    container: InputContainer,
    video: VideoStream | None,
    audio: AudioStream | None,
    voices: dict[int, Framing],
    suspicion: Suspicion | None,
) -> tuple[VideoFrame | None, dict[int, Extent]]:
    """The first picture, and the time that the streams' packets span, which is left out for very large files."""
    if video is not None:
        _check_frame_size(path, video)
        video.codec_context.thread_count = 1
    wanted = [*([video.index] if video is not None else []), *voices]
    frame, extents = None, {index: Extent(whole=not _uncoded(container.streams[index])) for index in wanted}
    clock = Clock([stream for stream in (video, audio) if stream is not None])
    if video is not None:
        context = video.codec_context
        extents[video.index] = Extent(evenness=Evenness(context.name, context.extradata))
    size = container.size or 0
    large, deadline = size > SCANNED_BYTES, monotonic() + SECONDS_TO_SCAN + size / SLOW_DISK
    reached = 0
    # Damage further on is found when it is read; other streams are skipped by the demuxer.
    with contextlib.suppress(av.error.InvalidDataError), _reported() as said:
        for count, packet in enumerate(container.demux(*(container.streams[index] for index in wanted))):
            if video is not None and frame is None and packet.stream_index == video.index:
                frame = _decoded(video, packet)
                if extents[video.index].packets > PACKETS_TO_PICTURE:
                    break
            if large and (video is None or frame is not None):
                return frame, {}
            if count > SCANNED_PACKETS or (not count % 1000 and monotonic() > deadline):
                message = tr("'{name}' has too many packets for a media file", name=path.name)
                raise ProbeError("unreadable-media", message)
            # A damaged file may give packets of other streams.
            extent = extents.get(packet.stream_index)
            if extent is not None:
                reached = max(reached, (packet.pos or 0) + packet.size)
                extent.add(packet)
                clock.add(packet)
                if suspicion is not None and video is not None and packet.stream_index == video.index:
                    suspicion.look(packet, errors=bool(said))
                    said.clear()
            if packet.stream_index in voices:
                voices[packet.stream_index].add(packet)
    # Of small pictures, as of slides, the index of an AVI is a third of it.
    if container.format.name in ENDING and 0 < reached < size * PLAYED > own_end(path, container.format.name):
        message = tr(
            "'{name}' goes on behind its own end: {share} % of it are not played",
            name=path.name,
            share=round(100 - 100 * reached / size),
        )
        hint = tr("were several recordings joined into it? Use each of them as a clip of its own")
        raise ProbeError("several-films", message, hint=hint)
    if (fault := clock.fault()) is not None:
        message = fault.message(path.name, _file_start(container))
        raise ProbeError("bad-clock", message, hint=fault.hint)
    if frame is not None and video is not None and not extents[video.index].packets + extents[video.index].hidden:
        message = tr("'{name}' is a bare stream of pictures, which do not say when they are shown", name=path.name)
        hint = tr("put it into a file with times: {command}", command=f"ffmpeg -i {path.name} -c copy {path.stem}.mp4")
        raise ProbeError("no-times", message, hint=hint)
    if video is not None and frame is None:
        message = tr("no picture of '{name}' ({codec}) can be decoded", name=path.name, codec=video.codec_context.name)
        raise ProbeError("unreadable-media", message)
    return frame, extents


@contextlib.contextmanager
def _reported() -> Iterator[list[tuple[int, str, str]]]:
    """The errors that FFmpeg reports meanwhile: demuxers skip damage, and say so nowhere else."""
    before = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as said:
            yield said
    finally:
        av.logging.set_level(before)


def _base(stream: VideoStream) -> Fraction:
    return stream.time_base or Fraction(1, 90_000)


def _uncoded(stream: Stream) -> bool:
    return stream.type == "audio" and stream.codec_context.name.startswith("pcm_")


def _decoded(stream: VideoStream, packet: "Packet[Stream]") -> VideoFrame | None:
    # After a damaged packet others follow: recordings of broadcasts begin in the middle of a picture.
    with contextlib.suppress(av.error.InvalidDataError):
        return next(iter(stream.decode(packet)), None)
    return None


def _check_frame_size(path: Path, stream: VideoStream) -> None:
    wide, high = stream.codec_context.width, stream.codec_context.height
    if wide * high > FRAME_PIXELS:
        message = tr(
            "'{name}' has frames of {width} x {height} pixels, which is too large",
            name=path.name,
            width=wide,
            height=high,
        )
        raise ProbeError("picture-too-large", message)


def _video_info(stream: VideoStream, frame: VideoFrame, extent: Extent | None, file_start: Fraction) -> VideoInfo:
    base, context = stream.time_base or Fraction(1, 90_000), stream.codec_context
    rate = stream.average_rate or stream.guessed_rate or Fraction(25)
    first = next(time for time in (frame.pts, frame.dts, stream.start_time, 0) if time is not None)
    if extent is not None and extent.packets:
        duration = max(picture_end(stream, extent, rate) - first * base, 1 / rate)
        counted = extent.packets / duration
        # Headers of variable-rate files often state the clock's rate.
        rate = rate if abs(counted - rate) < rate / 20 else counted.limit_denominator(1001)
    else:
        duration = (stream.duration or 0) * base
    decoder = alpha_decoder(context.name, stream.metadata)
    look = look_of(frame, context, stream.sample_aspect_ratio, decoder)
    info = VideoInfo(
        **look,
        codec=context.name,
        rate=rate,
        start=max(first * base - file_start, Fraction(0)),
        duration=duration,
        interlaced=frame.interlaced_frame or context.field_order in _INTERLACED_ORDERS,
        decoder=decoder,
        uneven=extent is not None and extent.evenness is not None and extent.evenness.uneven,
    )
    return replace(info, transparent=bool(decoder) or (info.has_alpha and has_clear_edges(frame)))


def _audio_info(stream: AudioStream, extent: Extent | None, file_start: Fraction, track: int) -> AudioInfo:
    base, context = stream.time_base or Fraction(1, 48_000), stream.codec_context
    first = stream.start_time if stream.start_time is not None else (extent.first if extent else None) or 0
    stated = (stream.duration or 0) * base
    duration = stated
    if extent is not None and extent.packets:
        duration = max(extent.end - first, 0) * base
        # The header leaves out the coder's padding, a tenth of a second at most; otherwise it is only an estimate.
        if stated and abs(stated - duration) < Fraction(1, 10):
            duration = min(stated, duration)
    return AudioInfo(
        codec=context.name,
        sample_rate=context.sample_rate,
        channels=context.channels,
        start=max(first * base - file_start, Fraction(0)),
        duration=duration,
        track=track,
        laid_out=laid_out(stream),
    )
