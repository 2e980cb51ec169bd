"""Folders that are handed over: written whole or not at all, and renewed only where nobody has changed them since."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.digest import file_digest
from pipeline.errors import PipelineError, in_words
from pipeline.files import left_behind, part_of
from pipeline.messages import tr
from pipeline.stop import check_stop

LIST = "voicehall-export.json"
"""In every such folder: what was put there."""
MEDIA = "media"
SYSTEM = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What systems leave in folders that are looked at."""
_BLOCK = 8 << 20


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill; it takes the place of `folder` at the end, or goes away where that fails.

    Raises PipelineError where it cannot be written, or `folder` holds what no export has put there.
    """
    refuse_foreign(folder)
    part = part_of(folder)
    old = part.with_name(f"{part.name}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in left_behind(folder.parent, folder.name):
            _remove(left)
        part.mkdir()
        yield part
        _write_list(part)
        if folder.exists():
            folder.rename(old)
        try:
            part.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except OSError as cause:
        raise PipelineError(tr("cannot write '{path}': {reason}", path=folder, reason=in_words(cause))) from cause
    finally:
        _remove(part)
        _remove(old)


def refuse_foreign(folder: Path) -> None:
    """Raises PipelineError where a folder holds what no export has put there, or what was changed since."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise PipelineError(tr("'{path}' exists already and is no folder", path=folder), hint=tr("choose another name"))
    try:
        known = _read_list(folder)
        for name, path in _files(folder):
            if name == LIST or path.name in SYSTEM:
                continue
            if name not in known:
                raise PipelineError(
                    tr("'{path}' holds '{name}', which is not of an earlier export", path=folder, name=name),
                    hint=tr("choose another folder, or move that away first"),
                )
            if known[name] != _note(path):
                raise PipelineError(
                    tr("'{name}' in '{path}' was changed since it was exported", path=folder, name=name),
                    hint=tr("export into another folder, lest that work be lost"),
                )
    except OSError as cause:
        raise PipelineError(tr("cannot read '{path}': {reason}", path=folder, reason=in_words(cause))) from cause


def copy_in(source: Path, place: Path) -> None:
    """Copy a file, so that it can be stopped. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as old, place.open("xb") as new:
        while block := old.read(_BLOCK):
            check_stop()
            new.write(block)


def _write_list(folder: Path) -> None:
    value = {"files": {name: _note(path) for name, path in _files(folder)}}
    (folder / LIST).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read_list(folder: Path) -> dict[str, str]:
    try:
        value = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
        return {str(name): str(note) for name, note in value.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _note(path: Path) -> str:
    """By which it is seen whether a file was changed; media are only as long as they were."""
    return f"{path.stat().st_size} bytes" if path.parent.name == MEDIA else file_digest(path)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() or path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
