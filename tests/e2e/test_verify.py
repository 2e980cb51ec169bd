"""Verifying, as a producer meets it: sound programmes pass, and whatever is broken in one is told."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.digest import file_digest
from pipeline.workflow.session import Session
from pipeline.workflow.verifying.verify import verify
from tests import sources
from tests.e2e import alter
from tests.e2e.conftest import Workspace

LESSON = """\
number: 1
title: 毛泽建
date: 2022-03-31
summary: 一位女战士的一生
segments:
  - card: "第1期\\n毛泽建"
    for: 5s
  - narration: assets/voice.wav
    subtitles: assets/voice.srt
    pictures: [{image: assets/a.jpg}, {image: assets/b.jpg}]
  - clip: assets/clip.mp4
"""
SUBTITLES = "1\n00:00:01,000 --> 00:00:03,000\n烈士塔下\n\n2\n00:00:04,000 --> 00:00:06,000\n颂英烈 < & >\n"


def murmur(seconds: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Noise that rises and falls as speech does, and is never the same twice."""
    samples = seconds * sources.SAMPLE_RATE
    noise = np.random.default_rng(7).standard_normal(samples + 7)
    low = np.convolve(noise, np.ones(8) / 8, mode="valid")
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(samples) / sources.SAMPLE_RATE)
    return np.tile((0.2 * low * swell).astype(np.float32), (2, 1))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A silent card of 5 s, a narration of 10 s over two pictures, a moving clip of 5 s with a tone: all rendered."""
    made = Workspace(root=tmp_path_factory.mktemp("verify") / "声音馆 工作区")
    made.write("studio.yaml", "name: 声音馆\n")
    made.write(
        "episodes/s/series.yaml",
        "title: 颂英烈\nauthor: 开福区\ncategory: 党史\ntotal: 3\nrenditions:\n  main: {size: 320x180, rate: 25}\n",
    )
    made.asset(sources.sound("voice.wav", murmur(10)))
    made.asset(sources.photo("a.jpg"))
    made.asset(sources.photo("b.jpg", seed=2))
    made.asset(sources.numbered("clip.mp4", sources.regular(25, 125), sound=-20))
    made.write("assets/voice.srt", SUBTITLES)
    made.episode(LESSON)
    made.json("render")
    return made


@pytest.fixture
def programme(made: Workspace, tmp_path: Path) -> Workspace:
    """The same, to be broken; nobody has measured it yet."""
    shutil.copytree(made.root, tmp_path / "w", symlinks=True, ignore=shutil.ignore_patterns("verdicts"))
    return Workspace(root=tmp_path / "w")


def verdict(programme: Workspace, status: int = 0, *more: str) -> Any:
    (episode,) = programme.json("verify", *more, status=status)["episodes"]
    return episode


def of(episode: Any, suffix: str) -> Any:
    return next(file for file in episode["files"] if file["path"].endswith(suffix))


def codes(episode: Any, suffix: str) -> set[str]:
    return {finding["code"] for finding in of(episode, suffix)["findings"]}


def test_a_sound_programme_passes(made: Workspace):
    report = made.json("verify")

    (episode,) = report["episodes"]
    assert (report["ok"], report["command"]) == (True, "verify")
    assert (episode["series"], episode["number"], episode["title"], episode["verdict"]) == ("s", 1, "毛泽建", "pass")
    film, sound = of(episode, ".mp4"), of(episode, ".mp3")
    assert film["findings"] == sound["findings"] == []
    assert (film["path"], film["rendition"], film["verdict"]) == ("out/s/001 毛泽建.mp4", "main", "pass")
    assert film["measures"]["sha256"] == file_digest(made.out("001 毛泽建.mp4"))
    assert film["measures"]["decoded_frames"] == 500
    assert film["measures"]["integrated_lufs"] == pytest.approx(-16, abs=0.3)
    assert film["measures"]["true_peak_dbtp"] <= -1
    assert film["measures"]["sync_ms"] == pytest.approx(0, abs=1)
    assert sound["measures"]["sound_late_ms"] == pytest.approx(0, abs=1)
    assert (of(episode, ".square.jpg")["measures"]["width"], of(episode, "建.jpg")["measures"]["width"]) == (3000, 320)
    assert (film["measures"]["sound_places"], film["measures"]["picture_late_ms"]) == (4, 0)


def test_what_the_timeline_has_so_is_explained(made: Workspace):
    measures = of(verdict(made), ".mp4")["measures"]

    assert [(one["start"], one["stop"]) for one in measures["silent"]] == [(0, 5)]
    assert all(one["explained"] for kind in ("black", "frozen", "silent") for one in measures[kind])


def test_a_verdict_stands_on_the_board_for_these_bytes_only(programme: Workspace):
    record = file_digest(programme.out("001 毛泽建.json"))
    board = lambda: programme.json("status")["episodes"][0]["verified"]  # noqa: E731
    assert board() is None

    verdict(programme)
    assert (board(), file_digest(programme.out("001 毛泽建.json"))) == ("pass", record)

    with programme.out("001 毛泽建.mp3").open("ab") as file:
        file.write(b"\0")
    assert board() is None
    programme.episode(LESSON.replace("一位女战士", "女战士"))
    programme.json("render")
    assert board() is None


CUT = "trim=end_frame=500,setpts=N/25/TB"
BROKEN: list[tuple[str, str, Callable[[Path], None]]] = [
    (".mp4", "whole", alter.cut_short),
    (".mp3", "whole", alter.cut_short),
    (".mp4", "decode", alter.flip_bytes),
    (".mp4", "whole", alter.make_mdat_too_long),
    (".mp4", "chapters", alter.without_chapters),
    (".mp3", "chapters", alter.without_chapters),
    (".mp4", "tags", alter.another_title),
    (".mp3", "tags", alter.another_title),
    (".mp4", "tags", alter.another_language),
    (".mp3", "tags", alter.another_language),
    (".mp4", "tags", alter.another_identity),
    (".mp3", "tags", alter.another_identity),
    (".mp4", "cover", alter.another_cover),
    (".mp3", "cover", alter.another_cover),
    (".mp4", "faststart", alter.index_last),
    (".mp4", "sync", alter.shift_sound),
    (".mp4", "audio-video", alter.shift_sound),
    (".mp4", "loudness", alter.re_encoded("-af", "volume=-4dB", "-c:a", "aac", "-b:a", "160k")),
    (".mp4", "true-peak", alter.re_encoded("-af", "volume=6dB", "-c:a", "aac", "-b:a", "320k")),
    (".mp4", "silence", alter.re_encoded("-af", "volume=0:enable='between(t,8,14)'", "-c:a", "aac", "-b:a", "160k")),
    (".mp4", "black", alter.re_encoded("-filter:v:0", "drawbox=t=fill:color=black:enable='between(t,6,9)'")),
    (".mp4", "frozen", alter.re_encoded("-filter:v:0", f"loop=loop=75:size=1:start=400,{CUT}")),
    (".mp4", "frame-rate", alter.re_encoded("-filter:v:0", "fps=24")),
    (".mp4", "picture-format", alter.re_encoded("-filter:v:0", "scale=160:90")),
    (".mp4", "length", alter.re_encoded("-t", "17")),
]  # fmt: skip


def reseal(programme: Workspace, path: Path) -> None:
    """Write the file's new hash into its record, as nobody should: now only measuring can tell."""
    place = path.with_name("001 毛泽建.json")
    record = json.loads(place.read_text(encoding="utf-8"))
    for file in record["files"]:
        if file["path"] == path.name:
            file["sha256"], file["bytes"] = file_digest(path), path.stat().st_size
    place.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize(("suffix", "code", "harm"), BROKEN, ids=lambda one: getattr(one, "__name__", str(one)))
