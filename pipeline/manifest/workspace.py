"""Workspaces: where the files are, and which of them WHAT on a command line names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import parse
from pipeline.documents.source import SIZE_LIMIT, display_name, read_source
from pipeline.errors import Diagnostic, Mark, PipelineError, did_you_mean
from pipeline.manifest.unread_files import LIKE_MANIFEST, misnamed_hint, strays_in
from pipeline.messages import NOTHING, Message, listed, tr, trn
from pipeline.wording import runs

STUDIO_FILE = "studio.yaml"
SERIES_FILE = "series.yaml"
LEXICON_FILE = "lexicon.yaml"
"""Readings for voices may lie beside manifests under this name."""
EPISODES = "episodes"
NUMBER_RANGES = re.compile(r"\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*", re.ASCII)
"""Numbers of episodes on a command line: `1-20,25`."""

_NUMBER_LINE = re.compile(rb"^number:[ \t]*([0-9]{1,9})[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_GUID_LINE = re.compile(
    rb"^guid:[ \t]*([\"']?)([0-9A-Za-z][0-9A-Za-z./:_?=&+-]*)\1[ \t]*(?:[ \t]#.*)?\r?$", re.MULTILINE
)
"""A line that can mean only one thing; files with others are read as YAML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSelection:
    """Manifests chosen of one series."""

    id: str
    folder: Path
    chosen: tuple[Path, ...]
    """In the order of their numbers; those whose number cannot be read come last."""
    numbers: Mapping[Path, int | None]
    """Of every manifest of the series, in the order of file names; None where it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The manifests that a command works on, series by series."""

    series: tuple[SeriesSelection, ...]
    notes: tuple[Diagnostic, ...] = ()
    """Warnings: numbers asked for that do not exist, and files that look like manifests and are not read."""


def find_workspace(start: Path, explicit: Path | None = None) -> Path:
    """The nearest folder upward of `start` that holds studio.yaml, or `explicit` if it does; links resolved.

    Raises PipelineError when there is none.
    """
    if explicit is not None:
        if not (explicit / STUDIO_FILE).is_file():
            raise PipelineError(
                tr("'{folder}' is not a workspace: it has no {file}", folder=explicit, file=STUDIO_FILE),
                hint=misnamed_hint(explicit, STUDIO_FILE) or tr("'voicehall init DIR' makes one"),
            )
        return explicit.resolve()
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / STUDIO_FILE).is_file():
            return folder
    raise PipelineError(
        tr(
            "there is no workspace here: neither '{folder}' nor a folder above it has a {file}",
            folder=start,
            file=STUDIO_FILE,
        ),
        hint=misnamed_hint(start, STUDIO_FILE)
        or tr("go into a workspace, name one with --workspace DIR, or make one with 'voicehall init DIR'"),
    )


def select(root: Path, what: Sequence[str] = (), cwd: Path | None = None) -> Selection:
    """The manifests that `what` names: series ids, `id/1-20,25`, manifests or folders by path; nothing names all.

    Paths are relative to `cwd`, or else to the workspace. Raises PipelineError for a name, number or path that does
    not exist.
    """
    folders = series_folders(root)
    wanted: dict[str, set[Path] | None] = {}
    """Manifests by series; None is all of them."""
    numbers: dict[str, dict[Path, int | None]] = {}
    notes: list[Diagnostic] = []
    for word in what:
        series_id, chosen = _named(word, root, cwd or root, folders, numbers, notes)
        if chosen is None or wanted.get(series_id, set()) is None:
            wanted[series_id] = None
        else:
            wanted[series_id] = (wanted.get(series_id) or set()) | chosen
    if not what:
        wanted = dict.fromkeys(folders)
        notes += strays_in(root / EPISODES, root, is_series=False)
    notes += (one for name in sorted(wanted) if wanted[name] is None for one in strays_in(folders[name], root))
    return Selection(
        series=tuple(_selected(folders[name], wanted[name], numbers) for name in sorted(wanted)),
        notes=tuple(dict.fromkeys(notes)),
    )


