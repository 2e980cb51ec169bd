"""Reading manifests: from the files of a workspace to the studio, its series, their episodes and all diagnostics."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from pipeline.documents.diagnostics import Findings, has_errors, shown
from pipeline.documents.nodes import Place
from pipeline.documents.validation import validate
from pipeline.errors import Diagnostic
from pipeline.manifest.adopted import check_guid, read_finished
from pipeline.manifest.kinds import Scope
from pipeline.manifest.schema.keys import EpisodeDocument
from pipeline.manifest.segments import Resolver
from pipeline.manifest.settings.overlays import cover_media, cover_wish
from pipeline.manifest.studio import (
    SeriesFile,
    StudioFile,
    location_of,
    people_of,
    read_series,
    read_studio_file,
    root_of,
)
from pipeline.manifest.workspace import SeriesSelection, guids_in, select, series_folders
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields, spoken_date
from pipeline.model.publishing.podcast import Listing, Soundbite
from pipeline.model.series import Series, Studio


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedManifest:
    """An episode that cannot be rendered because of errors."""

    series_id: str
    number: int | None
    """None where it cannot be read."""
    path: Path
    diagnostics: tuple[Diagnostic, ...]
    """Those of its own file, and errors of the files above it."""
    partial: Episode | None = None
    """What could be read of it: enough to check its media as well, not to render it."""

    @property
    def label(self) -> str:
        """`lieshita/3`, as on the command line."""
        return f"{self.series_id}/{self.number or self.path.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceContents:
    """Everything that manifests say: episodes that can be rendered, and why the others cannot."""

    studio: Studio
    series: tuple[Series, ...]
    episodes: tuple[Episode, ...]
    """Those without errors, by series and number."""
    failed: tuple[FailedManifest, ...]
    diagnostics: tuple[Diagnostic, ...]
    """All of them, each once, file by file."""
    notes: tuple[Diagnostic, ...] = ()
    """Those of `diagnostics` about what was asked for, which are in no file."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Every file beside the YAML that was found, by the place where an archive of the workspace keeps it."""

    @property
    def ok(self) -> bool:
        return not has_errors(self.diagnostics)


def read_studio(root: Path) -> tuple[Studio, tuple[Diagnostic, ...]]:
    """The studio as far as its file can be read, and the diagnostics of the file."""
    studio_file = read_studio_file(root)
    return studio_file.studio, studio_file.diagnostics


def read(
    root: Path, what: Sequence[str] = (), cwd: Path | None = None, *, studio_file: StudioFile | None = None
) -> WorkspaceContents:
    """The contents of everything that `what` names, see `select`; `studio_file` if it was read already.

    Raises PipelineError for a name that does not exist; mistakes inside files are diagnostics.
    """
    chosen = select(root, what, cwd)
    studio_file = studio_file or read_studio_file(root)
    series: list[Series] = []
    episodes: list[Episode] = []
    failed: list[FailedManifest] = []
    diagnostics = dict.fromkeys((*chosen.notes, *studio_file.diagnostics))
    stated = cache(partial(_stated_guids, root))
    for selection in chosen.series:
        series_file = read_series(selection, studio_file)
        series.append(series_file.series)
        diagnostics |= dict.fromkeys(series_file.diagnostics)
        above = tuple(
            found for found in (*studio_file.diagnostics, *series_file.diagnostics) if found.severity == "error"
        )
        numbered = _first_by_number(selection)
        for path in selection.chosen:
            found = Findings()
            episode = _read_episode(path, series_file, studio_file, numbered, stated, found)
            own = found.sorted()
            diagnostics |= dict.fromkeys(own)
            if episode is None or above or has_errors(own):
                number = selection.numbers[path]
                failed.append(
                    FailedManifest(
                        series_id=selection.id,
                        number=number,
                        path=path,
                        diagnostics=tuple(dict.fromkeys(above + own)),
                        partial=episode,
                    )
                )
            else:
                episodes.append(episode)
    return WorkspaceContents(
        studio=studio_file.studio,
        series=tuple(series),
        episodes=tuple(episodes),
        failed=tuple(failed),
        diagnostics=tuple(diagnostics),
        notes=chosen.notes,
        files=studio_file.paths.used,
    )


def _read_episode(
    path: Path,
    series_file: SeriesFile,
    studio_file: StudioFile,
    numbered: Mapping[int, Path],
    stated: Callable[[], Mapping[Path, str]],
    found: Findings,
) -> Episode | None:
    """The episode as far as it can be read; what is wrong goes to `found`."""
    place = root_of(path, studio_file.studio.root, found)
    document = validate(EpisodeDocument, place, found) if place else None
    if place is None or document is None:
        return None
    first = numbered.get(document.number, path)
    if first != path and "number" in place and str(place["number"].data).lstrip("0") == str(document.number):
        message = tr("'{file}' already has number {number}", file=shown(first.name, 200), number=document.number)
        found.error("duplicate-number", message, place["number"].mark, tr("give this one the next free number"))
    settings = series_file.settings.merged(document, place, studio_file.paths, found)
    scope = Scope(
        paths=studio_file.paths,
        captions=studio_file.captions,
        found=found,
        settings=settings,
        fields=episode_fields(
            series_file.series,
            number=document.number,
            title=document.title,
            date=document.date,
            speakers=document.speakers,
        )
        | ({"date": spoken_date(document.date, series_file.series.language)} if document.date else {}),
        trusted=studio_file.trusts_scenes,
    )
    check_guid(document, place, stated, scope)
    finished = read_finished(document, place, scope)
    own = document.segments and not finished.files
    return Episode(
        manifest=path,
        series=series_file.series,
        number=document.number,
        title=document.title,
        short_title=document.short_title or "",
        summary=document.summary,
        date=document.date,
        speakers=document.speakers,
        tags=document.tags,
        guid=document.guid or "",
        listing=_listing(document, place),
        segments=tuple(Resolver(series_file.parts).segments(place["segments"], scope)) if own else (),
        programme=finished.files,
        cues=finished.cues,
        chapters=finished.chapters,
        renditions=tuple(settings.renditions.values()),
        transition=settings.transition,
        loudness=settings.loudness,
        captions=settings.captions,
        caption_look=settings.caption_look,
        ai=settings.ai,
        aligner=settings.aligner,
        cover=cover_media(document.cover, place["cover"], studio_file.paths, found),
        cover_wish=cover_wish(document.cover, place["cover"]),
        theme=settings.theme,
        mark=place.mark,
        title_mark=place["title"].mark,
        summary_mark=place["summary"].mark,
        tags_mark=place["tags"].mark,
    )


def _stated_guids(root: Path) -> dict[Path, str]:
    """The identities in the manifests of all series: an episode is known by its identity in figures and targets."""
    return {path: guid for folder in series_folders(root).values() for path, guid in guids_in(folder).items()}


def _listing(document: EpisodeDocument, place: Place) -> Listing:
    soundbite = document.soundbite
    mark = place["soundbite"].mark
    return Listing(
        season=document.season,
        kind=document.type or "full",
        soundbite=Soundbite(start=soundbite.at, length=soundbite.length, title=soundbite.title or "", mark=mark)
        if soundbite
        else None,
        explicit=document.explicit,
        block=bool(document.block),
        people=people_of(document.people),
        location=location_of(document.location),
        license=document.license or "",
        license_url=document.license_url or "",
    )


def _first_by_number(selection: SeriesSelection) -> dict[int, Path]:
    """The first manifest of each number, by file name."""
    first: dict[int, Path] = {}
    for path, number in selection.numbers.items():
        if number is not None:
            first.setdefault(number, path)
    return first
