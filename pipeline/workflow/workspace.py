"""The workbench: an open workspace with its media known by content, where episodes are planned."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path, PurePath

from pipeline.build import STORE, Store, open_store
from pipeline.effects.stills import TextCard
from pipeline.errors import Diagnostic, MediaError, PipelineError
from pipeline.manifest import Reading, guids_in, read
from pipeline.media.picture import fonts
from pipeline.media.probe.index import Catalogue
from pipeline.media.video import x264
from pipeline.model.episode import Episode, Narration
from pipeline.model.media import Font, Medium
from pipeline.model.rendition import PRESETS, Rendition
from pipeline.model.series import MediaUse, Theme
from pipeline.model.timeline import Timeline
from pipeline.packaging.adopted import plan_adopted
from pipeline.packaging.artwork import weak_cover
from pipeline.packaging.guid import Identities
from pipeline.packaging.plan import ProgrammePlan, plan_programme
from pipeline.timeline import media_uses, plan_timeline
from pipeline.workflow.checks.cards import crowded
from pipeline.workflow.checks.glyphs import undrawable
from pipeline.workflow.checks.soundbite import bitten_off
from pipeline.workflow.recovery import identities_of, settle
from pipeline.workflow.rendering.alignment import Listener
from pipeline.workflow.rendering.estimate import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEpisode:
    """An episode with all that will be made for it; `programme` is None where errors stand in the way."""

    episode: Episode
    programme: ProgrammePlan | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True, kw_only=True)
class Workbench:
    """One run's view of a workspace."""

    root: Path
    catalogue: Catalogue
    store: Store
    pace: Pace
    identities: Identities
    listener: Listener
    tools: str
    _guids: dict[Path, Mapping[Path, str]] = field(default_factory=dict)
    """What the manifests of a series' folder state."""
    _fonts: dict[Path | None, tuple[Font, ...]] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, *, notes: Path | None = None) -> "Workbench":
        """Open the workspace at `root`; what killed runs left behind is swept away.

        `notes` is a folder for what is remembered of it, where nothing may be written into the workspace itself.
        """
        if notes is None:
            settle(root)
        hidden = notes or root / ".voicehall"
        store = open_store(os.environ.get(STORE, ""), local=hidden / "cache")
        store.sweep()
        pace = Pace.read(hidden / "pace.json")
        return cls(
            root=root,
            catalogue=Catalogue(hidden),
            store=store,
            pace=pace,
            identities=Identities.read(identities_of(root)),
            listener=Listener(folder=hidden / "heard"),
            tools=x264.version(),
        )

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def history(self) -> Path:
        return self.root / ".voicehall" / "history"

    def read(self, what: Iterable[str], cwd: Path) -> Reading:
        return read(self.root, tuple(what), cwd)

    def shown(self, path: Path) -> str:
        """The path as people see it: from the workspace where it lies inside."""
        return os.path.relpath(path, self.root) if path.is_relative_to(self.root) else str(path)

    def plan(self, episode: Episode, *, draft: bool = False, only: str | None = None) -> PlannedEpisode:
        """Plan the episode's programme: media opened, timeline laid, every action known.

        `draft` plans one small quick file instead of the renditions; `only` keeps the rendition of that name.
        """
        renditions = _draft(episode) if draft else episode.renditions
        if only is not None:
            renditions = tuple(one for one in renditions if one.name == only)
        if not renditions:
            names = ", ".join(one.name for one in episode.renditions)
            raise PipelineError(f"{episode.label} has no rendition '{only}'", hint=f"it has: {names}")
        media, complaints = self._media(episode)
        if episode.programme:
            return self._adopted(episode, media, complaints)
        if episode.captions != "none":
            episode, remarks = self.listener.captioned(episode, media)
            complaints += remarks
        rate = _rate(episode.renditions)
        rates = dict.fromkeys((rate, *(one.picture.rate for one in renditions if one.picture)))
        planned = {its: plan_timeline(episode, media, self.fonts_of, its) for its in rates}
        timelines = {its: one.timeline for its, one in planned.items() if one.timeline is not None}
        found = [*complaints, *(said for one in planned.values() for said in one.diagnostics)]
        found += (*undrawable(episode, self.fonts_of), *_cover(episode, media))
        if rate in timelines:
            found += (*crowded(episode, timelines[rate], renditions), *bitten_off(episode, timelines[rate].seconds))
        # The same is said at every rate, and of a part wherever it is used.
        diagnostics = tuple(dict.fromkeys(found))
        if len(timelines) < len(rates) or any(one.severity == "error" for one in diagnostics):
            return PlannedEpisode(episode=episode, programme=None, diagnostics=diagnostics)
        programme = self._programme(episode, timelines[rate], timelines, renditions, media, draft=draft)
        return PlannedEpisode(episode=episode, programme=programme, diagnostics=diagnostics)

    def _programme(
        self,
        episode: Episode,
        timeline: Timeline,
        timelines: Mapping[Fraction, Timeline],
        renditions: tuple[Rendition, ...],
        media: Mapping[Path, Medium],
        *,
        draft: bool,
    ) -> ProgrammePlan:
        return plan_programme(
            episode,
            timeline,
            renditions,
            timelines=timelines,
            cover=media[episode.cover.path] if episode.cover else None,
            card=self._title_card(episode, media),
            fonts=partial(self.fonts_of, episode.theme),
            inputs=self._inputs(episode, media),
            manifest=self.shown(episode.manifest),
            tools=self.tools,
            guid=self.guid_of(episode),
            draft=draft,
        )

    def _adopted(
        self, episode: Episode, media: Mapping[Path, Medium], complaints: Iterable[Diagnostic]
    ) -> PlannedEpisode:
        """A programme that was finished elsewhere has no draft and no other renditions."""
        pictures = (use for use in episode.programme if use.path in media and media[use.path].info.kind == "image")
        texts = undrawable(episode, self.fonts_of)
        # Its cover is as old as its film: nobody can be asked for a larger one.
        covers = (found for found in _cover(episode, media) if found.severity == "error")
        first = media.get(episode.programme[0].path)
        bites = bitten_off(episode, first.info.duration) if first else ()
        diagnostics = (*complaints, *map(_no_programme, pictures), *texts, *covers, *bites)
        if any(found.severity == "error" for found in diagnostics):
            return PlannedEpisode(episode=episode, programme=None, diagnostics=diagnostics)
        programme = plan_adopted(
            episode,
            [media[use.path] for use in episode.programme],
            cover=media[episode.cover.path] if episode.cover else self._title_card(episode, media),
            inputs=self._inputs(episode, media),
            manifest=self.shown(episode.manifest),
            tools=self.tools,
            guid=self.guid_of(episode),
        )
        return PlannedEpisode(episode=episode, programme=programme, diagnostics=diagnostics)

    def _inputs(self, episode: Episode, media: Mapping[Path, Medium]) -> dict[str, str]:
        """Content by name of everything that goes in.

        Of a file outside the workspace only its own name, since other machines keep it elsewhere.
        """
        contents = {use: media[use.path].content for use in media_uses(episode)}
        scripts = (one.script for one in episode.segments if isinstance(one, Narration) and one.script)
        contents |= {use: self.catalogue.content(use.path) for use in scripts}
        names = {use: PurePath(use.name) for use in contents}
        return {name.name if name.is_absolute() else use.name: contents[use] for use, name in names.items()}

    def guid_of(self, episode: Episode) -> str:
        """The episode's identity."""
        return self.identities.of(
            identity_name(episode.manifest),
            stated=episode.guid,
            others=lambda: self._stated(episode.manifest.parent).values(),
        )

    def _stated(self, folder: Path) -> Mapping[Path, str]:
        if folder not in self._guids:
            self._guids[folder] = guids_in(folder)
        return self._guids[folder]

    def _title_card(self, episode: Episode, media: Mapping[Path, Medium]) -> TextCard:
        """The cover of an episode that has no card of its own."""
        theme = episode.theme
        return TextCard(
            text=f"{episode.title}\n{episode.series.title}",
            background=theme.background,
            foreground=theme.foreground,
            accent=theme.accent,
            picture=media.get(theme.picture.path) if theme.picture else None,
            fonts=self.fonts_of(theme),
            label="title card",
        )

    def _media(self, episode: Episode) -> tuple[dict[Path, Medium], list[Diagnostic]]:
        """Every medium of the episode, and a diagnostic where one cannot be opened."""
        media: dict[Path, Medium] = {}
        complaints = []
        seen: set[tuple[Path, object]] = set()
        for use in media_uses(episode):
            if (use.path, use.mark) in seen or use.path in media:
                continue
            seen.add((use.path, use.mark))
            try:
                media[use.path] = self.catalogue.medium(use.path)
            except MediaError as error:
                complaints.append(unopened(use, error))
            except OSError as error:
                reason = f"cannot read '{use.name}': {error.strerror}"
                complaints.append(Diagnostic(code="unreadable-file", message=reason, mark=use.mark))
        return media, complaints

    def fonts_of(self, theme: Theme) -> tuple[Font, ...]:
        """The fonts of a theme, first choice first. Raises PipelineError where there is none for Chinese."""
        own = theme.font.path if theme.font else None
        if own not in self._fonts:
            found = [*([(own, 0)] if own else []), *fonts.default_fonts()]
            self._fonts[own] = tuple(
                Font(content=self.catalogue.content(path), index=index, path=path) for path, index in found
            )
        return self._fonts[own]


