"""Extras: parts that a plain installation leaves out, and the error where such a part is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from pipeline.errors import PipelineError
from pipeline.messages import Message, told, tr, verbatim

Extra = Literal["cluster", "edit", "postgres", "remote", "voices"]
"""As pyproject.toml names them."""


class MissingExtra(PipelineError):
    """An extra is not installed; printed as one line."""

    def __init__(self, extra: Extra, needed_by: Message) -> None:
        super().__init__(
            tr("{needed_by} needs the extra '{extra}', which is not installed", needed_by=needed_by, extra=extra),
            hint=verbatim(f"pip install 'voicehall[{extra}]'"),
        )

    def __str__(self) -> str:
        return f"{told(self.message)}: {told(self.hint)}"


@contextmanager
def needing(extra: Extra, needed_by: Message) -> Iterator[None]:
    """Around imports of libraries that an extra brings. Raises MissingExtra where one of them cannot be imported.

    `needed_by` begins the message: "target 'school'".
    """
    try:
        yield
    except ImportError as cause:
        if (cause.name or "").startswith("pipeline"):
            # A wrong import of our own is a bug, and no matter of what is installed.
            raise
        raise MissingExtra(extra, needed_by) from cause
