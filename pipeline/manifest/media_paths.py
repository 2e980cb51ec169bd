"""Media paths: which file a name in a manifest means, and whether the workspace may use it."""

import os
import re
import stat
import unicodedata
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from pipeline.digest import digest
from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place
from pipeline.documents.syntax import windows_path
from pipeline.errors import did_you_mean, in_words
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.model.series import MediaUse

_REFUSED = {
    "\n": tr("a line break"),
    "\t": tr("a tab"),
    "\\": tr("a backslash"),
    "?": tr("a '{character}'", character="?"),
    "*": tr("a '{character}'", character="*"),
}
"""Characters that are not allowed in names, and what they are called."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}:")
_WINDOWS = re.compile(r"[A-Za-z]:[\x00-\x1f\\]|\\\\" if os.name == "nt" else r"[A-Za-z]:[\x00-\x1f\\/]|\\\\")
"""How a path of Windows begins; between double quotes `C:\new` is `C:` and a line break."""
OUTSIDE = "outside"
"""Folder of an archive with the files that its manifests use from outside the workspace."""
_NAMES_LISTED = 6
_NAMES_COMPARED = 1000


FONTS = "fonts"
"""The workspace's folder of fonts of its own."""
MANIFESTS = (".yaml", ".yml")


class Paths:
    """Finds the media of a workspace; every folder is resolved once, which saves time with hundreds of manifests."""

    def __init__(self, root: Path, media_roots: tuple[Path, ...] = ()) -> None:
        self.root = self._root = root
        self._allowed = (root, *media_roots)
        self._folders: dict[Path, tuple[Path, bool]] = {}
        """Folders as written: where they really are, and whether that is allowed."""
        self._listings: dict[Path, list[str]] = {}
        self._is_archive = (root / OUTSIDE).is_dir()
        self.used: dict[str, Path] = {}
        """Every file that was found, by the place where an archive of this workspace keeps it."""

    def find_font(self, place: Place, found: Findings) -> MediaUse | None:
        """The same for a font; one in the workspace's `fonts/` may be named by its file or family: LXGW WenKai."""
        name, folder = str(place.data).strip(), self.root / FONTS
        beside = place.source.path.parent / name
        if name_problem(name) or "/" in name or beside.exists() or beside.is_symlink():
            return self.find(place, found)
        wanted = _letters(name)
        names = self._names_within(folder)
        own = [one for one in names if one.lower().endswith((".ttf", ".otf", ".ttc", ".otc"))]
        others = [one for one in names if one not in own]
        alike, unusable = (
            [one for one in some if wanted in (_letters(Path(one).name), _letters(Path(one).stem))]
            for some in (own, others)
        )
        family = sorted(
            (one for one in own if wanted and _letters(Path(one).name).startswith(wanted)),
            key=lambda one: "regular" not in one.lower(),
        )
        # What a file of another sort is instead of a font is told when it is opened.
        for one in (*alike, *family, *unusable):
            return self.find(place, found, written=folder / one)
        hint = tr("write the path of a font file, or put the file into the folder '{folder}/'", folder=FONTS)
        advice = did_you_mean(shown(name), own) if own else hint
        found.error("missing-file", tr("there is no font '{name}'", name=shown(name)), place.mark, advice)
        return None

    def find(self, place: Place, found: Findings, *, written: Path | None = None) -> MediaUse | None:
        """The file that the text at `place` names, or that is `written` to be meant; None when it cannot be used, and
        `found` says why.
        """
        name = str(place.data).strip()
        if problem := name_problem(name):
            found.error("bad-path", problem.message, place.mark, problem.hint)
            return None
        base = self._root if name.startswith("assets/") else place.source.path.parent
        written = written or base / name
        kept = self._kept(written, name)
        if self._is_archive and kept.startswith(f"{OUTSIDE}/") and (self._root / kept).is_file():
            written = self._root / kept
        try:
            real, allowed = self._resolved(written)
            if not allowed:
                hint = tr("copy it into the workspace, or name its folder under 'media_roots' in studio.yaml")
                found.error("path-outside-workspace", self._outside(name, written, real), place.mark, hint)
                return None
            info = real.stat()
        except FileNotFoundError:
            return self._missing(place, name, written, found)
        except (OSError, ValueError) as cause:
            reason = in_words(cause) if isinstance(cause, OSError) else tr("this system does not allow such a name")
            message = tr("'{name}' cannot be opened: {reason}", name=shown(name), reason=reason)
            found.error("unreadable-file", message, place.mark)
            return None
        if unusable := _unusable(info, real, shown(name)):
            code, message, hint = unusable
            found.error(code, message, place.mark, hint)
            return None
        self.used[kept] = real
        return MediaUse(path=real, name=name, mark=place.mark)

    def folder(self, place: Place, name: str) -> Path | None:
        """The folder that a text names, where it is one that media may come from; "" is the manifest's own."""
        base = self._root if name.startswith("assets/") or name == "assets" else place.source.path.parent
        try:
            real = resolve_links(base / name)
            return real if self._allows(real) and real.is_dir() else None
        except (OSError, ValueError):
            return None

    def _kept(self, written: Path, name: str) -> str:
        """The file's place in an archive: where it is written to be, or by that place where that is outside.

        It does not depend on where the workspace is, so that an archive finds what its manifests name.
        """
        place = _normal(written)
        if place.is_relative_to(self._root):
            return place.relative_to(self._root).as_posix()
        far = str(place) if Path(name).is_absolute() else os.path.relpath(place, self._root)
        return f"{OUTSIDE}/{digest(Path(far).as_posix())[:16]}/{place.name}"

    def _resolved(self, written: Path) -> tuple[Path, bool]:
        """The path with every link followed, and whether media may come from there."""
        if written.name == ".." or written.is_symlink():
            real = resolve_links(written)
            return real, self._allows(real)
        if written.parent not in self._folders:
            folder = resolve_links(written.parent)
            self._folders[written.parent] = folder, self._allows(folder)
        folder, allowed = self._folders[written.parent]
        return folder / written.name, allowed

    def _allows(self, real: Path) -> bool:
        return any(real.is_relative_to(folder) for folder in self._allowed)

    def _outside(self, name: str, written: Path, real: Path) -> Message:
        if self._allows(_normal(written)):
            target = shown(str(real), 200)
            return tr(
                "'{name}' leads through a link to '{target}', outside the workspace", name=shown(name), target=target
            )
        return tr("'{name}' is outside the workspace", name=shown(name))

    def _missing(self, place: Place, name: str, written: Path, found: Findings) -> MediaUse | None:
        written = _normal(written)
        for sibling in self._names(written.parent):
            # A disk from a Mac spells é as two characters; to the author it is the same name.
            if sibling != written.name and _same_name(sibling, written.name):
                real = self._resolved(written.parent)[0] / sibling
                self.used[self._kept(written, name)] = real
                return MediaUse(path=real, name=name, mark=place.mark)
        if written.is_symlink() and self._allows(written.parent):
            message = tr("'{file}' is a link that leads nowhere", file=shown(name))
            hint = tr("its target was moved or deleted, or its disk is not connected: copy the file itself here")
            found.error("missing-file", message, place.mark, hint)
            return None
        message = tr("there is no file '{file}'", file=shown(name))
        found.error("missing-file", message, place.mark, self._advice(written, name))
        return None

    def _advice(self, written: Path, name: str) -> Message:
        folder = written.parent
        before = name.removesuffix(written.name)
        names = self._names(folder)
        if not folder.is_dir():
            near = get_close_matches(folder.name[:100], self._names(folder.parent), n=1)
            if near:
                return tr(
                    "there is no folder '{folder}'; did you mean '{name}'?", folder=shown(before), name=f"{near[0]}/"
                )
            return tr("there is no folder '{folder}'", folder=shown(before))
        if (several := _several(written.name)) and all(one in names for one in several):
            return tr("several files are a list: {example}", example=f"[{', '.join(several)}]")
        alike = [one for one in names if one.casefold() == written.name.casefold()]
        if near := alike or get_close_matches(written.name[:100], names[:_NAMES_COMPARED], n=1):
            return tr("did you mean '{name}'?", name=shown(before + near[0]))
        if not names:
            return tr("its folder is empty")
        if not written.name.endswith(MANIFESTS):
            names = [one for one in names if not one.endswith(MANIFESTS)]
        if not names:
            return tr("its folder has only manifests: copy the file there")
        first = listed(map(shown, names[:_NAMES_LISTED]))
        if len(names) > _NAMES_LISTED:
            return tr("its folder has {names} and {rest} more", names=first, rest=len(names) - _NAMES_LISTED)
        return tr("its folder has {names}", names=first)

    def _names_within(self, folder: Path) -> list[str]:
        """Files of a folder of the workspace and of those in it, as they are named from there."""
        found: list[str] = []
        for name in self._names(folder):
            inner = folder / name
            found += [f"{name}/{one}" for one in self._names(inner)] if inner.is_dir() else [name]
        return found

    def _names(self, folder: Path) -> list[str]:
        """Names in a folder of the workspace; none of a folder outside, which messages must not reveal."""
        if folder not in self._listings:
            try:
                names = [path.name for path in folder.iterdir()] if self._allows(resolve_links(folder)) else []
            except (OSError, ValueError):
                names = []
            self._listings[folder] = sorted(name for name in names if not name.startswith("."))
        return self._listings[folder]


