"""Hearing: what is done about odd recordings, what is said of them, and what an author decides."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.digest import digest
from pipeline.errors import Mark
from pipeline.messages import Message
from pipeline.model.media import AudioInfo, Hearing, Listened, MediaInfo, Medium, Sides, SoundPart, TimeJump
from pipeline.timeline.hearing import Role, Wanted, hear
from tests.factories import media_use

USE = media_use("a.wav")
PLAIN = AudioInfo(codec="pcm_s16le", sample_rate=48_000, channels=2, start=Fraction(0), duration=Fraction(60))


@dataclass
class Said:
    codes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def error(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None:
        self.codes.append(f"error {code}")
        self.texts.append(str(message))

    def warn(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None:
        assert hint
        self.codes.append(code)
        self.texts.append(str(message))


def medium(audio: AudioInfo, *others: AudioInfo) -> Medium:
    info = MediaInfo(
        kind="audio", format="wav", start=Fraction(0), duration=Fraction(60), audio=audio,
        tracks=tuple(sorted((audio, *others), key=lambda one: one.track)) if others else (),
    )  # fmt: skip
    return Medium(content="c", info=info, path=Path("/w/a.wav"))


def heard(
    audio: AudioInfo, *others: AudioInfo, role: Role = "speech", wanted: Wanted | None = None
) -> tuple[Medium | None, Said]:
    said = Said()
    return hear(medium(audio, *others), USE, wanted or Wanted(), role, Decimal(-16), said), said


def listened(**what: object) -> AudioInfo:
    return replace(PLAIN, heard=replace(Listened(level=-20), **what))  # type: ignore[arg-type]


def test_an_ordinary_recording_is_heard_as_it_is_and_keeps_its_key():
    found, said = heard(listened())

    assert found is not None
    assert (found.hearing, said.codes) == (None, [])
    assert digest(found) == digest(replace(found, info=replace(found.info, format="flac")))
    assert digest(found) != digest(replace(found, hearing=Hearing(channels="left")))


@pytest.mark.parametrize(
    ("what", "role", "channels", "code"),
    [
        ({"left": 100}, "speech", "left", "one-sided-sound"),
        ({"right": 97}, "music", "right", "one-sided-sound"),
        ({"left": 60}, "speech", None, "uneven-channels"),
        ({"left": 60, "right": 40}, "speech", None, "uneven-channels"),
        ({"left": 60}, "music", None, ""),
        ({"left": 10}, "speech", None, ""),
        ({"opposite": 100}, "speech", "inverted", "opposite-phase"),
        ({"opposite": 96}, "music", "inverted", "opposite-phase"),
        ({"opposite": 30}, "speech", "left", "opposite-phase"),
        ({"opposite": 30, "right": 20}, "speech", "right", "opposite-phase"),
        ({"opposite": 30}, "music", None, "opposite-phase"),
        ({"opposite": 3}, "speech", None, ""),
        ({"clipped": 40}, "speech", None, "clipped-sound"),
        ({"clipped": 40}, "music", None, ""),
        ({"level": -63}, "speech", None, "quiet-sound"),
        ({"level": -63}, "music", None, ""),
    ],
)
def test_what_is_done_and_said(what: dict[str, int], role: Role, channels: str | None, code: str):
    found, said = heard(listened(**what), role=role)

    assert found is not None
    assert (found.hearing.channels if found.hearing else None) == channels
    assert said.codes == ([code] if code else [])


@pytest.mark.parametrize("channels", ["left", "right", "mix", "stereo"])
def test_the_author_decides_and_nothing_is_said(channels: Sides):
    found, said = heard(listened(opposite=100), wanted=Wanted(channels=channels))

    assert found is not None
    assert (found.hearing.channels if found.hearing else "stereo", said.codes) == (channels, [])


def test_a_quiet_recording_with_a_gain_of_its_own_is_meant_so():
    assert heard(listened(level=-63), wanted=Wanted(gain=Decimal(0)))[1].codes == []


def test_messages_name_place_and_figure():
    _, clipped = heard(listened(clipped=40, clipped_at=Fraction(5, 2)))
    _, quiet = heard(listened(level=-63))

    assert clipped.texts == ["'a.wav' is clipped for 40 % of the time, first at 00:02.500: it was recorded too loud"]
    assert "about -63 LUFS" in quiet.texts[0]


def test_tracks():
    silent, loud = replace(PLAIN, silent=True), replace(PLAIN, track=2, sample_rate=44_100)

    default, told = heard(loud, silent)
    mute, of_silence = heard(silent, loud)
    chosen, of_choice = heard(silent, loud, wanted=Wanted(track=2))
    first, of_first = heard(loud, silent, wanted=Wanted(track=1))
    lacking, of_lack = heard(silent, loud, wanted=Wanted(track=3))

    assert default is not None and default.hearing == Hearing(track=2)
    assert told.codes == ["several-tracks"]
    assert mute is not None and (mute.hearing, of_silence.codes) == (None, ["silent-track"])
    assert chosen is not None and chosen.info.audio == loud and of_choice.codes == []
    assert chosen.hearing == Hearing(track=2)
    assert first is not None and first.info.audio == silent and (first.hearing, of_first.codes) == (None, [])
    assert (lacking, of_lack.codes) == (None, ["error no-such-track"])


def test_times_that_do_not_go_on():
    jumps = {by: replace(PLAIN, jumps=(TimeJump(at=Fraction(3), by=Fraction(by)),)) for by in (-3, 2, 36_000)}

    assert [heard(audio)[1].codes for audio in jumps.values()] == [
        ["error times-go-back"],
        ["sound-missing"],
        ["error times-jump"],
    ]


def test_how_it_must_be_read_is_part_of_the_key():
    parts = replace(PLAIN, parts=(SoundPart(first=0, stop=9, duration=Fraction(1)),))
    found = [heard(audio)[0] for audio in (parts, replace(PLAIN, changing=True), replace(PLAIN, laid_out=False))]

    assert [one.hearing.reading for one in found if one and one.hearing] == ["parts", "changing", "even"]


def test_bytes_behind_the_end_are_told():
    assert heard(replace(PLAIN, unread=50))[1].texts[0].startswith("50 % of 'a.wav' lies behind its own end")
