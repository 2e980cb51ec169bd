"""`say:` from the text to the programme: a voice speaks each sentence once, at times known to the millisecond."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest

from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import Workspace
from tests.e2e.voice import ENGINE, VOICE
from tests.programs import program

EPISODE = """\
number: 1
title: 银行
segments:
  - say: |
      # 银行

      银行行长来了。他说：你好！

      再见。
"""


@pytest.fixture
def speaking(bare: Workspace) -> Workspace:
    """A studio whose voice is `ENGINE`."""
    bare.write("fake.py", ENGINE)
    bare.write("studio.yaml", "name: 声音馆\n" + VOICE)
    bare.episode(EPISODE)
    return bare


def starts(workspace: Workspace) -> list[str]:
    """What the engine was given since the last question."""
    log = workspace.root / "starts.txt"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def cues(workspace: Workspace) -> list[tuple[float, str]]:
    transcript = json.loads(workspace.out("001 银行.transcript.json").read_text(encoding="utf-8"))
    return [(one["startTime"], one["body"]) for one in transcript["segments"]]


def record(workspace: Workspace) -> dict[str, object]:
    found: dict[str, object] = json.loads(workspace.out("001 银行.json").read_text(encoding="utf-8"))
    return found


def take(workspace: Workspace) -> Path:
    """What was joined last."""
    notes = sorted((workspace.root / ".voicehall/voices").rglob("*.json"), key=lambda path: path.stat().st_mtime)
    return notes[-1].with_suffix(".wav")


def running(folder: Path) -> list[str]:
    """Engines that run in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"fake.py" in (process / "cmdline").read_bytes() and (process / "cwd").readlink() == folder:
                found.append(process.name)
    return found


def seconds(path: Path) -> float:
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def test_sentences_stand_where_the_voice_speaks_them(speaking: Workspace):
    speaking.json("render")

    # 0.2 s of silence; 7 characters; 0.3 s; 6 characters; 0.8 s before a paragraph; 3 characters; 0.3 s.
    assert cues(speaking) == [(0.2, "银行行长来了。"), (1.2, "他说：你好！"), (2.6, "再见。")]
    assert seconds(take(speaking)) == pytest.approx(3.2)
    assert record(speaking)["duration"] == 3.2
    assert starts(speaking) == ["银行行长来了。", "他说：你好！", "再见。"]


def test_what_was_spoken_is_not_spoken_again(speaking: Workspace):
    speaking.json("check")
    starts(speaking)
    speaking.json("plan")
    speaking.json("render")
    first = speaking.hashes()

    assert starts(speaking) == []
    speaking.episode(EPISODE.replace("你好！", "你们好！"))
    speaking.json("render")
    assert starts(speaking) == ["他说：你们好！"]
    assert cues(speaking)[2] == (2.7, "再见。")
    speaking.episode(EPISODE)
    speaking.json("render")
    assert starts(speaking) == []
    assert speaking.hashes() == first


def test_another_machine_makes_the_same_bytes(speaking: Workspace, tmp_path: Path):
    other = speaking.copied(tmp_path / "other", ".voicehall", "out")
    speaking.json("render")
    other.json("render")

    assert starts(other) == ["银行行长来了。", "他说：你好！", "再见。"]
    assert other.hashes() == speaking.hashes()


def test_another_program_speaks_everything_again(speaking: Workspace):
    speaking.json("check")
    starts(speaking)
    speaking.write("fake.py", ENGINE.replace("8000", "9000"))
    speaking.json("check")

    assert len(starts(speaking)) == 3


def test_readings_are_heard_and_not_read(speaking: Workspace):
    speaking.write("episodes/s/lexicon.yaml", "行: 航\n行长: háng zhǎng\n银行: 银杭\n")
    speaking.episode(EPISODE + "    voice: {lexicon: lexicon.yaml}\n")
    speaking.json("render")

    assert starts(speaking)[0] == "银杭háng zhǎng来了。"
    assert cues(speaking)[0][1] == "银行行长来了。"


