"""The catalogue: media by content, kept between runs so that unchanged files need not be read again."""

import errno
import json
import os
import stat
import threading
import time
from dataclasses import asdict, astuple, dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.digest import file_digest
from pipeline.documents.stored import read_stored
from pipeline.errors import in_words
from pipeline.files import write_cache
from pipeline.messages import tr, verbatim
from pipeline.model.appraisal import Appraisal, Source
from pipeline.model.media import MediaInfo, Medium

if TYPE_CHECKING:
    from pipeline.media.probe.damage import Damage

FORMAT = 7
"""Raised when the form of the file changes, or what probing or examining finds; older files are then ignored."""
LOOKED = 2
"""Raised when pictures are looked at in another way."""
RACY = 2_000_000_000
"""Nanoseconds: a file hashed so soon after it changed may have changed again without a new time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FileState:
    """A file's state when it was hashed."""

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
class _Found:
    """A damage, without what can be said in several languages."""

    code: Literal["damaged-media", "broken-picture"]
    where: Literal["beginning", "end", "middle", ""]
    start: Fraction | None
    stop: Fraction | None
    slight: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What is remembered, as JSON."""

    format: int
    files: dict[str, _FileState]
    media: dict[str, MediaInfo]
    examined: dict[str, tuple[_Found, ...]]
    """What was found by decoding parts of them."""
    looks: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    """How pictures look, by what was looked at: appraisals without the names of their parts."""


class Catalogue:
    """What this workspace's media files contain. Can be used from several threads."""

    def __init__(self, file: Path) -> None:
        """`file` is where it is kept; made by `save`."""
        self._file = file
        self._lock = threading.Lock()
        self._states: dict[str, _FileState] = {}
        self._media: dict[str, MediaInfo] = {}
        self._examined: dict[str, tuple[_Found, ...]] = {}
        self._looks: dict[str, tuple[tuple[int, ...], ...]] = {}
        self._changed = False
        self._load()

    def content(self, path: Path) -> str:
        """SHA-256 of a file's bytes.

        Raises OSError when it cannot be read.
        """
        name, now = str(path.absolute()), path.stat()
        if not stat.S_ISREG(now.st_mode):
            # A pipe would keep its reader waiting, a device never ends.
            raise OSError(errno.EINVAL, tr("it is not a regular file"), str(path))
        with self._lock:
            state = self._states.get(name)
        if (state is None or not state.is_still(now)) and now.st_nlink > 1:
            state = self._same_file(now)
        if state is not None and state.is_still(now):
            with self._lock:
                self._changed = self._changed or self._states.get(name) != state
                self._states[name] = state
            return state.content
        hashed = time.time_ns()
        content = file_digest(path)
        # Size and time were read before the bytes: a change in between is seen next time.
        state = _FileState(size=now.st_size, mtime=now.st_mtime_ns, inode=now.st_ino, content=content, hashed=hashed)
        with self._lock:
            self._states[name] = state
            self._changed = True
        return content

    def _same_file(self, now: os.stat_result) -> _FileState | None:
        """The same file under another name (a hard link): an adopted programme is read once, not twice."""
        with self._lock:
            return next((state for state in self._states.values() if state.is_still(now)), None)

    def medium(self, path: Path) -> Medium:
        """A media file by its content, and what it contains.

        Raises ProbeError when it is missing, unreadable or not a media file.
        """
        from pipeline.media.probe.sniff import ProbeError

        try:
            content = self.content(path)
        except FileNotFoundError:
            raise ProbeError("missing-file", tr("there is no file '{path}'", path=path)) from None
        except OSError as cause:
            message = tr("'{name}' cannot be read: {reason}", name=path.name, reason=in_words(cause))
            raise ProbeError("unreadable-media", message) from cause
        with self._lock:
            info = self._media.get(content)
        if info is None:
            # Here and not above: a run in which nothing changed must not pay for loading FFmpeg.
            from pipeline.media.probe.probe import probe

            info = probe(path)
            with self._lock:
                self._media[content] = info
                self._changed = True
        return Medium(content=content, edited=info.edited, info=info, path=path)

    def damage(self, medium: Medium) -> "tuple[Damage, ...]":
        """What is wrong with a media file that can be opened; looked for once in the life of its content."""
        with self._lock:
            known = self._examined.get(medium.content)
        if known is not None and not known:
            return ()
        from pipeline.media.probe.damage import Damage

        if known is not None:
            return tuple(Damage(**asdict(one) | {"reason": verbatim(one.reason)}) for one in known)
        from pipeline.media.qc.integrity import examine

        found = tuple(examine(medium.path, medium.info))
        # Sentences are told in either language, and so are not kept.
        if all(one.reason.id in ("", "{text}") for one in found):
            kept = tuple(
                _Found(
                    code=one.code, where=one.where, start=one.start, stop=one.stop, slight=one.slight,
                    reason=str(one.reason),
                )
                for one in found
            )  # fmt: skip
            with self._lock:
                self._examined[medium.content] = kept
                self._changed = True
        return found

    def appraisals(self, source: Source) -> tuple[Appraisal, ...]:
        """What a picture, or a stretch of a film, is worth as a cover; looked at once in the life of its content."""
        name = f"{source.medium.content}:{LOOKED}:{source.page}:{source.start}-{source.stop}"
        with self._lock:
            known = self._looks.get(name)
        if known is None:
            from pipeline.media.picture.appraisal import appraise

            known = tuple(astuple(one) for one in appraise(source))
            with self._lock:
                self._looks[name] = known
                self._changed = True
        names = [one.name for one in fields(Appraisal)]
        return tuple(Appraisal(**dict(zip(names, one, strict=True))) for one in known)

    def save(self) -> None:
        """Keep it for the next run, if the disk allows it. Files that no longer exist are dropped."""
        with self._lock:
            if not self._changed:
                return
            seen = {name: entry for name, entry in self._states.items() if Path(name).exists()}
            kept = {entry.content for entry in seen.values()}
            stored = _Stored(
                format=FORMAT,
                files=dict(sorted(seen.items())),
                media={content: info for content, info in sorted(self._media.items()) if content in kept},
                examined={content: found for content, found in sorted(self._examined.items()) if content in kept},
                looks={name: found for name, found in sorted(self._looks.items()) if name[:64] in kept},
            )
            text = json.dumps(asdict(stored), ensure_ascii=False, default=_ratio)
            self._changed = False
        # Without it the next run reads every file again: no reason to fail a check on a disk that is full.
        write_cache(self._file, text)

    def _load(self) -> None:
        stored = read_stored(self._file, _Stored)
        # Missing or damaged: all it costs is looking again.
        if stored and stored.format == FORMAT:
            self._states, self._media, self._examined = stored.files, stored.media, stored.examined
            self._looks = {name: one for name, one in stored.looks.items() if f":{LOOKED}:" in name}


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
