"""Listening: whether, how loud and on which sides a sound stream is heard, by decoding no more than is necessary.

A few short windows tell what most recordings are. Where one of them is silent, one-sided, in opposite phase or clipped,
the stream is decoded whole, since what is said of it is then acted upon.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import log10
from typing import Any

import av
import numpy as np
from av.audio.layout import AudioLayout
from av.audio.stream import AudioStream
from av.container import InputContainer

from pipeline.model.media import Listened

WINDOWS = 8
WINDOW = 0.2
"""Seconds of each."""
WHOLE_BELOW = 5
"""Seconds; a shorter stream is decoded whole."""
WHOLE = 1800
"""Seconds of a stream that are decoded at most."""
BLOCK = 0.1
"""Seconds of which one thing is said."""
AUDIBLE = 0.001
"""-60 dBFS, the noise of an unused microphone."""
QUIETER = 10**-2.6
"""Power of a channel against the other, 26 dB below, from which on only the other counts: an open microphone beside
the speaker's hears him louder, crosstalk and noise are lower."""
OPPOSITE = -0.9
"""Correlation of the channels below which they cancel each other; wide stereo comes to -0.5 for moments."""
FLAT = 0.001
"""Share of a block's samples in runs of four at the top from which on it is clipped; of a loud 100 Hz tone it is 0."""
QUIET_TOP = 0.25
"""Below this peak, -12 dBFS, the tops of low tones are as flat in 16 bits."""
BEYOND = 1.03
"""A quarter of a dB above full scale, as coders come with the loudest tones."""
OVER, OFTEN = 0.002, 10
"""A coder rounds what was clipped, to both sides of full scale: share of a block's samples beyond it from which on it
was, in that many blocks, or a seventh of a short file; where a loud tone sets in, coders go beyond it too."""
LEVEL_TOP = 0.85
"""The same by its shape, where it was made quieter afterwards."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impression:
    """What was found by listening."""

    silent: bool
    left_out: bool = False
    """Whether it is silent only because folding leaves out the channels in which there is sound."""
    hot: bool = False
    heard: Listened | None = None


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks of samples in order."""

    at: Array
    """Seconds from the first that was decoded, or the file's own time."""
    left: Array
    """Power."""
    right: Array
    product: Array
    peak: Array
    own_peak: Array
    """Of the file's own channels, before they are folded into two."""
    flat: Array
    """Share of samples that stand in runs of equal ones at the stream's top."""
    over: Array
    """Share of samples beyond full scale."""
    level_top: Array
    """How near the median is to the level that a tenth exceeds: 1 is a square wave, a sine 0.7, speech below 0.5."""


def fold_of(layout: AudioLayout) -> Array | None:
    """How much of each channel is heard on the left and on the right (2 x channels), as FFmpeg folds a layout.

    None where nobody says where the channels belong, or FFmpeg cannot fold them: they are then mixed evenly.
    """
    if not layout.name.endswith(" channels"):
        return _fold(layout.name)
    return np.eye(2, dtype=np.float32) if layout.nb_channels == 2 else None


@lru_cache(maxsize=64)
def _fold(name: str) -> Array | None:
    try:
        layout = AudioLayout(name)
        count = layout.nb_channels
        # One sample of every channel alone.
        frame = av.AudioFrame(format="flt", layout=layout, samples=count)
        frame.planes[0].update(np.eye(count, dtype=np.float32).tobytes())
        frame.sample_rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=48_000)
        pieces = [
            piece.to_ndarray().reshape(-1, 2) for piece in (*resampler.resample(frame), *resampler.resample(None))
        ]
    except (av.FFmpegError, ValueError):
        return None
    fold = np.concatenate(pieces)[:count].T
    return fold if fold.shape == (2, count) and fold.any() else None


