"""Seeking: where in a file a span begins to be read, and which source frame each output frame shows; by timestamps."""

import contextlib
from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, lcm

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from pipeline.errors import MediaError
from pipeline.media.probe import animations
from pipeline.media.probe.probe import SCANNED_BYTES, opened, shown_video
from pipeline.messages import tr
from pipeline.model.media import Medium, VideoInfo
from pipeline.model.timeline import Within
from pipeline.timebase import format_time

STEPS_BACK = (0, 3, 15, 60)
"""Seconds to go back while seeking finds no keyframe before the span; then the file is read from its beginning."""
INSTANT = Fraction(1, 1_000_000)
"""Seconds; shorter than a tick of any clock that dates pictures, except some that count nanoseconds."""
SLACK = 1
"""Seconds by which headers may be wrong about the end."""

UNDATED = -(2**63)
"""FFmpeg's timestamp of a frame whose packet had none, as in AVI and MPEG files."""
GAP = 5
"""Source frames: a longer time without a frame is lost where there is damage, and a standing picture elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """How a span's frames are read from a medium; timestamps are ticks of the stream's time base."""

    stream: int
    """Index in the file."""
    base: Fraction
    start: Fraction
    """Container time of output frame 0, in seconds; never after the last frame, which is repeated."""
    seek: Fraction | None
    """Container time of the keyframe to begin at; None reads from the file's beginning."""
    shown: tuple[int, ...] | None
    """The source frame of every output frame, by timestamp; None where the file does not say."""
    following: int | None
    """A source frame soon after the span; None where the file ends."""
    last: int | None
    """No frame after this time is shown: the file's last where the span reaches it, or the last that may be seen."""
    first: int | None = None
    """No frame before the one that is shown at this time is shown."""

    @property
    def clock(self) -> int:
        """Ticks a second in which the source's timestamps and `start` are both whole numbers."""
        return lcm(self.base.denominator, self.start.denominator)


@dataclass(slots=True)
class _Scan:
    """What was found by demuxing some packets."""

    stream: int
    base: Fraction
    key: int | None = None
    """The last keyframe at or before the first output frame; None when reading from the file's beginning."""
    times: list[int] = field(default_factory=list)
    end: int = 0
    """Where the last frame ends."""
    dated: bool = True
    """Every packet says when it is shown."""
    ended: bool = True
    """The file's end was reached."""


def plan_read(
    medium: Medium,
    start: Fraction,
    frames: int,
    rate: Fraction,
    *,
    within: Within | None = None,
    rewind: bool = False,
) -> ReadPlan:
    """How `frames` output frames at `rate` are read, the first showing what is shown at `start` seconds of the file.

    Where they go beyond `within`, its first or last frame is shown. `rewind` reads from the file's beginning, for
    files in which seeking is not exact. Raises MediaError for a file without a picture or one that ends earlier than it
    says, ProbeError for one that cannot be opened.
    """
    video = medium.info.video
    if video is None:
        raise MediaError(tr("'{name}' has no picture", name=medium.path.name))
    origin = medium.info.start + start
    wanted = [origin + i / rate for i in range(frames)]
    first = medium.info.start + within.first if within and within.first is not None else None
    end = medium.info.start + within.end if within and within.end is not None else None
    if first is not None:
        wanted = [max(time, first) for time in wanted]
    if end is not None:
        # Any moment after the last frame before the end will do: no clock is finer.
        wanted = [min(time, end - INSTANT) for time in wanted]
    file_first = medium.info.start + video.start
    begin = min(wanted[0], file_first + video.duration)
    found = None
    if medium.info.format == animations.FORMAT:
        found = _animation(medium)
    elif not rewind:
        found = _scan_from_keyframe(medium, begin, wanted[-1], file_first)
    if found is None:
        with opened(medium.path, unedited=medium.info.edited) as container:
            found = _scan(container, target=None, end=wanted[-1])
    _check_end(medium, video, found)
    # Pictures that depend on ones before the keyframe are not decoded.
    earliest = floor(file_first / found.base) if found.key is None else found.key
    times = sorted(time for time in found.times if time >= earliest)
    known = bool(times) and found.dated
    last = times[-1] if known and found.ended else None
    following = None if last is not None or not known else times[-1]
    if end is not None:
        limit = ceil(end / found.base) - 1
        last = limit if last is None else min(last, limit)
    shown_from = None if first is None else floor(first / found.base)
    if shown_from is not None and last is not None:
        shown_from = min(shown_from, last)
    if first is None and end is None:
        origin = wanted[0]
    return ReadPlan(
        stream=found.stream,
        base=found.base,
        start=origin if last is None else min(origin, last * found.base),
        seek=None if found.key is None else found.key * found.base,
        shown=tuple(_at_or_before(times, floor(time / found.base)) for time in wanted) if known else None,
        following=following,
        last=last,
        first=shown_from,
    )


