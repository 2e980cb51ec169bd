"""Encoding moving spans: an exact number of frames, each showing the source frame that the timeline says."""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

from pipeline.effects.split import halves
from pipeline.errors import MediaError
from pipeline.media import ffmpeg
from pipeline.media.video.ceiling import held_below, is_exceeded
from pipeline.media.video.edited import Reading, readings_of
from pipeline.media.video.graphs import filter_graphs
from pipeline.media.video.graphs.overlays import laid_over, moving_clips
from pipeline.media.video.graphs.sources import (
    ClipSource,
    CutSource,
    LaidOver,
    MadeSource,
    MovingOverlay,
    MovingSource,
    Source,
    SplitSource,
    StillSource,
)
from pipeline.media.video.seek import UNDATED, first_lost
from pipeline.media.video.stretches import stretches_of
from pipeline.messages import Message, tr
from pipeline.model.rendition import Picture
from pipeline.model.timeline import (
    ClipSpan,
    MotionSpan,
    SceneSpan,
    Side,
    SplitSpan,
    StagedSpan,
    StillSpan,
    TransitionSpan,
)
from pipeline.timebase import format_time

SECONDS_A_FRAME = 3
"""More than this, on top of five minutes, and FFmpeg is taken to hang."""

_CORRUPT = "corrupt decoded frame"
_DAMAGE = re.compile(
    rf"{_CORRUPT}|Error submitting packet to decoder|corrupt input packet|invalid as first byte of an EBML"
)
"""What FFmpeg reports, without failing, where it skips damage."""
CORRUPT_FRAMES = 3
"""So many concealed pictures are accepted; they are too short to be seen."""


_UNEVEN = "Changing video frame properties on the fly"
"""What FFmpeg warns of where pictures of another size or format follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How sources are read; what is found while they are leads to another."""

    rewind: bool = False
    """From their beginning, since seeking is not exact."""
    apart: bool = False
    """Stretch by stretch, since their pictures are not alike."""
    held: bool = False
    """Below the ceiling of the bit rate, which their quality alone would exceed."""

    def more(self, picture: Picture) -> str:
        """Further parameters for x264."""
        return held_below(picture) if self.held else ""

    def check_rate(self, to: Path, picture: Picture) -> None:
        """Raises _OtherWay where the span at `to` takes too many bits. Of pictures with a limit x264 holds that."""
        if not self.held and not picture.most and is_exceeded(to, picture):
            raise _OtherWay(replace(self, held=True))


class _OtherWay(Exception):
    """What was made is wrong; `better` may do."""

    def __init__(self, better: _Way) -> None:
        super().__init__()
        self.better = better


def encode_clip(span: ClipSpan, picture: Picture, *, threads: int, to: Path) -> None:
    """Encode a moving span; leaves an H.264 .mp4 of exactly its frames at `to`, whatever that is called.

    `threads` share decoding and filtering; the encoder has one, so that the bytes are the same for any number. Raises
    MediaError when the source cannot be read, ends too early, or cannot be decoded in some place.
    """
    _in_any_way(lambda way: _encode_clip(span, picture, threads, to, way))


def encode_split(span: SplitSpan, picture: Picture, *, ground: Path, threads: int, to: Path) -> None:
    """Encode two pictures in one frame; leaves an .mp4 like `encode_clip`.

    `ground` is a PNG of the whole frame with what does not move. Raises MediaError as `encode_clip`.
    """
    _in_any_way(lambda way: _encode_split(span, picture, ground, threads, to, way))


def encode_staged(span: StagedSpan, picture: Picture, *, ground: Path, threads: int, to: Path) -> None:
    """Encode moving pictures over one that stands still, a PNG of the whole frame; leaves an .mp4 like `encode_clip`.

    Raises MediaError as `encode_clip`.
    """
    _in_any_way(lambda way: _encode_staged(span, picture, ground, threads, to, way))


def encode_transition(
    span: TransitionSpan, picture: Picture, *, outgoing: Path | None, incoming: Path | None, threads: int, to: Path
) -> None:
    """Encode both sides of a cut; leaves an .mp4 like `encode_clip`.

    `outgoing` and `incoming` are the encoded tiles of still sides, the grounds of splits, None for clips. Raises
    MediaError as `encode_clip`.
    """
    tiles = (outgoing, incoming)
    _in_any_way(lambda way: _encode_transition(span, picture, tiles, threads, to, way))