def series_folders(root: Path) -> dict[str, Path]:
    """Folders of series by id, sorted: those in `episodes/` that hold a manifest.

    Raises PipelineError when there is none.
    """
    home = root / EPISODES
    folders = {
        folder.name: folder
        for folder in sorted(home.iterdir() if home.is_dir() else [])
        if folder.is_dir()
        and not folder.name.startswith(".")
        and any(LIKE_MANIFEST.search(path.name) for path in folder.iterdir())
    }
    if not folders:
        raise PipelineError(
            tr("there is no series in '{folder}'", folder=home),
            hint=tr("'voicehall new SERIES --title TITLE' makes a series with its first manifest"),
        )
    return folders


def manifests_in(folder: Path) -> list[Path]:
    """A series' manifests in the order of their names; folders and broken links of such a name fail when read."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in (".yaml", ".yml")
        and path.stem.lower() not in ("series", "lexicon")
        and not path.name.startswith(".")
    )


def numbers_in(folder: Path) -> dict[Path, int | None]:
    """The number of every manifest of a series; None where it cannot be read."""
    return {path: number_in(path) for path in manifests_in(folder)}


def guids_in(folder: Path) -> dict[Path, str]:
    """The identities (`guid:`) that manifests of a series state, in the order of file names."""
    return {path: guid for path in manifests_in(folder) if (guid := _guid_in(path))}


def _guid_in(path: Path) -> str:
    """Empty where a manifest states none, or it cannot be read."""
    data = head_of(path)
    if not data.startswith(b"guid:") and b"\nguid:" not in data and b"\rguid:" not in data:
        return ""
    lines = _GUID_LINE.findall(data)
    if len(lines) == 1 and not lines[0][1].endswith(b":"):
        return str(lines[0][1].decode())
    ignored = Findings()
    source = read_source(path, path.parent, ignored)
    root = parse(source, ignored) if source else None
    stated = root["guid"].data if root and "guid" in root else None
    return stated if isinstance(stated, str) and stated.strip() else ""


def number_in(path: Path) -> int | None:
    """A manifest's number; None where it cannot be read.

    From the one line at the margin that begins with `number:`, else by reading the whole file.
    """
    lines = _NUMBER_LINE.findall(head_of(path))
    if len(lines) == 1:
        return int(lines[0])
    ignored = Findings()
    source = read_source(path, path.parent, ignored)
    root = parse(source, ignored) if source else None
    number = str(root["number"].data) if root and "number" in root else ""
    return int(number) if re.fullmatch(r"\d{1,9}", number, re.ASCII) else None


def head_of(path: Path) -> bytes:
    """A manifest's bytes, as far as they are looked at; none where it cannot be read, or is a folder, link or pipe."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError:
        return b""


def _selected(folder: Path, chosen: set[Path] | None, numbers: dict[str, dict[Path, int | None]]) -> SeriesSelection:
    known = numbers.get(folder.name) or numbers_in(folder)
    paths = sorted(known if chosen is None else chosen, key=lambda path: (known[path] or 1 << 30, path.name))
    return SeriesSelection(id=folder.name, folder=folder, chosen=tuple(paths), numbers=known)