def test_what_is_broken_is_told(programme: Workspace, suffix: str, code: str, harm: Callable[[Path], None]):
    path = programme.out(f"001 毛泽建{suffix}")
    harm(path)
    reseal(programme, path)

    (episode,) = verify(Session(cwd=programme.root)).programmes

    (file,) = (one for one in episode.files if one.path == f"out/s/{path.name}")
    found = {finding.code for finding in file.findings}
    assert code in found
    assert "hash" not in found
    assert episode.verdict != "pass"


def test_a_changed_byte_is_told_by_its_hash(programme: Workspace):
    path = programme.out("001 毛泽建.jpg")
    path.write_bytes(path.read_bytes() + b"\0")

    episode = verdict(programme, 1)

    assert (episode["verdict"], codes(episode, ".jpg")) == ("fail", {"hash"})
    assert codes(episode, ".mp4") == set()


def test_a_missing_file_is_told(programme: Workspace):
    programme.out("001 毛泽建.mp3").unlink()

    assert "cannot be read" in of(verdict(programme, 1), ".mp3")["findings"][0]["message"]


@pytest.mark.parametrize("text", ["", '{"voicehall": 1, ', '{"voicehall": 9}'])
def test_a_damaged_record_is_told(programme: Workspace, text: str):
    programme.out("001 毛泽建.json").write_text(text, encoding="utf-8")

    (file,) = verdict(programme, status=1)["files"]
    assert (file["path"], file["verdict"]) == ("out/s/001 毛泽建.json", "fail")
    assert "its record is damaged" in programme.run("plan").stdout


