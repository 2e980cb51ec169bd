"""Boxes of an MP4: where each of them lies."""

import io
import struct

from pipeline.media.mp4_boxes import boxes


def places(data: bytes) -> list[tuple[str, int, int, int]]:
    return [(box.kind, box.start, box.body, box.stop) for box in boxes(io.BytesIO(data), 0, len(data))]


def test_boxes_follow_each_other_and_the_last_may_be_open():
    ordinary = struct.pack(">I4s", 12, b"ftyp") + bytes(4)
    large = struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4)
    open_ended = struct.pack(">I4s", 0, b"free") + bytes(9)

    assert places(ordinary + large + open_ended) == [("ftyp", 0, 8, 12), ("mdat", 12, 28, 32), ("free", 32, 40, 49)]


def test_a_box_may_end_beyond_the_file_and_one_that_is_too_short_ends_the_list():
    assert places(struct.pack(">I4s", 99, b"moov")) == [("moov", 0, 8, 99)]
    assert places(struct.pack(">I4s", 8, b"free") + struct.pack(">I4s", 3, b"moov") + bytes(20)) == [("free", 0, 8, 8)]
