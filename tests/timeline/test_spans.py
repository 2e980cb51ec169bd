from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pipeline.digest import digest
from pipeline.effects.stills import FittedImage
from pipeline.model.series import Transition
from pipeline.model.timeline import ClipSpan, Placed, StillSpan, TransitionSpan, Within
from pipeline.timebase import FrameRange
from pipeline.timeline.shots import ClipShot, PlacedShot, StillShot
from pipeline.timeline.spans import spans, warnings
from tests.factories import MARK, clip, dissolve, image

RATE = Fraction(25)


def still(
    frames: int, *, start: int = 0, into: Transition | None = None, name: str = "a.jpg", goes_on: bool = False
) -> PlacedShot:
    shot = StillShot(still=FittedImage(image=image(name), fit="pad", label=name))
    return PlacedShot(
        shot=shot, start=start, frames=frames, into=into or Transition(), segment=0, goes_on=goes_on
    )  # fmt: skip


def moving(
    frames: int, *, start: int = 0, into: Transition | None = None, at: int = 0, seconds: int = 100
) -> PlacedShot:
    shot = ClipShot(medium=clip(seconds=Fraction(seconds)), start=Fraction(at), fit="pad", label="a.mp4")
    return PlacedShot(shot=shot, start=start, frames=frames, into=into or Transition(), segment=0)


def in_order(shots: list[PlacedShot]) -> list[PlacedShot]:
    placed, start = [], 0
    for shot in shots:
        placed.append(replace(shot, start=start))
        start += shot.frames
    return placed


def test_cuts_leave_shots_whole():
    found = list(spans(in_order([still(10), moving(20)]), RATE))

    assert [(placed.start, placed.span.frames, type(placed.span)) for placed in found] == [
        (0, 10, StillSpan),
        (10, 20, ClipSpan),
    ]


def test_a_dissolve_is_centred_on_the_cut_and_takes_from_both_sides():
    found = list(spans(in_order([still(100), moving(100, into=dissolve(1), at=10)]), RATE))

    assert [(placed.start, placed.span.frames) for placed in found] == [(0, 88), (88, 25), (113, 87)]
    blend = found[1].span
    assert isinstance(blend, TransitionSpan)
    assert isinstance(blend.incoming, ClipSpan)
    # 12 frames before the cut, which shows second 10.
    assert blend.incoming.start == Fraction(10) - Fraction(12, 25)
    assert found[2].span.start == Fraction(10) + Fraction(13, 25)


def test_dissolves_on_either_side_of_a_short_shot_share_it():
    found = list(spans(in_order([still(100), still(10, into=dissolve(1)), still(100, into=dissolve(1))]), RATE))

    assert [(placed.start, placed.span.frames) for placed in found] == [(0, 95), (95, 10), (105, 10), (115, 95)]


def test_a_transition_reaches_over_a_picture_on_which_something_changes():
    """A reading's page stands unmarked for a frame; into it and out of it a second is dissolved all the same."""
    shots = in_order([
        still(100), still(1, into=dissolve(1), name="page"), still(40, name="first", goes_on=True),
        still(40, name="second", goes_on=True), still(5, name="rest", goes_on=True), still(100, into=dissolve(1)),
    ])  # fmt: skip

    assert [seen(one) for one in spans(shots, RATE)] == [
        (0, 88, "a.jpg"), (88, 25, "a.jpg > first"), (113, 28, "first"), (141, 33, "second"),
        (174, 25, "second > a.jpg"), (199, 87, "a.jpg"),
    ]  # fmt: skip
    assert not list(warnings(shots, RATE, [MARK]))


def test_transitions_that_meet_on_such_a_picture_leave_one_state_of_it():
    shots = in_order([
        still(100), still(6, into=dissolve(1), name="page"), still(4, name="marked", goes_on=True),
        still(100, into=dissolve(1)),
    ])  # fmt: skip

    assert [seen(one) for one in spans(shots, RATE)] == [
        (0, 95, "a.jpg"), (95, 10, "a.jpg > page"), (105, 10, "page > a.jpg"), (115, 95, "a.jpg"),
    ]  # fmt: skip
    assert [one.code for one in warnings(shots, RATE, [MARK])] == ["transition-shortened"] * 2


