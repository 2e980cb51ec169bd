"""New manifests: how they name media, what they are called, and how several of them appear."""

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import write_whole
from pipeline.messages import tr
from pipeline.workflow.ingest.scan import Adoption


def named_in(path: Path, plan: Adoption) -> str:
    """As a manifest of the series names it."""
    root = plan.workspace.root
    if path.is_relative_to(root / "assets"):
        return path.relative_to(root).as_posix()
    if not path.is_relative_to(root):
        return path.as_posix()
    name = Path(os.path.relpath(path, plan.home)).as_posix()
    return f"./{name}" if name.startswith("assets/") else name


def free_name(path: Path) -> Path:
    """The path, counted up where a manifest of that name is there."""
    names = (path if turn == 1 else path.with_name(f"{path.stem}-{turn}{path.suffix}") for turn in count(1))
    return next(name for name in names if not name.exists())


def write_all(texts: Sequence[tuple[Path, str]]) -> None:
    """Each text under its name, or none of them: what is there already is never written over.

    A killed run leaves whole files only, and is simply run again. Raises PipelineError or OSError.
    """
    made: list[Path] = []
    try:
        for path, text in texts:
            try:
                write_whole(path, text, new=True)
            except FileExistsError:
                raise PipelineError(
                    tr("somebody else has written '{path}' meanwhile", path=path), hint=tr("run the command again")
                ) from None
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
