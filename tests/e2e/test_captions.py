"""Captions from a manifest to what is seen and read: scripts heard out, drawn in, checked and scripted."""

import json
from fractions import Fraction

import av
import numpy as np
import pysubs2
import pytest

from tests import sources
from tests.e2e.conftest import SERIES, Workspace

SCRIPT = "# 毛泽建\n\n<!-- 慢一点 -->\n毛泽建出生在湖南湘潭韶山。\n她自幼家境贫寒。\n\n[停顿]\n\n人民没有忘记她。\n"
SPOKEN = ((0.6, 3.0), (3.5, 5.2), (6.0, 7.8))
"""Seconds."""
EPISODE = """\
number: 1
title: 毛泽建
captions: {captions}
segments:
  - narration: assets/n.wav
    script: ../../assets/n.md
    pictures: [{{image: assets/a.jpg}}]
"""


@pytest.fixture
def scripted(bare: Workspace) -> Workspace:
    """A workspace whose narration says three sentences, as a tone that stops where nobody speaks."""
    samples = np.zeros((1, 8 * 48_000), np.float32)
    for start, stop in SPOKEN:
        samples[:, round(start * 48_000) : round(stop * 48_000)] = sources.sine(
            Fraction(round((stop - start) * 1000), 1000), -20, channels=1
        )
    bare.asset(sources.sound("spoken.wav", samples), "n.wav")
    bare.asset(sources.photo("photo.jpg"), "a.jpg")
    bare.write("assets/n.md", SCRIPT)
    bare.episode(EPISODE.format(captions="soft"))
    return bare


def captions(workspace: Workspace) -> list[tuple[float, float, str]]:
    events = pysubs2.load(str(workspace.out("001 毛泽建.vtt")))
    return [(one.start / 1000, one.end / 1000, one.plaintext) for one in events]


def subtitle_tracks(workspace: Workspace, name: str = "001 毛泽建.mp4") -> int:
    with av.open(str(workspace.out(name))) as container:
        return len(container.streams.subtitles)


def letters(workspace: Workspace, second: float, name: str = "001 毛泽建.mp4") -> int:
    """Pure white pixels where captions stand, at a time."""
    with av.open(str(workspace.out(name))) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time >= second:
                gray = frame.to_ndarray(format="gray")
                return int((gray[int(gray.shape[0] * 0.8) :] > 240).sum())
    raise AssertionError("no such frame")


def test_the_sentences_of_a_script_are_found_in_the_sound(scripted: Workspace):
    (done,) = scripted.json("render")["episodes"]

    found = captions(scripted)
    assert [text for *_, text in found] == ["毛泽建出生在湖南湘潭韶山。", "她自幼家境贫寒。", "人民没有忘记她。"]
    assert [start for start, *_ in found] == pytest.approx([start for start, _ in SPOKEN], abs=0.06)
    assert all(stop >= end for (_, stop, _), (_, end) in zip(found, SPOKEN, strict=True))
    assert done["diagnostics"] == []
    assert done["spans"]["total"] == 1
    assert subtitle_tracks(scripted) == 1

    names = {file["path"].rsplit("/", 1)[-1] for file in done["files"]}
    assert {f"001 毛泽建{suffix}" for suffix in (".vtt", ".srt", ".txt", ".html", ".transcript.json")} <= names
    assert scripted.out("001 毛泽建.txt").read_text().endswith("她自幼家境贫寒。\n\n人民没有忘记她。\n")
    transcript = json.loads(scripted.out("001 毛泽建.transcript.json").read_text())
    assert [one["body"] for one in transcript["segments"]] == [text for *_, text in found]


def test_what_was_heard_is_kept_and_heard_again_it_is_the_same(scripted: Workspace):
    scripted.json("render")
    before, heard = scripted.hashes(), scripted.root / ".voicehall" / "heard"
    kept = {path.name: path.read_bytes() for path in heard.iterdir()}
    for path in heard.glob("*.json"):
        path.write_text('{"spoken": [[', encoding="utf-8")
    for path in heard.glob("*.curve"):
        path.unlink()

    (done,) = scripted.json("render")["episodes"]

    assert done["status"] == "fresh"
    assert {path.name: path.read_bytes() for path in heard.iterdir()} == kept
    assert scripted.hashes() == before


def test_burned_captions_are_seen_while_they_are_said_and_not_sent_along(scripted: Workspace):
    scripted.episode(EPISODE.format(captions="burned"))
    scripted.json("render")

    assert letters(scripted, 1.5) > 20
    assert letters(scripted, 4.5) > 20
    assert letters(scripted, 0.2) == letters(scripted, 5.8) == 0
    assert len(captions(scripted)) == 3
    assert subtitle_tracks(scripted) == 0

    scripted.write("assets/n.md", SCRIPT.replace("忘记她", "忘了她"))
    (done,) = scripted.json("render")["episodes"]
    assert done["spans"]["encoded"] == 1


