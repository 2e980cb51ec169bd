"""What a period is, and which one came before it."""

from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reach.report.periods import Period, period_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03", Date(2026, 3, 1), Date(2026, 3, 31)),
        ("2024-2", Date(2024, 2, 1), Date(2024, 2, 29)),
        ("2026-Q1", Date(2026, 1, 1), Date(2026, 3, 31)),
        ("2026q4", Date(2026, 10, 1), Date(2026, 12, 31)),
        ("2026", Date(2026, 1, 1), Date(2026, 12, 31)),
        ("2026-12", Date(2026, 12, 1), Date(2026, 12, 31)),
    ],
)
def test_months_quarters_and_years(text: str, first: Date, last: Date):
    period = period_of(text)

    assert period is not None
    assert (period.first, period.stop) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "26-03", "2026-03-01", "0000", "三月", "0001-01"]
)
def test_anything_else_is_none(text: str):
    assert period_of(text) is None


@pytest.mark.parametrize(
    ("period", "before"),
    [
        # Whole months are compared with as many whole months, whatever their lengths.
        (Period(Date(2026, 2, 28), Date(2026, 3, 31)), Period(Date(2026, 1, 31), Date(2026, 2, 28))),
        (Period(Date(2025, 12, 31), Date(2026, 3, 31)), Period(Date(2025, 9, 30), Date(2025, 12, 31))),
        (Period(Date(2025, 12, 31), Date(2026, 12, 31)), Period(Date(2024, 12, 31), Date(2025, 12, 31))),
        (Period(Date(2024, 2, 29), Date(2024, 3, 31)), Period(Date(2024, 1, 31), Date(2024, 2, 29))),
        # Anything else with as many days.
        (Period(Date(2026, 2, 28), Date(2026, 3, 30)), Period(Date(2026, 1, 29), Date(2026, 2, 28))),
        (Period(Date(2026, 3, 30), Date(2026, 3, 31)), Period(Date(2026, 3, 29), Date(2026, 3, 30))),
    ],
)
def test_the_period_before(period: Period, before: Period):
    assert period.before == before


@given(st.dates(Date(2000, 1, 1), Date(2100, 1, 1)), st.dates(Date(2000, 1, 1), Date(2100, 1, 1)))
def test_periods_neither_overlap_nor_leave_a_gap(one: Date, other: Date):
    if one == other:
        return
    period = Period(min(one, other), max(one, other))

    assert period.before.stop == period.start
    assert period.before.start < period.start
