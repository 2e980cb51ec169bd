"""A real Dask scheduler and real workers on loopback, each a process of its own in a folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds within which anything waited for must have happened, however busy the machine is."""


class Cluster:
    """A scheduler; workers come with `worker` and are ended with `dismiss`, everything with `close`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self._workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("scheduler", "dask_scheduler", "--scheduler-file", str(folder / "scheduler.json"))
        self.address = until(self._address)

    def worker(self, name: str, *, threads: int = 1, **env: str) -> "subprocess.Popen[bytes]":
        """Start a worker; it is there once `has` says so."""
        given = ("--nthreads", str(threads), "--no-nanny", "--name", name)
        started = self._start(name, "dask_worker", self.address, *given, "--local-directory", str(self.folder), **env)
        self._workers.append(started)
        return started

    def has(self, *names: str) -> None:
        """Wait until these workers have come, and no others are there."""
        with self.client() as client:
            until(lambda: {one["name"] for one in client.scheduler_info()["workers"].values()} == set(names))

    @contextmanager
    def client(self) -> Iterator[Any]:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            yield client

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Every thread of every worker is taken until the end of the block."""
        gate = self.folder / "gate"
        gate.write_text("closed")
        with self.client() as client:
            taken = [
                client.submit(_wait_for_end, str(gate), workers=[name], key=f"busy-{name}-{index}")
                for name, threads in client.nthreads().items()
                for index in range(threads)
            ]
            until(lambda: all(map(len, client.processing().values())))
            try:
                yield
            finally:
                gate.unlink()
                client.gather(taken)

    def tasks(self) -> int:
        """How many tasks the scheduler knows of."""
        with self.client() as client:
            return int(client.run_on_scheduler(_count))

    def dismiss(self) -> None:
        """End the workers, and wait until the scheduler knows of none."""
        for process in self._workers:
            process.kill()
            process.wait()
        self._workers.clear()
        self.has()

    def close(self) -> None:
        for process in (*self._workers, self._scheduler):
            process.kill()
            process.wait()

    def _start(self, name: str, module: str, *arguments: str, **env: str) -> "subprocess.Popen[bytes]":
        place = self.folder / name
        # The second of a name comes after the first was dismissed.
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        with (place / "log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *arguments,
                 "--host", "127.0.0.1", "--port" if module == "dask_scheduler" else "--worker-port", "0",
                 "--no-dashboard"],
                cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT)} | env, stdout=log, stderr=log,
            )  # fmt: skip

    def _address(self) -> str:
        try:
            return str(json.loads((self.folder / "scheduler.json").read_text())["address"])
        except (OSError, ValueError):
            return ""


def until(found: Callable[[], Any]) -> Any:
    """Wait until `found` gives something true, and return that."""
    deadline = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return value


def kill(process: "subprocess.Popen[bytes]") -> None:
    """As a power cut does: without a word, and with what it has started."""
    with subprocess.Popen(["ps", "-o", "pid=", "--ppid", str(process.pid)], stdout=subprocess.PIPE) as found:
        assert found.stdout is not None
        started = [int(line) for line in _lines(found.stdout)]
    process.kill()
    process.wait()
    for number in started:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    yield from file.read().split()


def _wait_for_end(gate: str) -> None:
    while Path(gate).exists():
        time.sleep(0.05)


def _count(dask_scheduler: Any) -> int:
    return len(dask_scheduler.tasks)
