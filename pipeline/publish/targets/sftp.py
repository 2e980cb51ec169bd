"""Targets behind SSH: files by SFTP, resumed where a connection broke."""

import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256 as hasher

import paramiko

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.publish.targets.remote import (
    MAX_DEPTH,
    Content,
    RemoteError,
    damaged_upload,
    part_path,
    server_failed,
    source_changed,
)
from pipeline.publish.targets.ssh import Connection, Login

FAILURE = "Failure"
"""What SFTP says of every error that it has no code for; most often the disk is full."""


class SftpFolder:
    """A folder of a server. Several threads may use it: each has a connection of its own while it needs one."""

    def __init__(self, login: Login, root: str) -> None:
        self._login = login
        self._root = root
        self._free: list[Connection] = []
        self._all: list[Connection] = []
        self._folders: set[str] = set()

    def sizes(self) -> dict[str, int]:
        with self._connection() as connection:
            return connection.listing(self._root) or dict(self._walk(connection.sftp, "", MAX_DEPTH))

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        part = self._absolute(part_path(path, sha256))
        with self._connection(path) as connection:
            sftp = connection.sftp
            self._make_folder(sftp, posixpath.dirname(part))
            try:
                _send(sftp, part, content, size, sent)
            except OSError as cause:
                if str(cause) == FAILURE:
                    # An unfinished file would keep a full disk full.
                    with suppress(OSError):
                        sftp.remove(part)
                raise
            if sftp.stat(part).st_size != size or not _is_whole(connection, part, sha256):
                sftp.remove(part)
                if _digest(content(0)) != sha256:
                    raise source_changed(path)
                raise damaged_upload(self._login.host, path)
            sftp.posix_rename(part, self._absolute(path))

    def remove(self, path: str) -> None:
        with self._connection(path) as connection:
            with suppress(FileNotFoundError):
                connection.sftp.remove(self._absolute(path))
            folder = posixpath.dirname(path)
            while folder:
                try:
                    connection.sftp.rmdir(self._absolute(folder))
                except OSError:
                    break
                self._folders.discard(self._absolute(folder))
                folder = posixpath.dirname(folder)

    def close(self) -> None:
        for connection in self._all:
            connection.close()
        self._free.clear()
        self._all.clear()

    def _absolute(self, path: str) -> str:
        return posixpath.join(self._root, path) if path else self._root

    def _walk(self, sftp: paramiko.SFTPClient, folder: str, depth: int) -> Iterator[tuple[str, int]]:
        try:
            entries = sftp.listdir_attr(self._absolute(folder))
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
                    entry = sftp.stat(self._absolute(path))
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
    def _connection(self, path: str = "") -> Iterator[Connection]:
        """A connection that nobody else uses; one that breaks is closed, and the next try opens another.

        Errors of the server become RemoteError. `path` is of the file in question, empty for all files.
        """
        host = self._login.host
        connection = None
        try:
            connection = self._free.pop() if self._free else self._open()
            yield connection
        except PipelineError:
            self._release(connection)
            raise
        except PermissionError as cause:
            self._release(connection)
            raise RemoteError(
                tr("'{server}' refuses access: {reason}", server=host, reason=tr("permission denied")),
                hint=tr("allow the user of the target to write into its folder"),
            ) from cause
        except (OSError, EOFError, paramiko.SSHException) as cause:
            if connection:
                connection.close()
            if str(cause) == FAILURE:
                message = tr("'{server}' cannot store '{path}': its disk may be full", server=host, path=path)
                raise RemoteError(message) from cause
            raise server_failed(host, path, str(cause) or tr("the connection was cut")) from cause
        except BaseException:
            # Whatever it was, what the connection carries now is not known.
            if connection:
                connection.close()
            raise
        self._release(connection)

    def _open(self) -> Connection:
        connection = Connection(self._login)
        self._all.append(connection)
        return connection

    def _release(self, connection: Connection | None) -> None:
        if connection:
            self._free.append(connection)


def _send(sftp: paramiko.SFTPClient, part: str, content: Content, size: int, sent: Callable[[int], None]) -> None:
    """Write a file, going on where an earlier try was cut off."""
    try:
        start = min(sftp.stat(part).st_size or 0, size)
    except FileNotFoundError:
        start = 0
    sent(start)
    with sftp.open(part, "r+b" if start else "wb") as file:
        file.set_pipelined(True)
        file.seek(start)
        for block in content(start):
            file.write(block)
            sent(len(block))


def _is_whole(connection: Connection, path: str, sha256: str) -> bool:
    """Whether that content lies at the server: by the digest that its own program prints, else by reading it back.

    A shell may see other folders than SFTP does, so a digest that differs proves nothing: the file is read then too.
    """
    if connection.digest(path) == sha256:
        return True
    with connection.sftp.open(path, "rb") as file:
        file.prefetch()
        return _digest(iter(lambda: file.read(1 << 18), b"")) == sha256


def _digest(blocks: Iterable[bytes]) -> str:
    digest = hasher()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
