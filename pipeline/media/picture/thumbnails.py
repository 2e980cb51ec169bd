"""Thumbnails: small pictures out of a finished file, at given times."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import MediaError
from pipeline.media.ffmpeg import Command, file_input, reading
from pipeline.messages import tr

WIDTH = 240


def thumbnails(path: Path, times: Sequence[float]) -> Iterator[tuple[float, bytes]]:
    """A JPEG for each time (seconds) at which there is a picture."""
    for time in times:
        command = Command(
            doing=tr("taking a thumbnail from '{name}'", name=path.name),
            arguments=(
                *file_input(path, "-threads", "1", "-ss", f"{time:.3f}"), "-map", "0:V:0", "-frames:v", "1",
                "-vf", f"scale={WIDTH}:-2:out_range=pc", "-pix_fmt", "yuvj420p", "-q:v", "6", "-c:v", "mjpeg",
                "-f", "image2pipe", "pipe:1",
            ),
            limit=60,
        )  # fmt: skip
        try:
            with reading(command) as pipe:
                data = pipe.read()
        except MediaError:
            # There is none where the file is damaged, which is reported elsewhere.
            continue
        if data:
            yield time, data
