"""Upkeep of a store: what is in it, what of it is damaged, what can be removed."""

import json
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.store import NOTE
from pipeline.digest import file_digest

SENT = "sent file"
"""Kind of what a cluster's workers read besides artefacts: media and fonts, by content. It is sent when needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One artefact with its note, or a file that belongs to none."""

    key: str
    kind: str
    """The action's; empty for what has no readable note."""
    files: tuple[Path, ...]
    bytes: int
    used: float
    """When it was last made or used, in seconds since the epoch."""


def artefacts(folder: Path) -> Iterator[Artefact]:
    """Everything in a store's folder, in no particular order."""
    for group in folder.glob("??"):
        found: dict[str, list[Path]] = {}
        for path in group.iterdir():
            found.setdefault(path.name.split(".")[0], []).append(path)
        for key, files in found.items():
            sizes = [path.stat() for path in files]
            note = group / f"{key}{NOTE}"
            yield Artefact(
                key=key,
                kind=_kind(note),
                files=tuple(sorted(files, key=lambda path: path != note)),
                bytes=sum(one.st_size for one in sizes),
                used=max(one.st_mtime for one in sizes),
            )
    for path in folder.glob("files/*/*/*"):
        known = path.stat()
        yield Artefact(
            key=path.parent.name,
            kind=SENT,
            files=(path,),
            # Another name for a workspace's own file takes no room, and keeps that file's age.
            bytes=known.st_size if known.st_nlink == 1 else 0,
            used=max(known.st_mtime, known.st_ctime),
        )


def is_damaged(artefact: Artefact) -> bool:
    """Whether its bytes are not those that were stored; reads all of them."""
    note = next((path for path in artefact.files if path.name.endswith(NOTE)), None)
    try:
        if artefact.kind == SENT:
            return any(file_digest(path) != artefact.key for path in artefact.files)
        if note is None:
            return True
        stored = json.loads(note.read_bytes())["sha256"]
        return not any(file_digest(path) == stored for path in artefact.files if path != note)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return True


def removable(
    found: Collection[Artefact], needed: Collection[str], *, older_than: float | None, at_most: int | None
) -> list[Artefact]:
    """What can be removed, the longest unused first: never what is needed.

    `older_than` keeps what was used in the last so many seconds. `at_most` takes no more than it must to bring the
    whole down to so many bytes. Without either it is everything that is not needed.
    """
    now = time.time()
    free = sorted((one for one in found if one.key not in needed), key=lambda one: (one.used, one.key))
    if older_than is not None:
        free = [one for one in free if now - one.used > older_than]
    if at_most is None:
        return free
    over = sum(one.bytes for one in found) - at_most
    going = []
    for one in free:
        if over <= 0:
            break
        going.append(one)
        over -= one.bytes
    return going


def remove(artefact: Artefact) -> None:
    """Delete its files, the note first: an artefact without one counts as not there."""
    for path in artefact.files:
        path.unlink(missing_ok=True)


def _kind(note: Path) -> str:
    try:
        return str(json.loads(note.read_bytes()).get("kind", ""))
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