def test_mistakes_in_a_lexicon_are_told_one_by_one(speaking: Workspace):
    speaking.write("episodes/s/lexicon.yaml", "行: [航]\n长:\n好: 号\n'': x\n")
    speaking.episode(EPISODE + "    voice: {lexicon: lexicon.yaml}\n")
    found = speaking.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["file"], one["line"]) for one in found] == [
        ("bad-lexicon", "episodes/s/lexicon.yaml", line) for line in (1, 2, 4)
    ]


def test_settings_of_a_voice_are_merged_key_by_key(speaking: Workspace):
    speaking.write("episodes/s/lexicon.yaml", "你好: 您好\n")
    speaking.write("episodes/s/series.yaml", "title: 系列\nvoice: {rate: 50%}\n")
    speaking.episode(EPISODE.replace("segments:", "voice: {lexicon: lexicon.yaml}\nsegments:"))
    speaking.json("render")

    assert "他说：您好！" in starts(speaking)
    assert cues(speaking)[1] == (1.9, "他说：你好！")
    speaking.episode(EPISODE + "    voice: {rate: 200%}\n")
    speaking.json("render")
    assert cues(speaking)[-1] == (1.95, "再见。")


def test_a_pause_is_between_sentences(speaking: Workspace):
    speaking.episode(EPISODE + "    pause: 1s\n")
    speaking.json("render")

    assert [start for start, _ in cues(speaking)] == [0.2, 1.9, 4.0]


def test_pictures_begin_with_their_sentences(speaking: Workspace):
    from PIL import Image

    for name, colour in (("a", "#204060"), ("b", "#604020")):
        Image.new("RGB", (32, 18), colour).save(speaking.root / f"episodes/s/{name}.png")
    speaking.write("episodes/s/t.md", "![](a.png)\n银行行长来了。\n\n![](b.png)\n再见。\n")
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: t.md\n")
    spans = speaking.json("plan")["episodes"][0]["timeline"]

    # 0.2 + 0.7 + 0.8 s, in the middle between two frames.
    assert [(one["start"], one["label"]) for one in spans] == [(0.0, "a.png"), (1.72, "b.png")]


def test_a_recording_replaces_the_voice(speaking: Workspace):
    speaking.write("episodes/s/t.md", "银行行长来了。他说：你好！\n\n再见。\n")
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: t.md\n")
    speaking.json("render")
    assert record(speaking)["speech"] == [{"engine": "command", "voice": Path(sys.executable).name}]
    (speaking.root / "episodes/s/n.wav").write_bytes(take(speaking).read_bytes())
    starts(speaking)
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - narration: n.wav\n    script: t.md\n")
    speaking.json("render")

    assert starts(speaking) == []
    assert "speech" not in record(speaking)
    assert [text for _, text in cues(speaking)] == ["银行行长来了。", "他说：你好！", "再见。"]


def test_a_voice_and_a_recording_at_once_are_refused(speaking: Workspace):
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: 你好。\n    narration: n.wav\n")
    found = speaking.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"]) for one in found] == [("two-kinds", 5)]
    assert "'script:' in place of 'say:'" in found[0]["hint"]


def test_without_a_voice_the_line_to_write_is_shown(bare: Workspace):
    bare.episode(EPISODE)
    found = bare.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"], one["column"]) for one in found] == [("no-voice", 4, 10)]
    assert "voice: espeak-ng" in found[0]["hint"]


@pytest.mark.parametrize("place", ["series", "episode", "segment"])
def test_a_command_stands_only_in_the_studio_file(speaking: Workspace, place: str):
    line = 'voice: {command: [evil.sh, "{text_file}", "{out}"]}\n'
    if place == "series":
        speaking.write("episodes/s/series.yaml", "title: 系列\n" + line)
    elif place == "episode":
        speaking.episode(line + EPISODE)
    else:
        speaking.episode(EPISODE + "    " + line)
    found = speaking.json("check", status=1)["diagnostics"]

    assert "command-outside-studio" in [one["code"] for one in found]
    assert starts(speaking) == []


