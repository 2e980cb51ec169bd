"""How speed, hold, mute and the sound beneath a narration are written, and what is said of what cannot be."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pipeline.model.segments import ClipSegment, ClipUse
from tests.manifest.workspaces import Workspace, segments

F = Fraction
SRT = "1\n00:00:02,000 --> 00:00:04,000\n一\n\n2\n00:00:05,000 --> 00:00:07,000\n二\n"


def write(workspace: Workspace, body: str) -> None:
    for name in ("a.mp4", "n.wav"):
        workspace.write(f"episodes/lieshita/{name}", "media")
    workspace.write("episodes/lieshita/a.srt", SRT)
    workspace.episode(f"number: 1\ntitle: 一\nsegments:\n  - {body}\n")


def read(workspace: Workspace, body: str) -> Any:
    write(workspace, body)
    (found,) = segments(workspace)
    return found


def said(workspace: Workspace, body: str) -> list[tuple[str, str]]:
    write(workspace, body)
    return [(one.code, f"{one.message} | {one.hint}") for one in workspace.read().diagnostics]


@pytest.mark.parametrize(
    ("written", "speed"),
    [
        ("0.5", F(1, 2)), ("2x", F(2)), ("150%", F(3, 2)), ("1", F(1)), ("10", F(10)), ("0.1", F(1, 10)), ("2 X", F(2)),
        ("１.５倍", F(3, 2)), ("50 ％", F(1, 2)), ("2×", F(2)), (".25", F(1, 4)), ("2倍速", F(2)),
    ],
)  # fmt: skip
def test_speeds_as_people_write_them(workspace: Workspace, written: str, speed: Fraction):
    assert read(workspace, f"{{clip: a.mp4, speed: {written}}}").speed == speed


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("0", "hold: 3s"), ("0%", "hold: 3s"), ("1000", "write '1000%'"), ("150", "write '150%'"),
        ("1000x", "1 is as it was"), ("0.05", "1 is as it was"), ("fast", "0.5, 2x or 150%"), ("-1", "0.5, 2x or 150%"),
    ],
)  # fmt: skip
def test_speeds_that_cannot_be(workspace: Workspace, written: str, hint: str):
    ((code, words),) = said(workspace, f"{{clip: a.mp4, speed: {written}}}")

    assert code == "bad-speed" and hint in words and f"'{written}'" in words


def test_all_keys_of_a_clip(workspace: Workspace):
    found = read(workspace, "{clip: a.mp4, speed: 2x, mute: yes, hold: 3s, subtitles: a.srt, from: 1s}")

    assert isinstance(found, ClipSegment)
    assert (found.speed, found.mute, found.hold) == (F(2), True, F(3))
    assert [(cue.start, cue.stop) for cue in found.cues] == [(500, 1500), (2000, 3000)]


def test_what_does_nothing_is_said(workspace: Workspace):
    found = said(workspace, "{clip: a.mp4, mute: yes, gain: 3 dB, track: 2}")

    assert [code for code, _ in found] == ["no-effect", "no-effect"]
    found = said(workspace, "{narration: n.wav, pictures: [{clip: a.mp4, gain: -12 dB}]}")
    assert [code for code, _ in found] == ["no-effect"] and "sound: under" in found[0][1]


def test_a_clip_beneath_a_narration(workspace: Workspace):
    found = read(
        workspace,
        "{narration: n.wav, pictures: [{clip: a.mp4, sound: under, gain: -12 dB, channels: left, track: 2, speed: 0.5,"
        " hold: yes}, {clip: a.mp4, sound: under, hold: 2s}, {clip: a.mp4, sound: none}]}",
    )

    first, second, third = found.pictures
    assert isinstance(first, ClipUse) and first.under is not None and second.under is not None
    assert (first.under.gain, first.under.channels, first.under.track) == (Decimal(-12), "left", 2)
    assert (first.speed, first.hold, second.under.gain, second.hold) == (F(1, 2), F(86_400), Decimal(-18), F(2))
    assert third.under is None


def test_a_hold_of_a_segment_needs_its_length(workspace: Workspace):
    assert [code for code, _ in said(workspace, "{clip: a.mp4, hold: yes}")] == ["bad-time"]
    assert [code for code, _ in said(workspace, "{clip: a.mp4, hold: 0s}")] == ["bad-time"]
    assert [code for code, _ in said(workspace, "{clip: a.mp4, sound: under}")] != []


@pytest.mark.parametrize("key", ["速度", "静音", "定格"])
def test_keys_in_chinese_are_known(workspace: Workspace, key: str):
    ((code, words),) = said(workspace, f"{{clip: a.mp4, {key}: 2}}")

    assert code == "unknown-key" and {"速度": "speed", "静音": "mute", "定格": "hold"}[key] in words
