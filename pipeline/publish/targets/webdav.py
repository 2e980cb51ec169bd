"""A place behind WebDAV: a network disk, a cloud of one's own."""

import posixpath
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256 as hasher
from io import BytesIO
from typing import Any

import httpx
from webdav4.client import Client, ClientError, HTTPError, ResourceNotFound

from pipeline.publish.targets.place import DEPTH, Content, LostError, PlaceError, changed, part_of
from pipeline.publish.targets.streams import BlockFile

PATIENCE = 60.0
"""Seconds that a server has to answer."""
LOOKS = 8
"""Folders that are looked into at once."""


class _Hashing(BytesIO):
    """A file that keeps nothing of what is written into it but the digest."""

    def __init__(self) -> None:
        super().__init__()
        self.digest = hasher()

    def write(self, data: Any, /) -> int:
        self.digest.update(data)
        return len(data)


class WebdavPlace:
    """A folder of a WebDAV server."""

    def __init__(self, url: str, *, user: str | None, password: str | None) -> None:
        auth = (user, password or "") if user else None
        self._url = url
        self._client = Client(url, auth=auth, timeout=PATIENCE)
        self._folders: set[str] = set()

    def sizes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        folders, depth = [""], DEPTH
        with self._reached("looking around"), ThreadPoolExecutor(LOOKS) as pool:
            # Few servers tell all at once, so each folder is asked for what is in it, several at a time.
            while folders and depth:
                entries = [entry for some in pool.map(self._entries, folders) for entry in some]
                folders = [str(entry["name"]) for entry in entries if entry["type"] == "directory"]
                depth -= 1
                found |= {
                    str(entry["name"]): int(entry["content_length"] or 0)
                    for entry in entries
                    if entry["type"] != "directory"
                }
        return found

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        part = part_of(path, sha256)
        with self._reached(f"'{path}'"):
            self._make_folder(posixpath.dirname(path))
            file = BlockFile(content(0), sent)
            self._client.upload_fileobj(file, part, overwrite=True, size=size)
            back = _Hashing()
            self._client.download_fileobj(part, back)
            if file.sha256 != sha256 or back.digest.hexdigest() != sha256:
                self._client.remove(part)
                if file.sha256 != sha256:
                    raise changed(path)
                raise LostError(f"'{path}' did not arrive whole at '{self._url}'")
            self._client.move(part, path, overwrite=True)

    def remove(self, path: str) -> None:
        with self._reached(f"'{path}'"):
            with suppress(ResourceNotFound):
                self._client.remove(path)
            folder = posixpath.dirname(path)
            # To remove a folder takes all that is in it: only one that is empty goes.
            while folder and not self._client.ls(folder, detail=False):
                self._client.remove(folder)
                self._folders.discard(folder)
                folder = posixpath.dirname(folder)

    def close(self) -> None:
        self._client.http.close()

    def _entries(self, folder: str) -> list[dict[str, Any]]:
        try:
            return [entry for entry in self._client.ls(folder, detail=True) if isinstance(entry, dict)]
        except ResourceNotFound:
            return []

    def _make_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder:
            self._make_folder(posixpath.dirname(folder))
        if not self._client.exists(folder):
            # Another thread may have been quicker.
            with suppress(ClientError):
                self._client.mkdir(folder)
        self._folders.add(folder)

    @contextmanager
    def _reached(self, what: str) -> Iterator[None]:
        try:
            yield
        except PlaceError:
            raise
        except (HTTPError, httpx.HTTPStatusError) as cause:
            status = getattr(cause, "status_code", 0) or getattr(getattr(cause, "response", None), "status_code", 0)
            if status in (401, 403):
                hint = "look at the user in 'url' and at the password of the target"
                raise PlaceError(f"'{self._url}' does not let us in ({status})", hint=hint) from cause
            if status == 507:
                raise PlaceError(f"'{self._url}' has no room left for {what}") from cause
            raise LostError(f"'{self._url}' stumbled over {what}: {cause}") from cause
        except (ClientError, httpx.HTTPError, OSError) as cause:
            raise LostError(f"'{self._url}' stumbled over {what}: {cause}") from cause
