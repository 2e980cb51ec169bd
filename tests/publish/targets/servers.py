"""Servers of the tests' own: OpenSSH, WebDAV and S3 over a folder, and a line between that can be cut."""

import getpass
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from pipeline.publish.targets.ssh import Login
from tests.programs import program

HOST = "127.0.0.1"
USER = getpass.getuser()


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


@contextmanager
def running(command: list[str], port: int, *, most: int | None = None) -> Iterator[None]:
    """A server as long as the block lasts. It can write no file of more than `most` bytes, as on a full disk."""

    def starve() -> None:
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=starve)
    try:
        deadline = time.monotonic() + 20
        while not answers(port):
            assert process.poll() is None, f"{command[0]} gave up"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True)
class SshServer:
    """An OpenSSH server that lets one key in."""

    port: int
    home: Path
    """Its keys, and the key that it lets in."""

    @property
    def key(self) -> Path:
        return self.home / "key"

    @property
    def known_hosts(self) -> Path:
        return self.home / "known hosts"

    def vouch(self, port: int | None = None, key: str = "host") -> None:
        """Let `known_hosts` know the server by a key, under another port where something stands between."""
        kind, public = (self.home / f"{key}.pub").read_text().split()[:2]
        self.known_hosts.write_text(f"[{HOST}]:{port or self.port} {kind} {public}\n")

    def login(self, port: int | None = None) -> Login:
        return Login(host=HOST, port=port or self.port, user=USER, key=self.key, known_hosts=self.known_hosts)

    def target(self, folder: Path, port: int | None = None) -> str:
        """The entry in studio.yaml."""
        url = f"sftp://{USER}@{HOST}:{port or self.port}{folder}"
        return f'url: "{url}", key: "{self.key}", known-hosts: "{self.known_hosts}"'


@contextmanager
def ssh_server(home: Path, *options: str, most: int | None = None) -> Iterator[SshServer]:
    sshd, keygen = program("sshd"), program("ssh-keygen")
    port = free_port()
    home.mkdir(parents=True, exist_ok=True)
    for name in ("host", "other", "key", "stranger"):
        if not (home / name).exists():
            subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    config = [
        *options,
        f"Port {port}",
        f"ListenAddress {HOST}",
        f'HostKey "{home}/host"',
        f'AuthorizedKeysFile "{home}/key.pub"',
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "PermitRootLogin yes",
        "Subsystem sftp internal-sftp",
    ]
    (home / "config").write_text("\n".join(config))
    made = SshServer(port=port, home=home)
    made.vouch()
    with running([sshd, "-D", "-e", "-f", str(home / "config")], port, most=most):
        yield made


@contextmanager
def webdav_server(folder: Path, password: str = "") -> Iterator[int]:
    """The port of a server over a folder; it asks the user `hall` for the password."""
    port = free_port()
    login = ["--user", "hall", "--pass", password] if password else []
    with running([*rclone("webdav", folder), "--addr", f"{HOST}:{port}", *login], port):
        yield port


@contextmanager
def s3_server(folder: Path) -> Iterator[int]:
    """The port of a server whose buckets are the folders in a folder; it knows the keys `access` and `secret`."""
    port = free_port()
    with running([*rclone("s3", folder), "--addr", f"{HOST}:{port}", "--auth-key", "access,secret"], port):
        yield port


def rclone(kind: str, folder: Path) -> list[str]:
    """It comes with the tests' packages, beside the interpreter."""
    own = Path(sys.executable).with_name("rclone")
    # It remembers folders for minutes otherwise, whatever is laid into them.
    return [str(own) if own.is_file() else program("rclone"), "serve", kind, str(folder), "--dir-cache-time", "1ms"]


class Line:
    """A line to a server that breaks whenever so many bytes went to it, so many times."""

    def __init__(self, to: int, *, after: int, times: int) -> None:
        self._to, self._after = to, after
        self.left = times
        self.calls = 0
        """Connections so far."""
        self._socket = socket.create_server((HOST, 0))
        self.port = int(self._socket.getsockname()[1])
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._socket.accept()
                self.calls += 1
                far = socket.create_connection((HOST, self._to))
                Thread(target=self._carry, args=(far, near, False), daemon=True).start()
                Thread(target=self._carry, args=(near, far, True), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        went = 0
        with suppress(OSError):
            while data := source.recv(1 << 16):
                went += len(data)
                if counted and self.left and went > self._after:
                    self.left -= 1
                    break
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