def identity_name(manifest: Path) -> str:
    """By which an episode's identity is kept: `lieshita/001-mao-zejian.yaml`."""
    return f"{manifest.parent.name}/{manifest.name}"


def _cover(episode: Episode, media: Mapping[Path, Medium]) -> Iterable[Diagnostic]:
    """What is to be said of the cover that the author gave."""
    picture = media.get(episode.cover.path) if episode.cover else None
    if episode.cover is None or picture is None or picture.info.kind != "image":
        return ()
    return weak_cover(episode.cover, picture)


def _no_programme(use: MediaUse) -> Diagnostic:
    return Diagnostic(
        code="wrong-media", message=f"'{use.name}' is a picture, no programme", mark=use.mark,
        hint="put it under 'cover:'",
    )  # fmt: skip


def unopened(use: MediaUse, error: MediaError) -> Diagnostic:
    """What the author is told of a medium that cannot be opened."""
    code = getattr(error, "code", "unreadable-media")
    return Diagnostic(code=code, message=error.message, mark=use.mark, hint=error.hint)


def _rate(renditions: tuple[Rendition, ...]) -> Fraction:
    """The rate that the timeline is planned at: the first picture's."""
    for one in renditions:
        if one.picture:
            return one.picture.rate
    picture = PRESETS["video-1080p"].picture
    assert picture is not None
    return picture.rate


def _draft(episode: Episode) -> tuple[Rendition, ...]:
    """One small quick file of the same rate and shape as the main picture, or of the sound where there is none."""
    small = PRESETS["video-draft"]
    picture = next((one.picture for one in episode.renditions if one.picture), None)
    assert small.picture is not None
    if picture is None:
        return episode.renditions[:1]
    scale = min(1.0, (small.picture.width * small.picture.height / (picture.width * picture.height)) ** 0.5)
    width, height = (max(16, round(side * scale / 2) * 2) for side in (picture.width, picture.height))
    return (
        replace(small, name="draft", picture=replace(small.picture, width=width, height=height, rate=picture.rate)),
    )