def listen(container: InputContainer, stream: AudioStream, duration: Fraction, *, even: bool = False) -> Impression:
    """What is heard in a stream of `duration` seconds; what cannot be decoded counts as heard.

    `even` mixes all its channels, wherever they belong.
    """
    coded = not stream.codec_context.name.startswith("pcm_")
    if duration <= WHOLE_BELOW:
        _rewind(container, stream)
        pieces = list(_all(container, stream, even))
        top = _top(pieces)
        return _listened(_measured(time, block, top, coded) for time, block in pieces)
    windows = list(_windows(container, stream, float(duration), even))
    top = _top(windows)
    found = _listened(_measured(time, block, top, coded) for time, block in windows)
    if not _odd(found):
        return found
    _rewind(container, stream)
    whole = _listened(_measured(time, block, top or 1.0, coded) for time, block in _all(container, stream, even))
    return whole if whole.heard or whole.silent else found


def _rewind(container: InputContainer, stream: AudioStream) -> None:
    with contextlib.suppress(av.FFmpegError):
        container.seek(stream.start_time or 0, stream=stream)


def _top(pieces: list[tuple[float, Array]]) -> float:
    return max((float(np.abs(_own(block)).max()) for _, block in pieces if block.size), default=0.0)


def _own(rows: Array) -> Array:
    """The file's own channels."""
    return rows[2:] if len(rows) > 2 else rows


def _odd(found: Impression) -> bool:
    heard = found.heard
    return heard is None or bool(heard.left or heard.right or heard.opposite or heard.clipped)


def _windows(
    container: InputContainer, stream: AudioStream, duration: float, even: bool
) -> Iterator[tuple[float, Array]]:
    base = float(stream.time_base or 0) or 1 / 48_000
    first = (stream.start_time or 0) * base
    for index in range(WINDOWS):
        start = first + duration * (index + 0.5) / WINDOWS - WINDOW / 2
        try:
            container.seek(int(start / base), stream=stream)
        except av.FFmpegError:
            return
        heard = 0.0
        for time, samples, rate in _decoded(container, stream, even):
            heard += samples.shape[1] / rate
            yield time - first, _with_rate(samples, rate)
            if heard >= WINDOW:
                break


def _all(container: InputContainer, stream: AudioStream, even: bool) -> Iterator[tuple[float, Array]]:
    at = 0.0
    for _, samples, rate in _decoded(container, stream, even):
        yield at, _with_rate(samples, rate)
        at += samples.shape[1] / rate
        if at > WHOLE:
            return


def _with_rate(samples: Array, rate: int) -> Array:
    """The samples in whole blocks (channels x blocks x samples); a rest that is too short goes."""
    size = max(1, round(rate * BLOCK))
    size = min(size, samples.shape[1]) or 1
    count = samples.shape[1] // size
    return samples[:, : count * size].reshape(samples.shape[0], count, size)


def _decoded(container: InputContainer, stream: AudioStream, even: bool) -> Iterator[tuple[float, Array, int]]:
    """Time, samples (rows as `_rows` has them, full scale 1) and rate of about a block's length at a time."""
    waiting: list[Array] = []
    begun, held = 0.0, 0
    for packet in container.demux(stream):
        frames: list[Any] = []
        # After damage others follow.
        with contextlib.suppress(av.FFmpegError):
            frames = list(stream.decode(packet))
        for frame in frames:
            samples = _rows(frame, even)
            if waiting and waiting[0].shape[0] != samples.shape[0]:
                waiting, held = [], 0
            if not waiting:
                begun = frame.time or 0.0
            waiting.append(samples)
            held += samples.shape[1]
            if held >= frame.sample_rate * BLOCK:
                yield begun, np.concatenate(waiting, axis=1), frame.sample_rate
                waiting, held = [], 0
    if waiting:
        yield begun, np.concatenate(waiting, axis=1), stream.codec_context.sample_rate or 48_000


def _rows(frame: Any, even: bool) -> Array:
    """The samples of one or two channels; of more, the two sides on which they are heard, and then each of them."""
    own = _floats(frame)
    count = len(own)
    if count <= 2:
        return own
    fold = None if even else fold_of(frame.layout)
    return np.concatenate([(np.full((2, count), count**-0.5, np.float32) if fold is None else fold) @ own, own])


