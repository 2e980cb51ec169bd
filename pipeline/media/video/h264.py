"""H.264 headers: the few fields that number a picture, read and rewritten without changing the picture."""

from dataclasses import dataclass

NAL_SLICE = 1
NAL_IDR = 5

_WITH_CHROMA_FORMAT = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
"""Profiles whose SPS has more fields after its id."""

_HEADER = 24
"""Bytes within which a slice's header has the fields that number its picture, with escapes."""


class UnexpectedBitstream(Exception):
    """Not the kind of stream that this module reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterWidths:
    """Bits of the two counters in every slice header, as the SPS says."""

    frame_num: int
    order: int
    """pic_order_cnt_lsb; it counts fields, two to a picture. 0 where pictures are shown as they are decoded."""

    @property
    def period(self) -> int:
        """Pictures after which both counters begin again, when every picture counts in both."""
        return 1 << max(self.frame_num, self.order - 1)


@dataclass(slots=True)
class _Bits:
    """Bits of a payload, read from the front."""

    value: int
    length: int
    position: int = 0

    @classmethod
    def of(cls, payload: bytes) -> "_Bits":
        return cls(int.from_bytes(payload), 8 * len(payload))

    def fixed(self, width: int) -> int:
        left = self.length - self.position - width
        if left < 0:
            raise UnexpectedBitstream("a header ends early")
        self.position += width
        return (self.value >> left) & ((1 << width) - 1)

    def golomb(self) -> int:
        """An unsigned Exp-Golomb number, ue(v)."""
        zeros = 0
        while not self.fixed(1):
            zeros += 1
        return (1 << zeros) - 1 + self.fixed(zeros)

    def overwrite(self, width: int, number: int) -> None:
        left = self.length - self.position - width
        if left < 0:
            raise UnexpectedBitstream("a header ends early")
        mask = ((1 << width) - 1) << left
        self.value = self.value & ~mask | (number & ((1 << width) - 1)) << left
        self.position += width

    def payload(self) -> bytes:
        return self.value.to_bytes(self.length // 8)


def units(packet: bytes) -> list[bytes]:
    """The NAL units of an MP4 sample (each behind its length in four bytes)."""
    found, at = [], 0
    while at < len(packet):
        size = int.from_bytes(packet[at : at + 4])
        if not 0 < size <= len(packet) - at - 4:
            raise UnexpectedBitstream("a NAL unit does not fit its packet")
        found.append(packet[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def counter_widths(avcc: bytes) -> CounterWidths:
    """Widths of the counters, from an MP4 track's avcC record.

    Raises UnexpectedBitstream for interlaced streams and other kinds that x264 does not write for us.
    """
    size = int.from_bytes(avcc[6:8])
    if avcc[:1] != b"\x01" or avcc[4] & 3 != 3 or avcc[5] & 31 != 1 or len(avcc) < 8 + size:
        raise UnexpectedBitstream("no avcC record with one SPS")
    bits = _Bits.of(_unescaped(avcc[8 : 8 + size])[1:])
    profile = bits.fixed(8)
    bits.fixed(16)  # constraints and level
    bits.golomb()  # id
    if profile in _WITH_CHROMA_FORMAT and (bits.golomb() != 1 or bits.golomb() or bits.golomb() or bits.fixed(2)):
        raise UnexpectedBitstream("not 4:2:0 in 8 bits with flat scaling")
    frame_num = bits.golomb() + 4
    order_type = bits.golomb()
    if order_type not in (0, 2):
        raise UnexpectedBitstream("picture order goes by cycles")
    order = bits.golomb() + 4 if order_type == 0 else 0
    bits.golomb()  # reference frames
    bits.fixed(1)  # gaps
    bits.golomb(), bits.golomb()  # size
    if not bits.fixed(1):
        raise UnexpectedBitstream("interlaced")
    return CounterWidths(frame_num=frame_num, order=order)


def renumbered(slice_unit: bytes, widths: CounterWidths, number: int) -> bytes:
    """A P slice as the `number`th picture after its IDR, all pictures between being references in display order."""
    if slice_unit[0] & 31 != NAL_SLICE:
        raise UnexpectedBitstream("no slice of a P picture")
    head, rest = _cut(slice_unit)
    bits = _Bits.of(_unescaped(head)[1:])
    first_macroblock, slice_type = bits.golomb(), bits.golomb()
    if first_macroblock != 0 or slice_type % 5 != 0:
        raise UnexpectedBitstream("no single P slice")
    bits.golomb()  # PPS
    bits.overwrite(widths.frame_num, number)
    bits.overwrite(widths.order, 2 * number)
    return slice_unit[:1] + _escaped(bits.payload()) + rest


def _cut(unit: bytes) -> tuple[bytes, bytes]:
    """The bytes that hold the header, and the others, which no escape reaches: pictures are large."""
    safe = next((place for place in range(_HEADER, len(unit)) if unit[place - 1] > 3), len(unit))
    return unit[:safe], unit[safe:]


def _unescaped(unit: bytes) -> bytes:
    """Without emulation prevention: the 3 in 0 0 3 is not data."""
    plain, zeros = bytearray(), 0
    for byte in unit:
        if zeros >= 2 and byte == 3:
            zeros = 0
            continue
        plain.append(byte)
        zeros = 0 if byte else zeros + 1
    return bytes(plain)


def _escaped(payload: bytes) -> bytes:
    """With emulation prevention, so that no start code appears inside."""
    safe, zeros = bytearray(), 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            safe.append(3)
            zeros = 0
        safe.append(byte)
        zeros = 0 if byte else zeros + 1
    return bytes(safe)