def resolve_links(path: Path) -> Path:
    """The path with every link followed; a link to itself is kept, to fail when it is opened."""
    return Path(os.path.realpath(path))


def _normal(path: Path) -> Path:
    """Without `..`, links not followed."""
    return Path(os.path.normpath(path))


def _several(name: str) -> list[str]:
    """The names in one text, where it seems to hold several."""
    names = [one.strip() for one in re.split(r"[,，、;；]", name) if one.strip()]
    return names if len(names) > 1 else []


def _same_name(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


class NameProblem(NamedTuple):
    """What is wrong with a name, and what to do."""

    message: Message
    hint: Message


def name_problem(name: str) -> NameProblem | None:
    """What is wrong with the name of a media file itself, whether the file exists or not."""
    if not name:
        return NameProblem(tr("this path is empty"), NOTHING)
    if _WINDOWS.match(name):
        return NameProblem(*windows_path(name))
    for character, called in _REFUSED.items():
        if character in name:
            message = tr(
                "'{name}' contains {character}, which voicehall does not allow", name=shown(name), character=called
            )
            if character == "\\":
                return NameProblem(message, tr("write '{example}'", example=shown(name.replace("\\", "/"))))
            if character in "*?":
                hint = tr("rename the file; several pictures at once may stand under 'pictures:' of a narration")
                return NameProblem(message, hint)
            return NameProblem(message, tr("rename the file"))
    if any(ord(character) < 32 or 127 <= ord(character) < 160 for character in name):
        return NameProblem(tr("'{name}' contains a control character", name=shown(name)), tr("rename the file"))
    if _ADDRESS.match(name) and "//" in name:
        message = tr("'{name}' is an address, not a file", name=shown(name))
        return NameProblem(message, tr("download it into the workspace"))
    return None


def _unusable(info: os.stat_result, real: Path, name: str) -> tuple[str, Message, Message] | None:
    """Code, message and hint where it is not a file that can be read."""
    if stat.S_ISDIR(info.st_mode):
        return "not-a-file", tr("'{name}' is a folder", name=name), tr("name a file in it")
    if not stat.S_ISREG(info.st_mode):
        return "not-a-file", tr("'{name}' is not an ordinary file", name=name), tr("name a file on a disk")
    if info.st_size == 0:
        hint = tr("it was not copied or downloaded to its end: copy or download it again")
        return "empty-file", tr("'{name}' is empty", name=name), hint
    if not os.access(real, os.R_OK):
        hint = tr("ask whoever it belongs to, or copy it into the workspace yourself")
        return "unreadable-file", tr("you have no permission to read '{name}'", name=name), hint
    return None


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
