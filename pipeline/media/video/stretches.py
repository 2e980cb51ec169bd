"""Stretches: the parts of a span within which its source's pictures are alike in size, shape and format."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

import av

from pipeline.media.probe.frames import look_of
from pipeline.media.probe.probe import opened, shown_video
from pipeline.media.video.seek import ReadPlan
from pipeline.model.media import Medium, VideoInfo

MOST = 500
"""In one span; what changes more often is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Source frames that are alike, and the output frames that show them."""

    first: int
    stop: int | None
    """Timestamps, the latter of the first frame that is another; None where none follows."""
    video: VideoInfo
    begin: int
    frames: int
    """Output frames, from the span's first."""


def stretches_of(medium: Medium, read: ReadPlan) -> tuple[Stretch, ...]:
    """The stretches of what is read, in order; decodes it. Raises ProbeError for a file that cannot be read any more.

    A single one where the file does not say when its frames are shown.
    """
    video = medium.info.video
    assert video is not None
    if read.shown is None:
        return ()
    looks = _looks(medium, video, read)
    starts = [max(looks[0][0], read.shown[0]) if looks else 0]
    changes = [(time, look) for (_, before), (time, look) in pairwise(looks) if look != before]
    runs = [*([(starts[0], looks[0][1])] if looks else []), *changes]
    counts = [sum(1 for time in read.shown if time >= first) for first, _ in runs]
    found = []
    for index, (first, look) in enumerate(runs):
        following = runs[index + 1][0] if index + 1 < len(runs) else None
        begin = 0 if index == 0 else len(read.shown) - counts[index]
        end = len(read.shown) - counts[index + 1] if index + 1 < len(runs) else len(read.shown)
        if end > begin:
            found.append(Stretch(first=first, stop=following, video=look, begin=begin, frames=end - begin))
    return tuple(found[:MOST])


def _looks(medium: Medium, video: VideoInfo, read: ReadPlan) -> list[tuple[int, VideoInfo]]:
    """What every frame of the span is like, by its timestamp, the one before its beginning first."""
    assert read.shown is not None
    first, last = read.shown[0], read.shown[-1]
    found: list[tuple[int, VideoInfo]] = []
    aspects: list[tuple[int, Fraction]] = []
    with opened(medium.path, unedited=medium.info.edited) as container:
        stream = shown_video(container)
        assert stream is not None
        context = stream.codec_context
        context.thread_count = 1
        if read.seek is not None:
            container.seek(floor(read.seek / read.base), stream=stream)
        for packet in container.demux(stream):
            try:
                frames = stream.decode(packet)
            except av.error.InvalidDataError:
                continue
            if packet.is_keyframe and packet.pts is not None:
                # The decoder is ahead of the pictures that it gives out.
                aspects.append((packet.pts, context.sample_aspect_ratio or Fraction(1)))
            for frame in frames:
                if frame.pts is not None and frame.pts <= last:
                    found.append((frame.pts, replace(video, **look_of(frame, context, None, video.decoder))))
            if packet.dts is not None and packet.dts > last:
                break
    found.sort(key=lambda one: one[0])
    earlier = [one for one in found if one[0] <= first][-1:]
    return [_shaped(one, aspects) for one in (*earlier, *(one for one in found if one[0] > first))]


def _shaped(one: tuple[int, VideoInfo], aspects: Sequence[tuple[int, Fraction]]) -> tuple[int, VideoInfo]:
    """The same with the shape of its pixels, which the decoder states for the keyframe before it."""
    time, look = one
    aspect = aspects[max(bisect_right(aspects, time, key=lambda entry: entry[0]) - 1, 0)][1] if aspects else Fraction(1)
    return time, replace(look, sample_aspect=aspect)
