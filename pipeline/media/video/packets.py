"""Pieces: encoded parts of the picture, one after the other as one stream of packets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.stream import VideoStream

from pipeline.errors import MediaError, in_words
from pipeline.media.video import h264, x264
from pipeline.media.video.stills import REMOVE_HINT, UNDECODED, still_packets
from pipeline.messages import tr
from pipeline.stop import check_stop

Packets = Iterator["av.Packet[Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the picture: a video of exactly `frames` frames, or a still's tile repeated to as many."""

    path: Path
    frames: int
    still: bool


def check_alike(pieces: Sequence[Piece]) -> None:
    """Raises MediaError unless all pieces are of one size and have the same SPS and PPS."""
    first = None
    for path in dict.fromkeys(piece.path for piece in pieces):
        try:
            with av.open(path, options=UNDECODED) as video:
                headers = video.streams.video[0].codec_context.extradata
        except (av.FFmpegError, IndexError) as cause:
            raise MediaError(
                tr("'{path}' is not an encoded piece of video: {reason}", path=path, reason=in_words(cause)),
                hint=REMOVE_HINT,
            ) from cause
        first = headers if first is None else first
        if not headers or headers != first:
            raise MediaError(
                tr("'{path}' cannot be joined to the pieces before it: it was encoded with other settings", path=path),
                hint=REMOVE_HINT,
            )


def video_packets(pieces: Sequence[Piece], rate: Fraction, stream: VideoStream) -> Packets:
    """All packets in decoding order, counted in frames from 0, for `stream` of an output.

    Raises MediaError for a piece that does not hold its frames.
    """
    start, tick = 0, 1 / rate
    for piece in pieces:
        check_stop()
        packets = _still(piece) if piece.still else _moving(piece, rate)
        for index, (shown, packet) in enumerate(packets):
            packet.stream, packet.time_base = stream, tick
            packet.pts, packet.dts, packet.duration = start + shown, start + index - x264.REORDER, 1
            yield packet
        start += piece.frames


def _still(piece: Piece) -> Iterator[tuple[int, "av.Packet[Any]"]]:
    for index, encoded in enumerate(still_packets(piece.path, piece.frames)):
        packet: av.Packet[Any] = av.Packet(encoded.data)
        packet.is_keyframe = encoded.keyframe
        yield index, packet


def _moving(piece: Piece, rate: Fraction) -> Iterator[tuple[int, "av.Packet[Any]"]]:
    """Packets with the frame at which each is shown."""
    seen: set[int] = set()
    with av.open(piece.path, options=UNDECODED) as video:
        stream = video.streams.video[0]
        for index, packet in enumerate(packet for packet in video.demux(stream) if packet.size):
            shown = (packet.pts or 0) * packet.time_base * rate
            if index == 0 and not packet.is_keyframe:
                raise MediaError(tr("'{path}' does not begin with a keyframe", path=piece.path), hint=REMOVE_HINT)
            if shown.denominator != 1 or shown < index - x264.REORDER:
                raise MediaError(
                    tr(
                        "'{path}': picture {number} has the impossible time of frame {frame}",
                        path=piece.path,
                        number=index,
                        frame=f"{float(shown):.2f}",
                    ),
                    hint=REMOVE_HINT,
                )
            seen.add(int(shown))
            # In the baseline profile x264 marks as keyframes pictures that are no IDR: players cannot begin there.
            packet.is_keyframe = packet.is_keyframe and _is_idr(packet)
            yield int(shown), packet
    if seen != set(range(piece.frames)):
        raise MediaError(
            tr(
                "'{path}' does not hold its {wanted} frames: {found} were found",
                path=piece.path,
                wanted=piece.frames,
                found=len(seen),
            ),
            hint=REMOVE_HINT,
        )


def _is_idr(packet: "av.Packet[Any]") -> bool:
    return any(unit[0] & 31 == h264.NAL_IDR for unit in h264.units(bytes(packet)))