BROKEN = {
    "fails": ('print("AKIAIOSFODNN7EXAMPLE password=hunter2secret"); sys.exit(3)', "status 3"),
    "silent": ("tone = [0] * 16000", "nothing is heard"),
    "nothing": ("sys.exit(0)", "wrote no sound"),
    "rubbish": ('open(out, "wb").write(b"rubbish" * 99); sys.exit(0)', "is no sound"),
    "empty": ('open(out, "wb").close(); sys.exit(0)', "is no sound"),
    "endless": ("tone = [9000, -9000] * (16000 * 60)", "of no use"),
    "killed": ("import os; os.abort()", "failed with status -6"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_an_engine_does_wrong_is_told_at_the_text(speaking: Workspace, kind: str):
    line, words = BROKEN[kind]
    speaking.write("fake.py", ENGINE.replace("samples =", f"{line}\nsamples ="))
    found = speaking.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"], one["column"]) for one in found] == [("voice-failed", 4, 10)]
    assert words in found[0]["message"] and found[0]["hint"]
    assert "hunter2secret" not in json.dumps(found) and "AKIA" not in json.dumps(found)
    assert not list((speaking.root / ".voicehall").rglob("voices/*/*"))
    speaking.write("fake.py", ENGINE)
    speaking.json("check")


def test_a_program_that_is_not_there(speaking: Workspace):
    speaking.write("studio.yaml", 'name: x\nvoice: {engine: command, command: [no-such, "{text_file}", "{out}"]}\n')
    found = speaking.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"]) for one in found] == [("voice-missing", 4)]
    assert "no-such" in found[0]["message"]


def test_espeak_is_missing(bare: Workspace, tmp_path: Path):
    bare.episode("voice: espeak-ng\n" + EPISODE)
    done = bare.run("check", "--json", env={"PATH": str(tmp_path)})
    found = json.loads(done.stdout)["diagnostics"]

    assert [one["code"] for one in found] == ["voice-missing"]
    assert "install" in found[0]["hint"]


def test_secrets_of_the_environment_stay_here(speaking: Workspace):
    speaking.write("fake.py", "import os\nprint(sorted(os.environ))\nraise SystemExit(1)\n")
    done = speaking.run("check", env={"NAS_PASSWORD": "not-for-you", "GITHUB_TOKEN": "not-for-you"})

    assert "NAS_PASSWORD" not in done.stdout + done.stderr
    assert "PATH" in done.stdout + done.stderr


def test_many_sentences_a_start(speaking: Workspace):
    many = ENGINE.replace(
        'text, out, rate = pathlib.Path(sys.argv[1]).read_text("utf-8").strip(), sys.argv[2], int(sys.argv[3])\n',
        "lines, folder, rate = pathlib.Path(sys.argv[1]).read_text('utf-8').splitlines(), sys.argv[2], 100\n"
        "open('starts.txt', 'a').write('start ')\n",
    )
    head, _, body = many.partition("with open(")
    body = "with open(" + body
    looped = head + "for number, text in enumerate(lines, 1):\n    out = f'{folder}/{number}.wav'\n"
    looped += "".join(f"    {line}\n" for line in body.splitlines())
    speaking.write("fake.py", looped)
    command = f'voice: {{engine: command, command: ["{sys.executable}", fake.py, "{{lines}}", "{{folder}}"]}}\n'
    speaking.write("studio.yaml", "name: 声音馆\n" + command)
    speaking.json("render")

    assert starts(speaking) == ["start 银行行长来了。", "他说：你好！", "再见。"]
    assert [start for start, _ in cues(speaking)] == [0.2, 1.2, 2.6]


def test_pruning_leaves_what_is_spoken(speaking: Workspace):
    speaking.json("render")
    speaking.episode(EPISODE.replace("你好！", "你们好！"))
    speaking.json("render")
    folder = speaking.root / ".voicehall/voices"
    assert len(list(folder.rglob("*.wav"))) == 6
    removed = speaking.json("cache", "prune")["removed"]

    assert len([one for one in removed if one["kind"] == "voice"]) == 2
    assert len(list(folder.rglob("*.wav"))) == 4
    starts(speaking)
    speaking.json("check")
    assert starts(speaking) == []


def test_fields_are_spoken(speaking: Workspace):
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: 这是{numbering}，{title}。\n")
    speaking.json("check")

    assert starts(speaking) == ["这是第1期，银行。"]


def test_times_in_the_text_have_no_effect(speaking: Workspace):
    speaking.write("episodes/s/t.md", "[00:01] 她自幼家境十分贫寒。\n[00:09] 人民永远没有忘记她。\n")
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: t.md\n")
    found = speaking.json("check")["diagnostics"]

    assert [(one["code"], one["file"], one["line"]) for one in found] == [
        ("ai-content", "episodes/s/001.yaml", 1),
        ("times-without-effect", "episodes/s/t.md", 1),
    ]
    assert starts(speaking) == ["她自幼家境十分贫寒。", "人民永远没有忘记她。"]


def test_what_is_wrong_in_a_text_is_told_at_its_line(speaking: Workspace):
    speaking.episode(EPISODE.replace("再见。", "再见。\n\n      ![](nothing.png)"))
    found = speaking.json("check", status=1)["diagnostics"]

    assert [(one["code"], one["line"], one["column"]) for one in found] == [("missing-file", 11, 11)]


def test_the_script_can_be_read_out_by_people(speaking: Workspace):
    speaking.run("export", "script", "--to", "s.html")

    assert "银行行长来了。" in (speaking.root / "s.html").read_text(encoding="utf-8")


def test_espeak_speaks(bare: Workspace):
    program("espeak-ng")
    bare.episode("voice: {engine: espeak-ng, rate: 150%}\n" + EPISODE)
    bare.json("render")
    first = cues(bare)
    slow = record(bare)["duration"]

    assert [text for _, text in first] == ["银行行长来了。", "他说：你好！", "再见。"]
    assert first[0][0] == 0.2 and first[1][0] > 1 and first[2][0] > first[1][0] + 0.8
    assert record(bare)["speech"] == [{"engine": "espeak-ng", "voice": "cmn"}]
    bare.episode("voice: {engine: espeak-ng, rate: 300%}\n" + EPISODE)
    bare.json("render")
    assert record(bare)["duration"] < slow  # type: ignore[operator]


def test_a_voice_that_espeak_does_not_know(bare: Workspace):
    program("espeak-ng")
    bare.episode("voice: {engine: espeak-ng, name: klingon2}\n" + EPISODE)
    found = bare.json("check", status=1)["diagnostics"]

    assert [one["code"] for one in found] == ["voice-failed"]
    assert "voice does not exist" in found[0]["message"] and "--voices" in found[0]["hint"]


def test_an_archive_holds_what_was_spoken_and_starts_no_program(speaking: Workspace, tmp_path: Path):
    speaking.json("render")
    before = speaking.hashes()
    speaking.json("export", "archive", "--to", str(tmp_path / "a"))
    (tmp_path / "a/fake.py").write_text(ENGINE.replace("8000", "9000"), encoding="utf-8")
    opened = Workspace(root=tmp_path / "a")
    starts(speaking)

    opened.json("render", "--force")
    assert opened.hashes() == before
    assert starts(opened) == []


def test_looking_into_an_archive_starts_no_program(speaking: Workspace, tmp_path: Path):
    speaking.json("render")
    speaking.json("export", "archive", "--to", str(tmp_path / "a.zip"))
    starts(speaking)
    report = speaking.json("verify", "--archive", str(tmp_path / "a.zip"))

    assert report["ok"]
    assert starts(speaking) == []


def test_the_next_episode_has_the_next_text(speaking: Workspace):
    speaking.write("episodes/s/t-001.md", "你好。")
    speaking.episode("number: 1\ntitle: 银行\nsegments:\n  - say: t-001.md\n  - say: 这是001号。\n")
    speaking.run("new", "s", "--title", "二")
    (made,) = (speaking.root / "episodes/s").glob("002*.yaml")

    text = made.read_text(encoding="utf-8")
    assert "say: t-002.md" in text and "say: 这是001号。" in text


def test_ctrl_c_ends_the_engine_and_keeps_what_was_spoken(speaking: Workspace):
    waiting = ENGINE.replace("samples =", "if '再' in text:\n    import time; time.sleep(60)\nsamples =")
    speaking.write("fake.py", waiting)
    process = subprocess.Popen(
        [*COMMAND, "check"],
        cwd=speaking.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    log = speaking.root / "starts.txt"
    while not (log.exists() and "再见。" in log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    process.communicate(timeout=20)

    assert process.returncode == 130
    assert time.monotonic() - begun < 2
    assert not running(speaking.root)
    assert len(list((speaking.root / ".voicehall/voices").rglob("*.wav"))) == 2
    assert not list((speaking.root / ".voicehall/voices").rglob("*.part"))


def test_a_damaged_take_is_made_again(speaking: Workspace):
    speaking.json("render")
    starts(speaking)
    first = speaking.hashes()
    for path in (speaking.root / ".voicehall/voices").rglob("*.wav"):
        path.write_bytes(path.read_bytes()[:2000])
    speaking.json("render")

    assert starts(speaking) == ["银行行长来了。", "他说：你好！", "再见。"]
    assert speaking.hashes() == first


def test_the_same_sentence_is_spoken_once(speaking: Workspace):
    speaking.episode(
        "number: 1\ntitle: 银行\nsegments:\n  - say: 再见，朋友们。再见，朋友们。\n  - say: 再见，朋友们。\n"
    )
    speaking.json("render")

    assert starts(speaking) == ["再见，朋友们。"]
    assert [start for start, _ in cues(speaking)] == [0.2, 1.2, 2.4]


def test_a_spoken_film_says_so_in_picture_metadata_and_record_and_no_overrules_it(speaking: Workspace):
    text = EPISODE + "renditions: {main: {size: 320x180}, small: {preset: audiogram, size: 180x180}, m: audio-m4a}\n"
    speaking.episode(text)
    said = next(one for one in speaking.json("check")["diagnostics"] if one["code"].startswith("ai-"))
    speaking.run("render")

    assert (said["code"], said["severity"]) == ("ai-content", "warning") and "AI合成语音" in said["message"]
    record = json.loads(speaking.out("001 银行.json").read_text("utf-8"))
    assert record["ai_content"] == {"label": "AI合成语音", "derived": True}
    for name in ("001 银行.mp4", "001 银行.small.mp4", "001 银行.mp3", "001 银行.m4a"):
        with av.open(str(speaking.out(name))) as file:
            words = {key.lower(): value for key, value in file.metadata.items()}
        label = json.loads(words["aigc"])
        assert (label["Label"], label["ProduceID"]) == ("1", record["guid"])
        assert words["title"] == "银行"
    with_label = first_picture(speaking)

    speaking.episode(text + "ai-content: no\n")
    said = next(one for one in speaking.json("check")["diagnostics"] if one["code"].startswith("ai-"))
    speaking.run("render")

    assert said["code"] == "ai-content-denied"
    assert "ai_content" not in json.loads(speaking.out("001 银行.json").read_text("utf-8"))
    with av.open(str(speaking.out("001 银行.mp4"))) as file:
        assert not any(key.lower() == "aigc" for key in file.metadata)
    # Without the label the title goes up into its room; both stand below the band in which only the label is.
    changed = np.abs(with_label - first_picture(speaking)) > 40
    rows, columns = (np.flatnonzero(changed[:45].any(axis=axis)) for axis in (1, 0))
    title = np.flatnonzero(changed[45:].any(axis=1)) + 45
    assert rows[-1] - rows[0] + 1 >= 180 * 0.05
    assert columns[-1] < 320 / 3
    assert title[0] - rows[-1] > 180 * 0.05


def first_picture(workspace: Workspace) -> np.ndarray:
    with av.open(str(workspace.out("001 银行.mp4"))) as file:
        return next(file.decode(video=0)).to_ndarray(format="gray").astype(int)
