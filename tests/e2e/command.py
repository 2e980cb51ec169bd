"""The real command, every run in a process of its own, which is forked from one that has loaded the program already.

Loading takes longer than most runs, and so does what `warmth` has done already. What a fresh start is needed for is
started with COMMAND.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "cli"]
ROOT = Path(__file__).parent.parent.parent
SECONDS = 120
"""After which a run is ended."""


def run_command(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run it to its end. Where `env` says something to Python, or nothing can be forked, it is started afresh."""
    more = env or {}
    if any(name.startswith("PYTHON") for name in more) or not hasattr(os, "fork"):
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | more,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        out, err = Path(folder, "out"), Path(folder, "err")
        connection.settimeout(SECONDS + 10)
        connection.connect(_loaded())
        environment = os.environ | more
        request = {"arguments": arguments, "cwd": str(cwd), "env": environment, "out": str(out), "err": str(err)}
        connection.sendall(json.dumps(request).encode() + b"\n")
        with connection.makefile() as answer:
            status = int(answer.readline())
        return subprocess.CompletedProcess(
            [*COMMAND, *arguments], status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


@cache
def _loaded() -> str:
    """Where the process that has loaded the program listens, as long as this one lives."""
    folder = tempfile.TemporaryDirectory()
    address = str(Path(folder.name, "socket"))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.command", address],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    atexit.register(folder.cleanup)
    # The last that is registered comes first.
    atexit.register(process.wait)
    atexit.register(process.stdin.close)
    assert process.stdout.readline(), "the program cannot be loaded"
    return address


def _serve(address: str) -> dict[str, Any] | None:
    """Forks for every request; returns in the new process with what it shall run, in the old one None at the end."""
    running: dict[int, socket.socket] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)
        while sys.stdin not in (ready := select.select([listener, sys.stdin, woken], [], [])[0]):
            if woken in ready:
                os.read(woken, 1 << 12)
                _answer(running)
            if listener in ready:
                connection, _ = listener.accept()
                with connection.makefile() as lines:
                    request: dict[str, Any] = json.loads(lines.readline())
                run = os.fork()
                if run == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for one in (*running.values(), connection, listener):
                        one.close()
                    os.close(woken)
                    os.close(wake)
                    return request
                running[run] = connection
    return None


def _answer(running: dict[int, socket.socket]) -> None:
    """Tell those who wait for runs that have ended how they ended."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            run, status = found
            with running.pop(run) as connection:
                connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _main() -> None:
    status = 0

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

    # The first that is registered comes last. Taking every module apart would take longer than most runs.
    atexit.register(leave)
    import cli
    import pipeline

    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from tests.e2e import warmth

    warmth.warm()
    gc.freeze()
    request = _serve(sys.argv[1])
    if request is None:
        return
    signal.alarm(SECONDS)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    warmth.begin()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(request["out"], os.O_WRONLY | os.O_CREAT), 1)
    os.dup2(os.open(request["err"], os.O_WRONLY | os.O_CREAT), 2)
    sys.argv = [str(cli.__file__), *request["arguments"]]
    # So that processes that the command starts find the module that it began with.
    sys.modules["__main__"] = cli
    status = 1
    try:
        cli.main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        raise


if __name__ == "__main__":
    _main()
