"""Axes of charts: round steps, nothing that touches an edge, and words that lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.messages import speaking
from pipeline.pages import pages
from pipeline.pages.charts import CROWD, Bar, Dot, Line, axis, bars, columns, tick_text


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([], (0, 1)),
        ([0], (0, 1)),
        ([1], (0, 1, 2)),
        ([29_161], (0, 10_000, 20_000, 30_000)),
        ([100_000], (0, 50_000, 100_000, 150_000)),
        ([-12, 40], (-20, 0, 20, 40, 60)),
        ([-50], (-60, -40, -20, 0)),
    ],
)
def test_steps_are_round(values: list[float], ticks: tuple[float, ...]):
    assert axis(values).ticks == ticks


@given(st.lists(st.integers(-(10**9), 10**10), max_size=6))
def test_every_value_lies_within_and_the_greatest_below_the_edge(values: list[int]):
    found = axis(values)

    assert all(0 <= found.share(value) <= 1 for value in values)
    assert all(found.share(value) < 0.9999 for value in values if value > 0)
    assert 0 <= found.share(0) <= 1
    assert 2 <= len(found.ticks) <= 8


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0", "0"),
        (500, "500", "500"),
        (15_000, "1.5万", "15k"),
        (2_000_000, "200万", "2M"),
        (-50_000, "-5万", "-50k"),
    ],
)
def test_words_of_an_axis(value: float, chinese: str, english: str):
    with speaking("zh"):
        assert tick_text(value) == chinese
    with speaking("en"):
        assert tick_text(value) == english


def named(value: float, *, pale: bool = False) -> Bar:
    return Bar(label=str(value), kind="plays", value=value, text=f"{value:,}", pale=pale)


def test_the_longest_bar_is_first_and_what_is_for_comparison_last():
    found = bars([named(3), named(900, pale=True), named(7), named(-2)])

    assert found is not None
    assert [one.value for one in found.bars] == [7, 3, -2, 900]


def test_of_nothing_there_is_no_chart():
    assert bars([]) is None
    assert columns([("2026-03", [])], ("plays",)) is None


def scattered(count: int) -> Line:
    dots = tuple(Dot(x=place / count, y=0.5, text=f"{place}: 7", open=place % 2 == 1) for place in range(count))
    return Line(points=(), dots=dots, xs=(), axis=axis([10]))


def drawn(line: Line) -> str:
    page = pages("tools").from_string('{% import "house/charts.html" as charts %}{{ charts.dots(line, "点") }}')
    return page.render(line=line)


def test_few_dots_tell_their_figures_and_many_are_two_paths():
    few, many = drawn(scattered(CROWD)), drawn(scattered(CROWD + 1))

    assert (few.count("<circle"), few.count("<title>"), few.count("<path")) == (CROWD, CROWD, 0)
    assert (many.count("<circle"), many.count("<title>"), many.count("<path")) == (0, 0, 2)
    assert len(many) < len(few) / 5


def test_a_path_has_every_place_once():
    dots = (Dot(x=0.25, y=1, text="1"), Dot(x=0.2501, y=1, text="2"), Dot(x=1, y=0, text="3", open=True))
    line = Line(points=(), dots=dots, xs=(), axis=axis([10]))

    assert (line.path(open=False), line.path(open=True)) == ("M250 0h0", "M1000 1000h0")
