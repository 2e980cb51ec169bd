"""A recogniser that the user has installed: asked for words, on this machine only; its failures are plain."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from pipeline.captions.transcription import Word
from pipeline.errors import MediaError
from pipeline.extras import MissingExtra
from pipeline.media.sound.speech_to_text import transcribe


def installed(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    module = ModuleType("faster_whisper")
    module.WhisperModel = model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)


def test_words_with_their_times(monkeypatch: pytest.MonkeyPatch):
    class Model:
        def __init__(self, folder: str, **settings: object) -> None:
            assert (folder, settings["local_files_only"]) == ("/models/small", True)

        def transcribe(self, path: str, *, language: str, word_timestamps: bool) -> Any:
            assert (path, language, word_timestamps) == ("/w/n.m4a", "zh", True)
            heard = [SimpleNamespace(start=0.5, end=1.25, word="毛泽建")]
            return iter([SimpleNamespace(words=heard), SimpleNamespace(words=None)]), None

    installed(monkeypatch, Model)

    assert transcribe(Path("/w/n.m4a"), Path("/models/small"), "zh-CN") == (Word(start=500, stop=1250, text="毛泽建"),)


def test_its_failure_is_one_plain_error(monkeypatch: pytest.MonkeyPatch):
    def model(folder: str, **settings: object) -> Any:
        raise RuntimeError("Unable to open file 'model.bin'")

    installed(monkeypatch, model)

    with pytest.raises(MediaError, match=r"cannot transcribe 'n.m4a': Unable to open file 'model.bin'"):
        transcribe(Path("/w/n.m4a"), Path("/models/small"), "zh-CN")


def test_without_it_the_user_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)

    with pytest.raises(MissingExtra, match=r"the aligner 'faster-whisper' needs .*voicehall\[voices\]"):
        transcribe(Path("/w/n.m4a"), Path("/models/small"), "zh-CN")
