"""Shipping: what must be put to a target and taken away from it so that it holds just what it should."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256 as hasher
from pathlib import Path
from threading import Event, Lock
from time import monotonic, sleep
from typing import Literal

from pipeline.errors import PipelineError
from pipeline.progress import Progress
from pipeline.publish.inventory import Inventory, StoredFile
from pipeline.publish.item import Item, ItemFile, Page
from pipeline.publish.targets import Content, RemoteError, RemoteFolder, path_of_part

BLOCK = 1 << 18
"""Bytes that are read at once."""

PAUSES = (1.0, 4.0, 10.0)
"""Seconds before each further try, where a place stumbled."""

SHOWING = (".html", ".xml")
"""Ends of the names of pages that people and podcast apps begin with; all else is shown by those."""

What = Literal["uploaded", "skipped", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A medium to be put to a target."""

    path: str
    """From the target's root."""
    source: str
    """From the workspace."""
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file."""

    path: str
    bytes: int
    sha256: str
    action: What


def uploads_of(item: Item) -> tuple[Upload, ...]:
    """The media of an item, as they stand in its folder."""
    return tuple(_upload(item.folder, file) for file in item.files)


def covers_of(items: Iterable[Item]) -> tuple[Upload, ...]:
    """The covers of the items' series, as they stand in the series' folders."""
    series = {item.series.id: item.series for item in items}
    return tuple(_upload(one.slug, one.cover) for one in series.values() if one.cover)


def _upload(folder: str, file: ItemFile) -> Upload:
    return Upload(path=f"{folder}/{file.name}", source=file.source, sha256=file.sha256, bytes=file.bytes)


def stands(path: str, *, sha256: str, inventory: Inventory, there: Mapping[str, int]) -> bool:
    """Whether a file of that content is known to be at the target, and still seems to be."""
    held = inventory.held(path)
    return held is not None and held.sha256 == sha256 and there.get(path) == held.bytes


@dataclass(slots=True, kw_only=True)
class Uploader:
    """Puts files to one place, several at once, all together none faster than allowed."""

    place: RemoteFolder
    inventory: Inventory
    root: Path
    """The workspace."""
    there: Mapping[str, int]
    """What was found at the place."""
    progress: Progress
    uploads: int = 2
    bandwidth: int | None = None
    _pool: ThreadPoolExecutor = field(init=False)
    _brake: "_Brake" = field(init=False)
    _closed: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.uploads)
        self._brake = _Brake(self.bandwidth)

    def close(self) -> None:
        """Begin nothing more. What is on its way is not waited for: a broken line may hold it for long."""
        self._closed.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def planned(self, upload: Upload, *, again: bool = False) -> FileResult:
        """What would be done with a medium."""
        there = stands(upload.path, sha256=upload.sha256, inventory=self.inventory, there=self.there)
        action: What = "skipped" if there and not again else "uploaded"
        return FileResult(path=upload.path, bytes=upload.bytes, sha256=upload.sha256, action=action)

    def planned_page(self, page: Page) -> FileResult:
        """What would be done with a page."""
        return self._kept(page) or self._looked(page)[1]

    def media(self, wanted: Iterable[Upload], *, again: bool = False) -> "UploadBatch":
        """Begin to put what is not there, or all of it `again`; in the order in which it was asked for."""
        return UploadBatch(tuple(self._pool.submit(self._medium, one, again) for one in wanted))

    def pages(self, wanted: Iterable[Page]) -> tuple[FileResult, ...]:
        """Put the pages that are not there as they would be made; those that show others after those.

        Raises RemoteError.
        """
        several = list(wanted)
        moved: tuple[FileResult, ...] = ()
        for showing in (False, True):
            jobs = [self._pool.submit(self._page, page) for page in several if page.path.endswith(SHOWING) == showing]
            moved += UploadBatch(tuple(jobs)).wait()
        return moved

    def remove(self, path: str) -> FileResult:
        """Take a file away. Raises RemoteError."""
        moved = self.planned_removal(path)
        self.place.remove(path)
        self.inventory.drop(path)
        return moved

    def planned_removal(self, path: str) -> FileResult:
        held = self.inventory.held(path)
        return FileResult(
            path=path, bytes=held.bytes if held else 0, sha256=held.sha256 if held else "", action="removed"
        )

    def sweep(self, ours: Collection[str]) -> None:
        """Take away what was left unfinished of the files that are `ours`."""
        for path in [path for path in self.there if path_of_part(path) in ours]:
            # It does no harm there, and the next run tries again.
            with suppress(RemoteError):
                self.place.remove(path)

    def _put(self, path: str, content: Content, *, sha256: str, size: int) -> None:
        """Put a file, trying again where the place stumbled."""
        for pause in (*PAUSES, None):
            try:
                self.place.put(path, content, sha256=sha256, size=size, sent=self.progress.advanced)
            except RemoteError as error:
                if pause is None or not error.passing or self._closed.wait(pause):
                    raise
            else:
                return

    def _medium(self, upload: Upload, again: bool) -> FileResult:
        moved = self.planned(upload, again=again)
        if moved.action == "uploaded":
            content = partial(_blocks, self.root / upload.source, self._brake)
            self._put(upload.path, content, sha256=upload.sha256, size=upload.bytes)
            self.inventory.put(upload.path, StoredFile(sha256=upload.sha256, bytes=upload.bytes))
        return moved

    def _page(self, page: Page) -> FileResult:
        if kept := self._kept(page):
            return kept
        content, moved = self._looked(page)
        if moved.action == "uploaded":
            self._put(page.path, lambda start: [content[start:]], sha256=moved.sha256, size=moved.bytes)
        self.inventory.put(page.path, StoredFile(sha256=moved.sha256, bytes=moved.bytes, key=page.key))
        return moved

    def _kept(self, page: Page) -> FileResult | None:
        """For a page that stands there as it would be made, as is known without making it."""
        held = self.inventory.held(page.path)
        if held and held.key == page.key and self.there.get(page.path) == held.bytes:
            return FileResult(path=page.path, bytes=held.bytes, sha256=held.sha256, action="skipped")
        return None

    def _looked(self, page: Page) -> tuple[bytes, FileResult]:
        """The page, made, and what is to be done with it."""
        content = page.make()
        upload = Upload(path=page.path, source="", sha256=hasher(content).hexdigest(), bytes=len(content))
        return content, self.planned(upload)


@dataclass(frozen=True, slots=True)
class UploadBatch:
    """Files on their way."""

    jobs: tuple[Future[FileResult], ...]

    def wait(self) -> tuple[FileResult, ...]:
        """Until all stand. Raises RemoteError or PipelineError where one could not be put; others may have been."""
        for job in wait(self.jobs, return_when=FIRST_EXCEPTION).not_done:
            job.cancel()
        wait([job for job in self.jobs if not job.cancelled()])
        for job in self.jobs:
            if not job.cancelled() and (error := job.exception()):
                raise error
        return tuple(job.result() for job in self.jobs)

    def cancel(self) -> None:
        for job in self.jobs:
            job.cancel()


class _Brake:
    """Holds back whoever would make all together faster than allowed."""

    def __init__(self, bandwidth: int | None) -> None:
        self._bandwidth = bandwidth
        self._free = 0.0
        self._lock = Lock()

    def take(self, size: int) -> None:
        if self._bandwidth is None:
            return
        with self._lock:
            now = monotonic()
            begin = max(self._free, now)
            self._free = begin + size / self._bandwidth
        sleep(begin - now)


def _blocks(path: Path, brake: _Brake, start: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            file.seek(start)
            while block := file.read(BLOCK):
                brake.take(len(block))
                yield block
    except OSError as cause:
        raise PipelineError(f"cannot read '{path}': {cause.strerror}", hint="render it again") from cause
