"""Framing: what the packets of a sound stream say of themselves: changes of their format, jumps in their times."""

from collections.abc import Callable
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
    _head: Callable[[bytes], object] | None = None
    _first: int | None = None
    _end: int | None = None
    _back: int = field(init=False)
    _gap: int = field(init=False)

    def __post_init__(self) -> None:
        self._head = _HEADS.get(self.codec)
        # In ticks: this is done for every packet of a file.
        self._back, self._gap = -max(1, int(BACK / self.base)), max(1, int(GAP / self.base))

    def add(self, packet: "Packet[Stream]") -> None:
        if packet.pos is not None:
            self.stop = max(self.stop, packet.pos + packet.size)
        if self._head is not None and (now := self._format_of(self._head, packet)) is not None:
            self.changing = self.changing or self._format not in (None, now)
            self._format = now
        if packet.is_discard or packet.pts is None:
            return
        if self._first is None or self._end is None:
            self._first = packet.pts
        else:
            by = packet.pts - self._end
            if not self._back < by < self._gap and len(self.jumps) < KEPT:
                self.jumps.append(TimeJump(at=(self._end - self._first) * self.base, by=by * self.base))
        self._end = packet.pts + (packet.duration or 0)

    def _format_of(self, head: Callable[[bytes], object], packet: "Packet[Stream]") -> object:
        """What of a packet's head changes with its channels and sampling rate; None where it does not say."""
        if self.codec == "aac" and packet.has_sidedata("new_extradata"):
            return bytes(packet)[:2], "new"
        start = bytes(memoryview(packet)[:8])
        return head(start) if len(start) == 8 else None


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
