"""Tiny generated media for tests: every frame carries its number, every flash its beep; made once per test session."""

import atexit
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

SIZE = (320, 180)
SAMPLE_RATE = 48_000
Pixels = np.ndarray[Any, np.dtype[Any]]

_NUMBER_BITS = 16
_GRID = (8, 4)
"""Blocks across and down: high byte, low byte, then both inverted, so that a blend of two numbers is no number."""


@cache
def folder() -> Path:
    """Where the media of this session lie; a blank and Chinese in its path, as users have them."""
    made = Path(tempfile.mkdtemp(prefix="声音馆 sources "))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def regular(rate: Fraction | int | str, frames: int) -> tuple[Fraction, ...]:
    """Times of frames at a constant rate."""
    return tuple(Fraction(i) / Fraction(rate) for i in range(frames))


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
        voice = _sound_stream(output, path.suffix, 1) if sound is not None else None
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
            _encode_sound(output, voice, sine(seconds, sound, channels=1), start=start + sound_start)
    return path


def numbered_picture(number: int, size: tuple[int, int] = SIZE) -> Pixels:
    """The gray picture that carries a number as black and white blocks, whatever its size."""
    low, high = number & 0xFF, number >> 8
    rows = [[value >> bit & 1 for bit in range(7, -1, -1)] for value in (high, low, ~high, ~low)]
    blocks = np.where(np.array(rows) == 1, 255, 0).astype(np.uint8)
    x = np.arange(size[0]) * _GRID[0] // size[0]
    y = np.arange(size[1]) * _GRID[1] // size[1]
    return np.ascontiguousarray(blocks[np.ix_(y, x)])


def number_in(gray: Pixels) -> int | None:
    """The number in a picture, wherever it was scaled; None where it cannot be read, as in a blend of two."""
    high_rows, wide = gray.shape[0] / _GRID[1], gray.shape[1] / _GRID[0]
    centre = [
        [float(gray[_around(row, high_rows), _around(column, wide)].mean()) for column in range(_GRID[0])]
        for row in range(_GRID[1])
    ]
    bits = [[1 if value > 160 else 0 if value < 90 else -1 for value in row] for row in centre]
    high, low, not_high, not_low = (int("".join(str(max(bit, 0)) for bit in row), 2) for row in bits)
    clear = all(bit >= 0 for row in bits for bit in row)
    return high << 8 | low if clear and not_high == high ^ 0xFF and not_low == low ^ 0xFF else None


def numbers_in(path: Path, *, part: tuple[float, float, float, float] = (0, 0, 1, 1)) -> list[int | None]:
    """The numbers of all frames of a file; `part` is where the picture sits: left, top, right, bottom in 0..1."""
    return [number_in(_cut(gray, part)) for gray in grays(path)]


