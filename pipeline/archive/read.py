"""Sealed archives: a folder or zip that is a workspace with its programmes, and a list of checksums of all its files.

Without voicehall it is checked by `sha256sum -c SHA256SUMS`; the programmes are in `out/`.
"""

import json
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from unicodedata import normalize
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from pipeline import wording
from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr

SUMS = "SHA256SUMS"
INFO = "archive.json"
"""The file in which the archive describes itself."""
LARGEST_LIST = 64 << 20
"""Bytes; a million files."""
MOST_FILES = 1_000_000
INFLATION = 200
"""Times that an entry may be larger than its compressed bytes: ours are not compressed, but others may do so."""
CHUNK = 1 << 20

_LINE = re.compile(r"([0-9a-f]{64})[ ][ *](.+)")


class Archive(Protocol):
    """A folder or a zip, whose files are found by name."""

    def names(self) -> list[str]:
        """Every file in it. Raises PipelineError for names that lead out of it, and for what is not a regular file."""

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> "IO[bytes]":
        """A file to be read. Raises KeyError or OSError where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderArchive:
    """An archive that is a folder."""

    folder: Path

    def names(self) -> list[str]:
        found = []
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            kind = path.lstat().st_mode
            if stat.S_ISDIR(kind):
                continue
            if not stat.S_ISREG(kind):
                raise PipelineError(
                    tr("'{name}' in '{archive}' is a link or a device, not a file", name=name, archive=self.folder.name)
                )
            found.append(name)
        return found

    def size(self, name: str) -> int:
        return (self.folder / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("rb")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipArchive:
    """An archive that is a zip."""

    zip: ZipFile
    title: str

    def names(self) -> list[str]:
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES:
            raise PipelineError(
                tr("'{archive}' contains more than {limit} files", archive=self.title, limit=MOST_FILES)
            )
        names = [entry.filename for entry in entries if not entry.is_dir()]
        for entry in entries:
            self._check(entry)
        if len({normalize("NFC", name).casefold() for name in names}) < len(names):
            raise PipelineError(tr("'{archive}' contains two files of the same name", archive=self.title))
        return sorted(names)

    def size(self, name: str) -> int:
        return self.zip.getinfo(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)

    def _check(self, entry: ZipInfo) -> None:
        """Raises PipelineError for an entry that is no ordinary file or folder."""
        mode, name, archive = entry.external_attr >> 16, entry.filename, self.title
        if not is_safe(name.rstrip("/")):
            raise PipelineError(tr("'{name}' in '{archive}' would lead out of it", name=name, archive=archive))
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise PipelineError(
                tr("'{name}' in '{archive}' is a link or a device, not a file", name=name, archive=archive)
            )
        if entry.flag_bits & 1:
            raise PipelineError(tr("'{name}' in '{archive}' is encrypted", name=name, archive=archive))
        if entry.file_size > max(entry.compress_size, 1) * INFLATION + CHUNK:
            raise PipelineError(
                tr(
                    "'{name}' in '{archive}' would grow to {size} when unpacked",
                    name=name,
                    archive=archive,
                    size=wording.size(entry.file_size),
                )
            )


def is_archive(path: Path) -> bool:
    """Whether a path may be an archive: a folder with a list of checksums, or a zip."""
    return (path / SUMS).is_file() or (path.suffix.lower() == ".zip" and path.is_file())


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The archive at a path. Raises PipelineError where there is none, or it cannot be read."""
    if path.is_dir():
        if not (path / SUMS).is_file():
            raise PipelineError(tr("'{path}' is not a sealed archive: it contains no {list}", path=path, list=SUMS))
        yield FolderArchive(folder=path)
        return
    if not path.is_file():
        raise PipelineError(tr("there is no archive '{path}'", path=path))
    try:
        with ZipFile(path) as file:
            yield ZipArchive(zip=file, title=path.name)
    except (BadZipFile, LargeZipFile, EOFError, NotImplementedError, RuntimeError) as cause:
        raise PipelineError(
            tr("'{name}' is not a complete zip: {reason}", name=path.name, reason=in_words(cause)),
            hint=tr("copy it again"),
        ) from cause


def is_safe(name: str) -> bool:
    """Whether a name cannot lead out of the folder it is unpacked into, on any system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and not any(character in name for character in "\\:\0\n\r")
        and ".." not in parts
    )


def sums_text(sums: Mapping[str, str]) -> str:
    """The list, as `sha256sum -c` reads it."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


def read_sums(archive: Archive) -> dict[str, str]:
    """SHA-256 by name. Raises PipelineError when there is no list, or one that cannot be read."""
    text = _text(archive, SUMS)
    sums: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None or not is_safe(found[2]) or found[2] in sums:
            raise PipelineError(
                tr("line {number} of {list} is not the checksum of a file in the archive", number=number, list=SUMS)
            )
        sums[found[2]] = found[1]
    return sums


def read_info(archive: Archive) -> dict[str, object]:
    """How the archive describes itself; empty where that cannot be read."""
    try:
        value = json.loads(_text(archive, INFO))
    except (PipelineError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def content_of(archive: Archive, name: str) -> str:
    """SHA-256 of a file. Raises KeyError or OSError where there is none, BadZipFile where it is damaged."""
    found = sha256()
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _text(archive: Archive, name: str) -> str:
    try:
        with archive.open(name) as file:
            data = file.read(LARGEST_LIST + 1)
    except (KeyError, OSError) as cause:
        raise PipelineError(tr("the archive contains no {name}", name=name)) from cause
    if len(data) > LARGEST_LIST:
        raise PipelineError(tr("the archive's {name} is too large", name=name))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as cause:
        raise PipelineError(tr("the archive's {name} is not text", name=name)) from cause
