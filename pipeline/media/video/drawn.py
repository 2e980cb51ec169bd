"""Drawn frames: pictures that Python makes one by one, encoded as the spans of clips are, so that they join with all.

Whatever moves without being a recording goes this way: motion over a picture, scenes, what slides in.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import av

from pipeline.media.ffmpeg import Command, writing
from pipeline.media.video import x264
from pipeline.media.video.ceiling import held_below, is_exceeded
from pipeline.messages import tr
from pipeline.model.rendition import Picture
from pipeline.stop import check_stop

SECONDS_A_FRAME = 3
"""More than this, on top of five minutes, and the drawing is taken to hang."""

Drawing = Callable[[], Iterable[av.VideoFrame]]
"""Makes the frames of a span in order, each of the rendition's size, yuv420p in limited BT.709; once more when asked
again. `stills.to_frame` makes such a frame of a picture, `planes.frame_of` of planes.
"""


def encode_drawn(draw: Drawing, frames: int, picture: Picture, *, to: Path) -> None:
    """Encode what `draw` makes; leaves an H.264 .mp4 of exactly `frames` frames at `to`, whatever that is called.

    Its settings, headers and colours are those of clips. It is drawn again where its bits would exceed the ceiling of
    the rendition. Raises ValueError when there are fewer or more frames, or one of another size or format.
    """
    _encode(draw(), frames, picture, to=to)
    # Where the rendition itself sets a limit, x264 holds that.
    if not picture.most and is_exceeded(to, picture):
        _encode(draw(), frames, picture, more=held_below(picture), to=to)


def _encode(drawn: Iterable[av.VideoFrame], frames: int, picture: Picture, *, more: str = "", to: Path) -> None:
    with encoding(picture, frames, more=more, to=to) as pipe:
        count = 0
        for frame in drawn:
            check_stop()
            shape = frame.width, frame.height, frame.format.name
            if count == frames or shape != (picture.width, picture.height, "yuv420p"):
                raise ValueError(f"frame {count} of {frames} is {shape}, in a span of {picture.width}x{picture.height}")
            pipe.write(frame.to_ndarray().data)
            count += 1
        if count < frames:
            raise ValueError(f"{count} frames were drawn in a span of {frames}")


@contextmanager
def encoding(picture: Picture, frames: int, *, more: str = "", to: Path) -> Iterator[IO[bytes]]:
    """Where the pixels of at most so many frames go, one after the other; leaves them encoded at `to`.

    By an ffmpeg of its own: in a process that has encoded before, x264's macroblock tree reads what was left in memory,
    and small frames get other bytes each time. `more` are further parameters for x264.
    """
    size = f"{picture.width}x{picture.height}"
    rate = f"{picture.rate.numerator}/{picture.rate.denominator}"
    command = Command(
        doing=tr("encoding drawn frames"),
        arguments=(
            "-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", size, "-framerate", rate, "-i", "pipe:0",
            "-vf", "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,setsar=1",
            "-fps_mode", "passthrough", "-threads", "1", *x264.arguments(picture, more=more),
            "-map_metadata", "-1", "-f", "mp4", f"file:{to}",
        ),
        limit=300 + frames * SECONDS_A_FRAME,
    )  # fmt: skip
    with writing(command) as pipe:
        yield pipe