def test_another_file_in_its_place_is_told(programme: Workspace):
    shutil.copyfile(sources.flash_and_beep("swap.mp4", 3), programme.out("001 毛泽建.mp4"))

    assert {"hash", "tags", "chapters", "length", "whole"} <= codes(verdict(programme, 1), ".mp4")


def test_subtitle_files_that_say_something_else_are_told(programme: Workspace):
    path = programme.out("001 毛泽建.vtt")
    path.write_text(path.read_text(encoding="utf-8").replace("烈士塔下", "烈士塔上"), encoding="utf-8")
    reseal(programme, path)

    (finding,) = of(verdict(programme, 1), ".vtt")["findings"]

    assert (finding["code"], finding["message"]) == ("caption-files", "its caption 1 says '烈士塔上', not '烈士塔下'")


def test_captions_that_are_hard_to_read_are_worth_a_warning(programme: Workspace):
    programme.write("assets/voice.srt", f"1\n00:00:01,000 --> 00:00:01,500\n{'烈' * 20}\n")
    programme.json("render")

    episode = verdict(programme)

    assert (episode["verdict"], codes(episode, ".vtt")) == ("warn", {"captions"})
    assert of(episode, ".vtt")["measures"]["caption_violations"] >= 2


def test_a_policy_asks_for_less_or_more(programme: Workspace):
    with programme.out("001 毛泽建.jpg").open("ab") as file:
        file.write(b"\0")
    programme.write("mine.yaml", "verify:\n  hash: ignore\n  loudness-range: {warn: 0 LU}\n")

    episode = verdict(programme, 0, "--policy", "mine.yaml")

    assert (episode["verdict"], codes(episode, ".jpg"), codes(episode, ".mp4")) == ("warn", set(), {"loudness-range"})


def test_a_workspace_may_have_a_policy_of_its_own(programme: Workspace):
    programme.write("verify.yaml", "verify: {loudness-range: {fail: 0 LU}}\n")

    assert verdict(programme, 1)["verdict"] == "fail"


def test_mistakes_in_a_policy_are_shown_at_their_place(programme: Workspace):
    programme.write("mine.yaml", "verify:\n  loudnes: 1 LU\n  sync: 30\n")

    done = programme.run("verify", "--policy", "mine.yaml")

    assert done.returncode == 1
    assert "mine.yaml:2:3: unknown key 'loudnes' [unknown-key]" in done.stderr
    assert "hint: did you mean 'loudness'?" in done.stderr
    assert "mine.yaml:3:9: '30' has no unit [bad-time]" in done.stderr


def test_adopted_programmes_are_measured_without_a_timeline(bare: Workspace):
    bare.asset(sources.flash_and_beep("old.mp4", 6))
    bare.episode("number: 1\ntitle: 旧\nprogramme: assets/old.mp4\n")
    bare.json("render")

    film = of(verdict(bare), ".mp4")

    assert film["measures"]["decoded_frames"] == 150
    assert "sync_ms" not in film["measures"]


def test_a_manifest_that_was_changed_since_leaves_what_the_record_says(programme: Workspace):
    programme.episode(LESSON.replace("for: 5s", "for: 7s"))

    episode = verdict(programme)

    film = of(episode, ".mp4")
    assert film["measures"]["decoded_frames"] == 500
    assert "sync_ms" not in film["measures"]
    assert film["measures"]["silent"]
    assert episode["verdict"] == "pass"


def test_what_is_not_rendered_is_no_failure_unless_it_was_asked_for(programme: Workspace):
    programme.episode("number: 2\ntitle: 郭亮\nsegments: [{image: assets/a.jpg, for: 5s}]\n", 2)

    assert programme.run("verify").returncode == 0
    report = programme.json("verify", "s/1-2", status=1)
    assert [one["verdict"] for one in report["episodes"]] == ["pass", "missing"]
    assert "none of this has been rendered yet" in programme.run("verify", "s/2").stderr


def test_the_page_stands_alone(programme: Workspace):
    done = programme.run("verify", "--html", "核验 报告.html")

    text = (programme.root / "核验 报告.html").read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "毛泽建" in text
    assert "passed" in text
    assert text.count("data:image/jpeg;base64,") >= 4
    assert '<path d="M' in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
