"""Sealing: files written into one folder or zip with a list of their checksums, completely or not at all."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pipeline.archive.read import INFO, SUMS, is_safe, opened_archive, read_sums, sums_text
from pipeline.digest import copied
from pipeline.errors import PipelineError, in_words
from pipeline.files import flush, left_behind, part_of
from pipeline.messages import tr
from pipeline.packaging.record import Record
from pipeline.stop import check_stop

README = "README.md"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, the earliest in a zip: so the same files give the same bytes."""
_MODE = 0o100644


class _Writer(Protocol):
    """Writes an archive."""

    def put(self, name: str, source: IO[bytes], size: int) -> str:
        """Add a file; returns its SHA-256."""

    def close(self) -> None: ...


class _FolderWriter:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()

    def put(self, name: str, source: IO[bytes], size: int) -> str:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as target:
            content = copied(source, target)
        flush(place)
        return content

    def close(self) -> None:
        """Everything is on the disk already."""


class _ZipWriter:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = ZipFile(path, "x", ZIP_STORED, allowZip64=True, strict_timestamps=True)

    def put(self, name: str, source: IO[bytes], size: int) -> str:
        entry = ZipInfo(name, _EPOCH)
        entry.external_attr, entry.create_system, entry.file_size = _MODE << 16, 3, size
        with self._zip.open(entry, "w") as target:
            return copied(source, target)

    def close(self) -> None:
        self._zip.close()
        flush(self._path)


def seal(
    files: Mapping[str, Path],
    texts: Mapping[str, str],
    *,
    wanted: Mapping[str, str],
    to: Path,
) -> dict[str, str]:
    """Put `files` (by their name inside) and `texts` into an archive at `to`; returns its list.

    `wanted` is the SHA-256 that files must have. The same files give the same bytes. Raises PipelineError when a file
    has changed or cannot be read, or the archive cannot be written; nothing is left at `to` then, nor when it is
    interrupted.
    """
    _check_names((*files, *texts))
    sums: dict[str, str] = {}
    with _whole(to) as part:
        writer: _Writer = _ZipWriter(part) if to.suffix.lower() == ".zip" else _FolderWriter(part)
        try:
            for name in sorted((*files, *texts)):
                check_stop()
                sums[name] = _put(writer, name, files.get(name), texts.get(name, ""))
                if wanted.get(name, sums[name]) != sums[name]:
                    raise PipelineError(
                        tr("'{name}' changed while it was sealed", name=name), hint=tr("run the command again")
                    )
            _put(writer, SUMS, None, sums_text(sums))
        finally:
            writer.close()
    return sums


def is_same_archive(to: Path, files: Mapping[str, str]) -> bool:
    """Whether `to` is an archive whose list is `files`."""
    try:
        with opened_archive(to) as archive:
            return read_sums(archive) == files
    except (PipelineError, OSError):
        return False


@contextmanager
def _whole(to: Path) -> Iterator[Path]:
    """A name to write under; it becomes `to` at the end, or is removed after an error."""
    part = part_of(to)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for old in left_behind(to.parent, to.name):
            _remove(old)
        yield part
        if to.is_dir():
            to.rmdir()
        part.rename(to)
    except OSError as cause:
        raise PipelineError(tr("cannot write '{path}': {reason}", path=to, reason=in_words(cause))) from cause
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _put(writer: _Writer, name: str, path: Path | None, text: str) -> str:
    if path is None:
        data = text.encode()
        return writer.put(name, BytesIO(data), len(data))
    try:
        with path.open("rb") as source:
            return writer.put(name, source, os.fstat(source.fileno()).st_size)
    except FileNotFoundError as cause:
        raise PipelineError(tr("'{name}' does not exist any more", name=name)) from cause


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if not is_safe(name):
            raise PipelineError(
                tr("'{name}' cannot be the name of a file in an archive", name=name), hint=tr("rename it")
            )


def info_text(records: Sequence[tuple[str, Record]], tools: Mapping[str, str]) -> str:
    """The archive's description of itself, as JSON; `records` with their place in it."""
    programmes = [
        {
            "series": record.series,
            "number": record.number,
            "title": record.title,
            "guid": record.guid,
            "manifest": record.manifest,
            "record": place,
        }
        for place, record in records
    ]
    value = {"voicehall": 1, "archive": 1, "programmes": programmes, "tools": dict(sorted(tools.items()))}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def readme_text(records: Sequence[tuple[str, Record]], tools: Mapping[str, str]) -> str:
    """For those who open the archive in twenty years, in Chinese and in English."""
    rows = "".join(f"| {one.series}/{one.number} | {_cell(one.title)} | {_cell(place)} |\n" for place, one in records)
    versions = "".join(f"- {name} {version}\n" for name, version in sorted(tools.items()))
    return _README.format(count=len(records), rows=rows, versions=versions, sums=SUMS, sheet=INFO)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_README = """\
# 封存档案 · Sealed archive

| 期 | 标题 · Title | 记录 · Record |
|---|---|---|
{rows}
## 这是什么

这里是 {count} 期声音馆（voicehall）节目的全部：成品、制作它们用到的一切素材和脚本、每期的记录，以及所有文件的指纹。

- `out/`：成品。视频（.mp4）、音频（.mp3 等）、封面、字幕，以及每期的记录（.json）：
  标题、时长、章节、响度、每个成品和素材的 SHA-256。
- `episodes/`、`studio.yaml`：脚本。`assets/` 和 `outside/`：脚本用到的图片、视频、音乐、字体。
- `{sums}`：除它自己以外每个文件的 SHA-256。`{sheet}`：节目清单和制作工具的版本。

核对（不需要声音馆）：

    sha256sum -c {sums}

用声音馆核验，并测量成品：

    voicehall verify --archive .

这个文件夹本身就是一个声音馆工作区。用同样版本的工具重新制作，得到的文件一个字节也不差：

    voicehall render --force

## What this is

Everything of {count} voicehall programmes: the finished files, all that went into them, a record of each, and the
fingerprint of every file.

- `out/`: the finished files. Video (.mp4), sound (.mp3 and others), covers, subtitles, and each programme's record
  (.json): title, length, chapters, loudness, the SHA-256 of every file that came out and went in.
- `episodes/`, `studio.yaml`: the manifests. `assets/` and `outside/`: the pictures, clips, music and fonts they use.
- `{sums}`: the SHA-256 of every file but itself. `{sheet}`: the programmes, and the versions of the tools.

To prove it, without voicehall: `sha256sum -c {sums}`. With voicehall, which also measures the programmes:
`voicehall verify --archive .`

This folder is a voicehall workspace. Rendered again with tools of the same versions (`voicehall render --force`), it
gives the same files, byte for byte.

## 工具 · Tools

{versions}"""
