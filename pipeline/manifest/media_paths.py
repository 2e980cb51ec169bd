"""Media paths: where a name in a manifest leads, and that it is a file which the workspace may use."""

import os
import re
import stat
import unicodedata
from difflib import get_close_matches
from pathlib import Path

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.errors import Mark
from pipeline.model.series import MediaUse

_REFUSED = {"\n": "a line break", "\t": "a tab", "\\": "a backslash", "?": "a '?'", "*": "a '*'"}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}:")
OUTSIDE = "outside"
"""Folder of a sealed archive that holds what its manifests take from outside their workspace."""
_NAMES_LISTED = 6
_NAMES_COMPARED = 1000


class Paths:
    """Finds media for one reading; folders are resolved once, so that 800 manifests ask the disk little."""

    def __init__(self, root: Path, media_roots: tuple[Path, ...] = ()) -> None:
        self._root = root
        self._allowed = (root, *media_roots)
        self._folders: dict[Path, tuple[Path, bool]] = {}
        """Folders as written: where they really are, and whether that is allowed."""
        self._listings: dict[Path, list[str]] = {}
        self._sealed = (root / OUTSIDE).is_dir()
        self.used: dict[str, Path] = {}
        """Every file that was found, by the place where an archive of this workspace keeps it."""

    def find(self, place: Place, found: Findings) -> MediaUse | None:
        """The file that the text at `place` names; None when it cannot be used, and `found` says why."""
        name = str(place.data).strip()
        if problem := name_problem(name):
            found.error("bad-path", *_at(place.mark, *problem))
            return None
        base = self._root if name.startswith("assets/") else place.source.path.parent
        written = base / name
        kept = self._kept(written, name)
        if self._sealed and kept.startswith(f"{OUTSIDE}/") and (self._root / kept).is_file():
            written = self._root / kept
        try:
            real, allowed = self._resolved(written)
            if not allowed:
                found.error("path-outside-workspace", *_at(place.mark, *self._outside(name, written, real)))
                return None
            info = real.stat()
        except FileNotFoundError:
            return self._missing(place, name, written, found)
        except (OSError, ValueError) as cause:
            words = cause.strerror if isinstance(cause, OSError) else "its name cannot be written on this system"
            found.error("unreadable-file", f"'{shown(name)}' cannot be opened: {words}", place.mark)
            return None
        if problem := _unusable(info, real):
            code, words = problem
            found.error(code, f"'{shown(name)}' {words}", place.mark)
            return None
        self.used[kept] = real
        return MediaUse(path=real, name=name, mark=place.mark)

    def _kept(self, written: Path, name: str) -> str:
        """The file's place in an archive: where it is written to be, or by that place where that is outside.

        The same wherever the workspace lies, so that an archive finds again what its manifests name.
        """
        place = _normal(written)
        if place.is_relative_to(self._root):
            return place.relative_to(self._root).as_posix()
        far = str(place) if Path(name).is_absolute() else os.path.relpath(place, self._root)
        return f"{OUTSIDE}/{digest(Path(far).as_posix())[:16]}/{place.name}"

    def _resolved(self, written: Path) -> tuple[Path, bool]:
        """The path with every link followed, and whether media may come from there."""
        if written.name == ".." or written.is_symlink():
            real = followed(written)
            return real, self._allows(real)
        if written.parent not in self._folders:
            folder = followed(written.parent)
            self._folders[written.parent] = folder, self._allows(folder)
        folder, allowed = self._folders[written.parent]
        return folder / written.name, allowed

    def _allows(self, real: Path) -> bool:
        return any(real.is_relative_to(folder) for folder in self._allowed)

    def _outside(self, name: str, written: Path, real: Path) -> tuple[str, str]:
        hint = "copy it into the workspace, or name its folder under 'media_roots' in studio.yaml"
        if self._allows(_normal(written)):
            return f"'{shown(name)}' leads out of the workspace through a link, to '{shown(str(real), 200)}'", hint
        return f"'{shown(name)}' lies outside the workspace", hint

    def _missing(self, place: Place, name: str, written: Path, found: Findings) -> MediaUse | None:
        written = _normal(written)
        for sibling in self._names(written.parent):
            # A disk from a Mac spells é as two characters; to the author it is the same name.
            if sibling != written.name and _same_name(sibling, written.name):
                real = self._resolved(written.parent)[0] / sibling
                self.used[self._kept(written, name)] = real
                return MediaUse(path=real, name=name, mark=place.mark)
        found.error("missing-file", f"there is no file '{shown(name)}'", place.mark, self._advice(written, name))
        return None

    def _advice(self, written: Path, name: str) -> str:
        folder = written.parent
        before = name.removesuffix(written.name)
        names = self._names(folder)
        if not folder.is_dir():
            near = get_close_matches(folder.name[:100], self._names(folder.parent), n=1)
            return f"there is no folder '{shown(before)}'" + (f"; did you mean '{near[0]}/'?" if near else "")
        if near := get_close_matches(written.name[:100], names[:_NAMES_COMPARED], n=1):
            return f"did you mean '{shown(before + near[0])}'?"
        if not names:
            return "its folder is empty"
        rest = f" and {len(names) - _NAMES_LISTED} more" if len(names) > _NAMES_LISTED else ""
        return f"its folder holds {', '.join(map(shown, names[:_NAMES_LISTED]))}{rest}"

    def _names(self, folder: Path) -> list[str]:
        """Names in a folder of the workspace; what lies outside is nobody's business."""
        if folder not in self._listings:
            try:
                names = [path.name for path in folder.iterdir()] if self._allows(followed(folder)) else []
            except (OSError, ValueError):
                names = []
            self._listings[folder] = sorted(name for name in names if not name.startswith("."))
        return self._listings[folder]


def followed(path: Path) -> Path:
    """The path with every link followed; a link that leads to itself is left standing, to fail when it is opened."""
    return Path(os.path.realpath(path))


def _normal(path: Path) -> Path:
    """Without `..`, links not followed."""
    return Path(os.path.normpath(path))


def _same_name(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def _at(mark: Mark, words: str, hint: str) -> tuple[str, Mark, str]:
    return words, mark, hint


def name_problem(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of a medium itself, and what to do."""
    if not name:
        return "this path is empty", ""
    for character, words in _REFUSED.items():
        if character in name:
            hint = f"write '{shown(name.replace(character, '/'))}'" if character == "\\" else "rename the file"
            return f"'{shown(name)}' holds {words}, which file names here may not", hint
    if any(ord(character) < 32 or 127 <= ord(character) < 160 for character in name):
        return f"'{shown(name)}' holds a control character", "rename the file"
    if _ADDRESS.match(name) and "//" in name:
        return f"'{shown(name)}' is an address, not a file", "download it into the workspace"
    return None


def _unusable(info: os.stat_result, real: Path) -> tuple[str, str] | None:
    """The code and words for what is no file to read."""
    if stat.S_ISDIR(info.st_mode):
        return "not-a-file", "is a folder"
    if not stat.S_ISREG(info.st_mode):
        return "not-a-file", "is not an ordinary file"
    if info.st_size == 0:
        return "empty-file", "is empty"
    if not os.access(real, os.R_OK):
        return "unreadable-file", "may not be read by this user"
    return None
