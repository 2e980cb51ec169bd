"""Cells: numbers, lengths and dates in every style seen, and what is none of them."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.importing.cells import (
    BrokenCell,
    Moment,
    as_written,
    count,
    days_in,
    identity,
    moment,
    rate,
    seconds,
)

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "value", "low", "high"),
    [
        ("0", 0, 0, 0),
        ("12,345", 12345, 12345, 12345),
        ("1\u00a0234\u00a0567", 1_234_567, 1_234_567, 1_234_567),
        ("12 345", 12345, 12345, 12345),
        ("12'345", 12345, 12345, 12345),
        ("1,234.00", 1234, 1234, 1234),
        ("１２，３４５", 12345, 12345, 12345),
        ("1.2万", 12_000, 11_500, 12_500),
        ("1.25万次", 12_500, 12_450, 12_550),
        ("3.4w", 34_000, 33_500, 34_500),
        ("2万", 20_000, 15_000, 25_000),
        ("1.0亿", 100_000_000, 95_000_000, 105_000_000),
        ("5.6k", 5_600, 5_550, 5_650),
        ("10万+", 100_000, 100_000, None),
        ("2万余", 20_000, 20_000, None),
        ("3000多人次", 3_000, 3_000, None),
        (12.0, 12, 12, 12),
        (7, 7, 7, 7),
        (" 88 ", 88, 88, 88),
    ],
)
def test_a_count_says_between_what_it_lies(cell, value, low, high):
    assert (value, low, high) == count(cell)


@pytest.mark.parametrize("cell", ["", "-", "--", "—", "——", "－", None, "  ", "N/A", "暂无数据"])
def test_missing_is_not_zero(cell):
    assert count(cell) is None
    assert rate(cell, "percent") is None
    assert seconds(cell) is None
    assert moment(cell, ZONE) is None


@pytest.mark.parametrize(
    "cell",
    [
        "12%", "12.5", 12.5, "-3", -3, "=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "#NAME?", "#REF!", "7.5E+18", "1e3",
        7.5e18, "9999999999999999", float("nan"), float("inf"), "12,34", "1.234.567", "abc", "3.5星", "1 2 3", "0x10",
        "100\n200", "12 34", "1 234'567",
        "١٢", "约3万", "+cmd", "1.2345万万", "２％",
    ],
)  # fmt: skip
def test_what_is_no_count_never_becomes_one(cell):
    with pytest.raises(BrokenCell):
        count(cell)


def test_only_a_change_may_be_less_than_nothing():
    assert count("-70", signed=True) == (-70, -70, -70)


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}", "{}.0", " {} ", "{:,}次"]))
def test_every_whole_number_comes_back(number, style):
    assert count(style.format(number)) == (number, number, number)


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_missing_or_broken(text):
    for read in (count, seconds, lambda cell: rate(cell, "percent"), lambda cell: moment(cell, ZONE), identity):
        with suppress(BrokenCell):
            read(text)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("0.0245", "fraction", 0.0245),
        ("4.41%", "percent", 0.0441),
        ("55.9％", "percent", 0.559),
        (0.0441, "percent", 0.0441),
        ("23.37", "bare-percent", 0.2337),
        (23.37, "bare-percent", 0.2337),
        ("2.45%", "fraction", 0.0245),
        ("100%", "percent", 1.0),
    ],
)
def test_the_unit_of_a_rate_belongs_to_its_column(cell, unit, value):
    assert rate(cell, unit).value == value


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("4.41", "percent"), ("101%", "percent"), ("23.37", "fraction"), ("-1", "fraction"), ("高", "percent")],
)
def test_a_rate_that_may_mean_two_things_is_none(cell, unit):
    with pytest.raises(BrokenCell):
        rate(cell, unit)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("14.73秒", 14.73), ("73", 73), ("1:20", 80), ("0:01:20", 80), ("00:01:20.5", 80.5), ("1分20秒", 80),
        ("1小时2分3秒", 3723), ("2m5s", 125), (timedelta(seconds=75), 75), (time(0, 1, 15), 75), ("90:00", 5400),
    ],
)  # fmt: skip
def test_lengths_come_in_seconds(cell, expected):
    assert seconds(cell).value == expected


@pytest.mark.parametrize("cell", ["1:75", "25:00:00", "-5", "秒", "1:2:3:4", "明天", "=A1"])
def test_what_is_no_length(cell):
    with pytest.raises(BrokenCell):
        seconds(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-30 17:05:00", datetime(2026, 3, 30, 17, 5)),
        ("2026/3/5 14:30", datetime(2026, 3, 5, 14, 30)),
        ("2026年06月03日 16:41:25", datetime(2026, 6, 3, 16, 41, 25)),
        ("2026年03月31日15时09分32秒", datetime(2026, 3, 31, 15, 9, 32)),
        ("20260305170500", datetime(2026, 3, 5, 17, 5)),
        (46111.71180555555, datetime(2026, 3, 30, 17, 5)),
        ("2026-08-01T23:30:00Z", datetime(2026, 8, 2, 7, 30)),
        ("2026-08-01T23:30:00.123+08:00", datetime(2026, 8, 1, 23, 30)),
        ("Mar 3, 2025, 12:04 AM", datetime(2025, 3, 3, 0, 4)),
    ],
)
def test_a_time_is_the_studios_own(cell, expected):
    assert moment(cell, ZONE) == Moment(expected)


@pytest.mark.parametrize(
    "cell", ["20260305", "2026/03/05", "2026-3-5", "2026.03.05", "2026年3月5日", "Mar 5, 2026", "5 March 2026",
             20260305.0, 46086, "46086", date(2026, 3, 5)]
)  # fmt: skip
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_is_that_day_in_every_zone(cell, zone):
    assert moment(cell, ZoneInfo(zone)) == Moment(datetime(2026, 3, 5), day_only=True)


@pytest.mark.parametrize(
    "cell",
    ["2026-02-30", "20260230", "2025-02-29", "2026-13-01", "2026-03-30 25:00", "5/27/2025", "03-30 17:05", "0001-01-01",
     "9999-12-31", "昨天", "=TODAY()", "#VALUE!", 12.5, 1e300, float("nan")],
)  # fmt: skip
def test_days_that_no_calendar_has_and_dates_that_may_mean_two(cell):
    with pytest.raises(BrokenCell):
        moment(cell, ZONE)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("total_20260814.xls", ["2026-08-14"]),
        ("作品列表导出_2026-03-30 17_05_00.xlsx", ["2026-03-30"]),
        ("Content 2025-01-01_2026-08-24 声音馆.csv", ["2025-01-01", "2026-08-24"]),
        ("数据2026年8月14日.csv", ["2026-08-14"]),
        ("1754038475.csv", []),
        ("a20260230.csv", []),
        ("动态数据明细(1).csv", []),
    ],
)
def test_dates_in_a_name(name, days):
    assert [f"{found.when:%Y-%m-%d}" for found in days_in(name, ZONE)] == days


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" -yquaLFqjE4", "-yquaLFqjE4"),
        ("export/UzFfBgAA", "export/UzFfBgAA"),
        ('="7531234567890123456"', "7531234567890123456"),
        ("\t7531234567890123456", "7531234567890123456"),
        (12345.0, "12345"),
        ("--", ""),
    ],
)
def test_an_id_is_taken_as_it_is(cell, expected):
    assert identity(cell) == expected


@pytest.mark.parametrize("cell", ["#NAME?", "7.5E+18", "7.53E18", 7.5e18, "=A1&B1", datetime(2026, 3, 5)])
def test_an_id_that_a_spreadsheet_spoilt_is_none(cell):
    with pytest.raises(BrokenCell):
        identity(cell)


def test_a_caption_keeps_its_lines_and_its_punctuation_and_steers_no_terminal():
    assert as_written(" 第①期｜毛泽建：  巾帼\r\n\n#党史 \x1b[31m\u202e红\x07") == "第①期｜毛泽建： 巾帼\n#党史 [31m 红"
    assert (as_written(12.0), as_written(None)) == ("12", "")


@pytest.mark.parametrize("text", ["7e807565", "7e773524", "12345e67", "0e123456", "5E901234", "3e12345"])
def test_ids_that_look_like_powers_of_ten(text: str):
    assert identity(text) == text


@pytest.mark.parametrize("text", ["7.5E+18", "7.50E+18", "7.5e+018", "1E+19", "7.52E18", "7E18"])
def test_ids_that_a_spreadsheet_has_rounded(text: str):
    with pytest.raises(BrokenCell):
        identity(text)


def test_the_other_ids_tell_the_style_of_a_short_one():
    assert identity("7e18", lettered=True) == "7e18"
    with pytest.raises(BrokenCell):
        identity("7.5E+18", lettered=True)


@pytest.mark.parametrize(
    "cell", [1772380800, "1772380800", 1772380800.25, 1772380800123, "1772380800123", 1772380800123456]
)
def test_seconds_since_1970_are_moments_of_the_studio(cell: object):
    assert moment(cell, ZoneInfo("Asia/Shanghai")) == Moment(datetime(2026, 3, 2))


@pytest.mark.parametrize("cell", [177238080, 99999999999, 17723808001, "17723808001", 5e9])
def test_other_numbers_are_no_moments(cell: object):
    with pytest.raises(BrokenCell):
        moment(cell, ZoneInfo("Asia/Shanghai"))
