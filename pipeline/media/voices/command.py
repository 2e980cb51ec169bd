"""A command of the studio's own: any program that writes sound, given one sentence a start, or many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.diagnostics import shown
from pipeline.media.voices.engine import VoiceError
from pipeline.media.voices.programs import last_words, run_program
from pipeline.messages import tr

MANY = 50
"""Sentences a start: what was spoken before a stop is kept, and models are not loaded too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandVoice:
    command: tuple[str, ...]
    root: Path
    """Of the workspace, where it is run."""
    name: str
    rate: int
    pitch: int
    """Percent."""
    remote: bool = False

    @property
    def voice(self) -> str:
        return self.name or Path(self.command[0]).name

    @property
    def most(self) -> int:
        return MANY if any("{lines}" in part for part in self.command) else 1

    def identity(self, content: Callable[[Path], str]) -> object:
        """The command, and what stands in the files that it names: a changed script speaks everything again."""
        files = (self._file(part) for part in self.command)
        return [list(self.command), [content(path) if path else "" for path in files]]

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        many = self.most > 1
        written, out = folder / ("lines.txt" if many else "text.txt"), folder / "sound.wav"
        written.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        places = {
            "{lines}" if many else "{text_file}": str(written),
            "{folder}" if many else "{out}": str(folder if many else out),
            "{name}": self.name,
            "{rate}": str(self.rate),
            "{pitch}": str(self.pitch),
        }
        program, *rest = (_filled(part, places) for part in self.command)
        own = self._file(program)
        said = run_program([own or program, *rest], engine=self.voice, sentences=len(texts), folder=self.root)
        made = [folder / f"{number}.wav" for number in range(1, len(texts) + 1)] if many else [out]
        for path, text in zip(made, texts, strict=True):
            if path.is_symlink() or not path.is_file():
                words = last_words(said)
                message = tr("'{engine}' wrote no sound for '{text}'", engine=self.voice, text=shown(text))
                if words:
                    message = tr(
                        "'{engine}' wrote no sound for '{text}'; it said: {words}",
                        engine=self.voice, text=shown(text), words=words,
                    )  # fmt: skip
                hint = tr("it must write {file}", file="{folder}/1.wav, 2.wav, ..." if many else "{out}")
                raise VoiceError(message, hint)
        return made

    def _file(self, part: str) -> Path | None:
        """The file of the workspace, or elsewhere, that a part of the command names."""
        if "{" in part or not part or ("/" not in part and not (self.root / part).is_file()):
            return None
        path = self.root / Path(part).expanduser()
        return path if path.is_file() else None


def _filled(part: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        part = part.replace(name, value)
    return part
