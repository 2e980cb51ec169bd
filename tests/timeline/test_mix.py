"""The sounds of segments at their places in the mix."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.bars import Bars
from pipeline.model.media import AudioInfo, MediaInfo, Medium
from pipeline.model.series import Bed, Loudness
from pipeline.model.timeline import PlacedSound, Take
from pipeline.timebase import frame_to_sample
from pipeline.timeline.layout import SegmentLayout, SoundLayout
from pipeline.timeline.mix import AHEAD, JOIN_FADE, RELEASE, place_sounds
from tests.factories import card, media_use

RATE = Fraction(30_000, 1001)


def placed(*laid: SegmentLayout) -> tuple[PlacedSound, ...]:
    starts = [sum(one.frames for one in laid[:index]) for index in range(len(laid) + 1)]
    cards, beds = [card() for _ in laid], [None for _ in laid]
    return place_sounds(cards, laid, starts, beds, rate=RATE, loudness=Loudness()).sounds


def lasting(frames: int, *sounds: SoundLayout) -> SegmentLayout:
    return SegmentLayout(frames=frames, shots=(), sounds=sounds)


def sound(**more: Any) -> SoundLayout:
    return SoundLayout(**{"take": Take(samples=1), "label": "take", **more})


def at(frame: int) -> int:
    return frame_to_sample(frame, RATE)


def test_a_sound_plays_until_its_segment_ends():
    _, second = placed(lasting(7, sound()), lasting(9, sound()))

    assert (second.role, second.start, second.stop, second.fade_in) == ("speech", at(7), at(16), JOIN_FADE)


def test_sounds_of_a_segment_have_starts_and_ends_of_their_own():
    chime = sound(start=30, stop=60, role="effect", gain=Decimal(-6), label="chime")

    speech, effect, last = placed(lasting(5), lasting(100, sound(stop=40), chime, sound(start=90, stop=200)))

    assert (speech.role, speech.start, speech.stop) == ("speech", at(5), at(45))
    assert (effect.role, effect.start, effect.stop, effect.gain) == ("effect", at(35), at(65), Decimal(-6))
    assert (effect.label, effect.duck) == ("chime", 0)
    assert (last.start, last.stop) == (at(95), at(105)), "it ends with its segment"


def bed(frames: int, **more: Any) -> PlacedSound:
    """Music of 20 s under so many frames of 1001/30000 s."""
    audio = AudioInfo(codec="pcm", sample_rate=48_000, channels=2, start=Fraction(0), duration=Fraction(20))
    info = MediaInfo(kind="audio", format="wav", start=Fraction(0), duration=Fraction(20), audio=audio)
    medium = Medium(content="m", info=info, path=Path("m.wav"))
    music = Bed(media=media_use("m.wav"), **more)
    laid = lasting(frames)
    [sound] = place_sounds([card(music=music)], [laid], [0, frames], [medium], rate=RATE, loudness=Loudness()).sounds
    return sound


def test_music_fades_where_its_time_is_over():
    assert (bed(300).fade_in, bed(300).fade_out) == (96_000, 96_000)


def test_music_is_never_cut_off_at_full_level():
    assert (bed(300, fade=Fraction(0)).fade_in, bed(300, fade=Fraction(0)).fade_out) == (0, 24_000)


def test_music_that_is_heard_whole_needs_no_fade():
    assert bed(599, fade=Fraction(0)).fade_out == 0


def test_music_with_its_own_end_begins_inside():
    sound = bed(300, ends="own")

    assert sound.own_end
    assert sound.take.start * 48_000 + sound.take.samples == 20 * 48_000
    assert sound.fade_out < 4_800
    assert bed(1200, ends="own").take.start == 0


BARS = Bars(starts=tuple(48_000 * second for second in (1, 3, 5, 7, 9, 11, 13, 15, 17, 19)), samples=960_000, metre=4)


@pytest.mark.parametrize(
    ("seconds", "ends"),
    [
        (8.0, 7),
        (7.1, 7),
        (6.95, 5),
        (19.5, 19),
        (22.0, 19.95 + 1),  # Repeated, it begins again a twentieth of a second before its end.
        (23.5, 19.95 + 3),
    ],
)
def test_music_ends_with_the_last_bar_that_is_over(seconds: float, ends: float):
    sound = bed(round(seconds * RATE), ends="bar", bars=BARS)

    assert sound.take.samples == round(ends * 48_000) - AHEAD
    assert (sound.fade_in, sound.fade_out) == (min(96_000, sound.take.samples - RELEASE), RELEASE)
    assert not sound.own_end
    assert "ends with a bar at" in str(sound.ending)


def test_music_in_whose_time_no_bar_is_over_fades_out():
    short, none = bed(60, ends="bar", bars=BARS), bed(300, ends="bar", bars=Bars(samples=960_000))

    assert (short.take.samples, short.fade_out) == (bed(60).take.samples, bed(60).fade_out)
    assert (none.take.samples, none.fade_out) == (bed(300).take.samples, bed(300).fade_out)
    assert "fades out" in str(short.ending) and "fades out" in str(none.ending)


def test_music_that_is_heard_whole_ends_as_it_does():
    whole = bed(599, ends="bar", bars=BARS, fade=Fraction(0))

    assert (whole.take.samples, whole.fade_out) == (bed(599).take.samples, 0)
    assert str(whole.ending) == "is heard whole, to its own end"
