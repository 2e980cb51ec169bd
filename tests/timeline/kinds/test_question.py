"""Questions on the timeline: a still for each second, chimes where the pause begins and ends, the answer."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.effects.questions import Answered, Countdown, QuestionCard
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.series import Bed
from pipeline.model.timeline import PlacedQuestion, StillSpan, Timeline
from pipeline.render.picture.captions import with_captions
from pipeline.timeline import plan_timeline
from tests.factories import FONT, card, dissolve, episode, media_use, question, sound
from tests.render.picture.looks import LOOK

RATE = Fraction(25)
SOUNDS = (sound("q.m4a", Fraction(3)), sound("a.m4a", Fraction(6)), sound("bed.mp3", Fraction(60)))


def timeline(subject: Episode, rate: Fraction = RATE) -> Timeline:
    media = {Path("/w") / medium.path.name: medium for medium in SOUNDS}
    found = plan_timeline(subject, media, lambda *_: (FONT,), rate)
    assert found.timeline is not None, [one.describe() for one in found.diagnostics]
    assert not found.diagnostics
    return found.timeline


def shown(found: Timeline) -> list[tuple[int, int, str]]:
    """Start and frames of every span, and what it shows."""
    words = []
    for placed in found.spans:
        assert isinstance(placed.span, StillSpan)
        match placed.span.still:
            case QuestionCard():
                what = "asked"
            case Countdown(left=left, of=of):
                what = f"{left}/{of}"
            case Answered():
                what = "answered"
            case _:
                what = "other"
        words.append((placed.start, placed.span.frames, what))
    return words


def test_a_silent_question_is_thought_about_at_once():
    found = timeline(episode(question("甲", "乙", right=0, think=Fraction(3))))

    assert shown(found) == [(0, 25, "3/3"), (25, 25, "2/3"), (50, 25, "1/3"), (75, 125, "answered")]
    assert found.questions == (PlacedQuestion(segment=0, start=0, think=0, answer=75, stop=200),)
    assert [(one.start, one.role, one.take.tone.kind) for one in found.mix.sounds] == [
        (0, "effect", "begins"), (3 * 48_000, "effect", "ends"),
    ]  # fmt: skip


def test_a_spoken_one_is_asked_first_and_its_answer_stands_while_it_is_spoken():
    found = timeline(episode(card(), question(said="q.m4a", answered="a.m4a", think=Fraction(2))))

    assert shown(found)[1:] == [(100, 75, "asked"), (175, 25, "2/2"), (200, 25, "1/2"), (225, 170, "answered")]
    placed = [(one.role, one.start / 48_000, one.stop / 48_000, one.gain) for one in found.mix.sounds]
    assert placed == [
        ("speech", 4, 7, None),
        ("effect", 7, 8.52, Decimal(-6)),
        ("effect", 9, 10.52, Decimal(-6)),
        ("speech", 9.8, 15.8, None),
    ]


def test_a_short_answer_stands_as_long_as_asked():
    found = timeline(episode(question(answered="q.m4a", think=Fraction(1), answer_for=Fraction(10))))

    assert found.frames == 25 + 250


@pytest.mark.parametrize(
    ("think", "steps"),
    [
        (Fraction(5, 2), [(0, 13, "3/3"), (13, 25, "2/3"), (38, 25, "1/3")]),
        (Fraction(1, 2), [(0, 13, "1/1")]),
        (Fraction(1, 100), [(0, 1, "1/1")]),
    ],
)
def test_the_last_second_is_whole(think: Fraction, steps: list[tuple[int, int, str]]):
    assert shown(timeline(episode(question(think=think))))[:-1] == steps


def test_seconds_keep_to_the_clock_at_any_rate():
    found = timeline(episode(question(think=Fraction(60))), Fraction(30_000, 1001))

    starts = [start for start, _, what in shown(found) if what != "answered"]
    assert len(starts) == 60
    ends = [float((1798 - start) / found.rate) for start in starts]
    assert all(abs(end - left) < 0.04 for end, left in zip(ends, range(60, 0, -1), strict=True))


def test_music_goes_on_through_it():
    bed = Bed(media=media_use("bed.mp3"), gain=Decimal(-18), duck=Decimal(-12), fade=Fraction(1))
    found = timeline(episode(card(music=bed), question(music=bed), card(music=bed)))

    assert [(one.start, one.stop) for one in found.mix.sounds if one.role == "music"] == [(0, found.mix.samples)]


def test_only_the_ways_in_and_out_are_blended():
    found = timeline(episode(card(), question(think=Fraction(3)), card(), transition=dissolve()))

    kinds = [type(placed.span).__name__ for placed in found.spans]
    assert kinds.count("TransitionSpan") == 2
    assert len(found.spans) == 8


def test_captions_follow_the_recordings_and_are_not_drawn_over_the_card():
    asked = question(said="q.m4a", answered="a.m4a", think=Fraction(2), cues=(Cue(start=500, stop=2500, text="问"),))
    assert asked.follows
    later = replace(asked.follows, cues=(Cue(start=100, stop=2000, text="答"), Cue(start=9000, stop=9500, text="晚")))
    found = timeline(episode(card(), replace(asked, follows=later)))

    assert [(cue.start, cue.stop, cue.text) for cue in found.cues] == [(4500, 6500, "问"), (9900, 11_800, "答")]
    assert with_captions(found, LOOK).spans == found.spans
