"""Moves: several manifests rewritten and renamed together: all of them or none, even if the run is killed."""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import flush, write, write_whole
from pipeline.messages import tr

STAGED = ".renumbered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A manifest's new text, under the name that it has or under another one."""

    source: Path
    target: Path
    text: bytes


def apply_moves(moves: Sequence[Move], *, journal: Path, root: Path, guids: Mapping[str, str | None]) -> None:
    """Make all the moves or none; `finish` returns `guids` once they are made.

    New texts are written beside the old ones first; as soon as the journal is written, `finish` can make the moves.
    Raises PipelineError when a name is taken, and OSError when the disk cannot be written to.
    """
    sources = {move.source for move in moves}
    for move in moves:
        if move.target.exists() and move.target not in sources:
            message = tr("'{file}' already exists", file=move.target)
            raise PipelineError(message, hint=tr("move it away, or rename it"))
    try:
        for move in moves:
            write(staged(move.target), move.text, named=move.target)
            flush(staged(move.target))
        steps = [[_from(root, move.source), _from(root, move.target)] for move in moves]
        write_whole(journal, json.dumps({"moves": steps, "guids": dict(guids)}, ensure_ascii=False), sync=True)
    except OSError:
        for move in moves:
            with suppress(OSError):
                staged(move.target).unlink()
        raise
    _flush_folder(journal.parent)


def finish(journal: Path, root: Path) -> dict[str, str | None]:
    """Make the moves in a journal, also those that a killed run left half made; returns its guids.

    The journal stays until `discard`. Without one there is nothing to do.
    """
    try:
        plan = json.loads(journal.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    moves = [(root / source, root / target) for source, target in plan["moves"]]
    for _, target in moves:
        with suppress(FileNotFoundError):  # It was moved before the run was killed.
            staged(target).replace(target)
    kept = {target for _, target in moves}
    for source, _ in moves:
        if source not in kept:
            source.unlink(missing_ok=True)
    for folder in {target.parent for target in kept}:
        _flush_folder(folder)
    return dict(plan["guids"])


def discard(journal: Path) -> None:
    """Delete the journal: the moves are made, and so is all that follows from them."""
    journal.unlink(missing_ok=True)


def add(targets: Sequence[Path], *, journal: Path, root: Path) -> None:
    """Give files and folders that were written under their `staged` names their own, all of them or none.

    `finish` gives what a killed run left. Raises OSError when the disk cannot be written to.
    """
    steps = [[_from(root, target), _from(root, target)] for target in targets]
    write_whole(journal, json.dumps({"moves": steps, "guids": {}}, ensure_ascii=False), sync=True)
    _flush_folder(journal.parent)
    finish(journal, root)


def clear(folder: Path) -> None:
    """Remove what a run that was killed before it wrote its journal left in a folder."""
    for path in folder.glob(f".*{STAGED}"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def staged(target: Path) -> Path:
    """Where something is written before it gets its name."""
    return target.with_name(f".{target.name}{STAGED}")


def _from(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _flush_folder(folder: Path) -> None:
    """Make sure that new names are on the disk, on systems that can do that."""
    with suppress(OSError):
        flush(folder)
