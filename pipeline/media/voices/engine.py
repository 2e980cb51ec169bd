"""What every engine of voices is: sentences in, a sound file out for each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.errors import PipelineError
from pipeline.messages import NOTHING, Message


class VoiceError(PipelineError):
    """A voice cannot speak."""

    def __init__(self, message: Message, hint: Message = NOTHING, *, code: str = "voice-failed", lasting: bool = False):
        super().__init__(message, hint=hint)
        self.code = code
        self.lasting = lasting
        """Whether it is of no use to ask again in this run."""


class Engine(Protocol):
    """Speaks sentences with one voice at one pace."""

    @property
    def voice(self) -> str:
        """What the voice is called, for people and records."""

    @property
    def most(self) -> int:
        """Sentences that one start may be given."""

    @property
    def remote(self) -> bool:
        """Whether text leaves this machine."""

    def identity(self, content: Callable[[Path], str]) -> object:
        """What its sound depends on besides text, pace and pitch: its version, the content of its files.

        Raises VoiceError where it is not there, OSError for a file that cannot be read.
        """

    def speak(self, texts: Sequence[str], folder: Path) -> list[Path]:
        """A sound file for each text, in an empty folder. Raises VoiceError, Interrupted."""
