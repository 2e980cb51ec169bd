"""The place of a bundle: whole under its name, instead of an older bundle, never instead of anything else."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipeline.archive.read import SUMS, opened_archive, read_sums
from pipeline.archive.write import seal
from pipeline.errors import PipelineError
from pipeline.publish.bundle.pages import SHEET

_HINT = "name another, or remove it first"
LARGEST = 16 << 20
"""Bytes of a bundle's own sheet."""


def check_place(to: Path) -> None:
    """Raises PipelineError where a bundle cannot come to stand: something else is there, or it is a whole disk."""
    if to.is_dir() and os.path.ismount(to):
        raise PipelineError(f"'{to}' is a whole disk", hint=f"name a folder on it: {to / '课程'}")
    if not to.exists() or (to.is_dir() and next(to.iterdir(), None) is None):
        return
    if not _is_bundle(to):
        raise PipelineError(f"'{to}' is there already, and is no bundle", hint=_HINT)
    strangers = sorted(_strangers(to))
    if strangers:
        raise PipelineError(f"'{to}' also holds '{strangers[0]}', which no bundle brought there", hint=_HINT)


def put_bundle(files: Mapping[str, Path], texts: Mapping[str, str], *, wanted: Mapping[str, str], to: Path) -> None:
    """Put a bundle at `to`, instead of an older one. Raises PipelineError; what stood there still does then."""
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
        raise PipelineError(f"cannot write '{to}': {cause.strerror}") from cause
    finally:
        for stray in (new, old):
            if stray.is_dir():
                shutil.rmtree(stray, ignore_errors=True)
            else:
                stray.unlink(missing_ok=True)


def _is_bundle(to: Path) -> bool:
    try:
        with opened_archive(to) as holder:
            if SHEET not in read_sums(holder):
                return False
            with holder.open(SHEET) as file:
                value = json.loads(file.read(LARGEST))
        return isinstance(value, dict) and "bundle" in value
    except (PipelineError, OSError, KeyError, ValueError, RecursionError):
        return False


def _strangers(to: Path) -> set[str]:
    """What somebody else put into a bundle."""
    with opened_archive(to) as holder:
        return set(holder.names()) - set(read_sums(holder)) - {SUMS}
