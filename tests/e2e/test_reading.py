"""`reading:` from the text to the programme: pages, the sentence that is read marked in step with the voice."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from tests.e2e.conftest import Workspace
from tests.e2e.voice import ENGINE, VOICE

TEXT = """\
# 静夜思

李白

床前明月光，
疑是地上霜。
举头望明月，
低头思故乡。
"""
EPISODE = """\
number: 1
title: 诗
segments:
  - card: 诗
    for: 1s
  - reading: poem.md
    say: yes
"""
# Without the label that says that a machine speaks, which comes and goes as well.
SERIES = "title: 朗读\nauthor: 馆\nai-content: no\nrenditions: {main: {size: 320x180, rate: 25}}\n"


@pytest.fixture
def reading(bare: Workspace) -> Workspace:
    """A poem that a voice reads: a tenth of a second for each character."""
    bare.write("fake.py", ENGINE)
    bare.write("studio.yaml", "name: 声音馆\n" + VOICE)
    bare.write("episodes/s/series.yaml", SERIES)
    bare.write("episodes/s/poem.md", TEXT)
    bare.episode(EPISODE)
    return bare


def frames(path: Path) -> list[np.ndarray[Any, Any]]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in file.decode(video=0)]


def marked(picture: np.ndarray[Any, Any], bare: np.ndarray[Any, Any]) -> float | None:
    """The row of pixels in the middle of what is marked, against the same page without a mark; None without one."""
    rows = np.flatnonzero((np.abs(picture - bare).max(axis=2) > 20).sum(axis=1) > 8)
    return float(rows.mean()) if len(rows) else None


def changes(workspace: Workspace) -> list[tuple[int, float]]:
    """At which frames of the poem the mark moves, and whereto; the page is bare before the first."""
    shown = frames(workspace.out("001 诗.mp4"))
    places = [marked(picture, shown[26]) or 0.0 for picture in shown]
    return [(at, places[at]) for at in range(27, len(shown)) if abs(places[at] - places[at - 1]) > 5]


def record(workspace: Workspace) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(workspace.out("001 诗.json").read_text(encoding="utf-8"))
    return found


def test_the_mark_moves_with_the_voice(reading: Workspace):
    reading.json("render")
    (first, author), (second, moon), (third, home) = changes(reading)

    # After the card's second: 0.2 s of silence, 2 characters, 0.8 s before a paragraph, 12, 0.3 s, 12; then a second,
    # as far as there is one.
    assert [first, second, third] == [30, 55, 93]
    assert 0 < author < moon < home


def test_a_recording_is_followed_as_well(reading: Workspace):
    reading.json("render")
    (reading.root / "episodes/s/n.wav").write_bytes(newest(reading).read_bytes())
    reading.episode(EPISODE.replace("say: yes", "narration: n.wav"))
    reading.json("render")

    assert [at for at, _ in changes(reading)] == pytest.approx([30, 55, 93], abs=5)


def newest(workspace: Workspace) -> Path:
    notes = sorted((workspace.root / ".voicehall/voices").rglob("*.json"), key=lambda path: path.stat().st_mtime)
    return notes[-1].with_suffix(".wav")


def test_the_words_are_not_burned_in_twice(reading: Workspace):
    reading.json("render")
    plain = reading.hashes()
    reading.episode(EPISODE.replace("segments:", "captions: burned\nsegments:"))
    reading.json("render")
    burned = frames(reading.out("001 诗.mp4"))
    reading.episode(EPISODE.replace("segments:", "captions: none\nsegments:"))
    reading.json("render")
    none = frames(reading.out("001 诗.mp4"))

    assert plain
    assert len(burned) == len(none)
    # One picture as the other, whatever is in the file beside it.
    assert all(np.array_equal(one, other) for one, other in zip(burned, none, strict=True))


def test_captions_elsewhere_are_still_burned_in(reading: Workspace):
    reading.episode(
        EPISODE.replace("  - card: 诗\n    for: 1s\n", "  - say: 我们来读一首诗。\n").replace(
            "segments:", "captions: burned\ntransition: {kind: dissolve, for: 400ms}\nsegments:"
        )
    )
    spans = reading.json("plan", "--why")["episodes"][0]["timeline"]

    assert [one["kind"] for one in spans][:1] == ["captions"]
    assert "reading" in {one["kind"] for one in spans}


def test_pages_that_did_not_change_are_made_once(reading: Workspace):
    lines = "".join(f"第{number}天，他走到工人中间，办夜校，建工会。" for number in "一二三四五六七八九")
    reading.write("episodes/s/poem.md", f"{lines}\n\n{lines}\n\n{lines}\n")
    reading.json("render")
    reading.write("episodes/s/poem.md", f"{lines}\n\n{lines}\n\n{lines.replace('第九天，他走', '第九天，他跑')}\n")
    spans = reading.json("plan")["episodes"][0]["timeline"]
    made = [one for one in spans if one["action"] == "encode"]

    assert len(spans) >= 8
    assert 0 < len(made) <= 2


@pytest.mark.parametrize("size", ["180x320", "180x180", "240x180"])
def test_every_shape_and_only_sound(reading: Workspace, size: str):
    reading.write("episodes/s/series.yaml", SERIES.replace("320x180", size))
    reading.json("render")

    assert [at for at, _ in changes(reading)] == [30, 55, 93]
    assert reading.out("001 诗.mp3").stat().st_size > 1000


def test_an_audiogram_shows_the_words_as_captions(reading: Workspace):
    reading.write("episodes/s/series.yaml", SERIES.replace("size: 320x180", "preset: audiogram, size: 180x180"))
    reading.episode(EPISODE.replace("segments:", "captions: burned\nsegments:"))
    spans = reading.json("plan")["episodes"][0]["timeline"]

    assert {one["kind"] for one in spans} == {"audiogram"}


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("    say: yes\n", ""), "no-narration", 6),
        (("    say: yes\n", "    say: yes\n    narration: n.wav\n"), "two-voices", 7),
        (("poem.md", "poem.pdf"), "not-text", 6),
        (("poem.md", "nothing.md"), "missing-file", 6),
        (("poem.md", '"[停顿]"'), "nothing-to-read", 6),
        (("    say: yes\n", "    say: yes\n    script: poem.md\n"), "unknown-key", 8),
    ],
    ids=["nobody reads", "two read", "another file", "no file", "nothing to read", "a script"],
)
def test_mistakes_are_told_at_their_place(reading: Workspace, change: tuple[str, str], code: str, line: int):
    reading.episode(EPISODE.replace(*change))
    found = [one for one in reading.json("check", status=1)["diagnostics"] if one["severity"] == "error"]

    assert (found[0]["code"], found[0]["line"]) == (code, line)


def test_pictures_and_times_for_a_voice_are_told(reading: Workspace):
    Image.new("RGB", (32, 18)).save(reading.root / "episodes/s/a.png")
    reading.write("episodes/s/poem.md", "床前明月光。\n\n![月](a.png){fit=crop}\n[00:05] 疑是地上霜。\n")
    found = [one for one in reading.json("check")["diagnostics"] if one["code"] != "ai-content-denied"]

    assert [(one["code"], one["line"], one["severity"]) for one in found] == [
        ("pictures-left-out", 3, "warning"), ("times-without-effect", 4, "warning"),
    ]  # fmt: skip


def test_a_time_in_the_text_pins_its_sentence(reading: Workspace):
    reading.json("render")
    (reading.root / "episodes/s/n.wav").write_bytes(newest(reading).read_bytes())
    reading.write("episodes/s/poem.md", TEXT.replace("举头", "[00:02.0] 举头"))
    reading.episode(EPISODE.replace("say: yes", "narration: n.wav"))
    reading.json("render")

    assert [at for at, _ in changes(reading)][-1] == 75


def test_the_record_has_the_sentences_with_their_times(reading: Workspace):
    reading.json("render")
    (found,) = record(reading)["readings"]

    assert [(one["start"], one["stop"], one["text"]) for one in found["sentences"]] == [
        (1.2, 1.4, "李白"), (2.2, 3.4, "床前明月光，疑是地上霜。"), (3.7, 4.9, "举头望明月，低头思故乡。"),
    ]  # fmt: skip
    assert found["passage"]["title"] == "静夜思"
    assert record(reading)["chapters"][-1]["title"] == "静夜思"


def test_the_transcript_and_the_site_look_like_the_text(reading: Workspace):
    reading.write(
        "studio.yaml", "name: 声音馆\n" + VOICE + 'targets: {site: {url: "file://site", public: "https://h.cn/"}}\n'
    )
    reading.json("render")
    reading.json("publish", "--to", "site")
    page = (reading.root / "site/s/1/index.html").read_text(encoding="utf-8")
    said = page.split('class="said"')[1].split("</section>")[0]

    assert (
        reading.out("001 诗.txt")
        .read_text(encoding="utf-8")
        .endswith("静夜思\n\n李白\n\n床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n")
    )
    assert '<p><a data-start="1.2" data-stop="1.4">李白</a></p>' in said
    # A sentence on two lines shares its time.
    assert '<p><a data-start="2.2" data-stop="2.8">床前明月光，</a>\n<a data-start="2.8" data-stop="3.4">' in said
    assert reading.json("verify")["ok"]
    assert reading.json("publish", "--to", "site")["episodes"][0]["status"] == "unchanged"


def test_a_sentence_longer_than_a_page_is_told(reading: Workspace):
    reading.write("episodes/s/poem.md", "短句。\n\n" + "他走到工人中间，" * 90 + "建工会。\n")
    (found,) = (one for one in reading.json("check")["diagnostics"] if one["code"] == "sentence-divided")

    assert (found["severity"], found["line"]) == ("warning", 3)


def test_a_new_recording_moves_the_paragraphs(reading: Workspace):
    reading.json("render")
    (reading.root / "episodes/s/n.wav").write_bytes(newest(reading).read_bytes())
    reading.episode(EPISODE.replace("say: yes", "narration: n.wav"))
    reading.json("render")
    later(reading.root / "episodes/s/n.wav", 2)
    (plan,) = reading.json("plan", "--why")["episodes"]

    assert [(one["picture"][:5], round(one["to"] - one["from"], 1)) for one in plan["moved"]] == [
        ("李白", 2.0), ("床前明月光", 2.0),
    ]  # fmt: skip


def later(path: Path, seconds: int) -> None:
    """Put silence before a sound."""
    import wave

    with wave.open(str(path)) as file:
        parameters, sound = file.getparams(), file.readframes(file.getnframes())
    with wave.open(str(path), "wb") as file:
        file.setparams(parameters)
        file.writeframes(bytes(parameters.framerate * parameters.sampwidth * parameters.nchannels * seconds) + sound)


def test_a_storyboard_shows_a_page_once(reading: Workspace):
    (board,) = reading.json("storyboard", "--to", "b.html")["episodes"]

    assert len(board["shots"]) == 2


def test_what_is_to_be_read_is_on_the_page_for_the_speaker(reading: Workspace):
    reading.json("export", "script", "s", "--to", "p.html")

    assert "床前明月光，疑是地上霜。" in (reading.root / "p.html").read_text(encoding="utf-8")
