"""What lies over pictures on a timeline: when it does, and what its author is told."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.effects.overlays import Logo, LowerThird, MovingInset, PictureLabel, StillInset
from pipeline.model.overlays import InsetUse, LogoChange, LogoUse
from pipeline.model.rendition import PRESETS
from pipeline.model.timeline import PlacedOverlay
from pipeline.timeline import PlannedTimeline, plan_timeline
from tests.factories import (
    FONT,
    card,
    clip,
    clip_segment,
    episode,
    image,
    image_segment,
    media_use,
    moving,
    narration,
    picture,
    sound,
)
from tests.timeline.laid_over import inset, label, named

MEDIA = (clip(), image(), image("b.jpg"), image("logo.png"), sound("n.m4a"), clip("short.mp4", Fraction(3)))


def planned(*segments: object, **more: object) -> PlannedTimeline:
    media = {Path("/w") / medium.path.name: medium for medium in MEDIA}
    subject = episode(*segments, **more)  # type: ignore[arg-type]
    return plan_timeline(subject, media, lambda *_: (FONT,), Fraction(25))


def overlays(*segments: object, **more: object) -> tuple[PlacedOverlay, ...]:
    result = planned(*segments, **more)
    assert result.timeline is not None, [one.message for one in result.diagnostics]
    return result.timeline.overlays


def codes(*segments: object, **more: object) -> list[str]:
    return [one.code for one in planned(*segments, **more).diagnostics]


def test_a_lower_third_stands_for_its_time_and_slides_at_both_ends():
    (one,) = overlays(card(), narration(lower_thirds=(named(),), entry=1))

    assert isinstance(one.overlay, LowerThird)
    assert (one.start, one.stop, one.slides) == (4 * 25 + 25, 4 * 25 + 150, 10)


@pytest.mark.parametrize(("at", "code"), [("10", "at-outside"), ("10.5", "at-outside")])
def test_a_lower_third_beyond_the_end_is_an_error(at: str, code: str):
    result = planned(narration(lower_thirds=(named(at=at),)))

    assert (result.timeline, [one.code for one in result.diagnostics]) == (None, [code])


def test_one_that_would_outlive_its_segment_goes_with_it():
    assert codes(narration(lower_thirds=(named(at="6"),))) == ["lower-third-cut"]
    (one,) = overlays(narration(lower_thirds=(named(at="6"),)))
    assert one.stop == 250


def test_one_without_a_length_of_its_own_makes_room_without_a_word():
    thirds = (named(stated=False), named("王芳", at="4", stated=False))

    first, second = overlays(narration(lower_thirds=thirds))
    assert (first.stop, second.start) == (100, 100)
    assert codes(narration(lower_thirds=thirds)) == []


@pytest.mark.parametrize("at", ["1", "2", "5.9"])
def test_two_at_once_are_an_error(at: str):
    assert codes(narration(lower_thirds=(named(), named("王芳", at=at)))) == ["lower-thirds-overlap"]


def test_a_hundred_lower_thirds_are_told_apart_by_their_times():
    thirds = tuple(named(str(number), at=str(Fraction(number, 10)), length="0.1") for number in range(99))

    found = overlays(narration(lower_thirds=thirds))
    assert len(found) == 99
    assert all(one.stop <= other.start for one, other in pairwise(found))
    assert set(codes(narration(lower_thirds=thirds))) == {"lower-third-short"}


def test_labels_stand_with_their_pictures_and_are_kept_for_readers():
    shots = (picture(label=label()), moving("short.mp4", label=label("博物馆", drawn=False)), picture("b.jpg"))
    result = planned(card(), narration("n.m4a", *shots, entry=1))

    assert result.timeline is not None
    assert [(one.start, one.stop) for one in result.timeline.overlays] == [(100, 183)]
    assert [(one.start, one.picture, one.text) for one in result.timeline.labels] == [
        (100, "a.jpg", "韶山"),
        (183, "short.mp4", "博物馆"),
    ]


@pytest.mark.parametrize("segment", [image_segment(label=label()), clip_segment(label=label())])
def test_segments_of_one_picture_have_labels_as_well(segment: object):
    (one,) = overlays(segment)

    assert isinstance(one.overlay, PictureLabel)
    assert one.overlay.text == "韶山"


LOGO = LogoUse(media=media_use("logo.png"))


def test_the_logo_stands_over_all_segments_but_those_that_want_none():
    found = overlays(card(logo=LogoUse(off=True)), image_segment(logo=LOGO, entry=1))

    assert [(one.start, one.stop) for one in found] == [(100, 225)]


def test_a_rendition_changes_the_logo_or_has_none():
    corner = LogoChange(corner="top-left")
    renditions = (
        PRESETS["video-1080p"],
        _with_logo(corner),
        _with_logo(LogoChange(none=True)),
        _with_logo(LogoChange(media=media_use("b.jpg"))),
    )
    found = overlays(image_segment(logo=LOGO), card(logo=LogoUse(off=True), entry=1), renditions=renditions)

    shown = {one.logo_of: one.overlay for one in found if isinstance(one.overlay, Logo)}
    assert {change: logo.corner for change, logo in shown.items() if isinstance(logo, Logo)} == {
        None: "top-right", corner: "top-left", LogoChange(media=media_use("b.jpg")): "top-right",
    }  # fmt: skip
    # Who wants none at a segment means every rendition.
    assert max(one.stop for one in found) == 125


def _with_logo(change: LogoChange) -> object:
    from dataclasses import replace

    return replace(PRESETS["vertical"], logo=change)


def test_a_moving_inset_lasts_as_long_as_its_clip():
    (one,) = overlays(narration(insets=(inset(at=Fraction(2)),)))

    assert isinstance(one.overlay, MovingInset)
    assert (one.start, one.stop) == (50, 125)


@pytest.mark.parametrize(
    ("use", "code"),
    [
        (inset(length=Fraction(5)), "inset-short"),
        (inset(at=Fraction(8), length=Fraction(3)), "inset-cut"),
        (inset(at=Fraction(8), end=Fraction(3)), "inset-cut"),
        (inset(at=Fraction(10)), "at-outside"),
        (inset(end=Fraction(4)), "to-beyond-end"),
        (inset(start=Fraction(3)), "from-beyond-end"),
        (inset("b.jpg", moving=True), "wrong-kind"),
        (inset("short.mp4", moving=False), "wrong-kind"),
    ],
)
def test_what_is_wrong_with_an_inset_is_told(use: InsetUse, code: str):
    assert codes(narration(insets=(use,))) == [code]


def test_an_image_stays_to_the_end_or_for_its_time():
    first, second = overlays(narration(insets=(inset("b.jpg"), inset("b.jpg", at=Fraction(1), length=Fraction(2)))))

    assert isinstance(first.overlay, StillInset)
    assert [(one.start, one.stop) for one in (first, second)] == [(0, 250), (25, 75)]


def test_a_clip_that_is_longer_than_its_segment_is_no_mistake():
    assert codes(narration(insets=(inset("a.mp4", at=Fraction(1)),))) == []
