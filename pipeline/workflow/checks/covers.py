"""Given covers and finished files that are not what they are given for, told at their place."""

from collections.abc import Iterator

from pipeline.effects.covers import Cover
from pipeline.errors import Diagnostic, PipelineError
from pipeline.messages import listed, tr, verbatim
from pipeline.model.appraisal import Source
from pipeline.model.media import MediaInfo
from pipeline.model.series import CoverWish, MediaUse
from pipeline.packaging.artwork import small_cover
from pipeline.packaging.best_still import BLANK, LEAST, is_fit, whole_films
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.stills import finds_room, is_small
from pipeline.timebase import format_time
from pipeline.timeline.layout import page_problem
from pipeline.workflow.workspace import Workspace

SHORT = 24
"""So many characters find room on any cover; typesetting is for those who have more."""
_ONE_COLOUR = 980
"""Thousandths of a picture that its commonest colour fills."""
LEGIBLE = 0.045
"""Of a cover's shorter side: an em of a title that can be read in a list, where covers are some 160 pixels high."""
SHAPES = ((1280, 720), (1080, 1080), (1080, 1440), (1080, 1920))


def shortened_titles(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A note where a title is cut on the covers of some shapes, or too small to be read in a list."""
    episode, programme = planned.episode, planned.programme
    wished = episode.cover_wish.text
    if programme is None or len(wished or episode.title) <= SHORT:
        return
    front = programme.artwork.front
    cut = [size for size in SHAPES if isinstance(front.shown(*size), Cover) and not finds_room(front.cover, *size)]
    shown = [size for size in SHAPES if isinstance(front.shown(*size), Cover)]
    if not cut and any(is_small(front.cover, *size, least=LEGIBLE) for size in shown):
        yield Diagnostic(
            code="small-cover-title", severity="warning",
            mark=episode.title_mark or episode.mark,
            message=tr(
                "the title has {count} characters: on covers it is too small to be read in a list",
                count=len(wished or episode.title),
            ),
            hint=tr("give covers a shorter one: cover: {text}", text="{text: ...}"),
        )  # fmt: skip
    if cut:
        yield Diagnostic(
            code="shortened-cover", severity="warning",
            mark=episode.title_mark or episode.mark,
            message=tr(
                "the title is cut on covers of {shapes}: it has {count} characters",
                shapes=listed(verbatim(f"{width} x {height}") for width, height in cut),
                count=len(wished or episode.title),
            ),
            hint=tr("give covers a shorter one: cover: {text}", text="{text: ...}"),
        )  # fmt: skip


def poor_covers(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """What is to be said of the cover that the author gave, and of pictures given as finished programmes."""
    episode, media = planned.episode, planned.media
    for use in episode.programme:
        if use.path in media and media[use.path].info.kind == "image":
            yield Diagnostic(
                code="wrong-media", mark=use.mark,
                message=tr("'{name}' is a picture, not a finished programme", name=use.name),
                hint=tr("put it under 'cover:'"),
            )  # fmt: skip
    picture = media.get(episode.cover.path) if episode.cover else None
    if episode.cover is None or picture is None:
        return
    yield from _moment(episode.cover, episode.cover_wish, picture.info)
    if not picture.info.is_picture:
        return
    yield from page_problem(episode.cover, picture.info)
    for found in small_cover(episode.cover, picture):
        # The cover of a finished programme is as old as its film: nobody can be asked for a larger one.
        if found.severity == "error" or not episode.programme:
            yield found


def blank_covers(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning where nothing can be seen in the picture or film that the author gave."""
    episode = planned.episode
    given = planned.media.get(episode.cover.path) if episode.cover else None
    if episode.cover is None or given is None or episode.cover_wish.at is not None:
        return
    looked = workspace.catalogue.appraisals
    if given.info.is_picture:
        facts = looked(Source(medium=given))
        # Of one that is too small that is told.
        if any(one.contrast < BLANK and one.flat > _ONE_COLOUR and one.width >= LEAST for one in facts):
            yield Diagnostic(
                code="blank-cover", mark=episode.cover.mark, severity="warning",
                message=tr("'{name}' is of one colour: nothing can be seen on the cover", name=episode.cover.name),
                hint=tr("give another picture, or none: then the best of the episode is chosen"),
            )  # fmt: skip
    elif not any(is_fit(facts) for one in whole_films([given]) for facts in looked(one.source)):
        yield Diagnostic(
            code="blank-cover", mark=episode.cover.mark, severity="warning",
            message=tr(
                "nothing can be seen in '{name}' that a cover could show: the cover is drawn", name=episode.cover.name
            ),
            hint=tr("name another film or a picture, or leave 'cover' out: then the best of the episode is chosen"),
        )  # fmt: skip


def unusable_series_covers(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning where what a series names as its cover is no picture: its pages and feed show a drawn one."""
    series = planned.episode.series
    if series.cover is None:
        return
    try:
        info = workspace.catalogue.medium(series.cover.path).info
    except PipelineError as error:
        reason = error.message
    else:
        if info.is_picture or (info.video is not None and series.cover_wish.at is not None):
            return
        reason = tr("'{file}' is no picture", file=series.cover.name)
    yield Diagnostic(
        code="bad-series-cover", mark=series.cover.mark, severity="warning",
        message=tr(
            "the cover of the series cannot be shown, one with the title is in its place: {reason}", reason=reason
        ),
        hint=tr(
            "name a JPEG or PNG under 'cover:', or a film with the moment that is to be seen: {example}",
            example="cover: {picture: film.mp4, at: 12s}",
        ),
    )  # fmt: skip


def _moment(use: MediaUse, wish: CoverWish, info: MediaInfo) -> Iterator[Diagnostic]:
    """What is wrong with the moment that was asked for: it is beyond the film's end, or a picture has none."""
    if wish.at is None:
        return
    if info.is_picture:
        yield Diagnostic(
            code="no-effect", mark=wish.at_mark or use.mark, severity="warning",
            message=tr("'{name}' is a picture: 'at' does nothing here", name=use.name),
            hint=tr("leave 'at' out, or name a film under 'picture'"),
        )  # fmt: skip
    elif info.video is not None and wish.at >= info.video.duration > 0:
        yield Diagnostic(
            code="at-outside", mark=wish.at_mark or use.mark,
            message=tr(
                "'{name}' ends at {end}: it has no picture at {at}",
                name=use.name, end=format_time(info.video.duration), at=format_time(wish.at),
            ),
            hint=tr("name an earlier moment, or leave 'at' out: then the best picture is chosen"),
        )  # fmt: skip
