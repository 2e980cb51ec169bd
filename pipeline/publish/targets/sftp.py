"""A place behind SSH: files by SFTP, resumed where they were cut off, host keys known beforehand."""

import posixpath
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256 as hasher
from pathlib import Path
from threading import local
from typing import Any

import paramiko
from paramiko.ssh_exception import BadHostKeyException, NoValidConnectionsError

from pipeline.publish.targets.place import LostError, PlaceError, is_part, part_of

PATIENCE = 20.0
"""Seconds that a server has to answer."""
QUICK = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Ciphers that processors do in hardware together with the check of each packet, unlike the library's first choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """How to get to an SSH server."""

    host: str
    port: int = 22
    user: str | None = None
    key: Path | None = None
    password: str | None = None
    known_hosts: Path


class SftpPlace:
    """A folder of a server. Each thread has a connection of its own, since one carries one file at a time best."""

    def __init__(self, login: Login, root: str) -> None:
        self._login = login
        self._root = root
        self._own = local()
        self._clients: list[paramiko.SSHClient] = []
        self._folders: set[str] = set()

    def sizes(self) -> dict[str, int]:
        with self._reached("looking around") as (_, sftp):
            found = dict(self._walk(sftp, ""))
        return {path: size for path, size in found.items() if not is_part(path)}

    def put(self, path: str, blocks: Iterable[bytes], *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        part = self._far(part_of(path, sha256))
        with self._reached(f"'{path}'") as (client, sftp):
            self._make_folder(sftp, posixpath.dirname(part))
            told = _send(sftp, part, blocks, size, sent)
            if told != sha256:
                sftp.remove(part)
                raise PlaceError(f"'{path}' changed while it was being sent", hint="render it again")
            there = sftp.stat(part).st_size
            if there != size or _far_digest(client, sftp, part) != sha256:
                sftp.remove(part)
                raise LostError(f"'{path}' did not arrive whole at '{self._login.host}'")
            sftp.posix_rename(part, self._far(path))

    def remove(self, path: str) -> None:
        with self._reached(f"'{path}'") as (_, sftp):
            with suppress(FileNotFoundError):
                sftp.remove(self._far(path))
            folder = posixpath.dirname(path)
            while folder:
                try:
                    sftp.rmdir(self._far(folder))
                except OSError:
                    break
                self._folders.discard(self._far(folder))
                folder = posixpath.dirname(folder)

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self._clients.clear()

    def _far(self, path: str) -> str:
        return posixpath.join(self._root, path) if path else self._root

    def _walk(self, sftp: paramiko.SFTPClient, folder: str) -> Iterator[tuple[str, int]]:
        try:
            entries = sftp.listdir_attr(self._far(folder))
        except FileNotFoundError:
            return
        for entry in entries:
            path = posixpath.join(folder, entry.filename)
            if stat.S_ISDIR(entry.st_mode or 0):
                yield from self._walk(sftp, path)
            elif stat.S_ISREG(entry.st_mode or 0):
                yield path, entry.st_size or 0

    def _make_folder(self, sftp: paramiko.SFTPClient, folder: str) -> None:
        if not folder or folder == "/" or folder in self._folders:
            return
        try:
            sftp.stat(folder)
        except FileNotFoundError:
            self._make_folder(sftp, posixpath.dirname(folder))
            # Another thread may have been quicker.
            with suppress(OSError):
                sftp.mkdir(folder)
            sftp.stat(folder)
        self._folders.add(folder)

    @contextmanager
    def _reached(self, what: str) -> Iterator[tuple[paramiko.SSHClient, paramiko.SFTPClient]]:
        """This thread's connection; one that breaks is given up, and the next try makes another."""
        host = self._login.host
        try:
            if getattr(self._own, "client", None) is None:
                self._own.client = connect(self._login)
                self._clients.append(self._own.client)
                self._own.sftp = self._own.client.open_sftp()
                self._own.sftp.get_channel().settimeout(PATIENCE)
            yield self._own.client, self._own.sftp
        except PlaceError:
            raise
        except PermissionError as cause:
            hint = "let the user of the target write into its folder"
            raise PlaceError(f"'{host}' does not allow {what}: permission denied", hint=hint) from cause
        except (OSError, EOFError, paramiko.SSHException) as cause:
            self._own.client = None
            # SFTP has one word for whatever else goes wrong at the server, a full disk above all.
            words = "its disk may be full" if str(cause) == "Failure" else str(cause) or "the connection was cut"
            raise LostError(f"'{host}' stumbled over {what}: {words}") from cause


def connect(login: Login) -> paramiko.SSHClient:
    """A connection to a server whose key is known. Raises PlaceError where that fails, LostError where it may pass."""
    client = paramiko.SSHClient()
    if login.known_hosts.is_file():
        client.load_host_keys(str(login.known_hosts))
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    where = f"'{login.host}'"
    try:
        client.connect(
            login.host, login.port, login.user, login.password,
            key_filename=str(login.key) if login.key else None,
            timeout=PATIENCE, banner_timeout=PATIENCE, auth_timeout=PATIENCE,
            look_for_keys=login.key is None and login.password is None,
            allow_agent=login.key is None and login.password is None,
            transport_factory=_transport,
        )  # fmt: skip
    except BadHostKeyException as cause:
        hint = f"somebody may stand between; if the server has a new key, change it in '{login.known_hosts}'"
        raise PlaceError(f"{where} shows another key than it is known by", hint=hint) from cause
    except paramiko.AuthenticationException as cause:
        hint = "look at the user in 'url', at 'key' and at 'password-env' of the target"
        raise PlaceError(f"{where} does not let '{login.user}' in", hint=hint) from cause
    except NoValidConnectionsError as cause:
        raise LostError(f"{where} does not answer on port {login.port}") from cause
    except paramiko.SSHException as cause:
        if "not found in known_hosts" in str(cause):
            port = f" -p {login.port}" if login.port != 22 else ""
            hint = f"compare its key, then: ssh-keyscan{port} {login.host} >> '{login.known_hosts}'"
            raise PlaceError(f"nobody vouches for the key of {where}", hint=hint) from cause
        raise LostError(f"{where} cannot be reached: {cause}") from cause
    except (OSError, EOFError, ValueError) as cause:
        raise LostError(f"{where} cannot be reached: {cause}") from cause
    return client


def _transport(sock: Any, **more: Any) -> Any:
    transport = paramiko.Transport(sock, default_window_size=1 << 24, default_max_packet_size=1 << 18, **more)
    options = transport.get_security_options()
    options.ciphers = (*QUICK, *(name for name in options.ciphers if name not in QUICK))
    return transport


def _send(sftp: paramiko.SFTPClient, part: str, blocks: Iterable[bytes], size: int, sent: Callable[[int], None]) -> str:
    """Write a file, going on where an earlier try was cut off; the digest of what it should hold."""
    digest = hasher()
    try:
        there = min(sftp.stat(part).st_size or 0, size)
    except FileNotFoundError:
        there = 0
    with sftp.open(part, "r+b" if there else "wb") as file:
        file.set_pipelined(True)
        file.seek(there)
        left = there
        for block in blocks:
            digest.update(block)
            if left < len(block):
                file.write(block[left:])
            left = max(0, left - len(block))
            sent(len(block))
    return digest.hexdigest()


def _far_digest(client: paramiko.SSHClient, sftp: paramiko.SFTPClient, path: str) -> str:
    """Of what really lies at the server: told by it where it has a shell, else by reading it back."""
    try:
        _, out, _ = client.exec_command(f"sha256sum -- {shlex.quote(path)}", timeout=600)
        word = out.read().split()[:1]
        if word and len(word[0].lstrip(b"\\")) == 64:
            return word[0].lstrip(b"\\").decode("ascii", "replace")
    except paramiko.SSHException:
        pass
    digest = hasher()
    with sftp.open(path, "rb") as file:
        file.prefetch()
        while block := file.read(1 << 18):
            digest.update(block)
    return digest.hexdigest()
