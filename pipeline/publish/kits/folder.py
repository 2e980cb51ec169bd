"""Kits on disk: folders that are written whole or not at all, each with a `kit.json` by which it is known."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pipeline.digest import copied
from pipeline.errors import PipelineError, in_words
from pipeline.files import flush
from pipeline.messages import tr
from pipeline.publish.kits.kit import INFO_FILE, Kit, KitFile

LARGEST_INFO = 1 << 20
"""Bytes of a `kit.json` that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedKit:
    """A kit on disk, by its `kit.json`."""

    folder: Path
    guid: str
    key: str
    files: tuple[KitFile, ...]
    """Without `kit.json` itself."""

    @property
    def names(self) -> set[str]:
        return {INFO_FILE, *(file.name for file in self.files)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFolder:
    """The folder of a series' kits for one platform: `kits/<platform>/<series>/`."""

    folder: Path

    def kits_of(self, guid: str) -> list[SavedKit]:
        """The kits of an episode, under whatever title they were made."""
        return [kit for kit in self._kits() if kit.guid == guid]

    def find(self, stem: str, key: str, *, content: Callable[[Path], str]) -> SavedKit | None:
        """Just this kit, if it is there and whole; `content` gives the SHA-256 of a file."""
        kit = _read(self.folder / stem)
        if kit is None or kit.key != key:
            return None
        try:
            whole = all(content(kit.folder / file.name) == file.sha256 for file in kit.files)
        except OSError:
            return None
        return kit if whole else None

    def write(self, kit: Kit) -> None:
        """Write a kit, whole, in place of older ones of the same episode. Files that people added to those are kept.

        Raises PipelineError where the folder holds something else or cannot be written; it is left as it was then.
        """
        place = self.folder / kit.stem
        self._clean_up(kit.stem)
        before = _read(place)
        if place.exists() and (before is None or before.guid != kit.guid):
            message = tr("'{path}' exists already and is not a kit of this episode", path=place)
            raise PipelineError(message, hint=tr("move it away: the kit is made there"))
        part = self.folder / f".{kit.stem}.{os.getpid()}.part"
        old = self.folder / f".{kit.stem}.{os.getpid()}.old.part"
        try:
            part.mkdir(parents=True)
            for file in kit.files:
                _write(file, part / file.name)
            others = [one for one in self.kits_of(kit.guid) if one.folder != place]
            for one in (*([before] if before else []), *others):
                _keep_added_files(one, part)
            if before:
                place.rename(old)
            part.rename(place)
            for one in others:
                shutil.rmtree(one.folder)
            shutil.rmtree(old, ignore_errors=True)
        except OSError as cause:
            if old.exists() and not place.exists():
                old.rename(place)
            raise PipelineError(tr("cannot write '{path}': {reason}", path=place, reason=in_words(cause))) from cause
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def remove(self, kit: SavedKit) -> None:
        """Remove a kit; files that people added to it stay. Raises PipelineError where that fails."""
        try:
            for name in kit.names:
                (kit.folder / name).unlink(missing_ok=True)
        except OSError as cause:
            message = tr("cannot remove '{path}': {reason}", path=kit.folder, reason=in_words(cause))
            raise PipelineError(message) from cause
        for folder in (kit.folder, self.folder):
            with suppress(OSError):
                folder.rmdir()

    def _kits(self) -> Iterator[SavedKit]:
        for path in sorted(self.folder.glob(f"[!.]*/{INFO_FILE}")):
            if kit := _read(path.parent):
                yield kit

    def _clean_up(self, stem: str) -> None:
        """Remove what a killed run left; an old kit that it had moved away without a new one is moved back."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.iterdir()):
            if not (path.name.startswith(f".{stem}.") and path.name.endswith(".part")):
                continue
            if path.name.endswith(".old.part") and not (self.folder / stem).exists():
                path.rename(self.folder / stem)
            else:
                shutil.rmtree(path, ignore_errors=True)


def _read(folder: Path) -> SavedKit | None:
    try:
        with (folder / INFO_FILE).open("rb") as file:
            value = json.loads(file.read(LARGEST_INFO))
        files = tuple(
            KitFile(name=str(one["path"]), sha256=str(one["sha256"]), bytes=int(one["bytes"])) for one in value["files"]
        )
        # A kit may have come from elsewhere: its paths must not lead out of its folder.
        if not all(Path(file.name).name == file.name for file in files):
            return None
        return SavedKit(folder=folder, guid=str(value["guid"]), key=str(value["key"]), files=files)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _write(file: KitFile, place: Path) -> None:
    """Raises PipelineError where the source is not what it should be."""
    with place.open("xb") as target, file.source.open("rb") if file.source else BytesIO(file.text.encode()) as source:
        content = copied(source, target)
    flush(place)
    if content != file.sha256:
        message = tr("'{path}' changed while it was being copied", path=file.name)
        raise PipelineError(message, hint=tr("render it again"))


def _keep_added_files(kit: SavedKit, part: Path) -> None:
    """Copy what people added to a kit's folder, unless the new kit has a file of that name."""
    for path in sorted(kit.folder.iterdir()):
        if path.name in kit.names or (part / path.name).exists() or path.is_symlink():
            continue
        if path.is_dir():
            shutil.copytree(path, part / path.name)
        else:
            shutil.copy2(path, part / path.name)
