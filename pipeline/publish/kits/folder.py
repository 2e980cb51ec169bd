"""The shelf of kits: folders that stand whole or not at all, each known by the sheet in it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pipeline.digest import copied
from pipeline.errors import PipelineError
from pipeline.files import flush
from pipeline.publish.kits.kit import SHEET, Kit, KitFile

LARGEST = 1 << 20
"""Bytes of a sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands in a kit's folder."""

    folder: Path
    guid: str
    key: str
    files: tuple[KitFile, ...]
    """But for the sheet itself."""

    @property
    def names(self) -> set[str]:
        return {SHEET, *(file.name for file in self.files)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitShelf:
    """`kits/<platform>/<series>/`."""

    folder: Path

    def of(self, guid: str) -> list[Sheet]:
        """The kits of an episode, under whatever title they were made."""
        return [sheet for sheet in self._sheets() if sheet.guid == guid]

    def standing(self, stem: str, key: str, *, content: Callable[[Path], str]) -> Sheet | None:
        """Just this kit, if it stands there whole; `content` gives the SHA-256 of a file."""
        sheet = _read(self.folder / stem)
        if sheet is None or sheet.key != key:
            return None
        try:
            whole = all(content(sheet.folder / file.name) == file.sha256 for file in sheet.files)
        except OSError:
            return None
        return sheet if whole else None

    def put(self, kit: Kit) -> None:
        """Put a kit in its place, whole, instead of older ones of the same episode. What people put beside their
        files goes along.

        Raises PipelineError where the folder is somebody else's, or cannot be written; what stood there still does.
        """
        place = self.folder / kit.stem
        self._sweep(kit.stem)
        before = _read(place)
        if place.exists() and (before is None or before.guid != kit.guid):
            hint = "move it away; kits are made there"
            raise PipelineError(f"'{place}' is there already, and is no kit of this episode", hint=hint)
        part = self.folder / f".{kit.stem}.{os.getpid()}.part"
        old = self.folder / f".{kit.stem}.{os.getpid()}.old.part"
        try:
            part.mkdir(parents=True)
            for file in kit.files:
                _write(file, part / file.name)
            others = [sheet for sheet in self.of(kit.guid) if sheet.folder != place]
            for sheet in (*([before] if before else []), *others):
                _bring_along(sheet, part)
            if before:
                place.rename(old)
            part.rename(place)
            for sheet in others:
                shutil.rmtree(sheet.folder)
            shutil.rmtree(old, ignore_errors=True)
        except OSError as cause:
            if old.exists() and not place.exists():
                old.rename(place)
            raise PipelineError(f"cannot write '{place}': {cause.strerror}") from cause
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def remove(self, sheet: Sheet) -> None:
        """Take a kit away; what people put beside its files stays. Raises PipelineError where that fails."""
        try:
            for name in sheet.names:
                (sheet.folder / name).unlink(missing_ok=True)
        except OSError as cause:
            raise PipelineError(f"cannot remove '{sheet.folder}': {cause.strerror}") from cause
        for folder in (sheet.folder, self.folder):
            with suppress(OSError):
                folder.rmdir()

    def _sheets(self) -> Iterator[Sheet]:
        for path in sorted(self.folder.glob(f"[!.]*/{SHEET}")):
            if sheet := _read(path.parent):
                yield sheet

    def _sweep(self, stem: str) -> None:
        """What a killed run left; one that had moved the old kit away but put no new one there is undone."""
        if not self.folder.is_dir():
            return
        for stray in sorted(self.folder.iterdir()):
            if not (stray.name.startswith(f".{stem}.") and stray.name.endswith(".part")):
                continue
            if stray.name.endswith(".old.part") and not (self.folder / stem).exists():
                stray.rename(self.folder / stem)
            else:
                shutil.rmtree(stray, ignore_errors=True)


def _read(folder: Path) -> Sheet | None:
    try:
        with (folder / SHEET).open("rb") as file:
            value = json.loads(file.read(LARGEST))
        files = tuple(
            KitFile(name=str(one["path"]), sha256=str(one["sha256"]), bytes=int(one["bytes"])) for one in value["files"]
        )
        # A sheet may have come from elsewhere: it must not lead out of its folder.
        if not all(Path(file.name).name == file.name for file in files):
            return None
        return Sheet(folder=folder, guid=str(value["guid"]), key=str(value["key"]), files=files)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _write(file: KitFile, place: Path) -> None:
    """Raises PipelineError where the source is not what it should be."""
    with place.open("xb") as target, file.source.open("rb") if file.source else BytesIO(file.text.encode()) as source:
        content = copied(source, target)
    flush(place)
    if content != file.sha256:
        raise PipelineError(f"'{file.name}' changed while it was being copied", hint="render it again")


def _bring_along(sheet: Sheet, part: Path) -> None:
    """Copy what people put into a kit's folder, unless the new kit has a file of that name."""
    for path in sorted(sheet.folder.iterdir()):
        if path.name in sheet.names or (part / path.name).exists() or path.is_symlink():
            continue
        if path.is_dir():
            shutil.copytree(path, part / path.name)
        else:
            shutil.copy2(path, part / path.name)
