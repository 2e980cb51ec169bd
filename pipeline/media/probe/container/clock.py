"""The clock of a media file: its timestamps go forward, and no faster than what they date can be seen or heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from av.packet import Packet
from av.stream import Stream

from pipeline.messages import Message, tr
from pipeline.timebase import format_time

BACK = Fraction(1, 4)
"""Seconds by which a packet may be earlier than one before it: muxers round, and joined parts overlap a little."""
NOTED = 10
"""Seconds without a packet that are looked at."""
SOUND_GAP = 60
"""Seconds without sound and picture after which sound goes on: more is a jump. A recording without signal has less."""
STANDING = 300
"""Seconds that a picture may stand, whatever else the file holds."""
STANDING_SHARE = 10
"""A picture that stands longer, and so many times as long as all the rest of the file lasts, is dated wrongly."""
STANDING_MOST = 3600
"""Seconds: no slide stands longer than this."""
GAPS_KEPT = 10_000

Stretch = tuple[Fraction, Fraction]
"""From and to, in seconds of the container's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFault:
    """Where the clock is wrong."""

    back: bool
    """It goes back; otherwise it leaps forward."""
    last: Fraction
    """The last right time, in seconds of the container's clock."""
    next: Fraction
    """The time after it."""

    def message(self, name: str, start: Fraction) -> Message:
        """What is wrong with the file, called `name`, whose clock begins at `start`."""
        last, following = format_time(self.last - start), format_time(self.next - start)
        if self.back:
            return tr(
                "the clock of '{name}' goes back at {last}, to {next}: several recordings were joined into one file",
                name=name,
                last=last,
                next=following,
            )
        return tr("the clock of '{name}' jumps from {last} to {next}", name=name, last=last, next=following)

    @property
    def hint(self) -> Message:
        if self.back:
            return tr(
                "join them again with a program that continues the clock, or use each recording as a clip of its own"
            )
        return tr("export it again, so that every picture has its right time; or cut the file at that place in two")


@dataclass(slots=True)
class _StreamClock:
    """The times of one stream's packets, in its own time base."""

    base: Fraction
    back: int
    noted: int
    """BACK and NOTED in ticks: this is done for every packet of a file."""
    first: int | None = None
    high: int = 0
    """The latest time so far at which a packet is decoded."""
    end: int = 0
    shown: int = 0
    """Until when what came so far is shown or heard."""
    gaps: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, base: Fraction) -> "_StreamClock":
        return cls(base=base, back=int(BACK / base), noted=int(NOTED / base))

    def stretches(self) -> Iterator[Stretch]:
        """The times at which it has packets."""
        if self.first is None:
            return
        begin = self.first
        for last, following in self.gaps:
            yield begin * self.base, last * self.base
            begin = following
        yield begin * self.base, self.high * self.base


class Clock:
    """Reads along while a file's packets are demuxed."""

    def __init__(self, streams: Sequence[Stream]) -> None:
        self._streams = {one.index: _StreamClock.of(one.time_base or Fraction(1, 90_000)) for one in streams}
        self._sounds = {one.index for one in streams if one.type == "audio"}
        self._back: ClockFault | None = None

    def add(self, packet: "Packet[Stream]") -> None:
        stream = self._streams.get(packet.stream_index)
        # Where only the time of showing is known, the order says nothing: pictures come after those they depend on.
        time = packet.dts
        if stream is None or time is None or packet.is_corrupt or packet.is_discard:
            return
        shown, lasts = packet.pts if packet.pts is not None else time, packet.duration or 0
        if stream.first is None:
            stream.first = stream.high = time
        apart = time - stream.high
        if apart < -stream.back and self._back is None:
            self._back = ClockFault(back=True, last=stream.shown * stream.base, next=shown * stream.base)
        if apart < 0:
            return
        if apart > stream.noted and len(stream.gaps) < GAPS_KEPT:
            stream.gaps.append((stream.high, time))
        stream.high, stream.end, stream.shown = time, time + lasts, max(stream.shown, shown + lasts)

    def fault(self) -> ClockFault | None:
        """The first place at which the clock is wrong; after the last packet."""
        if self._back is not None:
            return self._back
        sounds = [start for index in self._sounds for start, _ in self._streams[index].stretches()]
        held = _joined([piece for stream in self._streams.values() for piece in stream.stretches()])
        if not held:
            return None
        end = max(stream.end * stream.base for stream in self._streams.values() if stream.first is not None)
        whole, last_sound = max(end, held[-1][1]) - held[0][0], max(sounds, default=held[0][0])
        for (_, last), (following, _) in zip(held, [*held[1:], (end, end)], strict=True):
            if _too_long(following - last, whole, sound_after=last_sound >= following):
                return ClockFault(back=False, last=last, next=following)
        return None


def _too_long(gap: Fraction, whole: Fraction, *, sound_after: bool) -> bool:
    if sound_after:
        return gap > SOUND_GAP
    rest = whole - gap
    return gap > STANDING_MOST or (gap > STANDING and 0 < rest * STANDING_SHARE < gap)


def _joined(pieces: Sequence[Stretch]) -> list[Stretch]:
    """The same times without overlaps, in order."""
    found: list[Stretch] = []
    for start, stop in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found
