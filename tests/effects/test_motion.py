"""Motion: which part of a picture is seen when, for every shape of picture and frame, and never more than there is."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.effects.look import Look
from pipeline.effects.motion import LARGEST, USUAL, Path, Window, amount_of, chosen, eased, most_of, path_of
from pipeline.effects.stills import FittedImage, TextCard
from pipeline.model.segments.motion import EASES, MOTIONS, Ease, Motion, MotionKind
from pipeline.model.series import Fit
from pipeline.model.timeline import MotionSpan
from tests import factories

WIDE, TALL, SQUARE = F(16, 9), F(9, 16), F(1)
KINDS = tuple(kind for kind in MOTIONS if kind not in ("none", "auto"))


def span(kind: MotionKind, size: tuple[int, int] = (1600, 900), fit: Fit = "blur", **more: object) -> MotionSpan:
    medium = factories.image()
    assert medium.info.video
    video = replace(medium.info.video, width=size[0], height=size[1])
    image = FittedImage(image=replace(medium, info=replace(medium.info, video=video)), fit=fit)
    return MotionSpan(frames=50, still=image, motion=Motion(kind=kind, **more), first=0, total=50)  # type: ignore[arg-type]


def seen(path: Path, window: Window) -> tuple[F, F, F, F]:
    """The window's edges in frames: of what is drawn, which is `path.wide` by `path.high`."""
    left, top = window.left * path.wide, window.top * path.high
    return left, top, left + window.wide * path.wide, top + window.high * path.high


def test_a_push_in_ends_nearer_with_the_middle_where_it_was():
    path = path_of(span("push-in"), WIDE)

    assert path.at(0, 50) == Window(left=F(0), top=F(0), wide=F(1), high=F(1))
    end = path.at(49, 50)
    assert end.wide == end.high == 1 / (1 + USUAL)
    assert end.left == end.top == (1 - end.wide) / 2


def test_a_pull_out_is_a_push_in_backwards():
    there, back = path_of(span("push-in"), WIDE), path_of(span("pull-out"), WIDE)

    assert [there.at(frame, 50) for frame in range(50)] == [back.at(49 - frame, 50) for frame in range(50)]


@pytest.mark.parametrize(
    ("kind", "across", "down"), [("pan-left", -1, 0), ("pan-right", 1, 0), ("pan-up", 0, -1), ("pan-down", 0, 1)]
)
def test_a_pan_moves_the_view_as_its_name_says(kind: MotionKind, across: int, down: int):
    path = path_of(span(kind), WIDE)

    first, last = path.at(0, 50), path.at(49, 50)
    # By 12 % of the frame, as it is enlarged.
    assert (last.left - first.left) * path.wide / (first.wide * path.wide) == USUAL * across
    assert (last.top - first.top) * path.high / (first.high * path.high) == USUAL * down


def test_a_point_that_is_pushed_in_on_comes_as_near_to_the_middle_as_the_edges_allow():
    path = path_of(span("push-in", focus=(F(1, 2), F(0)), amount=F(1, 4)), WIDE)

    left, top, right, bottom = seen(path, path.stop)
    assert (left, right, top, bottom) == (F(1, 10), F(9, 10), F(0), F(4, 5))


def test_the_focus_is_a_point_of_the_picture_which_stands_whole_over_its_ground():
    """A square in a wide frame takes 9/16 of its width: its left edge is at 7/32."""
    path = path_of(span("push-in", (900, 900), focus=(F(0), F(1, 2)), amount=F(1, 2)), WIDE)

    left, _, right, _ = seen(path, path.stop)
    assert (left + right) / 2 == max(F(7, 32), F(1, 3))


def test_a_pan_along_a_long_picture_needs_no_enlargement():
    panorama = span("pan-right", (4800, 900))
    path = path_of(replace(panorama, motion=replace(panorama.motion, amount=F(1))), WIDE)

    assert path.zoom == (1, 1)
    assert isinstance(path.still, FittedImage) and path.still.fit == "crop"
    assert (path.wide, path.high) == (2, 1)
    assert seen(path, path.start)[0] == 0 and seen(path, path.stop)[2] == 2


def test_a_portrait_is_panned_over_as_a_crop_unless_it_is_to_stand_over_black():
    blurred, padded = span("pan-up", (900, 1600)), span("pan-up", (900, 1600), "pad")

    assert path_of(blurred, WIDE).zoom == (1, 1)
    assert path_of(padded, WIDE).still == padded.still
    assert path_of(padded, WIDE).zoom == (1 + USUAL, 1 + USUAL)


def test_a_pan_keeps_its_focus_in_the_middle_where_there_is_room():
    path = path_of(span("pan-down", (900, 3200), "crop", focus=(F(1, 2), F(1, 4)), amount=F(1, 2)), WIDE)

    assert isinstance(path.still, FittedImage)
    assert path.still.focus == (F(1, 2), F(1, 4))


