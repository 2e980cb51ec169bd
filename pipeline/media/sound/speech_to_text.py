"""Speech to text: the words of a narration by faster-whisper, where the user has installed it with a model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.captions.transcription import Word
from pipeline.errors import MediaError, in_words
from pipeline.extras import needing
from pipeline.messages import tr

PACKAGE = "faster-whisper"


def transcribe(path: Path, model: Path, language: str) -> tuple[Word, ...]:
    """What is said in a file, word by word; nothing is downloaded.

    `model` is the folder of a converted Whisper model, `language` BCP 47. Raises MediaError when the model or the file
    cannot be used, MissingExtra when faster-whisper is not installed.
    """
    with needing("voices", tr("the aligner '{name}'", name=PACKAGE)):
        from faster_whisper import WhisperModel
    try:
        engine = WhisperModel(str(model), device="auto", compute_type="default", local_files_only=True)
        segments, _ = engine.transcribe(str(path), language=language.split("-")[0], word_timestamps=True)
        return tuple(_words(segments))
    except Exception as cause:
        # Whatever it raises: the user can do without it.
        raise MediaError(
            tr(
                "{package} cannot transcribe '{name}': {reason}",
                package=PACKAGE,
                name=path.name,
                reason=in_words(cause),
            ),
            hint=tr("check that 'model:' is a folder with a converted Whisper model"),
        ) from cause


def _words(segments: Any) -> Iterator[Word]:
    for segment in segments:
        for word in segment.words or ():
            yield Word(start=round(word.start * 1000), stop=round(word.end * 1000), text=word.word)
