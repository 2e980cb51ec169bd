"""studio.yaml and series.yaml: the files above an episode, each as far as it can be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import TypeVar

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.mappings import Document
from pipeline.documents.nodes import Place
from pipeline.documents.recovery import parse_mending
from pipeline.documents.source import display_name, read_source
from pipeline.documents.validation import validate
from pipeline.errors import DiagnosedError, Diagnostic, Mark, did_you_mean
from pipeline.manifest.kinds import Scope
from pipeline.manifest.media_paths import Paths, resolve_links
from pipeline.manifest.placeholders import check_fields
from pipeline.manifest.schema.keys import SeriesDocument, SharedDocument, StudioDocument
from pipeline.manifest.schema.outlets import (
    LocationDocument,
    PersonDocument,
    PodcastDocument,
    ScheduleDocument,
    SiteDocument,
)
from pipeline.manifest.segments import Resolver
from pipeline.manifest.settings.cascade import Settings
from pipeline.manifest.settings.overlays import cover_media, cover_wish
from pipeline.manifest.settings.reach import reach_settings
from pipeline.manifest.spoken.subtitles import CaptionReader
from pipeline.manifest.unread_files import misnamed_hint
from pipeline.manifest.workspace import SERIES_FILE, STUDIO_FILE, SeriesSelection
from pipeline.messages import tr
from pipeline.model.fields import episode_fields
from pipeline.model.publishing.imprint import Imprint
from pipeline.model.publishing.platform import KIT_PLATFORMS, OWN_RULES
from pipeline.model.publishing.podcast import Funding, Location, Notice, Person, Podcast
from pipeline.model.publishing.schedule import Schedule
from pipeline.model.publishing.target import Target
from pipeline.model.reach import TIMEZONE, ReachSettings
from pipeline.model.series import CoverWish, Series, Studio

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioFile:
    """What studio.yaml says."""

    studio: Studio
    document: StudioDocument
    settings: Settings
    parts: Mapping[str, Place]
    paths: Paths
    captions: CaptionReader
    diagnostics: tuple[Diagnostic, ...]
    own_errors: tuple[Diagnostic, ...]
    """Errors of the file itself, apart from media that it names."""

    @property
    def trusts_scenes(self) -> bool:
        """Whether scripts of the workspace may run."""
        return self.document.scenes is not None

    def reach_settings(self) -> ReachSettings:
        """What studio.yaml says about play counts; needs no media.

        Raises DiagnosedError for mistakes in the file: figures must not be stored in a wrong place.
        """
        if self.own_errors:
            raise DiagnosedError(self.own_errors)
        return self.studio.reach


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFile:
    """What series.yaml says, with the studio's settings below it."""

    series: Series
    settings: Settings
    parts: Mapping[str, Place] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...]
    cover_problem: Diagnostic | None = None
    """Why the series has no cover though one is named; among the diagnostics too."""


def read_studio_file(root: Path) -> StudioFile:
    """studio.yaml, as far as it can be read; its diagnostics say what is wrong."""
    found = Findings()
    place = root_of(root / STUDIO_FILE, root, found)
    document = _document(StudioDocument, place, found)
    reach = reach_settings(document, place, root, found) if place else ReachSettings()
    own_errors = tuple(one for one in found.sorted() if one.severity == "error")
    media_roots = _media_roots(document, place, root, found) if place else ()
    paths, captions = Paths(root, media_roots), CaptionReader(root)
    settings, parts = Settings(), {}
    if place:
        settings = settings.merged(document, place, paths, found)
        parts = _parts(document, place)
        _check_patterns(place, found)
        _check_platforms(document, place, root, found)
    return StudioFile(
        studio=Studio(
            root=root,
            name=document.name,
            media_roots=media_roots,
            targets=tuple(_targets(document, place)),
            timezone=document.timezone or TIMEZONE,
            reach=reach,
            imprint=_imprint(document.site),
        ),
        document=document,
        settings=settings,
        parts=parts,
        paths=paths,
        captions=captions,
        diagnostics=found.sorted(),
        own_errors=own_errors,
    )


def read_series(selection: SeriesSelection, studio_file: StudioFile) -> SeriesFile:
    """A series' file over the studio's, as far as it can be read; its diagnostics say what is wrong."""
    found = Findings()
    root = studio_file.studio.root
    file = selection.folder / SERIES_FILE
    place = None
    if file.exists():
        place = root_of(file, root, found)
    else:
        mark = Mark(file=display_name(file, root), line=1, column=1)
        message = tr("the series '{series}' has no {file}", series=selection.id, file=SERIES_FILE)
        hint = misnamed_hint(selection.folder, SERIES_FILE) or tr("make it, with a line 'title: ...'")
        found.error("missing-series", message, mark, hint)
    document = _document(SeriesDocument, place, found)
    above = studio_file.document
    settings, parts = studio_file.settings, studio_file.parts
    if place:
        settings = settings.merged(document, place, studio_file.paths, found)
        parts = {**parts, **_parts(document, place)}
    covers = Findings()
    cover = cover_media(document.cover, place["cover"], studio_file.paths, covers) if place else None
    for one in covers.sorted():
        found.add(one)
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
        summary=document.summary,
        cover=cover,
        cover_wish=cover_wish(document.cover, place["cover"]) if place else CoverWish(),
        seal=None if settings.logo.off else settings.logo.media,
        theme=settings.theme,
        podcast=_podcast(document.podcast),
        schedule=_schedule(document.schedule or above.schedule),
        platforms=(document.platforms if document.platforms is not None else above.platforms) or (),
    )
    if place:
        _check_platforms(document, place, root, found)
        _check_parts(parts, series, settings, studio_file, found)
        _check_patterns(place, found)
    problem = next(iter(covers.sorted()), None)
    return SeriesFile(series=series, settings=settings, parts=parts, diagnostics=found.sorted(), cover_problem=problem)


