"""Where a bundle is written: whole under its name, in place of an older bundle, never in place of anything else."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipeline.archive.read import SUMS, opened_archive, read_sums
from pipeline.archive.write import seal
from pipeline.errors import PipelineError, in_words
from pipeline.messages import tr
from pipeline.publish.bundle.pages import INFO_FILE

LARGEST_INFO = 16 << 20
"""Bytes of a bundle's description that are read."""


def check_destination(to: Path) -> None:
    """Raises PipelineError where a bundle cannot be written: something else is there, or it is a whole disk."""
    if to.is_dir() and os.path.ismount(to):
        raise PipelineError(
            tr("'{path}' is a whole disk", path=to),
            hint=tr("name a folder on it, such as '{example}'", example=to / "lessons"),
        )
    if not to.exists() or (to.is_dir() and next(to.iterdir(), None) is None):
        return
    hint = tr("choose another name, or remove it first")
    if not _is_bundle(to):
        raise PipelineError(tr("'{path}' exists already and is not a bundle", path=to), hint=hint)
    others = sorted(_other_files(to))
    if others:
        message = tr("'{path}' also holds '{file}', which is not part of the bundle", path=to, file=others[0])
        raise PipelineError(message, hint=hint)


def write_bundle(files: Mapping[str, Path], texts: Mapping[str, str], *, wanted: Mapping[str, str], to: Path) -> None:
    """Write a bundle to `to`, in place of an older one. Raises PipelineError; the older one is still there then."""
    if not to.exists() or (to.is_dir() and not any(to.iterdir())):
        seal(files, texts, wanted=wanted, to=to)
        return
    new = to.with_name(f".{to.stem}.{os.getpid()}.new{to.suffix}")
    old = to.with_name(f".{to.stem}.{os.getpid()}.old{to.suffix}")
    try:
        seal(files, texts, wanted=wanted, to=new)
        to.rename(old)
        new.rename(to)
    except OSError as cause:
        if old.exists() and not to.exists():
            old.rename(to)
        raise PipelineError(tr("cannot write '{path}': {reason}", path=to, reason=in_words(cause))) from cause
    finally:
        for left in (new, old):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _is_bundle(to: Path) -> bool:
    try:
        with opened_archive(to) as holder:
            if INFO_FILE not in read_sums(holder):
                return False
            with holder.open(INFO_FILE) as file:
                value = json.loads(file.read(LARGEST_INFO))
        return isinstance(value, dict) and "bundle" in value
    except (PipelineError, OSError, KeyError, ValueError, RecursionError):
        return False


def _other_files(to: Path) -> set[str]:
    """Files in a bundle's folder that are not in its list."""
    with opened_archive(to) as holder:
        return set(holder.names()) - set(read_sums(holder)) - {SUMS}
