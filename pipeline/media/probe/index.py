"""The catalogue: media by content, remembered between runs so that unchanged files are only looked at, not read."""

import errno
import json
import os
import stat
import threading
import time
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.digest import file_digest
from pipeline.documents.stored import read_stored
from pipeline.files import write_cache
from pipeline.model.media import MediaInfo, Medium

FORMAT = 3
"""Raised when what is remembered changes its form or probing its findings; older files are then thrown away."""
RACY = 2_000_000_000
"""Nanoseconds: a file hashed this soon after it changed may have changed again within its clock's tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A file as it stood when it was hashed."""

    size: int
    mtime: int
    """Nanoseconds."""
    inode: int
    content: str
    hashed: int
    """Nanoseconds since the epoch, when hashing began."""

    def is_still(self, now: os.stat_result) -> bool:
        same = (self.size, self.mtime, self.inode) == (now.st_size, now.st_mtime_ns, now.st_ino)
        return same and self.mtime + RACY < self.hashed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What is remembered, as JSON."""

    format: int
    files: dict[str, _Seen]
    media: dict[str, MediaInfo]


class Catalogue:
    """What this workspace's media files hold. Safe to ask from several threads."""

    def __init__(self, file: Path) -> None:
        """`file` is where it is remembered; made by `save`."""
        self._file = file
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}
        self._media: dict[str, MediaInfo] = {}
        self._changed = False
        self._load()

    def content(self, path: Path) -> str:
        """SHA-256 of a file's bytes.

        Raises OSError when it cannot be read.
        """
        name, now = str(path.absolute()), path.stat()
        if not stat.S_ISREG(now.st_mode):
            # A pipe would keep its reader waiting, a device never ends.
            raise OSError(errno.EINVAL, "is no plain file", str(path))
        with self._lock:
            seen = self._seen.get(name)
        if (seen is None or not seen.is_still(now)) and now.st_nlink > 1:
            seen = self._twin(now)
        if seen is not None and seen.is_still(now):
            with self._lock:
                self._changed = self._changed or self._seen.get(name) != seen
                self._seen[name] = seen
            return seen.content
        hashed = time.time_ns()
        content = file_digest(path)
        # The earlier look at its size and time stands for what was read: a change since then shows next time.
        seen = _Seen(size=now.st_size, mtime=now.st_mtime_ns, inode=now.st_ino, content=content, hashed=hashed)
        with self._lock:
            self._seen[name] = seen
            self._changed = True
        return content

    def _twin(self, now: os.stat_result) -> _Seen | None:
        """The same bytes on disk under another name: an adopted programme is read once, not twice."""
        with self._lock:
            return next((seen for seen in self._seen.values() if seen.is_still(now)), None)

    def medium(self, path: Path) -> Medium:
        """A media file by its content, and what it holds.

        Raises ProbeError when it is missing, unreadable or no medium.
        """
        from pipeline.media.probe.sniff import ProbeError

        try:
            content = self.content(path)
        except FileNotFoundError:
            raise ProbeError("missing-file", f"there is no file '{path}'") from None
        except OSError as cause:
            raise ProbeError("unreadable-media", f"'{path.name}' cannot be read: {cause.strerror}") from cause
        with self._lock:
            info = self._media.get(content)
        if info is None:
            # Here and not above: a run in which nothing changed must not pay for loading FFmpeg.
            from pipeline.media.probe.probe import probe

            info = probe(path)
            with self._lock:
                self._media[content] = info
                self._changed = True
        return Medium(content=content, info=info, path=path)

    def save(self) -> None:
        """Remember for the next run, as far as the disk lets it. Files that are gone are forgotten."""
        with self._lock:
            if not self._changed:
                return
            seen = {name: entry for name, entry in self._seen.items() if Path(name).exists()}
            kept = {entry.content for entry in seen.values()}
            stored = _Stored(
                format=FORMAT,
                files=dict(sorted(seen.items())),
                media={content: info for content, info in sorted(self._media.items()) if content in kept},
            )
            text = json.dumps(asdict(stored), ensure_ascii=False, default=_ratio)
            self._changed = False
        # Not to know it costs the next run a look at every file: no reason to fail a check on a disk that is full.
        write_cache(self._file, text)

    def _load(self) -> None:
        stored = read_stored(self._file, _Stored)
        # Missing or damaged: all it costs is looking again.
        if stored and stored.format == FORMAT:
            self._seen, self._media = stored.files, stored.media


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