def grays(path: Path) -> list[Pixels]:
    """The luma of every frame."""
    with av.open(str(path)) as file:
        return [frame.to_ndarray()[: frame.height, : frame.width].copy() for frame in file.decode(video=0)]


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
        voice = _sound_stream(output, path.suffix, 1)
        for index, time in enumerate(shown):
            planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            planes[: size[1]] = 235 if index in white else 16
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = round(time * 90_000), Fraction(1, 90_000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        _encode_sound(output, voice, samples)
    return path


def flashes_in(path: Path) -> list[Fraction]:
    """Times of the frames at which the picture turns white."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        lit = [(_time(frame), bool(frame.to_ndarray()[: frame.height].mean() > 125)) for frame in file.decode(stream)]
    return [time for (time, now), (_, before) in zip(lit[1:], lit, strict=False) if now and not before]


def beeps_in(path: Path, *, threshold: float = 0.1) -> list[Fraction]:
    """Times of the first samples of beeps, after at least 200 ms of quiet."""
    samples, start = samples_of(path)
    loud = np.flatnonzero(np.abs(samples).max(axis=0) > threshold)
    onsets = [int(at) for index, at in enumerate(loud) if index == 0 or at - loud[index - 1] > SAMPLE_RATE // 5]
    return [start + Fraction(at, SAMPLE_RATE) for at in onsets]


def samples_of(path: Path) -> tuple[Pixels, Fraction]:
    """All samples of a file's first sound stream at 48 kHz (channels x samples, -1..1), and the time of the first."""
    pieces, start = [], None
    with av.open(str(path)) as file:
        resampler = av.AudioResampler(format="fltp", rate=SAMPLE_RATE)
        for frame in file.decode(audio=0):
            start = _time(frame) if start is None else start
            pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
        pieces += [piece.to_ndarray() for piece in resampler.resample(None)]
    return np.concatenate(pieces, axis=1), start or Fraction(0)


def sine(seconds: Fraction | int, level: float, *, frequency: int = 1000, channels: int = 2) -> Pixels:
    """Float samples (channels x samples) of a tone whose peak stands at `level` dBFS."""
    at = np.arange(round(Fraction(seconds) * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (10 ** (level / 20) * np.sin(2 * np.pi * frequency * at)).astype(np.float32)
    return np.tile(wave, (channels, 1))


@cache
def tone(
    name: str,
    seconds: Fraction | int = 2,
    *,
    level: float = -23.0,
    frequency: int = 1000,
    channels: int = 2,
    rate: int = SAMPLE_RATE,
) -> Path:
    """A sine in a file of the name's kind (.wav, .mp3, .m4a, .flac, .opus, .ogg).

    A stereo 1 kHz sine with peaks at -23 dBFS measures -23.0 LUFS (EBU Tech 3341); the same in one channel -26.0.
    """
    return sound(name, sine(seconds, level, frequency=frequency, channels=channels), rate=rate)


@cache
def surround(name: str = "surround.wav", seconds: int = 2, *, level: float = -20.0) -> Path:
    """5.1 sound in which only the centre speaks."""
    samples = np.zeros((6, seconds * SAMPLE_RATE), np.float32)
    samples[2] = sine(seconds, level, channels=1)
    return sound(name, samples)


def sound(name: str, samples: Pixels, *, rate: int = SAMPLE_RATE) -> Path:
    """Samples at 48 kHz (channels x samples) as a file of the name's kind, resampled to `rate`."""
    path = folder() / name
    with av.open(str(path), "w") as output:
        _encode_sound(output, _sound_stream(output, path.suffix, len(samples), rate), samples)
    return path


@cache
def photo(name: str = "photo.jpg", size: tuple[int, int] = (480, 320), *, orientation: int = 1, seed: int = 1) -> Path:
    """A picture with the detail of a photograph; `orientation` is its EXIF tag."""
    path = folder() / name
    image = Image.fromarray(photo_pixels(size, seed=seed))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, **({"exif": exif, "quality": 92} if path.suffix in (".jpg", ".jpeg", ".webp") else {}))
    return path


def photo_pixels(size: tuple[int, int], *, seed: int = 1) -> Pixels:
    """RGB noise that is stronger the coarser it is, as in nature."""
    random = np.random.default_rng(seed)
    total = np.zeros((size[1], size[0], 3))
    for cells in (4, 8, 16, 32, 64):
        coarse = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        total += np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), dtype=float) / cells
    return np.clip(total / total.max() * 255, 0, 255).astype(np.uint8)


@cache
def animated_gif(name: str = "animated.gif", levels: tuple[int, ...] = (10, 120, 230)) -> Path:
    """Frames of 100 ms each."""
    path = folder() / name
    first, *others = (Image.new("L", (64, 48), level) for level in levels)
    first.save(path, save_all=True, append_images=others, duration=100, loop=0)
    return path


def truncated(source: Path, name: str, *, kept: Fraction) -> Path:
    """The first part of a file, as a broken copy or download leaves it."""
    path = folder() / name
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    return path


def with_hole(source: Path, name: str, *, start: Fraction, stop: Fraction) -> Path:
    """A file of which a stretch, given as parts of its length, is zeros, as a bad disk leaves it."""
    path = folder() / name
    data = bytearray(source.read_bytes())
    first, end = int(len(data) * start), int(len(data) * stop)
    data[first:end] = bytes(end - first)
    path.write_bytes(data)
    return path


def huge_png(name: str = "huge.png", side: int = 60_000) -> Path:
    """A header that promises billions of pixels and a body of a few bytes."""
    path = folder() / name
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data)
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
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


def _sound_stream(output: Any, suffix: str, channels: int, rate: int = SAMPLE_RATE) -> Any:
    codecs = {".wav": "pcm_s16le", ".mp3": "libmp3lame", ".flac": "flac", ".opus": "libopus", ".ogg": "libopus",
              ".webm": "libopus", ".mkv": "pcm_s16le", ".avi": "pcm_s16le"}  # fmt: skip
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    return output.add_stream(codecs.get(suffix, "aac"), rate=rate, layout=layout)


def _encode_sound(output: Any, stream: Any, samples: Pixels, *, start: Fraction = Fraction(0)) -> None:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(samples)]
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, round(start * SAMPLE_RATE), Fraction(1, SAMPLE_RATE)
    context = stream.codec_context
    resampler = av.AudioResampler(
        format=context.format, layout=layout, rate=context.sample_rate, frame_size=context.frame_size or 1024
    )
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        output.mux(stream.encode(piece))
    output.mux(stream.encode(None))


def _around(index: int, step: float) -> slice:
    return slice(int((index + 0.3) * step), max(int((index + 0.7) * step), int((index + 0.3) * step) + 1))


def _cut(gray: Pixels, part: Sequence[float]) -> Pixels:
    high, wide = gray.shape
    left, top, right, bottom = part
    return gray[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)]


def _time(frame: Any) -> Fraction:
    return Fraction(frame.pts) * frame.time_base


def irregular(gaps: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Times of frames from the gaps between them; the first frame stands at 0."""
    times = [Fraction(0)]
    for gap in gaps:
        times.append(times[-1] + gap)
    return tuple(times)
