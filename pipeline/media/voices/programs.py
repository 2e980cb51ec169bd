"""Running the program of a voice: without a shell, with limits, without the secrets of our environment."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from pipeline.documents.diagnostics import shown
from pipeline.errors import in_words
from pipeline.masking import masked
from pipeline.masking.names import is_secret_name
from pipeline.media.process import Child, kill, limit, limit_memory, text_of
from pipeline.media.voices.engine import VoiceError
from pipeline.messages import NOTHING, Message, tr
from pipeline.stop import check_stop, current_stop
from pipeline.wording import duration

START_SECONDS = 90.0
"""That a program may take for its models."""
SENTENCE_SECONDS = 30.0
"""That it may take for each sentence."""
MEMORY = 12 << 30
"""Bytes of address space: models are mapped into it whole."""
OUTPUT = 512 << 20
"""Bytes of one file that it writes."""
_TOLD = 300
"""Characters of its own words that are told."""


def found_program(name: str, missing: Message) -> Path:
    """Where a program of the system is. Raises VoiceError with the hint `missing`."""
    path = shutil.which(name)
    if path is None:
        raise VoiceError(
            tr("the program '{name}' is not installed", name=name), missing, code="voice-missing", lasting=True
        )
    return Path(path)


def run_program(
    arguments: Sequence[str | Path],
    *,
    engine: str,
    sentences: int,
    folder: Path | None = None,
    given: Path | None = None,
    failed: Message = NOTHING,
) -> str:
    """Run to the end; returns the end of what it wrote to both outputs.

    `given` is the file that it reads as its input, `engine` names it in messages, `failed` is the hint where it fails.
    Raises VoiceError, Interrupted.
    """
    seconds = START_SECONDS + SENTENCE_SECONDS * sentences
    stop = current_stop()
    late = threading.Event()
    with tempfile.TemporaryFile() as log, (given or Path(os.devnull)).open("rb") as text:
        try:
            with stop.starting() as children:
                process = subprocess.Popen(
                    list(map(str, arguments)), stdin=text, stdout=log, stderr=log,
                    process_group=0, cwd=folder, env=_environment(),
                )  # fmt: skip
                child = Child(process)
                children.add(child)
        except OSError as cause:
            raise VoiceError(
                tr("'{program}' cannot be started: {reason}", program=shown(str(arguments[0]), 200),
                   reason=in_words(cause)),
                tr("is it installed, and may it be run?"), code="voice-missing", lasting=True,
            ) from cause  # fmt: skip
        limit_memory(process, MEMORY)
        limit(process, "RLIMIT_FSIZE", OUTPUT)
        timer = threading.Timer(seconds, _end, [process, late])
        timer.daemon = True
        timer.start()
        try:
            process.wait()
        finally:
            timer.cancel()
            # Whatever it left running goes as well.
            kill(process)
            process.wait()
            stop.forget(child)
        check_stop()
        said = text_of(log)
        if late.is_set():
            raise VoiceError(
                tr("'{engine}' was stopped: it took longer than {limit}", engine=engine, limit=duration(seconds)),
                tr("does it wait for something? Try it on the command line"), lasting=True,
            )  # fmt: skip
        if process.returncode:
            raise VoiceError(_failure(engine, process.returncode, said), failed or _HINT)
        return said


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    kill(process)


_HINT = tr("try it on the command line with the same text")


def _failure(engine: str, status: int, said: str) -> Message:
    if status == -signal.SIGXFSZ:
        return tr("'{engine}' was stopped: it wrote a file without end", engine=engine)
    words = last_words(said)
    if words:
        return tr("'{engine}' failed with status {status}: {words}", engine=engine, status=status, words=words)
    return tr("'{engine}' failed with status {status} and said nothing", engine=engine, status=status)


def last_words(said: str) -> str:
    """The last line of a program's output, as messages quote it: without secrets and colours."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", masked(said)).splitlines()]
    return shown(next((line for line in reversed(lines) if line), ""), _TOLD)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not is_secret_name(name)}
