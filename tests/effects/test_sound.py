"""Music goes down before somebody speaks, stays down through short pauses, and comes back slowly."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.effects.sound import DUCK_DOWN, DUCK_UP, PAUSE, Envelope, SampleRange, closed, ducking

SECOND = 48_000


def spoken(*stretches: tuple[float, float]) -> list[SampleRange]:
    return [SampleRange(start=int(start * SECOND), stop=int(stop * SECOND)) for start, stop in stretches]


def level_at(envelope: Envelope, sample: int) -> float:
    points = envelope.points
    if sample <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if left <= sample <= right:
            return low + (high - low) * (sample - left) / (right - left) if right > left else high
    return points[-1][1]


def test_down_before_speech_and_back_after_it():
    envelope = ducking(spoken((2, 5)), -8)

    assert envelope.points == (
        (2 * SECOND - DUCK_DOWN, 0),
        (2 * SECOND, -8),
        (5 * SECOND, -8),
        (5 * SECOND + DUCK_UP, 0),
    )


def test_short_pauses_keep_it_down():
    assert ducking(spoken((2, 3), (3.7, 5)), -8) == ducking(spoken((2, 5)), -8)


def test_it_turns_round_when_speech_comes_back_early():
    envelope = ducking(spoken((1, 2), (3, 4)), -13)

    up = SECOND * DUCK_UP // (DUCK_UP + DUCK_DOWN)
    assert level_at(envelope, 2 * SECOND) == -13
    assert level_at(envelope, 2 * SECOND + up) == pytest.approx(-3, abs=0.01)
    assert level_at(envelope, 3 * SECOND) == -13


def test_without_speech_or_depth_nothing_moves():
    assert ducking([], -8) == Envelope()
    assert ducking(spoken((1, 2)), 0) == Envelope()


stretches = st.lists(
    st.tuples(st.integers(0, 60 * SECOND), st.integers(1, 9 * SECOND)).map(
        lambda pair: SampleRange(start=pair[0], stop=pair[0] + pair[1])
    ),
    min_size=1,
    max_size=8,
)


@given(stretches)
def test_whoever_speaks_the_music_is_down(speech: list[SampleRange]):
    envelope = ducking(speech, -8)

    samples = [sample for sample, _ in envelope.points]
    assert samples == sorted(samples)
    for stretch in speech:
        for sample in (stretch.start, (stretch.start + stretch.stop) // 2, stretch.stop):
            assert level_at(envelope, sample) == pytest.approx(-8)


@given(stretches, st.integers(-SECOND, 70 * SECOND), st.integers(1, SECOND))
def test_what_is_called_flat_is_flat(speech: list[SampleRange], start: int, length: int):
    envelope = ducking(speech, -8)

    level = envelope.flat(SampleRange(start=start, stop=start + length))

    if level is not None:
        assert [level_at(envelope, start + length * part // 10) for part in range(11)] == pytest.approx([level] * 11)


def test_stretches_a_moment_apart_are_one():
    assert closed(spoken((3, 4), (0, 1), (1.5, 2)), PAUSE) == tuple(spoken((0, 2), (3, 4)))


def test_a_stretch_inside_another_changes_nothing():
    assert closed(spoken((0, 5), (1, 2)), PAUSE) == tuple(spoken((0, 5)))


def test_flat_stretches_are_known_as_such():
    envelope = ducking(spoken((2, 5)), -8)

    assert [envelope.flat(stretch) for stretch in spoken((0, 1), (1, 1.8), (2, 5), (5, 5.5), (7, 8))] == [
        0, None, -8, None, 0
    ]  # fmt: skip
