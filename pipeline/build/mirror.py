"""A store behind a URL, used through a local folder: what was fetched or made here lies in the folder too."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipeline.build.action import Action
from pipeline.build.files import File
from pipeline.build.store import IDENTITY, NOTE, Store
from pipeline.errors import PassingError, PipelineError, in_words
from pipeline.extras import needing
from pipeline.files import whole
from pipeline.messages import Message, tr

_REMOTE = ("s3", "s3a", "sftp", "ssh", "webdav")
"""Protocols whose libraries the extra 'remote' brings."""


class Mirror(Store):
    """A store that fsspec can reach (`s3://`, `sftp://`, `file://`), and this machine's copy of it.

    What is asked for is fetched once; what is made here is put there, its note last.
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Raises PipelineError when the URL's protocol is unknown, its library missing, or the store out of reach."""
        super().__init__(folder)
        self._url = url.rstrip("/")
        self._remote, self._root = _open(self._url)
        self._listed: dict[str, set[str]] = {}

    @property
    def address(self) -> str:
        return self._url

    def keeps(self, action: Action) -> bool:
        return super().keeps(action) or f"{action.key}{NOTE}" in self._names_in(action.key[:2])

    def intact(self, action: Action) -> bool:
        if super().intact(action):
            return True
        if f"{action.key}{NOTE}" not in self._names_in(action.key[:2]):
            return False
        try:
            self._fetch(action)
        except PassingError:
            return False
        return super().intact(action)

    def recipe(self, key: str) -> dict[str, object] | None:
        known = super().recipe(key)
        if known is not None or f"{key}{NOTE}" not in self._names_in(key[:2]):
            return known
        with self._reporting(tr("reading the recipe of {key}", key=key)):
            note = json.loads(self._remote.cat_file(self._remote_path(self._at(key, NOTE))))
        return note if isinstance(note, dict) else None

    def keep(self, action: Action, made: Path, *, seconds: float) -> None:
        super().keep(action, made, seconds=seconds)
        for place in (self.path(action), self._at(action.key, NOTE)):
            self._put(place, self._remote_path(place))

    def bring(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if not super().keeps(action):
                self._fetch(action)
                if not super().intact(action):
                    self._at(action.key, NOTE).unlink(missing_ok=True)
                    raise PassingError(
                        tr(
                            "{label}: the file in the store '{url}' is damaged",
                            label=action.label,
                            url=self._url,
                        )
                    )

    def send(self, file: File) -> None:
        far = self._remote_path(self._file(file))
        with self._reporting(tr("sending '{name}'", name=file.path.name)):
            if not self._remote.exists(far) or self._remote.size(far) != file.path.stat().st_size:
                self._put(file.path, far)

    def find(self, file: File) -> Path:
        place = self._file(file)
        if not place.is_file():
            self._get(place)
        try:
            return super().find(file)
        except PipelineError:
            # What was fetched is not what was sent; gone, the next run sends it anew.
            with suppress(Exception):
                self._remote.rm_file(self._remote_path(place))
            raise

    def identity(self, *, make: bool = False) -> str:
        far = f"{self._root}/{IDENTITY}"
        with self._reporting(tr("reading its identity")):
            if not self._remote.exists(far):
                if not make:
                    return ""
                self._remote.makedirs(self._root, exist_ok=True)
                self._remote.pipe_file(far, uuid4().hex.encode())
            return str(self._remote.cat_file(far).decode("ascii"))

    def _fetch(self, action: Action) -> None:
        """The note last, as when it was made."""
        self._get(self.path(action))
        self._get(self._at(action.key, NOTE))

    def _get(self, place: Path) -> None:
        with whole(place) as part, self._reporting(tr("fetching '{name}'", name=place.name)):
            self._remote.get_file(self._remote_path(place), str(part))

    def _put(self, source: Path, far: str) -> None:
        with self._reporting(tr("sending '{name}'", name=source.name)):
            self._remote.makedirs(far.rpartition("/")[0], exist_ok=True)
            self._remote.put_file(str(source), far)

    def _remote_path(self, place: Path) -> str:
        return f"{self._root}/{place.relative_to(self.folder).as_posix()}"

    def _names_in(self, name: str) -> set[str]:
        """Names in one of its folders when it was first listed: one request for hundreds of artefacts."""
        if name not in self._listed:
            with self._reporting(tr("listing its files")):
                try:
                    paths = self._remote.ls(f"{self._root}/{name}", detail=False)
                except FileNotFoundError:
                    paths = []
            self._listed[name] = {path.rpartition("/")[2] for path in paths}
        return self._listed[name]

    @contextmanager
    def _reporting(self, doing: Message) -> Iterator[None]:
        """Turns whatever the library of the protocol raises into a PassingError; `doing` follows "while"."""
        try:
            yield
        except PipelineError:
            raise
        except Exception as cause:
            lines = str(cause).strip().splitlines()
            raise PassingError(
                tr(
                    "the store '{url}' failed while {doing}: {reason}",
                    url=self._url,
                    doing=doing,
                    reason=lines[0] if lines else type(cause).__name__,
                ),
                hint=tr("check that this machine can reach it and may read and write there"),
            ) from cause


def _open(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    protocol = url.partition("://")[0]
    remote = protocol in _REMOTE
    with needing("remote" if remote else "cluster", tr("the store '{url}'", url=url)):
        from fsspec import get_filesystem_class
        from fsspec.core import url_to_fs

        if remote:
            get_filesystem_class(protocol)
    try:
        system, root = url_to_fs(url)
    except Exception as cause:
        raise PipelineError(
            tr("the store '{url}' cannot be opened: {reason}", url=url, reason=in_words(cause))
        ) from cause
    return system, root.rstrip("/")