def _in_any_way(encode: Callable[[_Way], None]) -> None:
    """The usual way; another one where that shows not what the source says."""
    way = _Way()
    while True:
        try:
            return encode(way)
        except _OtherWay as found:
            way = found.better


def _encode_clip(span: ClipSpan, picture: Picture, threads: int, to: Path, way: _Way) -> None:
    source = _source(span, picture, way)
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "shown"
        overlays = _laid_over(span, picture, Path(folder), way)
        arguments = filter_graphs.clip_arguments(
            source, span.frames, picture, overlays=overlays, threads=threads, to=to, times=times, more=way.more(picture)
        )
        log = _run(_doing(span, picture), arguments, span.frames)
        _check(span, source, times, log, picture, way)
        _check_insets(span, overlays, times, log, picture, way)
    way.check_rate(to, picture)


def _encode_split(span: SplitSpan, picture: Picture, ground: Path, threads: int, to: Path, way: _Way) -> None:
    source = _split(span, ground, picture, way)
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "shown"
        overlays = _laid_over(span, picture, Path(folder), way)
        arguments = filter_graphs.split_arguments(
            source, span.frames, picture, overlays=overlays, threads=threads, to=to, times=times, more=way.more(picture)
        )
        log = _run(_doing(span.clips[0], picture), arguments, span.frames)
        _check_side(span, source, times, log, picture, way)
        _check_insets(span, overlays, times, log, picture, way)
    way.check_rate(to, picture)


def _encode_staged(span: StagedSpan, picture: Picture, ground: Path, threads: int, to: Path, way: _Way) -> None:
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "shown"
        overlays = _laid_over(span, picture, Path(folder), way)
        arguments = filter_graphs.staged_arguments(
            ground, span.frames, picture, overlays=overlays, threads=threads, to=to, times=times, more=way.more(picture)
        )
        log = _run(tr("encoding moving pictures over a still one"), arguments, span.frames)
        _check_insets(span, overlays, times, log, picture, way)
    way.check_rate(to, picture)