def _animation(medium: Medium) -> _Scan:
    """All pictures of an animation that PyAV cannot open."""
    *times, end = animations.picture_times(medium.path)
    return _Scan(stream=0, base=animations.BASE, times=times, end=end)


def _scan_from_keyframe(medium: Medium, first: Fraction, end: Fraction, file_first: Fraction) -> _Scan | None:
    """The packets from the keyframe before `first` on; None where reading must begin at the file's beginning."""
    for back in STEPS_BACK:
        if first - back <= file_first:
            return None
        opening = opened(medium.path, unedited=medium.info.edited)
        with opening as container, contextlib.suppress(av.FFmpegError):
            stream = _stream(container)
            container.seek(floor((first - back) / _base(stream)), stream=stream)
            found = _scan(container, target=first, end=end)
            if found.key is not None:
                return found
    return None


def _scan(container: InputContainer, *, target: Fraction | None, end: Fraction) -> _Scan:
    stream = _stream(container)
    found = _Scan(stream=stream.index, base=_base(stream))
    last_wanted = ceil(end / found.base)
    for packet in container.demux(stream):
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None:
            continue
        found.dated &= packet.pts is not None
        if target is not None and packet.is_keyframe and time <= target / found.base:
            found.key = time if found.key is None else max(found.key, time)
        if not packet.is_discard:
            found.times.append(time)
            found.end = max(found.end, time + (packet.duration or 0))
        # Decoding runs ahead of display, never behind: nothing that is shown by then follows.
        if packet.dts is not None and packet.dts > last_wanted:
            found.ended = False
            break
    return found


def _check_end(medium: Medium, video: VideoInfo, found: _Scan) -> None:
    """The last frame is repeated beyond the end of a file, but not where frames were lost.

    A small file was read to its end when it was probed; of a larger one the header was believed.
    """
    stated = medium.info.start + video.start + video.duration
    ends = found.end * found.base
    if found.ended and found.dated and ends < stated - SLACK and medium.path.stat().st_size > SCANNED_BYTES:
        raise MediaError(
            tr(
                "'{name}' breaks off at {time}; its header says that it ends at {end}",
                name=medium.path.name,
                time=format_time(ends - medium.info.start),
                end=format_time(stated - medium.info.start),
            )
        )


def _at_or_before(times: list[int], time: int) -> int:
    return times[max(bisect_right(times, time) - 1, 0)]


def _stream(container: InputContainer) -> VideoStream:
    stream = shown_video(container)
    if stream is None:
        raise MediaError(tr("'{name}' has no picture", name=container.name))
    return stream


def _base(stream: VideoStream) -> Fraction:
    return stream.time_base or Fraction(1, 90_000)


def first_lost(
    shown: list[int], expected: ReadPlan, medium: Medium, *, damaged: bool, speed: Fraction = Fraction(1)
) -> int | None:
    """The first output frame that repeats a picture because its own is lost."""
    assert expected.shown is not None
    video = medium.info.video
    frame = 1 / (expected.base * (video.rate if video is not None and video.rate else 25))
    for i, (is_shown, should) in enumerate(zip(shown, expected.shown, strict=False)):
        # A frame more or less is rounding by the container, or one lost picture that its neighbour replaces.
        if is_shown != UNDATED and abs(is_shown - should) > frame * 3 / 2:
            return i
    following = (*expected.shown[1:], expected.following or expected.shown[-1])
    holes = (
        i
        for i, (should, after) in enumerate(zip(expected.shown, following, strict=True))
        if after - should > frame * GAP * max(speed, Fraction(1))
    )
    hole = next(holes, None) if damaged else None
    return None if hole is None else expected.shown.index(expected.shown[hole])
