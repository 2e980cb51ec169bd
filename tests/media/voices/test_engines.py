"""Engines: what their programs are called with, looked at by programs in their place."""

import json
import sys
from pathlib import Path

import pytest

from pipeline.digest import file_digest
from pipeline.extras import MissingExtra
from pipeline.media.voices import edge
from pipeline.media.voices.command import CommandVoice
from pipeline.media.voices.edge import Edge
from pipeline.media.voices.engine import VoiceError
from pipeline.media.voices.espeak import Espeak, voice_for
from pipeline.media.voices.piper import Piper
from pipeline.messages import told

STAND_IN = f"""\
#!{sys.executable}
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
with open(folder / "calls.jsonl", "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
(folder / "given").write_bytes(sys.stdin.buffer.read())
if "--version" in sys.argv:
    print("eSpeak NG text-to-speech: 1.99  Data at: /somewhere")
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with stand-ins, the only one in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("espeak-ng", "piper"):
        (folder / name).write_text(STAND_IN)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def calls(folder: Path) -> list[list[str]]:
    return [json.loads(line) for line in (folder / "calls.jsonl").read_text().splitlines()]


def test_espeak_is_told_pace_and_pitch(programs: Path, tmp_path: Path):
    engine = Espeak(voice="cmn", rate=80, pitch=150)

    assert engine.identity(file_digest) == "eSpeak NG text-to-speech: 1.99"
    assert engine.speak(["你好。"], tmp_path) == [tmp_path / "1.wav"]
    expected = ["-b", "1", "-v", "cmn", "-s", "140", "-p", "75", "-f", str(tmp_path / "1.txt")]
    assert calls(programs)[1] == [*expected, "-w", str(tmp_path / "1.wav")]
    assert (tmp_path / "1.txt").read_text(encoding="utf-8") == "你好。\n"


@pytest.mark.parametrize(("language", "voice"), [("zh-CN", "cmn"), ("en-GB", "en"), ("yue", "yue")])
def test_a_language_has_a_voice(language: str, voice: str):
    assert voice_for(language) == voice


def test_piper_speaks_without_chance(programs: Path, tmp_path: Path):
    model = tmp_path / "huayan.onnx"
    model.write_bytes(b"model")
    engine = Piper(model=model, rate=80)
    before = engine.identity(file_digest)
    engine.speak(["你好。"], tmp_path)

    (call,) = calls(programs)
    assert call[call.index("--length_scale") + 1] == "1.2500"
    assert call[call.index("--noise_scale") + 1] == call[call.index("--noise_w") + 1] == "0"
    assert engine.voice == "huayan"
    assert (programs / "given").read_text(encoding="utf-8") == "你好。\n"
    (tmp_path / "huayan.onnx.json").write_text("{}")
    assert engine.identity(file_digest) != before


@pytest.mark.parametrize("name", ["espeak-ng", "piper"])
def test_a_missing_program_is_told_with_how_to_install_it(programs: Path, tmp_path: Path, name: str):
    (programs / name).unlink()
    engine = Espeak(voice="cmn", rate=100, pitch=100) if name == "espeak-ng" else Piper(model=tmp_path, rate=100)

    with pytest.raises(VoiceError) as caught:
        engine.identity(lambda path: "")

    assert caught.value.code == "voice-missing"
    assert f"'{name}' is not installed" in told(caught.value.message) and "install" in told(caught.value.hint)


def test_a_command_is_run_without_a_shell(tmp_path: Path):
    (tmp_path / "say.sh").write_text(STAND_IN)
    (tmp_path / "say.sh").chmod(0o755)
    command = ("say.sh", "{text_file}", "{out}", "$(touch evil); {name}", "{rate}", "{pitch}")
    engine = CommandVoice(command=command, root=tmp_path, name="a b", rate=90, pitch=110)

    with pytest.raises(VoiceError) as caught:
        engine.speak(["你好。"], tmp_path)

    assert "wrote no sound for '你好。'" in told(caught.value.message)
    (call,) = calls(tmp_path)
    assert call == [str(tmp_path / "text.txt"), str(tmp_path / "sound.wav"), "$(touch evil); a b", "90", "110"]
    assert not (tmp_path / "evil").exists()


def test_a_link_in_place_of_sound_is_no_sound(tmp_path: Path):
    (tmp_path / "say.py").write_text("import os, sys; os.symlink('/etc/hostname', sys.argv[1])")
    command = (sys.executable, "say.py", "{out}", "{text_file}")
    engine = CommandVoice(command=command, root=tmp_path, name="", rate=100, pitch=100)

    with pytest.raises(VoiceError):
        engine.speak(["你好。"], tmp_path)


def test_edge_is_told_changes_and_not_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[list[str]] = []
    monkeypatch.setattr(edge, "run_program", lambda command, **_: asked.append([str(part) for part in command]))
    engine = Edge(voice="zh-CN-XiaoxiaoNeural", rate=90, pitch=105)
    engine.speak(["你好。"], tmp_path)

    assert {"--rate=-10%", "--pitch=+10Hz"} <= set(asked[0])
    assert engine.remote


def test_without_the_extra_edge_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "edge_tts", None)

    with pytest.raises(MissingExtra):
        Edge(voice="zh-CN-XiaoxiaoNeural", rate=100, pitch=100).identity(file_digest)
