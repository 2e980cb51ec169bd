"""Strays: files that look like manifests and are not read, because of their name or their place."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.documents.diagnostics import shown
from pipeline.documents.source import display_name
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import NOTHING, Message, tr

LIKE_MANIFEST = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
_DOUBLE_ENDING = re.compile(r"(.+\.ya?ml)\.(?:txt|rtf|docx?)", re.IGNORECASE)
_ENDINGS = r"\.ya?ml(?:\.txt)?"


def misnamed_hint(folder: Path, name: str) -> Message:
    """What to do where `name` is missing and another file has almost that name; NOTHING where none has."""
    stem = name.partition(".")[0]
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    near = sorted(one for one in names if one != name and re.fullmatch(rf"{stem}{_ENDINGS}", one, re.IGNORECASE))
    return tr("'{file}' is there: rename it to '{name}'", file=near[0], name=name) if near else NOTHING


def strays_in(folder: Path, root: Path, *, is_series: bool = True) -> Iterator[Diagnostic]:
    """A warning for each file that looks like a manifest and is not read."""
    if not folder.is_dir():
        return
    for name in sorted(path.name for path in folder.iterdir()):
        path = folder / name
        mark = Mark(file=display_name(path, root), line=1, column=1)
        if name.startswith("."):
            continue
        if is_series and (found := _DOUBLE_ENDING.fullmatch(name)):
            message = tr("'{file}' is not read: its name does not end in '.yaml'", file=shown(name, 200))
            hint = tr(
                "rename it to '{name}'; Windows hides the last ending until one asks it to show them", name=found[1]
            )
            yield Diagnostic(code="stray-file", severity="warning", message=message, mark=mark, hint=hint)
        elif not is_series and LIKE_MANIFEST.search(name) and path.is_file():
            message = tr("'{file}' is not read: it lies in no series", file=shown(name, 200))
            hint = tr("move it into the folder of its series: {folder}", folder=f"{folder.name}/SERIES/")
            yield Diagnostic(code="stray-file", severity="warning", message=message, mark=mark, hint=hint)
