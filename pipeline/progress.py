"""Progress: where work says how far it is, whoever listens: a terminal, a page, a test, nobody."""

from typing import Protocol


class Progress(Protocol):
    """Told by one thread at a time, between `begin` and `close`."""

    def say(self, text: str) -> None:
        """A line for people."""

    def begin(self, total: float, *, seconds: float | None = None) -> None:
        """Work of this amount begins: CPU seconds or bytes, as its steps are counted; `seconds` it is to take."""

    def started(self, label: str) -> None:
        """A step begins."""

    def finished(self, label: str, amount: float) -> None:
        """A step has ended, well or badly, and so much of the total with it."""

    def advanced(self, amount: float) -> None:
        """So much more is done, within whatever step."""

    def tick(self) -> None:
        """Time has passed."""

    def close(self) -> None:
        """The work has ended, well or badly; saying it twice does no harm."""


class NoProgress:
    """A `Progress` to which nobody listens."""

    def say(self, text: str) -> None:
        return None

    def begin(self, total: float, *, seconds: float | None = None) -> None:
        return None

    def started(self, label: str) -> None:
        return None

    def finished(self, label: str, amount: float) -> None:
        return None

    def advanced(self, amount: float) -> None:
        return None

    def tick(self) -> None:
        return None

    def close(self) -> None:
        return None