def test_the_view_goes_along_a_panorama_as_far_as_time_allows():
    panorama = span("pan-right", (4800, 900))

    assert amount_of(panorama, WIDE, F(5)) == F(1, 2)
    assert amount_of(panorama, WIDE, F(100)) == 2
    assert amount_of(span("pan-right"), WIDE, F(100)) == USUAL


@given(
    st.sampled_from(KINDS), st.tuples(st.integers(1, 60), st.integers(1, 60)), st.sampled_from(["blur", "pad", "crop"]),
    st.sampled_from([WIDE, TALL, SQUARE, F(4, 3)]), st.one_of(st.none(), st.fractions(F(1, 100), 5)),
    st.tuples(st.fractions(0, 1), st.fractions(0, 1)), st.sampled_from(EASES),
)  # fmt: skip
def test_nothing_beyond_the_picture_is_ever_seen(
    kind: MotionKind, size: tuple[int, int], fit: Fit, shape: F, amount: F | None, focus: tuple[F, F], ease: Ease
):
    asked = span(kind, (size[0] * 50, size[1] * 50), fit, amount=amount, focus=focus, ease=ease)
    motion = replace(asked.motion, amount=amount_of(asked, shape, F(4)))

    path = path_of(replace(asked, motion=motion), shape)

    for frame in (0, 13, 25, 49):
        window = path.at(frame, 50)
        assert window.left >= 0 and window.left + window.wide <= 1
        assert window.top >= 0 and window.top + window.high <= 1
        # What is seen has the frame's shape, and is enlarged within reason.
        assert window.wide * path.wide == window.high * path.high
        assert 1 <= 1 / (window.wide * path.wide) <= LARGEST


@pytest.mark.parametrize("ease", EASES)
def test_every_ease_begins_at_the_beginning_ends_at_the_end_and_never_goes_back(ease: Ease):
    ways = [eased(F(frame, 49), ease) for frame in range(50)]

    assert (ways[0], ways[-1]) == (0, 1)
    assert ways == sorted(set(ways))


def test_only_what_is_said_to_be_gentle_is_gentle():
    def steps(ease: Ease) -> tuple[F, F]:
        """The first and the last of ten."""
        return eased(F(1, 10), ease), 1 - eased(F(9, 10), ease)

    assert steps("linear") == (F(1, 10), F(1, 10))
    assert steps("in") == (F(1, 100), F(19, 100))
    assert steps("out") == (F(19, 100), F(1, 100))
    assert steps("in-out") == (F(28, 1000), F(28, 1000))


def test_more_than_there_is_room_for_is_as_much_as_there_is():
    assert amount_of(span("push-in", amount=F(3)), WIDE, F(4)) == most_of(span("push-in"), WIDE) == F(1, 2)
    # Three frames long, and enlarged by half at most.
    assert most_of(span("pan-right", (4800, 900)), WIDE) == F(7, 2)


@pytest.mark.parametrize(
    ("size", "fit", "shape", "options"),
    [
        ((1600, 900), "blur", WIDE, {"push-in", "pull-out", "pan-left", "pan-right"}),
        ((900, 1200), "blur", WIDE, {"push-in", "pull-out"}),
        ((900, 1200), "pad", WIDE, {"push-in", "pull-out"}),
        ((900, 1200), "crop", WIDE, {"pan-up", "pan-down"}),
        ((4000, 900), "blur", WIDE, {"pan-left", "pan-right"}),
        ((4000, 900), "pad", WIDE, {"push-in", "pull-out"}),
        ((1600, 900), "blur", TALL, {"push-in", "pull-out"}),
        ((1600, 900), "crop", TALL, {"pan-left", "pan-right"}),
    ],
)
def test_auto_goes_by_the_shapes(size: tuple[int, int], fit: Fit, shape: F, options: set[MotionKind]):
    subject = span("auto", size, fit)

    assert isinstance(subject.still, FittedImage)
    others = [
        replace(subject, still=replace(subject.still, image=replace(subject.still.image, content=f"{number:08x}00")))
        for number in range(12)
    ]
    assert {chosen(one, shape, "none") for one in others} == options


@given(st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=20), st.sampled_from([(1600, 900), (900, 1200)]))
def test_auto_never_chooses_the_same_twice_in_a_row(contents: list[int], size: tuple[int, int]):
    subject, before = span("auto", size), "none"
    assert isinstance(subject.still, FittedImage)
    for content in contents:
        image = replace(subject.still.image, content=f"{content:08x}")
        kind = chosen(replace(subject, still=replace(subject.still, image=image)), WIDE, before)  # type: ignore[arg-type]
        assert kind != before
        before = kind


def test_what_is_to_be_read_stands_still():
    card = TextCard(text="一", look=Look(background="#000000", foreground="#ffffff", accent="#ffffff", fonts=()))
    page = span("auto")
    assert isinstance(page.still, FittedImage)
    pdf = replace(page.still.image, info=replace(page.still.image.info, format="pdf"))

    assert chosen(replace(page, still=card), WIDE, "none") == "none"
    assert chosen(replace(page, still=replace(page.still, image=pdf)), WIDE, "none") == "none"
