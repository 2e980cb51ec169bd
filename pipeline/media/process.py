"""Processes that are started here: known to the stop of their run, killed with all that they started, and limited."""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from typing import IO

OUTPUT_KEPT = 16_384
"""Bytes of a process's output, the last ones."""
GONE_SECONDS = 1.0
"""Within which a killed process has ended."""


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A running process, the first of a group of its own, as the stop of its run knows it."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        kill(self.process)

    def wait(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=GONE_SECONDS)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all of its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def limit_memory(process: subprocess.Popen[bytes], most: int) -> None:
    """Let it map so many bytes of address space at most, where the system can say so."""
    limit(process, "RLIMIT_AS", most)


def limit(process: subprocess.Popen[bytes], what: str, most: int) -> None:
    try:
        import resource

        resource.prlimit(process.pid, getattr(resource, what), (most, most))
    except (ImportError, AttributeError, OSError):
        pass  # No such limit on this system; the wall-time limit still holds.


def text_of(log: IO[bytes]) -> str:
    """The end of what it wrote into a file."""
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - OUTPUT_KEPT))
    return log.read().decode(errors="replace")