def _floats(frame: Any) -> Array:
    raw = frame.to_ndarray()
    channels = len(frame.layout.channels)
    samples = raw if frame.format.is_planar else raw.reshape(-1, channels).T
    if samples.dtype == np.uint8:
        return np.asarray((samples.astype(np.float32) - 128) / 128, np.float32)
    if np.issubdtype(samples.dtype, np.integer):
        return np.asarray(samples / float(-int(np.iinfo(samples.dtype).min)), np.float32)
    return np.asarray(samples, np.float32)


def _listened(blocks: Iterator[_Blocks]) -> Impression:
    """Neither silent nor heard where nothing could be decoded."""
    found = [one for one in blocks if one.at.size]
    if not found:
        return Impression(silent=False)
    at, left, right, product, peak, own_peak, flat, over, level_top = (
        np.concatenate([getattr(one, name) for one in found]) for name in _Blocks.__slots__
    )
    top = float(peak.max())
    if top < AUDIBLE:
        return Impression(silent=True, left_out=float(own_peak.max()) >= AUDIBLE)
    heard = peak >= max(AUDIBLE, top / 20)
    only_left = heard & (right <= left * QUIETER) & (left > 0)
    only_right = heard & (left <= right * QUIETER) & (right > 0)
    opposite = heard & ~only_left & ~only_right & (product < OPPOSITE * np.sqrt(left * right))
    beyond = heard & (over > OVER)
    beyond &= beyond.sum() >= min(OFTEN, heard.sum() / 7)
    cut = beyond | (heard & (((flat > FLAT) & (top > QUIET_TOP)) | (level_top > LEVEL_TOP)))
    power = left + right
    loud = power[heard & (power >= power[heard].mean() / 10)]
    return Impression(
        silent=False,
        hot=top > 1.0,
        heard=Listened(
            level=round(10 * log10(max(float(loud.mean()), 1e-12)) - 0.691),
            left=_percent(only_left, heard),
            right=_percent(only_right, heard),
            opposite=_percent(opposite, heard),
            uneven_at=_first(at, only_left | only_right | opposite),
            clipped=_percent(cut, heard),
            clipped_at=_first(at, cut),
        ),
    )


def _measured(time: float, block: Array, top: float, coded: bool) -> _Blocks:
    """Of a stream whose highest sample is `top`; rows as `_rows` has them.

    Uncoded floats may go beyond full scale as they like.
    """
    sides, own = block[:2], _own(block)
    if len(sides) == 2:
        left, right = (np.square(side).mean(axis=1) for side in sides)
        product = (sides[0] * sides[1]).mean(axis=1)
    else:
        # One channel is played by both speakers, as loud as its file (BS.1770).
        left = right = product = np.square(sides[0]).mean(axis=1) / 2
    size = np.abs(own)
    tops = size >= max(top - 1.5 / 32768, AUDIBLE)
    runs = tops[:, :, 3:] & tops[:, :, 2:-1] & tops[:, :, 1:-2] & tops[:, :, :-3]
    # Of the louder channel: the other may be silent.
    loudest = np.take_along_axis(size, np.argmax(size.mean(axis=2), axis=0)[None, :, None], axis=0)[0]
    middle, most = np.quantile(loudest, (0.5, 0.9), axis=1)
    return _Blocks(
        at=time + BLOCK * np.arange(block.shape[1]),
        left=left,
        right=right,
        product=product,
        peak=np.abs(sides).max(axis=(0, 2)),
        own_peak=size.max(axis=(0, 2)),
        flat=runs.mean(axis=(0, 2)) if runs.shape[2] else np.zeros(block.shape[1]),
        over=(size > BEYOND).mean(axis=(0, 2)) if coded else np.zeros(block.shape[1]),
        level_top=middle / np.maximum(most, 1e-9),
    )


def _percent(chosen: Array, of: Array) -> int:
    """At least 1 where there is any."""
    if not chosen.any():
        return 0
    return max(1, round(100 * int(chosen.sum()) / max(int(of.sum()), 1)))


def _first(at: Array, chosen: Array) -> Fraction:
    return Fraction(round(max(float(at[int(np.argmax(chosen))]), 0.0) * 1000), 1000) if chosen.any() else Fraction(0)
