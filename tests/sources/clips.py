"""Tiny clips: every frame carries its number, every flash its beep."""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.sources.place import SAMPLE_RATE, SIZE, Pixels, folder
from tests.sources.tones import encode_sound, sine, sound_stream

GRID = (8, 4)
"""Blocks across and down: high byte, low byte, then both inverted, so that a blend of two numbers is no number."""


def regular(rate: Fraction | int | str, frames: int) -> tuple[Fraction, ...]:
    """Times of frames at a constant rate."""
    return tuple(Fraction(i) / Fraction(rate) for i in range(frames))


def irregular(gaps: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Times of frames from the gaps between them; the first frame stands at 0."""
    times = [Fraction(0)]
    for gap in gaps:
        times.append(times[-1] + gap)
    return tuple(times)


@cache
def numbered(
    name: str,
    times: tuple[Fraction, ...],
    *,
    last: Fraction = Fraction(1, 25),
    size: tuple[int, int] = SIZE,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    time_base: Fraction = Fraction(1, 90_000),
    start: Fraction = Fraction(0),
    gop: int = 12,
    b_frames: int = 2,
    rotation: int = 0,
    sample_aspect: Fraction = Fraction(1),
    colour: tuple[int, int, int, int] = (0, 2, 2, 2),
    interlaced: bool = False,
    sound: float | None = None,
    sound_start: Fraction = Fraction(0),
) -> Path:
    """A clip whose frame i, shown from `start + times[i]`, carries the number i (see `number_in`).

    `last` is how long the last frame is shown, `rotation` degrees clockwise as a player turns it, `colour` FFmpeg's
    numbers of range, primaries, transfer and matrix (2 is unspecified), `sound` the level in dBFS of a 1 kHz tone that
    begins at `sound_start`. The container follows from the name's suffix.
    """
    path = folder() / name
    with av.open(str(path), "w") as output:
        rate = Fraction(len(times), 1) / (times[-1] + last) if times else Fraction(25)
        stream: Any = output.add_stream(codec, rate=rate.limit_denominator(60_000))
        context = stream.codec_context
        stream.width, stream.height, stream.pix_fmt = *size, pixel_format
        context.time_base = stream.time_base = time_base
        context.gop_size, context.max_b_frames = gop, b_frames
        context.sample_aspect_ratio = sample_aspect
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = colour
        stream.options = _fast(codec, interlaced)
        if rotation:
            stream.set_display_rotation(-rotation)
        voice = sound_stream(output, path.suffix, 1) if sound is not None else None
        ends = (*times[1:], times[-1] + last)
        stays = {
            int((start + time) / time_base): int((start + end) / time_base) - int((start + time) / time_base)
            for time, end in zip(times, ends, strict=True)
        }
        frames = (
            _frame(numbered_picture(index, size), pixel_format, colour[0], pts, time_base)
            for index, pts in enumerate(stays)
        )
        for frame in (*frames, None):
            for packet in stream.encode(frame):
                # The encoder takes the average rate's for every frame.
                packet.duration = stays[packet.pts]
                output.mux(packet)
        if voice is not None and sound is not None:
            seconds = times[-1] + last - sound_start
            encode_sound(output, voice, sine(seconds, sound, channels=1), start=start + sound_start)
    return path


def numbered_picture(number: int, size: tuple[int, int] = SIZE) -> Pixels:
    """The gray picture that carries a number as black and white blocks, whatever its size."""
    low, high = number & 0xFF, number >> 8
    rows = [[value >> bit & 1 for bit in range(7, -1, -1)] for value in (high, low, ~high, ~low)]
    blocks = np.where(np.array(rows) == 1, 255, 0).astype(np.uint8)
    x = np.arange(size[0]) * GRID[0] // size[0]
    y = np.arange(size[1]) * GRID[1] // size[1]
    return np.ascontiguousarray(blocks[np.ix_(y, x)])


@cache
def flat(
    name: str, levels: tuple[int, ...], *, rate: Fraction = Fraction(25), size: tuple[int, int] = SIZE, crf: int = 1
) -> Path:
    """A clip of plain gray frames of the given luma levels, BT.709, limited range."""
    path = folder() / name
    with av.open(str(path), "w") as output:
        stream: Any = output.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = 1, 1, 1, 1
        stream.options = {"preset": "ultrafast", "crf": str(crf)}
        for level in levels:
            planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            planes[: size[1]] = level
            output.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        output.mux(stream.encode(None))
    return path


@cache
def flash_and_beep(
    name: str,
    seconds: int,
    *,
    rate: Fraction = Fraction(25),
    every: Fraction = Fraction(1),
    size: tuple[int, int] = SIZE,
    times: tuple[Fraction, ...] | None = None,
) -> Path:
    """Black and silent, but for 80 ms of white with the onset of a 1 kHz beep of 40 ms, `every` so many seconds.

    Each flash begins with the first frame at or after its beep; give beeps that fall on frames for an offset of 0. It
    is long enough to be seen at any rate. `times` makes the rate variable.
    """
    path = folder() / name
    shown = times or regular(rate, int(seconds * rate))
    beeps = [every * index for index in range(1, int(seconds / every))]
    white = {i for i, time in enumerate(shown) if any(beep <= time < beep + Fraction(2, 25) for beep in beeps)}
    samples = np.zeros((1, seconds * SAMPLE_RATE), np.float32)
    for beep in beeps:
        at = round(beep * SAMPLE_RATE)
        tone = sine(Fraction(1, 25), -6, channels=1)
        samples[:, at : at + tone.shape[1]] = tone
    with av.open(str(path), "w") as output:
        stream: Any = output.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = stream.time_base = Fraction(1, 90_000)
        stream.options = _fast("libx264", False)
        voice = sound_stream(output, path.suffix, 1)
        for index, time in enumerate(shown):
            planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            planes[: size[1]] = 235 if index in white else 16
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = round(time * 90_000), Fraction(1, 90_000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        encode_sound(output, voice, samples)
    return path


def _frame(gray: Pixels, pixel_format: str, colour_range: int, pts: int, time_base: Fraction) -> av.VideoFrame:
    picture = av.VideoFrame.from_ndarray(gray, format="gray")
    frame = picture.reformat(format=pixel_format, dst_color_range=colour_range or 1)
    frame.pts, frame.time_base = pts, time_base
    return frame


def _fast(codec: str, interlaced: bool) -> dict[str, str]:
    if codec != "libx264":
        return {}
    fields = {"x264-params": "tff=1"} if interlaced else {}
    return {"preset": "ultrafast", "crf": "12", "bf": "2"} | fields
