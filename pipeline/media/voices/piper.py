"""Piper: neural voices on this machine, a model file for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.media.voices.programs import found_program, run_program
from pipeline.messages import tr

PROGRAM = "piper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piper:
    model: Path
    """An .onnx file, with its .onnx.json beside it."""
    rate: int
    """Percent."""
    most: int = 1
    remote: bool = False

    @property
    def voice(self) -> str:
        return self.model.stem

    def identity(self, content: Callable[[Path], str]) -> object:
        settings = self.model.with_name(f"{self.model.name}.json")
        files = [self.model, *([settings] if settings.is_file() else [])]
        return [content(_program().resolve()), *map(content, files)]

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        made = []
        for number, text in enumerate(texts, start=1):
            written, sound = folder / f"{number}.txt", folder / f"{number}.wav"
            written.write_text(text + "\n", encoding="utf-8")
            # No chance in it: the same sentence shall sound the same again.
            slower = f"{Decimal(100) / self.rate:.4f}"
            # Spelled as every piper since 2023 knows them.
            command: list[str | Path] = [
                _program(), "--model", self.model, "--output_file", sound,
                "--length_scale", slower, "--noise_scale", "0", "--noise_w", "0",
            ]  # fmt: skip
            run_program(command, engine=PROGRAM, sentences=1, given=written)
            made.append(sound)
        return made


def _program() -> Path:
    return found_program(PROGRAM, tr("install it: 'pipx install piper-tts', and download a model for it"))
