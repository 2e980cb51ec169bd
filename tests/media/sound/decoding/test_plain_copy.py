"""Edited sound: what the edits play, sample by sample where they play it."""

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.sound.decoding.decode import blocks_of, decoding
from pipeline.model.timeline import Take
from tests.media.sounds import SECOND, Wave, medium, voice
from tests.sources import folder, numbered, regular, sound, with_edits

F = Fraction


def recording(name: str, *how: object) -> Path:
    """Four seconds of something like speech, in which no moment is like another."""
    made = folder() / name
    if not made.exists():
        picture = numbered("plain-picture.mp4", regular(25, 100))
        speech = sound("plain-voice.wav", voice(4, seed=3))
        command = ["-i", picture, "-i", speech, "-c:v", "copy", *(how or ("-c:a", "aac", "-b:a", "192k")), made]
        subprocess.run([binary(), "-v", "error", "-y", *map(str, command)], check=True)
    return made


def samples(path: Path, start: Fraction | int, seconds: Fraction | int) -> Wave:
    take = Take(media=(medium(path),), start=F(start), samples=int(seconds * SECOND))
    with decoding(take) as pcm:
        return np.concatenate([block.copy() for block in blocks_of(pcm)])


def same(one: Wave, other: Wave) -> bool:
    """But for what a coder gives after seeking."""
    return len(one) == len(other) and float(np.abs(one - other).max()) < 2e-3


CODINGS = {
    "aac.mp4": ("-c:a", "aac", "-b:a", "192k"),
    "aac44.mp4": ("-c:a", "aac", "-b:a", "192k", "-ar", 44_100),
    "stereo.mp4": ("-c:a", "aac", "-b:a", "192k", "-ac", 2),
    "pcm.mov": ("-c:a", "pcm_s16le"),
    "opus.mp4": ("-c:a", "libopus", "-b:a", "160k"),
    "mp3.mp4": ("-c:a", "libmp3lame", "-b:a", "192k"),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_each_part_is_that_of_the_recording_to_the_sample(coding):
    source = recording(f"plain-{coding}", *CODINGS[coding])
    path = with_edits(source, f"plain-two-{coding}", {"audio": [(1, 0, 1), (F(1, 2), F(5, 2), 1), (1, 3, 1)]})

    found = samples(path, 0, F(5, 2))

    expected = [samples(source, 0, 1), samples(source, F(5, 2), F(1, 2)), samples(source, 3, 1)]
    assert same(found[: SECOND - 2000], expected[0][:-2000])
    assert same(found[SECOND : SECOND * 3 // 2], expected[1])
    assert same(found[SECOND * 3 // 2 : -2000], expected[2][:-2000])


def test_nothing_is_heard_in_pauses_and_where_the_picture_stands():
    edits = [(F(1, 2), None, 1), (1, 0, 1), (1, None, 1), (1, 2, 0), (F(1, 2), 3, 1)]
    source = recording("plain-aac.mp4")
    path = with_edits(source, "plain-pauses.mp4", {"audio": edits, "video": [(4, 0, 1)]})

    info = medium(path).info
    found = samples(path, 0, 4)

    assert info.audio is not None and (info.audio.start, info.audio.duration) == (F(1, 2), F(7, 2))
    assert same(found[SECOND // 2 : SECOND * 3 // 2], samples(source, 0, 1))
    assert same(found[SECOND * 7 // 2 :], samples(source, 3, F(1, 2)))
    assert not found[: SECOND // 2].any() and not found[SECOND * 3 // 2 : SECOND * 7 // 2].any()


@pytest.mark.parametrize("start", [F(1, 4), F(3, 4), F(5, 4), F(17, 10)])
def test_a_take_within_it(start):
    source = recording("plain-aac.mp4")
    path = with_edits(source, "plain-within.mp4", {"audio": [(1, 1, 1), (1, 3, 1)]})

    assert same(samples(path, start, F(1, 4)), samples(path, 0, 2)[int(start * SECOND) :][: SECOND // 4])


def test_a_track_without_a_list_is_heard_as_it_is():
    source = recording("plain-pcm.mov", *CODINGS["pcm.mov"])
    path = with_edits(source, "plain-picture-only.mov", {"video": [(1, 0, 1), (1, 3, 1)]})
    info = medium(path).info

    assert info.audio is not None and info.audio.duration == 4
    assert same(samples(path, 0, 4), samples(source, 0, 4))


def test_a_silent_part_of_a_loud_recording_is_known_to_be_silent():
    wave = np.concatenate([voice(2), np.zeros((1, 2 * SECOND), np.float32)], axis=1)
    speech, made = sound("plain-half.wav", wave), folder() / "plain-half.mp4"
    picture = numbered("plain-picture.mp4", regular(25, 100))
    command = [binary(), "-v", "error", "-y", "-i", picture, "-i", speech, "-c:v", "copy", "-c:a", "aac", made]
    subprocess.run(command, check=True)

    quiet = medium(with_edits(made, "plain-quiet.mp4", {"audio": [(F(1, 2), F(5, 2), 1), (F(1, 2), 3, 1)]})).info
    loud = medium(with_edits(made, "plain-loud.mp4", {"audio": [(F(1, 2), F(1, 2), 1), (F(1, 2), 1, 1)]})).info

    assert quiet.audio is not None and loud.audio is not None
    assert (quiet.audio.silent, loud.audio.silent) == (True, False)


def test_nothing_is_heard_beyond_the_end_of_the_recording_and_of_its_edits():
    source = recording("plain-aac.mp4")
    path = with_edits(source, "plain-beyond.mp4", {"audio": [(1, 7, 1), (1, F(7, 2), 1), (1, 0, 1)]})

    found = samples(path, 0, 3)

    assert not found[:SECOND].any() and not found[SECOND * 8 // 5 : SECOND * 2].any()
    assert same(found[SECOND : SECOND * 7 // 5], samples(source, F(7, 2), F(2, 5)))
    assert same(found[SECOND * 2 : -2000], samples(source, 0, 1)[:-2000])
    assert not samples(path, 5, 1).any()


def test_a_track_of_which_nothing_is_played_is_silent():
    path = with_edits(
        recording("plain-aac.mp4"), "plain-nothing.mp4", {"audio": [(2, None, 1), (1, None, 1)], "video": [(3, 0, 1)]}
    )
    info = medium(path).info

    assert info.audio is not None and info.audio.silent
    assert not samples(path, 1, 1).any()


def test_a_voice_memo_of_several_parts():
    speech, made = sound("plain-voice.wav", voice(4, seed=3)), folder() / "plain-memo.m4a"
    subprocess.run([binary(), "-v", "error", "-y", "-i", speech, "-c:a", "aac", "-b:a", "192k", made], check=True)
    path = with_edits(made, "plain-memo-edited.m4a", {"audio": [(1, 3, 1), (F(1, 2), 1, 1)]})
    info = medium(path).info

    assert (info.kind, info.duration, info.video) == ("audio", F(3, 2), None)
    found = samples(path, 0, F(3, 2))
    assert same(found[2000 : SECOND - 2000], samples(made, 3, 1)[2000:-2000])
    assert same(found[SECOND:], samples(made, 1, F(1, 2)))
