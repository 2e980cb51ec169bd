"""Reading: from the files of a workspace to the studio, its series and their episodes, with every diagnostic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pipeline.errors import Diagnostic, Mark
from pipeline.manifest.captions import CaptionReader
from pipeline.manifest.checking import checked
from pipeline.manifest.documents import (
    Document,
    EpisodeDocument,
    SeriesDocument,
    SharedDocument,
    StudioDocument,
)
from pipeline.manifest.findings import Findings, has_errors, shown
from pipeline.manifest.kinds import Scope
from pipeline.manifest.nodes import Place, parse
from pipeline.manifest.paths import Paths, followed
from pipeline.manifest.segments import Resolver
from pipeline.manifest.settings import Settings
from pipeline.manifest.source import display_name, read_source
from pipeline.manifest.workspace import SERIES_FILE, STUDIO_FILE, SeriesSelection, select
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields
from pipeline.model.series import Series, Studio

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedManifest:
    """An episode that cannot be made as it stands."""

    series_id: str
    number: int | None
    """None where it cannot be told."""
    path: Path
    diagnostics: tuple[Diagnostic, ...]
    """Of its own file, and errors of the files above it."""

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series_id}/{self.number or self.path.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: episodes that can be made, and why the others cannot."""

    studio: Studio
    series: tuple[Series, ...]
    episodes: tuple[Episode, ...]
    """Those without errors, by series and number."""
    failed: tuple[FailedManifest, ...]
    diagnostics: tuple[Diagnostic, ...]
    """All of them, each once, file by file."""

    @property
    def ok(self) -> bool:
        return not has_errors(self.diagnostics)


def read_studio(root: Path) -> tuple[Studio, tuple[Diagnostic, ...]]:
    """The studio as far as its file can be read, and what is wrong with it."""
    house = _read_house(root)
    return house.studio, house.diagnostics


def read(root: Path, what: Sequence[str] = (), cwd: Path | None = None) -> Reading:
    """Everything that `what` names, see `select`.

    Raises PipelineError for a name that is not there; mistakes inside files are diagnostics.
    """
    chosen = select(root, what, cwd)
    house = _read_house(root)
    series: list[Series] = []
    episodes: list[Episode] = []
    failed: list[FailedManifest] = []
    diagnostics = dict.fromkeys(house.diagnostics)
    for selection in chosen.series:
        shelf = _read_series(selection, house)
        series.append(shelf.series)
        diagnostics |= dict.fromkeys(shelf.diagnostics)
        above = tuple(found for found in (*house.diagnostics, *shelf.diagnostics) if found.severity == "error")
        numbered = _first_by_number(selection)
        for path in selection.chosen:
            found = Findings()
            episode = _read_episode(path, shelf, house, numbered, found)
            own = found.sorted()
            diagnostics |= dict.fromkeys(own)
            if episode is None or above or has_errors(own):
                number = selection.numbers[path]
                failed.append(
                    FailedManifest(
                        series_id=selection.id, number=number, path=path, diagnostics=tuple(dict.fromkeys(above + own))
                    )
                )
            else:
                episodes.append(episode)
    return Reading(
        studio=house.studio,
        series=tuple(series),
        episodes=tuple(episodes),
        failed=tuple(failed),
        diagnostics=tuple(diagnostics),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _House:
    """The studio's file, read."""

    studio: Studio
    document: StudioDocument
    settings: Settings
    parts: Mapping[str, Place]
    paths: Paths
    captions: CaptionReader
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """A series' file, read, over the studio's."""

    series: Series
    settings: Settings
    parts: Mapping[str, Place] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...]


def _read_house(root: Path) -> _House:
    found = Findings()
    place = _root(root / STUDIO_FILE, root, found)
    document = _document(StudioDocument, place, found)
    media_roots = _media_roots(document, place, root, found) if place else ()
    paths, captions = Paths(root, media_roots), CaptionReader(root)
    settings, parts = Settings(), {}
    if place:
        settings = settings.under(document, place, paths, found)
        parts = _parts(document, place)
    return _House(
        studio=Studio(root=root, name=document.name, media_roots=media_roots),
        document=document,
        settings=settings,
        parts=parts,
        paths=paths,
        captions=captions,
        diagnostics=found.sorted(),
    )


