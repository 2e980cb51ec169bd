"""A clip at another speed, muted, held, and beneath a narration: from the manifest to what is seen, heard and said."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests import sources
from tests.e2e.conftest import Workspace
from tests.sources import numbered, numbers_in, regular, samples_of

F = Fraction
SERIES = """\
title: 变速
renditions:
  main: {size: 320x180, rate: 25}
  audio: audio-mp3
"""
EPISODE = """\
number: 1
title: 一
segments:
  - clip: assets/a.mp4
    chapter: 快
    speed: 2x
    from: 1s
    to: 5s
    hold: 6s
    subtitles: a.srt
    transition: cut
  - clip: assets/a.mp4
    chapter: 静
    mute: yes
    to: 3s
    transition: cut
  - narration: assets/voice.wav
    chapter: 衬
    transition: cut
    pictures:
      - {clip: assets/low.mp4, sound: under, hold: yes, speed: 0.8}
"""
SRT = "1\n00:00:02,000 --> 00:00:04,000\n一句\n"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(root=tmp_path_factory.mktemp("clip keys") / "声音馆 工作区")
    made.write("studio.yaml", "name: 声音馆\n")
    made.write("episodes/s/series.yaml", SERIES)
    made.write("episodes/s/a.srt", SRT)
    made.asset(numbered("keys a.mp4", regular(25, 150), sound=-20), "a.mp4")
    made.asset(numbered("keys low.mp4", regular(25, 80), sound=-30), "low.mp4")
    voice = np.tile(sources.sine(6, -20, frequency=300, channels=1) * gate(6), (2, 1))
    made.asset(sources.sound("keys voice.wav", voice), "voice.wav")
    made.episode(EPISODE)
    made.json("render")
    return made


def gate(seconds: int) -> np.ndarray:
    """Half a second of sound, half a second of silence."""
    at = np.arange(seconds * 48_000)
    return (at % 48_000 < 24_000).astype(np.float32)


def programme(rendered: Workspace) -> np.ndarray:
    samples, _ = samples_of(next((rendered.root / "out/s").glob("*.mp4")))
    return samples[0]


def level(wave: np.ndarray, frequency: float, start: float, stop: float) -> float:
    part = wave[round(start * 48_000) : round(stop * 48_000)] * 1.0
    at = np.arange(len(part)) / 48_000
    window = np.hanning(len(part))
    amplitude = 2 * abs(np.sum(part * window * np.exp(-2j * np.pi * frequency * at))) / window.sum()
    return float(20 * np.log10(max(amplitude, 1e-9)))


def test_every_frame_is_the_one_it_should_be(rendered: Workspace):
    shown = numbers_in(next((rendered.root / "out/s").glob("*.mp4")))

    assert len(shown) == 50 + 150 + 75 + 150
    assert shown[:200] == [min(25 + 2 * i, 124) for i in range(200)]
    assert shown[200:275] == list(range(75))
    assert shown[275:] == [min(int(i * 0.8), 79) for i in range(150)]


def test_the_sound_is_faster_at_the_same_pitch_and_then_silent(rendered: Workspace):
    wave = programme(rendered)

    assert level(wave, 1000, 0.3, 1.7) > -20
    assert level(wave, 2000, 0.3, 1.7) < level(wave, 1000, 0.3, 1.7) - 40
    assert np.abs(wave[round(2.1 * 48_000) : round(10.9 * 48_000)]).max() < 0.001, "held, then muted"


def test_the_clip_lies_18_db_below_the_programme_and_ends_with_its_picture(rendered: Workspace):
    """The tone of 1 kHz is heard in the pauses of the voice, at -16 - 18 LUFS: a sine of -34 LUFS peaks at -34 dBFS."""
    wave = programme(rendered)

    assert level(wave, 1000, 12.05, 12.45) < level(wave, 300, 12.05, 12.45)
    assert level(wave, 1000, 12.6, 12.9) == pytest.approx(-34, abs=1.5)
    assert level(wave, 1000, 14.6, 14.8) == pytest.approx(-34, abs=1.5)
    assert level(wave, 1000, 15.55, 15.9) < -70, "3.2 s at 0.8 of its speed last 4 s"
    begun = [level(wave, 1000, 11 + at, 11.04 + at) for at in (0.01, 0.1, 0.2, 0.3)]
    assert begun == sorted(begun) and begun[0] < begun[-1] - 12, begun


def test_subtitles_follow_and_chapters_are_where_they_should(rendered: Workspace):
    (episode,) = rendered.json("plan")["episodes"]

    assert [chapter["start"] for chapter in episode["chapters"]] == [0.0, 8.0, 11.0]
    assert "00:00:00,500 --> 00:00:01,500" in next((rendered.root / "out/s").glob("*.srt")).read_text(encoding="utf-8")


def test_nothing_that_was_asked_for_is_a_defect(rendered: Workspace):
    assert rendered.json("check")["diagnostics"] == []
    verified = rendered.json("verify")

    assert verified["ok"]
    frozen, silent = (stretches(verified, name) for name in ("frozen", "silent"))
    assert any(5.8 < one["stop"] - one["start"] < 6.2 and "last frame" in one["explained"] for one in frozen), frozen
    assert any(8.8 < one["stop"] - one["start"] < 9.2 for one in silent), silent
    assert all(one["explained"] for one in (*frozen, *silent))


def stretches(document: Any, name: str) -> list[dict[str, Any]]:
    """All that verifying lists under this name, anywhere."""
    if isinstance(document, list):
        return [found for one in document for found in stretches(one, name)]
    if not isinstance(document, dict):
        return []
    own = document[name] if isinstance(document.get(name), list) else []
    return [*own, *(found for value in document.values() for found in stretches(value, name))]


def test_plan_and_storyboard_know_them(rendered: Workspace):
    text = rendered.run("plan", "--why").stdout

    assert "a.mp4 at 2 times its speed" in text and "0 of" in text
    assert rendered.run("storyboard", "s/1", "--to", "board.png").returncode == 0


def test_a_longer_hold_encodes_no_other_clip(rendered: Workspace, tmp_path):
    copy = rendered.copied(tmp_path)
    copy.write("episodes/s/001.yaml", EPISODE.replace("hold: 6s", "hold: 7s"))

    (episode,) = copy.json("render", "--rendition", "main")["episodes"]

    assert episode["spans"]["encoded"] == 1
