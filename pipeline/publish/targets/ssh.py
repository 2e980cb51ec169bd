"""Connections by SSH to servers whose keys are known beforehand, and what programs there tell of files."""

import logging
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
from paramiko.pkey import UnknownKeyType
from paramiko.ssh_exception import BadHostKeyException, NoValidConnectionsError

from pipeline.errors import in_words
from pipeline.messages import tr
from pipeline.publish.targets.remote import MAX_DEPTH, RemoteError, TemporaryRemoteError, one_line

TIMEOUT = 20.0
"""Seconds that a server has to answer."""
LONG_TIMEOUT = 1200.0
"""Seconds that it has to read a whole file, or to list all folders."""
KEEPALIVE = 30
"""Seconds of silence after which a packet is sent: routers drop connections that look unused."""
FAST_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Ciphers that processors do in hardware together with the check of each packet, unlike the library's first choice."""

TOOLS = ('openssl dgst -sha256 -r "$f"', 'sha256sum -- "$f"', 'shasum -a 256 -- "$f"', "echo none")
"""Programs that print a digest, the fastest first: openssl uses the processor's own instructions. Macs have shasum."""
DIGEST_LOOP = f"while IFS= read -r f; do {' || '.join(TOOLS)}; done 2>/dev/null"
"""Prints a digest for every path that it reads: a login for each file would take longer than many a file."""


# The library's threads log tracebacks of broken connections, which Python prints where nobody listens. What went wrong
# is in the error that we get as well.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


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
        """Raises RemoteError where the server cannot be reached; see `connect`."""
        self._client = connect(login)
        try:
            self.sftp = self._client.open_sftp()
        except BaseException:
            self.close()
            raise
        channel = self.sftp.get_channel()
        assert channel
        channel.settimeout(TIMEOUT)
        self._digests: paramiko.Channel | None = None
        self._no_shell = False
        """Whether the server answers no command."""

    def close(self) -> None:
        with suppress(OSError, EOFError, paramiko.SSHException):
            self._client.close()

    def digest(self, path: str) -> str:
        """The SHA-256 that a program of the server prints of a file; empty where it has no shell or no such program."""
        if self._no_shell:
            return ""
        try:
            if self._digests is None:
                self._digests = self._run(DIGEST_LOOP)
                self._answers = self._digests.makefile("rb")
            self._digests.sendall(f"{path}\n".encode())
            # A name with odd characters in it has a mark in front of the line.
            word = self._answers.readline().decode("ascii", "replace").lstrip("\\")[:64]
        except (OSError, EOFError, paramiko.SSHException):
            word = ""
        self._no_shell = not word
        return word if len(word) == 64 else ""

    def listing(self, root: str) -> dict[str, int]:
        """Bytes by path of the files below a folder; empty where the server has no shell or no such folder."""
        try:
            channel = self._run(f"find -L {shlex.quote(root)}/ -maxdepth {MAX_DEPTH} -type f -printf '%s %P\\0'")
            # A server that runs SFTP whatever the command waits for input.
            channel.shutdown_write()
            with channel.makefile("rb") as answer:
                entries = answer.read().decode("utf-8", "surrogateescape").split("\0")
            complete = channel.recv_exit_status() == 0 and entries.pop() == ""
            return {path: int(size) for size, _, path in (one.partition(" ") for one in entries)} if complete else {}
        except (OSError, EOFError, ValueError, paramiko.SSHException):
            return {}

    def _run(self, command: str) -> paramiko.Channel:
        transport = self._client.get_transport()
        assert transport
        channel = transport.open_session(timeout=TIMEOUT)
        channel.settimeout(LONG_TIMEOUT)
        # The user's own shell there may be none that understands this.
        channel.exec_command(f"exec sh -c {shlex.quote(command)}")
        return channel


