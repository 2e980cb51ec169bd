"""A store behind a URL, met through a local folder: what was fetched or made here lies in the folder too."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipeline.build.action import Action
from pipeline.build.files import File
from pipeline.build.store import MARK, NOTE, Store
from pipeline.errors import PassingError, PipelineError
from pipeline.extras import needing
from pipeline.files import whole
from pipeline.messages import tr

_REMOTE = ("s3", "s3a", "sftp", "ssh", "webdav")
"""Protocols whose libraries the extra 'remote' brings."""


class Mirror(Store):
    """A store at any place that fsspec reaches (`s3://`, `sftp://`, `file://`), and this machine's copy of it.

    Whatever is asked for is fetched once; whatever is made here is put there, its note last.
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Raises PipelineError when the URL's protocol is unknown, its library missing, or the place out of reach."""
        super().__init__(folder)
        self._url = url.rstrip("/")
        self._place, self._root = _opened(self._url)
        self._shelves: dict[str, set[str]] = {}

    @property
    def address(self) -> str:
        return self._url

    def keeps(self, action: Action) -> bool:
        return super().keeps(action) or f"{action.key}{NOTE}" in self._shelf(action.key[:2])

    def intact(self, action: Action) -> bool:
        if super().intact(action):
            return True
        if f"{action.key}{NOTE}" not in self._shelf(action.key[:2]):
            return False
        try:
            self._fetch(action)
        except PassingError:
            return False
        return super().intact(action)

    def recipe(self, key: str) -> dict[str, object] | None:
        known = super().recipe(key)
        if known is not None or f"{key}{NOTE}" not in self._shelf(key[:2]):
            return known
        with self._reached(f"reading the recipe of {key}"):
            note = json.loads(self._place.cat_file(self._far(self._at(key, NOTE))))
        return note if isinstance(note, dict) else None

    def keep(self, action: Action, made: Path, *, seconds: float) -> None:
        super().keep(action, made, seconds=seconds)
        for place in (self.path(action), self._at(action.key, NOTE)):
            self._put(place, self._far(place))

    def bring(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if not super().keeps(action):
                self._fetch(action)
                if not super().intact(action):
                    self._at(action.key, NOTE).unlink(missing_ok=True)
                    raise PassingError(f"{action.label}: what the store '{self._url}' holds of it is damaged")

    def send(self, file: File) -> None:
        far = self._far(self._file(file))
        with self._reached(f"sending '{file.path.name}'"):
            if not self._place.exists(far) or self._place.size(far) != file.path.stat().st_size:
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
                self._place.rm_file(self._far(place))
            raise

    def mark(self, *, make: bool = False) -> str:
        far = f"{self._root}/{MARK}"
        with self._reached("looking into it"):
            if not self._place.exists(far):
                if not make:
                    return ""
                self._place.makedirs(self._root, exist_ok=True)
                self._place.pipe_file(far, uuid4().hex.encode())
            return str(self._place.cat_file(far).decode("ascii"))

    def _fetch(self, action: Action) -> None:
        """The note last, as when it was made."""
        self._get(self.path(action))
        self._get(self._at(action.key, NOTE))

    def _get(self, place: Path) -> None:
        with whole(place) as part, self._reached(f"fetching '{place.name}'"):
            self._place.get_file(self._far(place), str(part))

    def _put(self, source: Path, far: str) -> None:
        with self._reached(f"sending '{source.name}'"):
            self._place.makedirs(far.rpartition("/")[0], exist_ok=True)
            self._place.put_file(str(source), far)

    def _far(self, place: Path) -> str:
        return f"{self._root}/{place.relative_to(self.folder).as_posix()}"

    def _shelf(self, name: str) -> set[str]:
        """Names in one of its folders as they stood when first asked: one question for hundreds of artefacts."""
        if name not in self._shelves:
            with self._reached("listing it"):
                try:
                    listed = self._place.ls(f"{self._root}/{name}", detail=False)
                except FileNotFoundError:
                    listed = []
            self._shelves[name] = {path.rpartition("/")[2] for path in listed}
        return self._shelves[name]

    @contextmanager
    def _reached(self, doing: str) -> Iterator[None]:
        """Whatever the library of the protocol raises, said once and plainly."""
        try:
            yield
        except PipelineError:
            raise
        except Exception as cause:
            words = str(cause).strip().splitlines()
            raise PassingError(
                f"the store '{self._url}' failed while {doing}: {words[0] if words else type(cause).__name__}",
                hint="see that this machine reaches it and may read and write there",
            ) from cause


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    protocol = url.partition("://")[0]
    remote = protocol in _REMOTE
    with needing("remote" if remote else "cluster", tr("the store '{url}'", url=url)):
        from fsspec import get_filesystem_class
        from fsspec.core import url_to_fs

        if remote:
            get_filesystem_class(protocol)
    try:
        place, root = url_to_fs(url)
    except Exception as cause:
        raise PipelineError(f"the store '{url}' cannot be opened: {cause}") from cause
    return place, root.rstrip("/")
