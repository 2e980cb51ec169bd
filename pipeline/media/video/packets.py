"""Pieces: encoded stretches of picture, one after the other as one stream of packets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.stream import VideoStream

from pipeline.errors import MediaError
from pipeline.media.video import h264, x264
from pipeline.media.video.stills import UNDECODED, still_packets
from pipeline.stop import check_stop

Packets = Iterator["av.Packet[Any]"]

_HINT = "remove this file; the next render makes it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the picture: a film of exactly `frames` frames, or a still's tile repeated to as many."""

    path: Path
    frames: int
    still: bool


def check_alike(pieces: Sequence[Piece]) -> None:
    """Raises MediaError unless all pieces are of one size and have the same SPS and PPS."""
    first = None
    for path in dict.fromkeys(piece.path for piece in pieces):
        try:
            with av.open(path, options=UNDECODED) as film:
                headers = film.streams.video[0].codec_context.extradata
        except (av.FFmpegError, IndexError) as cause:
            raise MediaError(f"'{path}' is no piece of a film: {cause}", hint=_HINT) from cause
        first = headers if first is None else first
        if not headers or headers != first:
            words = "cannot be joined to the pieces before it: it was encoded with other parameters"
            raise MediaError(f"'{path}' {words}", hint=_HINT)


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
    with av.open(piece.path, options=UNDECODED) as film:
        stream = film.streams.video[0]
        for index, packet in enumerate(packet for packet in film.demux(stream) if packet.size):
            shown = (packet.pts or 0) * packet.time_base * rate
            if index == 0 and not packet.is_keyframe:
                raise MediaError(f"'{piece.path}' does not begin with a refresh", hint=_HINT)
            if shown.denominator != 1 or shown < index - x264.REORDER:
                words = f"picture {index} stands at frame {float(shown):.2f}, off the grid"
                raise MediaError(f"'{piece.path}': {words}", hint=_HINT)
            seen.add(int(shown))
            # In the baseline x264 calls pictures refreshes that stand alone but are no IDR: no player may begin there.
            packet.is_keyframe = packet.is_keyframe and _is_idr(packet)
            yield int(shown), packet
    if seen != set(range(piece.frames)):
        words = f"holds other frames than the {piece.frames} expected: {len(seen)} were found"
        raise MediaError(f"'{piece.path}' {words}", hint=_HINT)


def _is_idr(packet: "av.Packet[Any]") -> bool:
    return any(unit[0] & 31 == h264.NAL_IDR for unit in h264.units(bytes(packet)))
