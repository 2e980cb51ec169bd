"""`treat:` and `pauses:` from the manifest to the programme: said in the plan, kept, with all times moved exactly."""

import base64
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from tests import sources
from tests.e2e.conftest import Workspace

SECOND = sources.SAMPLE_RATE
SCRIPT = """\
[00:00.500] 第一句话。

[00:06] 第二句话。
"""
EPISODE = """\
number: 1
title: 声音
segments:
  - narration: ../../assets/noisy.wav
    script: 001.md
    pictures:
      - image: assets/a.jpg
      - {image: assets/b.jpg, at: 6s}
"""


def noisy() -> Path:
    """Two sentences, four seconds of pause between, in the noise of a fan."""
    voice = np.concatenate((np.zeros(SECOND // 2), sources.voice(2), np.zeros(7 * SECOND // 2), sources.voice(2)))
    samples = voice + sources.noise(len(voice) / SECOND, level=-45)
    return sources.sound("noisy speech.wav", np.stack([samples, samples]).astype(np.float32))


@pytest.fixture
def studio(workspace: Workspace) -> Workspace:
    workspace.asset(noisy(), "noisy.wav")
    workspace.asset(sources.photo("treat a.jpg"), "a.jpg")
    workspace.asset(sources.photo("treat b.jpg", seed=2), "b.jpg")
    workspace.write("episodes/s/001.md", SCRIPT)
    workspace.episode(EPISODE)
    return workspace


def series(studio: Workspace, more: str) -> None:
    path = studio.root / "episodes/s/series.yaml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def planned(studio: Workspace) -> dict[str, object]:
    found = json.loads(studio.run("plan", "--json").stdout)
    episode: dict[str, object] = found["episodes"][0]
    del episode["estimate"]
    return episode


def test_without_it_nothing_changes(studio: Workspace):
    before = planned(studio)
    series(studio, "treat: none\npauses: none\n")

    assert planned(studio) == before
    assert before["treated"] == []


def test_the_plan_says_what_is_done_and_why(studio: Workspace):
    series(studio, "treat: speech\npauses: 800ms\n")

    plan = planned(studio)

    [treated] = plan["treated"]  # type: ignore[misc]
    assert treated["file"] == "../../assets/noisy.wav"
    assert "is lowered by" in treated["what"] and "1 pause is shortened, by" in treated["what"]
    assert "noisy.wav: " in studio.run("plan").stdout


def test_captions_and_pictures_move_with_the_pauses(studio: Workspace):
    whole = planned(studio)
    series(studio, "pauses: 1s\n")
    assert studio.run("render").returncode == 0

    plan = planned(studio)
    shortened = whole["duration"] - plan["duration"]  # type: ignore[operator]
    record = json.loads((studio.root / "out/s/001 声音.json").read_text("utf-8"))
    captions = (studio.root / "out/s/001 声音.srt").read_text("utf-8")
    second = next(line for line in captions.splitlines() if "-->" in line and not line.startswith("00:00:00"))
    minutes, seconds = second[3:12].replace(",", ".").split(":")
    start = int(minutes) * 60 + float(seconds)
    spans = plan["timeline"]

    assert 2 < shortened < 3
    assert abs(record["duration"] - plan["duration"]) < 0.05  # type: ignore[operator]
    assert abs(start - (6 - shortened)) < 0.05
    assert abs(spans[1]["start"] - (6 - shortened)) < 0.05  # type: ignore[index]
    assert studio.run("verify").returncode == 0


def test_it_is_kept_and_made_again_with_the_same_bytes(studio: Workspace):
    series(studio, "treat: speech\npauses: 800ms\n")
    assert studio.run("render").returncode == 0
    first = {path.name: path.read_bytes() for path in (studio.root / "out/s").iterdir()}
    again = studio.run("render", "--json")
    forced = studio.run("render", "--force")

    assert json.loads(again.stdout)["episodes"][0]["status"] == "fresh"
    assert forced.returncode == 0
    assert {path.name: path.read_bytes() for path in (studio.root / "out/s").iterdir()} == first


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("treat: voice", "unknown-treatment", "unknown treatment 'voice'"),
        ("treat: {denoise: maybe}", "unknown-answer", "unknown answer 'maybe'"),
        ("treat: {denoise: 40 dB}", "bad-amount", "'40 dB' is not between 3 and 30 dB"),
        ("treat: {plosives: 12}", "bad-amount", "'12' has no unit"),
        ("treat: {highpass: 62.5 Hz}", "bad-amount", "'62.5 Hz' is no whole number"),
        ("treat: {declick: 3 dB}", "unknown-answer", "unknown answer '3 dB'"),
        ("treat: {reverb: yes}", "unknown-key", "unknown key 'reverb'"),
        ("pauses: 50ms", "bad-pause", "'50ms' is not between 200ms and 10s"),
        ("pauses: 800", "bad-time", "'800' has no unit"),
        ("pauses: {longest: soon}", "bad-time", "'soon' is not a time"),
    ],
)
def test_mistakes_are_shown_at_their_place(line: str, code: str, says: str, studio: Workspace):
    studio.episode(EPISODE + f"    {line}\n")

    [found] = json.loads(studio.run("check", "--json").stdout)["diagnostics"]

    assert (found["code"], found["line"]) == (code, 9)
    assert found["message"].startswith(says)


def test_music_is_left_alone_and_said(studio: Workspace):
    time = np.arange(8 * SECOND) / SECOND
    steps = 2.0 ** ((np.array([0, 5, 7, 3])[time.astype(int) % 4]) / 12)
    phase = 2 * np.pi * np.cumsum(220 * steps) / SECOND
    tune = 0.05 * sum(np.sin(phase * ratio) for ratio in (1, 1.25, 1.5, 2))
    studio.asset(sources.sound("tune.wav", np.stack([tune, tune]).astype(np.float32)), "noisy.wav")
    studio.episode(EPISODE + "    treat: speech\n    pauses: 1s\n")

    [warning] = [
        found for found in json.loads(studio.run("check", "--json").stdout)["diagnostics"] if "voice" in found["code"]
    ]

    assert (warning["code"], warning["severity"], warning["line"]) == ("not-a-voice", "warning", 4)
    assert planned(studio)["duration"] == 8


@pytest.fixture
def film(studio: Workspace) -> str:
    """A clip of the noisy voice."""
    to = studio.root / "assets/film.mp4"
    picture = ["-f", "lavfi", "-i", "color=gray:size=160x90:rate=25"]
    sound = ["-i", studio.root / "assets/noisy.wav", "-shortest", "-c:a", "aac"]
    subprocess.run([binary(), "-v", "error", *picture, *sound, to], check=True)
    return "../../assets/film.mp4"


@pytest.mark.parametrize(
    "segment",
    ["clip: FILM\n    from: 2s\n    to: 7s", "split: [{clip: FILM}, {image: assets/a.jpg}]\n    chapter: 一"],
    ids=("clip", "split"),
)
def test_the_sound_of_films_is_treated_and_as_long_as_before(segment: str, film: str, studio: Workspace):
    studio.episode(EPISODE.split("  -")[0] + "  - " + segment.replace("FILM", film) + "\n")
    whole = planned(studio)
    series(studio, "treat: speech\npauses: 800ms\n")

    plan = planned(studio)

    [treated] = plan["treated"]  # type: ignore[misc]
    assert "is lowered by" in treated["what"] and "pause" not in treated["what"].replace("pauses", "")
    assert plan["duration"] == whole["duration"]
    assert studio.run("render").returncode == 0
    assert studio.run("verify").returncode == 0


def test_both_can_be_heard_on_a_page(studio: Workspace):
    series(studio, "treat: speech\npauses: 800ms\n")

    report = json.loads(studio.run("storyboard", "--sound", "--json").stdout)

    page = (studio.root / "out/sound.html").read_text("utf-8")
    sounds = [base64.b64decode(data) for data in re.findall(r"data:audio/mpeg;base64,([^\"]+)", page)]
    assert report["ok"] and len(report["recordings"]) == 1
    assert "is lowered by" in page
    files = [studio.root / f"{number}.mp3" for number in range(2)]
    for file, data in zip(files, sounds, strict=True):
        file.write_bytes(data)
    before, after = (sources.samples_of(file)[0][0] for file in files)
    # As long as each other, as loud, and with less noise in the pause.
    assert len(before) == len(after)
    quiet = slice(round(2.9 * SECOND), round(3.2 * SECOND))
    assert 20 * np.log10(before[quiet].std() / after[quiet].std()) > 8
    assert abs(20 * np.log10(before[SECOND : 2 * SECOND].std() / after[SECOND : 2 * SECOND].std())) < 1


def test_without_treatment_there_is_nothing_to_hear(studio: Workspace):
    answer = studio.run("storyboard", "--sound")

    assert answer.returncode == 0
    assert "nothing is treated" in answer.stdout
    assert not (studio.root / "out/sound.html").exists()


def test_the_storyboard_shows_both_waveforms_once_it_is_rendered(studio: Workspace):
    series(studio, "treat: speech\npauses: 800ms\n")
    studio.run("storyboard")
    before = (studio.root / "out/storyboard.html").read_text("utf-8")
    assert studio.run("render").returncode == 0
    studio.run("storyboard")
    after = (studio.root / "out/storyboard.html").read_text("utf-8")

    assert (before.count('class="was"'), after.count('class="was"')) == (0, 1)


def test_what_is_said_of_a_question_is_treated_too(studio: Workspace):
    studio.episode(
        "number: 1\ntitle: 问\nsegments:\n  - question: 哪一年？\n    answer: 1929年\n    think: 2s\n"
        "    narration: ../../assets/noisy.wav\n    answer-narration: ../../assets/noisy.wav\n"
    )
    whole = planned(studio)
    series(studio, "treat: speech\npauses: 1s\n")

    plan = planned(studio)

    assert ["1 pause is shortened" in one["what"] for one in plan["treated"]] == [True, True]  # type: ignore[attr-defined]
    assert 4 < whole["duration"] - plan["duration"] < 6  # type: ignore[operator]
    assert studio.run("render").returncode == 0
    assert studio.run("verify").returncode == 0


def test_clicks_pops_and_amounts_are_said_and_done(studio: Workspace):
    """Each only where it is asked for."""
    voice = np.concatenate((np.zeros(SECOND // 2), sources.voice(3), np.zeros(SECOND // 2)))
    for place in (round(1.95 * SECOND), round(2.8 * SECOND)):
        voice[place] += 0.5
    time = np.arange(SECOND // 12) / SECOND
    voice[SECOND : SECOND + len(time)] += 0.4 * np.exp(-time / 0.02) * np.sin(2 * np.pi * 50 * time)
    studio.asset(sources.sound("clicking.wav", np.stack([voice, voice]).astype(np.float32)), "noisy.wav")
    studio.write("episodes/s/001.md", "一句话。\n")
    studio.episode(EPISODE.split("    pictures")[0] + "    treat: {declick: yes, plosives: 12 dB}\n")

    [treated] = planned(studio)["treated"]  # type: ignore[misc]

    assert "2 clicks are bridged" in treated["what"]
    assert "1 pop of breath is lowered by up to 12 dB" in treated["what"]
    assert studio.run("check", "--json").returncode == 0
    studio.episode(EPISODE.split("    pictures")[0] + "    treat: {declick: no, plosives: no}\n")
    assert planned(studio)["treated"] == []


def ticking(seconds: float) -> Path:
    """A hundred and twenty clicks a minute, the first of four louder, over a held tone."""
    at = np.arange(round(seconds * SECOND)) / SECOND
    beat = at % 0.5
    accent = np.where(at % 2 < 0.5, 0.5, 0.2)
    wave = accent * np.sin(2 * np.pi * 1000 * at) * np.exp(-beat * 40) + 0.05 * np.sin(2 * np.pi * 220 * at)
    return sources.sound("ticking bed.wav", np.stack([wave, wave]).astype(np.float32))


def test_music_ends_with_a_bar(studio: Workspace):
    name = studio.asset(ticking(17), "bed.wav")
    studio.episode(
        "number: 1\ntitle: 配乐\nsegments:\n"
        f"  - {{image: assets/a.jpg, for: 9s, music: {{file: {name}, ends: bar, fade: 0s}}}}\n"
    )
    assert studio.run("render").returncode == 0

    plan = planned(studio)
    wave = sources.samples_of(studio.root / "out/s/001 配乐.mp3")[0][0]
    last = np.flatnonzero(np.abs(wave) > 1e-3)[-1] / SECOND

    [music] = plan["music"]  # type: ignore[misc]
    assert music["what"] == (
        "ends with a bar at 00:07.983, 00:01.017 before its time is over (120 beats a minute, 4 to a bar)"
    )
    assert 7.93 < last < 8
    assert np.abs(np.diff(wave[round(7.9 * SECOND) :])).max() < 0.02, "no click"


def test_music_without_a_beat_fades_and_is_told(studio: Workspace):
    name = studio.asset(sources.tone("beatless.wav", 12), "bed.wav")
    studio.episode(EPISODE + f"    music: {{file: {name}, ends: bar}}\n")

    [found] = json.loads(studio.run("check", "--json").stdout)["diagnostics"]
    [music] = planned(studio)["music"]  # type: ignore[misc]

    assert (found["code"], found["severity"], found["line"]) == ("no-beat", "warning", 9)
    assert music["what"] == "no beat is heard in it: it fades out"
