"""espeak-ng: a small robot that speaks a hundred languages, needs no model and no network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.media.voices.programs import found_program, run_program
from pipeline.messages import tr

PROGRAM = "espeak-ng"
WORDS_A_MINUTE, PITCH = 175, 50
"""Its usual pace, and its usual pitch of 0 to 99."""
_LANGUAGES = {"zh": "cmn", "yue": "yue"}
"""Voices whose name is not that of the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Espeak:
    voice: str
    """A language or a variant of one: `cmn`, `en-gb`, `cmn+f2`."""
    rate: int
    pitch: int
    """Percent."""
    most: int = 1
    remote: bool = False

    def identity(self, content: Callable[[Path], str]) -> object:
        said = run_program([_program(), "--version"], engine=PROGRAM, sentences=0)
        return said.split("Data at")[0].strip()

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        made = []
        for number, text in enumerate(texts, start=1):
            written, sound = folder / f"{number}.txt", folder / f"{number}.wav"
            written.write_text(text + "\n", encoding="utf-8")
            pace = round(WORDS_A_MINUTE * self.rate / 100)
            pitch = min(99, round(PITCH * self.pitch / 100))
            command: list[str | Path] = [
                _program(), "-b", "1", "-v", self.voice, "-s", str(pace), "-p", str(pitch),
                "-f", written, "-w", sound,
            ]  # fmt: skip
            known = tr("'espeak-ng --voices' lists the names that 'name' may have")
            run_program(command, engine=PROGRAM, sentences=1, failed=known)
            made.append(sound)
        return made


def voice_for(language: str) -> str:
    """The voice of a language as manifests name it: `cmn` for zh-CN."""
    first = language.partition("-")[0].lower()
    return _LANGUAGES.get(first, first)


def _program() -> Path:
    return found_program(
        PROGRAM, tr("install it: 'apt install espeak-ng', 'brew install espeak-ng', or espeak-ng.msi on Windows")
    )
