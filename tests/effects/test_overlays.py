"""Overlays as values: what slides comes to rest without a jump."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pipeline.effects.look import Look
from pipeline.effects.overlays import LowerThird, MovingInset, Sliding, inset_clip
from tests.factories import FONT, clip

LOOK = Look(background="#7a1414", foreground="#fff6e0", accent="#e8b64c", fonts=(FONT,))
THIRD = LowerThird(name="李明", role="", look=LOOK)


def seen(way: str, frames: int = 10) -> list[Fraction]:
    first = Sliding(overlay=THIRD, way=way, frame=0, frames=frames)  # type: ignore[arg-type]
    return [first.after(number, Fraction(25)).seen for number in range(frames)]


def test_a_way_in_is_eased_and_a_way_out_is_the_same_backwards():
    found = seen("in")

    assert found == sorted(found)
    assert 0 < found[0] < found[-1] < 1
    steps = [after - before for before, after in pairwise(found)]
    assert steps == sorted(steps, reverse=True)
    assert seen("out") == found[::-1]


def test_what_stands_is_the_same_at_any_time():
    assert THIRD.after(99, Fraction(25)) is THIRD


def test_a_moving_inset_goes_on_with_its_source():
    inset = MovingInset(
        medium=clip(), start=Fraction(2), end=Fraction(5), corner="top-left", size=Fraction(1, 4), shape="rect",
        look=LOOK,
    )  # fmt: skip

    later = inset.after(50, Fraction(25))
    assert later == replace(inset, start=Fraction(4))
    span = inset_clip(later, 10)
    assert (span.start, span.frames, span.fit) == (4, 10, "crop")
    assert span.within is not None and span.within.end == 5
