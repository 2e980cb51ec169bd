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
from typing import Any

from pipeline.digest import file_digest
from pipeline.files import write_cache
from pipeline.model.media import AudioInfo, MediaInfo, Medium, VideoInfo

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
            text = json.dumps(
                {
                    "format": FORMAT,
                    "files": {name: asdict(entry) for name, entry in sorted(seen.items())},
                    "media": {
                        content: _as_json(info) for content, info in sorted(self._media.items()) if content in kept
                    },
                },
                ensure_ascii=False,
            )
            self._changed = False
        # Not to know it costs the next run a look at every file: no reason to fail a check on a disk that is full.
        write_cache(self._file, text)

    def _load(self) -> None:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
            if stored["format"] != FORMAT:
                return
            seen = {name: _Seen(**entry) for name, entry in stored["files"].items()}
            media = {content: _from_json(entry) for content, entry in stored["media"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
            # Missing or damaged: all it costs is looking again.
            return
        self._seen, self._media = seen, media


def _as_json(info: MediaInfo) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(info).items()}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value


def _from_json(entry: dict[str, Any]) -> MediaInfo:
    video, audio = entry["video"], entry["audio"]
    times = {"start": Fraction(entry["start"]), "duration": Fraction(entry["duration"])}
    return MediaInfo(
        kind=entry["kind"],
        format=entry["format"],
        video=None if video is None else VideoInfo(**_timed(video, "rate", "start", "duration", "sample_aspect")),
        audio=None if audio is None else AudioInfo(**_timed(audio, "start", "duration")),
        **times,
    )


def _timed(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return entry | {name: Fraction(entry[name]) for name in names}
