"""Progress on stderr: a live bar with time left on a terminal, plain lines otherwise."""

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

from pipeline.masking import masked
from pipeline.messages import tr
from pipeline.wording import duration
from pipeline.workflow.time_left import TimeLeft

LINE_SECONDS = 5.0
"""Between two plain lines of progress."""


class TerminalProgress:
    """A `Progress` for people at a command line."""

    def __init__(self, *, quiet: bool, plain: bool) -> None:
        # Python has no stderr where it was started with it closed.
        self._quiet = quiet or sys.stderr is None
        self._plain = plain
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._spoken = 0.0
        self._time = TimeLeft(total=1e-9, begun=0.0)
        self._total = 1e-9
        self._done = 0.0
        self._running: list[str] = []

    def say(self, text: str) -> None:
        if self._quiet:
            return
        text = masked(text)
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            # Nobody listening is no reason to stop the work.
            with suppress(OSError):
                sys.stderr.buffer.write(text.encode("utf-8", "replace") + b"\n")
                sys.stderr.flush()

    def begin(self, total: float, *, seconds: float | None = None) -> None:
        self._spoken = time.monotonic()
        self._total, self._done = max(total, 1e-9), 0.0
        self._time = TimeLeft(total=self._total, begun=self._spoken, foreseen=seconds)
        if self._quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        terminal = Console(stderr=True, no_color=self._plain)
        left = TextColumn("{task.fields[left]}")
        label = TextColumn("{task.description}", markup=False)
        self._bar = Progress(BarColumn(24), TaskProgressColumn(), left, label, console=terminal, transient=True)
        self._task = self._bar.add_task("", total=self._total, left="")
        self._bar.start()

    def started(self, label: str) -> None:
        self._running.append(label)
        self.tick()

    def finished(self, label: str, amount: float) -> None:
        if label in self._running:
            self._running.remove(label)
        self._done += amount
        self._time.done(self._done, time.monotonic())
        self.tick()

    def advanced(self, amount: float) -> None:
        self._done = min(self._done + amount, self._total)
        self._time.done(self._done, time.monotonic())
        self.tick()

    def tick(self) -> None:
        now = time.monotonic()
        label = masked(self._running[0]) if self._running else ""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, description=label[:70], left=self._left(now))
        elif not self._quiet and now - self._spoken >= LINE_SECONDS:
            self._spoken = now
            self.say(f"{self._done / self._total:4.0%}  {self._left(now)}  {label}")

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _left(self, now: float) -> str:
        """Time left; nothing while nobody can say."""
        left = self._time.left(now)
        return "" if left is None else tr("{time} left", time=duration(left))
