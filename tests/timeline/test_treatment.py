"""What is done to a recording follows from what was asked for and what was found; what is clean is left alone."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.model.captions import Cue, SentenceTime
from pipeline.model.media import AudioInfo, MediaInfo, Medium
from pipeline.model.overlays import LowerThirdUse
from pipeline.model.series import Theme
from pipeline.model.treatment import SPEECH, Cut, HumLine, Survey, TimeMap, Treat, Treated, Treatment, shorten
from pipeline.timeline.treatment import ASSUMED, explained, time_map, treatment_of
from tests.factories import MARK, narration, picture

CLEAN = Survey(speech=-22, noise=-60, rumble=-70, hiss=-14, spread=3, pauses=((0, 30), (300, 500)))
SAMPLES = 480_000
SOUND = AudioInfo(codec="pcm", sample_rate=48_000, channels=1, start=Fraction(0), duration=Fraction(1))
INFO = MediaInfo(kind="audio", format="wav", start=Fraction(0), duration=Fraction(1), audio=SOUND)


def done(*, want: Treat = SPEECH, longest: Fraction = Fraction(0), clipped: int = 0, **found: Any) -> Treatment | None:
    return treatment_of(replace(CLEAN, **found), want, longest, clipped=clipped, samples=SAMPLES)


def test_a_clean_recording_is_left_alone():
    assert done() is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"noise": -30}, {"denoise": 18, "speech": -22, "noise": -52}),
        ({"noise": -41}, {"denoise": 15, "speech": -22, "noise": -63}),
        ({"rumble": -20}, {"highpass": 60}),
        ({"hum": (HumLine(frequency=5002, level=-40),)}, {"hum": (5002,)}),
        ({"knocks": ((350, 355),)}, {"knocks": ((350, 355),), "speech": -22, "noise": -82}),
        ({"hiss": 0}, {"deess": 8, "speech": -22, "noise": -82}),
        ({"spread": 12}, {"compress": True, "speech": -22, "noise": -82}),
        ({"clipped": 5}, {"declip": True}),
    ],
    ids=lambda case: next(iter(case)) if isinstance(case, dict) else None,
)
def test_what_is_found_is_mended(found: dict[str, Any], expected: dict[str, Any]):
    assert done(**found) == Treatment(samples=SAMPLES, **expected)


@pytest.mark.parametrize("name", ("denoise", "highpass", "declip", "deess", "compress"))
def test_yes_does_it_always_and_no_never(name: str):
    bad = {"noise": -20, "rumble": -10, "hiss": 3, "spread": 14}

    always, never = done(want=replace(Treat(), **{name: "yes"})), done(want=replace(SPEECH, **{name: "no"}), **bad)

    assert always is not None and getattr(always, name)
    assert never is not None and not getattr(never, name)


def test_echo_is_lowered_where_it_is_asked_for_and_heard():
    auto = replace(SPEECH, dereverb="auto")

    assert done(echo=900) is None
    assert done(echo=649, want=auto) is None
    assert done(echo=900, want=auto) == Treatment(samples=SAMPLES, echo=900)
    assert done(want=replace(Treat(), dereverb="yes")) == Treatment(samples=SAMPLES, echo=ASSUMED)


def test_an_unsteady_background_is_lowered_only_where_it_must_be():
    assert done(noise=-15, steady=False) is None
    assert done(noise=-15, steady=False, want=replace(SPEECH, denoise="yes")) is not None


@pytest.mark.parametrize("kind", ("music", "silence"))
def test_what_is_no_voice_is_left_alone(kind: str):
    assert done(kind=kind, noise=-10, want=replace(SPEECH, denoise="yes"), longest=Fraction(1)) is None


def test_pauses_are_cut_in_their_middle():
    assert shorten(((0, 30), (300, 500)), Fraction(4, 5)) == (Cut(start=348 * 480, stop=468 * 480),)


@pytest.mark.parametrize("longest", (Fraction(1, 5), Fraction(4, 5), Fraction(333, 1000), Fraction(2)))
def test_no_pause_is_longer_than_it_may_be(longest: Fraction):
    pauses = ((0, 177), (200, 281), (300, 900))

    for cut, (start, stop) in zip(
        shorten(pauses, longest), (p for p in pauses if p[1] - p[0] > longest * 100), strict=True
    ):
        assert start * 480 < cut.start < cut.stop < stop * 480
        assert (stop - start) * 480 - (cut.stop - cut.start) == int(longest * 100) * 480


def test_moments_move_with_the_pauses():
    by = TimeMap(cuts=((Fraction(1), Fraction(2)), (Fraction(5), Fraction(8))))

    moments = (Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(2), Fraction(4), Fraction(6), Fraction(10))

    assert [by.at(one) for one in moments] == [Fraction(1, 2), 1, 1, 1, 3, 4, 6]
    assert by.milliseconds(4001) == 3001


def test_it_says_what_is_done_and_why():
    survey = replace(CLEAN, noise=-20, hum=(HumLine(frequency=5000, level=-33),))
    treatment = treatment_of(survey, SPEECH, Fraction(4, 5), samples=SAMPLES)

    assert explained(Treated(name="a", survey=survey, treatment=treatment), SPEECH) == (
        "hum at 50 Hz, 33 dB below the voice, is taken out; noise 20 dB below the voice is lowered by 18;"
        " 1 pause is shortened, by 00:01.200"
    )
    assert explained(Treated(name="a", survey=CLEAN, treatment=None), SPEECH) == (
        "noise lies 60 dB below the voice, so it is left"
    )


@pytest.mark.parametrize(
    ("wanted", "echo", "said"),
    [
        ("auto", 900, "lowered, which falls by 60 dB in 0.9 s"),
        ("auto", 480, "falls by 60 dB in 0.48 s, so it is left"),
        ("auto", 0, "how the room echoes is not heard, for noise or for want of pauses, so it is left"),
        ("yes", 0, "lowered; how long it rings is not heard, 0.5 s is reckoned with"),
    ],
)
def test_it_says_what_became_of_the_echo(wanted: Literal["auto", "yes"], echo: int, said: str):
    survey, treat = replace(CLEAN, echo=echo), replace(Treat(), dereverb=wanted)
    treated = Treated(name="a", survey=survey, treatment=treatment_of(survey, treat, Fraction(0), samples=SAMPLES))

    assert said in str(explained(treated, treat))


def test_of_echo_nobody_asked_about_nothing_is_said():
    assert "echo" not in str(explained(Treated(name="a", survey=replace(CLEAN, echo=900), treatment=None), SPEECH))


def test_all_times_of_a_narration_move():
    third = LowerThirdUse(name="李明", at=Fraction(6), length=Fraction(2), theme=Theme(), mark=MARK)
    said = narration(
        "n.m4a",
        picture("a.jpg"),
        picture("b.jpg", at=Fraction(5)),
        cues=(Cue(start=500, stop=1500, text="一"), Cue(start=5000, stop=7000, text="二")),
        times=(SentenceTime(start=500, stop=1500), SentenceTime(start=5000, stop=7000)),
        lower_thirds=(third,),
    )

    moved = said.shortened(TimeMap(cuts=((Fraction(2), Fraction(4)),)))

    assert [use.at for use in moved.pictures] == [None, 3]
    assert [(cue.start, cue.stop) for cue in moved.cues] == [(500, 1500), (3000, 5000)]
    assert [(one.start, one.stop) for one in moved.times] == [(500, 1500), (3000, 5000)]
    assert [(one.at, one.length) for one in moved.lower_thirds] == [(4, 2)]


def test_the_cuts_of_several_takes_lie_one_behind_the_other():
    def take(seconds: int, *cuts: Cut) -> tuple[Medium, Treated]:
        info = replace(INFO, audio=replace(SOUND, duration=Fraction(seconds)))
        treatment = Treatment(samples=seconds * 48_000, cuts=cuts)
        return Medium(content="m", info=info, path=Path("m")), Treated(name="m", survey=CLEAN, treatment=treatment)

    first, second = take(10, Cut(start=48_000, stop=96_000)), take(5, Cut(start=0, stop=48_000))

    by = time_map([first[0], second[0]], [first[1], second[1]], Fraction(1, 2))

    assert by.cuts == ((1, 2), (Fraction(21, 2), Fraction(23, 2)))
    assert replace(first[0], treatment=first[1].treatment).sound_end == 9
