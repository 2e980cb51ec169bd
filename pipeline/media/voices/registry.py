"""Which engine speaks with a voice."""

from pathlib import Path
from typing import assert_never

from pipeline.media.voices.command import CommandVoice
from pipeline.media.voices.edge import Edge
from pipeline.media.voices.engine import Engine
from pipeline.media.voices.espeak import Espeak, voice_for
from pipeline.media.voices.piper import Piper
from pipeline.model.series import Voice


def engine_of(voice: Voice, *, language: str, root: Path) -> Engine:
    """The engine; `root` is the workspace's folder."""
    match voice.engine:
        case "espeak-ng":
            return Espeak(voice=voice.name or voice_for(language), rate=voice.rate, pitch=voice.pitch)
        case "piper":
            model = ((voice.folder or root) / Path(voice.name).expanduser()).absolute()
            return Piper(model=model, rate=voice.rate)
        case "command":
            return CommandVoice(
                command=voice.command, root=root, name=voice.name, rate=voice.rate, pitch=voice.pitch
            )  # fmt: skip
        case "edge":
            return Edge(voice=voice.name, rate=voice.rate, pitch=voice.pitch)
        case None:
            raise ValueError("no engine is chosen")
        case _ as never:
            assert_never(never)
