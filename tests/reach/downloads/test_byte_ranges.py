"""Ranges: which bytes came, joined so that nothing counts twice, and whether they make a minute."""

import random
from pathlib import Path

import pytest

from pipeline.reach.downloads.byte_ranges import NOTHING, PROBE, received
from pipeline.reach.downloads.media import need
from tests.reach.weblogs import MONDAY, NEED, Server, combined, episode, hours, piece


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.mark.parametrize(
    ("asked", "status", "sent", "expected"),
    [
        ("-", "200", 1000, (0, 1000)),
        ("", "200", 5000, (0, 1000)),
        ("bytes=100-199", "206", 100, (100, 200)),
        ("bytes=100-199", "206", 40, (100, 140)),
        ("bytes=100-199", "206", 999, (100, 200)),
        ("bytes=900-", "206", 100, (900, 1000)),
        ("bytes=900-5000", "206", 100, (900, 1000)),
        ("bytes=-100", "206", 100, (900, 1000)),
        ("bytes=-5000", "206", 1000, (0, 1000)),
        ("bytes=0-", "200", 1000, (0, 1000)),
        ("bytes 100-199/1000", "206", 100, (100, 200)),
        ("100\t199", "206", 100, (100, 200)),
        ("bytes=100-199", "499", 30, (100, 130)),
        ("bytes=100-199", "000", 30, (100, 130)),
        ("-", "499", 30, (0, 30)),
        ("", "206", 30, (-1, 30)),
        ("", "499", 3000, (-1, 1000)),
        ("bytes=0-9,20-29", "206", 300, (-1, 300)),
        ("bytes=5000-6000", "206", 100, NOTHING),
        ("bytes=200-100", "206", 100, NOTHING),
        ("bytes=-", "206", 30, (-1, 30)),
        ("-", "200", 0, NOTHING),
        ("bytes=0-1", "206", 2, PROBE),
        ("0\t1", "206", 450, PROBE),
        ("-", "206", 2, PROBE),
        ("-", "200", "9" * 5000, NOTHING),
    ],
)
def test_what_a_request_got(asked: str, status: str, sent: int | str, expected: tuple[int, int]):
    assert received(asked.encode(), status.encode(), str(sent).encode(), 1000) == expected


def test_where_the_head_is_counted_in_more_than_all_is_all_and_less_is_less():
    def got(sent: int) -> tuple[int, int]:
        return received(b"-\t-", b"200", str(sent).encode(), 100_000, head=True)

    assert got(100_350) == (0, 100_000)
    assert got(60_300) == (0, 59_800)
    assert got(400) == NOTHING
    assert received(b"100\t199", b"206", b"450", 100_000, b"100", head=True) == (100, 200)


def test_a_minute_and_the_head_make_a_download(server: Server):
    assert server.downloads(combined(sent=NEED)) == 1
    assert server.downloads(combined(sent=NEED - 1)) == 0
    assert server.downloads(piece(1_000_000, 1_000_000 + NEED)) == 1


def test_pieces_are_joined(server: Server):
    third = NEED // 3 + 1

    assert server.downloads(*(piece(i * third, (i + 1) * third, hours(i)[0]) for i in range(3))) == 1
    assert server.downloads(*(piece(i * third, (i + 1) * third, hours(i)[0]) for i in range(2))) == 0


def test_what_comes_twice_counts_once(server: Server):
    most = NEED * 2 // 3

    assert server.downloads(piece(0, most), piece(0, most), piece(1000, most)) == 0
    assert server.downloads(piece(0, most), piece(most - 1000, NEED)) == 1
    # One byte in the middle is missing.
    assert server.downloads(piece(0, most), piece(most + 1, NEED)) == 0


def test_pieces_of_different_visitors_are_not_joined(server: Server):
    half = NEED // 2 + 1

    assert server.downloads(piece(0, half), piece(half, NEED, ip="114.86.1.3")) == 0


def test_pieces_beyond_the_window_are_not_joined(server: Server):
    half = NEED // 2 + 1

    assert server.downloads(piece(0, half), piece(half, NEED, hours(25)[0])) == 0


def test_without_ranges_the_bytes_sent_are_added(server: Server):
    def some(sent: int) -> str:
        return combined(status=206, sent=sent, asked=None)

    # Equal log_pieces within one second: a player that fetches ahead.
    assert server.downloads(*(some(NEED // 4 + 1) for _ in range(4))) == 1
    assert server.downloads(*(some(NEED // 4) for _ in range(3))) == 0


def test_what_broke_off_counts_by_what_was_sent(server: Server):
    for status in (200, 499, 0):
        line = combined(status=status, sent=NEED).replace('1" 0 ', '1" 000 ')
        assert server.downloads(line) == 1, status
        assert server.downloads(line.replace(str(NEED), str(NEED - 1))) == 0, status


def test_the_first_two_bytes_are_a_probe(server: Server):
    found = server.of(
        combined(status=206, sent=2, asked="bytes=0-1"),
        combined(status=206, sent=2, asked=None),
        combined(status=206, sent=3, asked="bytes=0-2"),
    )

    assert found.logs[0].dropped == {"probe": 2}
    assert found.logs[0].kept == 1


def test_a_file_of_less_than_a_minute_must_come_whole(tmp_path: Path):
    size = 500_000
    server = Server(tmp_path, served=(episode(1, size=size),))

    assert server.downloads(combined(sent=size)) == 1
    assert server.downloads(combined(sent=size - 1)) == 0


@pytest.mark.parametrize(
    ("head", "duration", "rate", "expected"),
    [
        (1000, 100, None, 1000 + 60 * 990),
        (1000, 60, None, 100_000),
        (1000, 59.9, None, 100_000),
        (None, 100, 900, 100_000),
        (1000, None, None, 100_000),
        (1000, None, 900, 1000 + 60 * 900),
        (1000, 100, 900, 1000 + 60 * 900),
        (1000, 100, 5000, 100_000),
        (100_000, 100, None, 100_000),
        (0, 100, None, 60_000),
    ],
)
def test_how_many_bytes_are_needed(head: int | None, duration: float | None, rate: float | None, expected: int):
    assert need(100_000, head=head, duration=duration, rate=rate) == expected


def test_a_day_of_small_pieces_from_many_is_joined_for_each(server: Server):
    """Several visitors, files and moments at once, against adding up byte by byte."""
    chance = random.Random(4)
    lines = []
    got: dict[tuple[int, int], set[int]] = {}
    for _ in range(240):
        visitor, number = chance.randrange(6), chance.randrange(1, 3)
        start = chance.randrange(1500)
        stop = start + chance.randrange(1, 120)
        lines.append(piece(start * 1000, stop * 1000, MONDAY, ip=f"10.0.0.{visitor}", episode=number))
        got.setdefault((visitor, number), set()).update(range(start, stop))

    expected = sum(len(thousands) * 1000 >= NEED for thousands in got.values())

    assert 0 < expected < len(got)
    assert server.downloads(*lines) == expected