def connect(login: Login) -> paramiko.SSHClient:
    """A connection to a server whose key is known.

    Raises RemoteError where that fails, TemporaryRemoteError where a second try may succeed.
    """
    key = _key(login) if login.key else None
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        if login.known_hosts.is_file():
            client.load_host_keys(str(login.known_hosts))
        client.connect(
            login.host, login.port, login.user,
            password=None if key else login.password, pkey=key,
            timeout=TIMEOUT, banner_timeout=TIMEOUT, auth_timeout=TIMEOUT,
            look_for_keys=key is None and login.password is None,
            allow_agent=key is None and login.password is None,
            transport_factory=_transport,
        )  # fmt: skip
    except BaseException as cause:
        # An open connection without a login would stay open for minutes.
        client.close()
        if isinstance(cause, OSError | EOFError | ValueError | paramiko.SSHException):
            raise _error(login, cause) from cause
        raise
    transport = client.get_transport()
    assert transport
    transport.set_keepalive(KEEPALIVE)
    return client


def _error(login: Login, cause: Exception) -> RemoteError:
    """In words, why there is no connection."""
    host = login.host
    if isinstance(cause, BadHostKeyException):
        return RemoteError(
            tr("'{host}' shows another key than the one known for it", host=host),
            hint=tr(
                "this may be an attack; if the server really has a new key, replace the old one in '{file}'",
                file=login.known_hosts,
            ),
        )
    if isinstance(cause, paramiko.AuthenticationException):
        hint = tr("check the user in 'url', 'key' and 'password-env' of the target")
        if login.user:
            return RemoteError(tr("'{host}' refuses the login of '{user}'", host=host, user=login.user), hint=hint)
        return RemoteError(tr("'{host}' refuses the login", host=host), hint=hint)
    if isinstance(cause, NoValidConnectionsError):
        return TemporaryRemoteError(tr("'{host}' does not answer on port {port}", host=host, port=login.port))
    if "not found in known_hosts" in str(cause):
        port = f" -p {login.port}" if login.port != 22 else ""
        command = f"ssh-keyscan{port} {host} >> '{login.known_hosts}'"
        return RemoteError(
            tr("the key of '{host}' is not known yet", host=host),
            hint=tr("compare it with what the server's owner says, then: {command}", command=command),
        )
    if "banner" in str(cause).lower():
        return TemporaryRemoteError(
            tr("'{host}' does not answer as an SSH server on port {port}", host=host, port=login.port),
            hint=tr("check host and port in 'url' of the target; the server may also be busy"),
        )
    reason = one_line(cause) or (tr("the connection was cut") if isinstance(cause, EOFError) else type(cause).__name__)
    return TemporaryRemoteError(tr("'{host}' cannot be reached: {reason}", host=host, reason=reason))


def _key(login: Login) -> paramiko.PKey:
    """Raises RemoteError where it cannot be used."""
    assert login.key
    try:
        # The library's annotation says str, but it needs bytes.
        password: Any = login.password.encode() if login.password else None
        return paramiko.PKey.from_path(login.key, password=password)
    except OSError as cause:
        raise RemoteError(
            tr("cannot read the key '{file}': {reason}", file=login.key, reason=in_words(cause)),
            hint=tr("check 'key' of the target"),
        ) from cause
    except (TypeError, paramiko.PasswordRequiredException) as cause:
        raise RemoteError(
            tr("the key '{file}' is locked by a password", file=login.key),
            hint=tr("name the environment variable that holds the password in 'password-env' of the target"),
        ) from cause
    except (ValueError, paramiko.SSHException, UnknownKeyType) as cause:
        message = tr("'{file}' is not a private key, or its password is wrong", file=login.key)
        raise RemoteError(message) from cause


def _transport(sock: Any, **more: Any) -> Any:
    transport = paramiko.Transport(sock, default_window_size=1 << 24, default_max_packet_size=1 << 18, **more)
    options = transport.get_security_options()
    options.ciphers = (*FAST_CIPHERS, *(name for name in options.ciphers if name not in FAST_CIPHERS))
    return transport