def root_of(path: Path, root: Path, found: Findings) -> Place | None:
    """The mapping that a file holds; None when there is nothing to work with, and `found` says why."""
    source = read_source(path, root, found)
    return parse_mending(source, found) if source else None


def _document(kind: type[D], place: Place | None, found: Findings) -> D:
    """The document as far as it can be read, so that the files below it can be checked as well."""
    document = validate(kind, place, found) if place else None
    return document or kind.model_validate(kind.fallbacks)


def _media_roots(document: StudioDocument, place: Place, root: Path, found: Findings) -> tuple[Path, ...]:
    folders = []
    for name, there in zip(document.media_roots, place["media_roots"], strict=False):
        folder = resolve_links(root / (Path.home() / name[2:] if name.startswith("~/") else name))
        if not folder.is_dir():
            message = tr("there is no folder '{folder}'", folder=shown(name, 200))
            found.warning("missing-folder", message, there.mark, tr("its media cannot be used until it is there"))
        folders.append(folder)
    return tuple(folders)


def _targets(document: StudioDocument, place: Place | None) -> Iterator[Target]:
    for name, target in document.targets.items():
        yield Target(
            name=name,
            url=target.url,
            public=target.public,
            key=target.key or "",
            known_hosts=target.known_hosts or "",
            password_env=target.password_env or "",
            pace=target.pace,
            reviewed=target.review == "required",
            uploads=target.uploads or 2,
            bandwidth=target.bandwidth,
            mark=place["targets"][name].mark if place else Mark(file=STUDIO_FILE, line=1, column=1),
        )


def _imprint(site: SiteDocument | None) -> Imprint:
    if site is None:
        return Imprint()
    return Imprint(about=site.about, contact=tuple(site.contact), icp=site.icp or "", police=site.police or "")


def _schedule(schedule: ScheduleDocument | None) -> Schedule:
    if schedule is None:
        return Schedule()
    return Schedule(days=tuple(sorted(set(schedule.day or ()))), time=schedule.time or time(), start=schedule.start)


def _podcast(podcast: PodcastDocument | None) -> Podcast:
    if podcast is None:
        return Podcast()
    names = {"type": "kind"}
    values = {names.get(name, name): value for name in podcast.written if (value := getattr(podcast, name)) is not None}
    if podcast.category:
        values["category"], *further = podcast.category
        values["further"] = tuple(further)
    values |= {"people": people_of(podcast.people), "location": location_of(podcast.location)}
    values["funding"] = tuple(Funding(url=one.url, text=one.text or "") for one in podcast.funding or ())
    values["txt"] = tuple(Notice(text=one.text, purpose=one.purpose or "") for one in podcast.txt or ())
    return Podcast(**values)


def people_of(documents: Iterable[PersonDocument] | None) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=one.name, role=one.role or "host", group=one.group or "cast", href=one.href or "", img=one.img or ""
        )
        for one in documents or ()
    )


def location_of(document: LocationDocument | None) -> Location | None:
    return Location(name=document.name, geo=document.geo or "", osm=document.osm or "") if document else None


def _parts(document: SharedDocument, place: Place) -> dict[str, Place]:
    """Places of the parts that a file defines, by name."""
    parts = {name: place["parts"][name] for name in document.parts}
    return parts | {name: place[name] for name in ("intro", "outro") if getattr(document, name) is not None}


def _check_patterns(place: Place, found: Findings) -> None:
    for key in ("name", "numbering"):
        if key in place:
            check_fields(place[key], found)


def _check_platforms(document: SharedDocument, place: Place, root: Path, found: Findings) -> None:
    own = {path.stem for path in (root / OWN_RULES).glob("*.yaml")}
    for name, there in zip(document.platforms or (), place["platforms"], strict=False):
        if name not in KIT_PLATFORMS and name not in own:
            message = tr("unknown {what} '{value}'", what=tr("platform"), value=shown(name))
            hint = tr(
                "{did_you_mean}; rules for a platform of your own are in {file}",
                did_you_mean=did_you_mean(name, {*KIT_PLATFORMS, *own}),
                file=f"{OWN_RULES}/{name}.yaml",
            )
            found.error("unknown-platform", message, there.mark, hint)


def _check_parts(
    parts: Mapping[str, Place], series: Series, settings: Settings, studio_file: StudioFile, found: Findings
) -> None:
    """Parts are checked with their file, whether an episode uses them or not."""
    fields = episode_fields(series, number=1, title=series.title)
    if settings.voice.engine is None:
        # An episode may choose the voice that speaks a part.
        settings = replace(settings, voice=replace(settings.voice, engine="espeak-ng"))
    scope = Scope(
        paths=studio_file.paths,
        captions=studio_file.captions,
        found=found,
        settings=settings,
        fields=fields,
        trusted=studio_file.trusts_scenes,
    )
    resolver = Resolver(parts)
    for name in parts:
        for _ in resolver.part(name, scope):
            pass
