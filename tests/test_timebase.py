from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.timebase import (
    BadTime,
    FrameRange,
    canonical_time,
    format_time,
    frame_to_sample,
    parse_time,
    seconds_to_frames,
)

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001), Fraction(50)])


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("4s", 4000), ("1m30s", 90_000), ("250ms", 250), ("00:12.5", 12_500), ("1:02:03", 3_723_000), ("0.04s", 40),
        ("1h", 3_600_000), ("2m", 120_000), ("90s", 90_000), ("00:05.2", 5200), ("1m500ms", 60_500),
        ("100:00", 6_000_000),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text: str, milliseconds: int):
    assert parse_time(text) == Fraction(milliseconds, 1000)


@pytest.mark.parametrize(
    "text", ["", "4", "4.5", "00:60", "1:60:00", "4 s ago", "1.2345s", "-3s", "s", "1s2m", "٣s", "1e3s"]
)
def test_what_is_no_time_is_refused(text: str):
    with pytest.raises(ValueError, match="'"):
        parse_time(text)


@given(st.integers(min_value=0, max_value=10**8))
def test_printed_times_read_back(milliseconds: int):
    seconds = Fraction(milliseconds, 1000)

    assert parse_time(format_time(seconds)) == seconds


@given(st.integers(min_value=0, max_value=10**7), RATES)
def test_a_frame_is_found_again_from_its_sample(frame: int, rate: Fraction):
    assert seconds_to_frames(Fraction(frame_to_sample(frame, rate), 48_000), rate) == frame


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=10**6), RATES)
def test_samples_never_drift_from_frames(first: int, more: int, rate: Fraction):
    apart = frame_to_sample(first + more, rate) - frame_to_sample(first, rate)

    assert abs(apart - more * 48_000 / rate) <= 1


def test_a_range_moves_with_its_length():
    moved = FrameRange(start=3, stop=7).moved(-5)

    assert (moved, len(moved)) == (FrameRange(start=-2, stop=2), 4)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3秒", "3s"), ("３秒", "3s"), ("3 s", "3s"), ("3S", "3s"), ("1分30秒", "1m30s"), ("1分30", "1m30s"),
        ("2分钟", "2m"), ("1小时2分3秒", "1h2m3s"), ("500毫秒", "500ms"), ("3.5 秒", "3.5s"), ("1.5h", "1h30m"),
        ("1 min 30 sec", "1m30s"), ("1：30", "1:30"), ("００：１２．５", "00:12.5"), ("00:12,500", "00:12.500"),
        ("1'30\"", "1:30"), ("3s500ms", "3s500ms"), ("1m30s", "1m30s"), ("00:12.5", "00:12.5"),
    ],
)  # fmt: skip
def test_what_can_mean_only_one_time_is_read(written: str, read: str):
    assert canonical_time(written) == read
    assert parse_time(read) > 0


@pytest.mark.parametrize("text", ["3", "３", "1:5", "30秒1分", "1m90", "秒", "", "3刻", "1秒2秒", "0.0001秒"])
def test_what_may_mean_another_stays_as_it_is(text: str):
    assert canonical_time(text) == text
    with pytest.raises(BadTime):
        parse_time(text)
