"""Mishaps: what Python, its libraries and click say of errors, without the secrets that may stand in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import click

from pipeline.masking import masked


def mask_tracebacks() -> None:
    """A bug's traceback shows lines of code, the words of its exception, and no secret in either."""
    sys.excepthook = _tell
    threading.excepthook = lambda failed: _tell(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.unraisablehook = lambda failed: _tell(failed.exc_type, failed.exc_value, failed.exc_traceback)


def mask_logs() -> None:
    """What libraries log, or warn of, goes to stderr without secrets. Not for help, which has to be there at once."""
    import logging
    import warnings

    class Plainly(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return masked(super().format(record))

    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Plainly("%(message)s"))
    written = warnings.formatwarning

    def plainly(*arguments: Any, **more: Any) -> str:
        return masked(written(*arguments, **more))

    warnings.formatwarning = plainly


@contextmanager
def masked_complaints() -> Iterator[None]:
    """Wrong usage is told with the arguments as they were typed, but for their secrets."""
    try:
        yield
    except click.ClickException as problem:
        vars(problem)["message"] = masked(problem.message)
        raise


def _tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    from traceback import format_exception

    if issubclass(kind, KeyboardInterrupt):
        return  # The signal ends the process, and whoever sent it knows.
    if sys.stderr is not None:
        sys.stderr.write(masked("".join(format_exception(kind, error, trace))))
        sys.stderr.flush()
