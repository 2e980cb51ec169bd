"""Parameters: what a stream's keyframes say of the picture's size and format, compared without decoding any."""

from collections.abc import Callable, Iterator

from av.packet import Packet
from av.stream import Stream

LOOKED_AT = 4096
"""Bytes of a keyframe: its parameters come first."""

Parameters = Callable[[bytes, bytes], bytes]
"""Of a keyframe's first bytes and the codec's extradata; empty where they are not repeated."""


class Evenness:
    """Whether all keyframes of a stream state the same parameters."""

    def __init__(self, codec: str, extradata: bytes | None) -> None:
        self._read = _READERS.get(codec)
        self._extradata = extradata or b""
        self._first = b""
        self._begun = False
        self.uneven = False

    def add(self, packet: "Packet[Stream]") -> None:
        if self.uneven or not packet.is_keyframe:
            return
        begun, self._begun = self._begun, True
        if begun and packet.has_sidedata("new_extradata"):
            self.uneven = True
        if self.uneven or self._read is None:
            return
        stated = self._read(bytes(memoryview(packet)[:LOOKED_AT]), self._extradata)
        self._first = self._first or stated
        self.uneven = bool(stated) and stated != self._first


def _h264(data: bytes, extradata: bytes) -> bytes:
    return b"".join(unit for unit in _units(data, extradata, 4) if unit[0] & 31 == 7)


def _hevc(data: bytes, extradata: bytes) -> bytes:
    return b"".join(unit for unit in _units(data, extradata, 21) if unit[0] >> 1 & 63 == 33)


def _units(data: bytes, extradata: bytes, size_at: int) -> Iterator[bytes]:
    """NAL units: after start codes, or after their lengths, as the first byte of the extradata tells."""
    if extradata[:1] != b"\1" or len(extradata) <= size_at:
        for piece in data.split(b"\0\0\1")[1:]:
            if unit := piece.rstrip(b"\0"):
                yield unit
        return
    digits = (extradata[size_at] & 3) + 1
    at = 0
    while at + digits < len(data):
        length = int.from_bytes(data[at : at + digits], "big")
        if length:
            yield data[at + digits : at + digits + length]
        at += digits + length


def _mpeg2(data: bytes, extradata: bytes) -> bytes:
    """Size, shape of the pixels and rate; the bit rate that follows may change."""
    return data.partition(b"\0\0\1\xb3")[2][:4]


def _mpeg4(data: bytes, extradata: bytes) -> bytes:
    pieces = data.split(b"\0\0\1")[1:]
    return next((piece for piece in pieces if piece[:1] and 0x20 <= piece[0] <= 0x2F), b"")


def _vp8(data: bytes, extradata: bytes) -> bytes:
    return data[6:10] if data[3:6] == b"\x9d\x01\x2a" else b""


def _vp9(data: bytes, extradata: bytes) -> bytes:
    """Profile, colours and size of an uncompressed header (VP9 bitstream specification, 6.2)."""
    bits = int.from_bytes(data[:32].ljust(32, b"\0"), "big")
    at = 0

    def take(count: int) -> int:
        nonlocal at
        at += count
        return bits >> (256 - at) & ((1 << count) - 1)

    take(2)
    profile = take(1) | take(1) << 1
    take(1 if profile == 3 else 0)
    if take(1) or take(1):
        return b""
    take(2)
    begin = at + 24
    take(24)
    take(1 if profile >= 2 else 0)
    if take(3) != 7:
        take(1 + (3 if profile in (1, 3) else 0))
    else:
        take(1 if profile in (1, 3) else 0)
    take(32)
    return bytes([profile]) + (bits >> (256 - at) & ((1 << (at - begin)) - 1)).to_bytes(8, "big")


def _av1(data: bytes, extradata: bytes) -> bytes:
    """The sequence header (AV1 bitstream specification, 5.3)."""
    at = 0
    while at < len(data):
        head, size, shift = data[at], 0, 0
        at += 2 if head & 4 else 1
        if not head & 2:
            return b""
        while at < len(data):
            byte = data[at]
            at, size, shift = at + 1, size | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        if head >> 3 & 15 == 1:
            return data[at : at + size]
        at += size
    return b""


def _mjpeg(data: bytes, extradata: bytes) -> bytes:
    """The frame header: precision, size and sampling."""
    at = 2
    while at + 4 < len(data) and data[at] == 0xFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= data[at + 1] <= 0xC2:
            return data[at + 4 : at + 2 + length]
        at += 2 + length
    return b""


def _prores(data: bytes, extradata: bytes) -> bytes:
    return data[16:24] if data[4:8] == b"icpf" else b""


_READERS: dict[str, Parameters] = {
    "h264": _h264, "hevc": _hevc, "mpeg1video": _mpeg2, "mpeg2video": _mpeg2, "mpeg4": _mpeg4, "vp8": _vp8,
    "vp9": _vp9, "av1": _av1, "libdav1d": _av1, "mjpeg": _mjpeg, "prores": _prores,
}  # fmt: skip
