"""edge: voices of Microsoft's servers, through edge-tts. The text leaves this machine."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.extras import needing
from pipeline.media.voices.programs import run_program
from pipeline.messages import tr

USUAL_HERTZ = 200
"""Pitch of a voice, roughly: edge is told a change in hertz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    voice: str
    """`zh-CN-XiaoxiaoNeural`."""
    rate: int
    pitch: int
    """Percent."""
    most: int = 1
    remote: bool = True

    def identity(self, content: Callable[[Path], str]) -> object:
        with needing("voices", tr("the voice '{name}'", name=self.voice)):
            from importlib.metadata import version

            import edge_tts  # noqa: F401 - it is run as a program, which can be stopped.
        # What the servers speak with, nobody tells.
        return version("edge-tts")

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        made = []
        for number, text in enumerate(texts, start=1):
            written, sound = folder / f"{number}.txt", folder / f"{number}.mp3"
            written.write_text(text + "\n", encoding="utf-8")
            command: list[str | Path] = [
                sys.executable, "-P", "-m", "edge_tts", "--file", written, "--voice", self.voice,
                f"--rate={self.rate - 100:+d}%", f"--pitch={(self.pitch - 100) * USUAL_HERTZ // 100:+d}Hz",
                "--write-media", sound,
            ]  # fmt: skip
            hint = tr("is there a network? 'edge-tts --list-voices' lists the names that 'name' may have")
            run_program(command, engine="edge", sentences=1, failed=hint)
            made.append(sound)
        return made
