"""How people read numbers."""

from fractions import Fraction

import pytest
from rich.cells import cell_len

from pipeline import wording


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "-"),
        (0, "0:00"),
        (59.6, "0:59"),
        (59.9999999, "1:00"),
        (Fraction(1499, 25), "0:59"),
        (Fraction(598), "9:58"),
        (3723, "1:02:03"),
        (36_000, "10:00:00"),
    ],
)
def test_clocks_have_hours_only_where_there_are_any(seconds: float | None, shown: str):
    assert wording.clock(seconds) == shown


def test_timestamps_are_to_the_millisecond():
    assert wording.timestamp(723_456) == "00:12:03.456"
    assert wording.timestamp(360_000_007, ",") == "100:00:00,007"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.42, "0.4 s"), (12.3, "12 s"), (185, "3 min 05 s"), (7_800, "2 h 10 min")]
)
def test_durations_are_as_people_say_them(seconds: float, shown: str):
    assert wording.duration(seconds) == shown


@pytest.mark.parametrize(
    ("size", "shown", "as_limit"),
    [
        (500, "500 B", "0.5 kB"),
        (5_000_000, "5.0 MB", "5 MB"),
        (250_000_000, "250 MB", "250 MB"),
        (16 * 10**9, "16.0 GB", "16 GB"),
    ],
)
def test_sizes_and_limits(size: int, shown: str, as_limit: str):
    assert (wording.size(size), wording.round_size(size)) == (shown, as_limit)


def test_runs():
    assert wording.runs([9, 3, 5, 7, 6, 8]) == ["3", "5-9"]


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("烈士塔", 6), ("，a", 3), ("e\u0301", 1), ("", 0)])
def test_chinese_characters_are_two_columns_wide(text: str, columns: int):
    assert wording.width(text) == columns
    assert wording.padded(text, 8) == text + " " * (8 - columns)
    assert wording.padded(text, 8, right=True) == " " * (8 - columns) + text


def test_every_character_is_as_wide_as_the_library_has_it():
    characters = map(chr, range(0x10000))

    assert [one for one in characters if wording.width(one) != cell_len(one)] == []


@pytest.mark.parametrize("columns", [20, 31, 60])
def test_lines_end_where_they_may(columns: int):
    text = "他说：“我们要去 voicehall-render 那里（就是‘声音馆’）看看。”然后他就走了，再也没有回来……"
    found = list(wording.lines(text, columns))

    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(wording.width(line) <= columns for line in found)
    assert not any(line[0] in wording.NEVER_FIRST or line[-1] in wording.NEVER_LAST for line in found)
    assert any("voicehall-render" in line for line in found)


def test_what_cannot_be_broken_stays_whole():
    assert list(wording.lines("see episodes/lieshita/006-a-very-long-name.yaml now", 20)) == [
        "see", "episodes/lieshita/006-a-very-long-name.yaml", "now",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("清水塘边，\n有一座小院。", "清水塘边，有一座小院。"), ("他说：\n“来。”\n她来了", "他说：“来。”她来了"),
        ("in Hunan\nhe", "in Hunan he"), ("在 Hunan\n省", "在 Hunan 省"), ("\n 一\n\n二 ", "一二"), ("", ""),
    ],
)  # fmt: skip
def test_lines_of_a_caption_are_joined_as_their_language_has_it(text: str, joined: str):
    assert wording.one_line(text) == joined