def _read_series(selection: SeriesSelection, house: _House) -> _Shelf:
    found = Findings()
    root = house.studio.root
    file = selection.folder / SERIES_FILE
    place = None
    if file.is_file():
        place = _root(file, root, found)
    else:
        mark = Mark(file=display_name(file, root), line=1, column=1)
        found.error(
            "missing-series", f"the series '{selection.id}' has no {SERIES_FILE}", mark, "write 'title: ...' in it"
        )
    document = _document(SeriesDocument, place, found)
    above = house.document
    series = Series(
        id=selection.id,
        title=document.title,
        author=document.author or above.author or above.name,
        language=document.language or above.language or "zh-CN",
        category=document.category or above.category or "",
        numbering=document.numbering or above.numbering or "{number}",
        name=document.name or "{number:03d} {title}",
        total=document.total,
        aliases=document.aliases,
    )
    settings, parts = house.settings, house.parts
    if place:
        settings = settings.under(document, place, house.paths, found)
        parts = {**parts, **_parts(document, place)}
        _check_parts(parts, series, settings, house, found)
    return _Shelf(series=series, settings=settings, parts=parts, diagnostics=found.sorted())


def _read_episode(
    path: Path, shelf: _Shelf, house: _House, numbered: Mapping[int, Path], found: Findings
) -> Episode | None:
    """The episode as far as it can be read; `found` says whether that is whole."""
    place = _root(path, house.studio.root, found)
    document = checked(EpisodeDocument, place, found) if place else None
    if place is None or document is None:
        return None
    first = numbered.get(document.number, path)
    if first != path and "number" in place:
        message = f"number {document.number} is '{shown(first.name, 200)}' already"
        found.error("duplicate-number", message, place["number"].mark, "give this one the next free number")
    settings = shelf.settings.under(document, place, house.paths, found)
    scope = Scope(
        paths=house.paths,
        captions=house.captions,
        found=found,
        settings=settings,
        fields=episode_fields(
            shelf.series,
            number=document.number,
            title=document.title,
            date=document.date,
            speakers=document.speakers,
        ),
    )
    segments = tuple(Resolver(shelf.parts).segments(place["segments"], scope))
    return Episode(
        manifest=path,
        series=shelf.series,
        number=document.number,
        title=document.title,
        summary=document.summary,
        date=document.date,
        speakers=document.speakers,
        tags=document.tags,
        segments=segments,
        renditions=tuple(settings.renditions.values()),
        transition=settings.transition,
        loudness=settings.loudness,
        captions=settings.captions,
        cover=scope.media(place, "cover"),
        theme=settings.theme,
        mark=place.mark,
    )


def _root(path: Path, root: Path, found: Findings) -> Place | None:
    source = read_source(path, root, found)
    return parse(source, found) if source else None


def _document(kind: type[D], place: Place | None, found: Findings) -> D:
    """The document as far as it can be read, so that the files below it can be checked as well."""
    document = checked(kind, place, found) if place else None
    return document or kind.model_validate(kind.stand_ins)


def _media_roots(document: StudioDocument, place: Place, root: Path, found: Findings) -> tuple[Path, ...]:
    folders = []
    for name, there in zip(document.media_roots, place["media_roots"], strict=False):
        folder = followed(root / (Path.home() / name[2:] if name.startswith("~/") else name))
        if not folder.is_dir():
            message = f"there is no folder '{shown(name, 200)}'"
            found.warning("missing-folder", message, there.mark, "its media cannot be used until it is there")
        folders.append(folder)
    return tuple(folders)


def _parts(document: SharedDocument, place: Place) -> dict[str, Place]:
    """Places of the parts that a file defines, by name."""
    parts = {name: place["parts"][name] for name in document.parts}
    return parts | {name: place[name] for name in ("intro", "outro") if getattr(document, name) is not None}


def _check_parts(
    parts: Mapping[str, Place], series: Series, settings: Settings, house: _House, found: Findings
) -> None:
    """Parts are checked with their file, whether an episode uses them or not."""
    fields = episode_fields(series, number=1, title=series.title)
    scope = Scope(paths=house.paths, captions=house.captions, found=found, settings=settings, fields=fields)
    resolver = Resolver(parts)
    for name in parts:
        for _ in resolver.part(name, scope):
            pass


def _first_by_number(selection: SeriesSelection) -> dict[int, Path]:
    """The first manifest of each number, by file name."""
    first: dict[int, Path] = {}
    for path, number in selection.numbers.items():
        if number is not None:
            first.setdefault(number, path)
    return first
