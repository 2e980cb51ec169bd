"""Extents: the time that a stream's packets really span, whatever its header says."""

from dataclasses import dataclass
from fractions import Fraction

from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from pipeline.media.probe.parameters import Evenness


@dataclass(slots=True)
class Extent:
    """The time that a stream's packets span, in its own time base."""

    first: int | None = None
    last: int = 0
    """When the packet begins that is shown last."""
    end: int = 0
    """When it ends; `last` itself in containers that do not say."""
    packets: int = 0
    hidden: int = 0
    """Packets that an edit list leaves out."""
    evenness: Evenness | None = None
    """Whether its pictures are all alike; None for sound."""
    whole: bool = True
    """Whether only whole packets count; of samples that are not coded, every one counts."""

    def add(self, packet: "Packet[Stream]") -> None:
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None or (packet.is_corrupt and self.whole):
            return
        if packet.is_discard:
            self.hidden += 1
            return
        if not self.packets or time >= self.last:
            self.last, self.end = time, time + (packet.duration or 0)
        self.first = time if self.first is None else min(self.first, time)
        self.packets += 1
        if self.evenness is not None:
            self.evenness.add(packet)


def picture_end(stream: VideoStream, extent: Extent, rate: Fraction) -> Fraction:
    """Where the last picture ends, in container time."""
    base = stream.time_base or Fraction(1, 90_000)
    if stream.frames and stream.duration and extent.packets + extent.hidden == stream.frames:
        # MP4 keeps the time to the next picture in coding order; only the sum of all is what is shown.
        start = stream.start_time or 0
        stated = start + stream.duration
        if start > 0 and stated - extent.end >= start:
            # An edit list that begins with nothing: the time before the first picture is counted already.
            stated = stream.duration
        if stated > extent.last:
            return stated * base
    return extent.end * base if extent.end > extent.last else extent.last * base + 1 / rate
