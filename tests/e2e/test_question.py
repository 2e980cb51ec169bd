"""`question:` from the manifest to what is seen, heard and read: shown, chimed, thought about, answered."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pysubs2
import pytest

from pipeline.media.sound.chimes import HIGH, LOW
from tests import sources
from tests.e2e.conftest import Workspace, bare_workspace
from tests.media.sounds import SECOND, Wave, tone_level, voice

STUDIO = """\
name: 声音馆
music: {file: assets/bed.wav, gain: -14 dB}
renditions:
  main: {size: 320x180, rate: 25}
  upright: {preset: video-1080p, size: 180x320, rate: 25}
  wave: {preset: audiogram, size: 180x180}
  horn: loudspeaker
"""
EPISODE = """\
number: 1
title: 毛泽建
captions: both
segments:
  - card: 片头
    for: 6s
    music: none
  - question: 毛泽建牺牲于哪一年？
    options: [一九二七年, 一九二九年]
    answer: 一九二九年
    explain: 她牺牲在衡山。
    think: 3s
    answer-for: 2s
    narration: assets/asked.wav
    answer-narration: assets/answered.wav
  - question: 她的家乡在哪里？
    answer: 湖南湘潭
    think: 3s
"""
ASKED, THINK, REVEAL = 6.0, 11.0, 14.0
ANSWERED = REVEAL + 0.8
SECOND_THINK = ANSWERED + 3
STOP = SECOND_THINK + 3 + 5
"""Seconds; the recordings last 5 s and 3 s."""


def bursts(seconds: int, *spoken: tuple[float, float]) -> Wave:
    wave = np.zeros((1, seconds * SECOND), np.float32)
    for start, stop in spoken:
        sound = voice(stop - start, low=200, high=600, level=-14)
        wave[:, round(start * SECOND) : round(start * SECOND) + sound.shape[1]] = sound
    return wave


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = bare_workspace(tmp_path_factory.mktemp("question"))
    made.asset(sources.sound("asked.wav", bursts(5, (0.2, 2.2), (2.6, 3.5), (3.8, 4.7))))
    made.asset(sources.sound("answered.wav", bursts(3, (0.1, 1.3), (1.7, 2.9))))
    made.asset(sources.sound("bed.wav", sources.sine(8, -20, frequency=2500)))
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", "title: 问答\n")
    made.episode(EPISODE)
    made.json("render")
    return made


def record(workspace: Workspace) -> Any:
    return json.loads(workspace.out("001 毛泽建.json").read_text(encoding="utf-8"))


def pictures(path: Path) -> Iterator[tuple[float, Any]]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield float(frame.time or 0), frame.to_ndarray(format="gray").astype(int)


def test_its_record_says_what_was_asked_and_when(workspace: Workspace):
    found = record(workspace)

    assert found["duration"] == pytest.approx(STOP)
    assert found["questions"] == [
        {
            "start": ASKED, "think": THINK, "reveal": REVEAL, "stop": SECOND_THINK,
            "text": "毛泽建牺牲于哪一年？", "options": ["一九二七年", "一九二九年"], "right": 2, "answer": "一九二九年",
            "explain": "她牺牲在衡山。",
        },
        {
            "start": SECOND_THINK, "think": SECOND_THINK, "reveal": SECOND_THINK + 3, "stop": STOP,
            "text": "她的家乡在哪里？", "options": [], "right": None, "answer": "湖南湘潭", "explain": "",
        },
    ]  # fmt: skip
    titles = [(one["start"], one["title"]) for one in found["chapters"]]
    assert titles == [(0, "片头"), (ASKED, "毛泽建牺牲于哪一年？"), (SECOND_THINK, "她的家乡在哪里？")]


@pytest.mark.parametrize("name", ["001 毛泽建.mp4", "001 毛泽建.upright.mp4"])
def test_the_picture_changes_once_a_second(workspace: Workspace, name: str):
    seen = list(pictures(workspace.out(name)))

    changes = [round(time, 2) for (_, before), (time, picture) in pairwise(seen) if np.abs(picture - before).max() > 24]
    second = [SECOND_THINK + step for step in range(4)]
    assert changes == pytest.approx([ASKED, *(THINK + step for step in range(4)), *second], abs=0.001)


def test_nothing_is_encoded_that_does_not_change(workspace: Workspace):
    """By the bytes of packets: a picture that repeats the one before takes some dozens."""
    with av.open(str(workspace.out("001 毛泽建.mp4"))) as container:
        sizes = [packet.size for packet in container.demux(video=0) if packet.size]

    assert len(sizes) == round(STOP * 25)
    assert sum(size > 90 for size in sizes) <= 12


@pytest.mark.parametrize("name", ["001 毛泽建.mp4", "001 毛泽建.mp3", "001 毛泽建.horn.mp3", "001 毛泽建.wave.mp4"])
def test_chimes_begin_and_end_the_time_to_think(workspace: Workspace, name: str):
    wave = sources.samples_of(workspace.out(name))[0]

    def notes(second: float) -> tuple[float, float]:
        return tone_level(wave, LOW, second, second + 0.16), tone_level(wave, HIGH, second, second + 0.16)

    for begin, end in ((THINK, REVEAL), (SECOND_THINK, SECOND_THINK + 3)):
        assert notes(begin + 0.03)[0] > notes(begin + 0.03)[1] + 10, "it begins with the low note"
        assert notes(end + 0.03)[1] > notes(end + 0.03)[0] + 10, "it ends with the high one"
        quiet = notes(begin + 2)
        assert notes(begin + 0.03)[0] > quiet[0] + 20


def test_music_goes_on_while_people_think(workspace: Workspace):
    wave = sources.samples_of(workspace.out("001 毛泽建.mp4"))[0]

    thinking = tone_level(wave, 2500, THINK + 1.9, THINK + 2.9)
    under_chime = tone_level(wave, 2500, THINK + 1.2, THINK + 1.5)
    asked = tone_level(wave, 2500, ASKED + 1.0, ASKED + 2.5)
    assert under_chime == pytest.approx(thinking, abs=1.5)
    assert asked < thinking - 4, "it goes down while somebody speaks"


def test_captions_are_read_once(workspace: Workspace):
    """They are in the file of captions, at the times of the recordings; the card shows their words already."""
    events = pysubs2.load(str(workspace.out("001 毛泽建.vtt")))

    texts = "".join(one.plaintext for one in events).replace("\n", "")
    assert texts == "毛泽建牺牲于哪一年？A. 一九二七年B. 一九二九年B. 一九二九年她牺牲在衡山。"
    asked = [one for one in events if one.start < REVEAL * 1000]
    assert asked[0].start == pytest.approx((ASKED + 0.2) * 1000, abs=150)
    answered = [one for one in events if one.start >= REVEAL * 1000]
    assert answered[0].start == pytest.approx((ANSWERED + 0.1) * 1000, abs=150)


def test_it_has_no_defects(workspace: Workspace):
    found = workspace.json("verify")

    assert found["ok"], found


def test_a_plan_shows_the_countdown_and_says_why(workspace: Workspace, tmp_path: Path):
    planned = workspace.json("plan")["episodes"][0]
    lines = [(one["kind"], one["start"], one["frames"], one["label"]) for one in planned["timeline"]][:5]

    assert lines[1:4] == [
        ("still", ASKED, 125, "毛泽建牺牲于哪一年？"),
        ("countdown", THINK, 75, "time to think: 毛泽建牺牲于哪一年？"),
        ("still", REVEAL, 95, "answer: 一九二九年"),
    ]
    changed = workspace.copied(tmp_path)
    changed.episode(EPISODE.replace("她牺牲在衡山。", "她牺牲在湖南衡山。"))
    told = changed.run("plan", "--why").stdout
    assert "changed" in told
    assert "explanation" in told


def test_a_storyboard_shows_three_pictures(workspace: Workspace):
    (board,) = workspace.json("storyboard", "--to", "board.html")["episodes"]

    labels = [one["label"] for one in board["shots"]]
    assert labels == [
        "片头", "毛泽建牺牲于哪一年？", "time to think: 毛泽建牺牲于哪一年？", "answer: 一九二九年",
        "time to think: 她的家乡在哪里？", "answer: 湖南湘潭",
    ]  # fmt: skip


def test_it_is_in_the_script_to_read_from(workspace: Workspace):
    workspace.json("export", "script", "s/1", "--to", "read.html")

    page = (workspace.root / "read.html").read_text(encoding="utf-8")
    for words in ("毛泽建牺牲于哪一年？", "A. 一九二七年", "她牺牲在衡山。", "她的家乡在哪里？", "湖南湘潭"):
        assert words in page


def test_a_transcript_has_it_too(workspace: Workspace):
    text = workspace.out("001 毛泽建.txt").read_text(encoding="utf-8")

    assert "A. 一九二七年" in text


def test_who_only_listens_is_thought_of(workspace: Workspace):
    said = [(one["code"], one["line"], one["severity"]) for one in workspace.json("check")["diagnostics"]]

    assert said == [("silent-question", 16, "warning")]


def test_another_episode_shares_a_question(workspace: Workspace, tmp_path: Path):
    shared = workspace.copied(tmp_path)
    shared.episode(EPISODE.replace("number: 1", "number: 2").replace("for: 6s", "for: 7s"), number=2)

    spans = shared.json("plan", "s/2")["episodes"][0]["spans"]
    assert spans["encoded"] == len([one for one in shared.json("plan", "s/2")["episodes"][0]["timeline"]
                                    if one["kind"] == "audiogram"])  # fmt: skip


def test_too_much_text_is_told_before_anything_is_rendered(bare: Workspace):
    bare.episode("number: 1\ntitle: 长\nsegments:\n  - question: " + "问" * 2000 + "\n    answer: 答\n")

    found = bare.json("check", status=1)["diagnostics"]
    assert ("crowded-card", 4, 15) in [(one["code"], one["line"], one["column"]) for one in found]
    assert bare.json("render", status=1)["episodes"][0]["status"] == "failed"


def test_recordings_of_question_and_answer_are_treated(bare: Workspace):
    halting = bursts(6, (0.2, 2.2), (4.2, 5.8))
    names = [bare.asset(sources.sound(f"{name}.wav", halting * part)) for name, part in (("q", 1), ("a", 0.9))]
    text = (
        f"number: 1\ntitle: 一\n{{}}segments:\n  - question: 一二三四五六七八？\n    answer: 一二三四五六\n"
        f"    think: 3s\n    answer-for: 1s\n    narration: {names[0]}\n    answer-narration: {names[1]}\n"
    )
    bare.episode(text.format(""))
    before = bare.json("plan")["episodes"][0]
    bare.episode(text.format("pauses: {longest: 500ms}\n"))
    after = bare.json("plan")["episodes"][0]

    assert [one["file"] for one in after["treated"]] == names
    assert before["duration"] - after["duration"] == pytest.approx(3, abs=0.3), "a second and a half in each of them"
