"""Planning one episode: media opened, sentences found in the sound, timelines laid, the programme planned, checked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path, PurePath

from pipeline.errors import Diagnostic, MediaError, PipelineError, in_words
from pipeline.media.picture.font_trial import try_font
from pipeline.messages import listed, tr
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.rendition import PRESETS, Rendition
from pipeline.model.segments import SceneSegment
from pipeline.model.series import MediaUse
from pipeline.packaging.adopted import plan_adopted
from pipeline.packaging.artwork import title_card
from pipeline.packaging.best_still import candidates, whole_films
from pipeline.packaging.plan import PlannedEpisode, Provenance, plan_programme
from pipeline.timeline import media_uses, plan_timeline
from pipeline.workflow.checks import checked
from pipeline.workflow.rendering.covered import kept_free
from pipeline.workflow.rendering.covers import Covers
from pipeline.workflow.rendering.credits import gathered
from pipeline.workflow.rendering.presentations import unfolded
from pipeline.workflow.rendering.sound.alignment import Listener
from pipeline.workflow.rendering.sound.music import BarFinder
from pipeline.workflow.rendering.sound.treatment import Treater
from pipeline.workflow.workspace import Workspace


def plan_episode(
    workspace: Workspace, episode: Episode, *, draft: bool = False, only: str | None = None
) -> PlannedEpisode:
    """The episode's programme, and all that is to be said of it; no programme where any of that is an error.

    `draft` plans one small quick file instead of the renditions; `only` keeps the rendition of that name. Raises
    PipelineError for a name that no rendition has.
    """
    renditions = _draft(episode) if draft else episode.renditions
    if only is not None:
        renditions = tuple(one for one in renditions if one.name == only)
    if not renditions:
        names = listed(one.name for one in episode.renditions)
        raise PipelineError(
            tr("{episode} has no rendition '{name}'", episode=episode.label, name=only),
            hint=tr("it has: {names}", names=names),
        )
    episode, unspoken = workspace.speaker.spoken(episode)
    episode, unprinted = workspace.printer.printed(episode)
    media, complaints = _media(workspace, episode)
    # What could not be printed cannot be opened either: that is said once.
    lost = {one.mark for one in unprinted}
    complaints = (*unspoken, *unprinted, *(one for one in complaints if one.mark not in lost))
    if unreadable := tuple(_fonts(episode)):
        found = (*complaints, *unreadable)
        return PlannedEpisode(
            episode=episode, programme=None, diagnostics=found, media=media, timeline=None, renditions=()
        )
    plan = _adopted if episode.programme else _planned
    return checked(plan(workspace, episode, renditions, media, complaints, draft=draft), workspace)


def _planned(
    workspace: Workspace,
    episode: Episode,
    renditions: tuple[Rendition, ...],
    media: Mapping[Path, Medium],
    complaints: tuple[Diagnostic, ...],
    *,
    draft: bool,
) -> PlannedEpisode:
    episode, said = unfolded(episode, media)
    episode, remarks = Listener(folder=workspace.state.heard).captioned(episode, media)
    episode, missing = gathered(episode, media)
    # Sentences are found in what was recorded; then everything moves with the pauses.
    episode, others = Treater(folder=workspace.state.heard).treated(episode, media)
    episode, unbarred = BarFinder(folder=workspace.state.heard).barred(episode, media)
    complaints = (*complaints, *said, *remarks, *others, *unbarred, *missing)
    renditions = kept_free(workspace, episode, renditions)
    rate = _rate(episode.renditions)
    rates = dict.fromkeys((rate, *(one.picture.rate for one in renditions if one.picture)))
    contents, unread = _contents(workspace, episode)
    complaints = (*complaints, *unread)
    planned = {its: plan_timeline(episode, media, workspace.fonts_for, its, contents=contents) for its in rates}
    timelines = {its: one.timeline for its, one in planned.items() if one.timeline is not None}
    result = PlannedEpisode(
        episode=episode,
        programme=None,
        diagnostics=(*complaints, *(said for one in planned.values() for said in one.diagnostics)),
        media=media,
        timeline=timelines.get(rate),
        renditions=renditions,
    )
    if len(timelines) < len(rates) or result.has_errors:
        return result
    programme = plan_programme(
        episode,
        timelines[rate],
        renditions,
        timelines=timelines,
        front=Covers(workspace=workspace, episode=episode, media=media).of(
            lambda: candidates(episode, timelines[rate])
        ),
        card=title_card(episode, lambda use: media.get(use.path), workspace.fonts_for),
        fonts=lambda: workspace.caption_fonts(episode.theme),
        provenance=_provenance(workspace, episode, media),
        draft=draft,
    )
    return replace(result, programme=programme)


def _adopted(
    workspace: Workspace,
    episode: Episode,
    renditions: tuple[Rendition, ...],
    media: Mapping[Path, Medium],
    complaints: tuple[Diagnostic, ...],
    *,
    draft: bool,
) -> PlannedEpisode:
    """A programme that was finished elsewhere has no draft and no other renditions."""
    result = PlannedEpisode(
        episode=episode, programme=None, diagnostics=complaints, media=media, timeline=None, renditions=()
    )
    if result.has_errors:
        return result
    programme = plan_adopted(
        episode,
        [media[use.path] for use in episode.programme],
        front=Covers(workspace=workspace, episode=episode, media=media).of(
            lambda: whole_films(media[use.path] for use in episode.programme)
        ),
        provenance=_provenance(workspace, episode, media),
    )
    return replace(result, programme=programme)


def _provenance(workspace: Workspace, episode: Episode, media: Mapping[Path, Medium]) -> Provenance:
    """What the episode is made from; of a file outside the workspace only its name, which holds on any machine."""
    contents = {use: media[use.path].content for use in media_uses(episode)}
    scripts = (use for segment in episode.segments for use in segment.scripts)
    contents |= {use: workspace.catalogue.content(use.path) for use in scripts}
    names = {use: PurePath(use.name) for use in contents}
    return Provenance(
        inputs={name.name if name.is_absolute() else use.name: contents[use] for use, name in names.items()},
        manifest=workspace.shown(episode.manifest),
        tools=workspace.tools,
        guid=workspace.guid_of(episode),
    )


def _media(workspace: Workspace, episode: Episode) -> tuple[dict[Path, Medium], tuple[Diagnostic, ...]]:
    """Every medium of the episode, and a diagnostic where one cannot be opened."""
    media: dict[Path, Medium] = {}
    complaints = []
    seen: set[tuple[Path, object]] = set()
    for use in media_uses(episode):
        if (use.path, use.mark) in seen or use.path in media:
            continue
        seen.add((use.path, use.mark))
        try:
            media[use.path] = workspace.catalogue.medium(use.path)
        except MediaError as error:
            complaints.append(unopened(use, error))
        except OSError as error:
            reason = tr("cannot read '{name}': {reason}", name=use.name, reason=in_words(error))
            complaints.append(Diagnostic(code="unreadable-file", message=reason, mark=use.mark))
    return media, tuple(complaints)


def _fonts(episode: Episode) -> Iterator[Diagnostic]:
    """A diagnostic for each file that a theme names as its font and that is none: without it nothing can be set."""
    texts = (one for segment in episode.segments for one in (*segment.texts, *segment.written_over))
    themes = (episode.theme, *(one.theme for one in texts))
    for use in dict.fromkeys(theme.font for theme in themes if theme.font):
        try:
            try_font(use.path, name=use.name)
        except MediaError as error:
            yield Diagnostic(code="bad-font", message=error.message, mark=use.mark, hint=error.hint)


def _contents(workspace: Workspace, episode: Episode) -> tuple[dict[Path, str], tuple[Diagnostic, ...]]:
    """SHA-256 of the scripts of scenes and of the files that these read, and a diagnostic where one cannot be read."""
    contents: dict[Path, str] = {}
    complaints = []
    for use in (use for segment in episode.segments if isinstance(segment, SceneSegment) for use in segment.scripts):
        try:
            contents[use.path] = workspace.catalogue.content(use.path)
        except OSError as error:
            reason = tr("cannot read '{name}': {reason}", name=use.name, reason=in_words(error))
            complaints.append(Diagnostic(code="unreadable-file", message=reason, mark=use.mark))
    return contents, tuple(complaints)


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
