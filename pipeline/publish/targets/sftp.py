"""A place behind SSH: files by SFTP, resumed where they were cut off."""

import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256 as hasher

import paramiko

from pipeline.errors import PipelineError
from pipeline.publish.targets.remote import DEPTH, Content, RemoteError, TemporaryRemoteError, changed, part_path
from pipeline.publish.targets.ssh import Connection, Login

FULL = "Failure"
"""SFTP has one word for whatever goes wrong at the server, a full disk above all."""


class SftpFolder:
    """A folder of a server. Several threads may use it: each has a connection to itself as long as it needs one."""

    def __init__(self, login: Login, root: str) -> None:
        self._login = login
        self._root = root
        self._free: list[Connection] = []
        self._all: list[Connection] = []
        self._folders: set[str] = set()

    def sizes(self) -> dict[str, int]:
        with self._reached("looking around") as there:
            return there.listing(self._root) or dict(self._walk(there.sftp, "", DEPTH))

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        part = self._far(part_path(path, sha256))
        with self._reached(f"'{path}'") as there:
            sftp = there.sftp
            self._make_folder(sftp, posixpath.dirname(part))
            try:
                _send(sftp, part, content, size, sent)
            except OSError as cause:
                if str(cause) == FULL:
                    # What cannot be finished would keep a full disk full.
                    with suppress(OSError):
                        sftp.remove(part)
                raise
            if sftp.stat(part).st_size != size or not _is_whole(there, part, sha256):
                sftp.remove(part)
                if _digest(content(0)) != sha256:
                    raise changed(path)
                raise TemporaryRemoteError(f"'{path}' did not arrive whole at '{self._login.host}'")
            sftp.posix_rename(part, self._far(path))

    def remove(self, path: str) -> None:
        with self._reached(f"'{path}'") as there:
            with suppress(FileNotFoundError):
                there.sftp.remove(self._far(path))
            folder = posixpath.dirname(path)
            while folder:
                try:
                    there.sftp.rmdir(self._far(folder))
                except OSError:
                    break
                self._folders.discard(self._far(folder))
                folder = posixpath.dirname(folder)

    def close(self) -> None:
        for connection in self._all:
            connection.close()
        self._free.clear()
        self._all.clear()

    def _far(self, path: str) -> str:
        return posixpath.join(self._root, path) if path else self._root

    def _walk(self, sftp: paramiko.SFTPClient, folder: str, depth: int) -> Iterator[tuple[str, int]]:
        try:
            entries = sftp.listdir_attr(self._far(folder))
        except FileNotFoundError:
            return
        except PermissionError:
            if not folder:
                raise
            return
        for entry in entries:
            path = posixpath.join(folder, entry.filename)
            if stat.S_ISLNK(entry.st_mode or 0):
                try:
                    entry = sftp.stat(self._far(path))
                except OSError:
                    continue
            if stat.S_ISDIR(entry.st_mode or 0) and depth > 1:
                yield from self._walk(sftp, path, depth - 1)
            elif stat.S_ISREG(entry.st_mode or 0):
                yield path, entry.st_size or 0

    def _make_folder(self, sftp: paramiko.SFTPClient, folder: str) -> None:
        if not folder or folder == "/" or folder in self._folders:
            return
        try:
            sftp.stat(folder)
        except FileNotFoundError:
            self._make_folder(sftp, posixpath.dirname(folder))
            try:
                sftp.mkdir(folder)
            except PermissionError:
                raise
            except OSError:
                # Another thread may have been quicker.
                sftp.stat(folder)
        self._folders.add(folder)

    @contextmanager
    def _reached(self, what: str) -> Iterator[Connection]:
        """A connection that nobody else uses; one that breaks is given up, and the next try makes another."""
        host = self._login.host
        there = None
        try:
            there = self._free.pop() if self._free else self._another()
            yield there
        except PipelineError:
            self._release(there)
            raise
        except PermissionError as cause:
            self._release(there)
            hint = "let the user of the target write into its folder"
            raise RemoteError(f"'{host}' does not allow {what}: permission denied", hint=hint) from cause
        except (OSError, EOFError, paramiko.SSHException) as cause:
            if there:
                there.close()
            if str(cause) == FULL:
                raise RemoteError(f"'{host}' cannot take {what}: its disk may be full") from cause
            words = str(cause) or "the connection was cut"
            raise TemporaryRemoteError(f"'{host}' stumbled over {what}: {words}") from cause
        self._release(there)

    def _another(self) -> Connection:
        made = Connection(self._login)
        self._all.append(made)
        return made

    def _release(self, connection: Connection | None) -> None:
        if connection:
            self._free.append(connection)


def _send(sftp: paramiko.SFTPClient, part: str, content: Content, size: int, sent: Callable[[int], None]) -> None:
    """Write a file, going on where an earlier try was cut off."""
    try:
        there = min(sftp.stat(part).st_size or 0, size)
    except FileNotFoundError:
        there = 0
    sent(there)
    with sftp.open(part, "r+b" if there else "wb") as file:
        file.set_pipelined(True)
        file.seek(there)
        for block in content(there):
            file.write(block)
            sent(len(block))


def _is_whole(there: Connection, path: str, sha256: str) -> bool:
    """Whether that content lies at the server: told by its own program, else by reading the file back.

    A shell may see other folders than SFTP does: what it denies is looked at.
    """
    if there.digest(path) == sha256:
        return True
    with there.sftp.open(path, "rb") as file:
        file.prefetch()
        return _digest(iter(lambda: file.read(1 << 18), b"")) == sha256


def _digest(blocks: Iterable[bytes]) -> str:
    digest = hasher()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
