"""Clips at another speed, without their sound, with a last frame that stands, and beneath a narration."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pipeline.digest import plain
from pipeline.model.segments import UnderSound
from pipeline.model.timeline import ClipSpan, PlacedSound, TransitionSpan, Within
from pipeline.timeline.clip_sound import FADE
from tests.factories import clip, clip_segment, dissolve, episode, image, moving, narration, picture, sound
from tests.timeline.planning import planned, timeline

F = Fraction
SECOND = 48_000
A = (clip("a.mp4", F(10)),)


def spans(*segments: Any, media: Any = A, **more: Any) -> list[Any]:
    return [placed.span for placed in timeline(episode(*segments, **more), *media).spans]


def codes(*segments: Any, media: Any = A, **more: Any) -> list[str]:
    return [one.code for one in planned(episode(*segments, **more), *media).diagnostics]


def sounds(*segments: Any, media: Any = A) -> tuple[PlacedSound, ...]:
    return timeline(episode(*segments), *media).mix.sounds


@pytest.mark.parametrize(("speed", "frames"), [(F(1, 2), 400), (F(2), 100), (F(3, 2), 133), (F(1), 200)])
def test_at_another_speed_it_is_so_much_longer_or_shorter(speed: Fraction, frames: int):
    segment = clip_segment(start=F(1), end=F(9), speed=speed)

    (span,) = spans(segment)
    (own,) = sounds(segment)

    assert (span.frames, span.start, span.speed, span.within) == (frames, F(1), speed, None)
    assert (own.take.tempo, own.take.samples, own.take.start) == (speed, frames * SECOND // 25, F(1))
    assert codes(segment) == []


def test_a_clip_as_it_always_was_keeps_its_key():
    (span,) = spans(clip_segment(end=F(9)))

    assert isinstance(span, ClipSpan)
    assert {"speed", "tempo"}.isdisjoint(plain(span) | plain(sounds(clip_segment())[0].take))  # type: ignore[operator]


def test_the_last_frame_stands_and_is_silent():
    segment = clip_segment(end=F(4), hold=F(3))

    (span,) = spans(segment)
    (own,) = sounds(segment)

    assert (span.frames, span.within) == (175, Within(end=F(4)))
    assert (own.start, own.stop) == (0, 4 * SECOND)
    assert codes(segment) == []


@pytest.mark.parametrize("more", [{}, {"end": F(4)}, {"end": F(4), "handles": True}, {"end": F(4), "speed": F(2)}])
def test_what_stands_goes_on_standing_in_a_transition(more: Any):
    segments = clip_segment(hold=F(2), **more), clip_segment("b.mp4", start=F(1), handles=True)
    media = clip("a.mp4", F(10)), clip("b.mp4", F(10))
    into = {"transition": dissolve(1), "media": media}

    assert codes(*segments, **into) == []
    _, leaving, _ = spans(*segments, **into)
    assert isinstance(leaving, TransitionSpan) and isinstance(leaving.outgoing, ClipSpan)
    assert leaving.outgoing.within == (Within(end=F(4)) if more else None)


def test_a_clip_without_its_sound_says_nothing_of_it():
    late = clip("a.mp4", F(10))

    assert sounds(clip_segment(mute=True), media=(late,)) == ()
    assert codes(clip_segment(mute=True, speed=F(5))) == []
    assert codes(clip_segment(speed=F(5))) == ["hardly-understood"]
    assert codes(clip_segment(speed=F(1, 4))) == ["jerky-motion", "hardly-understood"]


def under(**more: Any) -> Any:
    return moving("a.mp4", under=UnderSound(**more))


MEDIA = (sound("n.m4a", F(10)), clip("a.mp4", F(4)), image("b.jpg"))


def test_a_clip_is_heard_beneath_the_narration_while_it_plays():
    voice, below = sounds(narration("n.m4a", picture("b.jpg"), under(), moving_at(8)), media=MEDIA)[:2]

    assert (voice.role, below.role) == ("speech", "effect")
    assert (below.start, below.stop) == (4 * SECOND, 8 * SECOND)
    assert (below.gain, below.fade_in, below.fade_out, below.duck) == (Decimal(-18), FADE, FADE, 0)
    assert FADE == SECOND * 3 // 10


def moving_at(seconds: int) -> Any:
    return picture("b.jpg", at=F(seconds))


def test_its_sound_ends_with_its_picture():
    _, below = sounds(narration("n.m4a", under(gain=Decimal(-9))), media=MEDIA)

    assert (below.start, below.stop, below.gain) == (0, 4 * SECOND, Decimal(-9))


def test_its_sound_is_as_fast_as_its_picture():
    one = moving("a.mp4", start=F(1), end=F(3), speed=F(2), under=UnderSound())

    _, below = sounds(narration("n.m4a", one), media=MEDIA)

    assert (below.take.tempo, below.take.start, below.stop) == (F(2), F(1), SECOND)


def test_a_clip_without_sound_is_told_and_the_voice_goes_on():
    media = (sound("n.m4a", F(10)), clip("a.mp4", F(10), silent=True))

    assert codes(narration("n.m4a", under()), media=media) == ["no-sound"]
    assert len(sounds(narration("n.m4a", under()), media=media)) == 1


@pytest.mark.parametrize(("hold", "said"), [(0, ["last-frame-held"]), (5, ["last-frame-held"]), (6, []), (86_400, [])])
def test_a_picture_that_may_stand_is_no_news(hold: int, said: list[str]):
    assert codes(narration("n.m4a", moving("a.mp4", hold=F(hold))), media=MEDIA) == said
