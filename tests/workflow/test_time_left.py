"""Time left, on a clock of our own: the work goes as it goes, the clock ticks every second."""

import pytest

from pipeline.workflow.time_left import CLIMB, TimeLeft


def told(steps: dict[float, float], *, total: float, foreseen: float | None, until: int) -> list[float | None]:
    """What is told every second while so much is done at these times."""
    time = TimeLeft(total=total, begun=100.0, foreseen=foreseen)
    found = []
    for second in range(1, until + 1):
        for at, done in steps.items():
            if second - 1 < at <= second:
                time.done(done, 100.0 + at)
        found.append(time.left(100.0 + second))
    return found


def test_what_was_foreseen_is_told_before_anything_is_done():
    assert told({}, total=10, foreseen=12, until=4) == [11, 10, 9, 8]


def test_between_steps_the_clock_goes_on():
    assert told({5: 5}, total=10, foreseen=10, until=8) == [9, 8, 7, 6, 5, 4, 3, 2]


def test_without_a_forecast_nothing_is_told_until_something_is_done():
    assert told({4: 2}, total=8, foreseen=None, until=6) == [None, None, None, 12, 11, 10]


@pytest.mark.parametrize(
    ("steps", "foreseen"),
    [
        ({float(second): second / 4 for second in range(4, 60, 4)}, 15.0),
        ({1.0: 5.0, 20.0: 6.0, 40.0: 14.0, 41.0: 15.0}, 15.0),
        ({30.0: 14.9}, 16.0),
        ({2.0: 1.0, 3.0: 14.0, 50.0: 15.0}, None),
        ({float(second): second**2 / 200 for second in range(1, 55)}, None),
    ],
)
def test_time_left_never_climbs_by_more_than_a_fifth(steps: dict[float, float], foreseen: float | None):
    spoken = [left for left in told(steps, total=15.0, foreseen=foreseen, until=60) if left is not None]

    assert spoken
    assert all(later <= CLIMB * min(spoken[: index + 1]) for index, later in enumerate(spoken[1:]))


def test_steady_work_is_told_within_a_tenth():
    steps = {float(second): float(second) for second in range(1, 41)}

    spoken = told(steps, total=40, foreseen=25, until=39)

    late = [left for left in spoken[20:] if left is not None]
    assert late and all(abs(left - (40 - second)) <= 4 for second, left in enumerate(spoken[20:], 21) if left)
