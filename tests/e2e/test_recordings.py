"""Recordings as they come, from manifest to file: what is heard on one loudspeaker, and what is said."""

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from pipeline.media.sound.loudness import loudness_of
from tests import sources
from tests.e2e.conftest import Workspace
from tests.media.sound.recordings import assert_tones, joined, made, silk
from tests.media.sounds import voice

SERIES = """\
title: 录
renditions: {main: {size: 160x90, rate: 25}, sound: none, horns: loudspeaker}
"""


@pytest.fixture
def recorded(bare: Workspace) -> Workspace:
    bare.write("episodes/s/series.yaml", SERIES)
    return bare


def narrated(workspace: Workspace, number: int, *takes: Path, more: str = "") -> None:
    names = ", ".join(f"../../{workspace.asset(take)}" for take in takes)
    workspace.episode(f"number: {number}\ntitle: t{number}\nsegments:\n  - narration: [{names}]\n{more}", number)


def codes(report: dict[str, object]) -> list[str]:
    found: list[dict[str, str]] = report["diagnostics"]  # type: ignore[assignment]
    return [one["code"] for one in found]


def test_on_one_loudspeaker_and_on_both_ears(recorded: Workspace, tmp_path: Path):
    one = voice(2)
    opposite = sources.sound("opposite.wav", np.concatenate([one, -one]))
    left = sources.sound("left.wav", np.concatenate([one, np.zeros_like(one)]))
    change = joined(
        tmp_path / "c.mp3", made(tmp_path / "a.mp3", 440, "-ac", 1), made(tmp_path / "b.mp3", 1000, "-ac", 2)
    )
    narrated(recorded, 1, opposite)
    narrated(recorded, 2, left)
    narrated(recorded, 3, change, silk(tmp_path / "v.silk", 1, frequency=700))

    said = recorded.json("check")
    report = recorded.json("render")

    assert codes(said) == ["opposite-phase", "one-sided-sound"]
    assert [codes(episode) for episode in report["episodes"]] == [["opposite-phase"], ["one-sided-sound"], []]
    for episode, (main, horns) in ((one, one["files"][:2]) for one in report["episodes"]):
        assert float(loudness_of(recorded.root / main["path"]).integrated or 0) == pytest.approx(-16, abs=0.5)
        assert float(loudness_of(recorded.root / horns["path"]).integrated or 0) == pytest.approx(-13, abs=0.7), episode
    sides = [sources.samples_of(recorded.root / one["files"][0]["path"])[0] for one in report["episodes"]]
    assert [round(float(np.sqrt(np.square(wave).mean(axis=1)).min()), 2) > 0.03 for wave in sides] == [True] * 3
    assert_tones(sides[2][:, : 5 * sources.SAMPLE_RATE], [440] * 4 + [1000] * 4 + [700] * 2)


def test_a_clip_of_two_tracks(recorded: Workspace, tmp_path: Path):
    clip = tmp_path / "two.mkv"
    inputs = ["-f", "lavfi", "-i", "color=s=64x64:r=25:d=2", "-f", "lavfi", "-i", "anullsrc", "-f", "lavfi", "-i"]
    maps = ["-map", "0", "-map", "1", "-map", "2", "-shortest", "-c:a", "aac", "-disposition:a:0", "0"]
    run = [binary(), "-v", "error", "-y", *inputs, "sine=1000:d=2", *maps, "-disposition:a:1", "default", clip]
    subprocess.run([str(item) for item in run], check=True)
    name = recorded.asset(clip)
    text = "number: {0}\ntitle: t{0}\nsegments:\n  - clip: ../../{1}\n{2}"
    recorded.episode(text.format(1, name, ""), 1)
    recorded.episode(text.format(2, name, "    track: 2\n"), 2)
    recorded.episode(text.format(3, name, "    track: 3\n"), 3)

    assert codes(recorded.json("check", status=1)) == ["several-tracks", "no-such-track"]
    (episode,) = recorded.json("render", "s/2")["episodes"]
    assert_tones(sources.samples_of(recorded.root / episode["files"][0]["path"])[0][:, :96_000], [1000] * 4)
    assert Fraction(episode["files"][0]["duration"]) == 2


def test_the_opposite_phase_of_music_is_mended_too(recorded: Workspace):
    tone = sources.sine(3, -20, frequency=500, channels=1)
    music = recorded.asset(sources.sound("bed.wav", np.concatenate([tone, -tone])))
    narrated(recorded, 1, sources.tone("quiet.wav", 3, level=-20), more=f"    music: {{file: ../../{music}}}\n")
    narrated(
        recorded, 2, sources.tone("quiet.wav", 3, level=-20),
        more=f"    music: {{file: ../../{music}, channels: stereo}}\n",
    )  # fmt: skip

    report = recorded.json("render")

    assert [codes(one) for one in report["episodes"]] == [["opposite-phase"], []]
    mono = [sources.samples_of(recorded.root / one["files"][1]["path"])[0].mean(axis=0) for one in report["episodes"]]
    bed = []
    for wave in mono:
        spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
        bed.append(20 * np.log10(spectrum[round(500 * len(wave) / 48_000)] / spectrum.max()))
    assert bed[0] > -35 and bed[1] < bed[0] - 15
