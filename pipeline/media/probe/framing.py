"""Framing: what the packets of a sound stream say of themselves: changes of their format, jumps in their times."""

from dataclasses import dataclass, field
from fractions import Fraction

from av.packet import Packet
from av.stream import Stream

from pipeline.model.media import TimeJump

GAP = Fraction(1)
"""Seconds; coders leave out shorter pauses."""
BACK = Fraction(1, 4)
"""Seconds; clocks of broadcasts are this uneven."""
KEPT = 10
"""Jumps that are remembered."""


@dataclass(slots=True)
class Framing:
    """What has been seen of a stream's packets."""

    codec: str
    base: Fraction
    """Seconds of one unit of its times."""
    jumps: list[TimeJump] = field(default_factory=list)
    changing: bool = False
    stop: int = 0
    """The byte after its last packet."""
    _format: object = None
    _first: int | None = None
    _end: int | None = None

    def add(self, packet: "Packet[Stream]") -> None:
        if packet.pos is not None:
            self.stop = max(self.stop, packet.pos + packet.size)
        if (now := _format_of(self.codec, packet)) is not None:
            self.changing = self.changing or self._format not in (None, now)
            self._format = now
        if packet.is_discard or packet.pts is None:
            return
        if self._first is None or self._end is None:
            self._first = packet.pts
        else:
            by = (packet.pts - self._end) * self.base
            if (by > GAP or by < -BACK) and len(self.jumps) < KEPT:
                self.jumps.append(TimeJump(at=(self._end - self._first) * self.base, by=by))
        self._end = packet.pts + (packet.duration or 0)


def _format_of(codec: str, packet: "Packet[Stream]") -> object:
    """What of a packet's head changes with its channels and sampling rate; None where it does not say."""
    if codec not in _HEADS:
        return None
    if codec == "aac" and packet.has_sidedata("new_extradata"):
        return bytes(packet)[:2], "new"
    head = bytes(memoryview(packet)[:8])
    return _HEADS[codec](head) if len(head) == 8 else None


def _mpeg(head: bytes) -> object:
    """Version, layer, sampling rate, one channel or two (ISO 11172-3, 2.4.1.3)."""
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    return head[1] & 0x1E, head[2] & 0x0C, head[3] >> 6 == 3


def _aac(head: bytes) -> object:
    """Of ADTS the sampling rate and the channels; of a bare block whether it begins with one channel or a pair."""
    if head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return head[2] & 0x3C, head[2] & 1, head[3] >> 6
    element = head[0] >> 5
    return element if element in (0, 1) else None


def _ac3(head: bytes) -> object:
    """Sampling rate and channels of AC-3, or of E-AC-3, whose version is above 10 (ETSI TS 102 366)."""
    if head[:2] != b"\x0b\x77":
        return None
    if head[5] >> 3 > 10:
        # Further streams of the same sound stand between.
        return None if head[2] >> 6 == 1 else (head[4] & 0xC0, head[4] & 0x0F)
    return head[4] & 0xC0, head[6] >> 5


def _flac(head: bytes) -> object:
    """Sampling rate and number of channels (RFC 9639, 9.1)."""
    channels = head[3] >> 4
    return (head[2] & 0x0F, min(channels, 7) if channels < 8 else 1) if head[0] == 0xFF else None


_HEADS = {
    "mp3": _mpeg, "mp3float": _mpeg, "mp2": _mpeg, "mp2float": _mpeg, "mp1": _mpeg, "mp1float": _mpeg,
    "aac": _aac, "ac3": _ac3, "eac3": _ac3, "flac": _flac,
}  # fmt: skip
