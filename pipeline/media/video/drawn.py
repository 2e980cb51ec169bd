"""Drawn frames: pictures that Python makes one by one, encoded as the spans of clips are, so that they join with all.

Whatever moves without being a recording goes this way: motion over a picture, scenes, what slides in.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext
from av.video.stream import VideoStream

from pipeline.media.video import x264
from pipeline.media.video.ceiling import held_below, is_exceeded
from pipeline.model.rendition import Picture
from pipeline.stop import check_stop

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
    with av.open(str(to), "w", format="mp4", options={"fflags": "bitexact"}) as container:
        stream = container.add_stream("libx264", rate=picture.rate, options=x264.options(picture, more=more))
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        # PyAV's own choice would be two slices a frame.
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "FRAME"
        without_sei = BitStreamFilterContext("filter_units=remove_types=6", stream)

        def pass_on(packets: Iterable["av.Packet[VideoStream]"]) -> None:
            for packet in packets:
                for bare in without_sei.filter(packet):
                    container.mux(bare)

        count = 0
        for frame in drawn:
            check_stop()
            shape = frame.width, frame.height, frame.format.name
            if count == frames or shape != (picture.width, picture.height, "yuv420p"):
                raise ValueError(f"frame {count} of {frames} is {shape}, in a span of {picture.width}x{picture.height}")
            frame.pts, frame.time_base = count, 1 / picture.rate
            pass_on(stream.encode(frame))
            count += 1
        if count < frames:
            raise ValueError(f"{count} frames were drawn in a span of {frames}")
        pass_on(stream.encode(None))
