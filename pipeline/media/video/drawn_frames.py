"""Drawn frames: pictures that Python makes one by one, encoded as the spans of clips are, so that they join with all.

Whatever moves without being a recording goes this way: motion over a picture, scenes, what slides in. The encoder is
FFmpeg's program, as for clips: x264 within a process that has done other things before does not always write the same
bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import av

from pipeline.media import ffmpeg
from pipeline.media.video import x264
from pipeline.media.video.ceiling import held_below, is_exceeded
from pipeline.media.video.planes import planes_in
from pipeline.messages import tr
from pipeline.model.rendition import Picture
from pipeline.stop import check_stop

Drawing = Callable[[], Iterable[av.VideoFrame]]
"""Makes the frames of a span in order, each of the rendition's size, yuv420p in limited BT.709; once more when asked
again. `stills.to_frame` makes such a frame of a picture, `planes.frame_of` of planes; it may be one frame, drawn anew.
"""

SECONDS_A_FRAME = 3
"""More than this, on top of five minutes, and it is taken to hang."""
PIPE = 1 << 20
"""Bytes that wait in a pipe."""
TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:field_mode=prog,setsar=1"


def encode_drawn(draw: Drawing, frames: int, picture: Picture, *, to: Path) -> None:
    """Encode what `draw` makes; leaves an H.264 .mp4 of exactly `frames` frames at `to`, whatever that is called.

    Its settings, headers and colours are those of clips. It is drawn again where its bits would exceed the ceiling of
    the rendition. Raises ValueError when there are fewer or more frames, or one of another size or format, MediaError
    when FFmpeg fails.
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
            _write(frame, pipe)
            count += 1
        if count < frames:
            raise ValueError(f"{count} frames were drawn in a span of {frames}")


@contextmanager
def encoding(picture: Picture, frames: int, *, more: str = "", to: Path) -> Iterator[IO[bytes]]:
    """Where the pixels of at most so many frames go, one after the other; leaves them encoded at `to`.

    `more` are further parameters for x264. Raises MediaError when FFmpeg fails.
    """
    rate = f"{picture.rate.numerator}/{picture.rate.denominator}"
    arguments = (
        *("-protocol_whitelist", ffmpeg.PROTOCOLS, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-framerate", rate),
        *("-video_size", f"{picture.width}x{picture.height}", "-threads", "1", "-i", "pipe:0", "-vf", TAGS),
        *(*x264.arguments(picture, more=more), "-threads", "1", "-fps_mode", "passthrough"),
        *("-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", f"file:{to}"),
    )
    limit = 300 + frames * SECONDS_A_FRAME
    with ffmpeg.writing(ffmpeg.Command(doing=tr("encoding drawn frames"), arguments=arguments, limit=limit)) as pipe:
        _widen(pipe)
        yield pipe


def _widen(pipe: IO[bytes]) -> None:
    """So that whole rows of pictures go through at once, where the system can do that."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


def _write(frame: av.VideoFrame, pipe: IO[bytes]) -> None:
    for plane in planes_in(frame):
        pipe.write(plane.data if plane.flags.c_contiguous else plane.tobytes())
