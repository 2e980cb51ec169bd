"""Ceilings: how many bits a second moving pictures may take, by the frame's size and rate, and how many they took.

What platforms advise for uploads of many frames a second (YouTube, "Recommended upload encoding settings", SDR, read in
2026): crf decides alone as long as it stays below, which all ordinary pictures do.
"""

from pathlib import Path

import av

from pipeline.model.rendition import Picture

TABLE = (
    (640 * 360, 2_000_000),
    (854 * 480, 4_000_000),
    (1280 * 720, 7_500_000),
    (1920 * 1080, 12_000_000),
    (2560 * 1440, 24_000_000),
    (4096 * 4096, 60_000_000),
)
"""Pixels up to which so many bits a second are the ceiling; frames below the first take their share of it."""
QUICK = 32
"""Frames a second above which half as many bits more are allowed."""
WINDOW = 2
"""Seconds over which bits are counted."""


def ceiling(picture: Picture) -> int:
    """Bits a second that moving pictures take at most."""
    if picture.most:
        return picture.most
    pixels = picture.width * picture.height
    bits = next((most for size, most in TABLE if pixels <= size), TABLE[-1][1])
    bits = min(bits, TABLE[0][1] * pixels // TABLE[0][0]) if pixels < TABLE[0][0] else bits
    return bits * 3 // 2 if picture.rate > QUICK else bits


def is_exceeded(path: Path, picture: Picture) -> bool:
    """Whether an encoded span takes more bits within any two seconds than the ceiling allows.

    A shorter span may take as much as a second of it, or its share where it is longer.
    """
    with av.open(str(path)) as file:
        sizes = [packet.size * 8 for packet in file.demux(video=0) if packet.size]
    frames = max(round(WINDOW * picture.rate), 1)
    most = ceiling(picture)
    if len(sizes) <= frames:
        return sum(sizes) > most * max(len(sizes) / float(picture.rate), 1)
    held = sum(sizes[:frames])
    for leaving, coming in zip(sizes, sizes[frames:], strict=False):
        if held > most * WINDOW:
            return True
        held += coming - leaving
    return held > most * WINDOW


def held_below(picture: Picture) -> str:
    """x264's parameters that keep a span below its ceiling, from its first frames on; SPS and PPS stay the same."""
    kilobits = ceiling(picture) * 9 // 10 // 1000
    return f"vbv-maxrate={kilobits}:vbv-bufsize={kilobits}:vbv-init=0.1"
