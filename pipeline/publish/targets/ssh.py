"""Connections by SSH to servers whose keys are known beforehand, and what their own tools say of files."""

import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
from paramiko.pkey import UnknownKeyType
from paramiko.ssh_exception import BadHostKeyException, NoValidConnectionsError

from pipeline.publish.targets.remote import DEPTH, RemoteError, TemporaryRemoteError

PATIENCE = 20.0
"""Seconds that a server has to answer."""
LONG = 1200.0
"""Seconds that it has to read a file through, or to look through all folders."""
ALIVE = 30
"""Seconds of silence after which a line is shown to be in use, lest a router forget it."""
QUICK = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Ciphers that processors do in hardware together with the check of each packet, unlike the library's first choice."""

TOOLS = ('openssl dgst -sha256 -r "$f"', 'sha256sum -- "$f"', 'shasum -a 256 -- "$f"', "echo none")
"""The quickest first: it lets processors do what others reckon out. Macs have the one before the last."""
SUMS = f"while IFS= read -r f; do {' || '.join(TOOLS)}; done 2>/dev/null"
"""A line for each line: a login for every file would cost more than many a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How to get to an SSH server."""

    host: str
    port: int = 22
    user: str | None = None
    key: Path | None = None
    password: str | None = None
    """Of the key, where there is one."""
    known_hosts: Path


class Connection:
    """One connection; carries one file at a time."""

    def __init__(self, login: Login) -> None:
        """Raises RemoteError where the server is not to be reached, TemporaryRemoteError where that may pass."""
        self._client = connect(login)
        self.sftp = self._client.open_sftp()
        channel = self.sftp.get_channel()
        assert channel
        channel.settimeout(PATIENCE)
        self._sums: paramiko.Channel | None = None
        self._silent = False
        """Whether the server has no shell for us."""

    def close(self) -> None:
        with suppress(OSError, EOFError, paramiko.SSHException):
            self._client.close()

    def digest(self, path: str) -> str:
        """The SHA-256 that the server tells of a file; empty where it has no shell or no such program."""
        if self._silent:
            return ""
        try:
            if self._sums is None:
                self._sums = self._run(SUMS)
                self._answers = self._sums.makefile("rb")
            self._sums.sendall(f"{path}\n".encode())
            # A name with odd characters in it has a mark in front of the line.
            word = self._answers.readline().decode("ascii", "replace").lstrip("\\")[:64]
        except (OSError, EOFError, paramiko.SSHException):
            word = ""
        self._silent = not word
        return word if len(word) == 64 else ""

    def listing(self, root: str) -> dict[str, int]:
        """Bytes by path of the files below a folder, as the server tells; empty where it has no shell or none of it."""
        try:
            channel = self._run(f"find -L {shlex.quote(root)}/ -maxdepth {DEPTH} -type f -printf '%s %P\\0'")
            # A server that takes every command for a call of SFTP waits for words of it.
            channel.shutdown_write()
            with channel.makefile("rb") as answer:
                entries = answer.read().decode("utf-8", "surrogateescape").split("\0")
            told = channel.recv_exit_status() == 0 and entries.pop() == ""
            return {path: int(size) for size, _, path in (one.partition(" ") for one in entries)} if told else {}
        except (OSError, EOFError, ValueError, paramiko.SSHException):
            return {}

    def _run(self, command: str) -> paramiko.Channel:
        transport = self._client.get_transport()
        assert transport
        channel = transport.open_session(timeout=PATIENCE)
        channel.settimeout(LONG)
        # Whatever shell the user has there, this one knows the words.
        channel.exec_command(f"exec sh -c {shlex.quote(command)}")
        return channel


def connect(login: Login) -> paramiko.SSHClient:
    """A connection to a server whose key is known. Raises RemoteError where that fails, TemporaryRemoteError where it may pass."""
    key = _key(login) if login.key else None
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        if login.known_hosts.is_file():
            client.load_host_keys(str(login.known_hosts))
        client.connect(
            login.host, login.port, login.user,
            password=None if key else login.password, pkey=key,
            timeout=PATIENCE, banner_timeout=PATIENCE, auth_timeout=PATIENCE,
            look_for_keys=key is None and login.password is None,
            allow_agent=key is None and login.password is None,
            transport_factory=_transport,
        )  # fmt: skip
    except (OSError, EOFError, ValueError, paramiko.SSHException) as cause:
        # Else the server would wait minutes for somebody to log in after all.
        client.close()
        raise _refusal(login, cause) from cause
    transport = client.get_transport()
    assert transport
    transport.set_keepalive(ALIVE)
    return client


def _refusal(login: Login, cause: Exception) -> RemoteError:
    """In words, why there is no connection."""
    where = f"'{login.host}'"
    if isinstance(cause, BadHostKeyException):
        hint = f"somebody may stand between; if the server has a new key, change it in '{login.known_hosts}'"
        return RemoteError(f"{where} shows another key than it is known by", hint=hint)
    if isinstance(cause, paramiko.AuthenticationException):
        hint = "look at the user in 'url', at 'key' and at 'password-env' of the target"
        who = f"'{login.user}'" if login.user else "us"
        return RemoteError(f"{where} does not let {who} in", hint=hint)
    if isinstance(cause, NoValidConnectionsError):
        return TemporaryRemoteError(f"{where} does not answer on port {login.port}")
    if "not found in known_hosts" in str(cause):
        port = f" -p {login.port}" if login.port != 22 else ""
        hint = f"compare its key, then: ssh-keyscan{port} {login.host} >> '{login.known_hosts}'"
        return RemoteError(f"nobody vouches for the key of {where}", hint=hint)
    return TemporaryRemoteError(f"{where} cannot be reached: {cause}")


def _key(login: Login) -> paramiko.PKey:
    """Raises RemoteError where it cannot be used."""
    assert login.key
    try:
        # The library says text and means bytes.
        password: Any = login.password.encode() if login.password else None
        return paramiko.PKey.from_path(login.key, password=password)
    except OSError as cause:
        hint = "look at 'key' of the target"
        raise RemoteError(f"cannot read the key '{login.key}': {cause.strerror}", hint=hint) from cause
    except (TypeError, paramiko.PasswordRequiredException) as cause:
        hint = "name the environment variable that holds its password in 'password-env' of the target"
        raise RemoteError(f"the key '{login.key}' is locked", hint=hint) from cause
    except (ValueError, paramiko.SSHException, UnknownKeyType) as cause:
        raise RemoteError(f"'{login.key}' is no private key, or its password is wrong") from cause


def _transport(sock: Any, **more: Any) -> Any:
    transport = paramiko.Transport(sock, default_window_size=1 << 24, default_max_packet_size=1 << 18, **more)
    options = transport.get_security_options()
    options.ciphers = (*QUICK, *(name for name in options.ciphers if name not in QUICK))
    return transport
