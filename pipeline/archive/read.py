"""Sealed archives: a folder or zip that is a workspace with its programmes, and a list by which all of it is proved.

Whoever has no voicehall proves it with `sha256sum -c SHA256SUMS`, and finds the programmes in `out/`.
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

from pipeline.errors import PipelineError

SUMS = "SHA256SUMS"
INFO = "archive.json"
"""What the archive says about itself."""
LARGEST_LIST = 64 << 20
"""Bytes; a million files."""
MOST_FILES = 1_000_000
INFLATION = 200
"""Times that an entry may be larger than its packed bytes: ours are not packed at all, others pack them again."""
PIECE = 1 << 20

_LINE = re.compile(r"([0-9a-f]{64})[ ][ *](.+)")


class Archive(Protocol):
    """A folder or a zip, whose files are asked for by name."""

    def names(self) -> list[str]:
        """Every file in it. Raises PipelineError for names that lead out of it, and for what is no plain file."""

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
                raise PipelineError(f"'{name}' in '{self.folder.name}' is a link or a device, no file")
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
            raise PipelineError(f"'{self.title}' holds more than {MOST_FILES} files")
        names = [entry.filename for entry in entries if not entry.is_dir()]
        for entry in entries:
            self._check(entry)
        if len({normalize("NFC", name).casefold() for name in names}) < len(names):
            raise PipelineError(f"'{self.title}' holds two files of one name")
        return sorted(names)

    def size(self, name: str) -> int:
        return self.zip.getinfo(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)

    def _check(self, entry: ZipInfo) -> None:
        mode = entry.external_attr >> 16
        if not is_safe(entry.filename.rstrip("/")):
            raise PipelineError(f"'{entry.filename}' in '{self.title}' would lead out of it")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise PipelineError(f"'{entry.filename}' in '{self.title}' is a link or a device, no file")
        if entry.flag_bits & 1:
            raise PipelineError(f"'{entry.filename}' in '{self.title}' is encrypted")
        if entry.file_size > max(entry.compress_size, 1) * INFLATION + PIECE:
            raise PipelineError(f"'{entry.filename}' in '{self.title}' would inflate to {entry.file_size} bytes")


def is_archive(path: Path) -> bool:
    """Whether it looks like an archive: a folder with a list, or a zip."""
    return (path / SUMS).is_file() or (path.suffix.lower() == ".zip" and path.is_file())


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The archive at a path. Raises PipelineError where there is none, or it cannot be read."""
    if path.is_dir():
        if not (path / SUMS).is_file():
            raise PipelineError(f"'{path}' is no sealed archive: it holds no {SUMS}")
        yield FolderArchive(folder=path)
        return
    if not path.is_file():
        raise PipelineError(f"there is no archive '{path}'")
    try:
        with ZipFile(path) as file:
            yield ZipArchive(zip=file, title=path.name)
    except (BadZipFile, LargeZipFile, EOFError, NotImplementedError, RuntimeError) as cause:
        raise PipelineError(f"'{path.name}' is no whole zip: {cause}", hint="copy it again") from cause


def is_safe(name: str) -> bool:
    """Whether a name stays inside whatever it is put into, on every system."""
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


def read_sums(holder: Archive) -> dict[str, str]:
    """SHA-256 by name. Raises PipelineError when there is no list, or one that cannot be read."""
    text = _text(holder, SUMS)
    sums: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None or not is_safe(found[2]) or found[2] in sums:
            raise PipelineError(f"line {number} of {SUMS} is no checksum of a file in the archive")
        sums[found[2]] = found[1]
    return sums


def read_info(holder: Archive) -> dict[str, object]:
    """What the archive says about itself; empty where it says nothing that can be read."""
    try:
        value = json.loads(_text(holder, INFO))
    except (PipelineError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def content_of(holder: Archive, name: str) -> str:
    """SHA-256 of a file. Raises KeyError or OSError where there is none, BadZipFile where it is damaged."""
    found = sha256()
    with holder.open(name) as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _text(holder: Archive, name: str) -> str:
    try:
        with holder.open(name) as file:
            data = file.read(LARGEST_LIST + 1)
    except (KeyError, OSError) as cause:
        raise PipelineError(f"the archive holds no {name}") from cause
    if len(data) > LARGEST_LIST:
        raise PipelineError(f"the archive's {name} is too large to be one")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as cause:
        raise PipelineError(f"the archive's {name} is no text") from cause
