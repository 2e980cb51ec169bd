"""Slice headers are read and rewritten to the bit, whatever their neighbours are."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.media.video import h264, x264
from pipeline.media.video.h264 import CounterWidths, UnexpectedBitstream, counter_widths, renumbered, units
from pipeline.model.rendition import Picture


@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 255]), max_size=40).map(bytes))
def test_no_start_code_survives_and_nothing_is_lost(payload):
    safe = h264._escaped(payload)

    assert h264._unescaped(safe) == payload
    assert not any(code in safe for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"))


@given(
    st.integers(0, 15),
    st.integers(0, 63),
    st.one_of(st.binary(min_size=1, max_size=60), st.lists(st.sampled_from([0, 0, 1, 3, 4]), min_size=1).map(bytes)),
)
def test_counters_are_rewritten_and_no_other_bit(frame_num, order, rest):
    def slice_unit(frame_num: int, order: int) -> bytes:
        # first_mb 0, P, PPS 0: 1 00110 1; then the counters, one bit to fill the byte, and what follows.
        bits = f"1001101{frame_num:04b}{order:06b}1000000"
        return b"\x41" + h264._escaped(int(bits, 2).to_bytes(3) + rest)

    widths = CounterWidths(frame_num=4, order=6)

    for number in (1, 7, 16, 31, 32, 45):
        expected = slice_unit(number % 16, 2 * number % 64)
        assert renumbered(slice_unit(frame_num, order), widths, number) == expected


def test_counters_come_round_together():
    assert CounterWidths(frame_num=4, order=6).period == 32
    assert CounterWidths(frame_num=8, order=4).period == 256


@pytest.mark.parametrize("preset", ["superfast", "veryfast"])
def test_widths_are_those_x264_writes(preset):
    widths = counter_widths(_avcc(Picture(width=320, height=180, rate=Fraction(25), preset=preset)))

    assert widths == CounterWidths(frame_num=4, order=6)


def test_other_streams_are_refused():
    whole = _avcc(Picture(width=320, height=180, rate=Fraction(25)))

    for broken in (b"", b"\0" + whole[1:], whole[:12], whole[:5] + b"\xe2" + whole[6:]):
        with pytest.raises(UnexpectedBitstream):
            counter_widths(broken)
    with pytest.raises(UnexpectedBitstream, match="no slice of a P picture"):
        renumbered(b"\x65\x88\x84", CounterWidths(frame_num=4, order=6), 1)
    with pytest.raises(UnexpectedBitstream, match="does not fit its packet"):
        units(b"\0\0\0\x09ab")


def _avcc(picture: Picture) -> bytes:
    with av.open(BytesIO(), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=picture.rate, options=x264.options(picture))
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        grey = np.full((picture.height * 3 // 2, picture.width), 128, np.uint8)
        stream.encode(av.VideoFrame.from_ndarray(grey, format="yuv420p"))
        annex_b = stream.codec_context.extradata
    first, second = (part for part in annex_b.split(b"\0\0\0\1") if part and part[0] & 31 in (7, 8))
    return b"\1" + first[1:4] + b"\xff\xe1" + len(first).to_bytes(2) + first + b"\1" + len(second).to_bytes(2) + second
