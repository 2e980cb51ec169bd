"""Examining: the beginning and the end of a medium decoded, so that what is cut short or damaged is found early."""

from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from pipeline.media.probe.probe import opened, shown_video
from pipeline.media.probe.sniff import ProbeError
from pipeline.model.media import MediaInfo

SECONDS = 1
"""What is decoded at either end."""
FRAMES = 12
"""Pictures decoded at either end, at most: a second of large ones would take a second."""
PACKETS = 2000
"""Packets looked at before an end counts as silent."""


def examine(path: Path, info: MediaInfo) -> list[tuple[str, str]]:
    """What is wrong with a medium that probing accepted: codes, and words that follow its name.

    `damaged-media`, `broken-picture`; empty where all is well. Decodes the first and last second at
    most, so it takes a small part of a second.
    """
    if info.kind == "image":
        return _examine_picture(path)
    try:
        with opened(path) as container:
            found: list[tuple[str, str]] = []
            streams = [shown_video(container) if info.video else None, next(iter(container.streams.audio), None)]
            # PyAV's streams do not outlive their container.
            indices = [stream.index for stream in streams if stream is not None]
        for index in indices:
            found += _damaged_ends(path, info, index)
    except ProbeError as error:
        return [("damaged-media", f"cannot be read: {error.message}")]
    return list(dict.fromkeys(found))


def _examine_picture(path: Path) -> list[tuple[str, str]]:
    from pipeline.errors import PipelineError
    from pipeline.media.picture.images import open_picture

    try:
        open_picture(path, 64, 64)
    except PipelineError as error:
        # Its words name the path, which whoever asks has a better name for.
        reason = f"is broken: {error.__cause__}" if error.__cause__ else error.message
        return [("broken-picture", reason)]
    return []


def _damaged_ends(path: Path, info: MediaInfo, index: int) -> list[tuple[str, str]]:
    with opened(path) as container:
        stream = container.streams[index]
        assert isinstance(stream, VideoStream | AudioStream)
        good, bad = _decoded(container, stream)
        ends = ["beginning"] if good <= bad else []
        last = info.start + max(info.duration - SECONDS, Fraction(0))
        container.seek(int(last / (stream.time_base or Fraction(1, 90_000))), stream=stream)
        good, bad = _decoded(container, stream)
        # Nothing at all is no damage: a stream may be over before the file's last second.
        ends += ["end"] if good < bad else []
    return [("damaged-media", f"cannot be decoded at its {where}") for where in ends]


def _decoded(container: InputContainer, stream: VideoStream | AudioStream) -> tuple[int, int]:
    """How many frames come out of the decoder whole within a second, and how many do not."""
    good = bad = 0
    limit = FRAMES if isinstance(stream, VideoStream) else SECONDS * _frames_a_second(stream)
    for seen, packet in enumerate(container.demux(stream)):
        if good + bad >= limit or seen > PACKETS:
            break
        try:
            frames = stream.decode(packet)
        except av.error.InvalidDataError:
            bad += 1
        else:
            corrupt = sum(frame.is_corrupt for frame in frames)
            good, bad = good + len(frames) - corrupt, bad + corrupt
    return good, bad


def _frames_a_second(stream: AudioStream) -> int:
    return -(-stream.codec_context.sample_rate // (stream.codec_context.frame_size or 1024))
