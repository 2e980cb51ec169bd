"""Sounds of an edit list: takes with pauses, music again and again."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.media import AudioInfo, MediaInfo, Medium
from pipeline.model.series import Loudness
from pipeline.model.timeline import Mix, PlacedSound, Take
from pipeline.packaging.editing.edit_list import Carries, EditList, Losses, SoundEntry, Sources
from pipeline.packaging.editing.sounds import Listening
from pipeline.render.piece import Context

SECOND = 48_000
CARRIES = Carries(levels=True, markers=True, sound_of_films=True)


def recording(name: str, seconds: Fraction | int) -> Medium:
    audio = AudioInfo(codec="pcm_s16le", sample_rate=SECOND, channels=1, start=Fraction(0), duration=Fraction(seconds))
    info = MediaInfo(kind="audio", format="wav", start=Fraction(0), duration=Fraction(seconds), audio=audio)
    return Medium(content=name, info=info, path=Path(name))


def heard(*sounds: PlacedSound, gain: float = 0.0) -> tuple[SoundEntry, ...]:
    mix = Mix(samples=100 * SECOND, sounds=sounds, loudness=Loudness())
    return Listening(
        mix=mix, gains=[gain] * len(sounds), context=Context(tools="", where="s/1"), sources=Sources(),
        losses=Losses(), carries=CARRIES,
    ).heard()  # fmt: skip


def rows(entries: tuple[SoundEntry, ...]) -> list[tuple[str, float, float, float]]:
    """File, start, length and place in it, in seconds."""
    return [(one.source.name, one.start / SECOND, one.samples / SECOND, float(one.at)) for one in entries]


def test_takes_follow_each_other_with_their_pause_and_stop_with_the_segment():
    take = Take(media=(recording("a.wav", 2), recording("b.wav", 3)), samples=5 * SECOND, pause=SECOND // 2)
    sound = PlacedSound(role="speech", start=SECOND, take=take, fade_in=7, fade_out=9)

    found = heard(sound, gain=3.456)

    assert rows(found) == [("a.wav", 1, 2, 0), ("b.wav", 3.5, 2.5, 0)]
    assert [(one.fade_in, one.fade_out, one.gain) for one in found] == [(7, 0, 3.46), (0, 9, 3.46)]


def test_a_take_that_begins_inside_its_file_keeps_its_place_in_it():
    take = Take(media=(recording("a.wav", 10),), start=Fraction(3), samples=2 * SECOND)

    assert rows(heard(PlacedSound(role="speech", start=0, take=take))) == [("a.wav", 0, 2, 3)]


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (8, [("m.wav", 0, 5, 0)]),
        (5, [("m.wav", 0, 5, 0)]),
        (2, [("m.wav", 0, 1.95, 0), ("m.wav", 1.95, 1.95, 0), ("m.wav", 3.9, 1.1, 0)]),
    ],
)
def test_music_is_repeated_to_its_length(length: int, expected: list[tuple[str, float, float, float]]):
    bed = PlacedSound(
        role="music", start=0, take=Take(media=(recording("m.wav", length),), samples=5 * SECOND), gain=Decimal(-20)
    )

    assert rows(heard(bed)) == expected


def test_music_that_ends_by_itself_is_heard_to_its_end():
    take = Take(media=(recording("m.wav", 2),), samples=5 * SECOND)
    found = heard(PlacedSound(role="music", start=0, take=take, own_end=True))

    assert sum(one.samples for one in found) == 5 * SECOND
    assert found[-1].at + Fraction(found[-1].samples, SECOND) == 2
    assert [one.samples for one in found[1:]] == [93_600, 96_000]
    assert found[0].at > 0


def test_sounds_that_lie_over_each_other_have_lanes_of_their_own():
    take = Take(media=(recording("a.wav", 4),), samples=4 * SECOND)
    one = PlacedSound(role="speech", start=0, take=take)
    found = heard(one, replace(one, start=2 * SECOND), replace(one, start=4 * SECOND))

    edit = EditList(
        name="", title="", series="", rate=Fraction(25), size=None, frames=0, samples=0, pictures=(), sounds=found,
        cues=(), chapters=(), notes=(), lost=(), files=(),
    )  # fmt: skip
    assert [[entry.start // SECOND for entry in lane] for lane in edit.lanes["speech"]] == [[0, 4], [2]]


def test_names_are_distinct_and_mean_nothing_in_addresses():
    sources = Sources()

    assert sources.name("片段 #1?", ".mp4") == "片段_＃1？.mp4"
    assert [sources.name(name, ".png") for name in ("A", "a", "..", "长" * 200)] == [
        "A.png", "a_2.png", "clip.png", "长" * 40 + ".png",
    ]  # fmt: skip