def _encode_transition(
    span: TransitionSpan,
    picture: Picture,
    tiles: tuple[Path | None, Path | None],
    threads: int,
    to: Path,
    way: _Way,
) -> None:
    sides = [_side(side, tile, picture, way) for side, tile in zip((span.outgoing, span.incoming), tiles, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        both_times = (Path(folder) / "outgoing", Path(folder) / "incoming")
        overlays = _laid_over(span, picture, Path(folder), way)
        arguments = filter_graphs.transition_arguments(
            sides[0], sides[1], span.frames, picture,
            overlays=overlays, threads=threads, to=to, times=both_times, more=way.more(picture),
        )  # fmt: skip
        log = _run(tr("encoding the transition between clips"), arguments, span.frames)
        for part, side, times in zip((span.outgoing, span.incoming), sides, both_times, strict=True):
            if side == sides[0]:
                times = both_times[0]
            _check_side(part, side, times, log, picture, way)
        _check_insets(span, overlays, both_times[0], log, picture, way)
    way.check_rate(to, picture)


def _laid_over(
    span: ClipSpan | SplitSpan | StagedSpan | TransitionSpan, picture: Picture, folder: Path, way: _Way
) -> list[LaidOver]:
    return laid_over(span.overlays, span.captions, picture, folder, lambda clip, inner: _source(clip, inner, way))


def _check_insets(
    span: ClipSpan | SplitSpan | StagedSpan | TransitionSpan,
    overlays: Sequence[LaidOver],
    times: Path,
    log: str,
    picture: Picture,
    way: _Way,
) -> None:
    """`_check` for every moving picture over the span."""
    for place, clip in moving_clips(span.overlays).items():
        over = overlays[place]
        if isinstance(over, MovingOverlay):
            _check(clip, over.source, filter_graphs.inset_times(times, place), log, picture, way)


def _side(part: Side, file: Path | None, picture: Picture, way: _Way) -> Source:
    match part:
        case ClipSpan():
            return _source(part, picture, way)
        case StillSpan() if file is not None:
            return StillSource(tile=file)
        case SplitSpan() if file is not None:
            return _split(part, file, picture, way)
        case SceneSpan() if file is not None:
            return MadeSource(file=file)
        case StillSpan() | SplitSpan() | SceneSpan() | MotionSpan():
            raise ValueError("a still needs its encoded tile, a split its ground, a scene is encoded by itself")
        case _ as never:
            assert_never(never)


def _split(span: SplitSpan, ground: Path, picture: Picture, way: _Way) -> SplitSource:
    areas = halves(picture.width, picture.height)
    parts = [
        (_source(side, picture, way), area)
        for side, area in zip(span.sides, areas, strict=True)
        if isinstance(side, ClipSpan)
    ]
    return SplitSource(ground=ground, colour=span.ground, parts=tuple(parts))


def _source(span: ClipSpan, picture: Picture, way: _Way) -> MovingSource:
    rate = picture.rate / span.speed
    readings = readings_of(span.medium, span.start, span.frames, rate, within=span.within, rewind=way.rewind)
    sources = [(_read_source(span, reading, way), reading.frames) for reading in readings]
    return sources[0][0] if len(sources) == 1 else CutSource(parts=tuple(sources))


def _read_source(span: ClipSpan, reading: Reading, way: _Way) -> ClipSource:
    video = reading.medium.info.video
    assert video is not None
    return ClipSource(
        path=reading.medium.path,
        video=video,
        read=reading.plan,
        fit=span.fit,
        focus=span.focus,
        stretches=stretches_of(reading.medium, reading.plan) if way.apart or video.uneven else (),
        unedited=reading.medium.info.edited,
        speed=span.speed,
    )


def _run(doing: Message, arguments: list[str], frames: int) -> str:
    return ffmpeg.run(ffmpeg.Command(doing=doing, arguments=tuple(arguments), limit=300 + frames * SECONDS_A_FRAME))


def _check_side(part: Side, side: Source, times: Path, log: str, picture: Picture, way: _Way) -> None:
    """`_check` for every clip of a side; `times` is that of the side."""
    if isinstance(part, SplitSpan) and isinstance(side, SplitSource):
        for number, (clip, (source, _)) in enumerate(zip(part.clips, side.parts, strict=True)):
            _check(clip, source, filter_graphs.part_times(times, number), log, picture, way)
    elif isinstance(part, ClipSpan) and isinstance(side, MovingSource):
        _check(part, side, times, log, picture, way)


def _check(span: ClipSpan, source: MovingSource, times: Path, log: str, picture: Picture, way: _Way) -> None:
    """Compare what was shown with the source's timestamps, so that no lost picture is replaced unnoticed.

    Raises MediaError with the time at which the source cannot be decoded, _OtherWay when reading
    from the beginning of the file, or stretch by stretch, may help.
    """
    if _UNEVEN in log and not way.apart:
        raise _OtherWay(replace(way, apart=True))
    shown = [int(line) for line in times.read_text().split()] if times.exists() else []
    begin = 0
    for part, frames in ((source, span.frames),) if isinstance(source, ClipSource) else source.parts:
        expected, came = part.read, shown[begin : begin + frames]
        if expected.shown is not None:
            if came and came[0] not in (expected.shown[0], UNDATED) and not way.rewind:
                raise _OtherWay(replace(way, rewind=True))
            lost = first_lost(came, expected, span.medium, damaged=_DAMAGE.search(log) is not None, speed=span.speed)
            if lost is not None:
                raise _undecodable(span, begin + lost, picture)
        begin += frames
    if len(shown) < span.frames or log.count(_CORRUPT) > CORRUPT_FRAMES:
        raise _undecodable(span, len(shown) if len(shown) < span.frames else 0, picture)


def _undecodable(span: ClipSpan, frame: int, picture: Picture) -> MediaError:
    at = format_time(span.start + frame * span.speed / picture.rate)
    return MediaError(
        tr("'{name}' cannot be decoded at {time}", name=span.medium.path.name, time=at),
        hint=tr("the file is damaged there: copy or export it again, or leave that part out"),
    )


def _doing(span: ClipSpan, picture: Picture) -> Message:
    end = span.start + span.frames * span.speed / picture.rate
    start, stop = format_time(span.start), format_time(end)
    return tr("encoding '{name}' from {start} to {stop}", name=span.medium.path.name, start=start, stop=stop)