def seen(placed: Placed) -> tuple[int, int, str]:
    """Start and frames of stills and transitions between them, and their names."""
    span = placed.span
    if isinstance(span, TransitionSpan):
        assert isinstance(span.outgoing, StillSpan)
        assert isinstance(span.incoming, StillSpan)
        return placed.start, span.frames, f"{span.outgoing.still.label} > {span.incoming.still.label}"
    assert isinstance(span, StillSpan)
    return placed.start, span.frames, span.still.label


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["still", "same", "moving"]),
            st.integers(1, 60),
            st.sampled_from([0, 1, 5, 13, 24, 50, 400]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(50)]),
)
def test_spans_tile_the_timeline(shots: list[tuple[str, int, int]], rate: Fraction):
    placed: list[PlacedShot] = []
    for kind, frames, length in shots:
        into = dissolve(Fraction(length, 25)) if length else None
        # Only a still goes on from a still.
        goes_on = kind == "same" and bool(placed) and isinstance(placed[-1].shot, StillShot)
        placed.append(moving(frames, into=into) if kind == "moving" else still(frames, into=into, goes_on=goes_on))
    placed = in_order(placed)

    found = list(spans(placed, rate))

    assert found[0].start == 0
    ends = [one.start + one.span.frames for one in found]
    assert [one.start for one in found[1:]] == ends[:-1]
    assert ends[-1] == sum(frames for _, frames, _ in shots)
    assert all(one.span.frames > 0 for one in found)


@given(st.integers(1, 200), st.integers(0, 60), st.integers(0, 60))
def test_a_transition_never_moves_what_a_clip_shows(frames: int, before: int, after: int):
    """Frame by frame, a clip between two dissolves shows the same source times as without them."""
    shots = [
        still(80),
        moving(frames, into=dissolve(Fraction(before, 25)), at=5),
        still(80, into=dissolve(Fraction(after, 25))),
    ]
    found = spans(in_order(shots), RATE)

    seen = {}
    for placed in found:
        span = placed.span
        sides = [span.outgoing, span.incoming] if isinstance(span, TransitionSpan) else [span]
        for side in sides:
            if isinstance(side, ClipSpan):
                seen |= {placed.start + index: side.start + index / RATE for index in range(side.frames)}
    assert all(seen[frame] == 5 + (frame - 80) / RATE for frame in range(80, 80 + frames))


def test_a_shortened_transition_is_reported():
    shots = in_order([still(100), still(10, into=dissolve(1))])

    assert [found.describe().split("\n")[0] for found in warnings(shots, RATE, [MARK])] == [
        "episodes/s/001.yaml:1:1: warning: the transition is longer than a picture beside it: shortened to 00:00.400"
        " [transition-shortened]"
    ]


def test_a_clip_without_frames_beyond_its_cut_is_reported():
    shots = in_order([still(100), moving(50, into=dissolve(1), at=0)])

    assert [found.code for found in warnings(shots, RATE, [MARK])] == ["edge-frame-held"]


def test_a_clip_shorter_than_its_place_is_reported_once():
    shots = in_order([moving(100, seconds=2), still(100, into=dissolve(1))])

    assert [found.code for found in warnings(shots, RATE, [MARK])] == ["last-frame-held"]


def test_a_dissolve_beyond_what_was_cut_away_holds_the_edge_without_a_word():
    first = replace(moving(100, at=1).shot, first=Fraction(1), end=Fraction(5))
    second = replace(moving(100, at=10).shot, first=Fraction(10), end=Fraction(14))
    shots = in_order(
        [
            PlacedShot(shot=first, start=0, frames=100, into=Transition(), segment=0),
            PlacedShot(shot=second, start=0, frames=100, into=dissolve(1), segment=0),
        ]
    )

    found = list(spans(shots, RATE))
    blend = found[1].span

    assert isinstance(blend, TransitionSpan)
    assert isinstance(blend.outgoing, ClipSpan) and isinstance(blend.incoming, ClipSpan)
    assert (blend.outgoing.within, blend.incoming.within) == (Within(end=Fraction(5)), Within(first=Fraction(10)))
    # What lies inside keeps the key that it had before there were limits.
    assert [one.span.within for one in found if isinstance(one.span, ClipSpan)] == [None, None]
    assert not list(warnings(shots, RATE, [MARK]))


def test_a_limit_that_is_not_reached_stays_out_of_the_key():
    plain = moving(100, at=1).shot
    limited = replace(plain, first=Fraction(1), end=Fraction(5))
    inside, beyond = FrameRange(start=0, stop=100), FrameRange(start=0, stop=101)

    assert digest(limited.span(inside, RATE)) == digest(plain.span(inside, RATE))
    assert digest(limited.span(beyond, RATE)) != digest(plain.span(beyond, RATE))
