"""Damage: what is wrong with a file that can be opened, and packets that look as broken copies leave them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from av.codec.context import CodecContext
from av.packet import Packet
from av.stream import Stream

from pipeline.messages import NOTHING, Message, tr
from pipeline.timebase import format_time

Part = Literal["beginning", "end", "middle", ""]

ZEROS = bytes(512)
"""No coded picture holds so many: their absence is what its codec relies on, or its arithmetic coder gives none."""
ZERO_FREE = ("h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "mpeg4")
LENGTH_PREFIXED = ("h264", "hevc")
HOLE = Fraction(1, 4)
"""Seconds without a picture that would be seen."""
NEAR = 3
"""Packets between damage and the hole that it leaves."""
SUSPECTS = 8
"""Places of one file that are looked at more closely."""
APART = 1
"""Seconds between them at least: pictures of one group share their damage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something that is wrong with a media file."""

    code: Literal["damaged-media", "broken-picture"]
    where: Part = ""
    """The part that cannot be decoded; empty where it is the whole file."""
    start: Fraction | None = None
    stop: Fraction | None = None
    """Between which times pictures or sounds are lost, in seconds from the file's start; None is no limit."""
    slight: bool = False
    """Whether so few pictures are lost that it will hardly be seen."""
    reason: Message = NOTHING

    def message(self, name: str) -> Message:
        """What is wrong with the file, called `name`."""
        if self.where == "beginning":
            return tr("'{name}' cannot be decoded at its beginning", name=name)
        if self.where == "end":
            return tr("'{name}' cannot be decoded at its end", name=name)
        if self.where == "middle":
            at = format_time(self.start or Fraction(0))
            if self.slight:
                return tr(
                    "a picture of '{name}' is damaged at {time}: parts of others are shown in it", name=name, time=at
                )
            return tr("'{name}' cannot be decoded at {time}", name=name, time=at)
        return tr("'{name}' cannot be read: {reason}", name=name, reason=self.reason)

    def touches(self, start: Fraction, end: Fraction | None) -> bool:
        """Whether it lies in this part of the file; `end` None is the file's."""
        return (self.stop is None or self.stop >= start) and (self.start is None or end is None or self.start < end)


class Suspicion:
    """Looks at a picture stream's packets for what no encoder writes; times are in its own time base."""

    def __init__(self, context: CodecContext, base: Fraction) -> None:
        self.places: list[int] = []
        self.lost: list[tuple[int, int]] = []
        """Stretches without pictures beside which the file itself is damaged: elsewhere a picture stands so long."""
        self._hole = int(HOLE / base)
        self._before: int | None = None
        self._last_hole: tuple[int, int] | None = None
        self._since_hole = self._since_damage = NEAR + 1
        self._apart = int(APART / base)
        self._watched = context.name in ZERO_FREE
        extradata = context.extradata or b""
        # `avcC` and `hvcC` begin with a one; files that separate their units by start codes have none of these.
        prefixed = context.name in LENGTH_PREFIXED and extradata[:1] == b"\1" and len(extradata) > 22
        at = 4 if context.name == "h264" else 21
        self._prefix = (extradata[at] & 3) + 1 if prefixed else 0

    def look(self, packet: "Packet[Stream]", *, errors: bool) -> None:
        """`errors` is whether the container reported any since the packet before."""
        self._look_for_holes(packet, errors)
        time = packet.pts if packet.pts is not None else packet.dts
        if not self._watched or time is None or not packet.size or len(self.places) >= SUSPECTS:
            return
        if self.places and abs(time - self.places[-1]) < self._apart:
            return
        data = bytes(packet)
        if packet.is_corrupt or ZEROS in data or (self._prefix and not _adds_up(data, self._prefix)):
            self.places.append(time)

    def _look_for_holes(self, packet: "Packet[Stream]", errors: bool) -> None:
        if packet.dts is None:
            return
        self._since_hole, self._since_damage = self._since_hole + 1, self._since_damage + 1
        if self._before is not None and packet.dts - self._before > self._hole:
            self._last_hole, self._since_hole = (self._before, packet.dts), 0
        if errors or packet.is_corrupt:
            self._since_damage = 0
        self._before = packet.dts
        if self._last_hole and self._since_hole <= NEAR and self._since_damage <= NEAR and len(self.lost) < SUSPECTS:
            self.lost.append(self._last_hole)
            self._last_hole = None


def _adds_up(data: bytes, prefix: int) -> bool:
    """Whether the lengths before a packet's units fill it exactly."""
    at, size = 0, len(data)
    while at + prefix < size:
        length = int.from_bytes(data[at : at + prefix], "big")
        # The first bit of a unit is never set.
        if not length or data[at + prefix] & 0x80:
            return False
        at += prefix + length
    return at == size
