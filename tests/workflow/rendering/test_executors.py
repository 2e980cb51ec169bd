"""Crews: a file that changes, or goes away, while it is read is told by its name, whatever the decoder says of it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import pipeline.workflow.rendering.executors
from pipeline.build import Action, LocalRunner, Store
from pipeline.digest import file_digest
from pipeline.errors import MediaError, PipelineError
from pipeline.messages import tr
from pipeline.model.media import Font
from pipeline.workflow.rendering.executors import LocalCrew


@dataclass(frozen=True)
class Copying:
    file: Font


def crew_and_action(folder: Path, monkeypatch, perform) -> tuple[LocalCrew, Action, Path]:
    path = folder / "片.mp4"
    path.write_bytes(b"as it was checked")
    monkeypatch.setattr(pipeline.workflow.rendering.executors, "perform", lambda action, inputs, *, to: perform(path))
    action = Action(
        kind="copy", recipe=Copying(file=Font(content=file_digest(path), path=path)), suffix=".mp4", label="s/1: a clip"
    )
    store = Store(folder / "store")
    return LocalCrew(store=store, runner=LocalRunner({"encode": 1}), content=file_digest), action, path


def breaking(path: Path) -> None:
    raise MediaError(tr("'{name}' cannot be decoded at {time}", name=path.name, time="00:01.000"))


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda path: path.unlink(), "s/1: a clip: '片.mp4' is gone since it was checked"),
        (lambda path: path.write_bytes(b"something else"), "s/1: a clip: '片.mp4' was changed while it was read"),
    ],
)
def test_what_happens_to_a_file_while_it_is_read(happens, words, fails, tmp_path, monkeypatch):
    def perform(path: Path) -> None:
        happens(path)
        if fails:
            breaking(path)

    crew, action, _ = crew_and_action(tmp_path, monkeypatch, perform)

    with pytest.raises(PipelineError) as caught:
        crew._perform(action, [], to=tmp_path / "made")

    assert caught.value.message == words


def test_a_file_that_is_as_it_was_is_damaged(tmp_path, monkeypatch):
    crew, action, _ = crew_and_action(tmp_path, monkeypatch, breaking)

    with pytest.raises(MediaError, match="cannot be decoded"):
        crew._perform(action, [], to=tmp_path / "made")
