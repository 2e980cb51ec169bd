"""Animated WebP: when each of its pictures is shown. FFmpeg plays them; the libraries under PyAV are older."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.media import MediaInfo, VideoInfo

BASE = Fraction(1, 1000)
"""Times are milliseconds."""
PICTURES = 100_000
"""More than any animation has."""
FORMAT = "webp_anim"


def picture_times(path: Path) -> tuple[int, ...]:
    """When each picture begins, and the last one ends, in ticks of BASE. Raises OSError, EOFError when cut short."""
    times = [0]
    for length in _lengths(path):
        times.append(times[-1] + max(length, 1))
        if len(times) > PICTURES:
            break
    return tuple(times)


def _lengths(path: Path) -> Iterator[int]:
    """Of every ANMF chunk of the RIFF file (RFC 9649, 2.7.1.1)."""
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == b"ANMF":
                body = file.read(16)
                if len(body) < 16:
                    raise EOFError(tr("it is cut short"))
                yield int.from_bytes(body[12:15], "little")
                size -= 16
            file.seek(size + size % 2, 1)


def animation_info(path: Path, size: tuple[int, int], *, transparent: bool) -> MediaInfo:
    """What an animated WebP holds. Raises ProbeError where it holds nothing that moves."""
    times = picture_times(path)
    length = times[-1] * BASE
    if len(times) < 2 or not length:
        message = tr("no picture of '{name}' ({codec}) can be decoded", name=path.name, codec="WebP")
        raise ProbeError("unreadable-media", message)
    video = VideoInfo(
        codec=FORMAT, width=size[0], height=size[1], rate=((len(times) - 1) / length).limit_denominator(1001),
        start=Fraction(0), duration=length, pixel_format="argb", range="pc", transparent=transparent,
    )  # fmt: skip
    return MediaInfo(kind="video", format=FORMAT, start=Fraction(0), duration=length, video=video)
