"""Targets behind WebDAV: a network disk, a cloud of one's own."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BytesIO, RawIOBase
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

import httpx
from webdav4.client import Client, ClientError, HTTPError, InsufficientStorage, ResourceNotFound
from webdav4.multistatus import MultiStatusResponse

from pipeline.errors import PipelineError
from pipeline.messages import tr
from pipeline.publish.targets.plain import timed_out
from pipeline.publish.targets.remote import (
    MAX_DEPTH,
    Content,
    RemoteError,
    damaged_upload,
    part_path,
    server_failed,
    source_changed,
)

TIMEOUT = 60.0
"""Seconds that a server has to answer."""
LISTINGS = 8
"""Folders that are listed at once."""


class WebdavFolder:
    """A folder of a WebDAV server."""

    def __init__(self, url: str, *, user: str | None, password: str | None) -> None:
        auth = (user, password or "") if user else None
        parts = urlsplit(url)
        self._url = url
        self._root = unquote(parts.path).strip("/")
        # From the server's own root: folders above the target's may have to be made too.
        # What is worth a second try is tried again by whoever asks.
        self._client = Client(f"{parts.scheme}://{parts.netloc}", auth=auth, timeout=TIMEOUT, retry=False)
        self._folders: set[str] = set()

    def sizes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        folders, depth = [""], MAX_DEPTH
        with self._plain_errors(), ThreadPoolExecutor(LISTINGS) as pool:
            # Few servers list a whole tree at once, so each folder is listed by itself, several at a time.
            while folders and depth:
                entries = [entry for some in pool.map(self._entries, folders) for entry in some]
                folders = [name for name, size in entries if size is None]
                depth -= 1
                found |= {name: size for name, size in entries if size is not None}
        return found

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        final, part = self._absolute(path), self._absolute(part_path(path, sha256))
        with self._plain_errors(path):
            self._make_folder(posixpath.dirname(final))
            file = _BlockFile(_exactly(size, content(0), path), sent)
            self._client.upload_fileobj(file, part, overwrite=True, size=size)
            arrived = _HashingFile()
            self._client.download_fileobj(part, arrived)
            if file.sha256 != sha256 or arrived.digest.hexdigest() != sha256:
                self._client.remove(part)
                if file.sha256 != sha256:
                    raise source_changed(path)
                raise damaged_upload(self._url, path)
            self._client.move(part, final, overwrite=True)

    def remove(self, path: str) -> None:
        with self._plain_errors(path):
            with suppress(ResourceNotFound):
                self._client.remove(self._absolute(path))
            folder = posixpath.dirname(path)
            # WebDAV removes a folder with all that is in it: only empty ones are removed.
            with suppress(ResourceNotFound):
                while folder and not self._entries(folder):
                    self._client.remove(self._absolute(folder))
                    self._folders.discard(self._absolute(folder))
                    folder = posixpath.dirname(folder)

    def close(self) -> None:
        self._client.http.close()

    def _absolute(self, path: str) -> str:
        return posixpath.join(self._root, path)

    def _entries(self, folder: str) -> list[tuple[str, int | None]]:
        """Files with their bytes, and folders; empty where there is no such folder."""
        own = self._absolute(folder).strip("/")
        answer = self._client.http.propfind(self._client.join_url(own), headers={"Depth": "1"}, follow_redirects=True)
        if answer.status_code == 404:
            return []
        if answer.status_code != 207:
            raise HTTPError(answer) if answer.status_code >= 300 else _NoList(answer.status_code)
        try:
            found = MultiStatusResponse(answer.text).responses.values()
        except (ParseError, ValueError, AssertionError, LookupError) as cause:
            # A server that walks a folder while files go may break off, or write its error behind the list.
            raise _NoList from cause
        entries = []
        for one in found:
            name = unquote(one.path).strip("/")
            # One that went while the server was looking, or that it may not look at.
            gone = one.status_code is not None and one.status_code >= 400
            if name != own and not gone:
                size = None if one.properties.collection else one.properties.content_length or 0
                entries.append((posixpath.join(folder, posixpath.basename(name)), size))
        return entries

    def _is_there(self, folder: str) -> bool:
        answer = self._client.http.propfind(
            self._client.join_url(folder), headers={"Depth": "0"}, follow_redirects=True
        )
        if answer.status_code >= 300 and answer.status_code != 404:
            raise HTTPError(answer)
        return bool(answer.status_code != 404)

    def _make_folder(self, folder: str) -> None:
        """With all folders above it that are not there."""
        if not folder or folder in self._folders:
            return
        if not self._is_there(folder):
            self._make_folder(posixpath.dirname(folder))
            # Another thread may have been quicker; if it was not, the upload into the folder will fail.
            with suppress(ClientError, AssertionError):
                self._client.mkdir(folder)
        self._folders.add(folder)

    @contextmanager
    def _plain_errors(self, path: str = "") -> Iterator[None]:
        """Turns errors of the server into RemoteError. `path` is of the file in question, empty for all files."""
        try:
            yield
        except PipelineError:
            raise
        except (HTTPError, httpx.HTTPStatusError) as cause:
            raise self._refusal(cause.response, path) or server_failed(self._url, path, cause) from cause
        except InsufficientStorage as cause:
            raise RemoteError(tr("'{server}' has no space left for '{path}'", server=self._url, path=path)) from cause
        except httpx.TimeoutException as cause:
            raise server_failed(self._url, path, timed_out(TIMEOUT)) from cause
        except _NoList as cause:
            raise server_failed(self._url, path, tr("its answer is no list of files, or broke off")) from cause
        except (ClientError, httpx.HTTPError, OSError) as cause:
            raise server_failed(self._url, path, str(cause) or type(cause).__name__) from cause

    def _refusal(self, answer: httpx.Response, path: str) -> RemoteError | None:
        """What no second try would change; None for everything else."""
        status = answer.status_code
        if status in (401, 403):
            return RemoteError(
                tr("'{server}' refuses access: {reason}", server=self._url, reason=status),
                hint=tr("check the user in 'url' and the password of the target"),
            )
        if status == 507:
            return RemoteError(tr("'{server}' has no space left for '{path}'", server=self._url, path=path))
        if status == 413:
            return RemoteError(tr("'{path}' is too large for '{server}'", server=self._url, path=path))
        if answer.is_redirect:
            where = answer.headers.get("location", "")
            return RemoteError(
                tr("'{server}' leads elsewhere: {address}", server=self._url, address=where),
                hint=tr("write that place into 'url' of the target, if it is the server's own"),
            )
        if status in (405, 501):
            return RemoteError(
                tr("'{server}' does not do what WebDAV needs: {reason}", server=self._url, reason=status),
                hint=tr("check 'url' of the target: it must be the address of a WebDAV folder"),
            )
        return None


class _NoList(Exception):
    """A server's answer is not the list of files that it was asked for."""


