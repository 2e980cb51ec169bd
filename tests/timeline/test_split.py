"""Splits: how long they are, what is seen in each half, and what is heard."""

from fractions import Fraction
from typing import Any

import pytest

from pipeline.effects.split import SplitStill
from pipeline.model.segments import Split
from pipeline.model.series import Theme
from pipeline.model.timeline import ClipSpan, SplitSpan, StillSpan, TransitionSpan, Within
from tests.factories import MARK, clip, clip_segment, dissolve, episode, image, image_segment, media_use, picture, sound
from tests.timeline.planning import planned, timeline

F = Fraction
THEME = Theme(background="#102030")


def split(*sides: Any, **more: Any) -> Split:
    given: dict[str, Any] = {"entry": 0, "theme": THEME}
    return Split(sides=(sides[0], sides[1]), mark=MARK, **(given | more))


def two_clips(**more: Any) -> Split:
    return split(clip_segment("a.mp4"), clip_segment("b.mp4"), **more)


MEDIA = (clip("a.mp4", F(10)), clip("b.mp4", F(6)))


def test_a_split_is_as_long_as_the_longer_clip_and_tells_of_the_shorter():
    found = planned(episode(two_clips()), *MEDIA)

    assert found.timeline is not None and found.timeline.frames == 250
    assert [(one.code, str(one.message)) for one in found.diagnostics] == [
        ("last-frame-held", "the picture of 'b.mp4' ends at 00:06.000: its last frame is held from there on")
    ]


@pytest.mark.parametrize(
    ("more", "frames"), [({"length": F(4)}, 100), ({"takes": (media_use("n.m4a"),)}, 75)], ids=["for", "narration"]
)
def test_or_as_long_as_it_says(more: dict[str, Any], frames: int):
    found = timeline(episode(two_clips(**more)), *MEDIA, sound("n.m4a", F(3)))

    assert found.frames == frames


def test_each_side_is_a_span_of_its_own_clip():
    found = timeline(episode(split(clip_segment("a.mp4", start=F(2), end=F(5)), clip_segment("b.mp4"))), *MEDIA)

    (placed,) = found.spans
    assert isinstance(placed.span, SplitSpan)
    first, second = placed.span.clips
    assert (first.start, second.start, placed.span.frames, placed.span.ground) == (F(2), F(0), 150, "#102030")
    # Behind its `to` nothing more is shown of it, although the file goes on.
    assert first.within == Within(end=F(5)) and second.within is None
    assert placed.label == "a.mp4 | b.mp4"


@pytest.mark.parametrize(
    ("heard", "labels"),
    [(None, ["a.mp4", "b.mp4"]), ("both", ["a.mp4", "b.mp4"]), ("left", ["a.mp4"]), ("right", ["b.mp4"]), ("none", [])],
)
def test_what_is_heard(heard: Any, labels: list[str]):
    found = timeline(episode(two_clips(heard=heard)), *MEDIA)

    sounds = found.mix.sounds
    assert [one.label for one in sounds] == labels
    # Each as long as its clip, and matched to the same level.
    ends = {"a.mp4": 480_000, "b.mp4": 288_000}
    assert all(one.stop == ends[one.label] and one.start == 0 and one.gain is None for one in sounds)


def test_the_sound_of_a_side_ends_where_its_picture_does():
    found = timeline(episode(split(clip_segment("a.mp4", end=F(2)), clip_segment("b.mp4"))), *MEDIA)

    assert [(one.label, one.stop) for one in found.mix.sounds] == [("a.mp4", 96_000), ("b.mp4", 288_000)]


def test_a_narration_is_heard_alone():
    found = timeline(episode(two_clips(takes=(media_use("n.m4a"),))), *MEDIA, sound("n.m4a", F(3)))

    assert [one.label for one in found.mix.sounds] == ["n.m4a"]


def test_a_side_without_sound_that_is_asked_for_is_said():
    silent = clip("b.mp4", F(10), silent=True)
    found = planned(episode(two_clips(heard="right")), MEDIA[0], silent)
    beside = planned(episode(two_clips()), MEDIA[0], silent)

    assert [one.code for one in found.diagnostics] == ["no-sound"]
    assert [one.code for one in beside.diagnostics] == []


def test_two_stills_are_one_still():
    found = timeline(episode(split(picture("a.jpg"), picture("b.jpg"), length=F(5))), image("a.jpg"), image("b.jpg"))

    (placed,) = found.spans
    assert isinstance(placed.span, StillSpan) and isinstance(placed.span.still, SplitStill)
    assert (placed.span.frames, placed.span.still.label) == (125, "a.jpg | b.jpg")


def test_a_still_beside_a_clip():
    found = timeline(episode(split(picture("a.jpg"), clip_segment("b.mp4"))), image("a.jpg"), MEDIA[1])

    (placed,) = found.spans
    assert isinstance(placed.span, SplitSpan)
    assert isinstance(placed.span.first, StillSpan) and isinstance(placed.span.second, ClipSpan)
    assert placed.span.frames == 150


def test_a_transition_shows_both_halves():
    subject = episode(image_segment(), two_clips(transition=dissolve()))
    found = planned(subject, image(), clip("a.mp4", F(10)), clip("b.mp4", F(10)))

    assert found.timeline is not None
    way = found.timeline.spans[1].span
    assert isinstance(way, TransitionSpan) and isinstance(way.incoming, SplitSpan)
    assert [one.start for one in way.incoming.clips] == [F(-12, 25)] * 2
    # The clips begin with the file: what lies before is held, and said of each.
    assert [one.code for one in found.diagnostics] == ["edge-frame-held"] * 2


@pytest.mark.parametrize("side", [picture("a.mp4"), clip_segment("a.jpg")], ids=["image", "clip"])
def test_the_wrong_kind_of_medium_is_named(side: Any):
    found = planned(episode(split(side, clip_segment("b.mp4"))), clip("a.mp4"), image("a.jpg"), MEDIA[1])

    assert [one.code for one in found.diagnostics] == ["wrong-kind"]


def test_sides_at_another_speed_without_sound_and_standing():
    sides = clip_segment("a.mp4", speed=F(2), hold=F(3)), clip_segment("b.mp4", speed=F(3, 4), mute=True)
    found = planned(episode(split(*sides)), *MEDIA)

    assert found.timeline is not None and found.timeline.frames == 200
    assert found.diagnostics == ()
    span = found.timeline.spans[0].span
    assert isinstance(span, SplitSpan)
    assert [(one.speed, one.frames) for one in span.clips] == [(F(2), 200), (F(3, 4), 200)]
    assert [(one.label, one.stop, one.take.tempo) for one in found.timeline.mix.sounds] == [("a.mp4", 240_000, F(2))]
