"""Sync: by how much a finished file's sound begins and ends after its picture, as its container has it."""

from fractions import Fraction
from pathlib import Path

import av


def sound_after_picture(path: Path) -> tuple[Fraction, Fraction] | None:
    """Seconds at the start and at the end, negative where the sound is first; None without picture or sound."""
    with av.open(path, "r", options={"skip_frame": "all"}) as file:
        pictures = [stream for stream in file.streams.video if stream.codec_context.name != "mjpeg"]
        if not pictures or not file.streams.audio:
            return None
        ends = []
        for stream in (pictures[0], file.streams.audio[0]):
            if stream.time_base is None or stream.start_time is None or stream.duration is None:
                return None
            start = stream.start_time * stream.time_base
            ends.append((start, start + stream.duration * stream.time_base))
    (seen_from, seen_to), (heard_from, heard_to) = ends
    return heard_from - seen_from, heard_to - seen_to
