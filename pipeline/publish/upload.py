"""Uploads: what must be put to a target and removed from it so that it holds just what it should."""

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

from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr
from pipeline.progress import Progress
from pipeline.publish.inventory import Inventory, StoredFile
from pipeline.publish.item import Item, ItemFile, Page
from pipeline.publish.targets import Content, RemoteError, RemoteFolder, path_of_part

BLOCK = 1 << 18
"""Bytes that are read at once."""

RETRY_DELAYS = (1.0, 4.0, 10.0)
"""Seconds before each further try, after an error that may pass."""

ENTRY_SUFFIXES = (".html", ".xml")
"""Of pages that people and podcast apps begin with; all other files are linked from those."""

Action = Literal["uploaded", "skipped", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A media file to be put to a target."""

    path: str
    """From the target's root."""
    source: str
    """From the workspace."""
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What was done with one file, or would be."""

    path: str
    bytes: int
    sha256: str
    action: Action


def uploads_of(item: Item) -> tuple[Upload, ...]:
    """The media of an item, by their paths in its folder."""
    return tuple(_upload(item.folder, file) for file in item.files)


def covers_of(items: Iterable[Item]) -> tuple[Upload, ...]:
    """What pages show beside the media: the covers of the items' series, and all covers in fewer pixels."""
    return tuple(_covers(tuple(items)))


def _covers(items: tuple[Item, ...]) -> Iterator[Upload]:
    series = {item.series.id: item.series for item in items}
    for one in series.values():
        if one.cover:
            yield from (_upload(one.slug, file) for file in (one.cover, *one.cover.small))
    for item in items:
        yield from (_upload(item.folder, small) for file in item.files for small in file.small)


def _upload(folder: str, file: ItemFile) -> Upload:
    return Upload(path=f"{folder}/{file.name}", source=file.source, sha256=file.sha256, bytes=file.bytes)


def is_uploaded(path: str, *, sha256: str, inventory: Inventory, existing: Mapping[str, int]) -> bool:
    """Whether a file of that content was put to the target, and one of its size is there now."""
    stored = inventory.get(path)
    return stored is not None and stored.sha256 == sha256 and existing.get(path) == stored.bytes


@dataclass(slots=True, kw_only=True)
class Uploader:
    """Puts files into one folder, several at once, all together no faster than `bandwidth`."""

    folder: RemoteFolder
    inventory: Inventory
    root: Path
    """The workspace."""
    existing: Mapping[str, int]
    """What was found in the folder: bytes by path."""
    progress: Progress
    uploads: int = 2
    """Files at once."""
    bandwidth: int | None = None
    """Bytes a second; None for no limit."""
    _pool: ThreadPoolExecutor = field(init=False)
    _limiter: "_RateLimiter" = field(init=False)
    _closed: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.uploads)
        self._limiter = _RateLimiter(self.bandwidth)

    def close(self) -> None:
        """Begin nothing more. Uploads that run are not waited for: a broken connection may hold them for long."""
        self._closed.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def plan(self, upload: Upload, *, again: bool = False) -> FileResult:
        """What would be done with a media file."""
        there = is_uploaded(upload.path, sha256=upload.sha256, inventory=self.inventory, existing=self.existing)
        action: Action = "skipped" if there and not again else "uploaded"
        return FileResult(path=upload.path, bytes=upload.bytes, sha256=upload.sha256, action=action)

    def plan_page(self, page: Page) -> FileResult:
        """What would be done with a page."""
        return self._unchanged(page) or self._made(page)[1]

    def plan_removal(self, path: str) -> FileResult:
        stored = self.inventory.get(path)
        size, sha256 = (stored.bytes, stored.sha256) if stored else (0, "")
        return FileResult(path=path, bytes=size, sha256=sha256, action="removed")

    def start(self, wanted: Iterable[Upload], *, again: bool = False) -> "UploadBatch":
        """Begin to put the media files that are not there, or all of them `again`, in their order."""
        return UploadBatch(tuple(self._pool.submit(self._media_file, one, again) for one in wanted))

    def put_pages(self, wanted: Iterable[Page]) -> tuple[FileResult, ...]:
        """Put the pages that are not there as they would be made; those that link to others after those.

        Raises RemoteError.
        """
        pages = list(wanted)
        results: tuple[FileResult, ...] = ()
        for entry in (False, True):
            jobs = [
                self._pool.submit(self._page, page) for page in pages if page.path.endswith(ENTRY_SUFFIXES) == entry
            ]
            results += UploadBatch(tuple(jobs)).wait()
        return results

    def remove(self, path: str) -> FileResult:
        """Remove a file. Raises RemoteError."""
        result = self.plan_removal(path)
        self.folder.remove(path)
        self.inventory.remove(path)
        return result

    def remove_parts(self, paths: Collection[str]) -> None:
        """Remove what killed runs left unfinished of the files at these paths."""
        for path in [path for path in self.existing if path_of_part(path) in paths]:
            # A part does no harm there, and the next run tries again.
            with suppress(RemoteError):
                self.folder.remove(path)

    def _put(self, path: str, content: Content, *, sha256: str, size: int) -> None:
        """Put a file, trying again after errors that may pass."""
        for delay in (*RETRY_DELAYS, None):
            try:
                self.folder.put(path, content, sha256=sha256, size=size, sent=self.progress.advanced)
            except RemoteError as error:
                if delay is None or not error.passing or self._closed.wait(delay):
                    raise
            else:
                return

    def _media_file(self, upload: Upload, again: bool) -> FileResult:
        result = self.plan(upload, again=again)
        if result.action == "uploaded":
            content = partial(_blocks, self.root / upload.source, self._limiter)
            self._put(upload.path, content, sha256=upload.sha256, size=upload.bytes)
            self.inventory.add(upload.path, StoredFile(sha256=upload.sha256, bytes=upload.bytes))
        return result

    def _page(self, page: Page) -> FileResult:
        if unchanged := self._unchanged(page):
            return unchanged
        content, result = self._made(page)
        if result.action == "uploaded":
            self._put(page.path, lambda start: [content[start:]], sha256=result.sha256, size=result.bytes)
        self.inventory.add(page.path, StoredFile(sha256=result.sha256, bytes=result.bytes, key=page.key))
        return result

    def _unchanged(self, page: Page) -> FileResult | None:
        """For a page that is there as it would be made, which its key tells without making it."""
        stored = self.inventory.get(page.path)
        if stored and stored.key == page.key and self.existing.get(page.path) == stored.bytes:
            return FileResult(path=page.path, bytes=stored.bytes, sha256=stored.sha256, action="skipped")
        return None

    def _made(self, page: Page) -> tuple[bytes, FileResult]:
        """The page's content, and what is to be done with it."""
        content = page.make()
        upload = Upload(path=page.path, source="", sha256=hasher(content).hexdigest(), bytes=len(content))
        return content, self.plan(upload)


@dataclass(frozen=True, slots=True)
class UploadBatch:
    """Uploads that were begun together."""

    jobs: tuple[Future[FileResult], ...]

    def wait(self) -> tuple[FileResult, ...]:
        """Until all are done. Raises RemoteError or PipelineError where one could not be; others may have been."""
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


class _RateLimiter:
    """Holds threads back so that all together read no more bytes a second than allowed."""

    def __init__(self, bandwidth: int | None) -> None:
        self._bandwidth = bandwidth
        self._free = 0.0
        self._lock = Lock()

    def take(self, size: int) -> None:
        """Wait until `size` bytes may go."""
        if self._bandwidth is None:
            return
        with self._lock:
            now = monotonic()
            begin = max(self._free, now)
            self._free = begin + size / self._bandwidth
        sleep(begin - now)


def _blocks(path: Path, limiter: _RateLimiter, start: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            file.seek(start)
            while block := file.read(BLOCK):
                limiter.take(len(block))
                yield block
    except OSError as cause:
        message = tr("cannot read '{path}': {reason}", path=path, reason=in_words(cause))
        raise PipelineError(message, hint=tr("render it again")) from cause