class _BlockFile(RawIOBase):
    """Blocks as a file that is read once; counts and hashes what is read."""

    def __init__(self, blocks: Iterable[bytes], sent: Callable[[int], None]) -> None:
        self._blocks = iter(blocks)
        self._left = b""
        self._sent = sent
        self._digest = sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all of them where it is below 0; none at the end."""
        parts, wanted = [], size
        while size < 0 or wanted > 0:
            if not self._left:
                self._left = next(self._blocks, b"")
            if not self._left:
                break
            part = self._left if size < 0 else self._left[:wanted]
            self._left = self._left[len(part) :]
            wanted -= len(part)
            parts.append(part)
        data = b"".join(parts)
        self._digest.update(data)
        self._sent(len(data))
        return data

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class _HashingFile(BytesIO):
    """A file that keeps nothing of what is written into it but the digest."""

    def __init__(self) -> None:
        super().__init__()
        self.digest = sha256()

    def write(self, data: Any, /) -> int:
        self.digest.update(data)
        return len(data)


def _exactly(size: int, blocks: Iterable[bytes], path: str) -> Iterator[bytes]:
    """The blocks, which must be just as many bytes as were announced to the server."""
    left = size
    for block in blocks:
        left -= len(block)
        if left < 0:
            break
        yield block
    if left:
        raise source_changed(path)