def _named(
    word: str,
    root: Path,
    cwd: Path,
    folders: Mapping[str, Path],
    numbers: dict[str, dict[Path, int | None]],
    notes: list[Diagnostic],
) -> tuple[str, set[Path] | None]:
    """The series and manifests that one word names; None for all of the series."""
    series_id, slash, ranges = word.rstrip("/").partition("/")
    if series_id in folders and not slash:
        return series_id, None
    if series_id in folders and NUMBER_RANGES.fullmatch(ranges):
        known = numbers.setdefault(series_id, numbers_in(folders[series_id]))
        chosen = _in_ranges(series_id, ranges, known)
        if missing := _missing(ranges, known.values()):
            message = trn(
                "'{word}' names an episode that does not exist: {numbers}",
                "'{word}' names {count} episodes that do not exist: {numbers}",
                len(missing), word=word, numbers=listed(runs(missing)),
            )  # fmt: skip
            mark = Mark(file=display_name(folders[series_id], root), line=1, column=1)
            hint = _numbers_hint(series_id, known.values())
            notes.append(Diagnostic(code="missing-episode", severity="warning", message=message, mark=mark, hint=hint))
        return series_id, chosen
    # Paths in our own messages count from the workspace: they may be given back as they are.
    path = next((place for place in (cwd / word, root / word) if place.exists() or place.is_symlink()), cwd / word)
    if word.lower().endswith((".yaml", ".yml")) or path.exists():
        return _at_path(word, path, root, folders)
    if series_id in folders:
        raise PipelineError(
            tr("'{numbers}' names no episodes of '{series}'", numbers=shown(ranges), series=series_id),
            hint=tr("write '{series}/3' or '{series}/1-20,25'", series=series_id),
        )
    message = tr("unknown series '{series}'", series=shown(series_id))
    raise PipelineError(message, hint=did_you_mean(shown(series_id), folders))


def _in_ranges(series_id: str, ranges: str, known: Mapping[Path, int | None]) -> set[Path]:
    """Gaps inside a range are allowed; a number or range that names nothing is a mistake."""
    chosen: set[Path] = set()
    for run in ranges.split(","):
        first, _, last = run.partition("-")
        low, high = int(first), int(last or first)
        if high < low:
            message = tr("'{numbers}' counts backwards", numbers=f"{series_id}/{run}")
            raise PipelineError(message, hint=tr("write '{example}'", example=f"{series_id}/{high}-{low}"))
        named = {path for path, number in known.items() if number is not None and low <= number <= high}
        if not named:
            message = tr("there is no episode '{episode}'", episode=f"{series_id}/{run}")
            raise PipelineError(message, hint=_numbers_hint(series_id, known.values()))
        chosen |= named
    return chosen


def _missing(ranges: str, known: Iterable[int | None]) -> list[int]:
    """The numbers in ranges that no episode has."""
    there, wanted = set(known), set[int]()
    for run in ranges.split(","):
        first, _, last = run.partition("-")
        wanted.update(range(int(first), int(last or first) + 1))
    return sorted(wanted - there)


def _numbers_hint(series_id: str, numbers: Iterable[int | None]) -> Message:
    """`lieshita has 1-20, 25`."""
    words = runs(number for number in numbers if number is not None)
    if not words:
        return tr("{series} has no episodes yet", series=series_id)
    names = listed([*words[:12], *(["..."] if len(words) > 12 else [])])
    return tr("{series} has {numbers}", series=series_id, numbers=names)


def _at_path(word: str, path: Path, root: Path, folders: Mapping[str, Path]) -> tuple[str, set[Path] | None]:
    """A manifest, or a series by its folder or its series.yaml."""
    if not path.exists() and not path.is_symlink():
        names = [name.name for name in manifests_in(path.parent)] if path.parent.is_dir() else []
        near = get_close_matches(path.name[:100], names, n=1)
        raise PipelineError(
            tr("there is no file '{file}'", file=shown(word, 200)),
            hint=tr("did you mean '{name}'?", name=near[0]) if near else NOTHING,
        )
    is_manifest = path.suffix.lower() in (".yaml", ".yml")
    path = path.parent.resolve() / path.name if is_manifest else path.resolve()
    folder = path.parent if is_manifest or path.is_file() else path
    if folders.get(folder.name) is None or folder != folders[folder.name].resolve():
        raise PipelineError(
            tr("'{path}' belongs to no series of this workspace", path=shown(word, 200)),
            hint=tr("manifests are in '{folder}'", folder=f"{root / EPISODES}/SERIES/"),
        )
    if path == folder or path.name in (SERIES_FILE, LEXICON_FILE):
        return folder.name, None
    return folder.name, {folders[folder.name] / path.name}
