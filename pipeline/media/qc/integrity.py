"""Integrity: the beginning and the end of a media file are decoded, so that damage is found early."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from pipeline.media.probe.probe import opened, shown_video
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.probe.sound_tracks import chosen_audio
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.model.media import MediaInfo

SECONDS = 1
"""Decoded at either end."""
FRAMES = 12
"""Pictures decoded at either end, at most: a second of large ones would take a second."""
PACKETS = 2000
"""Packets read before an end counts as silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that is wrong with a media file."""

    code: Literal["damaged-media", "broken-picture"]
    where: Literal["beginning", "end", ""] = ""
    """The part that cannot be decoded; empty where it is the whole file."""
    reason: Message = NOTHING

    def message(self, name: str) -> Message:
        """What is wrong with the file, called `name`."""
        if self.where == "beginning":
            return tr("'{name}' cannot be decoded at its beginning", name=name)
        if self.where == "end":
            return tr("'{name}' cannot be decoded at its end", name=name)
        return tr("'{name}' cannot be read: {reason}", name=name, reason=self.reason)


def examine(path: Path, info: MediaInfo) -> list[Damage]:
    """What is wrong with a media file that probing accepted; empty where nothing is.

    Decodes the first and the last second at most, so it takes a small part of a second.
    """
    if info.kind == "image":
        return _examine_picture(path)
    if info.format == "silk":
        return []  # Probing has decoded all of it.
    try:
        with opened(path) as container:
            found: list[Damage] = []
            streams = [shown_video(container) if info.video else None, chosen_audio(container)]
            # PyAV's streams do not outlive their container.
            indices = [stream.index for stream in streams if stream is not None]
        for index in indices:
            found += _damaged_ends(path, info, index)
    except ProbeError as error:
        return [Damage(code="damaged-media", reason=error.message)]
    return list(dict.fromkeys(found))


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


def _damaged_ends(path: Path, info: MediaInfo, index: int) -> list[Damage]:
    with opened(path) as container:
        stream = container.streams[index]
        assert isinstance(stream, VideoStream | AudioStream)
        good, bad = _decoded(container, stream)
        ends: list[Literal["beginning", "end"]] = ["beginning"] if good <= bad else []
        last = info.start + max(info.duration - SECONDS, Fraction(0))
        container.seek(int(last / (stream.time_base or Fraction(1, 90_000))), stream=stream)
        good, bad = _decoded(container, stream)
        # No frame at all is not damage: a stream may end before the file's last second.
        ends += ["end"] if good < bad else []
    return [Damage(code="damaged-media", where=where) for where in ends]


def _decoded(container: InputContainer, stream: VideoStream | AudioStream) -> tuple[int, int]:
    """How many frames of a second can be decoded, and how many cannot."""
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