def test_a_plan_says_that_the_captions_changed(scripted: Workspace):
    scripted.json("render")
    scripted.write("assets/n.md", SCRIPT.replace("忘记她", "忘了她"))
    (planned,) = scripted.json("plan")["episodes"]

    assert {file["reason"] for file in planned["files"]} == {"changed: the captions"}
    assert planned["spans"]["encoded"] == 0


def test_without_captions_nobody_listens(scripted: Workspace):
    scripted.episode(EPISODE.format(captions="none"))
    scripted.json("plan")

    assert not (scripted.root / ".voicehall" / "heard").exists()


def test_captions_that_are_wanted_no_more_leave(scripted: Workspace):
    scripted.json("render")
    assert scripted.out("001 毛泽建.srt").exists()
    scripted.episode(EPISODE.format(captions="none"))

    scripted.json("render")

    left = {path.name for path in scripted.out("001 毛泽建.mp4").parent.iterdir()}
    assert not {f"001 毛泽建{suffix}" for suffix in (".vtt", ".srt", ".txt", ".html", ".transcript.json")} & left


def test_every_file_shows_captions_in_its_own_way(scripted: Workspace):
    more = "  school: {preset: classroom, size: 320x180}\n  clean: {size: 320x180, captions: none}\n"
    scripted.write("episodes/s/series.yaml", SERIES + more)
    scripted.episode(EPISODE.format(captions="both"))
    scripted.json("render")

    assert letters(scripted, 1.5, "001 毛泽建.school.mp4") > letters(scripted, 1.5) * 1.4 > 20
    assert letters(scripted, 1.5, "001 毛泽建.clean.mp4") == 0
    assert [subtitle_tracks(scripted, f"001 毛泽建{kind}.mp4") for kind in ("", ".school", ".clean")] == [1, 0, 0]


def test_another_script_is_told_at_its_line(scripted: Workspace):
    scripted.write("assets/n.md", "# 毛泽建\n\n" + "毛泽建出生在湖南湘潭韶山，她自幼家境贫寒。" * 6)
    found = scripted.json("check")

    assert [(one["code"], one["file"], one["line"], one["severity"]) for one in found["diagnostics"]] == [
        ("script-mismatch", "assets/n.md", 3, "warning")
    ]
    assert found["ok"]


def test_captions_that_are_hard_to_read_are_told_at_their_line(scripted: Workspace):
    scripted.write(
        "assets/n.srt",
        "1\n00:00:00,000 --> 00:00:04,000\n毛泽建出生在湖南湘潭韶山她自幼家境贫寒\n\n"
        "2\n00:00:04,000 --> 00:00:04,500\n好\n，走吧。\n\n"
        "3\n00:00:09,000 --> 00:00:10,000\n太晚了。\n",
    )
    scripted.episode(EPISODE.format(captions="soft").replace("script: ../../assets/n.md", "subtitles: assets/n.srt"))

    told_lines = [(one["code"], one["line"]) for one in scripted.json("check")["diagnostics"]]
    (rendered,) = scripted.json("render")["episodes"]

    assert told_lines == [
        ("caption-width", 2),
        ("caption-break", 6),
        ("caption-short", 6),
        ("caption-speed", 6),
        ("captions-beyond-end", 11),
    ]
    assert [one["code"] for one in rendered["diagnostics"]] == ["captions-beyond-end"]


def test_a_letter_that_no_font_has_is_reported_before_it_is_burned(scripted: Workspace):
    scripted.write("assets/n.md", SCRIPT.replace("贫寒", "贫\U0003ffff寒"))

    assert scripted.json("check")["ok"]
    scripted.episode(EPISODE.format(captions="burned"))
    (found,) = scripted.json("check", status=1)["diagnostics"]
    assert (found["code"], found["file"], found["line"], found["column"]) == ("missing-glyph", "assets/n.md", 5, 7)


def test_a_recogniser_needs_a_model_and_must_be_there(scripted: Workspace):
    scripted.episode(EPISODE.format(captions="soft") + "aligner: faster-whisper\n")
    (found,) = scripted.json("check", status=1)["diagnostics"]
    assert (found["code"], found["line"]) == ("missing-model", 8)

    (scripted.root / "models").mkdir()
    scripted.episode(EPISODE.format(captions="soft") + "aligner: {engine: faster-whisper, model: ../../models}\n")
    (found,) = scripted.json("check", status=1)["diagnostics"]
    assert (found["code"], found["line"]) == ("aligner-failed", 8)
