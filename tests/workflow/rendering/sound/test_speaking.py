"""Speaking: what the speaker asks of engines, and what it tells of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from pipeline.digest import file_digest
from pipeline.manifest import read
from pipeline.media.voices.engine import VoiceError
from pipeline.media.voices.sound import Spoken, write_speech
from pipeline.messages import told, tr
from pipeline.model.episode import Episode
from pipeline.workflow.rendering.sound import speaking
from pipeline.workflow.rendering.sound.speaking import Speaker


@dataclass(eq=False)
class Stand:
    """An engine whose sentences last a tenth of a second for each character."""

    remote: bool = False
    most: int = 2
    voice: str = "v"
    failing: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def identity(self, content: Callable[[Path], str]) -> object:
        return "1"

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        self.asked.append(tuple(texts))
        if self.failing:
            raise VoiceError(tr("stopped"), lasting=True)
        made = [folder / f"{number}.wav" for number in range(len(texts))]
        for path, text in zip(made, texts, strict=True):
            write_speech(Spoken(rate=16_000, samples=np.full(len(text) * 1600, 5000, np.int16)), to=path)
        return made


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    folder = tmp_path / "episodes/s"
    folder.mkdir(parents=True)
    (tmp_path / "studio.yaml").write_text("name: x\nvoice: {engine: edge, name: v}\n")
    (folder / "series.yaml").write_text("title: x\n")
    text = "number: 1\ntitle: x\nsegments:\n  - say: 甲一。乙二三。丙。\n  - say: 乙二三。\n"
    (folder / "001.yaml").write_text(text, encoding="utf-8")
    return read(tmp_path, (), tmp_path).episodes[0]


def speaker(tmp_path: Path, engine: Stand, monkeypatch: pytest.MonkeyPatch) -> Speaker:
    monkeypatch.setattr(speaking, "engine_of", lambda voice, **_: engine)
    return Speaker(
        folder=tmp_path / "v", root=tmp_path, content=file_digest, say=lambda text: None, given=tmp_path / "g"
    )


def test_sentences_are_given_in_groups_and_each_once(episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine = Stand()
    spoken, said = speaker(tmp_path, engine, monkeypatch).spoken(episode)

    assert engine.asked == [("甲一。", "乙二三。"), ("丙。",)]
    assert said == []
    times = [[(one.at, one.until) for one in segment.sentences] for segment in spoken.segments]  # type: ignore[union-attr]
    assert times == [[(200, 500), (800, 1200), (1500, 1700)], [(200, 600)]]


def test_what_is_sent_away_is_told_where_it_stands_and_once(
    episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _, said = speaker(tmp_path, Stand(remote=True), monkeypatch).spoken(episode)

    assert [(one.code, one.severity, one.mark.line) for one in said] == [("text-sent", "warning", 4)]
    assert told(said[0].message) == "3 sentences of this text were sent to the servers of 'v'"
    assert speaker(tmp_path, Stand(remote=True), monkeypatch).spoken(episode)[1] == []


def test_an_engine_that_hangs_is_not_asked_again(episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine = Stand(failing=True)
    _, said = speaker(tmp_path, engine, monkeypatch).spoken(episode)

    assert len(engine.asked) == 1
    assert [one.mark.line for one in said] == [4, 5]


def test_nobody_is_started_where_that_is_not_wanted(episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    engine = Stand()
    strange = speaker(tmp_path, engine, monkeypatch)
    strange.trusted = False

    assert [one.code for one in strange.spoken(episode)[1]] == ["voice-missing", "voice-missing"]
    assert engine.asked == []


def test_what_came_with_the_workspace_is_taken(episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = speaker(tmp_path, Stand(), monkeypatch)
    spoken, _ = first.spoken(episode)
    for place, path in first.handed_on(spoken).items():
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(path.read_bytes())
    engine = Stand()
    other = speaker(tmp_path, engine, monkeypatch)
    other.folder, other.trusted = tmp_path / "elsewhere", False

    again, said = other.spoken(episode)
    assert (engine.asked, said) == ([], [])
    assert [one.sentences for one in again.segments] == [one.sentences for one in spoken.segments]  # type: ignore[union-attr]
