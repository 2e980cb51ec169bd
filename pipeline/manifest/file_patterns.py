"""Several files by one text: a folder, or a pattern such as `photos/*.jpg`, in the order in which people count."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Node, Place
from pipeline.ingest.filenames import in_order
from pipeline.manifest.media_paths import Paths
from pipeline.messages import listed, tr
from pipeline.model.series import MediaUse

PICTURES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif",
     ".hif", ".jp2", ".j2k", ".psd", ".apng")
)  # fmt: skip
CLIPS = frozenset(
    (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".flv", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".3gp")
)
MOST = 500
"""Files that one text may stand for."""
SEEN = 20_000
"""Names that are looked at in search of them."""
_PASSED_OVER = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"))
"""What systems leave in folders; files whose name begins with a dot are passed over too."""
_NAMES_LISTED = 6


def is_several(paths: Paths, place: Place) -> bool:
    """Whether a text stands for more than one file: it is a pattern, or the name of a folder."""
    name = str(place.data).strip()
    return "*" in name or "?" in name or paths.folder(place, name.rstrip("/")) is not None


def find_several(paths: Paths, place: Place, found: Findings) -> tuple[MediaUse, ...]:
    """The pictures and clips in a folder, or those that a pattern fits; none where `found` says why.

    What a folder holds beside pictures is said.
    """
    name = str(place.data).strip()
    is_pattern = "*" in name or "?" in name
    parts = Path(name).parts if is_pattern else (*Path(name).parts, "*")
    fixed = next((index for index, part in enumerate(parts) if "*" in part or "?" in part), len(parts))
    before = str(Path(*parts[:fixed])) if fixed else ""
    folder = paths.folder(place, before)
    if folder is None:
        message = tr("there is no folder '{folder}' in the workspace", folder=shown(before or "."))
        found.error("missing-folder", message, place.mark)
        return ()
    names = sorted(_fitting(folder, parts[fixed:]), key=lambda one: in_order(one))
    wanted = [one for one in names if Path(one).suffix.lower() in (PICTURES | CLIPS if is_pattern else PICTURES)]
    left = [one for one in names if one not in set(wanted)]
    if not wanted:
        hint = tr("its folder has {names}", names=_some(left or _names(folder))) if left or _names(folder) else None
        message = (
            tr("no picture fits '{pattern}'", pattern=shown(name))
            if is_pattern
            else tr("there is no picture in the folder '{folder}'", folder=shown(name))
        )
        found.error("no-pictures", message, place.mark, *([hint] if hint else []))
        return ()
    if len(wanted) > MOST:
        message = tr(
            "'{pattern}' stands for {count} pictures; at most {most} are allowed",
            pattern=shown(name), count=len(wanted), most=MOST,
        )  # fmt: skip
        found.error("too-many", message, place.mark)
        return ()
    if left:
        message = tr(
            "these of '{pattern}' are no pictures and are left out: {names}", pattern=shown(name), names=_some(left)
        )
        found.warning("left-out", message, place.mark)
    # As written, so that messages, records and archives name the files as the author would.
    written = [f"{before}/{one}" if before else one for one in wanted]
    uses = [paths.find(named(place, one), found) for one in written]
    return tuple(use for use in uses if use is not None)


def named(place: Place, name: str) -> Place:
    """The same place with another text."""
    return Place(place.source, Node(name, place.node.line, place.node.column), place.key)


def _fitting(folder: Path, pattern: tuple[str, ...]) -> Iterator[str]:
    """Names of files below a folder, by the parts of a pattern; capitals and small letters are the same."""
    seen = 0
    waiting: list[tuple[str, tuple[str, ...]]] = [("", pattern)]
    done: set[str] = set()
    while waiting:
        inner, (part, *others) = waiting.pop()
        rest = tuple(others)
        if part == "**":
            waiting.append((inner, rest or ("*",)))
        for name in _names(folder / inner):
            seen += 1
            if seen > SEEN:
                return
            path = f"{inner}{name}"
            is_folder = (folder / path).is_dir()
            if part == "**":
                if is_folder and not (folder / path).is_symlink():
                    waiting.append((f"{path}/", (part, *rest)))
            elif fnmatchcase(name.casefold(), part.casefold()):
                if rest and is_folder:
                    waiting.append((f"{path}/", rest))
                elif not rest and not is_folder and path not in done:
                    done.add(path)
                    yield path


def _names(folder: Path) -> list[str]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return [name for name in names if not name.startswith(".") and name.lower() not in _PASSED_OVER]


def _some(names: list[str]) -> str:
    first = sorted(names, key=in_order)[:_NAMES_LISTED]
    if len(names) > _NAMES_LISTED:
        return tr("{names} and {rest} more", names=listed(map(shown, first)), rest=len(names) - _NAMES_LISTED)
    return listed(map(shown, first))
